import { CFB } from '@e965/xlsx';

/** A record of a binary workbook: its type, and where its body stands. */
export interface BiffRecord {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

/** The stream of an .xls in which everything stands, in its container (MS-XLS 2.1.2); empty where there is none. */
export function workbookStream(bytes: Buffer): Buffer {
  const file = CFB.read(bytes, { type: 'buffer' });
  const content = (CFB.find(file, '/Workbook') ?? CFB.find(file, '/Book'))?.content;
  return Buffer.from((content as Uint8Array | undefined) ?? []);
}

const BOF = 0x0809;
/** The version in it since Excel 97, whose letters are those of Unicode (MS-XLS 2.4.21). */
const UNICODE = 0x0600;

/** Whether the letters of an .xls are bytes in a code page, as before Excel 97: SheetJS takes them for Latin-1 unless it is given the tables. */
export function hasCodePage(stream: Buffer): boolean {
  return stream.length >= 6 && stream.readUInt16LE(0) === BOF && stream.readUInt16LE(4) < UNICODE;
}

/** The whole records of an .xls (MS-XLS 2.1.4). */
export function* biffRecords(stream: Buffer): Generator<BiffRecord> {
  for (let at = 0; at + 4 <= stream.length; ) {
    const type = stream.readUInt16LE(at);
    const size = stream.readUInt16LE(at + 2);
    if (at + 4 + size > stream.length) return;
    yield { type, at: at + 4, size };
    at += 4 + size;
  }
}

/** The whole records of a part of an .xlsb, whose types and sizes take as many bytes as they need (MS-XLSB 2.1.4). */
export function* biff12Records(part: Buffer): Generator<BiffRecord> {
  for (let at = 0; at + 2 <= part.length; ) {
    let type = part[at++] as number;
    if (type & 0x80) type = (type & 0x7f) | ((part[at++] ?? 0) << 7);
    let size = 0;
    for (let bits = 0; bits < 28; bits += 7) {
      const byte = part[at++] ?? 0;
      size |= (byte & 0x7f) << bits;
      if ((byte & 0x80) === 0) break;
    }
    if (at + size > part.length) return;
    yield { type, at, size };
    at += size;
  }
}
