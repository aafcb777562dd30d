import { describe, expect, it } from 'vitest';
import { read, refused } from './reading.js';

/** A sheet of these records, parted by semicolons. */
const sheet = (...records: readonly string[]) => `${records.join('\n')}\n`;

describe('a number below the table, with its label where the codes stand', () => {
  const table = ['Código;Nombre;Monto', 'OP-1;Alfa;1.500', 'OP-2;Beta;28.000'];

  it.each([
    [['Tipo de cambio;;0.268']],
    [['Comisión;;0.125']],
    [['IGV 18%;;0.180']],
    [['Tasa 2026:;;0.180']],
    [['T.C. compra;;3.7510', 'T.C. venta;;3.7585']],
  ])('does not tell how the amounts are read: %s', async (below) => {
    expect(await refused(sheet(...table, ...below))).toMatchObject({
      code: 'amount.ambiguous',
      text: '1.500',
    });
    const { values } = await read(sheet(...table, ...below), { decimal: 'comma' });
    expect(values.slice(0, 2).map(({ amount }) => amount)).toEqual(['1500', '28000']);
  });

  it('does not ask of amounts that are read alone', async () => {
    const { values } = await read(
      sheet(table[0] ?? '', 'OP-1;Alfa;1.500,50', 'OP-2;Beta;28.000', 'Detracción;;0,12'),
    );
    expect(values.slice(0, 2).map(({ amount }) => amount)).toEqual(['1500.5', '28000']);
  });

  it('is a row like the others where all codes are words, or have spaces', async () => {
    for (const [one, two] of [
      ['ALFA', 'BETA'],
      ['COT N° 1', 'COT N° 2'],
      ['Lote 1', '2'],
    ])
      expect((await read(sheet('Código;Monto', `${one};1.500`, `${two};28.000,50`))).values).toEqual([
        { amount: '1500' },
        { amount: '28000.5' },
      ]);
  });
});

describe('a line of totals', () => {
  const skips = async (...records: readonly string[]) => {
    const { edits, problems } = await read(sheet('Código;Nombre;Monto', 'OP-1;Alfa;1.000,50', ...records));
    expect(problems).toEqual([]);
    return edits.slice(1).map(({ skip }) => skip);
  };

  it.each([
    'Total soles;;S/ 1200',
    'Total S/;;S/ 1200',
    'Total S/.:;;S/ 1200',
    'Total en dólares;;US$ 300',
    'Total USD;;USD 300',
    'Total (US$);;US$ 300',
    'Suma total;;1000',
    'Importe total:;;1000',
    'Promedio;;333.3333',
    'Tipo de cambio;;3.75',
    'T.C. venta;;3.7585',
    ';Total dólares;US$ 300',
    ';;Total soles',
    ';12;Total',
  ])('is left out, and decides nothing: %s', async (line) => {
    expect(await skips('OP-2;Beta;S/ 5', line)).toEqual([null, 'total']);
  });

  it('are several where there are several currencies', async () => {
    expect(await skips('Total soles;;S/ 1200', 'Total dólares;;US$ 300')).toEqual(['total', 'total']);
  });

  it('is none where the word is an answer in a row that lacks its code', async () => {
    const header = 'Código;Nombre;Monto;Cobertura';
    const { edits } = await read(
      sheet(header, 'OP-1;Alfa;100;Parcial', ';Beta;200;Total', ';Gama;250;Parcial'),
    );
    expect(edits.map(({ problems }) => problems[0]?.code)).toEqual([undefined, 'id.empty', 'id.empty']);
    const before = await read(
      sheet('Código;Cobertura;Nombre;Monto', 'OP-1;Parcial;Alfa;100', ';Total;Beta;200'),
    );
    expect(before.problems).toEqual(['id.empty']);
  });

  it.each(['Total Seguros', 'Totalgaz', 'Promedios SAC'])(
    'is none where a code is a name: %s',
    async (code) => {
      const { edits } = await read(sheet('Código;Nombre;Monto', `${code};Alfa;100`));
      expect(edits[0]).toMatchObject({ key: code, skip: null });
    },
  );
});

describe('a formula that was filled down below the data, in a text file', () => {
  it.each(['S/ 0.00', '0', '0,00', '$0', ' S/ -   '])('asks for nothing where it gives %j', async (zero) => {
    const { edits, problems, notices } = await read(
      sheet('Código;Nombre;Monto', 'OP-1;Alfa;100', `;;${zero}`, `;;${zero}`),
    );
    expect(edits.map(({ skip }) => skip)).toEqual([null, 'idle', 'idle']);
    expect(problems).toEqual([]);
    expect(notices).toContain('notice.idleRows');
  });

  it.each([';Beta;0', ';;0.50', ';;x'])('is missed by no row that lacks its code: %s', async (record) => {
    expect((await read(sheet('Código;Nombre;Monto', 'OP-1;Alfa;100', record))).problems).toContain(
      'id.empty',
    );
  });
});
