import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understandSheet, writtenRows } from '../../src/mapping/index.js';
import { loadMessages } from '../../src/messages/index.js';
import { makePlan, type PlanFile, type PlannedRow, type PlannedUpdate } from '../../src/plan/index.js';
import { writeResults } from '../../src/results/index.js';
import { Journal, STATUSES, type Status } from '../../src/run/index.js';
import { openSheet, type Sheet, type SheetFormat } from '../../src/sheet/index.js';
import { record } from '../opportunity/record.js';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from '../run/memoryDisk.js';
import { STILL } from '../run/running.js';
import { textsOf } from '../sheet/files.js';
import { figures, LIMIT, times } from './form.js';
import { playLeg } from './leg.js';
import { type Fate, ModelCrm } from './modelCrm.js';
import { anyFate, liesOf, planInMemory } from './schedule.js';
import { VirtualClock } from './virtualClock.js';

const messages = await loadMessages('en', 'en-US');

/** The records that there are; a sheet may name others. */
const RECORDS = Array.from({ length: 8 }, (_, i) => record({ id: `op-${i}`, amount: '1200' }));

/** One row of a sheet: what it changes, leaves as it is, says twice, or says wrong. */
const anyRow = fc.record({
  key: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...RECORDS.map(({ id }) => id)) },
    { weight: 1, arbitrary: fc.constantFrom('nobody', '') },
  ),
  amount: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom('1200', '', 'doce', '#N/A', '<clear>') },
  ),
  description: fc.constantFrom('', '', 'Otra', 'Contrato marco', '<clear>', 'dos\nlíneas; y "más"'),
  note: fc.constantFrom('', '=1+1', '-', 'a;b', 'dos\nlíneas', '"'),
  /** The row above that it repeats, if there is such a row. */
  repeats: fc.option(fc.nat({ max: 11 }), { freq: 3 }),
});

/** All that chance decides about one job: its sheet, what becomes of its PUTs, and how often it is broken off. */
const anyJob = fc.record({
  rows: fc.array(anyRow, { minLength: 1, maxLength: 12 }),
  // A workbook takes fifty times as long to read back.
  format: fc.oneof(
    { weight: 200, arbitrary: fc.constant<SheetFormat>('csv') },
    { weight: 1, arbitrary: fc.constant<SheetFormat>('xlsx') },
  ),
  concurrency: fc.integer({ min: 1, max: 4 }),
  fates: fc.array(anyFate, { maxLength: 20 }),
  edits: fc.array(fc.record({ at: fc.nat({ max: 300 }), row: fc.nat({ max: 7 }) }), { maxLength: 2 }),
  legs: fc.array(
    fc.record({
      killAt: fc.option(fc.nat({ max: 200 })),
      stopAt: fc.option(fc.nat({ max: 200 }), { freq: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
type Job = typeof anyJob extends fc.Arbitrary<infer Value> ? Value : never;

/** The sheet as its writer knows it: each row bears its own mark at the end of its note. */
function csvOf({ rows }: Job): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((row, i) => {
    const { key, amount, description } =
      (row.repeats !== null && row.repeats < i && rows[row.repeats]) || row;
    return [key, amount, description, `${row.note}#${i}`].map(quoted).join(';');
  });
  return `${['ID;Monto;Descripción;Nota', ...lines].join('\n')}\n`;
}

interface Played {
  readonly sheet: Sheet;
  readonly plan: PlanFile;
  readonly folder: string;
  readonly told: Told;
}

/** What all sheets together say of their rows. */
type Told = Record<Status | 'repeated', number>;

/** What is wrong with the results sheet that is written from this journal, right after the run has ended or was killed. */
async function faultsOfResults(job: Job, journal: Journal, leg: number, played: Played): Promise<string[]> {
  const { sheet, plan, folder, told } = played;
  const { mapping, target } = plan.header;
  const written = await writeResults({
    file: join(folder, `out-${leg}.${job.format}`),
    format: job.format,
    delimiter: ';',
    width: plan.header.sheet.width,
    input: writtenRows(sheet, mapping),
    plan: plan.rows(),
    keyedBy: mapping.key.by,
    stages: plan.header.stages,
    summary: plan.summary,
    outcomeOf: (rowNumber) => journal.toldOutcomeOf(rowNumber),
    messages,
    facts: {
      ...{ runId: 'r1', sheet: 'a.csv', target, startedAt: journal.startedAt, elapsedMs: 1, stopped: null },
    },
  });
  const back = await openSheet(written.file);
  const [header = [], ...rows] = await textsOf(back);
  await back.close();
  const column = (name: string) => rows.map((row) => row[header.indexOf(name)] ?? '');
  const faults: string[] = [];
  const marks = column('Nota').map((note) => note.slice(note.lastIndexOf('#')));
  if (marks.join() !== job.rows.map((_, i) => `#${i}`).join()) faults.push(`the rows are ${marks.join()}`);
  const statuses = column('_status');
  for (const [i, status] of statuses.entries()) {
    if ((STATUSES as readonly string[]).includes(status)) told[status as Status] += 1;
    else faults.push(`row ${i} ends as “${status}”`);
  }
  for (const status of STATUSES) {
    const count = statuses.filter((each) => each === status).length;
    if (written.tally.counts[status] !== count) faults.push(`${written.tally.counts[status]} are ${status}`);
  }
  const numbers = column('_row');
  if (new Set(numbers).size !== job.rows.length) faults.push(`the numbers are ${numbers.join()}`);
  const planned: PlannedRow[] = [];
  for await (const row of plan.rows()) planned.push(row);
  for (const row of planned) {
    if (row.verdict !== 'duplicate') continue;
    told.repeated += 1;
    const [own, first] = [row.rowNumber, row.of].map((number) => statuses[numbers.indexOf(String(number))]);
    if (own !== first) faults.push(`row ${row.rowNumber} repeats ${row.of}, and is ${own} and not ${first}`);
  }
  return faults;
}

/** Plans the sheet, sends it, breaks off and goes on, and writes the results each time. */
async function faultsOf(job: Job, told: Told): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'opsheet-every-row-'));
  const file = join(folder, 'a.csv');
  writeFileSync(file, csvOf(job));
  const sheet = await openSheet(file);
  const clock = new VirtualClock();
  const now = () => new Date(Date.UTC(2026, 5, 1));
  const live = new FakeCrm(RECORDS);
  const plan = await makePlan({
    ...{ sheet, live, now, reading: {}, origin: 'https://x', concurrency: 2 },
    understanding: await understandSheet(sheet),
    workspace: await live.workspace(),
    path: join(folder, 'plan.jsonl'),
  });
  try {
    const updates: PlannedUpdate[] = [];
    for await (const row of plan.updates()) updates.push(row);
    let fates = 0;
    const accepted: Fate = { there: 2, back: 2, does: 'accept', applies: true, late: 0 };
    const crm = new ModelCrm(clock, RECORDS, () => job.fates[fates++] ?? accepted);
    for (const [i, { at, row }] of job.edits.entries()) {
      clock.after(at, () => crm.edit(`op-${row}`, String(90_000 + i)));
    }
    const sent = planInMemory(updates);
    const faults: string[] = [];
    let bytes: Buffer = Buffer.alloc(0);
    for (const [i, { killAt, stopAt }] of job.legs.entries()) {
      const { concurrency } = job;
      const leg = await playLeg({ clock, crm, plan: sent, concurrency, sync: 1, bytes, killAt, stopAt });
      bytes = leg.bytes;
      if (leg.end === 'hangs' || leg.end instanceof Error) return [`the run ${leg.end}`];
      if (leg.end !== 'killed') {
        const sum = Object.values(leg.end.counts).reduce((a, b) => a + b, 0);
        if (sum !== updates.length) faults.push(`${sum} counted of ${updates.length}`);
      }
      // As whoever tells of it later reads it; the first line of a run that is killed is always there.
      const journal = new Journal(new MemoryDisk(bytes), STILL);
      journal.recover();
      faults.push(...(await liesOf(updates, journal, crm)));
      faults.push(...(await faultsOfResults(job, journal, i, { sheet, plan, folder, told })));
    }
    return faults;
  } finally {
    await plan.close();
    await sheet.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('any sheet, sent to any server, broken off at any time', () => {
  it(
    'has each of its rows once in the results, with one status that is true',
    async () => {
      const told = Object.fromEntries([...STATUSES, 'repeated'].map((word) => [word, 0])) as Told;
      let jobs = 0;
      let rows = 0;
      await fc.assert(
        fc.asyncProperty(anyJob, async (job) => {
          jobs += 1;
          rows += job.rows.length;
          expect(await faultsOf(job, told)).toEqual([]);
        }),
        { numRuns: times(120, 10_000) },
      );
      // Every word was said that there is, but for the rows that a person leaves out.
      for (const status of STATUSES)
        if (status !== 'skipped') expect(told[status], status).toBeGreaterThan(0);
      figures('every row', { jobs, 'input rows': rows, ...told, 'rows lost, doubled or told wrong': 0 });
    },
    LIMIT,
  );
});
