import { describe, expect, it } from 'vitest';
import { read, refused } from './reading.js';

const sheet = (...records: readonly string[]) => `${records.join('\n')}\n`;

describe('an amount that a comma cuts into the next column', () => {
  it.each([
    ['Código,Monto,Descripción', ['OP-1,1,500', 'OP-2,28,000'], 'Descripción', 'description', '1,500'],
    [
      'Código,Monto,Descripción',
      ['OP-1,1,500,hola', 'OP-2,28,000', 'OP-3,950,', 'OP-4,800,una cosa'],
      'Descripción',
      'description',
      '28,000',
    ],
    [
      'Código,Monto,Descripción',
      ['OP-2,$28,000.50', 'OP-3,950,'],
      'Descripción',
      'description',
      '$28,000.50',
    ],
    ['Código,Monto,Nombre', ['OP-1,1500,50', 'OP-2,28,90', 'OP-3,7,'], 'Nombre', 'name', '1500,50'],
    ['Código,Monto,Notas', ['OP-1,1,500', 'OP-2,28,000'], 'Notas', '-', '1,500'],
    [
      'Código,Monto,Notas,Zona',
      ['OP-1,1,500,Sur', 'OP-2,28,000,Este', 'OP-3,2,500,x,Norte'],
      'Notas',
      '-',
      '1,500',
    ],
    ['Código,Monto,Comentario', ['OP-1,28,500', 'OP-2,15,300', 'OP-4,900,Ana'], 'Comentario', '-', '28,500'],
    [
      'Código,Monto,Comentario',
      ['OP-1,28500,50', 'OP-2,15,75', 'OP-4,900,Ana'],
      'Comentario',
      '-',
      '28500,50',
    ],
    ['Código,Monto,Vendedor', ['OP-1,28,500'], 'Vendedor', '-', '28,500'],
    ['Código,Monto,Vendedor', ['OP-1,28500,50', 'OP-2,9,75', 'OP-4,900,Ana'], 'Vendedor', '-', '28500,50'],
    ['Código,Monto,Origen', ['OP-1,28,500', 'OP-2,15,300', 'OP-4,900,Web'], 'Origen', '-', '28,500'],
    [
      'Código,Monto,customFields.Canal',
      ['OP-1,28,500', 'OP-2,15,300', 'OP-3,9,250', 'OP-4,900,Ana'],
      'customFields.Canal',
      'customFields.Canal',
      '28,500',
    ],
  ])('is asked about in rows as long as the header: %s, %j', async (header, rows, beside, use, text) => {
    const content = sheet(header, ...rows);
    expect(await refused(content)).toMatchObject({
      code: 'amount.cutIntoNext',
      column: 'Monto',
      beside,
      use,
      text,
    });
    const { values } = await read(content, { map: [`${beside}=${use}`] });
    expect(values.some(({ amount }) => amount !== undefined)).toBe(true);
  });

  it.each<[string, readonly string[]]>([
    ['Código,Monto,Plazo', ['OP-1,350,120', 'OP-2,500,180']],
    ['Código,Monto,Plazo', ['OP-1,1500,060', 'OP-2,500,030']],
    ['Código,Monto,Probabilidad', ['OP-1,1500,50', 'OP-2,28,90']],
    ['Código,Monto,Etapa', ['OP-1,1500,50', 'OP-2,28,90']],
    ['Código,Monto,Descripción', ['OP-1,1500,2026', 'OP-2,28,500']],
    ['Código,Monto,Descripción', ['OP-1,15,500', 'OP-2,28,hola', 'OP-3,30,dos']],
    ['Código,Monto,Descripción', ['OP-1,15,500 bolsas', 'OP-2,"28,000.00",']],
    ['Código,Monto,Vendedor', ['OP-1,1500,12', 'OP-2,28,15']],
    ['Código,Monto,Plazo', ['OP-1,350,120', 'OP-2,500,180', 'OP-3,400,indefinido']],
    ['Código,Monto,Código cliente', ['OP-1,350,120', 'OP-2,500,180', 'OP-3,400,nuevo']],
    ['Código,Monto,Zona', ['OP-1,350,120', 'OP-2,500,180', 'OP-3,400,N/A']],
    ['Código,Monto,Zona', ['OP-1,350,120', 'OP-2,500,180', 'OP-3,400,1A']],
    ['Código,Monto,Zona', ['OP-1,350,120', 'OP-2,500,Sur', 'OP-3,400,Este']],
    ['Código,Monto,Origen', ['OP-1,1500,12', 'OP-2,28,15', 'OP-3,30,Web']],
    ['Monto,Código', ['500,101', '350,002']],
    ['Código,Monto', ['OP-1,500', 'OP-2,350']],
  ])('is not suspected in %s, %j', async (header, rows) => {
    expect((await read(sheet(header, ...rows))).values).toHaveLength(rows.length);
  });

  it('is none where semicolons or tabs separate', async () => {
    const content = sheet('Código,Monto,Descripción', 'OP-1,1,500', 'OP-2,28,000');
    for (const delimiter of [';', '\t'])
      expect((await read(content.replaceAll(',', delimiter))).values[1]).toEqual({
        amount: '28',
        description: '000',
      });
  });
});
