import { expect } from 'vitest';
import { loadMessages, type RefusalFact } from '../../src/messages/index.js';
import { type BadInput, bytes, read, refused } from './reading.js';

const PLAIN = 'ID;Nombre\nop-1;Peña\n';

/** Cases 1 to 27: from bytes to records. */
export const TEXT_CASES: readonly BadInput[] = [
  {
    n: 1,
    what: 'UTF-8 with BOM',
    wanted: 'OK',
    prove: async () => {
      const { source, values } = await read(`\ufeff"ID";Nombre\nop-1;Peña\n`);
      expect(source.encoding).toMatchObject({ name: 'utf-8', because: 'mark' });
      expect(values).toEqual([{ name: 'Peña' }]);
    },
  },
  {
    n: 2,
    what: 'UTF-8 without BOM, checked to the last byte',
    wanted: 'OK',
    prove: async () => {
      expect((await read(PLAIN)).source.encoding).toMatchObject({ name: 'utf-8', because: 'proven' });
      const long = Buffer.concat([Buffer.from(PLAIN + 'op-2;año\n'.repeat(60_000)), bytes('op-3;a\xf1o\n')]);
      expect(await refused(long)).toMatchObject({ code: 'csv.mixedEncoding', line: 60_003, utf8Line: 2 });
    },
  },
  {
    n: 3,
    what: 'Windows-1252',
    wanted: 'W',
    prove: async () => {
      const { source, values } = await read(
        bytes('ID;Nombre\nop-1;Pe\xf1a\nop-2;\x80 5 \x96 C\xeda\nop-3;\xd3rbita\n'),
      );
      expect(source.encoding).toEqual({
        name: 'windows-1252',
        because: 'guessed',
        samples: ['Peña', 'Cía', 'Órbita'],
      });
      expect(values.map(({ name }) => name)).toEqual(['Peña', '€ 5 – Cía', 'Órbita']);
      // No word of Spanish, Portuguese or English is all accents: Москва in Windows-1251 is asked about.
      expect(await refused(bytes('ID;Nombre\nop-1;\xcc\xee\xf1\xea\xe2\xe0\n'))).toMatchObject({
        code: 'csv.encoding',
        clear: false,
      });
      expect((await read(bytes('ID;Nome\nop-1;CONSTRU\xc7\xd5ES\n'))).values).toEqual([
        { name: 'CONSTRUÇÕES' },
      ]);
    },
  },
  {
    n: 4,
    what: 'UTF-16 with BOM, with tabs',
    wanted: 'OK',
    prove: async () => {
      const little = Buffer.from('\ufeffID\tNombre\r\nop-1\tPeña\r\n', 'utf16le');
      for (const content of [little, Buffer.from(little).swap16()]) {
        const { source, values } = await read(content);
        expect(source.encoding?.because).toBe('mark');
        expect(source.delimiter).toBe('\t');
        expect(values).toEqual([{ name: 'Peña' }]);
      }
      // UTF-32 begins with the same bytes, and without a mark looks like no text at all.
      const letters = [...'ID;Nombre\nop-1;Peña\n'].map((letter) => letter.codePointAt(0) ?? 0);
      for (const marked of [[0xfeff, ...letters], letters]) {
        const wide = Buffer.alloc(marked.length * 4);
        for (const [i, code] of marked.entries()) wide.writeUInt32LE(code, i * 4);
        for (const content of [wide, Buffer.from(wide).swap32()]) {
          expect(await refused(content)).toMatchObject({ code: 'file.utf32' });
        }
      }
      expect(await refused(Buffer.alloc(64))).toMatchObject({ code: 'file.binary' });
      // Half a character, and half a pair of a surrogate: the line is named.
      const torn = Buffer.concat([little, Buffer.from('op-2\tx\r\n', 'utf16le'), bytes('\x00\xd8a\0')]);
      for (const content of [torn, Buffer.concat([little, bytes('a')])]) {
        const line = content === torn ? 4 : 3;
        expect(await refused(content)).toMatchObject({ code: 'csv.damaged', encoding: 'utf-16le', line });
      }
    },
  },
  {
    n: 5,
    what: 'UTF-16 without BOM',
    wanted: 'W',
    prove: async () => {
      const little = Buffer.from('ID\tNombre\r\nop-1\tPeña\r\n', 'utf16le');
      for (const content of [little, Buffer.from(little).swap16()]) {
        const { source, values } = await read(content);
        expect(source.encoding).toMatchObject({ because: 'guessed', samples: ['Peña'] });
        expect(values).toEqual([{ name: 'Peña' }]);
      }
    },
  },
  {
    n: 6,
    what: 'CP850',
    wanted: 'A',
    prove: async () => {
      const content = bytes('ID;Nombre\nop-1;Pe\xa4a\nop-2;Compa\xa4\xa1a\n');
      const fact = await refused(content);
      expect(fact).toMatchObject({ code: 'csv.encoding', line: 2, clear: true });
      expect(fact).toHaveProperty('readings.0', { encoding: 'cp850', samples: ['Peña', 'Compañía'] });
      expect((await read(content, { encoding: 'cp850' })).values[0]).toEqual({ name: 'Peña' });
    },
  },
  {
    n: 7,
    what: 'Mac Roman, CR-only lines',
    wanted: 'A',
    prove: async () => {
      const content = bytes('ID;Nombre\rop-1;Pe\x96a\rop-2;Caf\x8e\r');
      const fact = await refused(content);
      expect(fact).toMatchObject({ code: 'csv.encoding', line: 2 });
      expect(fact).toHaveProperty('readings.0', { encoding: 'mac-roman', samples: ['Peña', 'Café'] });
      // ALLÍ and ¡SÍ! in Mac Roman: in Windows-1252 a small letter would stand among capitals.
      const capitals = await refused(bytes('ID;Nombre\nop-1;ALL\xea\nop-2;\xc1S\xea!\n'));
      expect(capitals).toMatchObject({ code: 'csv.encoding', clear: true });
      expect(capitals).toHaveProperty('readings.0.encoding', 'mac-roman');
      expect(capitals).toHaveProperty('readings.0.samples', expect.arrayContaining(['ALLÍ']));
      const { values } = await read(content, { encoding: 'mac-roman' });
      expect(values).toEqual([{ name: 'Peña' }, { name: 'Café' }]);
    },
  },
  {
    n: 8,
    what: 'Mixed encodings',
    wanted: 'X',
    prove: async () => {
      const content = Buffer.concat([Buffer.from('ID;Nombre\nop-1;x\nop-2;Peña\n'), bytes('op-3;Pe\xf1a\n')]);
      expect(await refused(content)).toMatchObject({ code: 'csv.mixedEncoding', line: 4, utf8Line: 3 });
      expect(await refused(content, { encoding: 'utf-8' })).toMatchObject({ code: 'csv.mixedEncoding' });
      const other = bytes('ID;Nombre\nop-1;x\nop-2;Pe\xf1a\n');
      expect(await refused(other, { encoding: 'utf-8' })).toMatchObject({ code: 'csv.damaged', line: 3 });
    },
  },
  {
    n: 9,
    what: 'U+FFFD in a mapped cell',
    wanted: 'R',
    prove: async () => {
      const { problems, edits } = await read('ID;Nombre;Nota\nop-1;Pe\ufffda;x\nop-2;x;\ufffd\n');
      expect(problems).toEqual(['text.damaged']);
      expect(edits[1]?.problems).toEqual([]);
      // The name of a custom field goes to the CRM, too.
      const header = await refused('ID;customFields.Regi\ufffdn\nop-1;x\n');
      for (const messages of [await loadMessages('en', 'en'), await loadMessages('es', 'es')]) {
        // What cannot be typed is not asked for.
        const { cure } = messages.refusal({ ...header, file: 'a.csv' } as RefusalFact);
        expect(cure).toMatch(/--map "B=customFields\.<\w+>"/);
        expect(cure).not.toContain('\ufffd');
      }
      expect(header).toMatchObject({
        code: 'header.damaged',
        row: 1,
        column: 'customFields.Regi\ufffdn',
        letters: 'B',
      });
      const damaged = { map: ['B=customFields.Región'] };
      expect((await read('ID;customFields.Regi\ufffdn\nop-1;x\n', damaged)).values).toEqual([
        { 'customFields.Región': 'x' },
      ]);
    },
  },
  {
    n: 10,
    what: 'Mojibake',
    wanted: 'A',
    prove: async () => {
      const content = 'ID;Nombre\nop-1;Pe\u00c3\u00b1a\nop-2;â‚¬ 5\n';
      expect(await refused(content)).toMatchObject({
        code: 'cells.mojibake',
        row: 2,
        column: 'Nombre',
        repaired: 'Peña',
        cells: 2,
      });
      expect((await read(content, { mojibake: 'repair' })).values).toEqual([
        { name: 'Peña' },
        { name: '€ 5' },
      ]);
      expect((await read(content, { mojibake: 'keep' })).values[0]).toEqual({ name: 'PeÃ±a' });
      const header = 'ID;customFields.Regi\u00c3\u00b3n\nop-1;x\n';
      expect(await refused(header)).toMatchObject({
        code: 'header.damaged',
        repaired: 'customFields.Región',
      });
      const map = ['customFields.Regi\u00c3\u00b3n=customFields.Región'];
      expect((await read(header, { map })).values).toEqual([{ 'customFields.Región': 'x' }]);
      expect((await read('ID;Nome\nop-1;NÃO É ÂMBITO\n')).values).toEqual([{ name: 'NÃO É ÂMBITO' }]);
    },
  },
  {
    n: 11,
    what: 'NFD accents',
    wanted: 'OK',
    prove: async () => {
      expect((await read('ID;Nombre\nop-1;Pen\u0303a\n')).values).toEqual([{ name: 'Peña' }]);
    },
  },
  {
    n: 12,
    what: 'NBSP, narrow NBSP, trailing spaces',
    wanted: 'W',
    prove: async () => {
      const { values, notices, edits } = await read(
        'Código;Nombre;Monto\n\u00a0C\u00a01 ; Peña\u00a0y Cía \u202f;1\u00a0234,50\n',
      );
      expect(edits[0]?.key).toBe('C 1');
      expect(values).toEqual([{ name: 'Peña\u00a0y Cía', amount: '1234.5' }]);
      expect(notices).toContain('notice.trimmed');
    },
  },
  {
    n: 13,
    what: 'Zero-width, soft hyphen, bidi marks',
    wanted: 'W',
    prove: async () => {
      const { edits, values, notices } = await read(
        'ID;Nombre;Etapa\nop\u200b-1\u202e;Pe\u00adña;Pro\u200bpuesta\n',
      );
      expect(edits[0]?.key).toBe('op-1');
      expect(values).toEqual([{ name: 'Pe\u00adña', stageId: 'Propuesta' }]);
      expect(notices).toContain('notice.invisible');
      // A cell that holds nothing else is empty: as a value it asks for nothing, as an id it is missing.
      const nothing = await read('ID;Nombre;Monto\nop-1;\u200b;5\nop-2;x;\u00ad\n \u200b;y;7\n');
      expect(nothing.values.slice(0, 2)).toEqual([{ amount: '5' }, { name: 'x' }]);
      expect(nothing.problems).toEqual(['id.empty']);
    },
  },
  {
    n: 14,
    what: 'NUL or control characters',
    wanted: 'R',
    prove: async () => {
      const { problems } = await read('ID;Nombre;Nota\nop-1;a\u0001b;x\nop-2;x;y\nop-3;a\0b;x\n');
      expect(problems).toEqual(['text.control', 'text.control']);
    },
  },
  {
    n: 15,
    what: '; beside decimal commas',
    wanted: 'OK',
    prove: async () => {
      const { source, values } = await read('ID;Monto\nop-1;1234,50\nop-2;7,25\n');
      expect(source.delimiter).toBe(';');
      expect(values).toEqual([{ amount: '1234.5' }, { amount: '7.25' }]);
    },
  },
  {
    n: 16,
    what: 'Tab and | as separators',
    wanted: 'OK',
    prove: async () => {
      expect((await read('ID\tMonto\nop-1\t1\n')).source.delimiter).toBe('\t');
      expect((await read('ID|Monto\nop-1|1\n')).source.delimiter).toBe('|');
    },
  },
  {
    n: 17,
    what: 'sep=; as the first line',
    wanted: 'OK',
    prove: async () => {
      const { source, understanding, edits } = await read('sep=;\r\nID;Nombre\r\nop-1;a,b\r\n');
      expect(source.delimiter).toBe(';');
      expect(understanding.mapping.headerRow).toBe(1);
      expect(edits.map(({ rowNumber }) => rowNumber)).toEqual([2]);
    },
  },
  {
    n: 18,
    what: 'Ambiguous separator',
    wanted: 'A',
    prove: async () => {
      const content = 'a;b,c\n1;2,3\n4;5,6\n7;8,9\n';
      const fact = await refused(content);
      expect(fact).toMatchObject({ code: 'csv.delimiters' });
      expect(fact).toHaveProperty('readings.0.records.length', 3);
      const { source } = await read(content, { delimiter: ';', map: ['a=id', 'b,c=name'] });
      expect(source.delimiter).toBe(';');
      // Headers that are known tell.
      expect((await read('ID;Nombre;a,b\nop-1;x;2,3\n')).source.delimiter).toBe(';');
    },
  },
  {
    n: 19,
    what: 'Quoted newlines',
    wanted: 'OK',
    prove: async () => {
      const { edits, rows } = await read('ID;Descripción\nop-1;"uno\ndos"\nop-2;x\n');
      expect(edits.map(({ rowNumber }) => rowNumber)).toEqual([2, 3]);
      expect(rows.map(({ line }) => line)).toEqual([1, 2, 4]);
      // Beyond such a cell the two numbers differ, and a problem tells both.
      const wrong = await read('ID;Descripción;Monto\nop-1;"uno\ndos";x\nop-2;x;y\nop-3;x\n');
      expect(wrong.edits.map(({ problems }) => problems[0])).toMatchObject([
        { row: 2 },
        { row: 3, line: 4 },
        { code: 'row.ragged', row: 4, line: 5 },
      ]);
      expect(wrong.edits[0]?.problems[0]).not.toHaveProperty('line');
    },
  },
  {
    n: 20,
    what: 'Unclosed quote',
    wanted: 'X',
    prove: async () => {
      expect(await refused('ID;Nombre\nop-1;x\nop-2;"abierta\nop-3;y\n')).toMatchObject({
        code: 'csv.quotes',
        row: 3,
        line: 3,
      });
    },
  },
  {
    n: 21,
    what: 'Stray quotes pairing over rows',
    wanted: 'X',
    prove: async () => {
      const content = 'ID;Nombre;Monto\nop-1;"Cable 5;100\nop-2;Tubo;200\nop-3;Tubo 3";300\nop-4;x;1\n';
      expect(await refused(content)).toMatchObject({
        code: 'csv.pairedQuotes',
        row: 2,
        line: 2,
        lastLine: 4,
      });
    },
  },
  {
    n: 22,
    what: 'Smart quotes as delimiters',
    wanted: 'R',
    prove: async () => {
      const { edits } = await read('ID;Nombre;Monto\nop-1;“Sur; Hijos”;100\nop-2;x;1\n');
      expect(edits[0]?.problems).toMatchObject([{ code: 'row.ragged', found: 4, smartQuotes: true }]);
      expect(edits[1]?.problems).toEqual([]);
    },
  },
  {
    n: 23,
    what: 'Backslash-escaped quotes',
    wanted: 'A',
    prove: async () => {
      const content = 'ID,Nombre\nop-1,"Tubo 3\\" acero"\n';
      expect(await refused(content)).toMatchObject({ code: 'csv.backslash', row: 2, line: 2 });
      expect((await read(content, { quoteEscape: 'backslash' })).values).toEqual([{ name: 'Tubo 3" acero' }]);
    },
  },
  {
    n: 24,
    what: 'Too many or too few fields',
    wanted: 'R',
    prove: async () => {
      const { problems } = await read('ID;Nombre;Monto\nop-1;x;1;y\nop-2;x\nop-3;x;1\n');
      expect(problems).toEqual(['row.ragged', 'row.ragged']);
    },
  },
  {
    n: 25,
    what: 'Mixed CRLF, LF and CR',
    wanted: 'OK',
    prove: async () => {
      const { values, rows } = await read('ID;Nombre\r\nop-1;a\nop-2;b\rop-3;"c\rd"\r\nop-4;e\n');
      expect(values.map(({ name }) => name)).toEqual(['a', 'b', 'c\rd', 'e']);
      expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    },
  },
  {
    n: 26,
    what: 'Trailing newline, blank lines',
    wanted: 'OK',
    prove: async () => {
      const { edits, problems } = await read('ID;Nombre\nop-1;a\n\n\nop-2;b\n\n\n');
      expect(edits.map(({ rowNumber }) => rowNumber)).toEqual([2, 5]);
      expect(problems).toEqual([]);
    },
  },
  {
    n: 27,
    what: 'Row of only separators',
    wanted: 'OK',
    prove: async () => {
      const { edits, understanding } = await read('ID;Nombre\n;\nop-1;a\n ; \nop-2;b\n');
      expect(edits).toHaveLength(2);
      expect(understanding.notices).toContainEqual({ code: 'notice.blankRows', rows: 2 });
    },
  },
];
