import type { Messages } from '../../src/messages/index.js';
import type { PlannedRow, Verdict } from '../../src/plan/index.js';
import { ScannedRow } from '../../src/plan/scannedRow.js';
import { PlanTally } from '../../src/plan/summary.js';
import type { PlanPreview, RunReport, SheetFacts, Target } from '../../src/ui/index.js';
import { record } from '../opportunity/record.js';
import { STAGES, understandingOf } from '../plan/workspace.js';

export const TARGET: Target = {
  origin: 'https://api.plazbot.com',
  workspaceId: 'ws-1',
  workspaceName: 'Ventas Andinas',
  sandbox: false,
};

export const FACTS: SheetFacts = {
  file: 'deals.csv',
  format: 'csv',
  encoding: null,
  notices: [],
  sheetName: null,
  delimiter: ';',
  rows: 5,
  amountStyle: 'comma',
  mapping: {
    ...understandingOf([]).mapping,
    columns: [
      { index: 0, header: 'ID', use: { kind: 'key' }, because: 'header' },
      { index: 1, header: 'Monto', use: { kind: 'field', field: 'amount' }, because: 'header' },
      { index: 2, header: 'Vendedor', use: { kind: 'ignored', reason: 'unknown' }, because: 'header' },
    ],
  },
};

/** A row of each verdict; `changes` more updates after them. */
export function plannedRows(updates = 1): PlannedRow[] {
  const update = (n: number): PlannedRow => ({
    verdict: 'update',
    rowNumber: n + 2,
    rowNumbers: [n + 2],
    id: `op-${n}`,
    changes: [
      { field: 'amount', before: '1200.5', after: String(2000 + n) },
      { field: 'stageId', before: 's1', after: 's2' },
      { field: 'description', before: 'Contrato', after: null },
    ],
    risks: ['field.cleared'],
    body: {},
    beforeImage: record({ id: `op-${n}`, name: `Oportunidad ${n}` }),
  });
  const rest = updates + 2;
  const place = (row: number, text: string) => ({ row, column: 'Monto', text });
  return [
    ...Array.from({ length: updates }, (_, n) => update(n)),
    { verdict: 'unchanged', rowNumber: rest, id: 'u', name: 'Sin cambio' },
    { verdict: 'duplicate', rowNumber: rest + 1, id: 'op-0', of: 2 },
    {
      verdict: 'missing',
      rowNumber: rest + 2,
      key: 'nope',
      problems: [{ code: 'record.missing', ...place(rest + 2, 'nope') }],
    },
    {
      verdict: 'invalid',
      rowNumber: rest + 3,
      key: 'x',
      problems: [{ code: 'amount.notNumber', ...place(rest + 3, 'doce') }],
    },
  ];
}

export function previewOf(rows: readonly PlannedRow[], changes: Partial<PlanPreview> = {}): PlanPreview {
  const tally = new PlanTally();
  for (const row of rows) tally.add(row);
  return {
    target: TARGET,
    sheet: { ...FACTS, rows: rows.length },
    summary: tally.summary(),
    guards: [],
    inputs: { sha256: 'ab12', options: {} },
    stages: STAGES,
    positions: (verdicts: readonly Verdict[]) =>
      Uint32Array.from(rows.flatMap((row, i) => (verdicts.includes(row.verdict) ? [i] : []))),
    rowAt: async (position) => {
      const row = rows[position];
      if (!row) throw new RangeError(String(position));
      return row;
    },
    scan: async function* (from) {
      for (let at = from; at < rows.length; at += 50) {
        const block = rows.slice(at, at + 50);
        yield { at, rows: block.map((row) => new ScannedRow(JSON.stringify({ kind: 'row', ...row }))) };
      }
    },
    ...changes,
  };
}

export function report(changes: Partial<RunReport> = {}): RunReport {
  const counts = {
    updated: 7,
    unchanged: 2,
    skipped: 0,
    invalid: 3,
    rejected: 1,
    conflict: 0,
    unverified: 0,
    'not-sent': 0,
  };
  return {
    runId: '20260101-0000-abcd',
    target: TARGET,
    counts,
    rows: 13,
    groups: [
      {
        status: 'rejected',
        errorCode: 'E_CLOSED',
        message: 'La oportunidad está cerrada.',
        alike: true,
        rows: 7,
        examples: [2, 3, 4, 5, 6],
      },
    ],
    elapsedMs: 65_000,
    takesBack: null,
    inPart: false,
    leftOut: 0,
    stop: null,
    resultsFile: 'deals.results.csv',
    resultsError: null,
    retryOptions: ['--only', 'failed'],
    runFolder: '/state/runs/x',
    resumable: false,
    undoable: true,
    exitCode: 1,
    ...changes,
  };
}

export type { Messages };
