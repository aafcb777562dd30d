import { describe, expect, it } from 'vitest';
import { amountFromNumber } from '../../src/opportunity/index.js';
import type { Outcome, WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from '../run/memoryDisk.js';
import { ALWAYS, accept, run, type Script, type Setup, updates } from '../run/running.js';
import { drawing, figures, LIMIT, times } from './form.js';

/** What a model server does with the PUTs of one record, in their order; behind the last it takes them. */
type Answers = readonly (
  | 'refuse'
  | 'contest'
  | 'fail'
  | 'failApplied'
  | 'lose'
  | 'loseApplied'
  | 'throttle'
  | 'expire'
)[];
const ALL_ANSWERS: readonly Answers[] = [
  ...[[], [], [], [], ['fail'], ['failApplied'], ['lose'], ['loseApplied'], ['throttle'], ['expire']],
  ...[
    ['throttle', 'fail'],
    ['lose', 'loseApplied'],
    ['fail', 'fail'],
    ['expire', 'throttle', 'failApplied'],
  ],
  ...[Array(20).fill('refuse'), Array(20).fill('contest'), Array(20).fill('fail')],
] as Answers[];

/** A run that is carried out in one go, stopped and gone on with, or cut off and gone on with. */
async function modelled(seed: number, how: 'whole' | 'stopped' | 'cut off') {
  const random = drawing(seed);
  const rows = updates(2 + Math.floor(random() * 12));
  const crmOf = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
  const answers = new Map(
    rows.map(({ id }) => [id, ALL_ANSWERS[Math.floor(random() * ALL_ANSWERS.length)] ?? []]),
  );
  for (const { id } of rows) {
    if (random() < 0.1) Object.assign(crmOf.records.get(id) ?? {}, { amount: amountFromNumber(99_999) });
  }
  const stopAt = 1 + Math.floor(random() * rows.length * 1.5);
  const concurrency = 1 + Math.floor(random() * 4);
  const seen = new Map<string, number>();
  const applied: string[] = [];
  const script: Script = async (put) => {
    const nth = seen.get(put.id) ?? 0;
    seen.set(put.id, nth + 1);
    await new Promise((resolve) => setImmediate(resolve));
    return answered(put);

    function answered(sent: typeof put): WriteAnswer | Promise<WriteAnswer> {
      const apply = () => {
        applied.push(sent.id);
        return sent.apply();
      };
      const failed = {
        kind: 'failed',
        httpStatus: 500,
        message: 'no',
        errorCode: 'E',
        settled: true,
      } as const;
      switch (answers.get(sent.id)?.[nth]) {
        case 'refuse':
          return { kind: 'refused', httpStatus: 422, message: 'no', errorCode: 'NO' };
        case 'contest':
          return { kind: 'contested', httpStatus: 409, message: 'in use', errorCode: 'USE' };
        case 'failApplied':
          apply();
          return failed;
        case 'fail':
          return failed;
        case 'loseApplied':
          apply();
          return { kind: 'unanswered', reason: 'ECONNRESET' };
        case 'lose':
          return { kind: 'unanswered', reason: 'ECONNRESET' };
        case 'throttle':
          return { kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: 100 };
        case 'expire':
          return { kind: 'unauthorized', httpStatus: 401, message: 'expired' };
        default:
          return accept({ ...sent, apply });
      }
    }
  };
  const setup = {
    crm: crmOf,
    concurrency,
    recheckAfterMs: ALWAYS,
    renewToken: async () => true,
  } satisfies Setup;
  let disk = new MemoryDisk();
  let puts = 0;
  let isBroken = false;
  if (how !== 'whole') {
    const stop = new AbortController();
    let left: Buffer | null = null;
    const { result } = await run(
      rows,
      async (put) => {
        puts += 1;
        // A process that is dead sends nothing more.
        if (left !== null) return { kind: 'unanswered', reason: 'dead' };
        if (puts === stopAt && how === 'stopped') stop.abort();
        const answer = await script(put);
        if (puts >= stopAt && how === 'cut off') {
          left ??= Buffer.from(put.disk.bytes);
          stop.abort();
        }
        return answer;
      },
      { ...setup, disk, signal: stop.signal },
    );
    isBroken = how === 'stopped' ? result.stop?.cause === 'user' : left !== null;
    disk = new MemoryDisk(left ?? disk.bytes);
  }
  const last = await run(rows, script, { ...setup, disk, resumed: how !== 'whole' });
  const told = last.outcomes.map((outcome) => toldOutcome(outcome));
  const records = [...crmOf.records.values()];
  return { told, counts: last.result.counts, records, applied, isBroken };
}

function toldOutcome(outcome: Outcome | null) {
  const { status, errorCode, id } = outcome ?? { status: 'not-sent', errorCode: null, id: null };
  return { id, status, errorCode };
}

describe('one plan against one server, in one go, stopped and gone on with, cut off and gone on with', () => {
  it(
    'ends in the same records and the same statuses, each change made once',
    async () => {
      const seeds = times(40, 1000);
      const statuses: Record<string, number> = {};
      const broken = { stopped: 0, 'cut off': 0 };
      for (let seed = 1; seed <= seeds; seed += 1) {
        const whole = await modelled(seed, 'whole');
        for (const how of ['stopped', 'cut off'] as const) {
          const other = await modelled(seed, how);
          if (other.isBroken) broken[how] += 1;
          expect(other.told, `statuses, ${how}, seed ${seed}`).toEqual(whole.told);
          expect(other.records, `records, ${how}, seed ${seed}`).toEqual(whole.records);
          expect(new Set(other.applied).size, `applied, ${how}, seed ${seed}`).toBe(other.applied.length);
        }
        for (const { status } of whole.told) statuses[status] = (statuses[status] ?? 0) + 1;
      }
      for (const status of ['updated', 'rejected', 'conflict'])
        expect(statuses[status], status).toBeGreaterThan(0);
      for (const how of ['stopped', 'cut off'] as const)
        expect(broken[how], how).toBeGreaterThanOrEqual(seeds / 2);
      figures('three ways, by a model', { seeds, ...broken, ...statuses, differences: 0 });
    },
    LIMIT,
  );
});
