import { once } from 'node:events';
import type { Messages } from '../messages/index.js';
import type { PlannedRow, Reading } from '../plan/index.js';
import type { PlanPreview, RunReport, SheetFacts, Target, View } from '../ui/index.js';

/**
 * Prints one JSON object on standard output when the command is done, and nothing before. The object of `plan`
 * holds every change and every problem; it is written as it is read, so its size costs no memory.
 */
export function createJsonView(
  command: 'plan' | 'apply',
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
      return true;
    },
    running: () => undefined,
    stopping: () => undefined,
    finished: ({ stop, ...report }: RunReport) => {
      const stopped = stop && { ...stop, ...messages.stop(stop) };
      stdout.write(
        `${JSON.stringify({ command, ...facts, plan: plan?.summary, ...report, stop: stopped })}\n`,
      );
    },
    close: async () => undefined,
  };

  async function printPlan({ summary, stages, positions, rowAt }: PlanPreview): Promise<void> {
    const { verdicts, rows, ...impact } = summary;
    const head = JSON.stringify({ command, ...facts, stages, rows, counts: verdicts, impact });
    await print(`${head.slice(0, -1)},"changes":[`);
    await printRows(positions(['update', 'duplicate']), rowAt, (row) => row);
    await print('],"problems":[');
    await printRows(positions(['invalid', 'missing']), rowAt, withSentences);
    await print(']}\n');
  }

  async function printRows(
    positions: readonly number[],
    rowAt: PlanPreview['rowAt'],
    shape: (row: PlannedRow) => object,
  ): Promise<void> {
    for (const [index, position] of positions.entries()) {
      await print(`${index === 0 ? '' : ','}${JSON.stringify(shape(await rowAt(position)))}`);
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
