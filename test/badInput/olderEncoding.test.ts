import { describe, expect, it } from 'vitest';
import { read, refused } from './reading.js';

/** Windows-1252, where it is not Latin-1. */
const HIGH: Readonly<Record<string, number>> = {
  ...{
    '€': 0x80,
    '…': 0x85,
    '‘': 0x91,
    '’': 0x92,
    '“': 0x93,
    '”': 0x94,
    '•': 0x95,
    '–': 0x96,
    '—': 0x97,
    '™': 0x99,
  },
};
const MAC: Readonly<Record<string, number>> = { á: 0x87, é: 0x8e, í: 0x92, ñ: 0x96, ó: 0x97, ú: 0x9c };
const CP850: Readonly<Record<string, number>> = {
  á: 0xa0,
  é: 0x82,
  í: 0xa1,
  ñ: 0xa4,
  ó: 0xa2,
  ú: 0xa3,
  à: 0x85,
};

const encoded = (text: string, table: Readonly<Record<string, number>>) =>
  Buffer.from([...text].map((char) => table[char] ?? char.charCodeAt(0)));
const named = (...names: readonly string[]) =>
  `ID;Name\n${names.map((name, i) => `op-${i};${name}\n`).join('')}`;

describe('a file of Windows-1252 with few signs in it', () => {
  it.each([
    [['Macy’s', 'x']],
    [['O’Brien', 'x']],
    [['don’t call', 'x']],
    [['llamar…']],
    [['NESCAFÉ®', 'Perú']],
    [['“CAFÉ PERÚ”']],
    [['Café “Ú”', 'Perú™']],
    [['1ª planta']],
    [['120 m²']],
    [['Citroën']],
    [['Marca® uno']],
    [['uno • dos']],
    [['10 × 20']],
    [['50 € más']],
  ])('is read as what it is: %j', async (names) => {
    const { source, values } = await read(encoded(named(...names), HIGH));
    expect(source.encoding).toMatchObject({ name: 'windows-1252', because: 'guessed' });
    expect(values.map(({ name }) => name)).toEqual(names);
  });
});

it('a file that is UTF-8 by chance alone is asked about', async () => {
  const fact = await refused(encoded(named('NESCAFÉ®'), HIGH));
  expect(fact).toMatchObject({
    code: 'csv.encoding',
    readings: [
      { encoding: 'windows-1252', samples: ['NESCAFÉ®'] },
      { encoding: 'utf-8', samples: ['NESCAFɮ'] },
    ],
  });
  for (const name of ['10 Ω', 'Москва', 'β'])
    expect((await read(named(name))).source.encoding).toMatchObject({ name: 'utf-8', because: 'proven' });
});

describe('a file of another older encoding', () => {
  it.each([
    ['mac-roman', MAC, ['García', 'Peña', 'Compañía']],
    ['mac-roman', MAC, ['país']],
    ['mac-roman', MAC, ['Solís', 'Avilés']],
    ['cp850', CP850, ['Peña', 'Compañía']],
    ['cp850', CP850, ['Gómez', 'Ramírez']],
  ] as const)('is never taken for Windows-1252: %s %j', async (name, table, words) => {
    const fact = await refused(encoded(named(...words), table));
    expect(fact).toMatchObject({ code: 'csv.encoding' });
    expect(fact).toHaveProperty('readings.0.encoding', name);
  });
});

describe('a file of two encodings', () => {
  it.each([
    ['Peña', 'Cañete'],
    ['Москва', 'Cañete'],
    ['Ελλάδα', 'Perú'],
    ['東京', 'Perú'],
    ['Müller', 'O’Brien'],
  ])('is refused as such: %s in UTF-8 beside %s', async (modern, older) => {
    const content = Buffer.concat([Buffer.from(named(modern)), encoded(`op-9;${older}\n`, HIGH)]);
    expect(await refused(content)).toMatchObject({ code: 'csv.mixedEncoding', utf8Line: 2, line: 3 });
  });
});
