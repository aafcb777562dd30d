import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { ColumnGuess } from '../../src/mapping/index.js';
import { loadMessages } from '../../src/messages/index.js';
import type { Reading } from '../../src/plan/index.js';
import { lineText } from '../../src/ui/lines/ansi.js';
import { columnLine } from '../../src/ui/lines/columnLines.js';
import { impactLines } from '../../src/ui/lines/impactLines.js';
import { fitLine, type Line, lineWidth, span, wrapLine } from '../../src/ui/lines/line.js';
import { planLines } from '../../src/ui/lines/planLines.js';
import { progressBar, progressLines } from '../../src/ui/lines/progressLines.js';
import { readingLine } from '../../src/ui/lines/readingLine.js';
import { reportLines } from '../../src/ui/lines/reportLines.js';
import { rowDetail, rowLine } from '../../src/ui/lines/rowLine.js';
import { sheetLines } from '../../src/ui/lines/sheetLines.js';
import { stageLines } from '../../src/ui/lines/stageLines.js';
import { RunCounter } from '../../src/ui/runCounter.js';
import { STAGES } from '../plan/workspace.js';
import { FACTS, plannedRows, previewOf, report, TARGET } from './preview.js';

const en = await loadMessages('en', 'en-US');
const es = await loadMessages('es', 'es-PE');
const texts = (lines: readonly Line[]) => lines.map((line) => lineText(line, false));

describe('what was understood', () => {
  it('names the sheet, the target, every column and how amounts are read', () => {
    expect(texts(sheetLines(FACTS, TARGET, en))).toEqual([
      'Sheet: deals.csv · separated by ; · 5 rows',
      'CRM: Ventas Andinas · api.plazbot.com',
      'Columns: ID (finds the opportunity by id) · Monto → Amount',
      'Ignored: Vendedor (not a known field)',
      'Amounts are read with a decimal comma: 1.234,50',
    ]);
  });

  it('says on its face that a sandbox is one', () => {
    expect(texts(sheetLines(FACTS, { ...TARGET, sandbox: true }, en))[1]).toContain(
      '[SANDBOX, nothing is real]',
    );
  });
});

describe('how live records are read', () => {
  const requests = { rows: 100, list: 12 };
  const reading = { how: 'list', why: 'cost', by: 'id', records: 100, total: 240, requests } as const;
  const shown = (changes: Partial<Reading>, messages = en) =>
    texts([readingLine({ ...reading, ...changes }, messages)])[0];

  it('is said with the reason', () => {
    expect(shown({})).toBe(
      'Live records: read from the list, page after page (12 pages of the 240 in the workspace instead of 100 records one by one)',
    );
    expect(shown({ how: 'rows' })).toBe(
      'Live records: read one by one (100 records instead of 12 pages of the 240 in the workspace)',
    );
    expect(shown({ how: 'rows', why: 'few', records: 1 })).toBe(
      'Live records: read one by one (1 record at once)',
    );
    expect(shown({ why: 'codes', by: 'opportCode' })).toContain('only the list can look up');
    expect(shown({ how: 'rows', why: 'asked', by: 'opportCode' })).toBe(
      'Live records: found in the list, read one by one (as you said)',
    );
    expect(shown({ why: 'unknownTotal', total: null })).toContain('does not say how many it has');
  });

  it('is said in Spanish', () => {
    const reasons = ['asked', 'codes', 'few', 'unknownTotal', 'cost'] as const;
    const lines = reasons.flatMap((why) => [shown({ why }, es), shown({ why, how: 'rows' }, es)]);
    for (const line of lines) expect(line).toMatch(/^Registros del CRM: se (leen|buscan) .+ \(.+\)$/);
    expect(new Set(lines).size).toBe(10);
  });
});

describe('the impact', () => {
  it('warns of custom fields that no record has, the first of them by name', () => {
    const preview = previewOf(plannedRows(1));
    const newFields = Array.from({ length: 7 }, (_, i) => ({
      field: `customFields.Campo ${i}` as const,
      records: 1,
      suggestions: i === 0 ? ['Campos', 'Campa'] : [],
    }));
    const lines = texts(impactLines({ ...preview, summary: { ...preview.summary, newFields } }, en));
    const warnings = lines.filter(
      (line) => line.startsWith('! ') && /field/.test(line) && !/lose the value/.test(line),
    );
    expect(warnings).toHaveLength(6);
    expect(warnings[0]).toMatch(/“Campo 0”, which 1 record would get.+Did you mean “Campos” or “Campa”\?$/);
    expect(warnings[5]).toBe('! 2 more fields like that.');
  });

  it('counts rows, fields, amounts and stage moves', () => {
    expect(texts(impactLines(previewOf(plannedRows(2)), en))).toEqual([
      '~ 2 to update   = 1 unchanged   + 1 repeated   ? 1 not in the CRM   ✗ 1 with a problem',
      'By field: Amount 2 · Stage 2 · Description 2',
      'Amount of these records: 2,401 → 4,001  (+1,600)',
      'Stage moves: Prospecto → Propuesta 2',
      '! 2 opportunities would lose the value of a field (rows 2, 3).',
    ]);
  });

  it('says what is risky in it, and which limit it goes beyond', () => {
    const plan = previewOf(plannedRows(1), {
      guards: [
        { guard: 'maxChanges', limit: 0, found: 1, trips: true },
        { guard: 'maxAmountChange', unit: 'percent', limit: '90', found: '66.6', trips: false },
      ],
    });
    expect(texts(impactLines(plan, en)).slice(-2)).toEqual([
      '! 1 opportunity would lose the value of a field (row 2).',
      '✗ 1 record would change, more than --max-changes 0. opsheet apply would stop before it sends anything.',
    ]);
    expect(texts(impactLines(plan, es)).slice(-2)).toEqual([
      '! 1 oportunidad perdería el valor de un campo (fila 2).',
      '✗ 1 registro cambiaría, más que --max-changes 0. opsheet apply se detendría antes de enviar nada.',
    ]);
  });

  it('goes by stage where amounts or stages change, the numbers under each other', () => {
    const moves = plannedRows(2).map((row) =>
      row.verdict === 'update' ? { ...row, beforeImage: { ...row.beforeImage, stageId: 's1' } } : row,
    );
    expect(texts(stageLines(previewOf(moves), en))).toEqual([
      '',
      'By stage records · amount, before → after',
      '  Prospecto  2 · 2,401 →     0 · 0  (−2,401)',
      '  Propuesta      0 · 0 → 2 · 4,001  (+4,001)',
    ]);
    const renamed = moves.map((row) =>
      row.verdict === 'update'
        ? { ...row, changes: [{ field: 'name', before: 'a', after: 'b' } as const] }
        : row,
    );
    expect(stageLines(previewOf(renamed), en)).toEqual([]);
  });

  it('says only what there is', () => {
    const [unchanged] = plannedRows().slice(1);
    expect(texts(impactLines(previewOf(unchanged ? [unchanged] : []), en))).toEqual(['= 1 unchanged']);
  });

  it('speaks Spanish with the numbers of the country', () => {
    expect(texts(impactLines(previewOf(plannedRows(1)), es))[2]).toBe(
      'Monto de estos registros: 1,200.50 → 2,000  (+799.50)',
    );
  });
});

describe('a row', () => {
  const [update, unchanged, duplicate, missing, invalid] = plannedRows();
  const line = (row: typeof update, width: number | null = null) =>
    row ? lineText(rowLine(row, en, STAGES, width), false) : '';

  it('shows old and new of each field, and never by colour alone', () => {
    expect(line(update)).toBe(
      '    2 ~ Oportunidad 0  Amount: 1,200.50 → 2,000 · Stage: Prospecto → Propuesta · Description: Contrato → (empty)',
    );
    expect(line(unchanged)).toContain('= Sin cambio  already so');
    expect(line(duplicate)).toContain('+ op-0  same as row 2: one change for both');
    expect(line(missing)).toContain('? nope  Monto “nope” is not in this workspace.');
    expect(line(invalid)).toContain('✗ x  Monto “doce” is not an amount.');
  });

  it('keeps every new value in sight where there is little room', () => {
    for (const width of [60, 80, 100]) {
      const text = line(update, width);
      expect(stringWidth(text)).toBeLessThanOrEqual(width);
      expect(text).toContain('→ 2,000');
      expect(text).toMatch(/\+[12]$|\(empty\)$/);
    }
    const long = {
      field: 'name',
      before: 'Ampliación de usuarios - Sur',
      after: 'Ampliación de usuarios (40) - Sur',
    } as const;
    const renamed = update?.verdict === 'update' ? { ...update, changes: [long] } : undefined;
    expect(line(renamed, 70)).toMatch(/Name: ….*→ ….*\(40\)/);
  });

  it.each([en, es])('shows a number or a date whole, or counts its change: $language', (messages) => {
    const changes = [
      { field: 'amount', before: '1800000', after: '52984.75' },
      { field: 'stageId', before: 's1', after: 's2' },
      { field: 'customFields.Fecha estimada de cierre', before: '2026-11-26', after: '12 ene 2027' },
      { field: 'description', before: null, after: '1.234.567,89' },
    ] as const;
    const whole = new Set(
      ['1,800,000', '52,984.75', '2026-11-26', '12 ene 2027', '1.234.567,89'].flatMap((text) => [
        text,
        ...text.split(' '),
      ]),
    );
    if (update?.verdict !== 'update') throw new Error('no update');
    const beforeImage = { ...update.beforeImage, name: 'Implementación de la mesa de ayuda' };
    for (let first = 0; first < changes.length; first += 1) {
      const row = { ...update, beforeImage, changes: [...changes.slice(first), ...changes.slice(0, first)] };
      for (let width = 60; width <= 140; width += 1) {
        const text = lineText(rowLine(row, messages, STAGES, width), false);
        expect(stringWidth(text)).toBeLessThanOrEqual(width);
        const figures = text.slice(10).match(/[\d][\d.,-]*…?/g) ?? [];
        const shown = figures.filter((figure) => !/^\d$/.test(figure));
        for (const figure of shown) expect([...whole, `${figure} of ${text}`]).toContain(figure);
        expect(text).toMatch(/\+[1-4]$|(?=.*52,984\.75)(?=.*2026-11-26)(?=.*1\.234\.567,89)/);
      }
    }
    // What was found at 80 columns: both numbers, and the others counted.
    const text = lineText(rowLine({ ...update, beforeImage, changes }, messages, STAGES, 80), false);
    expect(text).toMatch(/(Amount|Monto): 1,800,000 → 52,984\.75/);
  });

  it('names a row of seven digits whole', () => {
    const far = update?.verdict === 'update' ? { ...update, rowNumber: 1_048_576 } : undefined;
    expect(line(far, 80)).toMatch(/^1048576 ~ /);
  });

  it.each([
    [en, 'Etapa “Negociasion” is not a stage of this workspace. Did you mean “Negociación”?'],
    [es, 'Etapa “Negociasion” no es una etapa de este espacio de trabajo. Se parece a: “Negociación”.'],
  ])('opened tells each problem to its end: %#', (messages, sentence) => {
    const place = { row: 5, column: 'Etapa', text: 'Negociasion' };
    const problems = [
      { code: 'stage.unknown' as const, ...place, suggestions: ['Negociación'] },
      { code: 'amount.notNumber' as const, row: 5, column: 'Monto', text: 'doce' },
    ];
    const bad = { verdict: 'invalid' as const, rowNumber: 5, key: 'OP-1', problems };
    const lines = rowDetail(bad, messages, STAGES, 60);
    for (const one of lines) expect(lineWidth(one)).toBeLessThanOrEqual(60);
    const told = texts(lines).map((text) => text.trim());
    expect(told.join(' ')).toContain(sentence);
    expect(told.some((text) => text.startsWith('Monto “doce”'))).toBe(true);
  });

  it('opened in full goes by the code of the opportunity, where it has one', () => {
    if (update?.verdict !== 'update') throw new Error('no update');
    const coded = { ...update, beforeImage: { ...update.beforeImage, opportCode: 'OP-0042' } };
    expect(texts(rowDetail(coded, es, STAGES, 80))[0]).toBe('fila 2  Oportunidad 0  OP-0042');
    const nameless = { ...coded, beforeImage: { ...coded.beforeImage, name: null } };
    expect(line(nameless)).toContain('~ OP-0042  ');
  });

  it('opened in full has a line for each field', () => {
    expect(update && texts(rowDetail(update, en, STAGES, 80))).toEqual([
      'row 2  Oportunidad 0  OP-0001',
      '  Amount: 1,200.50 → 2,000',
      '  Stage: Prospecto → Propuesta',
      '  Description: Contrato → (empty)',
    ]);
  });

  it('lets no cell speak to the terminal', () => {
    const evil = '\u001b]52;c;x\u0007\u202e';
    const row = {
      ...invalid,
      key: evil,
      problems: [{ code: 'amount.notNumber', row: 2, column: evil, text: evil }],
    };
    const text = lineText(rowLine(row as NonNullable<typeof invalid>, en, STAGES, 80), true);
    expect(stripVTControlCharacters(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('a column whose meaning is asked', () => {
  const column: ColumnGuess = {
    ...{ index: 0, header: 'Ref. del trato', name: 'Ref. del trato', target: null, reason: 'unknown' },
    ...{ because: 'header', hint: null, samples: ['1.800,00', '52.984,75', '1.000.000,00'], amounts: [] },
  };
  it.each([
    [en, 'Opportunity id', 'Opportunity cod'],
    [es, 'Id de la oportunidad', 'Código de la opor'],
  ])('has a sign where it is chosen, its key first, and no number cut: %#', (messages, id, code) => {
    for (const width of [60, 80, 120]) {
      const shown = (target: 'id' | 'opportCode', chosen: boolean) =>
        lineText(columnLine(column, target, chosen, width, messages), false);
      expect(shown('id', true)).toMatch(/^› Ref\. del/);
      expect(shown('id', false)).toMatch(/^ {2}Ref\. del/);
      expect(shown('id', true)).toContain(`→ ${id}`);
      expect(shown('opportCode', true)).toContain(`→ ${code}`);
      expect(
        shown('id', true)
          .match(/\d[\d.,]*…?/g)
          ?.join(' '),
      ).toMatch(/^1\.800,00( 52\.984,75( 1\.000\.000,00)?)?$/);
      expect(stringWidth(shown('id', true))).toBeLessThanOrEqual(width);
    }
  });
});

describe('a line', () => {
  it('is cut to the width of the terminal, wherever its pieces end', () => {
    const line = [span('ñandú '), span('日本語', 'strong'), span(' fin')];
    for (let width = 1; width < 20; width += 1) {
      const fitted = fitLine(line, width);
      expect(lineWidth(fitted)).toBeLessThanOrEqual(width);
      expect(stringWidth(lineText(fitted, true))).toBe(lineWidth(fitted));
    }
    expect(lineText(fitLine(line, 9), false)).toBe('ñandú 日…');
    expect(lineText(fitLine(line, 16), false)).toBe('ñandú 日本語 fin');
  });
});

describe('a long line', () => {
  it('is broken between words, and nothing of it is lost', () => {
    const line = [
      span('Columns: ', 'quiet'),
      span('Código', 'strong'),
      span(' (finds the opportunity) → Name'),
    ];
    const wrapped = wrapLine(line, 24);
    expect(texts(wrapped)).toEqual(['Columns: Código (finds', 'the opportunity) → Name']);
    expect(texts(wrapLine([span('  indented')], 80))).toEqual(['  indented']);
    expect(texts(wrapLine([], 80))).toEqual(['']);
    for (const each of wrapped) expect(lineWidth(each)).toBeLessThanOrEqual(24);
  });

  it('goes on beneath its text where it is moved in', () => {
    const line = [span('  ✗ 1 × E_1', 'bad'), span('  The stage is not known.')];
    expect(texts(wrapLine(line, 24))).toEqual(['  ✗ 1 × E_1  The stage', '    is not known.']);
  });
});

describe('the plan in lines', () => {
  it('shows some rows of each kind and counts the rest', async () => {
    const all = texts(await planLines(previewOf(plannedRows(30)), en, 10, 80));
    expect(all.filter((line) => line.includes(' ~ '))).toHaveLength(10);
    expect(all).toContain('       … and 21 more rows');
    expect(all.filter((line) => /^ +\d+ ✗ /.test(line))).toHaveLength(1);
  });
});

describe('progress', () => {
  it('is a bar that is full only when all is done', () => {
    expect(lineText(progressBar(0, 0, 10, 30), false)).toBe(`${'░'.repeat(20)} 0%`);
    expect(lineText(progressBar(5, 1, 10, 30), false)).toBe(`${'█'.repeat(8)}▒▒${'░'.repeat(10)} 50%`);
    expect(lineText(progressBar(999, 0, 1000, 30), false)).toMatch(/░ 99%$/);
    expect(lineText(progressBar(10, 0, 10, 30), false)).toBe(`${'█'.repeat(20)} 100%`);
  });

  it.each([en, es])('has all its words on every terminal, those of the keys too', (messages) => {
    const counter = new RunCounter();
    counter.take({ kind: 'started', ceiling: 40, updates: 100_000 }, 0);
    counter.take({ kind: 'pace', concurrency: 10, cause: 'slow' }, 1000);
    counter.take({ kind: 'settling', rows: 3, ms: 12_000 }, 1000);
    for (const columns of [60, 80, 200]) {
      for (const [stopping, paused] of [
        [false, false],
        [true, false],
        [false, true],
      ] as const) {
        const state = { stopping, paused };
        const lines = progressLines(counter, 1000, state, { columns, rows: 20 }, messages);
        for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
      }
    }
    for (const saved of [false, true]) {
      expect(stringWidth(messages.screens.columnsKeys(true, saved))).toBeLessThanOrEqual(60);
      expect(stringWidth(messages.screens.columnsKeys(false, saved))).toBeLessThanOrEqual(100);
    }
  });

  it('tells counts, pace, time left and why it waits', () => {
    const counter = new RunCounter();
    counter.take({ kind: 'started', ceiling: 4, updates: 100 }, 0);
    const outcome = {
      rowNumber: 2,
      rowNumbers: [2],
      id: 'a',
      message: null,
      errorCode: null,
      note: null,
    } as const;
    const rest = { httpStatus: 200, attempts: 1, finishedAt: '' };
    for (let i = 0; i < 20; i += 1) {
      counter.take(
        { kind: 'ended', outcome: { ...outcome, ...rest, status: i === 3 ? 'rejected' : 'updated' } },
        50 * i,
      );
    }
    counter.take({ kind: 'waiting', ms: 12_000, cause: 'throttled' }, 1000);
    for (const ms of [30, 20, 40]) counter.take({ kind: 'answered', ms }, 1000);
    counter.take({ kind: 'pace', concurrency: 1, cause: 'throttled' }, 1000);
    const size = { columns: 80, rows: 20 };
    const going = { stopping: false, paused: false };
    expect(texts(progressLines(counter, 1000, going, size, en)).slice(1)).toEqual([
      '✓ 19 done   ✗ 1 failed   80 left',
      '20 a second · answers in 30ms · about 4s left',
      '█',
      '1 at once (at most 4) · slowed because the CRM asked',
      'The CRM asks to wait 12s',
      '✗ 1 × rejected  row 2',
      'p pause   + - more or fewer at once   s or Ctrl-C: stop after what is under way',
    ]);
    const held = texts(progressLines(counter, 1000, { ...going, paused: true }, size, en));
    expect(held).toContain('Held back: p goes on');
    const stopping = texts(progressLines(counter, 20_000, { ...going, stopping: true }, size, en));
    expect(stopping.at(-1)).toMatch(/^Stopping/);
    const narrow = progressLines(counter, 1000, going, { columns: 60, rows: 8 }, es);
    expect(narrow.length).toBeLessThanOrEqual(8);
    for (const line of narrow) expect(lineWidth(line)).toBeLessThanOrEqual(60);
  });
});

describe('the report', () => {
  it('counts, groups what needs a person, and says where it is written and what is next', () => {
    const lines = texts(reportLines(report(), en));
    expect(lines[0]).toBe('Done in 1m 05s');
    expect(lines).toContain('  ✓ 7 updated  changed in the CRM');
    expect(lines).toContain('  ✗ 7 × E_CLOSED  La oportunidad está cerrada.  (rows 2, 3, 4, 5, 6, …)');
    expect(lines).toContain('Results: deals.results.csv');
    expect(lines.at(-3)).toMatch(/^Next: Filter the results sheet/);
    expect(lines.at(-2)).toMatch(/: opsheet apply deals\.results\.csv --only failed$/);
    const spaced = texts(reportLines(report({ resultsFile: "O'Higgins 1.csv" }), en));
    expect(spaced.at(-2)).toMatch(/opsheet apply 'O'\\''Higgins 1\.csv' --only failed$/);
    expect(lines.at(-1)).toBe('To take it back: opsheet undo 20260101-0000-abcd');
  });

  it.each([
    ['en', { takesBack: null, leftOut: 1 }, 'but for the one that you left out'],
    ['es', { takesBack: null, leftOut: 3 }, 'salvo las 3 que usted excluyó'],
    ['en', { takesBack: 'R1', leftOut: 0 }, 'what run R1 changed is as it was before'],
    ['es', { takesBack: 'R1', leftOut: 1 }, 'Quedó fuera 1 fila'],
    ['en', { takesBack: 'R1', leftOut: 0, inPart: true }, 'What else it changed stays.'],
    ['es', { takesBack: 'R1', leftOut: 0, inPart: true }, 'Lo demás que cambió se queda.'],
  ] as const)(
    'does not say of rows that were left out that they are as the sheet has them: %s %j',
    (lang, how, words) => {
      const lines = texts(reportLines(report({ groups: [], ...how }), lang === 'en' ? en : es));
      expect(lines.at(-2)).toContain(words);
    },
  );

  it('never sends the results of an undo, which hold what was to be taken back', () => {
    const lines = texts(reportLines(report({ takesBack: 'R1' }), en)).join('\n');
    expect(lines).toContain('opsheet undo R1');
    expect(lines).not.toContain('opsheet apply');
    const inPart = texts(reportLines(report({ takesBack: 'R1', inPart: true }), en)).join('\n');
    expect(inPart).toContain('with the same --rows and --only: opsheet undo R1');
  });

  it.each([
    [
      en,
      '2 × stage.unknown  e.g. row 5: Etapa “x” …  (rows 5, 6)',
      '1 × stage.unknown  Etapa “x” …  (row 5)',
    ],
    [
      es,
      '2 × stage.unknown  p. ej. fila 5: Etapa “x” …  (filas 5, 6)',
      '1 × stage.unknown  Etapa “x” …  (fila 5)',
    ],
  ])('says of which row a sentence is that rows of one kind do not share: %#', (messages, of, alone) => {
    const group = { status: 'invalid', errorCode: 'stage.unknown', message: 'Etapa “x” …' } as const;
    const groups = [
      { ...group, alike: false, rows: 2, examples: [5, 6] },
      { ...group, alike: true, rows: 1, examples: [5] },
    ];
    const lines = texts(reportLines(report({ groups }), messages));
    expect(lines).toContain(`  ✗ ${of}`);
    expect(lines).toContain(`  ✗ ${alone}`);
  });

  it('keeps each command in one piece, however narrow the terminal', () => {
    for (const width of [40, 50, 60]) {
      const lines = texts(
        reportLines(report({ resumable: true }), en).flatMap((line) => wrapLine(line, width)),
      );
      expect(lines).toContain('opsheet apply deals.results.csv --only failed');
      expect(lines.filter((line) => line.includes('opsheet '))).toHaveLength(3);
      expect(lines.join('\n')).toMatch(/opsheet resume 20260101-0000-abcd\n/);
      expect(lines.join('\n')).toMatch(/opsheet undo 20260101-0000-abcd$/);
    }
  });

  it('of a run that was stopped has going on as what is next, and nothing to mend in rows that were not reached', () => {
    const unsent = {
      status: 'not-sent',
      errorCode: 'run.stopped',
      message: 'Not sent.',
      alike: true,
      rows: 7,
      examples: [2],
    };
    const stopped = report({
      stop: { cause: 'user' },
      resumable: true,
      groups: [{ ...unsent, status: 'not-sent' }],
    });
    expect(texts(reportLines(stopped, en)).slice(-2)).toEqual([
      'Next: To go on: opsheet resume 20260101-0000-abcd',
      'To take it back: opsheet undo 20260101-0000-abcd',
    ]);
    const both = texts(reportLines({ ...stopped, groups: [...stopped.groups, ...report().groups] }, en));
    expect(both.at(-4)).toBe('Next: To go on: opsheet resume 20260101-0000-abcd');
    expect(both.at(-3)).toMatch(/^Filter the results sheet/);
    expect(both.at(-2)).toMatch(/--only failed$/);
  });

  it('says why a run stopped and how to go on', () => {
    const lines = texts(reportLines(report({ stop: { cause: 'unreachable', reason: 'ECONNREFUSED' } }), en));
    expect(lines[0]).toMatch(/^Stopped/);
    expect(lines.join('\n')).toMatch(/could not be reached \(ECONNREFUSED\)[\s\S]*opsheet resume/);
  });

  it('says so when the results have another name than was wanted', () => {
    const taken = report({ resultsFile: 'r (2).xlsx', resultsTaken: 'r.xlsx' });
    expect(texts(reportLines(taken, en)).join('\n')).toContain(
      'Results: r (2).xlsx\n! r.xlsx exists already or is open in another program',
    );
  });

  it('says so when the results could not be written', () => {
    const resultsError = { problem: 'x.csv cannot be written (ENOSPC).', cure: 'Free some space.' };
    expect(texts(reportLines(report({ resultsFile: null, resultsError }), en))).toContain(
      'The results sheet could not be written: x.csv cannot be written (ENOSPC).',
    );
  });
});
