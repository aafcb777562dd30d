import { describe, expect, it } from 'vitest';
import { Journal, type LookUp, type Outcome, type WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from './memoryDisk.js';
import { accept, run, runHeader, type Script, update, updates } from './running.js';

const AT = () => new Date(0);

function outcomeOf(n: number, rest: Partial<Outcome>): Outcome {
  return {
    ...{ rowNumber: n + 1, rowNumbers: [n + 1], id: `op-${n}`, status: 'not-sent', attempts: 0 },
    ...{ message: null, errorCode: null, httpStatus: null, note: { code: 'run.stopped' } },
    finishedAt: AT().toISOString(),
    ...rest,
  };
}

/** A disk with the journal of a run that was cut off after these lines. */
function cutOff(count: number, lines: (journal: Journal) => void): MemoryDisk {
  const disk = new MemoryDisk();
  const journal = new Journal(disk, AT);
  journal.append(runHeader(count));
  lines(journal);
  return new MemoryDisk(disk.bytes);
}

/** `resumed` reads it from the beginning, as whoever goes on with the run does. */
function told(disk: MemoryDisk): Journal {
  const journal = new Journal(disk, AT);
  journal.recover();
  return journal;
}

describe('a row that was told as not sent, and whose PUT left when the run was gone on with', () => {
  const disk = () =>
    cutOff(1, (journal) => {
      journal.append({ k: 'intent', row: 2, id: 'op-1', attempt: 1 });
      journal.append({ k: 'outcome', outcome: outcomeOf(1, {}) });
      journal.append({ k: 'resume' });
      journal.append({ k: 'intent', row: 2, id: 'op-1', attempt: 1 });
    });

  it('is told as not known when that was cut off, too', () => {
    expect(told(disk()).toldOutcomeOf(2)).toMatchObject({
      status: 'unverified',
      note: { code: 'run.cutOff' },
      attempts: 1,
    });
  });

  it('and of which nothing can be read is not told to have stopped before it was sent', async () => {
    const rows = updates(1);
    const blind: LookUp = { kind: 'unknown', reason: 'HTTP 503' };
    const crm = Object.assign(new FakeCrm(rows.map(({ beforeImage }) => beforeImage)), {
      look: async () => blind,
    });
    const { outcomes } = await run(rows, accept, { crm, disk: disk(), resumed: true });
    expect(outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'run.cutOff' } });
  });
});

describe('a run that is gone on with while its token is refused', () => {
  it('asks for another one once, stops for want of it, and tells the rows as not known', async () => {
    const rows = updates(6);
    const disk = cutOff(6, (journal) => {
      for (let n = 1; n <= 6; n += 1) {
        journal.append({ k: 'intent', row: n + 1, id: `op-${n}`, attempt: 1 });
      }
    });
    const refused: LookUp = { kind: 'unauthorized', httpStatus: 401, message: 'expired' };
    const crm = Object.assign(new FakeCrm(rows.map(({ beforeImage }) => beforeImage)), {
      look: async () => refused,
    });
    let asked = 0;
    const { result, outcomes, journal } = await run(rows, accept, {
      ...{ crm, disk, resumed: true },
      renewToken: async () => {
        asked += 1;
        return false;
      },
    });
    expect(asked).toBe(1);
    expect(result.stop).toEqual({ cause: 'credentials', httpStatus: 401, message: 'expired' });
    expect(crm.puts).toEqual([]);
    expect(result.counts).toMatchObject({ unverified: 6, 'not-sent': 0 });
    // One was looked at; of the others the journal says as before that their PUTs may have left.
    expect(outcomes.filter((outcome) => outcome !== null)).toMatchObject([{ status: 'unverified' }]);
    for (const { rowNumber } of rows) {
      expect(journal.toldOutcomeOf(rowNumber)).toMatchObject({
        status: 'unverified',
        note: { code: 'run.cutOff' },
      });
    }
  });
});

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
    const disk = cutOff(1, lines);
    const { outcomes } = await run(rows().slice(0, 1), forgetful, { crm, disk, resumed: true });
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
});

describe('a run that is gone on with, and stopped before it has looked at all that is in doubt', () => {
  /** Row 1 was never sent; rows 2 to 12 were under way when the run was cut off, and applied; row 13 is done. */
  async function stoppedAt(stopId: string) {
    const rows = updates(13);
    const disk = cutOff(13, (journal) => {
      for (let n = 2; n <= 12; n += 1) journal.append({ k: 'intent', row: n + 1, id: `op-${n}`, attempt: 1 });
      journal.append({
        k: 'outcome',
        outcome: outcomeOf(13, { status: 'updated', note: null, attempts: 1 }),
      });
    });
    const crm = new FakeCrm(
      rows.map(({ beforeImage, changes: [change] }, i) =>
        i === 0 ? beforeImage : { ...beforeImage, amount: change?.after ?? null },
      ),
    );
    const stop = new AbortController();
    const look = crm.look.bind(crm);
    crm.look = async (id) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (id === stopId) stop.abort();
      return look(id);
    };
    const options = { crm, disk, resumed: true, signal: stop.signal, concurrency: 2 };
    return { rows, ...(await run(rows, accept, options)) };
  }

  it.each(['op-1', 'op-2', 'op-5'])(
    'at the look at %s, tells none as not sent that may have been',
    async (id) => {
      const { rows, journal, result } = await stoppedAt(id);
      for (const { id: row, rowNumber } of rows.slice(1)) {
        expect(journal.toldOutcomeOf(rowNumber)?.status, row).toMatch(/^(updated|unverified)$/);
      }
      const told = rows.map(({ rowNumber }) => journal.toldOutcomeOf(rowNumber)?.status ?? 'not-sent');
      for (const status of ['updated', 'unverified', 'not-sent'] as const) {
        expect(result.counts[status], status).toBe(told.filter((each) => each === status).length);
      }
      expect(journal.ended?.open).toBe(result.counts['not-sent'] + result.counts.unverified);
    },
  );
});

describe('a run that was cut off with hundreds of intents ahead of their turn', () => {
  it('sends each of them when it is gone on with: that is no second try, which a run has only so many of', async () => {
    const rows = updates(250);
    const disk = cutOff(250, (journal) => {
      for (let n = 1; n <= 250; n += 1)
        journal.append({ k: 'intent', row: n + 1, id: `op-${n}`, attempt: 1 });
    });
    const { result, crm } = await run(rows, accept, { disk, resumed: true, concurrency: 8 });
    expect(result.counts).toMatchObject({ updated: 250, 'not-sent': 0 });
    expect(crm.puts).toHaveLength(250);
  });
});

describe('a record that was deleted while it was in doubt', () => {
  it('is told as gone, and nothing is sent to it', async () => {
    const rows = updates(2);
    const crm = new FakeCrm(
      rows.map(({ beforeImage }) => ({ ...beforeImage, deletionDate: '2026-06-01T00:00:00Z' })),
    );
    const disk = cutOff(2, (journal) => journal.append({ k: 'intent', row: 2, id: 'op-1', attempt: 1 }));
    const { outcomes } = await run(rows, accept, { crm, disk, resumed: true });
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'conflict', note: { code: 'record.gone' } });
    }
    expect(crm.puts).toEqual([]);
  });
});
