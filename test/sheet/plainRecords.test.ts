import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { cutOf, fieldsOf } from '../../src/sheet/cutRecords.js';
import { type PlainRecords, plainRecords } from '../../src/sheet/plainRecords.js';

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { row: number }[];
  readonly meta: { readonly cursor: number };
}

/** What papaparse makes of a block that is not the last. */
function byPapaparse(text: string, delimiter: string, newline: '\n' | '\r'): Parsed {
  return new Papa.Parser({ delimiter, newline }).parse(text, 0, true) as Parsed;
}

function dataOf({ records }: PlainRecords): string[][] {
  return Array.from(records.ends, (_, record) => fieldsOf(records, record));
}

describe('records that are cut without papaparse', () => {
  it('are those that papaparse cuts, and in a text that it complains of there are none', () => {
    const piece = fc.constantFrom('"', '""', ',', ';', '\t', '\n', '\r\n', '\r', ' ', 'a', 'ñ', '\ufeff');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join('')),
        fc.constantFrom(',', ';', '\t', '"', '||'),
        fc.constantFrom('\n' as const, '\r' as const),
        (text, delimiter, newline) => {
          const plain = plainRecords(text, delimiter, newline);
          if (plain === null) return;
          const { data, errors, meta } = byPapaparse(text, delimiter, newline);
          expect(dataOf(plain)).toEqual(data);
          expect(plain.cursor).toBe(meta.cursor);
          expect(errors.filter(({ row }) => row < data.length)).toEqual([]);
          if (data.flat().some((field) => field.includes(newline))) expect(plain.multiline).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('are cut in sheets as people have them', () => {
    const text = 'id,nota\r\nop-1,"dijo ""sí"", y\r\nfirmó"\r\nop-2,\r\nop-3,"abierta';
    const plain = plainRecords(text, ',', '\n') as PlainRecords;
    expect(dataOf(plain)).toEqual([
      ['id', 'nota\r'],
      ['op-1', 'dijo "sí", y\r\nfirmó'],
      ['op-2', '\r'],
    ]);
    expect(plain).toMatchObject({ cursor: text.indexOf('op-3'), multiline: true });
  });

  it('are cut however short their fields are', () => {
    for (const record of [',,,', 'a,b,,c', '']) {
      const text = `${record}\n`.repeat(999);
      const plain = plainRecords(text, ',', '\n') as PlainRecords;
      expect(dataOf(plain)).toEqual(byPapaparse(text, ',', '\n').data);
    }
  });

  it.each(['"a"b,c\n', 'a,"b" ,c\n', '"a""\n"b,c\n'])('leaves %j to papaparse', (text) => {
    expect(plainRecords(text, ',', '\n')).toBeNull();
  });
});

describe('records that papaparse has cut', () => {
  it('are the same as cut text', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 1 })), (data) => {
        const records = cutOf(data);
        expect(data.map((_, record) => fieldsOf(records, record))).toEqual(data);
        expect(records.ends).toHaveLength(data.length);
      }),
    );
  });
});
