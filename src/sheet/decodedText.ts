import { open } from 'node:fs/promises';
import { createDecoder, type Encoding } from './encoding.js';
import { fileBlocks } from './fileBlocks.js';
import { SheetRefusal } from './refusal.js';

/** `file` is the name people know, `readFrom` where the bytes are. */
export interface BytesOrigin {
  readonly file: string;
  readonly readFrom: string;
}

/** How much of a text file decides its dialect, in bytes. */
export const HEAD_BYTES = 65_536;

/** What is read from the disk at once. */
const BLOCK_BYTES = 512 * 1024;
/** What is decoded at once: a longer text would not fit in the youngest part of the heap, where memory is cheap. */
const PIECE_BYTES = 64 * 1024;

/** The file's text, block by block; a byte-order mark is dropped. Throws `SheetRefusal` where it is damaged. */
export async function* decodedText(origin: BytesOrigin, encoding: Encoding): AsyncGenerator<string> {
  const decoder = await createDecoder(encoding);
  const decode = (work: () => string): string | null => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  for await (const block of fileBlocks(origin.readFrom, BLOCK_BYTES)) {
    for (let from = 0; from < block.length; from += PIECE_BYTES) {
      const text = decode(() => decoder.write(block.subarray(from, from + PIECE_BYTES)));
      if (text === null) throw await damaged(origin, encoding);
      if (text !== '') yield text;
    }
  }
  const rest = decode(() => decoder.end());
  if (rest === null) throw await damaged(origin, encoding);
  if (rest !== '') yield rest;
}

/** The refusal of text that cannot be decoded: read again, because where it broke off is known only to a page. */
async function damaged({ file, readFrom }: BytesOrigin, encoding: Encoding): Promise<SheetRefusal> {
  const decoder = new TextDecoder(encoding);
  let feeds = 0;
  let returns = 0;
  for await (const block of fileBlocks(readFrom, BLOCK_BYTES)) {
    const text = decoder.decode(block, { stream: true });
    const at = text.indexOf('\ufffd');
    for (const char of at === -1 ? text : text.slice(0, at)) {
      if (char === '\n') feeds += 1;
      else if (char === '\r') returns += 1;
    }
    if (at !== -1) break;
  }
  const line = 1 + (feeds || returns);
  return new SheetRefusal({ code: 'csv.damaged', file, encoding, line });
}

/** The first 64 KB as text; a character cut in two at the end is dropped. */
export async function readHeadText(origin: BytesOrigin, encoding: Encoding): Promise<string> {
  const decoder = await createDecoder(encoding);
  try {
    return decoder.write(await readHead(origin.readFrom));
  } catch {
    throw await damaged(origin, encoding);
  }
}

export async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
