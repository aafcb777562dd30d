import { answerEach } from './answerEach.js';
import { type CsvSource, csvBlocks } from './csvBlocks.js';
import type { RowBlock } from './rowBlock.js';

/** What the worker is asked: the next rows of a walk, which begins with the first question; or that nobody wants more. */
export type CsvRequest =
  | { readonly kind: 'next'; readonly walk: number; readonly source: CsvSource }
  | { readonly kind: 'leave'; readonly walk: number };

/** The next rows, in several blocks because a message takes its time; none at the end of the walk. */
export type CsvReply = { readonly kind: 'rows'; readonly blocks: readonly RowBlock[] };

/** Characters of text that a message holds at the least, but for the last of a walk. */
const MESSAGE_TEXT = 128 * 1024;

const walks = new Map<number, AsyncGenerator<RowBlock>>();

async function answer(request: CsvRequest): Promise<CsvReply> {
  const { kind, walk } = request;
  const blocks: RowBlock[] = [];
  if (kind === 'leave') {
    await walks.get(walk)?.return(undefined);
    walks.delete(walk);
    return { kind: 'rows', blocks };
  }
  const coming = walks.get(walk) ?? csvBlocks(request.source);
  walks.set(walk, coming);
  for (let length = 0; length < MESSAGE_TEXT; ) {
    const { value, done } = await coming.next();
    if (done) break;
    blocks.push(value);
    length += value.text.length;
  }
  return { kind: 'rows', blocks };
}

answerEach(answer, ({ blocks }) => blocks.map(({ numbers }) => numbers.buffer as ArrayBuffer));
