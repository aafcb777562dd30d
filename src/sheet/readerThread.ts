import type { Worker } from 'node:worker_threads';
import { SheetRefusal, type SheetRefusalFact } from './refusal.js';

/** What every worker that reads a sheet is started with. */
export const THREAD_OPTIONS = {
  // Options of the main program's own start are not the worker's.
  execArgv: [],
  // Libraries remark on odd files to the console; what matters of it is said in our own words.
  stdout: true,
  stderr: true,
};

/** A worker's answers that are none to the question. */
export type Failed =
  | { readonly kind: 'refused'; readonly fact: SheetRefusalFact }
  | { readonly kind: 'failed'; readonly trace: string };

/** What one answer may take at the most, in ms, and the refusal where it took more time or memory. */
export interface ReaderLimits {
  readonly milliseconds: number;
  tooMuch(what: 'memory' | 'time'): SheetRefusal;
}

/** A worker that reads one sheet; questions are answered one after another. */
export class ReaderThread<Request, Reply extends { readonly kind: string }> {
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    private readonly worker: Worker,
    private readonly limits: ReaderLimits | null = null,
  ) {
    // Between two questions it must not keep the program alive.
    worker.unref();
  }

  /** Throws the `SheetRefusal` that the worker came to, or one that it took too much. */
  ask(request: Request): Promise<Exclude<Reply, Failed>> {
    const reply = this.#queue.then(() => this.#askNow(request));
    this.#queue = reply.catch(() => undefined);
    return reply;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.worker.terminate();
  }

  #askNow(request: Request): Promise<Exclude<Reply, Failed>> {
    if (this.#closed) throw new Error('the sheet is closed');
    const { worker, limits } = this;
    return new Promise((resolve, reject) => {
      const tooMuch = ({ tooMuch: refusal }: ReaderLimits, what: 'memory' | 'time') => {
        void this.close();
        settle(() => reject(refusal(what)));
      };
      const timer = limits ? setTimeout(() => tooMuch(limits, 'time'), limits.milliseconds) : undefined;
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('error', onError);
        worker.off('exit', onExit);
        // Who waits for its end must not be left alone: a program with nothing else to do would end first, by Node's 13.
        if (!this.#closed) worker.unref();
        finish();
      };
      const onMessage = (reply: Reply | Failed) =>
        settle(() => {
          if ('fact' in reply) reject(new SheetRefusal(reply.fact));
          else if ('trace' in reply) reject(new Error(reply.trace));
          else resolve(reply as Exclude<Reply, Failed>);
        });
      const onError = (error: NodeJS.ErrnoException) => {
        if (limits && error.code === 'ERR_WORKER_OUT_OF_MEMORY') tooMuch(limits, 'memory');
        else settle(() => reject(error));
      };
      const onExit = () => settle(() => reject(new Error('the worker that reads the sheet has ended')));
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.on('exit', onExit);
      worker.ref();
      worker.postMessage(request);
    });
  }
}
