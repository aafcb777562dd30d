import fc from 'fast-check';
import type { PlanFile, PlannedUpdate } from '../../src/plan/index.js';
import { Journal, type Outcome, type RunResult, runPlan } from '../../src/run/index.js';
import { planHeader } from '../plan/workspace.js';
import { MemoryDisk } from '../run/memoryDisk.js';
import { runHeader, update } from '../run/running.js';
import { type Fate, ModelCrm } from './modelCrm.js';
import { VirtualClock } from './virtualClock.js';

/** How long after a lost answer a look-up is believed, in ms; nothing is applied later than that. */
const SETTLE = 100;
/** ms between a look and the PUT that rests on it, with nothing between them but the disk. */
const LOOK_TO_PUT = 10;

/** All that chance decides about a run, its crashes, and the world around it. */
export interface Schedule {
  readonly rows: number;
  readonly concurrency: number;
  /** Of each PUT in the order in which they leave; those behind the last are accepted. */
  readonly fates: readonly Fate[];
  readonly edits: readonly { readonly at: number; readonly row: number }[];
  /** ms from the start of each run to its kill -9; when none is left the next run lives. */
  readonly crashes: readonly number[];
  /** ms that each sync takes. */
  readonly sync: number;
}

const fate: fc.Arbitrary<Fate> = fc.record({
  there: fc.integer({ min: 0, max: 20 }),
  back: fc.integer({ min: 0, max: 20 }),
  does: fc.constantFrom<Fate['does'][]>(
    ...(['accept', 'accept', 'acceptBlind', 'refuse', 'contest', 'fail', 'unavailable', 'throttle'] as const),
    'failTardily' as const,
    ...([
      'unreached',
      'unauthorized',
      'lose',
      'lose',
      'lose',
      'gateway',
      'gateway',
      'page',
      'postpone',
    ] as const),
  ),
  applies: fc.boolean(),
  late: fc.integer({ min: 0, max: SETTLE - 30 }),
});

export const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  rows: fc.integer({ min: 1, max: 8 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  fates: fc.array(fate, { maxLength: 30 }),
  edits: fc.array(fc.record({ at: fc.integer({ min: 0, max: 500 }), row: fc.integer({ min: 1, max: 8 }) }), {
    maxLength: 3,
  }),
  crashes: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 4 }),
  sync: fc.integer({ min: 0, max: 4 }),
});

/** A disk that is cut off from its process by a kill: what was written is there, and nothing more comes. */
class KilledDisk extends MemoryDisk {
  constructor(
    bytes: Buffer,
    private readonly life: { dead: boolean },
    private readonly wait: () => Promise<void>,
  ) {
    super(bytes);
  }

  override write(bytes: Buffer, at: number): void {
    if (!this.life.dead) super.write(bytes, at);
  }

  override async sync(): Promise<void> {
    await this.wait();
    if (this.life.dead) return new Promise(() => undefined);
    return super.sync();
  }
}

/** What is wrong with how a schedule went; empty when every promise was kept. */
export async function faultsOf(schedule: Schedule): Promise<string[]> {
  const clock = new VirtualClock();
  const rows = Array.from({ length: schedule.rows }, (_, i) => update(i + 1));
  let fates = 0;
  const accepted: Fate = { there: 2, back: 2, does: 'accept', applies: true, late: 0 };
  const crm = new ModelCrm(
    clock,
    rows.map(({ beforeImage }) => beforeImage),
    () => schedule.fates[fates++] ?? accepted,
  );
  for (const [i, { at, row }] of schedule.edits.entries()) {
    clock.after(at, () => crm.edit(`op-${row}`, String(90_000 + i)));
  }

  const crashes = [...schedule.crashes];
  const faults: string[] = [];
  let bytes: Buffer = Buffer.alloc(0);
  let journal: Journal;
  let quiet = 0;
  for (;;) {
    const life = { dead: false };
    const disk = new KilledDisk(bytes, life, () => clock.wait(schedule.sync));
    const now = () => new Date(Date.UTC(2026, 5, 1) + clock.now);
    journal = new Journal(disk, now);
    const began = bytes.length > 0;
    if (began) {
      const torn = journal.recover();
      if (torn.length > 0) faults.push('a kill tore the journal');
      journal.append({ k: 'resume' });
    } else journal.append(runHeader(rows.length));
    const crash = crashes.shift();
    let result: RunResult | Error | null = null;
    runPlan({
      plan: planOf(rows),
      writer: crm.client(life),
      journal,
      concurrency: schedule.concurrency,
      canary: 1,
      recheckAfterMs: 0,
      settleMs: SETTLE,
      errorLimit: { kind: 'none' },
      retries: 3,
      body: 'changes',
      renewToken: async () => {
        await clock.wait(50);
        return true;
      },
      signal: new AbortController().signal,
      now,
      elapsed: () => clock.now,
      random: () => 0.5,
      sleep: clock.sleep,
      onEvent: () => undefined,
    }).then(
      (value) => {
        result = value;
      },
      (error: Error) => {
        result = error;
      },
    );
    if (crash !== undefined)
      clock.after(crash, () => {
        life.dead = true;
      });
    await clock.run(() => life.dead || result !== null);
    bytes = disk.bytes;
    const done = result as RunResult | Error | null;
    if (done instanceof Error) return [...faults, `the run threw ${done.stack}`];
    if (life.dead) continue;
    if (done === null) return [...faults, 'the run hangs'];
    const sum = Object.values(done.counts).reduce((a, b) => a + b, 0);
    if (sum !== rows.length) faults.push(`${sum} rows counted of ${rows.length}`);
    faults.push(...(await liesOf(rows, journal, crm)));
    const open = done.counts['not-sent'] + done.counts.unverified;
    if (open === 0) break;
    quiet += 1;
    // Behind the last fate every PUT is accepted, so that going on again and again comes to an end.
    if (quiet > 40) return [...faults, `${open} rows stay open`];
  }
  faults.push(...finalFaults(bytes, crm));
  return [...new Set(faults)];
}

/** Rows of which something is told that is not so, once the server has done all it will. */
async function liesOf(rows: readonly PlannedUpdate[], journal: Journal, crm: ModelCrm): Promise<string[]> {
  // What is still on its way to a record arrives.
  let arrived = false;
  crm.clock.after(SETTLE, () => {
    arrived = true;
  });
  await crm.clock.run(() => arrived);
  return rows.flatMap(({ rowNumber, id, changes }) => {
    // No client can know of a PUT that comes through after the server had said that it failed, and shown the old value.
    const isTardy = crm.puts.some((put) => put.id === id && put.isTardy);
    const told = journal.toldOutcomeOf(rowNumber);
    const applied = crm.puts.some((put) => put.id === id && put.appliedAt !== null);
    const edited = crm.edits.some((edit) => edit.id === id);
    const isOurs = crm.records.get(id)?.amount === changes[0]?.after;
    switch (told?.status ?? 'not-sent') {
      case 'updated':
        return applied ? [] : [`${id} is told as updated and was never applied`];
      // Nobody else ever sets the value that is sent.
      case 'unchanged':
        return [`${id} is told as unchanged, ${applied ? 'and was applied' : 'and is not so'}`];
      case 'rejected':
      case 'not-sent':
        return applied && !isTardy
          ? [`${id} is told as ${told?.status} (${told?.note?.code}) and was applied`]
          : [];
      case 'conflict':
        if (told?.note?.code === 'record.changed' && !edited) return [`${id} is told as edited and was not`];
        return isOurs && !isTardy
          ? [`${id} is told as a conflict (${told?.note?.code}) and has our value`]
          : [];
      default:
        return [];
    }
  });
}

const FINAL = new Set<Outcome['status']>(['updated', 'unchanged', 'rejected', 'conflict']);

function finalFaults(bytes: Buffer, crm: ModelCrm): string[] {
  const faults: string[] = [];
  const finals = new Map<number, number>();
  for (const entry of new MemoryDisk(bytes).entries()) {
    if (entry.k !== 'outcome') continue;
    const { rowNumber, status } = entry.outcome as Outcome;
    if (FINAL.has(status)) finals.set(rowNumber, (finals.get(rowNumber) ?? 0) + 1);
  }
  for (const [row, count] of finals) if (count > 1) faults.push(`row ${row} has ${count} final outcomes`);
  const ids = [...crm.records.keys()];
  if (finals.size !== ids.length) faults.push(`${finals.size} final outcomes for ${ids.length} rows`);
  for (const id of ids) {
    const applied = crm.puts.filter((put) => put.id === id && put.appliedAt !== null);
    if (applied.length > 1) faults.push(`${id} was applied ${applied.length} times`);
    for (const put of crm.puts) {
      if (put.id !== id) continue;
      if (put.lookedAt === null) faults.push(`${id} was sent without a look`);
      else if (put.sentAt - put.lookedAt > LOOK_TO_PUT)
        faults.push(`${id} was sent ${put.sentAt - put.lookedAt} ms after its look`);
      const seen = crm.edits.some(
        (edit) => edit.id === id && put.lookedAt !== null && edit.at < put.lookedAt,
      );
      if (seen && put.appliedAt !== null) faults.push(`${id} was sent over an edit that the look had shown`);
    }
  }
  return faults;
}

/** A plan without a file, so that nothing but the clock decides what happens when. */
function planOf(rows: readonly PlannedUpdate[]): PlanFile {
  return {
    header: planHeader(),
    summary: { verdicts: { update: rows.length } },
    async *updateBlocks() {
      for (let at = 0; at < rows.length; at += 2) yield rows.slice(at, at + 2).values();
    },
  } as unknown as PlanFile;
}
