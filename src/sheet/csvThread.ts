import { Worker } from 'node:worker_threads';
import type { CsvSource } from './csvBlocks.js';
import type { CsvReply, CsvRequest } from './csvWorker.js';
import { ReaderThread, THREAD_OPTIONS } from './readerThread.js';
import type { RowBlock } from './rowBlock.js';

/** What is young in the thread is text that goes at once: more room for it would only be memory that never comes back. */
const YOUNG_MB = 4;

/** A text file that is cut into rows in a thread of its own, while the rows before are worked on. */
export class CsvThread {
  readonly #thread = new ReaderThread<CsvRequest, CsvReply>(
    new Worker(new URL('./csvWorker.js', import.meta.url), {
      ...THREAD_OPTIONS,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    }),
  );
  #walks = 0;

  /** What `csvBlocks` gives. */
  async *blocks(source: CsvSource): AsyncGenerator<RowBlock> {
    const walk = this.#walks;
    this.#walks += 1;
    const ask = () => {
      const reply = this.#thread.ask({ kind: 'next', walk, source });
      // A failure is thrown when its turn comes; until then it must not count as unhandled.
      reply.catch(() => undefined);
      return reply;
    };
    try {
      // Two at once: with one, the thread would have nothing to do from each answer until the next question.
      for (let coming = ask(), next = ask(); ; ) {
        const { blocks } = await coming;
        if (blocks.length === 0) return;
        coming = next;
        next = ask();
        yield* blocks;
      }
    } finally {
      this.#thread.ask({ kind: 'leave', walk }).catch(() => undefined);
    }
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
