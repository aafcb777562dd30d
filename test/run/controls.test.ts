import { describe, expect, it } from 'vitest';
import { RunControls } from '../../src/run/index.js';
import { run, updates } from './running.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a person who steers a run', () => {
  it('holds it back, and nothing is sent until it goes on', async () => {
    const controls = new RunControls(3, 8);
    let sentWhileHeld = 0;
    const { result } = await run(
      updates(30),
      async ({ id, apply }) => {
        if (controls.paused) sentWhileHeld += 1;
        if (id === 'op-10') {
          controls.pause();
          for (let i = 0; i < 50; i += 1) await turn();
          controls.resume();
        }
        await turn();
        return { kind: 'accepted', httpStatus: 200, message: null, record: apply() };
      },
      { controls },
    );
    expect(result.counts.updated).toBe(30);
    // What was under way is finished; nothing new has begun.
    expect(sentWhileHeld).toBeLessThanOrEqual(3);
  });

  it('can stop it while it is held back', async () => {
    const controls = new RunControls(2, 8);
    const stop = new AbortController();
    const { result } = await run(
      updates(30),
      async ({ id, apply }) => {
        if (id === 'op-10') {
          controls.pause();
          setImmediate(() => stop.abort());
        }
        await turn();
        return { kind: 'accepted', httpStatus: 200, message: null, record: apply() };
      },
      { controls, signal: stop.signal },
    );
    expect(result.stop).toEqual({ cause: 'user' });
    expect(result.counts['not-sent']).toBeGreaterThan(10);
  });

  it('has more or fewer requests under way at once', async () => {
    const controls = new RunControls(2, 8);
    let running = 0;
    const most: number[] = [];
    const { events } = await run(
      updates(200),
      async ({ id, apply }) => {
        running += 1;
        most.push(running);
        if (id === 'op-50') controls.setCeiling(6);
        if (id === 'op-150') controls.setCeiling(0);
        for (let i = 0; i < 4; i += 1) await turn();
        running -= 1;
        return { kind: 'accepted', httpStatus: 200, message: null, record: apply() };
      },
      { controls, concurrency: 2 },
    );
    expect(Math.max(...most.slice(0, 45))).toBe(2);
    expect(Math.max(...most)).toBe(6);
    expect(Math.max(...most.slice(-20))).toBe(1);
    expect(events).toContainEqual({ kind: 'ceiling', ceiling: 1 });
  });
});
