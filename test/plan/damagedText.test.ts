import { describe, expect, it } from 'vitest';
import { customFieldName, type FieldPath } from '../../src/opportunity/index.js';
import { customField, record } from '../opportunity/record.js';
import { edit, FakeCrm, planOf } from './workspace.js';

/** What becomes of one row that sets a field to a text, where the record holds another. */
async function planned(after: string, before = 'Otro', field: FieldPath = 'name') {
  const custom = customFieldName(field);
  const held = custom === null ? { [field]: before } : { customFields: [customField(custom, before)] };
  const live = record({ id: 'op-1', ...held });
  const [row] = await planOf(new FakeCrm([live]), [edit(2, 'op-1', { [field]: after })]);
  return row;
}

describe('a text that a program has damaged on its way', () => {
  it.each([
    ['Pe├▒a', 'code page 850'],
    ['Pe√±a', 'Mac Roman'],
    ['Peï¿½a', 'a lost letter, read wrongly'],
    ['GarcÃa', 'a soft hyphen taken away'],
    ['Ã lvarez', 'a control taken away'],
    ['García PeÃ±a', 'one word of two'],
    ['Pe¤a Compa¤¡a', 'a DOS window'],
    ['Garc¡a', 'a DOS window'],
    ['Pe?a Compa??a', 'letters that were not there'],
    ['MU?OZ SAC', 'letters that were not there'],
    ['Pe&ntilde;a &amp; Hijos', 'markup'],
    ['Lima_x000D_Perú', 'a control by its name'],
    ["'Bodega Rosita'", 'the quotes of another program'],
  ])('is not sent: %s (%s)', async (text) => {
    expect(await planned(text)).toMatchObject({
      verdict: 'invalid',
      key: 'op-1',
      problems: [{ code: 'text.damaged', row: 2, column: 'name', text }],
    });
  });

  it.each(['Cargando...', 'Loading…', 'Carregando...'])(
    'is not sent where it stands for one: %s',
    async (text) => {
      expect(await planned(text)).toMatchObject({ problems: [{ code: 'cell.uncomputed' }] });
    },
  );

  it.each([
    'AÇÃO E NEGOCIAÇÃO',
    'AMANHÃ “JÁ” MAÇÃ…',
    '¿Renovación? ¡Sí!',
    'R&D; AT&T; Co',
    'Plan A?B',
    '¿Renovar?sí',
    'N? 5',
    'https://a.pe/ver?id=5',
    'pagina ver?id=5',
    '100 ¤',
    'x√2 ≥ 3',
    '25 °C · 3 ª · 1 º',
    'Cargando camiones',
    "'Hoy' y 'mañana'",
    "L'Oréal",
    'PeÃ±a',
  ])('is not taken for one: %s', async (text) => {
    expect(await planned(text)).toMatchObject({ verdict: 'update', changes: [{ after: text }] });
  });

  it.each([
    ['Lanzamiento ??', 'Lanzamiento 🚀'],
    ['Lanzamiento ?', 'Lanzamiento 🚀'],
    ['?ód?', 'Łódź'],
    ['A??O', 'AÑO'],
  ])('is not sent where the record shows that letters were lost: %s', async (text, before) => {
    for (const field of ['description', 'customFields.Canal'] as const)
      expect(await planned(text, before, field)).toMatchObject({ problems: [{ code: 'text.damaged' }] });
    // A question mark more is no letter less.
    expect(await planned(`${before}?`, before, 'description')).toMatchObject({ verdict: 'update' });
    expect(await planned(text, `${before}s`, 'description')).toMatchObject({ verdict: 'update' });
  });

  it('is not sent where it is the first 255 letters of what the record holds', async () => {
    const long = `${'a'.repeat(254)} ${'b'.repeat(45)}`;
    const cut = { problems: [{ code: 'text.cut', column: 'description' }] };
    expect(await planned('c'.repeat(255), 'c'.repeat(256), 'description')).toMatchObject(cut);
    expect(await planned(long.slice(0, 255).trim(), long, 'description')).toMatchObject(cut);
    for (const [after, before] of [
      ['c'.repeat(254), 'c'.repeat(256)],
      ['c'.repeat(256), 'c'.repeat(257)],
      ['c'.repeat(255), 'd'.repeat(256)],
      ['c'.repeat(255), 'c'.repeat(100)],
    ] as const)
      expect(await planned(after, before, 'description')).toMatchObject({ verdict: 'update' });
  });

  it('is not sent where it is the 0 of a formula that took an empty cell', async () => {
    for (const field of ['name', 'description', 'contactId'] as const)
      expect(await planned('0', 'Otro', field)).toMatchObject({ problems: [{ code: 'text.zero' }] });
    expect(await planned('0', 'Otro', 'customFields.Visitas')).toMatchObject({ verdict: 'update' });
  });

  it('may hold what the record holds, the markup of a page, and a question in a longer text', async () => {
    expect(await planned('Pe├▒a SAC', 'Pe├▒a')).toMatchObject({ verdict: 'update' });
    expect(await planned('Pe├▒a', 'Pe├▒a')).toMatchObject({ verdict: 'unchanged' });
    expect(await planned('<p>Uno&nbsp;dos</p>', '', 'description')).toMatchObject({ verdict: 'update' });
    expect(await planned('├── Uno\n│   └── Dos', '', 'description')).toMatchObject({ verdict: 'update' });
    expect(await planned('Vendrá?no sé', '', 'description')).toMatchObject({ verdict: 'update' });
  });
});

describe('a name', () => {
  it.each(['OP-1', 'op-1'])(
    'is not sent where it is what the record itself is called by: %s',
    async (name) => {
      const live = record({ id: 'op-1', opportCode: 'OP-1', name: 'Renovación' });
      const [row] = await planOf(new FakeCrm([live]), [edit(2, 'op-1', { name })]);
      expect(row).toMatchObject({ verdict: 'invalid', problems: [{ code: 'name.key', column: 'name' }] });
    },
  );
});
