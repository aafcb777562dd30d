import { describe, expect, it } from 'vitest';
import type { Journal, LookUp, WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { cutOff, outcomeOf } from './cutOff.js';
import { MemoryDisk } from './memoryDisk.js';
import { run, type Script, type Setup, update, updates } from './running.js';

/** The server keeps what it is sent and blanks the description when a PUT does not carry it. */
const forgetful: Script = ({ apply, live, sent }) => {
  apply();
  if (!('description' in sent)) Object.assign(live, { description: null });
  return { kind: 'accepted', httpStatus: 200, message: 'ok', record: null };
};

describe('a record that lost fields with the PUT of a run that was cut off', () => {
  const rows = () => updates(2);
  const amount = (n: number) => rows()[n - 1]?.changes[0]?.after;
  /** As the PUT has left it: its own field set, the description gone. */
  const damaged = () =>
    new FakeCrm(
      rows().map(({ beforeImage }, i) =>
        i === 0 ? { ...beforeImage, amount: amount(1) ?? null, description: null } : beforeImage,
      ),
    );
  const beforeRestore = (journal: Journal) => {
    journal.append({ k: 'intent', row: 2, id: 'op-1', attempt: 1 });
    journal.append({ k: 'intent', row: 2, id: 'op-1', attempt: 2, restore: true });
  };
  const notRestored = (journal: Journal) => {
    beforeRestore(journal);
    const note = {
      code: 'fields.lost' as const,
      differences: [{ field: 'description' as const, before: 'x', after: null }],
    };
    journal.append({ k: 'outcome', outcome: outcomeOf(1, { status: 'unverified', note, attempts: 2 }) });
  };

  it.each<[string, (journal: Journal) => void]>([
    ['before it was put back', beforeRestore],
    ['and could not be put back', notRestored],
  ])('%s, is never told as updated while they are lost', async (_, lines) => {
    const crm = damaged();
    const disk = cutOff(2, lines);
    const { outcomes } = await run(rows(), forgetful, { crm, disk, resumed: true });
    expect(crm.puts).toEqual([]);
    expect(outcomes[1]).toBeNull();
    expect(outcomes[0]).toMatchObject({
      status: 'unverified',
      note: {
        code: 'fields.lost',
        differences: [{ field: 'description', before: rows()[0]?.beforeImage.description, after: null }],
      },
    });
  });

  it.each<[string, (journal: Journal) => void]>([
    ['before it was put back', beforeRestore],
    ['and could not be put back', notRestored],
  ])('%s, has them again when all of them are sent', async (_, lines) => {
    const crm = damaged();
    const disk = cutOff(2, lines);
    const { outcomes } = await run(rows(), forgetful, { crm, disk, resumed: true, body: 'full' });
    expect(outcomes.map((outcome) => outcome?.status)).toEqual(['updated', 'updated']);
    for (const [i, { id, beforeImage }] of rows().entries()) {
      expect(crm.records.get(id)).toEqual({ ...beforeImage, amount: amount(i + 1) });
    }
  });

  /** How an answer to the PUT that would put the fields back leaves the row, and how the next resume ends it. */
  it.each<[string, WriteAnswer]>([
    ['is refused', { kind: 'refused', httpStatus: 422, message: 'no', errorCode: 'NO' }],
    ['is in use', { kind: 'contested', httpStatus: 409, message: 'no', errorCode: 'USE' }],
    ['finds no token', { kind: 'unauthorized', httpStatus: 401, message: 'expired' }],
    ['finds no certificate', { kind: 'halt', cause: 'tls', httpStatus: null, message: 'CERT' }],
    ['finds no server', { kind: 'unreached', reason: 'ECONNREFUSED' }],
    ['is lost', { kind: 'unanswered', reason: 'ECONNRESET' }],
    ['is put off', { kind: 'postponed', httpStatus: 202 }],
    ['comes too soon', { kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: 700_000 }],
  ])('and whose putting back %s, keeps them in mind until all of it was seen', async (_, answer) => {
    const crm = damaged();
    const disk = cutOff(1, notRestored);
    const one = rows().slice(0, 1);
    const full = { crm, resumed: true, body: 'full' } as const;
    const first = await run(one, () => answer, { ...full, disk });
    const { description } = rows()[0]?.beforeImage ?? {};
    expect(first.outcomes[0]).toMatchObject({
      status: 'unverified',
      note: {
        code: 'fields.lost',
        differences: [{ field: 'description', before: description, after: null }],
      },
    });
    expect(first.disk.entries().filter(({ k, attempt }) => k === 'intent' && Number(attempt) > 2)).toEqual(
      crm.puts.map(() => expect.objectContaining({ restore: true })),
    );
    const again = await run(one, forgetful, { ...full, disk: new MemoryDisk(disk.bytes) });
    expect(again.outcomes[0]).toMatchObject({ status: 'updated' });
    expect(crm.records.get('op-1')).toEqual({ ...rows()[0]?.beforeImage, amount: amount(1) });
  });

  it.each<[string, WriteAnswer]>([
    ['a wait', { kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: 2000 }],
    ['a fault', { kind: 'failed', httpStatus: 500, message: null, errorCode: null, settled: true }],
    ['silence', { kind: 'unanswered', reason: 'ECONNRESET' }],
  ])('has them again when %s came between', async (_, answer) => {
    const crm = damaged();
    let puts = 0;
    const script: Script = (put) => {
      if (put.id === 'op-1') puts += 1;
      return puts === 1 && put.id === 'op-1' ? answer : forgetful(put);
    };
    const options = { crm, disk: cutOff(2, notRestored), resumed: true, body: 'full' } as const;
    const { outcomes } = await run(rows(), script, options);
    expect(outcomes.map((outcome) => outcome?.status)).toEqual(['updated', 'updated']);
    expect(crm.records.get('op-1')).toEqual({ ...rows()[0]?.beforeImage, amount: amount(1) });
  });

  it('and does not keep them when they are sent to it either, is not told as updated', async () => {
    const crm = damaged();
    const script: Script = (put) => {
      put.apply();
      if (put.id === 'op-1') put.live.description = null;
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: { ...put.live, description: 'x' } };
    };
    const options = { crm, disk: cutOff(1, notRestored), resumed: true, body: 'full' } as const;
    const { outcomes } = await run(rows().slice(0, 1), script, options);
    expect(outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'fields.lost' } });
  });

  it.each<[string, (journal: Journal) => void]>([
    ['before it was put back', beforeRestore],
    ['and could not be put back', notRestored],
    [
      'after it had been put back once',
      (journal) => {
        beforeRestore(journal);
        const note = { code: 'fields.restored' as const, differences: [] };
        journal.append({ k: 'outcome', outcome: outcomeOf(1, { status: 'not-sent', note, attempts: 2 }) });
        journal.append({ k: 'resume' });
        journal.append({ k: 'intent', row: 2, id: 'op-1', attempt: 3 });
      },
    ],
  ])('%s, is known to have lost them by every later resume', async (_, lines) => {
    const disk = cutOff(2, lines);
    const unread: LookUp = { kind: 'unknown', reason: 'HTTP 503' };
    const blind = Object.assign(damaged(), { look: async () => unread });
    const first = await run(rows(), forgetful, { crm: blind, disk, resumed: true });
    expect(first.outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'fields.lost' } });
    expect(first.result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2 });
    const crm = damaged();
    const second = await run(rows(), forgetful, { crm, disk: new MemoryDisk(disk.bytes), resumed: true });
    expect(second.outcomes[0]).toMatchObject({
      status: 'unverified',
      note: { code: 'fields.lost', differences: [{ field: 'description', after: null }] },
    });
    // And no other record is sent in the way in which that one lost them.
    expect(second.result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2, restored: false });
    expect([blind.puts, crm.puts]).toEqual([[], []]);
    expect(second.result.counts).toMatchObject({ unverified: 1, 'not-sent': 1 });
  });

  it('which nobody had seen yet, is told with what it lost', async () => {
    const crm = damaged();
    const disk = cutOff(2, (journal) => journal.append({ k: 'intent', row: 2, id: 'op-1', attempt: 1 }));
    const { outcomes, result } = await run(rows(), forgetful, { crm, disk, resumed: true });
    // A colleague may have emptied it, so it is left so.
    expect(outcomes[0]).toMatchObject({
      status: 'updated',
      note: { code: 'answer.foundApplied', differences: [{ field: 'description', after: null }] },
    });
    // And the next one shows that it is the server's doing.
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 3, restored: true });
  });
});

describe('a server that loses fields with a PUT whose answer is lost', () => {
  it('is found out by that very record, which is put back', async () => {
    const rows = updates(5);
    const { crm, result, outcomes } = await run(rows, (put) => {
      forgetful(put);
      return 'description' in put.sent
        ? { kind: 'accepted', httpStatus: 200, message: 'ok', record: null }
        : { kind: 'unanswered', reason: 'ECONNRESET' };
    });
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2, restored: true });
    expect(outcomes[0]).toMatchObject({ status: 'not-sent', note: { code: 'fields.restored' } });
    expect(crm.records.get('op-1')).toEqual(rows[0]?.beforeImage);
  });
});

describe('a record that is put back', () => {
  it('keeps what a colleague has edited in it in the meantime', async () => {
    const rows = [update(1)];
    const { crm, result } = await run(rows, (put) => {
      if (!('description' in put.sent)) put.live.contactId = 'c-of-a-colleague';
      return forgetful(put);
    });
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', restored: true });
    expect(crm.records.get('op-1')).toEqual({
      ...rows[0]?.beforeImage,
      contactId: 'c-of-a-colleague',
    });
  });

  it('keeps a nought that a colleague has set: only of an amount is that what a server leaves', async () => {
    const rows = [update(1)];
    const { crm, result } = await run(rows, (put) => {
      if (!('description' in put.sent) && put.live.customFields?.[0]) {
        const [field] = put.live.customFields;
        put.live.customFields[0] = { ...field, value: '0', wire: { ...field.wire, value: '0' } };
      }
      return forgetful(put);
    });
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', restored: true });
    expect(crm.records.get('op-1')?.customFields?.[0]?.value).toBe('0');
  });

  /** The server loses the description, and answers the PUTs that would put it back so, one after another. */
  async function putBack(answers: readonly WriteAnswer[], more: Setup = {}) {
    let clock = 0;
    const left: number[] = [];
    const rows = updates(2);
    const ran = await run(
      rows,
      (put) => {
        if (!('description' in put.sent)) return forgetful(put);
        left.push(clock);
        return answers[left.length - 1] ?? forgetful(put);
      },
      {
        ...{ elapsed: () => clock, renewToken: async () => true },
        sleep: async (ms) => {
          clock += ms;
          await new Promise((resolve) => setImmediate(resolve));
        },
        ...more,
      },
    );
    return { ...ran, left, rows };
  }

  const throttled: WriteAnswer = { kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: 7000 };

  it.each<[string, WriteAnswer, number]>([
    ['the server wants fewer requests', throttled, 7000],
    ['the token expires', { kind: 'unauthorized', httpStatus: 401, message: 'expired' }, 0],
    ['there is no connection', { kind: 'unreached', reason: 'ECONNREFUSED' }, 500],
  ])('is sent again where %s, but not before its time', async (_, answer, gap) => {
    const { result, crm, left, rows, outcomes } = await putBack([answer]);
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', restored: true });
    expect(outcomes[0]).toMatchObject({ status: 'not-sent', note: { code: 'fields.restored' } });
    expect(crm.records.get('op-1')).toEqual(rows[0]?.beforeImage);
    expect(left).toHaveLength(2);
    expect((left[1] ?? 0) - (left[0] ?? 0)).toBeGreaterThanOrEqual(gap);
  });

  it('is not sent for ever, nor against a wait that a stop has ended', async () => {
    const forever = await putBack(Array(20).fill(throttled));
    expect(forever.result.stop).toMatchObject({ cause: 'fieldsLost', restored: false });
    expect(forever.left).toEqual([0, 7000, 14_000, 21_000]);
    const stop = new AbortController();
    const stopped = await putBack([throttled], { signal: stop.signal, sleep: async () => stop.abort() });
    expect(stopped.result.stop).toEqual({ cause: 'user' });
    expect(stopped.left).toHaveLength(1);
    expect(stopped.outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'fields.lost' } });
  });

  it('waits for the time that the server has named with its answer to the change', async () => {
    let clock = 0;
    const left: number[] = [];
    const { result } = await run(
      updates(2),
      (put) => {
        left.push(clock);
        return { ...forgetful(put), allowance: { remaining: 0, resetMs: 5000 } } as WriteAnswer;
      },
      {
        elapsed: () => clock,
        sleep: async (ms) => {
          clock += ms;
        },
      },
    );
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', restored: true });
    expect(left).toEqual([0, 5000]);
  });
});
