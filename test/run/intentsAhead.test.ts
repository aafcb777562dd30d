import { describe, expect, it } from 'vitest';
import type { Outcome, WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from './memoryDisk.js';
import { run, type Script, updates } from './running.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Accepts after a turn, as any server does; until then others may be written ahead. */
const slowly: Script = async ({ apply }) => {
  await turn();
  return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
};

interface Intent {
  row: number;
  attempt: number;
}
const intents = (disk: MemoryDisk) => disk.entries().filter(({ k }) => k === 'intent') as unknown as Intent[];
const ended = (disk: MemoryDisk) =>
  disk.entries().flatMap(({ k, outcome }) => (k === 'outcome' ? [outcome as Outcome] : []));

describe('intents that are written ahead', () => {
  it('are on the disk before their turn, and each row still has one', async () => {
    const rows = updates(40);
    let most = 0;
    const { disk, result } = await run(rows, async (put) => {
      most = Math.max(most, intents(put.disk).length - ended(put.disk).length);
      return slowly(put);
    });
    expect(result.counts.updated).toBe(40);
    expect(intents(disk).map(({ row }) => row)).toHaveLength(40);
    // Three are under way at once, and for each of them two wait behind it.
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(9);
  });

  const page: WriteAnswer = { kind: 'unreadable', httpStatus: 200 };
  const stops: [string, Partial<Record<string, WriteAnswer>> | null, string][] = [
    ['a person stops the run', null, 'user'],
    [
      'the token is refused',
      { 'op-12': { kind: 'unauthorized', httpStatus: 401, message: null } },
      'credentials',
    ],
    [
      'the server redirects',
      { 'op-12': { kind: 'halt', cause: 'redirect', httpStatus: 303, message: 'elsewhere' } },
      'redirect',
    ],
    ['it is another server', { 'op-12': page, 'op-13': page }, 'wrongApi'],
    [
      'the server wants to be left alone',
      { 'op-12': { kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: 3_600_000 } },
      'throttled',
    ],
    [
      'too many rows are refused',
      { 'op-12': { kind: 'refused', httpStatus: 400, message: 'no', errorCode: 'NO' } },
      'tooManyErrors',
    ],
  ];

  it.each(stops)('end as not sent when %s', async (_, answers, cause) => {
    const rows = updates(60);
    const stop = new AbortController();
    const { disk, journal, result, crm } = await run(
      rows,
      async (put) => {
        await turn();
        if (answers === null && put.id === 'op-12') stop.abort();
        const answer = answers?.[put.id];
        return answer ?? slowly(put);
      },
      { signal: stop.signal, errorLimit: { kind: 'count', count: 1 }, concurrency: 6 },
    );
    expect(result.stop?.cause).toBe(cause);
    // Some had an intent and were not sent: they are told so, and nothing is left open that was not in doubt.
    const sent = new Set(crm.puts.map(({ id }) => id));
    const ahead = rows.filter(
      ({ id, rowNumber }) => !sent.has(id) && intents(disk).some(({ row }) => row === rowNumber),
    );
    expect(ahead.length).toBeGreaterThan(0);
    for (const { rowNumber } of ahead) {
      expect(journal.toldOutcomeOf(rowNumber)).toMatchObject({ status: 'not-sent', attempts: 0 });
    }
    for (const { rowNumber } of rows) expect(journal.openIntentOf(rowNumber)).toBeNull();
    const counted = Object.values(result.counts).reduce((a, b) => a + b, 0);
    expect(counted).toBe(60);
    // And whoever goes on with the run sends them, each once, without waiting for anything to settle.
    const more = await run(rows, slowly, { crm, disk: new MemoryDisk(disk.bytes), resumed: true });
    expect(more.result.counts['not-sent'] + more.result.counts.unverified).toBe(0);
    for (const { id } of ahead) expect(crm.puts.filter((put) => put.id === id)).toHaveLength(1);
  });

  it('are looked up after a crash, once their PUTs must have settled, and then sent once', async () => {
    const rows = updates(40);
    let left: Buffer | null = null;
    let before: string[] = [];
    const { crm } = await run(rows, async (put) => {
      await turn();
      if (put.id === 'op-20') left = Buffer.from(put.disk.bytes);
      if (left !== null) return { kind: 'unanswered', reason: 'killed' };
      before = [...before, put.id];
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: put.apply() };
    });
    if (left === null) throw new Error('nothing was cut off');
    const records = rows.map(({ id, beforeImage }) =>
      before.includes(id) ? (crm.records.get(id) ?? beforeImage) : beforeImage,
    );
    const after = new FakeCrm(records);
    const disk = new MemoryDisk(left);
    const open = intents(disk).filter(({ row }) => !ended(disk).some(({ rowNumber }) => rowNumber === row));
    const neverSent = open.filter(({ row }) => !before.includes(`op-${row - 1}`));
    expect(neverSent.length).toBeGreaterThan(1);

    let waited = 0;
    let clock = 0;
    const looksBefore = new Map<string, number>();
    const { result } = await run(
      rows,
      (put) => {
        looksBefore.set(put.id, clock);
        return slowly(put);
      },
      {
        crm: after,
        disk,
        resumed: true,
        settleMs: 5000,
        elapsed: () => clock,
        now: () => new Date(0),
        sleep: async (ms) => {
          waited += ms;
          clock += ms;
          await turn();
        },
      },
    );
    expect(result.counts.updated + result.counts.unchanged).toBe(40);
    for (const { id } of rows) {
      const puts = after.puts.filter((put) => put.id === id).length;
      expect(puts, id).toBe(before.includes(id) ? 0 : 1);
    }
    // The intent may have been a quarter of a second old when its PUT left.
    for (const { row } of neverSent) expect(looksBefore.get(`op-${row - 1}`)).toBeGreaterThanOrEqual(5250);
    expect(waited).toBeGreaterThanOrEqual(5250);
  });

  it('are written again when their turn was long in coming, and then none is written ahead', async () => {
    const rows = updates(30);
    let clock = 0;
    const left = new Map<number, number>();
    const written: { row: number; at: number }[] = [];
    class TimedDisk extends MemoryDisk {
      override write(bytes: Buffer, at: number): void {
        super.write(bytes, at);
        for (const [, row] of bytes.toString().matchAll(/"k":"intent","row":(\d+)/g)) {
          written.push({ row: Number(row), at: clock });
        }
      }
    }
    const { result, disk } = await run(
      rows,
      async ({ id, apply }) => {
        left.set(Number(id.slice(3)) + 1, clock);
        await turn();
        clock += 400;
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
      },
      { disk: new TimedDisk(), elapsed: () => clock, concurrency: 2 },
    );
    expect(result.counts.updated).toBe(30);
    for (const [row, at] of left) {
      const last = written.filter((intent) => intent.row === row && intent.at <= at).at(-1);
      expect(at - (last?.at ?? 0), `row ${row}`).toBeLessThanOrEqual(250);
    }
    expect(intents(disk).length).toBeLessThan(35);
  });
});

describe('a disk that is slower than the server', () => {
  class SlowDisk extends MemoryDisk {
    override async sync(): Promise<void> {
      const length = this.bytes.length;
      this.syncs += 1;
      for (let i = 0; i < 9; i += 1) await turn();
      this.synced = Math.max(this.synced, length);
    }
  }

  it('has the intent of every PUT all the same before the PUT leaves', async () => {
    const rows = updates(60);
    const unsafe: string[] = [];
    const disk = new SlowDisk();
    const { result } = await run(
      rows,
      async (put) => {
        const safe = new MemoryDisk(disk.bytes.subarray(0, disk.synced));
        if (!intents(safe).some(({ row }) => row === Number(put.id.slice(3)) + 1)) unsafe.push(put.id);
        return slowly(put);
      },
      { disk, concurrency: 4 },
    );
    expect(result.counts.updated).toBe(60);
    expect(unsafe).toEqual([]);
    // They share syncs: half of those that are ahead at a time.
    expect(disk.syncs).toBeLessThan(30);
  });

  it('and fails, sends none of those whose intents were on the way to it', async () => {
    const rows = updates(60);
    const disk = new SlowDisk();
    let failed = false;
    disk.fails = (operation, nth) => {
      failed ||= operation === 'write' && nth >= 12;
      return failed ? 'EIO' : undefined;
    };
    let after = 0;
    const { result, crm } = await run(
      rows,
      (put) => {
        if (failed) after += 1;
        return slowly(put);
      },
      { disk, concurrency: 4 },
    );
    expect(result.stop).toEqual({ cause: 'disk', reason: 'EIO' });
    expect(after).toBe(0);
    const kept = new Set(intents(disk).map(({ row }) => row));
    for (const { id } of crm.puts) expect(kept.has(Number(id.slice(3)) + 1), id).toBe(true);
  });
});

describe('lines that are written together', () => {
  it('all count or none: what a failed write has left of them is cut off', async () => {
    const rows = updates(20);
    const disk = new MemoryDisk();
    disk.fails = (operation, nth) => (operation === 'write' && nth >= 6 ? 'ENOSPC' : undefined);
    const { result, journal, crm } = await run(rows, slowly, { disk });
    expect(result.stop).toEqual({ cause: 'disk', reason: 'ENOSPC' });
    expect(disk.bytes.at(-1)).toBe(0x0a);
    const known = new Set(ended(disk).map(({ rowNumber }) => rowNumber));
    const told = journal.unwritten.map(({ rowNumber }) => rowNumber);
    for (const { id } of crm.puts) {
      const row = Number(id.slice(3)) + 1;
      expect(known.has(row) || told.includes(row), id).toBe(true);
    }
  });
});
