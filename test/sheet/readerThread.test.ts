import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ReaderThread } from '../../src/sheet/readerThread.js';
import { SheetRefusal } from '../../src/sheet/refusal.js';

type Reply = { readonly kind: 'echo'; readonly text: string };

/** A worker that echoes what it is asked, falls over at `fall`, leaves at `leave`, and says no more from `silent` on. */
const ECHO = `
  const { parentPort } = require('node:worker_threads');
  let silent = false;
  parentPort.on('message', (text) => {
    silent ||= text === 'silent';
    if (silent) return;
    if (text === 'fall') throw new Error('fell over');
    if (text === 'leave') process.exit(0);
    if (text === 'refuse') parentPort.postMessage({ kind: 'refused', fact: { code: 'file.empty', file: 'a.csv' } });
    else parentPort.postMessage({ kind: 'echo', text });
  });
`;

function echo(milliseconds: number | null = null): ReaderThread<string, Reply> {
  const refusal = new SheetRefusal({ code: 'xlsx.tooMuch', file: 'a.xlsx', what: 'time' });
  const limits = milliseconds === null ? null : { milliseconds, tooMuch: () => refusal };
  const thread = new ReaderThread<string, Reply>(new Worker(ECHO, { eval: true, stderr: true }), limits);
  onTestFinished(() => thread.close());
  return thread;
}

describe('a thread that reads a sheet', () => {
  it('answers questions that are put at once, each with its own answer', async () => {
    const thread = echo();
    const [first, second, third] = await Promise.allSettled([
      thread.ask('uno'),
      thread.ask('refuse'),
      thread.ask('tres'),
    ]);
    expect(first).toEqual({ status: 'fulfilled', value: { kind: 'echo', text: 'uno' } });
    expect(second).toMatchObject({ status: 'rejected', reason: { fact: { code: 'file.empty' } } });
    expect(third).toEqual({ status: 'fulfilled', value: { kind: 'echo', text: 'tres' } });
  });

  it.each(['fall', 'leave'])('that has ended (%s) leaves no question without an answer', async (end) => {
    const thread = echo();
    const asked = await Promise.allSettled([thread.ask(end), thread.ask('dos')]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    // Put when nobody is there any more.
    await expect(thread.ask('tres')).rejects.toThrow(end === 'fall' ? 'fell over' : 'has ended');
  });

  it('that takes too long is ended with its refusal, which is also the answer to what was asked behind', async () => {
    const thread = echo(200);
    await thread.ask('uno');
    const asked = [thread.ask('silent'), thread.ask('dos')];
    for (const answer of asked)
      await expect(answer).rejects.toMatchObject({ fact: { code: 'xlsx.tooMuch' } });
  });

  it('that is closed says so to whom it left without an answer', async () => {
    const thread = echo();
    const asked = thread.ask('silent');
    await Promise.all([expect(asked).rejects.toThrow('closed'), thread.close()]);
    await expect(thread.ask('dos')).rejects.toThrow('closed');
  });
});
