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
