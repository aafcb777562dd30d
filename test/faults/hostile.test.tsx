import { Console } from 'node:console';
import { PassThrough, Writable } from 'node:stream';
import { render } from 'ink';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { SheetInspection } from '../../src/mapping/index.js';
import { loadMessages, type Messages } from '../../src/messages/index.js';
import type { PlannedRow } from '../../src/plan/index.js';
import { type Outcome, RunControls } from '../../src/run/index.js';
import { printableJson } from '../../src/settings/index.js';
import {
  checkLines,
  createPlainView,
  firstRowsLines,
  lineText,
  type SheetFacts,
  type Target,
  type ViewOptions,
} from '../../src/ui/index.js';
import { createInkView } from '../../src/ui/ink/inkView.js';
import { ProgressScreen } from '../../src/ui/ink/ProgressScreen.js';
import { planMarkdown } from '../../src/ui/markdown/planMarkdown.js';
import { RunCounter } from '../../src/ui/runCounter.js';
import { customField, record } from '../opportunity/record.js';
import { hostileTexts } from '../screen/hostileTexts.js';
import { strayText } from '../screen/strayText.js';
import { FACTS, previewOf, report, TARGET } from '../ui/preview.js';
import { drawing, figures, LIMIT, times } from './form.js';

// Where CI is set Ink draws only the last frame; it looks when it is loaded.
vi.hoisted(() => {
  process.env.CI = 'false';
  process.env.CONTINUOUS_INTEGRATION = 'false';
});

// A frame follows each key at once: the calm that the screens keep between two of them would be most of the time here.
vi.mock(import('ink'), async (original) => {
  const ink = await original();
  const at = (options: object) => ({ ...options, maxFps: 1000 });
  return { ...ink, render: (node, options) => ink.render(node, at(options ?? {})) };
});

// Every screen is given every text, in every place that a text from a cell, a header, a file's name or a server can
// stand in; the pseudo-terminal's share is in test/screen/hostile.test.ts.
const TEXTS = hostileTexts(times(60, 10_000), drawing(6));
/** A terminal wide enough for whole texts, and one that cuts them. */
const SIZES = [
  { columns: 60, rows: 20 },
  { columns: 200, rows: 50 },
];
let messages: Messages;
beforeAll(async () => {
  // Ink keeps what is logged from its frames; the console of the tests lacks what it does so with.
  Object.assign(console, { Console });
  messages = await loadMessages('en', 'en');
});

/** ms after which no frame will come, and after which no other one comes behind a frame. */
const NO_FRAME = 25;
const QUIET = 3;

/** A terminal for Ink that keeps what it is sent. */
function terminal({ columns, rows }: (typeof SIZES)[number]) {
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  let sent = '';
  let wake = () => undefined as unknown;
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        sent += chunk.toString();
        wake();
        done();
      },
    }),
    { isTTY: true, columns, rows },
  );
  const options: ViewOptions = {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stdout as unknown as NodeJS.WriteStream,
    colour: false,
    environment: {},
    onInterrupt: () => undefined,
  };
  return {
    options,
    /** Resolves once the frames that this brings have come, or none comes. */
    frame: (act: () => void) =>
      new Promise<void>((resolve) => {
        // A frame that took long to make may be drawn right behind a timer that ran out in the meantime.
        const wait = (ms: number, then: () => void) => setTimeout(() => setImmediate(then), ms);
        let timer = wait(NO_FRAME, () => wake());
        wake = () => {
          clearTimeout(timer);
          timer = wait(QUIET, resolve);
        };
        act();
      }),
    key: (keys: string) => stdin.write(keys),
    /** What was sent since the last call. */
    taken: () => {
      const all = sent;
      sent = '';
      return all;
    },
  };
}

/** The numbers of the texts that were seen: each bears its own. */
function seenIn(sent: string): Set<string> {
  return new Set(sent.match(NUMBER) ?? []);
}
const NUMBER = /h\d+_/g;
/** Whether the last of these frames shows rows that are still being read. Ink begins each by erasing the one before. */
const isReading = (sent: string): boolean =>
  sent.slice(Math.max(0, sent.lastIndexOf('\u001b[2K'))).includes(messages.screens.reading);
const PAGE_DOWN = '\u001b[6~';

/** What of the texts a screen has shown, frame by frame, none of which may hold anything but what may be sent. */
class Sightings {
  readonly texts = new Set<string>();
  frames = 0;
  /** Those in the latest frame. */
  #latest = new Set<string>();

  constructor(readonly at: ReturnType<typeof terminal>) {}

  /** Looks at what was sent since the last look. */
  take(): string {
    const sent = this.at.taken();
    if (sent === '') return sent;
    expect(strayText(sent, false)).toBeNull();
    this.#latest = seenIn(sent);
    for (const text of this.#latest) this.texts.add(text);
    this.frames += 1;
    return sent;
  }

  async after(act: () => void): Promise<void> {
    await this.at.frame(act);
    // Rows that a key brings into sight are drawn once they are read.
    for (let sent = this.take(); isReading(sent); sent = this.take() || sent) {
      await this.at.frame(() => undefined);
    }
  }

  key(keys: string): Promise<void> {
    return this.after(() => this.at.key(keys));
  }

  /** Goes down the page until each of these was on it. */
  async paged(texts: readonly string[]): Promise<void> {
    const missing = new Set(texts.map((text) => text.slice(0, text.indexOf('_') + 1)));
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      for (const text of this.#latest) missing.delete(text);
      if (missing.size === 0) return;
      await this.key(PAGE_DOWN);
    }
    expect([...missing]).toEqual([]);
  }
}

function factsOf(texts: readonly string[]): SheetFacts {
  const [one = ''] = texts;
  const place = { row: 2, column: one, text: one };
  return {
    ...FACTS,
    file: one,
    sheetName: one,
    delimiter: null,
    encoding: { name: 'windows-1252', because: 'guessed', samples: texts },
    notices: [
      { code: 'notice.trimmed', cells: 1, example: place },
      { code: 'notice.hiddenSheets', sheets: texts },
      { code: 'notice.emptyHeaders', columns: texts },
      ...texts.map((file) => ({ code: 'notice.mappingUsed' as const, file })),
    ],
    mapping: {
      ...FACTS.mapping,
      columns: texts.map((header, index) => ({
        index,
        header,
        use:
          index % 2 === 0
            ? { kind: 'field', field: `customFields.${header}` }
            : { kind: 'ignored', reason: 'unknown' },
        because: 'header',
      })),
    },
  };
}

/** A row of the plan that holds the text wherever it can. */
function rowOf(text: string, i: number): PlannedRow {
  const rowNumber = i + 2;
  const place = { row: rowNumber, column: text, text };
  if (i % 4 === 3) {
    return {
      verdict: 'invalid',
      rowNumber,
      key: text,
      problems: [
        { code: 'amount.notNumber', ...place },
        { code: 'value.unmapped', suggestions: [text], ...place },
      ],
    };
  }
  if (i % 40 === 20) return { verdict: 'unchanged', rowNumber, id: text, name: text };
  return {
    verdict: 'update',
    rowNumber,
    rowNumbers: [rowNumber],
    id: text,
    changes: [
      { field: 'name', before: text, after: `${text}!` },
      { field: `customFields.${text}`, before: null, after: text },
      { field: 'stageId', before: text, after: 's1' },
    ],
    risks: ['record.renamed'],
    body: {},
    beforeImage: record({
      ...{ id: text, name: text, opportCode: text, description: text, stageId: text, contactId: text },
      customFields: [customField(text, text)],
    }),
  };
}

/** Two rows that hold all these texts: one that would change a custom field of each, and one with a problem in each. */
function fullRows(texts: readonly string[], i: number): PlannedRow[] {
  const [id = '', name = id, opportCode = id, description = id, contactId = id] = texts;
  const problem = (text: string) =>
    ({ code: 'value.unmapped', suggestions: [text], row: i + 3, column: text, text }) as const;
  return [
    {
      verdict: 'update',
      rowNumber: i + 2,
      rowNumbers: [i + 2],
      id,
      changes: texts.map((text) => ({ field: `customFields.${text}`, before: text, after: `${text}!` })),
      risks: [],
      body: {},
      beforeImage: record({
        ...{ id, name, opportCode, description, contactId, stageId: name },
        customFields: texts.map((text) => customField(text, text)),
      }),
    },
    { verdict: 'invalid', rowNumber: i + 3, key: id, problems: texts.map(problem) },
  ];
}

const targetOf = (text: string): Target => ({ ...TARGET, workspaceName: text });

function outcome(text: string): Outcome {
  return {
    ...{ rowNumber: 2, rowNumbers: [2], id: text, status: 'rejected', message: text, errorCode: text },
    ...{ note: null, httpStatus: 400, attempts: 1, finishedAt: '2026-01-01T00:00:00.000Z' },
  } as const;
}

/** The texts in groups of so many. */
function groups(size: number, of: readonly string[] = TEXTS): string[][] {
  return Array.from({ length: Math.ceil(of.length / size) }, (_, i) => of.slice(i * size, i * size + size));
}

/** Texts of one plan, and of one row of it that is opened: few enough for a frame not to be made of thousands. */
const OF_A_PLAN = 120;
const OF_A_ROW = 10;
/** The most pages that the texts of one plan or row may take: the very long ones are seen from their beginning. */
const MOST_PAGES = 400;

describe.each(SIZES)('hostile texts on a terminal of $columns x $rows', (size) => {
  it(
    'do nothing on the screen of the columns',
    async () => {
      const at = terminal(size);
      const seen = new Sightings(at);
      const view = createInkView(messages, at.options);
      // As many as are in sight at once.
      for (const texts of groups(Math.floor(size.rows / 4))) {
        const columns = texts.map((text, index) => ({
          ...{ index, header: text, name: text, target: index % 2 ? null : ('amount' as const) },
          ...{ reason: 'unknown' as const, because: 'header' as const },
          ...{ samples: [text, text], amounts: [{ text, amounts: [] }] },
          hint: { target: 'amount' as const, because: 'word' as const, word: text },
        }));
        const question = { file: texts[0] ?? '', guesses: { headerRow: 1, columns }, refusal: null };
        let answer: unknown;
        await seen.after(() => {
          answer = view.columns?.({ ...question, savedAt: null });
        });
        // Some of them under the cursor, as they were found and as a field of the workspace.
        await seen.key('jjjjjh');
        at.key('q');
        await answer;
      }
      await view.close();
      seen.take();
      expect(seen.texts.size).toBe(TEXTS.length);
      figures(`hostile columns at ${size.columns}`, { texts: seen.texts.size, frames: seen.frames });
    },
    LIMIT,
  );

  it(
    'do nothing in the preview: the impact, the list, each row opened, the search, the question',
    async () => {
      const at = terminal(size);
      const pages = ['impact', 'table', 'row'] as const;
      const seen = Object.fromEntries(pages.map((page) => [page, new Sightings(at)])) as Record<
        (typeof pages)[number],
        Sightings
      >;
      for (const texts of groups(OF_A_PLAN)) {
        const view = createInkView(messages, at.options);
        const opened = groups(OF_A_ROW, texts).map((some, i) => fullRows(some, texts.length + 2 * i));
        const plan = previewOf([...texts.map(rowOf), ...opened.flat()], {
          target: targetOf(texts[1] ?? ''),
          stages: texts.map((name) => ({ id: name, name })),
          cellsOf: async (rowNumber) =>
            (groups(OF_A_ROW, texts)[Math.floor((rowNumber - 2 - texts.length) / 2)] ?? []).map((text) => ({
              ...{ target: `customFields.${text}` as const, header: text, text },
            })),
        });
        let decision: unknown;
        await seen.impact.after(() => {
          decision = view.review(plan, 'confirm');
        });
        await seen.impact.paged(texts);
        await seen.impact.key('G');
        await seen.table.key('\r');
        await seen.table.key('\u001b[D');
        await seen.table.key('g');
        await seen.table.paged(texts);
        await seen.row.key('G');
        await seen.row.key('o');
        for (const some of groups(OF_A_ROW, texts).reverse()) {
          for (const _ of ['problems', 'changes']) {
            await seen.row.paged(some);
            await seen.row.key('\u001b[D');
          }
        }
        await seen.table.key('\u001b');
        for (const text of texts.slice(0, 3)) {
          await seen.table.key('/');
          // Pasted: controls are keys there, and an Escape would end the search.
          await seen.table.key(text.replace(/\p{Cc}/gu, '').slice(0, 100));
          await seen.table.key('\u001b');
        }
        await seen.table.key('c');
        await seen.table.key('q');
        await view.close();
        await decision;
        seen.table.take();
      }
      for (const page of pages) expect(seen[page].texts.size, page).toBe(TEXTS.length);
      const frames = pages.reduce((sum, page) => sum + seen[page].frames, 0);
      figures(`hostile preview at ${size.columns}`, { texts: TEXTS.length, frames });
    },
    LIMIT,
  );

  it(
    'do nothing while it is sent',
    async () => {
      const at = terminal(size);
      const screen = (texts: readonly string[]) => {
        const counter = new RunCounter();
        counter.take({ kind: 'started', updates: 100, ceiling: 4 }, 0);
        for (const text of texts) counter.take({ kind: 'ended', outcome: outcome(text) }, 1);
        return (
          <ProgressScreen
            counter={counter}
            state={{ stopping: false }}
            controls={new RunControls(4, 8)}
            target={targetOf(texts[0] ?? '')}
            messages={messages}
            colour={false}
            onInterrupt={() => undefined}
          />
        );
      };
      const seen = new Sightings(at);
      const instance = render(screen([]), { ...at.options, patchConsole: false });
      for (const texts of groups(5)) await seen.after(() => instance.rerender(screen(texts)));
      instance.unmount();
      seen.take();
      expect(seen.texts.size).toBe(TEXTS.length);
      figures(`hostile answers at ${size.columns}`, { texts: seen.texts.size, frames: seen.frames });
    },
    LIMIT,
  );
});

describe('hostile texts', () => {
  it('would be noticed if they were sent as they are', () => {
    const noticed = TEXTS.filter((text) => strayText(text, true) !== null);
    expect(noticed.length).toBeGreaterThan(TEXTS.length / 2);
  });

  it(
    'do nothing in what is printed: the sheet, the plan and the summary, on a terminal and elsewhere',
    async () => {
      const at = terminal({ columns: 80, rows: 24 });
      const seen = new Set<string>();
      for (const create of [createInkView, createPlainView]) {
        for (const texts of groups(10)) {
          const view = create(messages, { ...at.options, colour: true });
          const target = targetOf(texts[0] ?? '');
          view.understood(factsOf(texts), target);
          await view.review(previewOf(texts.map(rowOf), { target, sheet: factsOf(texts) }), 'nothing');
          const text = texts[0] ?? '';
          view.finished(
            report({
              ...{ target, resultsFile: text, resultsTaken: text, runFolder: text, reportFile: text },
              groups: texts.map((one) => ({
                ...{ status: 'rejected' as const, errorCode: one, message: one },
                ...{ rows: 1, examples: [2], alike: false },
              })),
            }),
          );
          await view.close();
          const sent = at.taken();
          expect(strayText(sent, true)).toBeNull();
          for (const one of seenIn(sent)) seen.add(one);
        }
      }
      expect(seen.size).toBe(TEXTS.length);
      figures('hostile lines', { texts: TEXTS.length });
    },
    LIMIT,
  );

  it(
    'do nothing in what check prints, and in Markdown and JSON',
    async () => {
      const seen = new Set<string>();
      for (const texts of groups(10)) {
        const facts = factsOf(texts);
        const inspection: SheetInspection = {
          columns: facts.mapping.columns.map((column, i) => ({
            column,
            filled: 1,
            samples: [{ row: 2, text: texts[i] ?? '', kind: 'text', value: texts[i] ?? '' }],
          })),
          problems: texts.map((text) => ({
            ...{ code: 'amount.notNumber' as const, column: text, cells: 1 },
            examples: [{ code: 'amount.notNumber', row: 2, column: text, text }],
          })),
          rows: { withProblems: 1, skipped: 0, withValues: 1, withoutValues: 0 },
        };
        const source = { ...facts, sheetNames: texts, bytes: 1, sha256: '' } as unknown as Parameters<
          typeof firstRowsLines
        >[0];
        const lines = [
          ...checkLines(facts, inspection, messages, 80),
          ...firstRowsLines(source, [{ row: 1, texts }], messages),
        ].map((line) => `${lineText(line, true)}\n`);
        // A zero width space keeps GitHub from seeing a mention; it is opsheet's own.
        const markdown = (await planMarkdown(previewOf(texts.map(rowOf)), messages)).replaceAll(
          '&#8203;',
          '',
        );
        const json = printableJson(texts);
        for (const sent of [lines.join(''), markdown]) expect(strayText(sent, true)).toBeNull();
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(json)).toEqual(texts);
        for (const one of seenIn(lines.join(''))) seen.add(one);
      }
      expect(seen.size).toBe(TEXTS.length);
      figures('hostile texts of check', { texts: TEXTS.length });
    },
    LIMIT,
  );
});
