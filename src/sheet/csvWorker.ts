import { answerEach } from './answerEach.js';
import { type CsvSource, csvBlocks } from './csvBlocks.js';
import type { RowBlock } from './rowBlock.js';

/** What the worker is asked: the next rows of a walk, which begins with the first question; or that nobody wants more. */
export type CsvRequest =
  | { readonly kind: 'next'; readonly walk: number; readonly source: CsvSource }
  | { readonly kind: 'leave'; readonly walk: number };

/** `null` at the end of the walk. */
export type CsvReply = { readonly kind: 'rows'; readonly block: RowBlock | null };

const walks = new Map<number, AsyncGenerator<RowBlock>>();

async function answer(request: CsvRequest): Promise<CsvReply> {
  const { kind, walk } = request;
  if (kind === 'leave') {
    await walks.get(walk)?.return(undefined);
    walks.delete(walk);
    return { kind: 'rows', block: null };
  }
  const blocks = walks.get(walk) ?? csvBlocks(request.source);
  walks.set(walk, blocks);
  const { value, done } = await blocks.next();
  return { kind: 'rows', block: done ? null : value };
}

answerEach(answer, ({ block }) => {
  if (block === null) return [];
  const { bounds, firsts, widths, numbers, lines } = block;
  return [bounds, firsts, widths, numbers, lines].map((numbers) => numbers.buffer as ArrayBuffer);
});
