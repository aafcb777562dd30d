import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { RecordParser } from './csvRecords.js';
import { decodedText } from './decodedText.js';
import { SheetRefusal } from './refusal.js';

/** Rows of a CSV that was just written, counted from the disk; `null` when it cannot be read. */
export async function countCsvRows(path: string, delimiter: string): Promise<number | null> {
  const dialect = { delimiter, newline: '\n', separatorLine: false, quoteEscape: 'quote' } as const;
  let rows = 0;
  const parser = new RecordParser(path, { ...dialect, mixedLineEnds: false }, ({ ends }) => {
    rows += ends.length;
  });
  try {
    for await (const text of decodedText({ file: path, readFrom: path }, 'utf-8')) parser.add(text);
    parser.end();
    return rows;
  } catch {
    return null;
  }
}

const ROW_TAG = Buffer.from('<row ');

/** Rows in all tabs of a workbook that was just written, every part unpacked and held against its checksum. */
export async function countWorkbookRows(path: string): Promise<number | null> {
  let rows = 0;
  try {
    const zip = await yauzl.openPromise(path, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      const isTab = entry.fileName.startsWith('xl/worksheets/sheet');
      let sum = 0;
      let tail: Buffer = Buffer.alloc(0);
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        const piece = chunk as Buffer;
        sum = crc32(piece, sum);
        if (!isTab) continue;
        const block = Buffer.concat([tail, piece]);
        for (let at = block.indexOf(ROW_TAG); at !== -1; at = block.indexOf(ROW_TAG, at + 1)) rows += 1;
        // One byte less than the tag, so that none is counted twice.
        tail = Buffer.from(block.subarray(Math.max(0, block.length - ROW_TAG.length + 1)));
      }
      if (sum !== entry.crc32) return null;
    }
    return rows;
  } catch {
    return null;
  }
}

/** Throws `SheetRefusal` when what stands on the disk is not what was written. */
export function refuseUnlessWhole(file: string, written: number, found: number | null): void {
  if (found !== written) throw new SheetRefusal({ code: 'out.damaged', file, expected: written, found });
}
