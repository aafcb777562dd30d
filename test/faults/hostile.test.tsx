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
    /** Resolves once a frame has come, or none comes. */
    frame: (act: () => void) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 25);
        wake = () => {
          clearTimeout(timer);
          // A frame is sent in several pieces.
          setImmediate(resolve);
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

/** How many of the texts were seen: each bears its number. */
function seenIn(sent: string): Set<string> {
  return new Set(sent.match(/h\d+_/g) ?? []);
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
      { code: 'notice.mappingUsed', file: one },
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

const targetOf = (text: string): Target => ({ ...TARGET, workspaceName: text });

function outcome(text: string): Outcome {
  return {
    ...{ rowNumber: 2, rowNumbers: [2], id: text, status: 'rejected', message: text, errorCode: text },
    ...{ note: null, httpStatus: 400, attempts: 1, finishedAt: '2026-01-01T00:00:00.000Z' },
  } as const;
}

/** The texts in groups of so many. */
function groups(size: number): string[][] {
  return Array.from({ length: Math.ceil(TEXTS.length / size) }, (_, i) =>
    TEXTS.slice(i * size, i * size + size),
  );
}

describe.each(SIZES)('hostile texts on a terminal of $columns x $rows', (size) => {
  it(
    'do nothing on the screen of the columns',
    async () => {
      const at = terminal(size);
      const view = createInkView(messages, at.options);
      const columns = TEXTS.map((text, index) => ({
        ...{
          index,
          header: text,
          name: text,
          target: index % 2 ? null : ('amount' as const),
          reason: 'unknown' as const,
        },
        ...{ because: 'header' as const, samples: [text, text], amounts: [{ text, amounts: [] }] },
        hint: { target: 'amount' as const, because: 'word' as const, word: text },
      }));
      const question = { file: TEXTS[0] ?? '', guesses: { headerRow: 1, columns }, refusal: null };
      const answer = view.columns?.({ ...question, savedAt: null });
      let all = '';
      for (const _ of TEXTS) {
        // As a field of the workspace, and down.
        await at.frame(() => at.key('h'));
        await at.frame(() => at.key('j'));
        const sent = at.taken();
        expect(strayText(sent, false)).toBeNull();
        all += sent;
      }
      at.key('q');
      await answer;
      await view.close();
      expect(strayText(at.taken(), false)).toBeNull();
      expect(seenIn(all).size).toBe(TEXTS.length);
      figures(`hostile columns at ${size.columns}`, { texts: TEXTS.length, bytes: all.length });
    },
    LIMIT,
  );

  it(
    'do nothing in the preview: the list, each row opened, the search, the question',
    async () => {
      const at = terminal(size);
      const view = createInkView(messages, at.options);
      const plan = previewOf(TEXTS.map(rowOf), {
        target: targetOf(TEXTS[1] ?? ''),
        stages: TEXTS.slice(0, 500).map((name) => ({ id: name, name })),
      });
      const decision = view.review(plan, 'confirm');
      const seen = new Set<string>();
      const press = async (keys: string) => {
        await at.frame(() => at.key(keys));
        const sent = at.taken();
        expect(strayText(sent, false)).toBeNull();
        for (const text of seenIn(sent)) seen.add(text);
      };
      // The impact to its end, then all rows page by page, then each of them in full.
      for (let i = 0; i < times(10, 300); i += 1) await press('\u001b[6~');
      await press('\r');
      await press('\u001b[D');
      for (let i = 0; i < TEXTS.length; i += 8) await press('\u001b[6~');
      await press('g');
      await press('o');
      for (const [i] of TEXTS.entries()) {
        await press('\u001b[C');
        if (i % 4 === 0) await press('\u001b[6~');
      }
      await press('\u001b');
      for (const text of TEXTS.slice(0, times(10, 500))) {
        await press('/');
        // Pasted: controls are keys there, and an Escape would end the search.
        await press(text.replace(/\p{Cc}/gu, '').slice(0, 100));
        await press('\u001b');
      }
      await press('c');
      await press('q');
      await view.close();
      await decision;
      expect(strayText(at.taken(), false)).toBeNull();
      expect(seen.size).toBe(TEXTS.length);
      figures(`hostile preview at ${size.columns}`, { texts: TEXTS.length });
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
      const seen = new Set<string>();
      const instance = render(screen([]), { ...at.options, patchConsole: false, maxFps: 1000 });
      for (const texts of groups(5)) {
        await at.frame(() => instance.rerender(screen(texts)));
        const sent = at.taken();
        expect(strayText(sent, false)).toBeNull();
        for (const text of seenIn(sent)) seen.add(text);
      }
      instance.unmount();
      expect(strayText(at.taken(), false)).toBeNull();
      expect(seen.size).toBe(TEXTS.length);
      figures(`hostile answers at ${size.columns}`, { texts: TEXTS.length });
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
                ...{ rows: 1, examples: [2] },
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
