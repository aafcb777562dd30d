import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadMessages } from '../../src/messages/index.js';
import type { PlannedRow, PlannedUpdate } from '../../src/plan/index.js';
import type { PlanPreview, ReviewDecision } from '../../src/ui/index.js';
import { lineText } from '../../src/ui/lines/ansi.js';
import { lineWidth } from '../../src/ui/lines/line.js';
import { frameOf } from '../../src/ui/review/frame.js';
import type { Key, NamedKey } from '../../src/ui/review/keys.js';
import { Review } from '../../src/ui/review/review.js';
import { sortRows } from '../../src/ui/review/sortRows.js';
import { record } from '../opportunity/record.js';
import { plannedRows, previewOf } from './preview.js';

const en = await loadMessages('en', 'en');
const es = await loadMessages('es', 'es');

function update(
  rowNumber: number,
  changes: Partial<PlannedUpdate>,
  name = `Oportunidad ${rowNumber}`,
): PlannedUpdate {
  return {
    verdict: 'update',
    rowNumber,
    rowNumbers: [rowNumber],
    id: `op-${rowNumber}`,
    changes: [{ field: 'amount', before: '100', after: '110' }],
    risks: [],
    body: {},
    beforeImage: record({ id: `op-${rowNumber}`, name, amount: '100', customFields: [] }),
    ...changes,
  };
}

/** Four updates of different kinds, and a row of each other verdict. */
const ROWS: readonly PlannedRow[] = [
  update(2, {}, 'Renovación anual'),
  update(3, { changes: [{ field: 'amount', before: '100', after: '5000' }], risks: ['amount.tenfold'] }),
  update(
    4,
    { changes: [{ field: 'name', before: 'a', after: 'b' }], risks: ['record.renamed'] },
    'Café 日本',
  ),
  update(5, { changes: [{ field: 'stageId', before: 's1', after: 's2' }] }),
  { verdict: 'unchanged', rowNumber: 6, id: 'op-6', name: 'Igual' },
  { verdict: 'duplicate', rowNumber: 7, id: 'op-2', of: 2 },
  {
    verdict: 'invalid',
    rowNumber: 8,
    key: 'op-8',
    problems: [{ code: 'amount.notNumber', row: 8, column: 'Monto', text: 'doce' }],
  },
];

const NAMED: Readonly<Record<string, NamedKey>> = {
  '<enter>': 'enter',
  '<esc>': 'escape',
  '<tab>': 'tab',
  '<up>': 'up',
  '<down>': 'down',
  '<left>': 'left',
  '<right>': 'right',
  '<pgdn>': 'pageDown',
  '<back>': 'backspace',
  '<ctrl-c>': 'ctrlC',
};

function keys(text: string): Key[] {
  return [...text.matchAll(/<[a-z-]+>|./gu)].map(([one]) => {
    const name = NAMED[one];
    return name ? { name } : { char: one };
  });
}

interface Opened {
  readonly review: Review;
  readonly decisions: ReviewDecision[];
  /** Presses these keys and waits for what they set going. */
  type(text: string): Promise<void>;
  text(columns?: number, rows?: number): string;
}

function opened(
  plan: PlanPreview,
  { asks = true, typeFrom = 100, messages = en, size: [width, height] = [80, 23] } = {},
): Opened {
  const decisions: ReviewDecision[] = [];
  const review = new Review({
    ...{ plan, messages, asks, typeFrom },
    onDecision: (decision) => decisions.push(decision),
    onInterrupt: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  const text = (columns = width, rows = height) =>
    frameOf(review, columns, rows)
      .lines.map((line) => lineText(line, false).trimEnd())
      .join('\n');
  const settled = async () => {
    do {
      text();
      await new Promise((resolve) => setTimeout(resolve, 1));
    } while (review.list.reading !== null || review.finder.search?.done === false);
    text();
    await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return {
    review,
    decisions,
    text,
    type: async (typed) => {
      for (const key of keys(typed)) review.press(key);
      await settled();
    },
  };
}

function sent({ decisions }: Opened, rows = ROWS): number[] | null {
  const [decision] = decisions;
  if (!decision?.send) return null;
  return rows.flatMap(({ verdict, rowNumber }, at) =>
    verdict === 'update' && !decision.leftOut.has(at) ? [rowNumber] : [],
  );
}

const shown = ({ review }: Opened) => Array.from(review.list.positions, (at) => ROWS[at]?.rowNumber);

describe('looking through a plan', () => {
  it('opens on what it comes to, and goes to the table and back', async () => {
    const one = opened(previewOf(ROWS));
    expect(one.text()).toContain('Amount of these records: 400 → 5,310');
    expect(one.text()).toContain('! 1 amount would become more than 10 times larger or smaller (row 3).');
    await one.type('<enter>');
    expect(one.text()).toContain('[Changes 5]  Problems 1   Unchanged 1   All 7');
    await one.type('<tab>');
    expect(one.text()).toContain('Risks');
    await one.type('<tab><esc>');
    expect(one.review.page).toBe('impact');
    await one.type('<esc>');
    expect(one.decisions).toEqual([{ send: false }]);
  });

  it('folds away what stays as it is, and shows it when asked', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter>');
    expect(shown(one)).toEqual([2, 3, 4, 5, 7]);
    await one.type('<right>');
    expect(shown(one)).toEqual([8]);
    await one.type('l');
    expect(shown(one)).toEqual([6]);
    await one.type('<left><left><left>');
    expect(shown(one)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it('opens on the problems when there is nothing else', () => {
    const one = opened(previewOf(ROWS.slice(6)));
    one.review.press({ name: 'enter' });
    expect(one.text()).toContain('[Problems 1]');
  });

  it('says on every page where the changes go and how many', async () => {
    const one = opened(previewOf(ROWS));
    for (const typed of ['', '<enter>', 'o', 'c', '?']) {
      await one.type(typed);
      const [target, counts] = one.text(60, 19).split('\n');
      expect(target).toBe('CRM: Ventas Andinas · api.plazbot.com');
      expect(counts).toMatch(/^● 4 of 4 to update {3}✗ 1 with a problem/);
    }
  });

  it('keeps the host in sight behind a long name of the workspace', () => {
    const target = { ...previewOf(ROWS).target, workspaceName: 'Distribuidora 日本 del Norte '.repeat(6) };
    const one = opened(previewOf(ROWS, { target }));
    const [line = ''] = one.text(60).split('\n');
    expect(line).toMatch(/^CRM: Distribuidora .*… · api\.plazbot\.com$/);
  });

  it.each([en, es])(
    'says of a sandbox that it is one, however long its name and narrow the terminal',
    (messages) => {
      const origin = 'http://127.0.0.1:45678';
      const line = (workspaceName: string, columns: number) => {
        const target = { ...previewOf(ROWS).target, origin, sandbox: true, workspaceName };
        const [first = []] = frameOf(
          opened(previewOf(ROWS, { target }), { messages }).review,
          columns,
          19,
        ).lines;
        expect(lineWidth(first)).toBeLessThanOrEqual(columns);
        return lineText(first, false);
      };
      expect(line('Ventas Andinas', 80)).toMatch(
        /^CRM: Ventas Andinas · 127\.0\.0\.1:45678 {2}\[SANDBOX, .+\]$/,
      );
      expect(line('Ventas Andinas', 60)).toBe('CRM: Ventas Andinas · 127.0.0.1:45678  [SANDBOX]');
      for (const columns of [60, 80]) {
        expect(line('Distribuidora del Norte '.repeat(6), columns)).toMatch(
          /^CRM: Distribuidora .*… · 127\.0\.0\.1:45678 {2}\[SANDBOX\]$/,
        );
      }
    },
  );

  it('shows all of what is to be typed where no record was found, however long the header', () => {
    const header = `Código_${'de_la_oportunidad_'.repeat(5)}`;
    const plan = previewOf(plannedRows().filter(({ verdict }) => verdict === 'missing'));
    const { mapping } = plan.sheet;
    const sheet = {
      ...plan.sheet,
      mapping: { ...mapping, key: { ...mapping.key, by: 'id' as const, header } },
    };
    const { review } = opened({ ...plan, sheet }, { asks: false });
    const { lines } = frameOf(review, 60, 19);
    for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(60);
    const told = lines
      .map((line) => lineText(line, false))
      .join('')
      .replaceAll(/\s+/g, '');
    expect(told).toContain(`--map"${header}=opportCode"`);
  });

  it('drops words before numbers where a terminal is narrow', () => {
    const plan = previewOf(ROWS);
    const verdicts = { ...plan.summary.verdicts, update: 1_000_000, invalid: 20_000, unchanged: 7 };
    const one = opened({ ...plan, summary: { ...plan.summary, verdicts } });
    expect(one.text(200).split('\n')[1]).toMatch(/= 7 unchanged$/);
    expect(one.text(58).split('\n')[1]).toBe('● 1,000,000 of 1,000,000   ✗ 20,000');
  });
});

describe('choosing rows', () => {
  it('goes by any of more fields than a number has bits', async () => {
    const field = (i: number) => `customFields.Campo ${i}` as const;
    const rows = Array.from({ length: 70 }, (_, i) =>
      update(i + 2, { changes: [{ field: field(i), before: null, after: 'x' }] }),
    );
    const one = opened(previewOf(rows));
    await one.type('<enter>');
    for (let i = 0; i < 70; i += 1) {
      await one.type('f');
      const name = /field: (Campo \d+)/.exec(one.text())?.[1];
      expect(Array.from(one.review.list.positions)).toEqual([Number(name?.slice(6))]);
    }
    await one.type('f');
    expect(one.review.list.positions).toHaveLength(70);
  });

  it('goes by field and by risk, one after another', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter>f');
    expect(one.text()).toContain('field: Amount');
    expect(shown(one)).toEqual([2, 3]);
    await one.type('f');
    expect(shown(one)).toEqual([4]);
    await one.type('f');
    expect(shown(one)).toEqual([5]);
    await one.type('f');
    expect(shown(one)).toEqual([2, 3, 4, 5, 7]);
    await one.type('r');
    expect(one.text()).toContain('risk: amount more than 10 times larger or smaller');
    expect(shown(one)).toEqual([3]);
    await one.type('<esc>');
    expect(shown(one)).toEqual([2, 3, 4, 5, 7]);
  });

  it('orders by risk and by change of amount, and keeps the cursor on its row', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter><down><down>s');
    expect(shown(one)).toEqual([3, 4, 2, 5, 7]);
    expect(one.review.list.cursor).toBe(1);
    await one.type('s');
    expect(shown(one)).toEqual([3, 2, 4, 5, 7]);
    expect(one.review.list.cursor).toBe(2);
    await one.type('s');
    expect(shown(one)).toEqual([2, 3, 4, 5, 7]);
  });

  it('holds keys back until the rows that they are meant for are there', async () => {
    const one = opened(previewOf(ROWS));
    // The plan is read for the filter; the rows to leave out are those of the filter.
    await one.type('<enter>racy');
    expect(sent(one)).toEqual([2, 4, 5]);
  });

  it.each([
    ['one row', '<down> ', [2, 4, 5]],
    ['a row, and takes it in again', ' <up> ', [2, 3, 4, 5]],
    ['a range', 'vjjv', [5]],
    ['a range upwards', 'jjjvkv', [2, 3]],
    ['none of a range that was given up', 'vj<esc>', [2, 3, 4, 5]],
    ['the rows of a filter', 'fa', [4, 5]],
    ['all but one', 'aG<up> ', [5]],
    ['what was in, and takes in what was out', ' <up>i<esc>', [2]],
    ['nothing by a row that repeats another', 'G ', [2, 3, 4, 5]],
  ])('leaves out %s', async (_, typed, expected) => {
    const one = opened(previewOf(ROWS));
    await one.type(`<enter>${typed}`);
    expect(one.review.choice.selected).toBe(expected.length);
    await one.type('cy');
    expect(sent(one)).toEqual(expected);
  });

  it('does not go on when everything is left out', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter>ac');
    expect(one.review.page).toBe('table');
    expect(one.text()).toContain('Every change is left out');
  });

  it.each([
    [
      en,
      /1 amount would become .*\(row 4\)/,
      /y yes/,
      'These figures still count the 2 rows that you left out.',
    ],
    [es, /1 monto .*\(fila 4\)/, /s sí/, 'Estas cifras todavía cuentan las 2 filas que usted excluyó.'],
  ])('is no longer in the risks of the question: %#', async (messages, risk, keys, whole) => {
    const tenfold = {
      changes: [{ field: 'amount', before: '1', after: '50' }],
      risks: ['amount.tenfold'],
    } as const;
    const renamed = {
      changes: [{ field: 'name', before: 'a', after: 'b' }],
      risks: ['record.renamed'],
    } as const;
    const rows = [update(2, tenfold), update(3, renamed), update(4, tenfold)];
    const one = opened(previewOf(rows), { messages });
    await one.type('<enter> <down>');
    await one.type('<up> <tab>');
    // The impact is still that of the whole plan, and says so.
    expect(one.text()).toContain(whole);
    await one.type('c');
    await expect.poll(() => one.text()).toMatch(risk);
    expect(one.text()).toMatch(keys);
    expect(one.text()).not.toContain(whole);
    expect(one.text()).not.toMatch(/renamed|cambiaría de nombre/);
    // Taken in again, they are all there.
    await one.type('<esc><tab>a');
    await one.type('ac');
    expect(one.review.choice.leftOut.size).toBe(0);
    expect(one.text()).toMatch(/\((row|fila)s? 2, 4\)/);
  });

  it('cannot be done where nothing will be sent', async () => {
    const one = opened(previewOf(ROWS), { asks: false });
    await one.type('<enter> avvic');
    expect(one.review.choice.leftOut.size).toBe(0);
    expect(one.review.page).toBe('table');
  });
});

describe('a search', () => {
  it.each([
    ['a name, without its accents and in any case', 'RENOVACION', 2],
    ['a name beyond ASCII', '日本', 4],
    ['an id', 'op-5', 5],
    ['an amount as it is shown', '5,000', 3],
    ['a stage by its name', 'propuesta', 5],
    ['a pattern as plain text', 'op-5.*', null],
  ])('finds %s', async (_, text, row) => {
    const one = opened(previewOf(ROWS));
    await one.type(`<enter>/${text}`);
    expect(one.review.finder.search?.found.size).toBe(row === null ? 0 : 1);
    if (row !== null) expect(ROWS[one.review.list.current ?? -1]?.rowNumber).toBe(row);
  });

  it('goes from one row to the next, round and back', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter>/oportunidad<enter>');
    const at = () => ROWS[one.review.list.current ?? -1]?.rowNumber;
    expect(one.text()).toContain('/oportunidad: 2 rows');
    expect(at()).toBe(3);
    await one.type('n');
    expect(at()).toBe(5);
    await one.type('n');
    expect(at()).toBe(3);
    await one.type('N');
    expect(at()).toBe(5);
    await one.type('/zzz<enter>n');
    expect(one.text()).toContain('Not found in this list.');
  });

  it('goes back to where it began when it is given up', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter><down>/op-5<esc>');
    expect(one.review.list.cursor).toBe(1);
    expect(one.review.finder.search).toBeNull();
  });

  it('takes letters as letters, also those that are keys elsewhere', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter>/q?cy<back>');
    expect(one.review.finder.prompt).toBe('q?c');
    expect(one.decisions).toEqual([]);
  });

  it('looks again when the list shows other rows', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter>/doce<enter>');
    expect(one.review.finder.search?.found.size).toBe(0);
    await one.type('<right>');
    expect(one.review.finder.search?.found.size).toBe(1);
  });
});

describe('one row in full', () => {
  it('shows all its fields as they are and as they are planned, what is risky, and what is wrong', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter><down><enter>');
    const text = one.text();
    expect(text).toContain('! Risk: amount more than 10 times larger or smaller');
    expect(text).toContain('~ Amount\n  in the CRM: 100\n  planned: 5,000');
    for (const field of ['Name', 'Description', 'Stage', 'Contact']) expect(text).toContain(`= ${field}: `);
    await one.type(' <right>');
    expect(one.review.choice.leftOut.has(1)).toBe(true);
    expect(one.text()).toContain('row 4');
    await one.type('<esc><right><enter>');
    expect(one.text()).toContain('✗ Monto “doce” is not an amount. Write the number alone, without words.');
  });

  it('shows the cells as they stand in the sheet, or says that it is not at hand', async () => {
    const asked: number[] = [];
    const cellsOf = async (rowNumber: number) => {
      asked.push(rowNumber);
      return [
        { target: 'key' as const, header: 'ID', text: `op-${rowNumber}` },
        { target: 'amount' as const, header: 'Monto', text: `S/ ${rowNumber}.110,00` },
      ];
    };
    const one = opened(previewOf(ROWS, { cellsOf }));
    await one.type('<enter>o');
    expect(one.text()).toContain('  in the sheet: “S/ 2.110,00”  (Monto)');
    await one.type('<right>');
    expect(one.text()).toContain('“S/ 3.110,00”');
    await one.type('<esc><right><enter>');
    expect(one.text()).toContain('  Monto: “S/ 8.110,00”');
    expect(asked).toEqual([2, 3, 8]);
    const without = opened(previewOf(ROWS));
    await without.type('<enter>o');
    expect(without.text()).toContain('in the sheet: — (the sheet is not at hand here)');
  });

  it('breaks a word that is longer than the terminal is wide, and shows all of it', async () => {
    const after = `https://example.com/${'largo日本'.repeat(40)}fin`;
    const change = { field: 'description' as const, before: null, after };
    const one = opened(previewOf([update(2, { changes: [change] })]));
    await one.type('<enter>o');
    const { lines } = frameOf(one.review, 60, 40);
    for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(60);
    const told = lines.map((line) => lineText(line, false)).join('');
    expect(told.replaceAll(/\s/g, '')).toContain(`planned:${after}=`);
  });

  it('marks what differs in a long text', async () => {
    const before = `${'Contrato marco por doce meses. '.repeat(8)}Firma en junio.`;
    const change = { field: 'description' as const, before, after: before.replace('junio', 'julio') };
    const one = opened(previewOf([update(2, { changes: [change] })]));
    await one.type('<enter>o');
    const spans = frameOf(one.review, 200, 40).lines.flat();
    expect(spans.filter(({ tone }) => tone === 'marked').map(({ text }) => text)).toEqual(['n', 'l']);
  });
});

describe('the question', () => {
  it('names what happens, where, what is risky, and what is not sent', async () => {
    const one = opened(previewOf(ROWS));
    await one.type('<enter> c');
    const text = one.text().replaceAll(/\s+/g, ' ');
    expect(text).toContain('Send 3 changes to the workspace “Ventas Andinas” at api.plazbot.com?');
    expect(text).toContain('! 1 amount would become more than 10 times larger or smaller (row 3).');
    expect(text).toContain('1 change that you left out will not be sent.');
    expect(text).toContain('1 row with a problem will not be sent');
    await one.type('<enter>');
    expect(one.decisions).toEqual([]);
    await one.type('<esc>');
    expect(one.review.page).toBe('table');
  });

  it('of many changes is answered by their number alone', async () => {
    const one = opened(previewOf(ROWS), { typeFrom: 4 });
    await one.type('cy');
    expect(one.decisions).toEqual([]);
    expect(one.text()).toContain('Type 4 and press Enter to send:');
    // Right below the question, however high the terminal.
    expect(one.text(200, 49)).toMatch(/will not be sent.*\n\nType 4/);
    await one.type('44<enter>');
    expect(one.text()).toContain('That is not the number. Nothing was sent.');
    await one.type('5<back>4<enter>');
    expect(sent(one)).toEqual([2, 3, 4, 5]);
  });

  it('is answered by the number of what is left', async () => {
    const one = opened(previewOf(ROWS), { typeFrom: 3 });
    await one.type('<enter> c4<enter>');
    expect(one.decisions).toEqual([]);
    await one.type('3<enter>');
    expect(sent(one)).toEqual([3, 4, 5]);
  });

  it('is answered in Spanish, too', async () => {
    const one = opened(previewOf(ROWS), { messages: es });
    await one.type('cs');
    expect(sent(one)).toEqual([2, 3, 4, 5]);
  });
});

describe.each([
  ['en', en],
  ['es', es],
])('in %s', (_, messages) => {
  it('the keys of each page are told, and fit the terminal', async () => {
    for (const asks of [true, false]) {
      for (const columns of [60, 80]) {
        const one = opened(previewOf(ROWS), { messages, asks, size: [columns, 19] });
        for (const typed of ['', '<enter>', '<enter>', ...(asks ? ['c'] : [])]) {
          await one.type(typed);
          const foot = frameOf(one.review, columns, 19).lines.at(-1) ?? [];
          expect(lineWidth(foot)).toBeLessThanOrEqual(columns);
          await one.type('?');
          expect(one.text()).toContain(messages.screens.review.helpTitles[one.review.page]);
          await one.type('G');
          expect(one.text()).toContain(messages.screens.review.help[one.review.page].at(-1)?.[1]);
          await one.type('x');
        }
      }
    }
  });
});

describe('whatever is typed', () => {
  const anyKey = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...Object.keys(NAMED).filter((name) => name !== '<ctrl-c>')) },
    { weight: 6, arbitrary: fc.constantFrom(...'jkhlgGfrsvaionN/?c 12') },
  );

  it('no frame is taller than its terminal, and the counts hold', async () => {
    const rows = plannedRows(70);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyKey, { maxLength: 40 }),
        fc.constantFrom([60, 19], [80, 23], [200, 49]),
        async (typed, [columns = 0, height = 0]) => {
          const one = opened(previewOf(rows), { typeFrom: 1000 });
          for (const key of keys(typed.join(''))) {
            one.review.press(key);
            const { lines, selected } = frameOf(one.review, columns, height);
            expect(lines.length).toBeLessThanOrEqual(height);
            expect(selected).toBeLessThan(height);
          }
          await one.type('');
          const { choice, list } = one.review;
          expect(choice.selected + choice.leftOut.size).toBe(70);
          for (const at of list.positions) if (at >= 70) expect(choice.leftOut.has(at)).toBe(false);
          // Nothing is sent without the question.
          for (const decision of one.decisions) expect(decision.send).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('sorting rows', () => {
  it('puts the greatest first and keeps the order of the others, however many', async () => {
    const count = 50_000;
    const positions = Uint32Array.from({ length: count }, (_, i) => i * 2);
    const score = (at: number) => (at * 7919) % 1000;
    const sorted = await sortRows(positions, score, new AbortController().signal);
    const expected = Array.from(positions).sort((a, b) => score(b) - score(a) || a - b);
    expect(Array.from(sorted)).toEqual(expected);
  });
});
