import Excel from 'exceljs';
import { expect } from 'vitest';
import { loadMessages, type RefusalFact } from '../../src/messages/index.js';
import { RiskJudge } from '../../src/plan/risks.js';
import { PlanTally } from '../../src/plan/summary.js';
import { record } from '../opportunity/record.js';
import { n, s } from '../sheet/corpus/workbook.mjs';
import { amounts, amountsOf, type BadInput, read, refused } from './reading.js';
import { workbookOf } from './workbookOf.js';

/** What Excel writes for “Currency” and “Accounting”, in the languages of its users. */
const MONEY_FORMATS = [
  '"$"#,##0.00_);\\("$"#,##0.00\\)',
  '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
  '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
  '_-"S/"* #,##0.00_-;\\-"S/"* #,##0.00_-;_-"S/"* "-"??_-;_-@_-',
  '_-"R$"\\ * #,##0.00_-;\\-"R$"\\ * #,##0.00_-;_-"R$"\\ * "-"??_-;_-@_-',
  '#,##0.00\\ "€";[Red]\\-#,##0.00\\ "€"',
  '_-[$$-80A]* #,##0.00_-;\\-[$$-80A]* #,##0.00_-;_-[$$-80A]* "-"??_-;_-@_-',
];

/** Cases 48 to 62: amounts. */
export const AMOUNT_CASES: readonly BadInput[] = [
  {
    n: 48,
    what: '1.234,56 against 1,234.56',
    wanted: 'W',
    prove: async () => {
      expect(await amountsOf(['1.234,56', '1.234', '7'])).toEqual(['1234.56', '1234', '7']);
      expect(await amountsOf(['1,234.56', '1,234', '7'])).toEqual(['1234.56', '1234', '7']);
      expect(await refused(amounts('1.234,56', '1,234.56'))).toMatchObject({
        code: 'amount.mixed',
        comma: { row: 2 },
        dot: { row: 3 },
      });
      // One odd cell does not turn the thousands of all others into decimals: nothing else has three of them.
      for (const [odd, alone, decimal] of [
        ['1.5', '1.234', 'dot'],
        ['1,234.50', '2.500', 'dot'],
        ['1,5', '1,234', 'comma'],
      ] as const) {
        expect(await refused(amounts(...Array(5).fill(alone), odd))).toMatchObject({
          code: 'amount.ambiguous',
          row: 2,
          text: alone,
          against: { row: 7, text: odd },
        });
        const read = await amountsOf([alone, odd], { decimal });
        expect(read[0]).toBe(String(Number(alone.replace(',', '.'))));
      }
      expect(await amountsOf(['1.234', '1.5', '0.125'])).toEqual(['1.234', '1.5', '0.125']);
      // Nobody has three decimals that end in 0, but people leave out a separator: 1500.000 may be a million and a half.
      for (const cells of [['1500.000'], ['1500.000', '2.000'], ['7', '1500.000', '2300.500']]) {
        const at = cells.indexOf('1500.000') + 2;
        const fact = await refused(amounts(...cells));
        expect(fact).toMatchObject({
          code: 'amount.ambiguous',
          row: at,
          readings: ['1500000', '1500'],
          against: null,
        });
        expect((await amountsOf(cells, { decimal: 'comma' })).at(at - 2)).toBe('1500000');
        expect((await amountsOf(cells, { decimal: 'dot' })).at(at - 2)).toBe('1500');
      }
      expect(await refused(amounts('1500,000', '12,50'))).toMatchObject({ against: { row: 3 } });
      expect(await refused(amounts('1500.000', '12,50'))).toMatchObject({ code: 'amount.mixed' });
      expect(await amountsOf(['1500.000', '12.125', '0.125'])).toEqual(['1500', '12.125', '0.125']);
    },
  },
  {
    n: 49,
    what: '1.234 or 1,234 alone',
    wanted: 'A',
    prove: async () => {
      expect(await refused(amounts('1.234', '5'))).toMatchObject({
        code: 'amount.ambiguous',
        readings: ['1234', '1.234'],
      });
      expect(await amountsOf(['1,234'], { decimal: 'dot' })).toEqual(['1234']);
      expect(await amountsOf(['1,234'], { decimal: 'comma' })).toEqual(['1.234']);
    },
  },
  {
    n: 50,
    what: '1.200.000',
    wanted: 'OK',
    prove: async () => expect(await amountsOf(['1.200.000', '3.500'])).toEqual(['1200000', '3500']),
  },
  {
    n: 51,
    what: '1,23,456.00 and 1.23.456',
    wanted: 'R',
    prove: async () => {
      expect(await amountsOf(['1,23,456.00', '1.23.456', '1'])).toEqual([null, null, '1']);
      // The example holds in whichever way the column writes its decimals.
      const { edits } = await read(amounts('1.23.456'));
      const [wrong] = edits[0]?.problems ?? [];
      if (wrong === undefined) throw new Error('no problem');
      for (const language of ['en', 'es'] as const) {
        const messages = await loadMessages(language, language);
        expect(messages.problem(wrong)).toMatch(/ 1234, /);
      }
    },
  },
  {
    n: 52,
    what: "1'234.56 and 1 234,56 with NBSP",
    wanted: 'OK',
    prove: async () => {
      expect(await amountsOf(["1'234.56", '1’234.56'])).toEqual(['1234.56', '1234.56']);
      expect(await amountsOf(['1\u00a0234,56', '1\u202f234,56', '1 234,56'])).toEqual(
        Array(3).fill('1234.56'),
      );
    },
  },
  {
    n: 53,
    what: 'Currency signs and codes',
    wanted: 'OK',
    prove: async () => {
      expect(await amountsOf(['S/ 1,200.50', 'S/. 80.00', 'S/10'])).toEqual(['1200.5', '80', '10']);
      expect(await amountsOf(['R$ 5,00', 'R$1.200,50'])).toEqual(['5', '1200.5']);
      expect(await amountsOf(['Bs 5,5', 'Bs. 7'])).toEqual(['5.5', '7']);
      // The dot of a currency says nothing of how decimals are written.
      expect(await amountsOf(['S/. 1,234', 'S/. 500.50'])).toEqual(['1234', '500.5']);
      expect(await amountsOf(['Bs. 1.234', 'Bs. 500,50'])).toEqual(['1234', '500.5']);
      expect(await refused(amounts('S/. 1,234', 'S/. 500,50'))).toMatchObject({
        code: 'amount.ambiguous',
        text: 'S/. 1,234',
        against: { row: 3 },
      });
      expect(await amountsOf(['COP 1.200.000'])).toEqual(['1200000']);
      expect(await amountsOf(['₡1 200,50'])).toEqual(['1200.5']);
      // The amount of the CRM has no currency to agree with, so a column must at least agree with itself.
      expect(await refused(amounts('S/ 100', 'US$ 50'))).toMatchObject({
        code: 'amount.currencies',
        one: { row: 2 },
        other: { row: 3 },
      });
      // A workbook shows the currency by the format of the number.
      const cells = (...styles: number[]) =>
        workbookOf(
          styles.map((style, i) => [s(`A${i + 2}`, `op-${i}`), n(`C${i + 2}`, 500, style)]),
          {
            formats: [
              0,
              '"S/" #,##0.00',
              '[$USD] #,##0.00',
              '_-* #,##0.00\\ [$S/-280A]_-',
              '[$-280A]#,##0.00',
            ],
          },
        );
      expect(await refused(cells(1, 0, 2), {}, 'a.xlsx')).toMatchObject({
        code: 'amount.currencies',
        one: { row: 2 },
        other: { row: 4 },
      });
      expect((await read(cells(1, 0, 3), {}, 'a.xlsx')).values).toEqual(Array(3).fill({ amount: '500' }));
      // A language in a format is no currency.
      expect((await read(cells(1, 4), {}, 'a.xlsx')).values).toEqual(Array(2).fill({ amount: '500' }));
    },
  },
  {
    n: 54,
    what: '$ with several peso currencies',
    wanted: 'OK',
    prove: async () => {
      const { values } = await read(amounts('$ 1.200.000', '$500,50'));
      expect(values).toEqual([
        { name: 'x', amount: '1200000' },
        { name: 'x', amount: '500.5' },
      ]);
      // `$` is any peso, and a currency has more than one name.
      for (const same of [
        ['$ 500', '$ 1,200.00 MXN', 'MXN$ 7', 'MX$ 5', '$9.50 M.N.'],
        ['COP $ 500', '$500', '500 COP', '500 pesos'],
        ['US$ 5', 'USD 5', 'U$S 5', 'USD$ 5', '5 USD'],
        ['S/ 5', 'S/.5', 'PEN 5', '5 soles', 'PEN S/ 5'],
        ['GTQ 5', 'Q 5', 'GTQ Q5'],
        ['PESOS 5', '$ 5', '5 ARS'],
        ['Bs 5', 'BOB 5', 'Bs. 5'],
      ]) {
        expect((await amountsOf(same)).every((amount) => amount !== null)).toBe(true);
      }
      // Where `$` is pesos, US$ beside it is another currency, and two kinds of pesos are two whatever `$` is.
      for (const [at, ...other] of [
        [3, '$ 500', 'US$ 50'],
        [3, 'US$ 50', '$ 500'],
        [3, '$ 500', '$ 50 USD'],
        [4, '$ 500', '$ 5 MXN', '$ 5 COP'],
        [3, 'S/ 5', 'US$ 5'],
        [3, 'S/ 5', '$ 5'],
      ] as const) {
        expect(await refused(amounts(...other))).toMatchObject({
          code: 'amount.currencies',
          other: { row: at },
        });
      }
      // The header can name one, too.
      for (const [header, cell] of [
        ['Monto US$', 'S/ 500'],
        ['Monto (S/)', '$ 500'],
        ['Valor em reais', 'US$ 500'],
        ['Importe en euros', '$500'],
      ]) {
        const fact = await refused(`ID;${header}\nop-1;7\nop-2;${cell}\n`);
        const { refusal } = await loadMessages('es', 'es');
        expect(refusal({ ...fact, file: 'a.csv' } as RefusalFact).cure).toContain('corrija el encabezado');
        expect(fact).toMatchObject({
          ...{ code: 'amount.currencies', one: { row: 1, text: header }, other: { row: 3, text: cell } },
        });
      }
      for (const [header, cell] of [
        ['Monto US$', '$ 500'],
        ['Monto en dólares', 'USD 500'],
        ['Monto ($)', 'MXN 500'],
        ['Monto en pesos', 'COP 500'],
        ['Monto (moneda local)', 'S/ 500'],
        ['Monto\\nestimado (S/.)', 'S/ 500'],
      ]) {
        const content = `ID;"${header?.replace('\\n', '\n')}"\nop-2;${cell}\n`;
        expect((await read(content)).values).toEqual([{ amount: '500' }]);
      }
      // 5 mn may be five million.
      expect(await amountsOf(['5 mn', '5 MN'])).toEqual([null, null]);
    },
  },
  {
    n: 55,
    what: 'USD 5k, 1.5M, 2 millones, mil',
    wanted: 'R',
    prove: async () => {
      const { edits } = await read(amounts('USD 5k', '1.5M', '2 millones', 'mil'));
      expect(edits.flatMap(({ problems }) => problems)).toMatchObject(
        ['5000', '1500000', '2000000', '1000'].map((suggestion) => ({
          code: 'amount.multiplied',
          suggestion,
        })),
      );
    },
  },
  {
    n: 56,
    what: '(1.234), 1234-, –5',
    wanted: 'W',
    prove: async () => {
      const { values, understanding } = await read(amounts('(1.234,00)', '1234-', '–5', '−6', '-7,5'));
      expect(values.map(({ amount }) => amount)).toEqual(['-1234', '-1234', '-5', '-6', '-7.5']);
      expect(understanding.notices).toContainEqual(
        expect.objectContaining({ code: 'notice.negative', cells: 5 }),
      );
    },
  },
  {
    n: 57,
    what: '45%, 0,45 and 45 in probability',
    because: 'the CRM has no probability that can be set (API facts, section 4)',
  },
  {
    n: 58,
    what: 'Float noise',
    wanted: 'OK',
    prove: async () => {
      expect(await amountsOf(['1234.5600000000002', '0.30000000000000004'])).toEqual(['1234.56', '0.3']);
      const content = workbookOf([[s('A2', 'op-1'), n('C2', '1234.5600000000002')]]);
      expect((await read(content, {}, 'a.xlsx')).values).toEqual([{ amount: '1234.56' }]);
    },
  },
  {
    n: 59,
    what: 'Too many decimals',
    wanted: 'R',
    prove: async () => {
      expect((await read(amounts('1234.56789', '1.5'))).problems).toEqual(['amount.decimals']);
      expect(await amountsOf(['1234.56789', '1.005001'], { round: true })).toEqual(['1234.57', '1.01']);
      const content = workbookOf([[s('A2', 'op-1'), n('C2', 1234.5678, 1)]], { formats: [0, '#,##0.00'] });
      expect((await read(content, {}, 'a.xlsx')).problems).toEqual(['amount.shownOtherwise']);
      expect((await read(content, { round: true }, 'a.xlsx')).values).toEqual([{ amount: '1234.57' }]);
      // A format that hides the minus, or the thousands, is no rounding, and --round takes nothing from it.
      const hidden = workbookOf(
        [
          [s('A2', 'op-1'), n('C2', -1200, 1)],
          [s('A3', 'op-2'), n('C3', 1234567, 2)],
        ],
        {
          formats: [0, '#,##0.00;[Red]#,##0.00', '#,##0,'],
        },
      );
      const { edits } = await read(hidden, { round: true }, 'a.xlsx');
      expect(edits.flatMap(({ problems }) => problems)).toMatchObject([
        { code: 'amount.shownOtherwise', stored: '-1200', rounds: false },
        { code: 'amount.shownOtherwise', stored: '1234567', rounds: false },
      ]);
      // Nor is a number what it shows when the format itself writes more of its digits.
      for (const format of ['#,##0".000"', '"$"#,##0".000";-0', '#,##0\\.\\5', '*5#,##0']) {
        const written = workbookOf([[s('A2', 'op-1'), n('C2', 5, 1)]], { formats: [0, format] });
        expect((await read(written, {}, 'a.xlsx')).problems).toEqual(['amount.shownOtherwise']);
      }
      // The formats of Excel's own buttons have quotes on both sides of the digits, and one part for each sign.
      for (const format of MONEY_FORMATS) {
        const cells = [1234.5, -1234.5, 0].map((number, i) => [
          s(`A${i + 2}`, 'op'),
          n(`C${i + 2}`, number, 1),
        ]);
        const { values } = await read(workbookOf(cells, { formats: [0, format] }), {}, 'a.xlsx');
        expect(values).toEqual([{ amount: '1234.5' }, { amount: '-1234.5' }, { amount: '0' }]);
      }
      const book = new Excel.Workbook();
      const tab = book.addWorksheet('Datos');
      tab.addRow(['ID', 'Monto']);
      for (const numFmt of MONEY_FORMATS.filter((format) => format.includes('"S/"'))) {
        for (const amount of [950, -1200.75]) tab.addRow(['op', amount]).getCell(2).numFmt = numFmt;
      }
      const saved = new Uint8Array(await book.xlsx.writeBuffer());
      expect((await read(saved, {}, 'a.xlsx')).values).toEqual([{ amount: '950' }, { amount: '-1200.75' }]);
    },
  },
  {
    n: 60,
    what: '1e3, 0x10, Infinity, １２, ٣',
    wanted: 'R',
    prove: async () => {
      expect(await amountsOf(['1e3', '0x10', 'Infinity', '１２', '٣', '1_000', '0b1'])).toEqual(
        Array(7).fill(null),
      );
    },
  },
  {
    n: 61,
    what: 'Number stored as text',
    wanted: 'OK',
    prove: async () => {
      const content = workbookOf([[s('A2', 'op-1'), s('C2', '1.234,50')]]);
      expect((await read(content, {}, 'a.xlsx')).values).toEqual([{ amount: '1234.5' }]);
    },
  },
  {
    n: 62,
    what: 'Negative amount, or a change of more than ten times',
    wanted: 'W',
    prove: async () => {
      const tally = new PlanTally();
      const judge = new RiskJudge([], new Date(0));
      const change = (rowNumber: number, before: string, after: string) => {
        const live = record({ amount: before });
        const changes = [{ field: 'amount', before, after } as const];
        tally.add({
          verdict: 'update',
          rowNumber,
          rowNumbers: [rowNumber],
          id: `op-${rowNumber}`,
          changes,
          risks: judge.risksOf(live, changes),
          body: {},
          beforeImage: live,
        });
      };
      change(2, '100', '1001');
      change(3, '100', '-1');
      change(4, '100', '1000');
      change(5, '1000', '99');
      expect(tally.summary().risks).toEqual([
        { kind: 'amount.tenfold', severity: 'high', records: 2, rows: [2, 5] },
        { kind: 'amount.notPositive', severity: 'high', records: 1, rows: [3] },
      ]);
    },
  },
];
