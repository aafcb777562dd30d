import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { SheetRefusal } from './refusal.js';
import type { SheetOrigin } from './sheet.js';

/** How much of a text file decides its dialect, in bytes. */
export const HEAD_BYTES = 65_536;

/** The file's text, checked to be UTF-8 to its last byte; a byte-order mark is dropped. */
export async function* decodedText(origin: SheetOrigin): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let linesBefore = 0;
  for await (const chunk of createReadStream(origin.readFrom, { highWaterMark: 65_536 })) {
    const bytes = chunk as Buffer;
    if (bytes.includes(0)) throw new SheetRefusal({ code: 'file.binary', file: origin.file });
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch {
      throw new SheetRefusal({
        code: 'csv.encoding',
        file: origin.file,
        line: linesBefore + damagedLine(bytes),
      });
    }
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) linesBefore += 1;
    if (text !== '') yield text;
  }
  try {
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch {
    throw new SheetRefusal({ code: 'csv.encoding', file: origin.file, line: linesBefore + 1 });
  }
}

/** The line, from 1, of the first bytes in a block that are not UTF-8. */
function damagedLine(bytes: Buffer): number {
  let line = 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(10, from);
    if (end === -1 || !isUtf8(bytes.subarray(from, end))) return line;
    line += 1;
    from = end + 1;
  }
}

/** The first 64 KB as text; a character cut in two at the end is dropped. */
export async function readHeadText(origin: SheetOrigin): Promise<string> {
  const handle = await open(origin.readFrom, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return new TextDecoder('utf-8').decode(buffer.subarray(0, bytesRead), { stream: true });
  } finally {
    await handle.close();
  }
}
