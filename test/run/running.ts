import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FieldChange, Opportunity } from '../../src/opportunity/index.js';
import {
  PlanFile,
  type PlannedRow,
  type PlannedUpdate,
  type UpdateBody,
  updateBody,
} from '../../src/plan/index.js';
import { PlanTally } from '../../src/plan/summary.js';
import {
  type Clock,
  Journal,
  type Outcome,
  type RunEvent,
  type RunHeader,
  type RunPlanOptions,
  runPlan,
  type WriteAnswer,
} from '../../src/run/index.js';
import { record } from '../opportunity/record.js';
import { FakeCrm, planHeader } from '../plan/workspace.js';
import { temporaryFolder } from '../sheet/files.js';
import { MemoryDisk } from './memoryDisk.js';

export function update(
  n: number,
  changes: FieldChange[] = [{ field: 'amount', before: '1200.5', after: String(n) }],
): PlannedUpdate {
  const beforeImage = record({ id: `op-${n}` });
  const rowNumber = n + 1;
  return {
    verdict: 'update',
    rowNumber,
    rowNumbers: [rowNumber],
    id: `op-${n}`,
    changes,
    risks: [],
    body: updateBody(beforeImage, changes),
    beforeImage,
  };
}

export const updates = (count: number) => Array.from({ length: count }, (_, i) => update(i + 1));

/** One PUT as a script sees it: what was sent, the means to apply it, and the world at that moment. */
export interface Put {
  id: string;
  sent: UpdateBody;
  apply: () => Opportunity;
  /** The live record. */
  live: Opportunity;
  /** What the journal says so far, and how much of it would survive a power cut. */
  disk: MemoryDisk;
}
export type Script = (put: Put) => WriteAnswer | Promise<WriteAnswer>;

export const accept: Script = ({ apply }) => ({
  kind: 'accepted',
  httpStatus: 200,
  message: 'ok',
  record: apply(),
});

/** A finished plan of these rows. */
export async function planOf(rows: readonly PlannedRow[]): Promise<PlanFile> {
  const plan = await PlanFile.create(join(temporaryFolder(), 'plan.jsonl'), planHeader());
  const tally = new PlanTally();
  for (const row of rows) {
    tally.add(row);
    await plan.append(row);
  }
  await plan.finish(tally.summary());
  onTestFinished(() => plan.close());
  return plan;
}

export function runHeader(updates: number): RunHeader {
  return {
    k: 'run',
    v: 1,
    runId: 'r1',
    kind: 'apply',
    of: null,
    tool: '0',
    planSha256: '',
    updates,
    output: { file: 'r.csv', format: 'csv' },
    language: 'en',
    locale: 'en',
    body: 'changes',
  };
}

/** As `recheckAfterMs`: each record is read again before it is sent. */
export const ALWAYS = 0;

export interface Setup extends Partial<RunPlanOptions> {
  readonly crm?: FakeCrm;
  readonly disk?: MemoryDisk;
  /** Begins as an earlier run has left it. */
  readonly resumed?: boolean;
}

/** Clocks that stand still when the computer starts. */
export const STILL: Clock = { now: () => new Date(0), elapsed: () => 0, uptime: () => 0 };

/**
 * Runs a plan of these rows against a CRM that holds their records. Waiting takes no time and is written down.
 * Without a word about it the journal is on a disk in memory.
 */
export async function run(rows: readonly PlannedRow[], script: Script = accept, setup: Setup = {}) {
  const { crm: given, disk = new MemoryDisk(), resumed = false, ...more } = setup;
  const records = rows.flatMap((row) => (row.verdict === 'update' ? [row.beforeImage] : []));
  const crm = given ?? new FakeCrm(records);
  crm.answer = (id, sent, apply) => {
    const live = crm.records.get(id);
    if (!live) throw new Error(`no record ${id}`);
    return script({ id, sent, apply, live, disk });
  };
  const plan = await planOf(rows);
  const journal = new Journal(disk, STILL);
  if (resumed) {
    journal.recover();
    journal.append({ k: 'resume' });
  } else journal.append(runHeader(plan.summary.verdicts.update));
  const events: RunEvent[] = [];
  const waits: number[] = [];
  let clock = 0;
  const result = await runPlan({
    plan,
    writer: crm,
    journal,
    concurrency: 3,
    canary: 1,
    // The clock of a run here begins in 1970, long before its plan was made: by its age each record would be read again.
    recheckAfterMs: 'never',
    settleMs: 60_000,
    errorLimit: { kind: 'none' },
    retries: 3,
    body: 'changes',
    renewToken: async () => false,
    signal: new AbortController().signal,
    now: () => new Date(clock),
    elapsed: () => clock,
    uptime: () => clock,
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
      clock += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
    onEvent: (event) => events.push(event),
    ...more,
  });
  const outcomes: (Outcome | null)[] = rows.map(({ rowNumber }) => journal.outcomeOf(rowNumber));
  return { crm, result, events, waits, outcomes, journal, disk };
}
