import type { CellObject, WorkBook } from '@e965/xlsx';
import { type BiffRecord, biffRecords } from './biffRecords.js';
import { type Run, type RunMark, richXml, runMark } from './richText.js';

/** Records of the stream of an .xls (MS-XLS 2.3). */
const BOF = 0x0809;
const BOUND_SHEET = 0x0085;
const FONT = 0x0031;
const XF = 0x00e0;
const SST = 0x00fc;
const CONTINUE = 0x003c;
const LABEL_SST = 0x00fd;
/** A text with runs in the cell itself, before Excel 97. */
const RSTRING = 0x00d6;

/**
 * Gives each text of an .xls the runs of letters that are struck out, raised or lowered, as SheetJS gives them of an .xlsx:
 * of an .xls it leaves them out. Does nothing where no font does any of it.
 */
export function addBiffMarks(workbook: WorkBook, stream: Buffer): void {
  const fonts: RunMark[] = [];
  for (const record of biffRecords(stream)) {
    if (record.type === FONT && record.size >= 10) fonts.push(markOf(stream, record));
  }
  if (fonts.every((mark) => mark === 'none')) return;
  const records = [...biffRecords(stream)];
  // There is no font 4 (MS-XLS 2.5.129).
  const fontMark = (index: number): RunMark => fonts[index > 4 ? index - 1 : index] ?? 'none';
  const formats = records
    .filter(({ type }) => type === XF)
    .map(({ at }) => fontMark(stream.readUInt16LE(at)));
  const texts = richTexts(stream, records, fontMark);
  const tabs = records.filter(({ type }) => type === BOUND_SHEET).map(({ at }) => stream.readUInt32LE(at));
  let data: readonly (readonly (CellObject | undefined)[] | undefined)[] = [];
  for (const { type, at, size } of records) {
    if (type === BOF) {
      const name = workbook.SheetNames[tabs.indexOf(at - 4)];
      data = (workbook.Sheets[name ?? '']?.['!data'] ?? []) as typeof data;
    }
    if (type !== LABEL_SST && type !== RSTRING) continue;
    const cell = data[stream.readUInt16LE(at)]?.[stream.readUInt16LE(at + 2)];
    const own = formats[stream.readUInt16LE(at + 4)] ?? 'none';
    const runs =
      type === LABEL_SST
        ? texts.get(stream.readUInt32LE(at + 6))
        : runsOf(stream.subarray(at + 6, at + size), fontMark);
    if (cell && runs) cell.r = richXml(String(cell.v ?? ''), own, runs);
  }
}

/** Of a font: struck out, above or below the line (MS-XLS 2.4.122: fStrikeOut, sss). */
function markOf(stream: Buffer, { at }: BiffRecord): RunMark {
  return runMark((stream.readUInt16LE(at + 2) & 0x8) !== 0, stream.readUInt16LE(at + 8) !== 0);
}

/** The runs of a text in its cell (BIFF5): behind its letters, two bytes each. */
function runsOf(body: Buffer, fontMark: (index: number) => RunMark): Run[] {
  const from = 2 + body.readUInt16LE(0);
  return Array.from({ length: body[from] ?? 0 }, (_, i): Run => {
    const at = from + 1 + 2 * i;
    return { from: body[at] ?? 0, mark: fontMark(body[at + 1] ?? 0) };
  });
}

/** Those of the workbook's texts that have runs, by their place in its list (MS-XLS 2.5.293). */
function richTexts(
  stream: Buffer,
  records: readonly BiffRecord[],
  fontMark: (index: number) => RunMark,
): ReadonlyMap<number, readonly Run[]> {
  const texts = new Map<number, readonly Run[]>();
  const first = records.findIndex(({ type }) => type === SST);
  if (first === -1) return texts;
  const pieces: Buffer[] = [];
  for (let i = first; i === first || records[i]?.type === CONTINUE; i += 1) {
    const { at, size } = records[i] as BiffRecord;
    pieces.push(stream.subarray(at, at + size));
  }
  const list = new Continued(pieces);
  list.number(4);
  const count = list.number(4);
  for (let index = 0; index < count && !list.atEnd; index += 1) {
    const letters = list.number(2);
    const flags = list.number(1);
    const runs = flags & 0x8 ? list.number(2) : 0;
    const phonetic = flags & 0x4 ? list.number(4) : 0;
    list.skipLetters(letters, (flags & 0x1) !== 0);
    const found = Array.from({ length: runs }, (): Run => {
      const from = list.number(2);
      return { from, mark: fontMark(list.number(2)) };
    });
    if (runs > 0) texts.set(index, found);
    list.skip(phonetic);
  }
  return texts;
}

/** A record and those that continue it: where letters go on in the next, a byte says anew how wide they are. */
class Continued {
  #piece = 0;
  #at = 0;

  constructor(private readonly pieces: readonly Buffer[]) {}

  get atEnd(): boolean {
    return this.#left() === 0;
  }

  /** Bytes that are left in this piece, the next one begun where there are none. */
  #left(): number {
    for (;;) {
      const left = (this.pieces[this.#piece]?.length ?? 0) - this.#at;
      if (left > 0 || this.#piece >= this.pieces.length) return Math.max(0, left);
      this.#piece += 1;
      this.#at = 0;
    }
  }

  number(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes && this.#left() > 0; i += 1) {
      value += (this.pieces[this.#piece]?.[this.#at++] ?? 0) * 256 ** i;
    }
    return value;
  }

  skip(bytes: number): void {
    for (let left = bytes; left > 0 && !this.atEnd; ) {
      const step = Math.min(left, this.#left());
      this.#at += step;
      left -= step;
    }
  }

  skipLetters(letters: number, wide: boolean): void {
    for (let left = letters; left > 0; ) {
      const piece = this.#piece;
      if (this.#left() === 0) return;
      if (this.#piece !== piece) wide = (this.number(1) & 0x1) !== 0;
      const step = Math.min(left, Math.floor(this.#left() / (wide ? 2 : 1)));
      if (step === 0) return;
      this.#at += step * (wide ? 2 : 1);
      left -= step;
    }
  }
}
