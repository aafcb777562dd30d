import { expect } from 'vitest';
import { StageBook } from '../../src/plan/stages.js';
import { record } from '../opportunity/record.js';
import { FakeCrm, planOf } from '../plan/workspace.js';
import { c, headerRow, n, row, s, sheetXml, workbook } from '../sheet/corpus/workbook.mjs';
import { type BadInput, read, readFile, refused } from './reading.js';
import { workbookOf } from './workbookOf.js';

const CORPUS = new URL('../sheet/corpus/files/', import.meta.url).pathname;
const xlsx = (content: Uint8Array, options = {}) => read(content, options, 'a.xlsx');

/** Cases 73 to 98: cells and tabs. */
export const CELL_CASES: readonly BadInput[] = [
  {
    n: 73,
    what: 'Error texts in English, Spanish and Portuguese',
    wanted: 'R',
    prove: async () => {
      const errors =
        '#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #¡REF! #¿NOMBRE? #¡VALOR! #¡DIV/0! #N/D #VALOR! #NOME? #¡N/A! #NÚM! #DERRAME! #¡DESBORDAMIENTO! #ERROR! #BUSY! Err:502 ####'.split(
          ' ',
        );
      const { problems, values } = await read(
        `ID;Nombre\n${errors.map((text, i) => `op-${i};${text}`).join('\n')}\n`,
      );
      expect(problems).toEqual(errors.map(() => 'cell.error'));
      expect(values.every((set) => Object.keys(set).length === 0)).toBe(true);
      expect((await read('ID;Nombre\nop-1;\u200b#N/A\nop-2; #REF! \n')).problems).toEqual(
        Array(2).fill('cell.error'),
      );
      expect((await read('ID;Nombre\nop-1;#Ahora!\nop-2;Err: ver nota\n')).problems).toEqual([]);
    },
  },
  {
    n: 74,
    what: 'Formula with a cached error',
    wanted: 'R',
    prove: async () => {
      const cell = c('C2', 't="e"', '<f>A1/0</f><v>#DIV/0!</v>');
      expect((await xlsx(workbookOf([[s('A2', 'op-1'), cell]]))).problems).toEqual(['cell.error']);
    },
  },
  {
    n: 75,
    what: 'Formula without a cached value',
    wanted: 'R',
    prove: async () => {
      const { problems } = await xlsx(workbookOf([[s('A2', 'op-1'), c('C2', '', '<f>1+1</f>')]]));
      expect(problems).toEqual(['cell.uncomputed']);
      // The others of a shared formula, and those that an array formula fills.
      const shared = await xlsx(
        workbookOf([
          [s('A2', 'op-1'), c('C2', '', '<f t="shared" ref="C2:C3" si="0">D2*2</f>')],
          [s('A3', 'op-2'), c('C3', '', '<f t="shared" si="0"/>')],
          [s('A4', 'op-3'), c('C4', '', '<f t="array" ref="C4:C5">D4:D5*2</f>')],
          [s('A5', 'op-4'), c('C5', '', '')],
        ]),
      );
      expect(shared.problems).toEqual(Array(4).fill('cell.uncomputed'));
      // Text that was never computed is not the empty text that a formula gave.
      const text = (value: string) => c('C2', 't="str"', `<f>IF(A2="","",5)</f>${value}`);
      expect((await xlsx(workbookOf([[s('A2', 'op-1'), text('<v></v>')]]))).edits[0]?.problems).toEqual([]);
      expect(await refused(workbookOf([[s('A2', 'op-1'), text('')]]), {}, 'a.xlsx')).toMatchObject({
        code: 'xlsx.suspicious',
        what: 'uncomputed',
      });
      // A text file holds formulas as they were typed, and so does a results sheet where they had no result.
      const typed = await read(
        'ID;Nombre;Monto\n="00123"&A1;x;1\nop-2;"=""Ac""&""me""";1\nop-3;=A1;=1+1\nop-4;+51 1;-1\n',
      );
      expect(typed.edits.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
        ['cell.formula'],
        ['cell.formula'],
        ['cell.formula', 'cell.formula'],
        [],
      ]);
      // But for a text that an export wrote so, to keep its zeros.
      const kept = await read('ID;Nombre;Monto\n="00123";="Acme";="1500"\n="00124";"=""Sur""";\n');
      expect(kept.edits.map(({ key }) => key)).toEqual(['00123', '00124']);
      expect(kept.values).toEqual([{ name: 'Acme', amount: '1500' }, { name: 'Sur' }]);
      expect(kept.problems).toEqual([]);
      expect(await refused('ID;Nombre\nop-1;="N/A"\n')).toMatchObject({ code: 'cells.placeholder' });
      expect((await read('ID;Nombre\nop-1;="#N/A"\n')).problems).toEqual(['cell.error']);
      const escaped = await read('ID;Nombre;_escape\n\'="00123";\'="Acme";v1\n');
      expect([escaped.edits[0]?.key, escaped.values]).toEqual(['00123', [{ name: 'Acme' }]]);
      // Blanks and what nobody sees before it change nothing.
      const hidden = [' =A1', '\u200b=A1', '\ufeff \u00a0= 1+1', "='Hoja 1'!A1", '=-5', '=[1]Hoja!A1'];
      const before = await read(`ID;Nombre\n${hidden.map((text, i) => `op-${i};${text}`).join('\n')}\n`);
      expect(before.problems).toEqual(hidden.map(() => 'cell.formula'));
      // Nothing computes these: they are text that somebody wrote.
      const signs = ['=== Llamada 3 ===', '= = =', '=> ver nota', '=)', '='];
      for (const content of [
        `ID;Nombre\n${signs.map((text, i) => `op-${i};${text}`).join('\n')}\n`,
        workbookOf(signs.map((text, i) => [s(`A${i + 2}`, `op-${i}`), s(`B${i + 2}`, text)])),
      ]) {
        const { values } = await read(content, {}, typeof content === 'string' ? 'a.csv' : 'a.xlsx');
        expect(values.map(({ name }) => name)).toEqual(signs);
      }
      const again = await xlsx(workbookOf([[s('A2', 'op-1'), s('B2', '=B1&"x"')]]));
      expect(again.problems).toEqual(['cell.formula']);
      // A program that never computes says so, and writes 0 in the place of results.
      const zero = c('C2', '', '<f>SUM(D2:D9)</f><v>0</v>');
      const load = workbook({
        sheets: [
          { name: 'Datos', xml: sheetXml([headerRow, row(2, [s('A2', 'op-1'), zero, s('D2', 'x')])]) },
        ],
        tail: '<calcPr calcId="124519" fullCalcOnLoad="1"/>',
      });
      const { edits } = await xlsx(load);
      expect(edits[0]).toMatchObject({
        values: [{ field: 'stageId', value: 'x' }],
        problems: [{ code: 'cell.uncomputed', text: '=SUM(D2:D9)' }],
      });
    },
  },
  {
    n: 76,
    what: 'Formula that takes its value from another workbook, or that changes with the time',
    wanted: 'W',
    prove: async () => {
      const content = workbookOf([[s('A2', 'op-1'), c('C2', '', '<f>[1]Hoja!A1</f><v>7</v>')]], {
        parts: [['xl/externalLinks/externalLink1.xml', '<externalLink/>']],
      });
      const { values, notices } = await xlsx(content);
      expect(values).toEqual([{ amount: '7' }]);
      expect(notices).toContain('notice.links');
      const today = c('C2', '', '<f>TODAY()-DATE(2026,1,1)</f><v>7</v>');
      const { values: then, source } = await xlsx(workbookOf([[s('A2', 'op-1'), today]]));
      expect(then).toEqual([{ amount: '7' }]);
      expect(source.notices).toEqual([{ code: 'notice.volatile', columns: ['C'] }]);
    },
  },
  {
    n: 77,
    what: 'Rich text',
    wanted: 'OK',
    prove: async () => {
      const cell = c(
        'B2',
        't="inlineStr"',
        '<is><r><t>Pe</t></r><r><rPr><b/></rPr><t xml:space="preserve">ña </t></r><r><t>SA</t></r></is>',
      );
      expect((await xlsx(workbookOf([[s('A2', 'op-1'), cell]]))).values).toEqual([{ name: 'Peña SA' }]);
    },
  },
  {
    n: 78,
    what: 'Hyperlink cell',
    wanted: 'OK',
    prove: async () => {
      const after = '<hyperlinks><hyperlink ref="B2" location="Datos!A1" display="otro texto"/></hyperlinks>';
      const content = workbookOf([[s('A2', 'op-1'), s('B2', 'Peña')]], { after });
      expect((await xlsx(content)).values).toEqual([{ name: 'Peña' }]);
    },
  },
  {
    n: 79,
    what: '_x000D_ escapes',
    wanted: 'OK',
    prove: async () => {
      const content = workbookOf([
        [s('A2', 'op-1'), s('B2', 'uno_x000D_\ndos')],
        [s('A3', 'op-2'), s('B3', '_x005F_x0041_')],
      ]);
      expect((await xlsx(content)).values).toEqual([{ name: 'uno\ndos' }, { name: '_x0041_' }]);
    },
  },
  {
    n: 80,
    what: 'Merged cells in the data',
    wanted: 'R',
    prove: async () => {
      const after = '<mergeCells count="1"><mergeCell ref="C2:C3"/></mergeCells>';
      const content = workbookOf(
        [
          [s('A2', 'op-1'), s('B2', 'x'), n('C2', 5)],
          [s('A3', 'op-2'), s('B3', 'y')],
          // What is under a merged cell is seen by nobody.
          [s('A4', 'op-3'), s('B4', 'z'), n('C4', 99)],
        ],
        { after: after.replace('C2:C3', 'C2:C4') },
      );
      const { edits } = await xlsx(content);
      expect(edits[0]?.problems).toEqual([]);
      for (const edit of edits.slice(1)) {
        expect(edit.problems).toMatchObject([{ code: 'cell.merged', column: 'Monto' }]);
        expect(edit.values.map(({ field }) => field)).toEqual(['name']);
      }
    },
  },
  {
    n: 81,
    what: 'Booleans',
    wanted: 'R',
    prove: async () => {
      // No field is a yes or no, and how one is written differs by language: it never passes for text.
      const cell = c('B2', 't="b"', '<v>1</v>');
      expect((await xlsx(workbookOf([[s('A2', 'op-1'), cell]]))).problems).toEqual(['text.notText']);
    },
  },
  {
    n: 82,
    what: 'Only a comment in a mapped cell',
    wanted: 'W',
    prove: async () => {
      const { source } = await readFile(`${CORPUS}raw-comments.xlsx`);
      expect(source.notices).toContainEqual({ code: 'notice.commentsOnly', cells: ['F7'] });
    },
  },
  {
    n: 83,
    what: 'Stage that differs in accent, case or space',
    wanted: 'W',
    prove: async () => {
      const book = new StageBook([
        { id: 's1', name: 'Negociación' },
        { id: 's2', name: 'Cierre' },
        { id: 's3', name: 'CIERRE ' },
      ]);
      expect(book.match(' negociacion')).toEqual({ kind: 'stage', id: 's1' });
      expect(book.match('cierre')).toEqual({ kind: 'ambiguous', ids: ['s2', 's3'] });
      // The plan shows the stage by its own name, and nothing that is only similar passes for it.
      const { edits } = await read('ID;Etapa\nop-1;\u00a0NEGOCIACION \nop-2;Negociacio\nop-3;s3\n');
      const records = ['op-1', 'op-2', 'op-3'].map((id) => record({ id, stageId: 's1' }));
      const rows = await planOf(new FakeCrm(records), edits);
      expect(rows).toMatchObject([
        { verdict: 'update', changes: [{ field: 'stageId', before: 's1', after: 's3' }] },
        { verdict: 'invalid', problems: [{ code: 'stage.unknown', suggestions: ['Negociación'] }] },
        { verdict: 'update', changes: [{ after: 's3' }] },
      ]);
    },
  },
  {
    n: 84,
    what: 'Hidden rows',
    wanted: 'A',
    prove: async () => {
      const content = workbookOf(
        [
          [s('A2', 'op-1'), n('C2', 1)],
          [s('A3', 'op-2'), n('C3', 2)],
        ],
        { attributes: ['', 'hidden="1"'] },
      );
      expect(await refused(content, {}, 'a.xlsx')).toMatchObject({
        code: 'xlsx.hiddenRows',
        hidden: 1,
        rows: 3,
        filtered: false,
      });
      expect((await xlsx(content, { hidden: 'include' })).edits).toHaveLength(2);
      const skipped = await xlsx(content, { hidden: 'skip' });
      expect(skipped.edits.map(({ key }) => key)).toEqual(['op-1']);
      expect(skipped.notices).toContain('notice.hiddenRows');
      // A row of no height shows nothing either.
      const flat = workbookOf([[s('A2', 'op-1'), n('C2', 1)]], { attributes: ['ht="0" customHeight="1"'] });
      expect(await refused(flat, {}, 'a.xlsx')).toMatchObject({ code: 'xlsx.hiddenRows', hidden: 1 });
    },
  },
  {
    n: 85,
    what: 'Active filter',
    wanted: 'A',
    prove: async () => {
      const rows = Array.from({ length: 4 }, (_, i) => [s(`A${i + 2}`, `op-${i}`), n(`C${i + 2}`, i)]);
      const content = workbookOf(rows, {
        attributes: ['', 'hidden="1"', 'hidden="1"', 'hidden="1"'],
        after: '<autoFilter ref="A1:D5"/>',
      });
      expect(await refused(content, {}, 'a.xlsx')).toMatchObject({ hidden: 3, rows: 5, filtered: true });
    },
  },
  {
    n: 86,
    what: 'Hidden columns mapped',
    wanted: 'W',
    prove: async () => {
      const noticed = async (column: string) => {
        const before = `<cols><col min="3" max="3" ${column}/></cols>`;
        const content = workbookOf([[s('A2', 'op-1'), n('C2', 1)]], { before });
        return (await xlsx(content)).source.notices;
      };
      const hidden = [{ code: 'notice.hiddenColumns', columns: ['C'] }];
      expect(await noticed('width="9" hidden="1"')).toEqual(hidden);
      expect(await noticed('width="0" customWidth="1"')).toEqual(hidden);
      expect(await noticed('width="1" customWidth="1"')).toEqual([]);
    },
  },
  {
    n: 87,
    what: 'Several tabs',
    wanted: 'A',
    prove: async () => {
      const xml = (id: string) => sheetXml([headerRow, row(2, [s('A2', id), n('C2', 1)])]);
      const sheets = [
        { name: 'Enero', xml: xml('op-1') },
        { name: 'Febrero', xml: xml('op-2') },
      ];
      const content = workbook({ sheets });
      expect(await refused(content, {}, 'a.xlsx')).toMatchObject({
        code: 'xlsx.severalSheets',
        sheets: ['Enero', 'Febrero'],
      });
      expect((await xlsx(content, { sheet: 'Febrero' })).edits[0]?.key).toBe('op-2');
    },
  },
  {
    n: 88,
    what: 'Hidden and veryHidden tabs',
    wanted: 'OK',
    prove: async () => {
      const xml = (id: string) => sheetXml([headerRow, row(2, [s('A2', id), n('C2', 1)])]);
      const content = workbook({
        sheets: [
          { name: 'Oculta', xml: xml('x'), state: 'hidden' },
          { name: 'Muy oculta', xml: xml('y'), state: 'veryHidden' },
          { name: 'Datos', xml: xml('op-1') },
        ],
      });
      const { edits, source } = await xlsx(content);
      expect(edits[0]?.key).toBe('op-1');
      expect(source.notices).toContainEqual({
        code: 'notice.hiddenSheets',
        sheets: ['Oculta', 'Muy oculta'],
      });
    },
  },
  {
    n: 89,
    what: 'Totals row at the bottom',
    wanted: 'W',
    prove: async () => {
      const { edits, notices } = await read('ID;Nombre;Monto\nop-1;x;1\n;TOTAL GENERAL;1\nSuma;;1\n');
      expect(edits.map(({ skip }) => skip)).toEqual([null, 'total', 'total']);
      expect(notices).toContain('notice.totals');
    },
  },
  {
    n: 90,
    what: 'Notes under the table',
    wanted: 'R',
    prove: async () => {
      const { edits, notices } = await read(
        'ID;Nombre;Monto\nop-1;x;1\n\n\n\n;Fuente: CRM;\n;Revisado por Ana;\n',
      );
      expect(edits.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
        [],
        ['id.empty'],
        ['id.empty'],
      ]);
      expect(notices).toContain('notice.blankRows');
    },
  },
  {
    n: 91,
    what: 'Grouped and subtotal rows',
    wanted: 'R',
    prove: async () => {
      const { edits } = await read('ID;Nombre;Monto\n;Región Norte;\nop-1;x;1\n;Subtotal;1\n');
      expect(edits.map(({ problems, skip }) => problems[0]?.code ?? skip)).toEqual([
        'id.empty',
        null,
        'total',
      ]);
    },
  },
  {
    n: 92,
    what: 'A table beside another table',
    wanted: 'A',
    prove: async () => {
      const content = 'ID;Nombre;;Etapa;Total\nop-1;x;;Propuesta;5\nop-2;y;;Cierre;6\n';
      expect(await refused(content)).toMatchObject({
        code: 'header.blocks',
        column: 'C',
        columns: ['Etapa'],
      });
      expect((await read(content, { map: ['Etapa=-'] })).values).toEqual([{ name: 'x' }, { name: 'y' }]);
      expect((await read(content, { headerRow: 1 })).values[0]).toEqual({ name: 'x', stageId: 'Propuesta' });
    },
  },
  {
    n: 93,
    what: 'Pivot table',
    wanted: 'A',
    prove: async () => {
      const path = `${CORPUS}raw-pivot-visible.xlsx`;
      await expect(readFile(path)).rejects.toMatchObject({ fact: { code: 'xlsx.pivot' } });
    },
  },
  {
    n: 94,
    what: 'Empty cell',
    wanted: 'OK',
    prove: async () => {
      const { edits } = await read('ID;Nombre;Monto\nop-1;;1\nop-2;x;\n');
      expect(edits.map(({ values }) => values)).toEqual([
        [{ field: 'amount', value: '1' }],
        [{ field: 'name', value: 'x' }],
      ]);
    },
  },
  {
    n: 95,
    what: 'Clearing',
    wanted: 'OK',
    prove: async () => {
      const { edits, values } = await read(
        'ID;Descripción;Monto\nop-1;<bor\u200brar>;1\nop-2;< CLEAR > ;1\nop-3;x;<clear>\n',
      );
      const cleared = { description: null, amount: '1' };
      expect(values).toEqual([cleared, cleared, { description: 'x' }]);
      expect(edits[2]?.problems).toMatchObject([{ code: 'clear.notAllowed' }]);
    },
  },
  {
    n: 96,
    what: '-, N/A, null, s/d and . as empty',
    wanted: 'A',
    prove: async () => {
      const content = 'ID;Descripción;Monto\nop-1;N/A;1\nop-2;-;2\nop-3;s/d;-\n';
      expect(await refused(content)).toMatchObject({
        code: 'cells.placeholder',
        column: 'Descripción',
        text: 'N/A',
        cells: 3,
        clearable: true,
      });
      const leave = { column: 'Monto', meaning: 'leave' } as const;
      const as = (meaning: 'leave' | 'clear' | 'text') =>
        read(content, { placeholders: [leave, { column: null, meaning }] });
      expect((await as('leave')).values).toEqual([{ amount: '1' }, { amount: '2' }, {}]);
      const cleared = { description: null };
      expect((await as('clear')).values).toEqual([
        { ...cleared, amount: '1' },
        { ...cleared, amount: '2' },
        cleared,
      ]);
      expect((await as('text')).values[0]).toEqual({ description: 'N/A', amount: '1' });
      expect((await as('leave')).problems).toEqual([]);
    },
  },
  {
    n: 97,
    what: 'Space-only cell',
    wanted: 'W',
    prove: async () => {
      const { values, notices } = await read('ID;Nombre;Monto\nop-1;  \u00a0;1\n');
      expect(values).toEqual([{ amount: '1' }]);
      expect(notices).toContain('notice.spaces');
    },
  },
  {
    n: 98,
    what: 'Text longer than a cell holds',
    wanted: 'R',
    prove: async () => {
      const { problems, values } = await read(
        `ID;Descripción\nop-1;${'x'.repeat(32_768)}\nop-2;${'y'.repeat(32_767)}\n`,
      );
      expect(problems).toEqual(['text.tooLong']);
      expect(values[1]?.description).toHaveLength(32_767);
    },
  },
];
