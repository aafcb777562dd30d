import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figures, LIMIT, times } from './form.js';
import type { Fate } from './modelCrm.js';
import { anySchedule, faultsOf, type Schedule } from './schedule.js';

describe('a run in an order of events that once went wrong', () => {
  const fate: Fate = { there: 0, back: 0, does: 'accept', applies: true, late: 0 };
  const plain: Schedule = {
    rows: 2,
    concurrency: 1,
    fates: [],
    edits: [],
    crashes: [],
    clockSets: [],
    sync: 0,
  };

  it.each<[string, Partial<Schedule>]>([
    [
      'someone edits the record while a PUT whose answer was lost is still on its way to it',
      { fates: [fate, { ...fate, does: 'postpone', late: 30 }], edits: [{ at: 9, row: 2 }] },
    ],
    [
      'someone edits the record in the time that the server asks everybody to wait',
      { fates: [fate, { ...fate, does: 'throttle', late: 60 }], edits: [{ at: 400, row: 2 }] },
    ],
    [
      'a 503 that was applied asks for a longer wait than a run sits through',
      { fates: [fate, { ...fate, does: 'unavailable', late: 70, back: 20 }], crashes: [] },
    ],
    [
      'the clock is set ahead after a crash, so that a PUT seems to have left long ago',
      {
        ...{ rows: 1, fates: [{ ...fate, does: 'gateway', late: 4 }], sync: 2 },
        ...{ crashes: [7], clockSets: [{ at: 7, by: 60_000 }] },
      },
    ],
  ])('keeps its promises: %s', async (_what, schedule) => {
    expect(await faultsOf({ ...plain, ...schedule })).toEqual([]);
  });
});

describe('a run in any order of events', () => {
  it(
    'loses no row, sends none again that was applied, overwrites no edit that it saw, and tells no lie',
    async () => {
      let schedules = 0;
      let crashes = 0;
      await fc.assert(
        fc.asyncProperty(anySchedule, async (schedule) => {
          schedules += 1;
          crashes += schedule.crashes.length;
          expect(await faultsOf(schedule)).toEqual([]);
        }),
        { numRuns: times(300, 10_000) },
      );
      figures('schedules', { schedules, 'crashes in them': crashes, faults: 0 });
    },
    LIMIT,
  );
});
