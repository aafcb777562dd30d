import { expect } from 'vitest';
import { n, row, s, sheetXml, workbook } from '../sheet/corpus/workbook.mjs';
import { type BadInput, read, refused } from './reading.js';

/** Cases 28 to 37: which row is the header, and what its columns are. */
export const HEADER_CASES: readonly BadInput[] = [
  {
    n: 28,
    what: 'Title rows above the header',
    wanted: 'A',
    prove: async () => {
      const content = 'Reporte 2026;;\n\nVentas;;\nID;Nombre;Monto\nop-1;x;1\n';
      expect(await refused(content)).toMatchObject({
        ...{ code: 'header.none', row: 1, betterRow: 4, betterText: 'ID | Nombre | Monto' },
      });
      expect((await read(content, { headerRow: 4 })).values).toEqual([{ name: 'x', amount: '1' }]);
      // A title that happens to be a known header does not make it one.
      expect(await refused('Oportunidades;Nombre;\nID;Nombre;Monto\nop-1;x;1\n')).toMatchObject({
        code: 'header.notFirst',
        row: 1,
        betterRow: 2,
      });
    },
  },
  {
    n: 29,
    what: 'No header at all',
    wanted: 'X',
    prove: async () => {
      const content = 'op-1;x;1\nop-2;y;2\n';
      expect(await refused(content)).toMatchObject({ code: 'header.none', betterRow: null });
      const { values, edits } = await read(content, { headerRow: 0, map: ['A=id', 'C=amount'] });
      expect(edits.map(({ key }) => key)).toEqual(['op-1', 'op-2']);
      expect(values).toEqual([{ amount: '1' }, { amount: '2' }]);
    },
  },
  {
    n: 30,
    what: 'Duplicate headers',
    wanted: 'X',
    prove: async () => {
      expect(await refused('ID;Monto;Monto\nop-1;1;2\n')).toMatchObject({ code: 'header.duplicate' });
      expect((await read('ID;Monto;Nota;Nota\nop-1;1;a;b\n')).values).toEqual([{ amount: '1' }]);
    },
  },
  {
    n: 31,
    what: 'Headers that differ only in case, space or accent',
    wanted: 'A',
    prove: async () => {
      const content = 'ID;customFields.Región;customFields.region \nop-1;Lima;Cusco\n';
      expect(await refused(content)).toMatchObject({ code: 'header.duplicate' });
      const { values } = await read(content, { map: ['customFields.region=-'] });
      expect(values).toEqual([{ 'customFields.Región': 'Lima' }]);
      expect(await refused('ID;Monto;Mon\u200bto\nop-1;1;2\n')).toMatchObject({ code: 'header.duplicate' });
    },
  },
  {
    n: 32,
    what: 'Empty header over data',
    wanted: 'W',
    prove: async () => {
      const { understanding, values } = await read('ID;;Monto\nop-1;x;1\n', { headerRow: 1 });
      expect(understanding.notices).toContainEqual({ code: 'notice.emptyHeaders', columns: ['B'] });
      expect(values).toEqual([{ amount: '1' }]);
      // Decimals that a separating comma has cut off look like a column without a name.
      const cut = 'ID,Monto,\nop-1,1234,50\nop-2,99,9\nop-3,7,\n';
      expect(await refused(cut)).toMatchObject({
        code: 'amount.cut',
        column: 'Monto',
        beside: 'C',
        row: 2,
        text: '1234,50',
      });
      expect((await read(cut, { map: ['C=-'] })).values.map(({ amount }) => amount)).toEqual([
        '1234',
        '99',
        '7',
      ]);
      expect((await read(cut.replaceAll(',', ';'))).values[1]).toEqual({ amount: '99' });
      // One that is cut is enough, however the others are written, and thousands are cut off as decimals are.
      for (const [row, text] of [
        ['op-1,1.234.567,50', '1.234.567,50'],
        ['op-1,S/ 1234,50', 'S/ 1234,50'],
        ['op-1,1234,50 €', '1234,50 €'],
        ['op-1,-1.234,5', '-1.234,5'],
        ['op-1,1,234', '1,234'],
        ['op-1,"$1",234.50', '$1,234.50'],
      ]) {
        const content = `ID,Monto,\nop-0,7,ojo\nop-0,x,12\n${row}\nop-2,8,2026\n`;
        expect(await refused(content)).toMatchObject({ code: 'amount.cut', row: 4, text });
      }
      const further = 'ID,Monto,Nombre,\nop-1,7,Sur,\nop-2,1234,50,Norte\n';
      expect(await refused(further)).toMatchObject({ code: 'amount.cut', beside: 'D', row: 3 });
      // Where the row ended with an empty cell, that one is beyond the header.
      const beyond = 'ID,Monto,Nombre\nop-1,7,Sur\nop-2,1234,50,\n';
      expect(await refused(beyond)).toMatchObject({
        code: 'amount.cut',
        beside: null,
        row: 3,
        text: '1234,50',
      });
      expect((await read(beyond.replace('50', 'Norte'))).values[1]).toEqual({
        amount: '1234',
        name: 'Norte',
      });
      // Words, years and numbers that are no part of an amount are only a column without a name.
      const notes = 'ID,Monto,\nop-1,7,ojo\nop-2,8,2026\nop-3,"1.234,50",12\nop-4,,99\n';
      expect((await read(notes)).notices).toContain('notice.emptyHeaders');
      expect((await read(further.replace('50', 'Lima'))).values[1]).toEqual({ amount: '1234', name: 'Lima' });
    },
  },
  {
    n: 33,
    what: 'Two-row (merged) header',
    wanted: 'A',
    prove: async () => {
      const rows = [
        row(1, [s('A1', 'ID'), s('B1', 'Monto')]),
        row(2, [s('A2', 'código'), s('B2', 'antes'), s('C2', 'después')]),
        row(3, [s('A3', 'op-1'), n('B3', 1), n('C3', 2)]),
      ];
      const after = '<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>';
      const content = workbook({ sheets: [{ name: 'Datos', xml: sheetXml(rows, { after }) }] });
      expect(await refused(content, {}, 'a.xlsx')).toMatchObject({ code: 'header.merged', row: 1 });
      expect(await refused('Datos;;Ventas\nID;Nombre;Monto\nop-1;x;1\n')).toMatchObject({ betterRow: 2 });
      // The same header once more is only a row that means nothing, in whatever words it says so.
      for (const again of ['ID;Nombre;Monto', 'id;NOMBRE;monto', 'Id;Name;Amount', 'ID;Nombre;Monto ']) {
        const { problems, values } = await read(`ID;Nombre;Monto\nop-1;x;1\n${again}\nop-2;y;2\n`);
        expect(problems).toEqual(['row.header']);
        expect(values[2]).toEqual({ name: 'y', amount: '2' });
      }
      // Another one would put the rows below it under the wrong headers.
      const glued = 'ID;Monto;customFields.Meta\nop-1;5;10\n\nID;customFields.Meta;Monto\nop-2;6;7\n';
      expect(await refused(glued)).toMatchObject({
        code: 'header.second',
        row: 4,
        text: 'ID | customFields.Meta | Monto',
      });
      // So it is where none but the key's word is known, in whatever words it says so.
      for (const [header, key] of [
        ['ID;Monto', 'ID;Cantidad'],
        ['ID;Monto', 'Código;Cantidad'],
        ['ID;Monto', 'id;'],
        ['Clave 2026;Monto', 'Clave 2026;Cantidad'],
        ['ID;Monto S/', 'ID;Monto US$'],
        ['ID;Monto', 'ID;Monto (€)'],
      ]) {
        const content = `${header}\nop-1;5\n${key}\nop-2;6\n`;
        const options = header?.startsWith('Clave') ? { map: ['Clave 2026=id'] } : {};
        expect(await refused(content, options)).toMatchObject({ code: 'header.second', row: 3 });
        const same = await read(`${header}\nop-1;5\n${header}\nop-2;6\n`, options);
        expect(same.problems).toEqual(['row.header']);
      }
      // A line that only says something is no header.
      for (const line of ['Nombre;', 'Detalle: ver anexo;']) {
        expect((await read(`ID;Monto\nop-1;5\n${line}\nop-2;6\n`)).values[2]).toEqual({ amount: '6' });
      }
      const above = await read(glued, { selected: [{ from: 1, to: 3 }] });
      expect(above.values[0]).toEqual({ amount: '5', 'customFields.Meta': '10' });
      expect(await refused(glued, { selected: [{ from: 5, to: 5 }] })).toMatchObject({
        code: 'header.second',
      });
    },
  },
  {
    n: 34,
    what: '__proto__ and constructor as headers',
    wanted: 'X',
    prove: async () => {
      expect(await refused('ID;__proto__;Monto\nop-1;x;1\n')).toMatchObject({ code: 'header.dangerous' });
      expect(await refused('ID;constructor;Monto\nop-1;x;1\n')).toMatchObject({ code: 'header.dangerous' });
    },
  },
  {
    n: 35,
    what: 'Header is a formula or a number',
    wanted: 'W',
    prove: async () => {
      const rows = [
        row(1, [s('A1', 'ID'), n('B1', 2026), '<c r="C1" t="str"><f>"Mon"&amp;"to"</f><v>Monto</v></c>']),
        row(2, [s('A2', 'op-1'), s('B2', 'x'), n('C2', 7)]),
      ];
      const content = workbook({ sheets: [{ name: 'Datos', xml: sheetXml(rows) }] });
      const { values, understanding } = await read(content, { map: ['2026=name'] }, 'a.xlsx');
      expect(values).toEqual([{ name: 'x', amount: '7' }]);
      expect(understanding.notices).toContainEqual({ code: 'notice.headerNotText', columns: ['2026'] });
    },
  },
  {
    n: 36,
    what: 'Unknown columns',
    wanted: 'W',
    prove: async () => {
      const { understanding } = await read('ID;Monto;Monto final estimado;Vendedor\nop-1;1;2;x\n');
      expect(understanding.mapping.columns.map(({ use }) => use)).toEqual([
        { kind: 'key' },
        { kind: 'field', field: 'amount' },
        { kind: 'ignored', reason: 'unknown' },
        { kind: 'ignored', reason: 'unknown' },
      ]);
      // An amount says its currency in the header; what else may be said there makes it another column.
      for (const header of [
        ...['Monto S/', 'Monto (S/.)', 'MONTO US$', 'Monto USD', 'Monto_usd', 'Monto [PEN]', 'Monto - USD'],
        ...['Valor R$', 'Valor total (R$)', 'Valor em reais', 'Importe €', 'Importe (€)', 'Importe en euros'],
        ...['Monto en soles', 'Monto en dólares', 'Monto en S/', 'Monto (en US$)', 'Monto estimado (USD)'],
        ...[
          'Monto $ (M.N.)',
          'Amount in USD',
          'Deal value (USD)',
          'S/ Monto',
          'US$ Amount',
          'Monto en pesos mexicanos',
        ],
      ]) {
        expect((await read(`ID;${header}\nop-1;5\n`)).values).toEqual([{ amount: '5' }]);
      }
      for (const header of [
        ...[
          'Monto real',
          'Valor real',
          'Valor dólar',
          'Valor peso',
          'Monto MN',
          'Monto Q3',
          'Monto S/ sin IGV',
        ],
        ...['Tipo de cambio USD', 'Monto final (S/)', 'S/', 'Comisión S/', 'Nombre USD'],
      ]) {
        const { understanding } = await read(`ID;Nombre;${header}\nop-1;x;5\n`);
        expect(understanding.mapping.columns[2]?.use).toMatchObject({ kind: 'ignored' });
      }
      for (const headers of ['Monto US$;Monto S/', 'Monto;Monto (USD)', 'Valor (R$);Valor']) {
        expect(await refused(`ID;${headers}\nop-1;5;6\n`)).toMatchObject({
          ...{ code: 'header.duplicate', target: 'amount', columns: headers.split(';') },
        });
      }
    },
  },
  {
    n: 37,
    what: 'Read-only or computed field mapped',
    wanted: 'R',
    prove: async () => {
      const { understanding } = await read('ID;Monto;finalAmount\nop-1;1;2\n');
      expect(understanding.mapping.columns[2]?.use).toEqual({ kind: 'ignored', reason: 'read-only' });
      expect(await refused('ID;Monto;x\nop-1;1;2\n', { map: ['x=finalAmount'] })).toMatchObject({
        code: 'map.noSuchField',
      });
    },
  },
];
