import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadMessages, type Messages } from '../../src/messages/index.js';
import { type PlannedRow, PlanTally } from '../../src/plan/index.js';
import { loadHtmlReport, type ReportFacts } from '../../src/results/index.js';
import type { Outcome, Timeline } from '../../src/run/index.js';
import { record } from '../opportunity/record.js';
import { STAGES } from '../plan/workspace.js';
import { temporaryFolder } from '../sheet/files.js';

export const FACTS: ReportFacts = {
  runId: '20261124-101112-abcd',
  kind: 'apply',
  of: null,
  sheet: 'deals.csv',
  target: { origin: 'https://x', workspaceId: 'w', workspaceName: 'Ventas', sandbox: false },
  startedAt: '2026-01-01T00:00:00.000Z',
  elapsedMs: 2000,
  end: 'finished',
  stopped: null,
  resultsFile: 'deals.results.csv',
  version: '0.1.0',
  now: new Date('2026-01-01T00:10:00.000Z'),
};

export const TIMELINE: Timeline = {
  stretchMs: 1000,
  stretches: [
    { from: 0, to: 1000, sent: 10, latency: { median: 20, p95: 40, longest: 60 } },
    { from: 1000, to: 2000, sent: 5, latency: null },
  ],
  lengthMs: 2000,
  resumedAt: [1000],
  sent: 15,
  latency: { median: 20, p95: 40, longest: 60 },
};

export interface Story {
  readonly rows: readonly PlannedRow[];
  readonly outcomes?: readonly Outcome[];
  readonly facts?: Partial<ReportFacts>;
  readonly stages?: readonly { id: string; name: string }[];
  readonly messages?: Messages;
  readonly timeline?: Timeline;
}

/** Writes the page of such a run; resolves to its path and its text. */
export async function reportPage(story: Story): Promise<{ path: string; page: string }> {
  const { rows, outcomes = [], facts, stages = STAGES, timeline = TIMELINE } = story;
  const messages = story.messages ?? (await loadMessages('en', 'en-US'));
  const byRow = new Map(outcomes.map((outcome) => [outcome.rowNumber, outcome]));
  const planned = new PlanTally(stages);
  const made = new PlanTally(stages);
  for (const row of rows) {
    planned.add(row);
    if (row.verdict === 'update' && byRow.get(row.rowNumber)?.status === 'updated') made.add(row);
  }
  const { writeHtmlReport } = await loadHtmlReport();
  const path = await writeHtmlReport({
    file: join(temporaryFolder(), 'report.html'),
    plan: (async function* () {
      yield* rows;
    })(),
    stages,
    summary: planned.summary(),
    made: made.summary(),
    outcomeOf: (rowNumber) => byRow.get(rowNumber) ?? null,
    timeline,
    facts: { ...FACTS, ...facts },
    messages,
  });
  return { path, page: readFileSync(path, 'utf8') };
}

export function outcome(rowNumber: number, changes: Partial<Outcome> = {}): Outcome {
  return {
    rowNumber,
    rowNumbers: [rowNumber],
    id: `op-${rowNumber}`,
    status: 'updated',
    message: null,
    errorCode: null,
    note: null,
    httpStatus: 200,
    attempts: 1,
    finishedAt: '2026-01-01T00:00:01.000Z',
    ...changes,
  };
}

/** What, were it live anywhere in the page, would run, load, send, or break out of where it stands. */
const ATTACKS: readonly ((n: number) => string)[] = [
  () => '<script>window.live=1</script>',
  () => '</script><script>window.live=1</script>',
  () => '</style><script>window.live=1</script>',
  () => '</title><img src=x onerror="window.live=1">',
  (n) => `<img src="http://127.0.0.1:1/${n}" onerror=window.live=1>`,
  () => '" onmouseover="window.live=1" autofocus onfocus="window.live=1',
  () => "' onclick='window.live=1",
  () => '` onclick=`window.live=1',
  () => '--><svg onload=window.live=1>',
  () => ']]><svg/onload=window.live=1>',
  () => 'javascript:window.live=1',
  (n) => `<iframe src="http://127.0.0.1:1/${n}"></iframe>`,
  () => '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/">',
  () => '<base href="http://127.0.0.1:1/">',
  (n) => `<link rel=stylesheet href=http://127.0.0.1:1/${n}>`,
  () => '<form action="http://127.0.0.1:1/"><button autofocus>x',
  () => '<textarea><plaintext><template><noscript><!--',
  () => '&lt;script&gt;&#60;script&#62;&amp;',
  () => '\u0024{window.live=1}{{window.live=1}}',
  () => '\u2028\u2029window.live=1//',
  () => '\u202egpj.exe\u2066x\u2069\u200b\u00ad\ufeff',
  () => '\u0000\u001b]52;c;ZXZpbA==\u0007\u009b31m\r\n',
  () => '\ud800<\udc00script>',
  () => '<'.repeat(400),
  () => `${'a'.repeat(299)}😀<script>window.live=1</script>`,
  () => '=HYPERLINK("http://127.0.0.1:1/")',
];

/** A row in which every text is hostile: values, custom field names, the server's words, the name and the id. */
export function hostileRow(n: number): { row: PlannedRow; outcome: Outcome } {
  // Each of them another one.
  const attack = (i: number) => `${ATTACKS[(n + i) % ATTACKS.length]?.(n)}${n}_${i}`;
  const rowNumber = n + 2;
  const row: PlannedRow = {
    verdict: 'update',
    rowNumber,
    rowNumbers: [rowNumber],
    id: attack(0),
    changes: [
      { field: 'name', before: attack(1), after: attack(2) },
      { field: 'stageId', before: attack(3), after: attack(4) },
      { field: `customFields.${n % 40 === 0 ? attack(5) : 'Región'}`, before: attack(6), after: attack(7) },
    ],
    risks: [],
    body: {},
    beforeImage: record({ id: attack(0), name: attack(8), stageId: attack(3) }),
  };
  const status = n % 3 === 0 ? 'updated' : 'rejected';
  return {
    row,
    outcome: outcome(rowNumber, {
      status,
      id: attack(0),
      message: attack(9),
      errorCode: status === 'updated' ? null : attack(10),
    }),
  };
}

/** A whole run of which every text is hostile: `count` rows with ten texts each. */
export function hostileStory(count: number): Story {
  const rows = Array.from({ length: count }, (_, n) => hostileRow(n));
  const attack = ATTACKS.map((make) => make(0)).join('');
  return {
    rows: rows.map(({ row }) => row),
    outcomes: rows.map((made) => made.outcome),
    stages: ATTACKS.map((make, i) => ({ id: `s${i}`, name: make(i) })),
    facts: {
      sheet: attack,
      resultsFile: attack,
      runId: attack,
      of: attack,
      stopped: attack,
      end: 'stopped',
      target: { origin: attack, workspaceId: attack, workspaceName: attack, sandbox: true },
    },
  };
}
