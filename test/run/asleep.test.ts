import { describe, expect, it } from 'vitest';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from './memoryDisk.js';
import { accept, run, type Setup, updates } from './running.js';

const ROWS = updates(4);
const MINUTES = 10 * 60_000;
const CREATED = Date.parse('2026-01-01T00:00:00.000Z');

/**
 * A run of four rows on a computer that sleeps for ten minutes while an intent is put on the disk, and of which somebody
 * may edit the second record meanwhile. Asleep, the clock that never goes back stands still; stopped (SIGSTOP), it goes on.
 */
async function sleeping(how: 'asleep' | 'stopped', setup: Setup, edited: 'edited' | 'left alone' = 'edited') {
  let clock = CREATED;
  let elapsed = 0;
  const crm = new FakeCrm(ROWS.map(({ beforeImage }) => beforeImage));
  const disk = new MemoryDisk();
  disk.fails = (operation, count) => {
    if (operation !== 'sync' || count !== 3) return undefined;
    clock += MINUTES;
    if (how === 'stopped') elapsed += MINUTES;
    const record = crm.records.get('op-2');
    if (record && edited === 'edited') record.amount = '90001';
    return undefined;
  };
  const sleep = async (ms: number) => {
    clock += ms;
    elapsed += ms;
    await new Promise((resolve) => setImmediate(resolve));
  };
  const time = { now: () => new Date(clock), elapsed: () => elapsed, sleep };
  return run(ROWS, accept, { crm, disk, concurrency: 1, ...time, ...setup });
}

describe.each(['asleep', 'stopped'] as const)(
  'a run whose computer is %s between a look and its PUT',
  (how) => {
    it.each([
      ['the record was looked at before', 0],
      ['the plan was fresh before', 60_000],
    ])('looks again, and goes over no edit, where %s', async (_, recheckAfterMs) => {
      const { outcomes, crm, journal } = await sleeping(how, { recheckAfterMs });
      expect(outcomes.map((outcome) => outcome?.status)).toEqual([
        'updated',
        'conflict',
        'updated',
        'updated',
      ]);
      expect(outcomes[1]).toMatchObject({ note: { code: 'record.changed' }, attempts: 0 });
      expect(crm.puts.map(({ id }) => id)).toEqual(['op-1', 'op-3', 'op-4']);
      expect(journal.openIntentOf(3)).toBeNull();
    });

    it('sends what nobody edited once, behind an intent of its own', async () => {
      const { outcomes, crm, disk } = await sleeping(how, { recheckAfterMs: 0 }, 'left alone');
      expect(outcomes.map((outcome) => outcome?.status)).toEqual([
        'updated',
        'updated',
        'updated',
        'updated',
      ]);
      expect(crm.puts).toHaveLength(4);
      const second = disk.entries().filter(({ k, row }) => k === 'intent' && row === 3);
      expect(second.map(({ attempt }) => attempt)).toEqual([1, 1]);
    });

    it('does as it is told where nobody else is said to work in the CRM', async () => {
      const { outcomes } = await sleeping(how, { recheckAfterMs: 'never' });
      expect(outcomes.map((outcome) => outcome?.status)).toEqual([
        'updated',
        'updated',
        'updated',
        'updated',
      ]);
    });
  },
);

describe('a disk that takes half a minute each time', () => {
  it('keeps no row from being sent', async () => {
    let clock = CREATED;
    const disk = new MemoryDisk();
    disk.fails = (operation) => {
      if (operation === 'sync') clock += 30_000;
      return undefined;
    };
    const time = { now: () => new Date(clock), elapsed: () => clock };
    const { result, crm } = await run(ROWS, accept, { disk, recheckAfterMs: 0, concurrency: 1, ...time });
    expect(result.counts.updated).toBe(4);
    expect(crm.puts).toHaveLength(4);
  });
});
