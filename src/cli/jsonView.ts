import { once } from 'node:events';
import type { Messages } from '../messages/index.js';
import type { PlannedRow, Reading } from '../plan/index.js';
import { printableJson } from '../settings/index.js';
import {
  type PlanPreview,
  type RunReport,
  SEND_ALL,
  type SheetFacts,
  type Target,
  type View,
} from '../ui/index.js';

/** Of the object that `plan` prints; it goes up when a key is taken away or means something else. */
const PLAN_VERSION = 1;

/**
 * Prints one JSON object on standard output when the command is done, and nothing before. The object of `plan`
 * holds every change and every problem; it is written as it is read, so its size costs no memory. `docs/plan-json.md`
 * tells what its keys mean.
 */
export function createJsonView(
  command: 'plan' | 'apply' | 'resume' | 'undo',
  stdout: NodeJS.WriteStream,
  messages: Messages,
): View {
  let facts: { sheet: SheetFacts; target: Target; reading?: Reading } | null = null;
  let plan: PlanPreview | null = null;

  return {
    understood: (sheet, target) => {
      facts = { sheet, target };
    },
    reading: (reading) => {
      if (facts) facts = { ...facts, reading };
    },
    listing: () => undefined,
    planning: () => undefined,
    review: async (preview) => {
      plan = preview;
      if (command === 'plan') await printPlan(preview);
      return SEND_ALL;
    },
    askToken: async () => null,
    steer: () => false,
    running: () => undefined,
    stopping: () => undefined,
    finished: ({ stop, ...report }: RunReport) => {
      const stopped = stop && { ...stop, ...messages.stop(stop, report.targetOptions) };
      stdout.write(
        `${printableJson({ command, ...facts, plan: plan?.summary, guards: plan?.guards, ...report, stop: stopped })}\n`,
      );
    },
    close: async () => undefined,
  };

  async function printPlan(preview: PlanPreview): Promise<void> {
    const { summary, guards, positions, rowAt } = preview;
    const { verdicts, rows, risks, ...impact } = summary;
    const inputs = planInputs(preview);
    const reading = facts?.reading;
    const head = { command, version: PLAN_VERSION, inputs, reading, rows, counts: verdicts, impact };
    const warnings = {
      risks: risks.map((risk) => ({ ...risk, message: messages.risk(risk) })),
      guards: guards.map((guard) => (guard.trips ? { ...guard, message: messages.guard(guard) } : guard)),
    };
    await print(`${printableJson({ ...head, ...warnings }).slice(0, -1)},"problems":[`);
    await printRows(positions(['invalid', 'missing']), rowAt, withSentences);
    await print('],"changes":[');
    await printRows(positions(['update', 'duplicate']), rowAt, (row) => row);
    await print(']}\n');
  }

  async function printRows(
    positions: Uint32Array,
    rowAt: PlanPreview['rowAt'],
    shape: (row: PlannedRow) => object,
  ): Promise<void> {
    for (const [index, position] of positions.entries()) {
      await print(`${index === 0 ? '' : ','}${printableJson(shape(await rowAt(position)))}`);
    }
  }

  function withSentences(row: PlannedRow): object {
    if (!('problems' in row)) return row;
    return {
      ...row,
      problems: row.problems.map((problem) => ({ ...problem, message: messages.problem(problem) })),
    };
  }

  async function print(text: string): Promise<void> {
    // A reader that went away (`| head`) wants no more; that is no error of ours.
    if (stdout.destroyed || stdout.write(text)) return;
    await once(stdout, 'drain').catch(() => undefined);
  }
}

/** What the plan was made from: the sheet as it was understood, where it goes, and what was typed. */
function planInputs({ sheet: facts, target, stages, inputs }: PlanPreview) {
  const { file, sheetName: sheet, rows: _, ...understood } = facts;
  const { sha256, options } = inputs;
  return { file, sha256, sheet, ...understood, target, stages, options };
}
