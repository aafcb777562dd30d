import { parentPort, type TransferListItem } from 'node:worker_threads';
import type { Failed } from './readerThread.js';
import { SheetRefusal } from './refusal.js';

/**
 * Answers the questions that a `ReaderThread` puts to this worker, one after another; `moved` names what of an answer is handed over
 * rather than copied.
 */
export function answerEach<Request, Reply>(
  answer: (request: Request) => Promise<Reply>,
  moved: (reply: Reply) => TransferListItem[] = () => [],
): void {
  let before: Promise<void> = Promise.resolve();
  parentPort?.on('message', (request: Request) => {
    before = before
      .then(() => answer(request))
      .then((reply) => parentPort?.postMessage(reply, moved(reply)))
      .catch((error: unknown) => parentPort?.postMessage(failure(error)));
  });
}

function failure(error: unknown): Failed {
  if (error instanceof SheetRefusal) return { kind: 'refused', fact: error.fact };
  return { kind: 'failed', trace: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
