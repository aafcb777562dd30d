import { describe, expect, it } from 'vitest';
import { heldIn, Journal, type LookUp, undoNeed } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { cutOff, outcomeOf } from './cutOff.js';
import { MemoryDisk } from './memoryDisk.js';
import { accept, run, runHeader, STILL, updates } from './running.js';

/** `resumed` reads it from the beginning, as whoever goes on with the run does. */
function told(disk: MemoryDisk): Journal {
  const journal = new Journal(disk, STILL);
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

describe('a run that was cut off with a PUT under way, by the clocks of its computer', () => {
  const HOUR = 3_600_000;
  const AT = Date.parse('2026-11-02T05:00:00.000Z');

  /** ms that are waited before the record is believed: the PUT's intent was written when it had run for two hours. */
  async function waited(now: number, uptime: number): Promise<number> {
    const then = { now: () => new Date(AT), elapsed: () => 0, uptime: () => 2 * HOUR };
    const intent = { k: 'intent', row: 2, id: 'op-1', attempt: 1 } as const;
    const disk = cutOff(1, (journal) => journal.append(intent), then);
    let slept = 0;
    await run(updates(1), accept, {
      ...{ disk, resumed: true, settleMs: 60_000 },
      now: () => new Date(AT + now + slept),
      elapsed: () => slept,
      uptime: () => uptime + slept,
      sleep: async (ms) => {
        slept += ms;
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    return slept;
  }

  it.each([
    ['an hour ago', HOUR, 3 * HOUR, 0],
    ['half a minute ago', 30_000, 2 * HOUR + 30_000, 31_000],
    ['half a minute ago, and the clock was set ahead by an hour since', HOUR, 2 * HOUR + 30_000, 31_000],
    ['an hour ago, and the clock was set back since', -HOUR, 3 * HOUR, 61_000],
    ['before the computer was started again, a minute and more ago', HOUR, 70_000, 0],
    ['before it was started again, ten seconds ago', HOUR, 10_000, 51_000],
  ])('waits as long as a PUT may still be applied that left %s', async (_when, now, uptime, ms) => {
    expect(Math.abs((await waited(now, uptime)) - ms)).toBeLessThanOrEqual(1_000);
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

describe('how a run sends', () => {
  const lastSaid = (header: 'changes' | 'full', ...resumed: (('changes' | 'full') | undefined)[]) => {
    const disk = new MemoryDisk();
    const journal = new Journal(disk, STILL);
    journal.append({ ...runHeader(1), body: header });
    for (const body of resumed) journal.append({ k: 'resume', ...(body && { body }) });
    return told(disk).body;
  };

  it('is what was said last, and lines of earlier versions, which do not say it, change nothing of it', () => {
    expect(lastSaid('changes')).toBe('changes');
    expect(lastSaid('changes', 'full', undefined)).toBe('full');
    expect(lastSaid('full', undefined)).toBe('full');
    expect(lastSaid('full', 'changes')).toBe('changes');
  });
});

describe('rows that the server had stored otherwise than they were sent', () => {
  const rows = updates(12);
  const disk = () =>
    cutOff(12, (journal) => {
      for (let n = 1; n <= 11; n += 1) {
        const differences = [{ field: 'amount', before: String(n), after: `${n}.5` }] as const;
        const note = { code: 'values.differ', differences } as const;
        journal.append({ k: 'intent', row: n + 1, id: `op-${n}`, attempt: 1 });
        journal.append({ k: 'outcome', outcome: outcomeOf(n, { status: 'unverified', attempts: 1, note }) });
      }
    });
  const crm = () =>
    new FakeCrm(
      rows.map(({ beforeImage }, i) => ({ ...beforeImage, amount: i < 11 ? `${i + 1}.5` : '1200.5' })),
    );

  it('are told so for good, and keep nothing from being sent', async () => {
    const setup = { crm: crm(), disk: disk(), resumed: true, errorLimit: { kind: 'default' } } as const;
    const { result, outcomes, waits } = await run(rows, accept, setup);
    expect([result.stop, result.counts.unverified, waits]).toEqual([null, 0, []]);
    for (const outcome of outcomes.slice(0, 11)) {
      expect(outcome).toMatchObject({ status: 'conflict', attempts: 1, note: { code: 'values.differ' } });
    }
    expect(outcomes[11]).toMatchObject({ status: 'updated' });
    // All that an undo needs to put them back.
    const [first = null] = outcomes;
    expect([undoNeed(first), heldIn(first)]).toMatchObject(['made', [{ field: 'amount', after: '1.5' }]]);
  });

  it('and that somebody has set since are told as what they are', async () => {
    const other = crm();
    const record = other.records.get('op-3');
    if (record) other.records.set('op-3', { ...record, amount: '77' });
    const { outcomes } = await run(rows, accept, { crm: other, disk: disk(), resumed: true });
    expect(outcomes[2]).toMatchObject({ status: 'conflict', note: { code: 'record.otherValue' } });
    expect(outcomes[3]).toMatchObject({ status: 'conflict', note: { code: 'values.differ' } });
  });
});
