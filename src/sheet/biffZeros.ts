import { CFB, type WorkBook } from '@e965/xlsx';

/** Records of a tab of an .xlsb (MS-XLSB 2.3): how it is looked at, and where its cells begin. */
const BEGIN_WS_VIEW = 137;
const BEGIN_SHEET_DATA = 145;

/** Whether a tab of an .xlsb shows nothing where a number is 0, by the beginning of its part (MS-XLSB 2.4.28, fDspZeros). */
export function hidesZeros(part: Buffer): boolean {
  for (let at = 0; at + 4 < part.length; ) {
    let type = part[at++] as number;
    if (type & 0x80) type = (type & 0x7f) | ((part[at++] as number) << 7);
    let size = 0;
    for (let bits = 0; bits < 28; bits += 7) {
      const byte = part[at++] ?? 0;
      size |= (byte & 0x7f) << bits;
      if ((byte & 0x80) === 0) break;
    }
    if (type === BEGIN_SHEET_DATA) return false;
    if (type === BEGIN_WS_VIEW) return at + 2 <= part.length && (part.readUInt16LE(at) & SHOWS_ZEROS) === 0;
    at += size;
  }
  return false;
}

/** Records of a workbook's stream (MS-XLS 2.3): a substream begins, a tab of the workbook, how a tab is looked at. */
const BOF = 0x0809;
const BOUND_SHEET = 0x0085;
const WINDOW2 = 0x023e;
/** In the flags of both: whether zeros are shown (MS-XLS 2.4.346, fDspZeros). */
const SHOWS_ZEROS = 0x10;

/** The tabs of an .xls that show nothing where a number is 0, which SheetJS does not read. */
export function zerolessTabs(bytes: Buffer, { SheetNames }: WorkBook): ReadonlySet<string> {
  const file = CFB.read(bytes, { type: 'buffer' });
  const content = (CFB.find(file, '/Workbook') ?? CFB.find(file, '/Book'))?.content;
  const stream = Buffer.from((content as Uint8Array | undefined) ?? []);
  const tabs: number[] = [];
  const hiding = new Set<number>();
  let begin = 0;
  for (let at = 0; at + 4 <= stream.length; ) {
    const type = stream.readUInt16LE(at);
    const size = stream.readUInt16LE(at + 2);
    const body = at + 4;
    if (body + size > stream.length) break;
    if (type === BOF) begin = at;
    else if (type === BOUND_SHEET && size >= 4) tabs.push(stream.readUInt32LE(body));
    else if (type === WINDOW2 && size >= 2 && (stream.readUInt16LE(body) & SHOWS_ZEROS) === 0)
      hiding.add(begin);
    at = body + size;
  }
  return new Set(SheetNames.filter((_, index) => hiding.has(tabs[index] ?? -1)));
}
