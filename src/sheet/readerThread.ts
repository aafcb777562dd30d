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

interface Question<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A worker that reads one sheet. Questions are answered one after another; more than one may be put to it at once, so
 * that it goes on with the next while the answer before is worked on.
 */
export class ReaderThread<Request, Reply extends { readonly kind: string }> {
  /** Those that have no answer yet; the worker is at the first. */
  readonly #asked: Question<Exclude<Reply, Failed>>[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Why there will be no more answers. */
  #ended: Error | null = null;

  constructor(
    private readonly worker: Worker,
    private readonly limits: ReaderLimits | null = null,
  ) {
    worker.on('message', (reply: Reply | Failed) => this.#answered(reply));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const memory = limits !== null && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(memory ? limits.tooMuch('memory') : error);
    });
    worker.on('messageerror', (error) => this.#end(error));
    worker.on('exit', () => this.#end(new Error('the worker that reads the sheet has ended')));
    // Between two questions it must not keep the program alive.
    worker.unref();
  }

  /** Throws the `SheetRefusal` that the worker came to, or one that it took too much. */
  ask(request: Request): Promise<Exclude<Reply, Failed>> {
    return new Promise((resolve, reject) => {
      if (this.#ended) throw this.#ended;
      this.#asked.push({ resolve, reject });
      if (this.#asked.length === 1) {
        this.worker.ref();
        this.#begin();
      }
      this.worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    this.#end(new Error('the sheet is closed'));
    await this.worker.terminate();
  }

  /** The worker is at another question: its time begins. */
  #begin(): void {
    const { limits } = this;
    clearTimeout(this.#timer);
    if (!limits || this.#asked.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#end(limits.tooMuch('time'));
      void this.close();
    }, limits.milliseconds);
  }

  #answered(reply: Reply | Failed): void {
    const question = this.#asked.shift();
    this.#begin();
    if (this.#asked.length === 0 && !this.#ended) this.worker.unref();
    if ('fact' in reply) question?.reject(new SheetRefusal(reply.fact));
    else if ('trace' in reply) question?.reject(new Error(reply.trace));
    else question?.resolve(reply as Exclude<Reply, Failed>);
  }

  /** All that are asked, now or later, are answered with this; the first reason is the one that counts. */
  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#asked.splice(0)) reject(this.#ended);
    this.#begin();
  }
}
