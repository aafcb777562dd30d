import type { Dispatcher } from 'undici';

/** Most bytes of an answer that are read, packed or unpacked. A record is some KB, a page of 20 some dozen. */
export const LARGEST_ANSWER = 4 * 1024 * 1024;

/** An HTTP answer as it came; names of headers are in lower case. */
export interface WholeAnswer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

class AnswerTooLarge extends Error {
  readonly code = 'ANSWER_TOO_LARGE';
}

/**
 * Sends one request and reads its whole answer. Rejects with undici's error, or when the answer is larger than any of
 * the API's: then it is not read on. The answer is taken as undici's parser gives it, without the stream that its
 * `request` makes of it: that stream costs a fifth of a PUT.
 */
export function exchange(dispatcher: Dispatcher, options: Dispatcher.DispatchOptions): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Receiver(resolve, reject));
  });
}

class Receiver implements Dispatcher.DispatchHandler {
  #httpStatus = 0;
  #headers: WholeAnswer['headers'] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    private readonly resolve: (answer: WholeAnswer) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  onRequestStart(): void {}

  onResponseStart(
    _: Dispatcher.DispatchController,
    httpStatus: number,
    headers: WholeAnswer['headers'],
  ): void {
    // One below 200 only announces the answer.
    this.#httpStatus = httpStatus;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > LARGEST_ANSWER) {
      this.#chunks = [];
      controller.abort(new AnswerTooLarge());
    } else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first, second] = this.#chunks;
    const body = first && !second ? first : Buffer.concat(this.#chunks);
    this.resolve({ httpStatus: this.#httpStatus, headers: this.#headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}
