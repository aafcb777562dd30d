import type { Dispatcher } from 'undici';

/** Most bytes of an answer that are read, packed or unpacked. A record is some KB, a page of 20 some dozen. */
export const LARGEST_ANSWER = 4 * 1024 * 1024;

/** An HTTP answer as it came; names of headers are in lower case. */
export interface WholeAnswer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** No whole answer came; `cause` says why. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** `hasLeft`: the request was given to a connection that stood, so that the server may have seen it. */
  constructor(
    readonly hasLeft: boolean,
    cause: Error,
  ) {
    super('no answer', { cause });
  }
}

class AnswerTooLarge extends Error {
  readonly code = 'ANSWER_TOO_LARGE';
}

class AnswerTooSlow extends Error {
  readonly code = 'ANSWER_TOO_SLOW';
}

/**
 * Sends one request and reads its whole answer. Rejects with `NoAnswer`; also when the answer is larger than any of
 * the API's, or still comes after `longest` ms: then it is not read on. The answer is taken as undici's parser gives
 * it, without the stream that its `request` makes of it: that stream costs a fifth of a PUT.
 */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  longest: number,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Receiver(resolve, reject, longest));
  });
}

class Receiver implements Dispatcher.DispatchHandler {
  #httpStatus = 0;
  #headers: WholeAnswer['headers'] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** ms of a clock that never goes back; `null` until the request leaves. */
  #leftAt: number | null = null;

  constructor(
    private readonly resolve: (answer: WholeAnswer) => void,
    private readonly reject: (error: NoAnswer) => void,
    private readonly longest: number,
  ) {}

  /** A connection stands, and the request is about to be written to it. */
  onRequestStart(): void {
    this.#leftAt = performance.now();
  }

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
      return;
    }
    this.#chunks.push(chunk);
    // Each piece has its own time limit, which a server that sends a byte now and then always keeps.
    if (this.#leftAt !== null && performance.now() - this.#leftAt > this.longest)
      controller.abort(new AnswerTooSlow());
  }

  onResponseEnd(): void {
    const [first, second] = this.#chunks;
    const body = first && !second ? first : Buffer.concat(this.#chunks);
    this.resolve({ httpStatus: this.#httpStatus, headers: this.#headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.reject(new NoAnswer(this.#leftAt !== null, error));
  }
}
