import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeUndoPlan } from '../../src/plan/index.js';
import { Journal, lagsFor } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { temporaryFolder } from '../sheet/files.js';
import { outcomeOf } from './cutOff.js';
import { MemoryDisk } from './memoryDisk.js';
import { planOf, run, runHeader, updates } from './running.js';

const UPDATES = updates(20);

/** A run that was made just now, and its undo at a CRM whose looks are `behind` ms behind. */
async function undoneAt(behind: number, toldAt = 0) {
  const { journal, crm } = await run(UPDATES);
  const before = new FakeCrm(UPDATES.map(({ beforeImage }) => beforeImage));
  const ended = Date.parse(journal.lastAt);
  let now = ended + toldAt;
  const began = now;
  const clock = { now: () => new Date(now), uptime: () => now };
  const plan = await makeUndoPlan({
    of: await planOf(UPDATES),
    needOf: () => 'made',
    copies: {
      lagsFor: ({ rowNumber }) => lagsFor(rowNumber, journal, clock),
      sleep: async (ms) => {
        // Those who wait at once wait together.
        const until = now + ms;
        await new Promise((resolve) => setImmediate(resolve));
        now = Math.max(now, until);
      },
    },
    live: Object.assign(new FakeCrm([]), {
      read: (id: string) => (now < ended + behind ? before : crm).read(id),
    }),
    path: join(temporaryFolder(), 'undo.jsonl'),
    concurrency: 4,
    now: clock.now,
  });
  await plan.close();
  return { verdicts: plan.summary.verdicts, waited: now - began };
}

describe('an undo right after its run, at a server that answers from copies which are behind', () => {
  it.each([0, 100, 900, 2900])('by %i ms, puts all back', async (behind) => {
    const { verdicts, waited } = await undoneAt(behind);
    expect(verdicts).toMatchObject({ update: 20, unchanged: 0 });
    expect(waited).toBeLessThanOrEqual(3000);
  });

  it('believes them where they go on', async () => {
    const { verdicts, waited } = await undoneAt(60_000);
    expect(verdicts).toMatchObject({ update: 0, unchanged: 20 });
    expect(waited).toBeLessThanOrEqual(3000);
  });

  it('waits for nothing when the run is longer ago', async () => {
    expect(await undoneAt(60_000, 3500)).toMatchObject({ verdicts: { unchanged: 20 }, waited: 0 });
  });
});

it('of a row that was not made, or a clock that was set, at the most three seconds are said', () => {
  const at = { now: () => new Date(50_000), elapsed: () => 0, uptime: () => 50_000 };
  const journal = new Journal(new MemoryDisk(), at);
  journal.append(runHeader(2));
  const ended = (n: number, status: 'updated' | 'rejected', finishedAt: string) =>
    journal.append({ k: 'outcome', outcome: { ...outcomeOf(n, { status, attempts: 1 }), finishedAt } });
  ended(1, 'updated', new Date(49_000).toISOString());
  ended(2, 'rejected', new Date(49_000).toISOString());
  const lag = (row: number, now: number, up = now) =>
    lagsFor(row, journal, { now: () => new Date(now), uptime: () => up });
  expect(lag(2, 50_000)).toBe(2000);
  expect(lag(2, 51_500)).toBe(500);
  expect(lag(2, 60_000)).toBe(0);
  expect(lag(3, 50_000)).toBe(0);
  // Back by an hour, then ahead by one.
  expect(lag(2, -3_550_000, 50_000)).toBe(3000);
  expect(lag(2, 3_650_000, 50_500)).toBe(1500);
});
