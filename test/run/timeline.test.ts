import { describe, expect, it } from 'vitest';
import { type JournalEntry, timelineOf } from '../../src/run/index.js';
import { journalLine } from '../../src/run/journalLine.js';
import { outcome } from '../results/reportPage.js';
import { MemoryDisk } from './memoryDisk.js';
import { runHeader } from './running.js';

type Line = [t: number, entry: JournalEntry];

const begun = (t: number): Line[] => [
  [t, runHeader(1)],
  [t, { k: 'approve' }],
];
const intent = (t: number, row: number): Line => [t, { k: 'intent', row, id: `op-${row}`, attempt: 1 }];
const ended = (t: number, row: number): Line => [t, { k: 'outcome', outcome: outcome(row) }];
const disk = (lines: readonly Line[], tail = '') =>
  new MemoryDisk(Buffer.from(lines.map(([t, entry]) => journalLine(entry, t, 0)).join('') + tail));

describe('a timeline', () => {
  it('counts what was sent in each stretch, and how long the answers took', async () => {
    const lines = [...begun(1000), intent(1010, 2), intent(1020, 3), ended(1040, 2), ended(1110, 3)];
    const timeline = await timelineOf(disk([...lines, intent(1120, 4), ended(1130, 4)]));
    expect(timeline).toMatchObject({ stretchMs: 50, lengthMs: 130, sent: 3, resumedAt: [] });
    expect(timeline.stretches.map(({ sent }) => sent)).toEqual([2, 0, 1]);
    expect(timeline.stretches.map(({ latency }) => latency?.longest ?? null)).toEqual([30, null, 90]);
    expect(timeline.stretches.at(-1)).toMatchObject({ from: 100, to: 130 });
    expect(timeline.latency?.longest).toBe(90);
    expect(timeline.latency?.median).toBeGreaterThanOrEqual(28);
    expect(timeline.latency?.median).toBeLessThanOrEqual(32);
  });

  it('counts a PUT that was sent again each time, from its own intent to its own answer', async () => {
    const answer: Line = [1100, { k: 'answer', row: 2, attempt: 1, answer: 'throttled', httpStatus: 429 }];
    const timeline = await timelineOf(
      disk([...begun(1000), intent(1000, 2), answer, intent(9000, 2), ended(9010, 2)]),
    );
    expect(timeline.sent).toBe(2);
    expect(timeline.latency?.longest).toBe(100);
  });

  it('takes the time of a PUT from its answer, because its intent may have waited for its turn', async () => {
    const answer: Line = [40, { k: 'answer', row: 2, attempt: 1, answer: 'failed', httpStatus: 500, ms: 7 }];
    const outcomeIn = (t: number, row: number, ms: number): Line => [
      t,
      { k: 'outcome', outcome: outcome(row), ms },
    ];
    const again: Line = [60, { k: 'intent', row: 3, id: 'op-3', attempt: 1 }];
    const lines = [...begun(0), intent(0, 2), intent(0, 3), answer, again, outcomeIn(80, 3, 15)];
    const timeline = await timelineOf(disk(lines));
    // The intent of row 3 had grown old and was written twice for one PUT.
    expect(timeline).toMatchObject({ sent: 2, latency: { longest: 15 } });
  });

  it('does not count what had an intent and was not sent', async () => {
    const unsent = (status: 'not-sent' | 'conflict'): Line => [
      5,
      { k: 'outcome', outcome: outcome(status === 'conflict' ? 3 : 2, { status, attempts: 0 }) },
    ];
    const timeline = await timelineOf(
      disk([...begun(0), intent(1, 2), intent(1, 3), unsent('not-sent'), unsent('conflict')]),
    );
    expect(timeline).toMatchObject({ sent: 0, latency: null });
    expect(timeline.stretches.map(({ sent }) => sent)).toEqual([0]);
  });

  it('leaves out the time in which nobody had gone on with the run', async () => {
    const day = 24 * 3600 * 1000;
    const first = [...begun(0), intent(0, 2), ended(100, 2), intent(110, 3)];
    const second: Line[] = [[day, { k: 'resume' }], intent(day + 40, 3), ended(day + 90, 3)];
    const timeline = await timelineOf(disk([...first, ...second]));
    expect(timeline).toMatchObject({ lengthMs: 200, resumedAt: [110], sent: 3 });
    // The PUT that was under way when the run was cut off has no answer, and is given none.
    expect(timeline.latency?.longest).toBe(100);
  });

  it('says nothing of what was not sent after all, and bears a clock that is set back', async () => {
    const unsent: Line = [5, { k: 'outcome', outcome: outcome(2, { status: 'not-sent' }) }];
    const timeline = await timelineOf(disk([...begun(1000), intent(1010, 2), unsent]));
    expect(timeline).toMatchObject({ lengthMs: 10, latency: null });
  });

  it('ends at a torn line, and is empty for an empty journal', async () => {
    const timeline = await timelineOf(disk([...begun(0), intent(10, 2), ended(20, 2)], '{"k":"int'));
    expect(timeline).toMatchObject({ sent: 1, lengthMs: 20 });
    const damaged = disk([...begun(0), intent(10, 2)], '{"k":"intent"}\t00000000\n');
    expect(await timelineOf(damaged)).toMatchObject({ sent: 1, lengthMs: 10 });
    expect(await timelineOf(disk([]))).toMatchObject({ sent: 0, stretches: [], latency: null });
  });

  it('keeps as little for a long run as for a short one', async () => {
    const count = 20_000;
    const lines = Array.from({ length: count }, (_, i) => [
      intent(i * 100, i),
      ended(i * 100 + 40, i),
    ]).flat();
    const { stretches, stretchMs, lengthMs, sent } = await timelineOf(disk([...begun(0), ...lines]));
    expect(stretches.length).toBeLessThanOrEqual(160);
    expect(stretches.length * stretchMs).toBeGreaterThanOrEqual(lengthMs);
    expect(stretches.reduce((sum, stretch) => sum + stretch.sent, 0)).toBe(count);
    expect(sent).toBe(count);
  });
});
