import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createDecoder, type Encoding } from './encoding.js';
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
/** What is decoded at once: what papaparse makes of a small piece stays in the youngest part of the heap. */
const PIECE_BYTES = 65_536;

/** The file's text, block by block; a byte-order mark is dropped. */
export async function* decodedText(origin: BytesOrigin, encoding: Encoding): AsyncGenerator<string> {
  const decoder = await createDecoder(encoding);
  const decode = (work: () => string): string => {
    try {
      return work();
    } catch {
      throw new SheetRefusal({ code: 'csv.damaged', file: origin.file, encoding });
    }
  };
  for await (const chunk of createReadStream(origin.readFrom, { highWaterMark: BLOCK_BYTES })) {
    const block = chunk as Buffer;
    for (let from = 0; from < block.length; from += PIECE_BYTES) {
      const text = decode(() => decoder.write(block.subarray(from, from + PIECE_BYTES)));
      if (text !== '') yield text;
    }
  }
  const rest = decode(() => decoder.end());
  if (rest !== '') yield rest;
}

/** The first 64 KB as text; a character cut in two at the end is dropped. */
export async function readHeadText(origin: BytesOrigin, encoding: Encoding): Promise<string> {
  const decoder = await createDecoder(encoding);
  try {
    return decoder.write(await readHead(origin.readFrom));
  } catch {
    throw new SheetRefusal({ code: 'csv.damaged', file: origin.file, encoding });
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
