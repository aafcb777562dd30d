import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SheetRefusal } from './refusal.js';
import type { SheetFormat } from './sheet.js';

/** How much of the beginning is looked at, in bytes. */
const HEAD_BYTES = 65_536;

/** The largest workbook that is read, in bytes: it is parsed in memory, at many times its size. */
const WORKBOOK_LIMIT = 50 * 1024 * 1024;

export interface Sniffed {
  readonly format: SheetFormat;
  readonly bytes: number;
  /** ms since the epoch. */
  readonly modifiedAt: number;
}

/** What kind of file this is, by its bytes and never by its name. Throws `SheetRefusal` when it is not a sheet. */
export async function sniff(file: string): Promise<Sniffed> {
  const info = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new SheetRefusal({ code: error.code === 'ENOENT' ? 'file.missing' : 'file.unreadable', file });
  });
  if (info.isDirectory()) throw new SheetRefusal({ code: 'file.folder', file });
  if (!info.isFile()) throw new SheetRefusal({ code: 'file.special', file });
  if (basename(file).startsWith('~$')) throw new SheetRefusal({ code: 'file.lock', file });
  if (info.size === 0) throw new SheetRefusal({ code: 'file.empty', file });

  const head = await readHead(file);
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) {
    if (info.size > WORKBOOK_LIMIT) {
      throw new SheetRefusal({ code: 'file.tooLarge', file, bytes: info.size, limit: WORKBOOK_LIMIT });
    }
    return { format: 'xlsx', bytes: info.size, modifiedAt: info.mtimeMs };
  }
  // An OLE container: a workbook of Excel 97-2003, or any workbook with a password ([MS-OFFCRYPTO] 2.3).
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) throw new SheetRefusal({ code: 'file.oldExcel', file });
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) {
    throw new SheetRefusal({ code: 'file.utf16', file });
  }
  if (head.includes(0) || startsWith(head, [0x25, 0x50, 0x44, 0x46])) {
    throw new SheetRefusal({ code: 'file.binary', file });
  }
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (text === '') throw new SheetRefusal({ code: 'file.empty', file });
  if (text.startsWith('{"kind":"plan"')) throw new SheetRefusal({ code: 'file.plan', file });
  if (/^<(!doctype|\?xml|html|table)/i.test(text)) throw new SheetRefusal({ code: 'file.markup', file });
  return { format: 'csv', bytes: info.size, modifiedAt: info.mtimeMs };
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, 'r').catch(() => {
    throw new SheetRefusal({ code: 'file.unreadable', file });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
