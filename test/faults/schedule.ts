import fc from 'fast-check';
import { fieldValue, sameValue } from '../../src/opportunity/index.js';
import type { PlanFile, PlannedUpdate } from '../../src/plan/index.js';
import type { Journal, Outcome } from '../../src/run/index.js';
import { planHeader } from '../plan/workspace.js';
import { MemoryDisk } from '../run/memoryDisk.js';
import { update } from '../run/running.js';
import { playLeg, SETTLE } from './leg.js';
import { type Fate, ModelCrm } from './modelCrm.js';
import { VirtualClock } from './virtualClock.js';

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
  /** When the computer's clock is set, from the first start on, and by how many ms. */
  readonly clockSets: readonly { readonly at: number; readonly by: number }[];
  /** ms that each sync takes. */
  readonly sync: number;
}

export const anyFate: fc.Arbitrary<Fate> = fc.record({
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
  fates: fc.array(anyFate, { maxLength: 30 }),
  edits: fc.array(fc.record({ at: fc.integer({ min: 0, max: 500 }), row: fc.integer({ min: 1, max: 8 }) }), {
    maxLength: 3,
  }),
  crashes: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 4 }),
  clockSets: fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 600 }), by: fc.constantFrom(-60_000, -150, 150, 60_000) }),
    { maxLength: 2 },
  ),
  sync: fc.integer({ min: 0, max: 4 }),
});

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

  let ahead = 0;
  for (const { at, by } of schedule.clockSets) {
    clock.after(at, () => {
      ahead += by;
    });
  }
  const clockAhead = () => ahead;

  const crashes = [...schedule.crashes];
  const faults: string[] = [];
  const { concurrency, sync } = schedule;
  const plan = planInMemory(rows);
  let bytes: Buffer = Buffer.alloc(0);
  let quiet = 0;
  for (;;) {
    const killAt = crashes.shift() ?? null;
    const leg = await playLeg({
      ...{ clock, crm, plan, concurrency, sync, bytes, killAt, clockAhead },
      stopAt: null,
    });
    bytes = leg.bytes;
    if (leg.torn) faults.push('a kill tore the journal');
    if (leg.end === 'killed') continue;
    if (leg.end === 'hangs') return [...faults, 'the run hangs'];
    if (leg.end instanceof Error) return [...faults, `the run threw ${leg.end.stack}`];
    const { counts } = leg.end;
    const sum = Object.values(counts).reduce((a, b) => a + b, 0);
    if (sum !== rows.length) faults.push(`${sum} rows counted of ${rows.length}`);
    faults.push(...(await liesOf(rows, leg.journal, crm)));
    const open = counts['not-sent'] + counts.unverified;
    if (open === 0) break;
    quiet += 1;
    // Behind the last fate every PUT is accepted, so that going on again and again comes to an end.
    if (quiet > 40) return [...faults, `${open} rows stay open`];
  }
  faults.push(...finalFaults(bytes, crm));
  return [...new Set(faults)];
}

/** Rows of which something is told that is not so, once the server has done all it will. */
export async function liesOf(
  rows: readonly PlannedUpdate[],
  journal: Journal,
  crm: ModelCrm,
): Promise<string[]> {
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
    const record = crm.records.get(id);
    const isOurs =
      record && changes.every(({ field, after }) => sameValue(field, fieldValue(record, field), after));
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
        if (/changed|otherValue/.test(told?.note?.code ?? '') && !edited)
          return [`${id} is told as edited and was not`];
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
export function planInMemory(rows: readonly PlannedUpdate[]): PlanFile {
  return {
    header: planHeader(),
    summary: { verdicts: { update: rows.length } },
    rowCount: rows.length,
    async *updateBlocks() {
      for (let at = 0; at < rows.length; at += 2) yield rows.slice(at, at + 2).values();
    },
  } as unknown as PlanFile;
}
