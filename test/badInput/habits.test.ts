import { describe, expect, it } from 'vitest';
import { c, headerRow, n, row, s, sheetXml, workbook } from '../sheet/corpus/workbook.mjs';
import { amounts, amountsOf, read, refused } from './reading.js';

/** A sheet of these records, parted by semicolons. */
const sheet = (...records: readonly string[]) => `${records.join('\n')}\n`;

describe('amounts with three digits behind their only sign', () => {
  it.each<[string, readonly string[]]>([
    ['a slip of the hand', ['63.640', '8.020', '12.500', '83.1500']],
    ['a forgotten separator', ['63.640', '8.020', '12.500', '1083.155']],
    ['two slips among many', [...Array(9).fill('63.640'), '83.1500', '1083.155']],
    ['one with more decimals than money has', ['63.640', '8.020', '1234.56789']],
  ])('are asked about beside %s', async (_, cells) => {
    expect(await refused(amounts(...cells))).toMatchObject({ code: 'amount.ambiguous', text: '63.640' });
  });

  it('are decimals where others are too, or one is below 1', async () => {
    expect(await amountsOf(['63.640', '1083.155', '1250.125'])).toEqual(['63.64', '1083.155', '1250.125']);
    expect(await amountsOf(['63.640', '0.125'])).toEqual(['63.64', '0.125']);
  });
});

describe('a title above the header', () => {
  const below = (title: string, header = 'Código;Monto;Etapa') =>
    sheet(`${title};;`, header, 'OP-1;15;Propuesta');
  const AT_2 = { headerRow: 2 };

  it.each([
    '(Expresado en miles de soles)',
    'Pipeline por cerrar, en millones',
    'Valores em milhares de reais',
    'Amounts in thousands',
    'Pipeline S/ 000',
    'US$ MM',
  ])('that says that amounts are not written in full is asked about: %s', async (title) => {
    expect(await refused(below(title), AT_2)).toMatchObject({
      ...{ code: 'amount.scaledTitle', column: 'Monto', row: 1, text: title },
    });
    const { values } = await read(below(title), { ...AT_2, map: ['Monto=amount'] });
    expect(values[0]?.amount).toBe('15');
  });

  it.each([
    'Pipeline de Miles SAC',
    'Ventas 2026',
    'Meta: S/ 5,000',
    'Clientes en Milán',
    'Proyectos en Mil Palmeras',
  ])('that says nothing of the kind asks nothing: %s', async (title) => {
    expect((await read(below(title), AT_2)).values[0]?.amount).toBe('15');
  });

  it('is no matter for a sheet without amounts', async () => {
    const text = below('(en miles de soles)', 'Código;Nombre;Etapa');
    expect((await read(text, AT_2)).values[0]?.name).toBe('15');
  });
});

describe('a row without a key', () => {
  it.each([
    ['an average', ';Promedio;35830.3333;35830.3333'],
    ['a rate', ';Tipo de cambio;US$ 3.7512;'],
    ['a line with a dash', ';Total Lima;-;'],
    ['a word in another encoding', ';PeÃ±a;;'],
  ])('decides nothing and asks nothing of the others: %s', async (_, last) => {
    const { values } = await read(
      sheet('Código;Nombre;Monto;Descripción', 'OP-1;Uno;63.640,50;x', 'OP-2;Dos;8.020;x', last),
    );
    expect(values.slice(0, 2).map(({ amount }) => amount)).toEqual(['63640.5', '8020']);
  });
});

describe('a column beside the amounts that says their currency', () => {
  it.each(['Moneda (ISO)', 'Mon.', 'Moneda del monto', 'CurrencyIsoCode', 'Moeda do negócio', 'Símbolo', ''])(
    'is seen by what stands in it, whatever it is called: “%s”',
    async (header) => {
      const text = (...currencies: readonly string[]) =>
        sheet(`ID;Monto;${header}`, ...currencies.map((currency, i) => `op-${i};7000${i};${currency}`));
      for (const two of [
        ['USD', 'PEN'],
        ['US$', 'S/'],
        ['Dólares', 'Soles'],
      ])
        expect(await refused(text(...two))).toMatchObject({ code: 'amount.currencyColumn' });
      expect((await read(text('USD', 'US$', 'dólares'))).values).toHaveLength(3);
      // Not a word of it says a currency: then it is any column.
      if (!/\b(?:moneda|moeda)\b/i.test(header))
        expect((await read(text('USD', 'Lima'))).values).toHaveLength(2);
    },
  );

  it('is held against the header of the amounts, under which a sign and a code of it are one', async () => {
    expect(await refused(sheet('ID;Monto US$;Mon.', 'op-1;5;PEN'))).toMatchObject({
      code: 'amount.currencyColumn',
    });
    const { values } = await read('ID\tAmount (USD)\nop-1\t$1,200.00\nop-2\tUSD 1,300.00\n');
    expect(values.map(({ amount }) => amount)).toEqual(['1200', '1300']);
    expect(await refused('ID\tAmount (USD)\nop-1\t$1,200.00\nop-2\tS/ 1,300.00\n')).toMatchObject({
      code: 'amount.currencies',
    });
  });
});

describe('currencies in words that can mean something else', () => {
  const text = (header: string, ...currencies: readonly string[]) =>
    sheet(header, ...currencies.map((currency, i) => `op-${i};7000${i};${currency}`));

  it.each([
    ['Mon.', 'Sol', 'Dólar'],
    ['Mon', 'MN', 'ME'],
    ['Tipo mon.', 'M.N.', 'M.E.'],
    ['Mda.', 'S', 'D'],
    ['Tipo', 'Sol', 'Dólar'],
    ['', 'Real', 'Dollar'],
  ])('are seen where a whole column has them: “%s”, %s and %s', async (header, one, other) => {
    expect(await refused(text(`ID;Monto;${header}`, one, other))).toMatchObject({
      code: 'amount.currencyColumn',
      one: { text: one },
      other: { text: other },
    });
    expect((await read(text(`ID;Monto;${header}`, one, one))).values).toHaveLength(2);
  });

  it.each([
    ['ID;Monto;Estado', ['MN', 'ME']],
    ['ID;Monto;Talla', ['S', 'D']],
    ['ID;Monto;Turno', ['Sol', 'Sombra', 'Real']],
    ['ID;Monto S/;Mon.', ['MN', 'M.N.']],
    ['ID;Monto S/;Moneda', ['S', 'Soles']],
    ['ID;Monto MXN;Moneda', ['MN', 'MXN']],
    ['ID;Monto US$;Mon.', ['ME', 'ME']],
    ['ID;Monto US$;Mon.', ['D', 'USD']],
  ])('are no matter under %s: %s', async (header, cells) => {
    expect((await read(text(header, ...cells))).values).toHaveLength(cells.length);
  });

  it.each([
    ['ID;Monto S/;Mon.', 'ME'],
    ['ID;Monto US$;Mon.', 'MN'],
    ['ID;Monto US$;Mon.', 'Sol'],
  ])('are held against the header of the amounts: %s, %s', async (header, currency) => {
    expect(await refused(text(header, currency))).toMatchObject({ code: 'amount.currencyColumn' });
  });
});

describe('an amount', () => {
  it.each([
    ['l200', null],
    ['l0000', null],
    ['q200', null],
    ['L 200', '200'],
    ['Q200', '200'],
    ['5 euros', '5'],
    ['1,200.50 euros', '1200.5'],
    ['7 reais', '7'],
    ['7 dólares', '7'],
    [' S/ -   ', '0'],
    [' $-   ', '0'],
    [' R$ -   ', '0'],
    [' -   € ', '0'],
    ['  -   ', '0'],
  ])('%j is read as %s', async (text, amount) => {
    const { values } = await read(`ID\tMonto\nop-1\t"${text}"\n`);
    expect(values[0]?.amount ?? null).toBe(amount);
  });

  it('that is a dash alone is asked about', async () => {
    for (const dash of ['-', ' - ', '–'])
      expect(await refused(`ID\tMonto\nop-1\t${dash}\n`)).toMatchObject({ code: 'cells.placeholder' });
  });
});

describe('text that is not what it seems', () => {
  it('is refused where a space stands before its quotation marks', async () => {
    const { edits } = await read(
      'Code, Name, Amount, Stage, Description\nOP-1, "x", 12.50, Ganado, "b"\nOP-2, x, 12.50, Ganado, 3" pipe\n',
    );
    expect(edits[0]?.problems.map(({ code }) => code)).toEqual(['text.quotes', 'text.quotes']);
    expect(edits[1]?.problems).toEqual([]);
  });

  it('is refused where a program has put an apostrophe before it and no column says so', async () => {
    const { edits } = await read("ID;Descripción\nop-1;'- llamar al cliente\nop-2;'=1+1\nop-3;'tis\n");
    expect(edits.map(({ problems }) => problems[0]?.code)).toEqual([
      'text.escaped',
      'text.escaped',
      undefined,
    ]);
    const own = await read("ID;Descripción;_escape\nop-1;'- llamar al cliente;v1\n");
    expect(own.values).toEqual([{ description: '- llamar al cliente' }]);
  });

  it.each(['N.A', 'n.d', '…', '(vazio)', 's.d.', 'No aplica', 'N / A', 'S/I', '----', '−', '??'])(
    'is asked about where it stands for nothing: %s',
    async (text) => {
      expect(await refused(`ID;Descripción\nop-1;${text}\n`)).toMatchObject({
        code: 'cells.placeholder',
        text,
      });
    },
  );

  it('is refused where it is the 0 of a formula, which Excel gives for an empty cell', async () => {
    const zero = (ref: string) => c(ref, '', '<f>VLOOKUP(A2,Notas!A:B,2,0)</f><v>0</v>');
    const rows = [
      headerRow,
      row(2, [s('A2', 'OP-1'), zero('B2'), zero('C2')]),
      row(3, [s('A3', 'OP-2'), n('B3', 0)]),
    ];
    const { edits, values } = await read(
      workbook({ sheets: [{ name: 'Datos', xml: sheetXml(rows) }] }),
      {},
      'a.xlsx',
    );
    expect(edits[0]?.problems).toMatchObject([{ code: 'text.zero', column: 'Nombre' }]);
    expect(values).toMatchObject([{ amount: '0' }, { name: '0' }]);
  });
});

describe('a header that means something else beside another', () => {
  it.each([
    ['Código;Nombre;Apellido;Monto', 'OP-1;Juan;Pérez;5', 'Nombre', 'Apellido'],
    [
      'Código;Nombre;Apellidos paterno y materno',
      'OP-1;Juan;Pérez Ríos',
      'Nombre',
      'Apellidos paterno y materno',
    ],
    ['Code;Name;Surname;Amount', 'OP-1;Juan;Pérez;5', 'Name', 'Surname'],
    ['Code;First Name;Name;Amount', 'OP-1;Juan;Pérez;5', 'Name', 'First Name'],
    ['Código;Campo;Valor', 'OP-1;Probabilidad;50', 'Valor', 'Campo'],
    ['Código;Nombre;Teléfono;Correo', 'OP-1;Ana Pérez;999;a@b.pe', 'Nombre', 'Teléfono'],
    ['Código;Nombre;Empresa;E-mail', 'OP-1;Ana Pérez;Alfa;a@b.pe', 'Nombre', 'E-mail'],
    ['Code;First Name;Last Name;Title', 'OP-1;Ana;Pérez;Gerente General', 'Title', 'First Name'],
    ['Código;Producto;Cantidad;Valor;Total', 'OP-1;Silla;10;50;500', 'Valor', 'Cantidad'],
    ['Código;Precio;Desc.;Monto', 'OP-1;100;10%;90', 'Desc.', 'Precio'],
  ])('is asked about: %s', async (header, record, column, beside) => {
    const text = sheet(header, record);
    expect(await refused(text)).toMatchObject({ code: 'header.doubtful', column, beside });
    const field = { Valor: 'amount', 'Desc.': 'description' }[column] ?? 'name';
    expect((await read(text, { map: [`${column}=${field}`] })).values[0]).toHaveProperty(field);
  });

  it('is not asked about where it is left out, or where the other says itself whose it is', async () => {
    const left = await read(sheet('Código;Nombre;Apellido;Monto', 'OP-1;Juan;Pérez;5'), {
      fields: ['amount'],
    });
    expect(left.values).toEqual([{ amount: '5' }]);
    const contact = await read(sheet('Código;Nombre;Apellido del contacto', 'OP-1;Renovación;Pérez'));
    expect(contact.values).toEqual([{ name: 'Renovación' }]);
    const deals = await read(sheet('Código;Nombre;Monto;Teléfono', 'OP-1;Renovación;5;999'));
    expect(deals.values).toEqual([{ name: 'Renovación', amount: '5' }]);
    const client = await read(sheet('Código;Nombre;Cliente;Teléfono', 'OP-1;Renovación;Ana Pérez;999'));
    expect(client.values).toEqual([{ name: 'Renovación' }]);
    const both = await read(sheet('Código;Nombre del negocio;Nombre;Correo', 'OP-1;Renovación;Ana;a@b.pe'));
    expect(both.values).toEqual([{ name: 'Renovación' }]);
    const bought = await read(sheet('Código;Cantidad;Valor;Desc.', 'OP-1;10;500;Sillas'), {
      fields: ['amount'],
    });
    expect(bought.values).toEqual([{ amount: '500' }]);
  });

  it.each([
    ['Código;Nombre;Etapa;Nueva etapa', 'OP-1;Alfa;Propuesta;Ganado', 'Etapa', 'Nueva etapa'],
    ['Código;Monto;Monto nuevo', 'OP-1;100;250', 'Monto', 'Monto nuevo'],
    ['Código;Monto;Nuevo monto (S/)', 'OP-1;100;250', 'Monto', 'Nuevo monto (S/)'],
    ['Código;Valor;Valor corregido', 'OP-1;100;250', 'Valor', 'Valor corregido'],
    ['Code;New Stage;Stage', 'OP-1;Won;Proposal', 'Stage', 'New Stage'],
    ['Código;Monto;Monto (nuevo)', 'OP-1;100;250', 'Monto', 'Monto (nuevo)'],
    ['Código;Etapa;Etapa.1', 'OP-1;Propuesta;Ganado', 'Etapa', 'Etapa.1'],
    ['Código;Etapa;Etapa2', 'OP-1;Propuesta;Ganado', 'Etapa', 'Etapa2'],
    ['Código;Etapa;Etapa (2)', 'OP-1;Propuesta;Ganado', 'Etapa', 'Etapa (2)'],
    ['Código;Etapa;Nueva etapa CRM', 'OP-1;Propuesta;Ganado', 'Etapa', 'Nueva etapa CRM'],
    ['Código;Etapa;Nueva etapa (elegir)', 'OP-1;Propuesta;Ganado', 'Etapa', 'Nueva etapa (elegir)'],
    ['Código;Etapa;Etapa correcta', 'OP-1;Propuesta;Ganado', 'Etapa', 'Etapa correcta'],
    ['Código;Etapa;Próxima etapa', 'OP-1;Propuesta;Ganado', 'Etapa', 'Próxima etapa'],
    ['Código;Etapa;Etapa objetivo', 'OP-1;Propuesta;Ganado', 'Etapa', 'Etapa objetivo'],
    ['Código;Etapa;Nva. etapa', 'OP-1;Propuesta;Ganado', 'Etapa', 'Nva. etapa'],
    ['Código;Etapa;NuevaEtapa', 'OP-1;Propuesta;Ganado', 'Etapa', 'NuevaEtapa'],
    ['Código;Etapa;Target stage', 'OP-1;Propuesta;Ganado', 'Etapa', 'Target stage'],
    ['Código;Etapa;Next stage', 'OP-1;Propuesta;Ganado', 'Etapa', 'Next stage'],
    ['Código;Monto;Monto correcto', 'OP-1;100;250', 'Monto', 'Monto correcto'],
    ['Código;Monto;Nvo. monto', 'OP-1;100;250', 'Monto', 'Nvo. monto'],
    ['Código;Monto;Monto nuevo (sin IGV)', 'OP-1;100;250', 'Monto', 'Monto nuevo (sin IGV)'],
    ['Código;Monto;newAmount', 'OP-1;100;250', 'Monto', 'newAmount'],
    ['Código;Monto;Monto aprobado', 'OP-1;100;250', 'Monto', 'Monto aprobado'],
    ['Código;Monto;Monto a actualizar', 'OP-1;100;250', 'Monto', 'Monto a actualizar'],
  ])('is asked about beside what its field shall be: %s', async (header, record, column, newer) => {
    const text = sheet(header, record);
    const fact = await refused(text);
    expect(fact).toMatchObject({ code: 'header.newer', column, newer });
    const field = String(fact.field);
    const [names, cells] = [header.split(';'), record.split(';')];
    const [taken] = (await read(text, { map: [`${newer}=${field}`] })).values;
    expect(taken).toHaveProperty(field, cells[names.indexOf(newer)]);
    const { mapping } = (await read(text, { map: [`${newer}=${field}`] })).understanding;
    const old = mapping.columns.find((other) => other.header === column);
    expect(old?.use).toEqual({ kind: 'ignored', reason: 'other-column' });
    for (const map of [`${newer}=-`, `${column}=${field}`]) {
      const [kept] = (await read(text, { map: [map] })).values;
      expect(kept).toHaveProperty(field, cells[names.indexOf(column)]);
    }
  });

  it.each([
    ['Código;Monto;Descuento;Monto final (S/)', 'OP-1;100;10;90'],
    ['Código;Monto;Monto anterior', 'OP-1;100;90'],
    ['Código;Nombre;Nuevo negocio', 'OP-1;Alfa;Sí'],
    ['Código;Nombre;Nombre del nuevo contacto', 'OP-1;Alfa;Ana'],
    ['Código;Monto;Monto cuota 2', 'OP-1;100;50'],
    ['Código;Monto;Nuevo', 'OP-1;100;Sí'],
    ['Código;Etapa;Fecha próxima etapa', 'OP-1;Propuesta;1/2/2026'],
    ['Código;Etapa;Nombre;Nuevo cliente', 'OP-1;Propuesta;Alfa;Sí'],
    ['Código;Etapa;Descripción;Siguiente paso', 'OP-1;Propuesta;x;Llamar'],
    ['Código;Etapa;Nombre;Próxima actividad', 'OP-1;Propuesta;Alfa;Llamar'],
    ['Código;Monto;Monto nuevo cliente', 'OP-1;100;90'],
    ['Código;Monto;Monto próxima cuota', 'OP-1;100;90'],
    ['Código;Monto;Valor final (S/)', 'OP-1;100;90'],
    ['Código;Etapa;Etapa actualizada por', 'OP-1;Propuesta;Ana'],
  ])('is not asked about beside what only sounds like it: %s', async (header, record) => {
    expect((await read(sheet(header, record))).values).toHaveLength(1);
  });

  it('is asked for another name where the results would put their own column in its place', async () => {
    expect(await refused(sheet('_id;Monto', 'op-1;5'), { map: ['_id=id'] })).toMatchObject({
      code: 'map.taken',
    });
    const own = sheet('ID;Monto;_id;_status', 'op-1;5;op-1;updated');
    expect((await read(own, { map: ['_id=-'] })).values).toHaveLength(1);
  });
});

describe('a sign in a header', () => {
  it.each(['Monto (+/-)', 'Monto +', 'Monto ±', '∆ Monto', '¿Negocio?', '¿Descripción?'])(
    'by which it is a difference, or a question, leaves its column alone: %s',
    async (header) => {
      const { values } = await read(sheet(`Código;Etapa;${header}`, 'OP-1;Ganado;5'));
      expect(values).toEqual([{ stageId: 'Ganado' }]);
    },
  );

  it.each(['Monto*', 'Monto (*)', 'Monto (S/)', 'Monto:', '+ Monto', '(-) Monto'])(
    'by which it is none of them leaves it as it is: %s',
    async (header) => {
      const { values } = await read(sheet(`Código;Etapa;${header}`, 'OP-1;Ganado;5'));
      expect(values).toEqual([{ stageId: 'Ganado', amount: '5' }]);
    },
  );
});

describe('a row behind a gap', () => {
  const table = ['Código;Etapa;Monto', 'OP-1;Ganado;10', ''];

  it('that is the header once more leaves the rows below it as they are', async () => {
    const { values } = await read(sheet(...table, 'Código;Etapa;Monto', 'OP-2;Ganado;20'));
    expect(values.map(({ amount }) => amount)).toEqual(['10', undefined, '20']);
  });

  it('that is a label leaves them, too', async () => {
    const { values } = await read(sheet(...table, 'Vendedor:;Luis;', 'OP-2;Ganado;20'));
    expect(values.at(-1)?.amount).toBe('20');
  });

  it('that parts the rows of one table with two words, and names less than they fill, leaves them too', async () => {
    const { values } = await read(sheet(...table, 'Zona Norte;Vendedora Ana;', 'OP-2;Ganado;20'));
    expect(values.at(-1)).toMatchObject({ amount: '20' });
    expect(await refused(sheet(...table, 'Vendedora;Meta;', 'OP-2;Ganado;'))).toMatchObject({
      code: 'header.second',
    });
  });

  it.each(['N° oportunidad;Vendedor;Comisión 2026', 'N° oportunidad;Vendedor;Cuota 1'])(
    'that is the header of another table is refused with it: %s',
    async (header) => {
      expect(await refused(sheet(...table, header, 'OP-2;Luis;250.5'))).toMatchObject({
        code: 'header.second',
        row: 4,
      });
    },
  );
});

describe('a note of several lines with the separator in it', () => {
  const rows = Array.from({ length: 12 }, (_, i) => `OP-00${i + 10},Deal ${i},${i}00`);
  const file = (...records: readonly string[]) => sheet('Code,Description,Amount', ...records, ...rows);

  it.each([
    'Hello, they want a demo\nCall Ana, Monday',
    'Uno, dos\ntres\ncuatro, cinco',
    'Pagó 1,500\nResta 2,300',
  ])('is read, though its lines have as many fields as the records: %j', async (note) => {
    const { values } = await read(file(`OP-0001,"${note}",100`));
    expect(values[0]).toEqual({ description: note, amount: '100' });
    expect(values).toHaveLength(13);
  });

  it('is read in a file of that one record', async () => {
    const { values } = await read('Code,Description,Amount\nOP-0001,"Hello, a demo\nCall Ana, Monday",100\n');
    expect(values).toHaveLength(1);
  });

  it.each([
    ['of one record and another', 'OP-0001,"Cable 5,100\nOP-0002,Tubo 3",200'],
    ['with three records between them', 'OP-0001,"Cable,1\nOP-0002,a,2\nOP-0003,b,3\nOP-0004,c",4'],
  ])('is told from quotation marks that pair %s', async (_, records) => {
    expect(await refused(file(records))).toMatchObject({ code: 'csv.pairedQuotes', line: 2 });
    const spaced = file(records).replaceAll(/,(?!")/g, ', ');
    expect(await refused(spaced)).toMatchObject({ code: 'csv.pairedQuotes', line: 2 });
  });
});

describe('a custom field for dates', () => {
  it('is not given the number by which spreadsheets keep one', async () => {
    const text =
      'ID;customFields.Fecha de cierre;customFields.Código postal\nop-1;46157;46157\nop-2;2026-05-15;x\n';
    const { edits, values } = await read(text);
    expect(edits[0]?.problems).toMatchObject([
      { code: 'text.dateSerial', column: 'customFields.Fecha de cierre' },
    ]);
    expect(values[1]).toMatchObject({ 'customFields.Fecha de cierre': '2026-05-15' });
  });

  it.each(['Cierre estimado', 'Cierre', 'Closing', 'Fechamento previsto', 'Prevista'])(
    'is one by words of its end too: %s',
    async (name) => {
      const { problems } = await read(sheet(`ID;customFields.${name}`, 'op-1;46157'));
      expect(problems).toEqual(['text.dateSerial']);
    },
  );

  it.each(['Precio de cierre', 'Monto al cierre', 'Venta prevista', 'Tipo de cierre'])(
    'is none where they stand beside a sum or a price: %s',
    async (name) => {
      const { values } = await read(sheet(`ID;customFields.${name}`, 'op-1;46157'));
      expect(values).toEqual([{ [`customFields.${name}`]: '46157' }]);
    },
  );
});

it('a text whose lines end otherwise is the same text', async () => {
  const { values } = await read('ID;Descripción\r\nop-1;"uno\r\ndos"\r\nop-2;x\r\n');
  expect(values[0]).toEqual({ description: 'uno\ndos' });
});

describe('numbers of a workbook beside amounts that were typed as text', () => {
  const book = (...cells: readonly string[]) =>
    workbook({
      sheets: [
        {
          name: 'Datos',
          xml: sheetXml([
            row(1, [s('A1', 'ID'), s('B1', 'Monto')]),
            ...cells.map((cell, i) => row(i + 2, [s(`A${i + 2}`, `op-${i}`), cell])),
          ]),
        },
      ],
    });

  it('are asked about where a point for thousands may have become one for decimals', async () => {
    const mixed = book(s('B2', '63.640,28'), n('B3', 8.021), n('B4', 83.15));
    expect(await refused(mixed, {}, 'a.xlsx')).toMatchObject({
      code: 'amount.typed',
      beside: { row: 2 },
      ...{ row: 3, text: '8.021' },
    });
    const { values } = await read(mixed, { decimal: 'comma' }, 'a.xlsx');
    expect(values.map(({ amount }) => amount)).toEqual(['63640.28', '8.021', '83.15']);
  });

  it('are taken as they are where nothing speaks against it', async () => {
    for (const cells of [
      [s('B2', '63.640,28'), n('B3', 83.15)],
      [s('B2', '63,640.28'), n('B3', 8.021)],
      [n('B2', 8.021), n('B3', 83.15)],
    ])
      expect((await read(book(...cells), {}, 'a.xlsx')).values).toHaveLength(2);
  });
});

describe('rows that are filled down below the data', () => {
  const boxes = (from: number, column: string) =>
    Array.from({ length: 50 }, (_, i) => row(from + i, [c(`${column}${from + i}`, 't="b"', '<v>0</v>')]));
  const of = (rows: readonly string[]) =>
    read(
      workbook({
        sheets: [
          { name: 'Datos', xml: sheetXml([headerRow, row(2, [s('A2', 'op-1'), n('C2', 5)]), ...rows]) },
        ],
      }),
      {},
      'a.xlsx',
    );

  it('ask for nothing where they are empty but for a box to tick, and are counted', async () => {
    const { edits, values, problems, understanding } = await of(boxes(3, 'E'));
    expect([values[0], problems]).toEqual([{ amount: '5' }, []]);
    expect(edits.map(({ skip }) => skip)).toEqual([null, ...Array(50).fill('idle')]);
    expect(understanding.notices).toContainEqual({ code: 'notice.idleRows', rows: 50 });
  });

  it('ask for nothing where a formula gives 0 or the empty text', async () => {
    const formulas = row(3, [
      c('B3', 't="str"', '<f>IF(A3="","","x")</f><v></v>'),
      c('C3', '', '<f>E3*2</f><v>0</v>'),
    ]);
    const { edits, problems } = await of([formulas]);
    expect([edits.map(({ skip }) => skip), problems]).toEqual([[null, 'idle'], []]);
  });

  it.each<[string, string]>([
    ['a text', s('B3', 'Juan')],
    ['an amount', n('C3', 5)],
    ['a 0 that was typed', n('C3', 0)],
    ['a formula without a result', c('B3', '', '<f>X()</f>')],
    ['an error', c('B3', 't="e"', '<v>#N/A</v>')],
  ])('are a problem where they hold %s in a column that is used', async (_, cell) => {
    expect((await of([row(3, [cell, c('E3', 't="b"', '<v>0</v>')])])).problems).toContain('id.empty');
  });

  it('are a problem where they hold what is a key in another column', async () => {
    const coded = await read(sheet('ID;Código;Monto', 'op-1;C-1;5', ';C-2;', ';;5'));
    const other = { column: 'Código', text: 'C-2', by: 'opportCode' };
    expect(coded.edits[1]?.problems).toEqual([{ code: 'id.empty', row: 3, column: 'ID', text: '', other }]);
    expect(coded.edits[2]?.problems).toEqual([{ code: 'id.empty', row: 4, column: 'ID', text: '' }]);
    const { edits } = await read(sheet('ID;Monto;Nota', 'op-1;5;', ';;hola'));
    expect(edits[1]).toMatchObject({ skip: 'idle', problems: [], values: [] });
  });
});

describe('a stray quotation mark in a sheet whose key does not come first', () => {
  const rows = Array.from(
    { length: 12 },
    (_, i) => `Cliente ${'abc'.slice(0, (i % 3) + 1)},OP-00${i + 10},nota,${i}00`,
  );

  it.each([
    ['two records', 'Perú SA,OP-0002,"ver nota,200\nInca Cola (fase 2),OP-0003,lista",300'],
    [
      'three records',
      'Perú SA,OP-0002,"ver nota,200\nInca Cola,OP-0003,lista,300\nSur (2),OP-0004,otra",400',
    ],
  ])('that swallows a part of %s is found by the key', async (_, records) => {
    const header = 'Nombre,Código,Descripción,Monto';
    for (const separator of [',', ';']) {
      const text = sheet(header, records, ...rows).replaceAll(',', separator);
      expect(await refused(text)).toMatchObject({ code: 'csv.pairedQuotes', line: 2 });
    }
  });

  it('is not one where the lines are a note', async () => {
    const text = sheet(
      'Nombre,Código,Descripción,Monto',
      'Perú SA,OP-0002,"Pagó 1,500\nResta 2,300\nVence 3,10",300',
      ...rows,
    );
    expect((await read(text)).values[0]).toMatchObject({
      description: 'Pagó 1,500\nResta 2,300\nVence 3,10',
    });
  });
});

describe('ordinary columns', () => {
  it.each(['Amount due', 'Data plan', 'Data MB', 'Ventas por dia', 'Código de fecha'])(
    'take a number of five digits: %s',
    async (name) => {
      const { values } = await read(`ID;customFields.${name}\nop-1;45000\n`);
      expect(values[0]).toEqual({ [`customFields.${name}`]: '45000' });
    },
  );

  it('take the 0 of a formula that computes something', async () => {
    const formula = (ref: string, text: string) => c(ref, '', `<f>${text}</f><v>0</v>`);
    const rows = [
      'IF(D2&gt;1000,10,0)',
      'E2-F2',
      'SUM(A1:B2)',
      'Hoja!C2',
      "'Mi hoja'!C2",
      'INDEX(A:A,2)',
    ].map((text, i) => row(i + 2, [s(`A${i + 2}`, `op-${i}`), formula(`B${i + 2}`, text)]));
    const header = row(1, [s('A1', 'ID'), s('B1', 'Nombre')]);
    const { edits } = await read(
      workbook({ sheets: [{ name: 'Datos', xml: sheetXml([header, ...rows]) }] }),
      {},
      'a.xlsx',
    );
    expect(edits.map(({ problems }) => problems[0]?.code ?? null)).toEqual([
      ...[null, null, null],
      ...['text.zero', 'text.zero', 'text.zero'],
    ]);
  });

  it.each([
    ['Código;Propiedad;Valor', {}],
    ['Código;Campo;Valor', { map: ['Campo=-'] }],
    ['Código;Campo;Valor', { map: ['Campo=customFields.Campo'] }],
  ])('are what they seem: %s %j', async (header, options) => {
    expect((await read(sheet(header, 'OP-1;Casa;50'), options)).values[0]).toMatchObject({ amount: '50' });
  });

  it.each([
    ['Size', ['L', 'M']],
    ['Size', ['L', 'Q']],
    ['State', ['MN', 'CA']],
    ['Owner', ['Sol', 'Real']],
    ['Contact', ['Euro', 'Sol']],
  ])('say no currencies: %s', async (header, texts) => {
    const text = sheet(`ID;Amount (USD);${header}`, ...texts.map((said, i) => `op-${i};5;${said}`));
    expect((await read(text)).values).toHaveLength(texts.length);
  });
});

it('the name of a person beside that of the opportunity is left alone', async () => {
  const { values } = await read(
    sheet('Record ID;Nombre del negocio;Valor;Nombre;Apellido', 'd-1;Licencias;900;Ana;Pérez'),
  );
  expect(values[0]).toEqual({ name: 'Licencias', amount: '900' });
});

describe('a column of currencies with a few other words in it', () => {
  it.each([
    ['Moneda de venta', ['USD', 'PEN', 'por definir']],
    ['Mon.', ['USD', 'PEN', '-']],
    ['Divisa de la operación', ['US$', 'S/', 'ver anexo', 'Dólar']],
    ['Tipo', ['USD', 'PEN', 'USD', 'PEN', 'PEN', 'otro']],
  ])('is seen all the same: %s', async (header, texts) => {
    const text = sheet(`ID;Monto;${header}`, ...texts.map((said, i) => `op-${i};5;${said}`));
    expect(await refused(text)).toMatchObject({ code: 'amount.currencyColumn' });
  });

  it.each([
    ['Monto (S/)', ['Nuevo Sol', 'PEN']],
    ['Valor (R$)', ['Real brasileiro', 'BRL']],
    ['Monto (MXN)', ['Peso mexicano', '$']],
    ['Monto', ['Peso colombiano', 'COP']],
    ['Monto (US$)', ['$', 'Dólar']],
    ['Monto', ['USD', 'N/A', 'USD']],
  ])('of one currency is no matter: %s %j', async (amount, texts) => {
    const text = sheet(`ID;${amount};Moneda`, ...texts.map((said, i) => `op-${i};5;${said}`));
    expect((await read(text)).values).toHaveLength(texts.length);
  });
});

describe('a stray quotation mark in a sheet of plain ids', () => {
  const rows = [10236, 10237, 10238, 10239, 10240].map(
    (id, i) => `${id};Ana ${'abc'[i] ?? 'x'};${i + 1}00;Propuesta;nota`,
  );

  it('that swallows a record is found', async () => {
    const header = 'ID;Nombre;Monto;Etapa;Descripción';
    const stray = [
      '10234;Rosa Díaz;1003;Propuesta;"Pidió tubo de 5',
      '10235;Carlos Vega;2500,50;Propuesta;Pantalla de 24"',
    ];
    expect(await refused(sheet(header, ...stray, ...rows))).toMatchObject({
      code: 'csv.pairedQuotes',
      line: 2,
    });
    const empty = [
      '10234;Rosa Díaz;;Propuesta;"Pidió tubo de 5',
      '10235;Carlos Vega;;En curso;Pantalla de 24"',
    ];
    expect(await refused(sheet(header, ...empty, ...rows))).toMatchObject({
      code: 'csv.pairedQuotes',
      line: 2,
    });
  });

  it('and a note with numbers in it are told apart', async () => {
    const note = '10234;Rosa Díaz;1003;Propuesta;"Pidió 5; 6\nLuego 10; 20 más"';
    expect((await read(sheet('ID;Nombre;Monto;Etapa;Descripción', note, ...rows))).values).toHaveLength(6);
  });
});

it('the 0 of a formula is told by what the formula does', async () => {
  const formulas: [string, string | null][] = [
    ['Tabla1[[#This Row],[Notas]]', 'text.zero'],
    ['IF(A2&lt;&gt;"",Hoja2!B2,"")', 'text.zero'],
    ['IFERROR(VLOOKUP(A2,N!A:B,2,0),"")', 'text.zero'],
    ["'Juan''s'!C2", 'text.zero'],
    ["'[Lista 1.xlsx]Hoja 1'!$C$2", 'text.zero'],
    ['Hoja2!C:C', 'text.zero'],
    ['(Hoja2!C2)', 'text.zero'],
    // As those of an .ods are told.
    ["['Datos 2024'.C2]", 'text.zero'],
    ["['file:///c:/lista.ods'#Hoja1.C2]", 'text.zero'],
    ['[Hoja2.C2:.C2]', 'text.zero'],
    ["['Datos 2024'.C2]*2", null],
    ['_xlfn.SINGLE(Hoja2!C:C)', 'text.zero'],
    ['_xlfn.LET(_xlpm.x,VLOOKUP(A2,Hoja2!A:B,2,0),_xlpm.x)', 'text.zero'],
    ['_xlfn.LET(_xlpm.x,VLOOKUP(A2,Hoja2!A:B,2,0),IF(_xlpm.x="","",_xlpm.x))', 'text.zero'],
    ['_xlfn.UNIQUE(Hoja2!C2)', 'text.zero'],
    ['_xlfn._xlws.SORT(Hoja2!C2)', 'text.zero'],
    ['_xlfn.CHOOSECOLS(Hoja2!A2:C2,3)', 'text.zero'],
    ['_xlfn.TAKE(Hoja2!C2:C9,1)', 'text.zero'],
    ['(D2-E2)*(D3-E3)', null],
    ['(D2*2)', null],
    ["'Mi hoja'!C2*2", null],
    ['_xlfn.LET(_xlpm.x,Hoja2!C2,_xlpm.x*2)', null],
    ['UPPER("acme")', 'cell.uncomputed'],
    ['B2&amp;" - "&amp;A2', 'cell.uncomputed'],
    ['IF(VLOOKUP(A2,N!A:B,2,0)&gt;5,1,0)', null],
    ['VLOOKUP(A2,N!A:B,2,0)*100', null],
    ['SUM(OFFSET(A1,0,0,2,1))', null],
    ['LEN(A2)', null],
  ];
  const cells = formulas.map(([text], i) =>
    row(i + 2, [s(`A${i + 2}`, `op-${i}`), c(`B${i + 2}`, '', `<f>${text}</f><v>0</v>`)]),
  );
  const header = row(1, [s('A1', 'ID'), s('B1', 'Nombre')]);
  const { edits } = await read(
    workbook({ sheets: [{ name: 'Datos', xml: sheetXml([header, ...cells]) }] }),
    {},
    'a.xlsx',
  );
  expect(edits.map(({ problems }) => problems[0]?.code ?? null)).toEqual(formulas.map(([, code]) => code));
});

describe('a text of another program', () => {
  it('begins with the apostrophe that a results sheet puts before a line end or a tab', async () => {
    const text = 'Código;Descripción\nOP-1;"\'\nLlamar"\nOP-2;"\'\tLlamar"\nOP-3;\'Hoy\n';
    const { problems, values } = await read(text);
    expect(problems).toEqual(['text.escaped', 'text.escaped']);
    expect(values[2]).toEqual({ description: "'Hoy" });
  });

  it.each(['#OBTENIENDO_DATOS', '#NV', '#N/A Requesting Data...'])(
    'is an error that it shows while a value is on its way, or not there: %s',
    async (text) => {
      expect((await read(sheet('Código;Nombre', `OP-1;${text}`))).problems).toEqual(['cell.error']);
      const { values } = await read(sheet('Código;Nombre', 'OP-1;#NVIDIA', 'OP-2;#VENTA_DATOS'));
      expect(values).toEqual([{ name: '#NVIDIA' }, { name: '#VENTA_DATOS' }]);
    },
  );

  it('is asked about where the signs of an emoji went through a wrong encoding', async () => {
    const text = sheet(
      'Código;Nombre',
      'OP-1;Promo \u00f0\u0178\u0161\u20ac',
      'OP-2;\u00f0\u0178\u00a4\u00aa',
    );
    expect(await refused(text)).toMatchObject({ code: 'cells.mojibake', repaired: 'Promo 🚀', cells: 2 });
    const { values } = await read(text, { mojibake: 'repair' });
    expect(values).toEqual([{ name: 'Promo 🚀' }, { name: '🤪' }]);
  });
});

it('the 0 in a cell that the formula of another one fills is that of an empty cell', async () => {
  const filled = c('B2', '', '<f t="array" ref="B2:B3">_xlfn._xlws.FILTER(H!C2:C9,H!A2:A9=1)</f><v>x</v>');
  const cells = [
    row(1, [s('A1', 'ID'), s('B1', 'Nombre'), s('C1', 'Monto')]),
    row(2, [s('A2', 'op-1'), filled.replace('<c ', '<c t="str" '), n('C2', 0)]),
    row(3, [s('A3', 'op-2'), n('B3', 0), n('C3', 0)]),
    row(4, [s('A4', 'op-3'), n('B4', 0), n('C4', 0)]),
  ];
  const { values, problems } = await read(
    workbook({ sheets: [{ name: 'Datos', xml: sheetXml(cells) }] }),
    {},
    'a.xlsx',
  );
  expect(problems).toEqual(['text.zero']);
  expect(values).toEqual([{ name: 'x', amount: '0' }, { amount: '0' }, { name: '0', amount: '0' }]);
});

describe('a header of another CRM', () => {
  it.each([
    ['ID de registro;Nombre de Trato;Valor', 'd-1;Licencias;900'],
    ['ID do registro;Nome do negócio;Valor', 'd-1;Licencias;900'],
    ['Trato - ID;Trato - Título;Trato - Valor', 'd-1;Licencias;900'],
    ['Negócio - ID;Negócio - Título;Negócio - Valor', 'd-1;Licencias;900'],
    ['Deal - ID;Deal - Title;Deal - Value', 'd-1;Licencias;900'],
    ['ï»¿ID;Nombre;Monto', 'd-1;Licencias;900'],
  ])('is known in each of its languages: %s', async (header, record) => {
    const { edits, values } = await read(sheet(header, record));
    expect(edits[0]?.key).toBe('d-1');
    expect(values).toEqual([{ name: 'Licencias', amount: '900' }]);
    const stage = await read(sheet('Trato - ID;Trato - Etapa', 'd-1;Propuesta'));
    expect(stage.values).toEqual([{ stageId: 'Propuesta' }]);
  });

  it.each(['sep=;', '"sep=;"', 'sep=;;;', '"sep=;";;'])(
    'stands behind the line that names the separator: %s',
    async (line) => {
      const { rows, values, source } = await read(sheet(line, 'ID;Nombre;Monto', 'd-1;a,b;900'));
      expect(source.delimiter).toBe(';');
      expect(rows.map(({ number }) => number)).toEqual([1, 2]);
      expect(values).toEqual([{ name: 'a,b', amount: '900' }]);
    },
  );
});
