import { describe, expect, it } from 'vitest';
import { type Edit, editsOf, type UnderstandOptions, understandSheet } from '../../src/mapping/index.js';
import { type Cell, EMPTY_CELL, type Sheet, textCell } from '../../src/sheet/index.js';
import { refusalOf } from '../sheet/files.js';
import { memorySheet } from './memorySheet.js';

async function edits(of: Sheet, options: UnderstandOptions = {}): Promise<Edit[]> {
  const understanding = await understandSheet(of, options);
  const all: Edit[] = [];
  for await (const batch of editsOf(of, understanding)) all.push(...batch);
  return all;
}

/** What an edit asks of each field; `null` where it is to be emptied. */
const asks = (edit: Edit | undefined): Record<string, string | null> =>
  Object.fromEntries((edit?.values ?? []).map(({ field, value }) => [field, value]));

async function columns(header: string[], options: UnderstandOptions = {}) {
  const { mapping } = await understandSheet(memorySheet([header, header.map(() => 'x')]), options);
  return mapping.columns.map(({ use }) =>
    use.kind === 'field' ? use.field : use.kind === 'key' ? `key:${mapping.key.by}` : `-${use.reason}`,
  );
}

describe('headers', () => {
  it.each([
    [
      ['ID', 'Nombre', 'Monto', 'Etapa', 'Descripción'],
      ['key:id', 'name', 'amount', 'stageId', 'description'],
    ],
    [
      ['Código', 'Importe', 'FASE'],
      ['key:opportCode', 'amount', 'stageId'],
    ],
    [
      ['id', 'Nome', 'Valor', 'Estágio', 'Descrição'],
      ['key:id', 'name', 'amount', 'stageId', 'description'],
    ],
    [
      ['opportunity_id', 'sales_agent', 'deal_stage', 'close_value'],
      ['key:id', '-unknown', 'stageId', 'amount'],
    ],
    [
      ['opportunityId', 'contactId', 'amount'],
      ['key:id', 'contactId', 'amount'],
    ],
    [
      ['ID', 'customFields.Región', 'Campo personalizado: Canal'],
      ['key:id', 'customFields.Región', 'customFields.Canal'],
    ],
  ])('%j are understood', async (header, expected) => {
    expect(await columns(header)).toEqual(expected);
  });

  it('that are unknown, read-only, empty or of a results sheet are listed with the reason', async () => {
    expect(await columns(['ID', 'Monto', 'Vendedor', 'finalAmount', ' ', '_status', 'Código'])).toEqual([
      'key:id',
      'amount',
      '-unknown',
      '-read-only',
      '-empty-header',
      '-results-column',
      '-other-key',
    ]);
  });

  it('are overruled by --map', async () => {
    const map = ['Monto final=amount', 'Monto=-', 'Zona=customFields.Región'];
    expect(await columns(['ID', 'Monto', 'Monto final', 'zona'], { map })).toEqual([
      'key:id',
      '-by-user',
      'amount',
      'customFields.Región',
    ]);
  });

  it('give the key that --key asks for', async () => {
    expect(await columns(['ID', 'Código', 'Monto'], { key: 'opportCode' })).toEqual([
      '-other-key',
      'key:opportCode',
      'amount',
    ]);
  });

  it.each([
    ['no key', ['Nombre', 'Monto'], {}, { code: 'header.noKey', row: 1 }],
    ['no field', ['ID', 'Vendedor'], {}, { code: 'header.noFields' }],
    [
      'two columns of one field',
      ['ID', 'Monto', 'Importe'],
      {},
      { code: 'header.duplicate', target: 'amount', columns: ['Monto', 'Importe'], letters: ['B', 'C'] },
    ],
    ['two keys of one kind', ['ID', 'id', 'Monto'], {}, { code: 'header.duplicate', target: 'id' }],
    ['__proto__', ['ID', '__proto__', 'Monto'], {}, { code: 'header.dangerous' }],
    [
      'a custom field called constructor',
      ['ID', 'customFields.constructor'],
      {},
      { code: 'header.dangerous' },
    ],
    ['nothing known', ['foo', 'bar'], {}, { code: 'header.none', text: 'foo | bar' }],
    ['--map without a field', ['ID', 'X'], { map: ['X'] }, { code: 'map.syntax' }],
    ['--map of a column that is not there', ['ID', 'X'], { map: ['Y=amount'] }, { code: 'map.noSuchColumn' }],
    [
      '--map to a field that PUT does not take',
      ['ID', 'X'],
      { map: ['X=finalAmount'] },
      { code: 'map.noSuchField' },
    ],
    ['a header row beyond the end', ['ID', 'Monto'], { headerRow: 9 }, { code: 'header.noSuchRow', row: 9 }],
  ])('with %s are refused', async (_, header, options, fact) => {
    expect(await refusalOf(columns(header, options))).toMatchObject(fact);
  });

  it('under a title are pointed out, and found with --header-row', async () => {
    const titled = memorySheet([
      ['Reporte de ventas', ''],
      ['ID', 'Monto'],
      ['a', '5'],
    ]);
    expect(await refusalOf(understandSheet(titled))).toMatchObject({ code: 'header.none', betterRow: 2 });
    expect(await edits(titled, { headerRow: 2 })).toMatchObject([{ rowNumber: 3, key: 'a' }]);
  });

  it('without rows below them are refused', async () => {
    expect(await refusalOf(understandSheet(memorySheet([['ID', 'Monto']])))).toMatchObject({
      code: 'sheet.noRows',
    });
  });
});

describe('the amount column', () => {
  const column = (...texts: string[]) =>
    memorySheet([['ID', 'Monto'], ...texts.map((text, i) => [`i${i}`, text])]);
  const amounts = async (...texts: string[]) =>
    (await edits(column(...texts))).map((edit) => asks(edit).amount);

  it('is read in the way that its other cells show', async () => {
    expect(await amounts('1.234', '7,5')).toEqual(['1234', '7.5']);
    expect(await amounts('1,234', '7.50')).toEqual(['1234', '7.5']);
    expect(await amounts('1.234', '0.500')).toEqual(['1.234', '0.5']);
  });

  it('is refused when no cell tells, with both readings', async () => {
    expect(await refusalOf(edits(column('100', '1.234')))).toMatchObject({
      code: 'amount.ambiguous',
      row: 3,
      text: '1.234',
      readings: ['1234', '1.234'],
    });
  });

  it('is refused when its cells contradict each other', async () => {
    expect(await refusalOf(edits(column('7,50', '8.25')))).toMatchObject({
      code: 'amount.mixed',
      comma: { row: 2 },
      dot: { row: 3 },
    });
  });

  it('is read as the user says, and cells that do not fit are problems', async () => {
    const [a, b] = await edits(column('1.234', '8.25'), { decimal: 'comma' });
    expect(asks(a).amount).toBe('1234');
    expect(b?.problems).toEqual([{ code: 'amount.otherDecimal', row: 3, column: 'Monto', text: '8.25' }]);
  });
});

describe('cells', () => {
  const one = async (field: string, cell: string | Cell, csv = false, options: UnderstandOptions = {}) => {
    const [edit] = await edits(
      memorySheet(
        [
          ['ID', field, 'Nota'],
          ['a', cell, ''],
        ],
        { csv },
      ),
      { map: ['Nota=-'], ...options },
    );
    return edit;
  };

  it('that are empty or only spaces leave the field alone', async () => {
    expect(asks(await one('Nombre', EMPTY_CELL))).toEqual({});
    expect(asks(await one('Nombre', '  \u00a0'))).toEqual({});
  });

  it('clear a field only with the token for it, and only one that can be cleared', async () => {
    expect(asks(await one('Etapa', '<borrar>'))).toEqual({ stageId: null });
    expect(asks(await one('Descripción', '<CLEAR>'))).toEqual({ description: null });
    expect(asks(await one('customFields.Zona', '<clear>'))).toEqual({ 'customFields.Zona': null });
    expect((await one('Monto', '<clear>'))?.problems).toMatchObject([
      { code: 'clear.notAllowed', field: 'amount' },
    ]);
  });

  it.each(['#N/A', '#REF!', '#¡REF!', '#¿NOMBRE?', '#N/D', '#VALOR!', '#DIV/0!'])(
    '%s is an error, never a value and never a clear',
    async (text) => {
      expect(await one('Nombre', text)).toMatchObject({
        values: [],
        problems: [{ code: 'cell.error' }],
      });
    },
  );

  it.each<[string, Cell, string]>([
    ['amount', { kind: 'date', text: '3/4/2026', number: 46000, format: 'd/m/yyyy' }, 'amount.date'],
    ['amount', { kind: 'boolean', text: 'TRUE', boolean: true }, 'amount.notNumber'],
    ['amount', { kind: 'number', text: '45%', number: 0.45, format: '0%' }, 'amount.percent'],
    ['amount', { kind: 'error', text: '#N/A' }, 'cell.error'],
    ['amount', { kind: 'uncomputed', text: '=A1*2' }, 'cell.uncomputed'],
    ['amount', textCell('12345678901234567'), 'amount.tooLong'],
    ['amount', textCell('doce'), 'amount.notNumber'],
    ['Nombre', { kind: 'date', text: '3/4/26', number: 46000, format: 'm/d/yy' }, 'text.notText'],
    ['Nombre', { kind: 'boolean', text: 'TRUE', boolean: true }, 'text.notText'],
    ['Nombre', { kind: 'number', text: '1,234.50', number: 1234.5, format: '#,##0.00' }, 'text.notText'],
    ['Nombre', textCell('Log\ufffdstica'), 'text.damaged'],
    ['Nombre', textCell('a\u0007b'), 'text.control'],
  ])('in %s: %j is a problem with its row, column and text', async (field, cell, code) => {
    const edit = await one(field, cell);
    expect(edit?.problems).toMatchObject([{ code, row: 2, column: field, text: cell.text }]);
    expect(asks(edit)).toEqual({});
  });

  it('of a workbook give the number that is stored, without float noise', async () => {
    const cell: Cell = { kind: 'number', text: '1,234.56', number: 1234.5600000000002, format: '#,##0.00' };
    expect(asks(await one('Monto', cell)).amount).toBe('1234.56');
  });

  it.each([
    ['rounded', '1,235', 1234.56, '#,##0', '1235'],
    ['scaled', '1k', 1234.56, '#,##0,"k"', undefined],
  ])('of a workbook that show another number than they hold (%s) are refused', async (...given) => {
    const [, text, number, format, rounded] = given;
    const cell: Cell = { kind: 'number', text, number, format };
    const refused = await one('Monto', cell);
    expect(asks(refused)).toEqual({});
    expect(refused?.problems).toMatchObject([{ code: 'amount.shownOtherwise', stored: '1234.56', text }]);
    expect(asks(await one('Monto', cell, false, { round: true })).amount).toBe(rounded);
  });

  it('of a number in a text field give what every spreadsheet program shows', async () => {
    expect(asks(await one('Nombre', { kind: 'number', text: '2026', number: 2026 })).name).toBe('2026');
    const zeros: Cell = { kind: 'number', text: '00123', number: 123, format: '00000' };
    expect(asks(await one('Nombre', zeros)).name).toBe('00123');
  });

  it.each<string | Cell>([
    '5.19877E+11',
    '5,19877E+11',
    ' 9.88E+14 ',
    '2E+5',
    '20100123456789000',
    { kind: 'number', text: '1234567890123460', number: 1234567890123460, format: '0' },
    { kind: 'number', text: '9.99889E+14', number: 1999888777666555 },
  ])('of a field of text are refused where a spreadsheet has shortened a long number: %j', async (cell) => {
    for (const header of ['customFields.RUC', 'Nombre']) {
      const edit = await one(header, cell);
      expect(asks(edit)).toEqual({});
      expect(edit?.problems).toMatchObject([{ code: 'text.digitsLost' }]);
    }
  });

  it.each(['51987654321', 'A+', '100+', '12 x 5+5', '123456789012345678', '100 00', '1E+', 'C++ 5'])(
    'of a field of text are sent as they are where they only look a little like that: %s',
    async (text) => {
      expect(asks(await one('Nombre', text)).name).toBe(text);
    },
  );

  it('of text are taken in NFC and trimmed', async () => {
    expect(asks(await one('Nombre', ' Logi\u0301stica ')).name).toBe('Logística');
  });
});

describe('keys', () => {
  const key = async (cell: string | Cell, header = 'ID') => {
    const [edit] = await edits(
      memorySheet(
        [
          [header, 'Nombre'],
          [cell, 'x'],
        ],
        { csv: false },
      ),
    );
    return edit?.key ?? edit?.problems.map(({ code }) => code);
  };

  it('are taken exactly as they are shown', async () => {
    expect(await key(' 00123 ')).toBe('00123');
    expect(await key({ kind: 'number', text: '123', number: 123 })).toBe('123');
    expect(await key({ kind: 'number', text: '00123', number: 123, format: '00000' })).toBe('00123');
    expect(await key('OP 2026/01', 'Código')).toBe('OP 2026/01');
  });

  it.each<[string | Cell, string]>([
    ['', 'id.empty'],
    ['1.23E+15', 'id.digitsLost'],
    ['1,23457E+15', 'id.digitsLost'],
    [{ kind: 'number', text: '1.23457E+18', number: 1.2345678901234568e18 }, 'id.digitsLost'],
    [{ kind: 'number', text: '1.5', number: 1.5 }, 'id.notText'],
    [{ kind: 'date', text: '3-Apr', number: 46000, format: 'd-mmm' }, 'id.date'],
    ['../admin', 'id.characters'],
    ['..', 'id.characters'],
    ['a?x=1', 'id.characters'],
    ['a%2e', 'id.characters'],
    ['#N/A', 'cell.error'],
  ])('%j cannot be trusted', async (cell, code) => {
    expect(await key(cell)).toEqual([code]);
  });

  it('that two rows name are known before the first of them is planned', async () => {
    const { keys } = await understandSheet(
      memorySheet([
        ['ID', 'Nombre'],
        ['a', '1'],
        ['b', '2'],
        [' a', '3'],
      ]),
    );
    expect(keys.repeated).toBe(1);
    expect(keys.mayRepeat('a')).toBe(true);
    expect(keys.mayRepeat('b')).toBe(false);
    expect(keys.distinct).toBe(2);
    expect(['a', 'b', 'c'].map((key) => keys.mayName(key))).toEqual([true, true, false]);
    keys.forget();
    expect([keys.mayName('c'), keys.mayRepeat('a')]).toEqual([true, true]);
  });
});

describe('rows', () => {
  it('of a text file that do not line up with the header are problems', async () => {
    const [short, long, padded] = await edits(
      memorySheet([
        ['ID', 'Nombre', 'Monto'],
        ['a', 'x'],
        ['b', 'x', '1', 'extra'],
        ['c', 'x', '1', ''],
      ]),
    );
    expect(short?.problems).toEqual([
      { code: 'row.ragged', row: 2, expected: 3, found: 2, smartQuotes: false },
    ]);
    expect(long?.problems).toEqual([
      { code: 'row.ragged', row: 3, expected: 3, found: 4, smartQuotes: false },
    ]);
    expect(padded?.problems).toEqual([]);
  });

  it('of a workbook may be short', async () => {
    const [edit] = await edits(
      memorySheet(
        [
          ['ID', 'Nombre', 'Monto'],
          ['a', 'x'],
        ],
        { csv: false },
      ),
    );
    expect(edit).toMatchObject({ key: 'a', problems: [] });
  });

  it('of a results sheet lose the apostrophe that opsheet had put there, and no other', async () => {
    const results = memorySheet([
      ['ID', 'Nombre', '_status', '_escape'],
      ['a', "'@1+1", 'rejected', 'v1'],
      ['b', "'quoted'", 'rejected', 'v1'],
    ]);
    expect((await edits(results)).map((edit) => asks(edit).name)).toEqual(['@1+1', "'quoted'"]);
    const plain = memorySheet([
      ['ID', 'Nombre'],
      ['a', "'@1+1"],
    ]);
    expect((await edits(plain))[0]?.problems).toMatchObject([{ code: 'text.escaped' }]);
  });
});
