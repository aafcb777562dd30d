import { join } from 'node:path';
import { type Edit, KeyIndex, type SheetUnderstanding } from '../../src/mapping/index.js';
import {
  customFieldName,
  type FieldPath,
  type FieldValue,
  type Opportunity,
} from '../../src/opportunity/index.js';
import {
  type LiveRecords,
  type PlanHeader,
  type PlannedRow,
  type ReadingWay,
  RecordUnreadable,
  type UpdateBody,
  type Workspace,
} from '../../src/plan/index.js';
import { planRows } from '../../src/plan/planRows.js';
import { openSource } from '../../src/plan/recordSource.js';
import { RiskJudge } from '../../src/plan/risks.js';
import { Sightings } from '../../src/plan/sightings.js';
import { StageBook } from '../../src/plan/stages.js';
import type { LookUp, OpportunityWriter, WriteAnswer } from '../../src/run/index.js';
import { temporaryFolder } from '../sheet/files.js';

export const STAGES = [
  { id: 's1', name: 'Prospecto' },
  { id: 's2', name: 'Propuesta' },
  { id: 's3', name: 'Negociación' },
];

/** A CRM in memory: what a plan reads and a run writes, with a log of every PUT. */
export class FakeCrm implements LiveRecords, OpportunityWriter {
  readonly records: Map<string, Opportunity>;
  readonly puts: { id: string; body: UpdateBody }[] = [];
  reads = 0;
  /** Ids that cannot be read. */
  readonly unreadable = new Set<string>();
  /** Says what comes of a PUT; by default it is applied and shown. */
  answer: (id: string, body: UpdateBody, apply: () => Opportunity) => WriteAnswer | Promise<WriteAnswer> = (
    _id,
    _body,
    apply,
  ) => ({ kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() });

  constructor(records: readonly Opportunity[]) {
    this.records = new Map(records.map((record) => [record.id, structuredClone(record)]));
  }

  async workspace(): Promise<Workspace> {
    return { id: 'ws-1', name: 'Ventas', stages: STAGES };
  }

  async read(id: string): Promise<Opportunity | null> {
    this.reads += 1;
    if (this.unreadable.has(id)) throw new RecordUnreadable(500, 'base de datos');
    const record = this.records.get(id);
    return record ? structuredClone(record) : null;
  }

  async look(id: string): Promise<LookUp> {
    if (this.unreadable.has(id)) return { kind: 'unknown', reason: 'HTTP 500' };
    return { kind: 'record', record: await this.read(id) };
  }

  async *list(): AsyncGenerator<readonly Opportunity[]> {
    yield [...this.records.values()];
  }

  async count(): Promise<number | null> {
    return this.records.size;
  }

  async update(id: string, body: UpdateBody): Promise<WriteAnswer> {
    this.puts.push({ id, body });
    return this.answer(id, body, () => this.apply(id, body));
  }

  /** Replaces the whole list of custom fields, as a server may. */
  apply(id: string, body: UpdateBody): Opportunity {
    const record = this.records.get(id);
    if (!record) throw new Error(`no record ${id}`);
    const { amount, customFields, ...texts } = body;
    Object.assign(record, texts);
    if (amount !== undefined) record.amount = String(amount);
    if (customFields !== undefined) {
      record.customFields = customFields.map((wire) => ({
        name: String(wire.name ?? wire.code),
        value: textOf(wire.value),
        wire,
      }));
    }
    return structuredClone(record);
  }
}

/** A custom value as text, as the client reads it. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export interface PlanOfOptions {
  readonly by?: 'id' | 'opportCode';
  readonly how?: ReadingWay;
  /** Where the list's records are put away meanwhile. */
  readonly path?: string;
  readonly sightings?: Sightings;
}

/** The planned rows of such edits, their records read in one way or the other. */
export async function planOf(
  crm: LiveRecords,
  edits: readonly Edit[],
  {
    by = 'id',
    how = by === 'id' ? 'rows' : 'list',
    path = join(temporaryFolder(), 'plan'),
    sightings = new Sightings(STAGES),
  }: PlanOfOptions = {},
): Promise<PlannedRow[]> {
  const { mapping, keys } = understandingOf(edits, by);
  const source = { how, keyedBy: by, keys, live: crm, sightings, needsSample: true, path };
  const records = await openSource(source);
  try {
    const stages = new StageBook(STAGES, sightings.unlistedStages);
    const batches = async function* () {
      yield edits;
    };
    const rows: PlannedRow[] = [];
    const risks = new RiskJudge(STAGES, NOW);
    const context = { mapping, keys, records, stages, risks, concurrency: 3 };
    for await (const planned of planRows(batches, context)) rows.push(...planned);
    return rows;
  } finally {
    await records.close();
  }
}

/** When the plans of tests are made. */
const NOW = new Date('2026-06-01T12:00:00Z');

/** The header of a plan of such edits. */
export function planHeader(): PlanHeader {
  return {
    kind: 'plan',
    version: 1,
    planId: 'plan-1',
    createdAt: '2026-01-01T00:00:00.000Z',
    sheet: {
      file: 'a.csv',
      path: '/a.csv',
      sha256: '',
      bytes: 1,
      sheetName: null,
      format: 'csv',
      delimiter: ';',
      encoding: 'utf-8',
      quoteEscape: null,
      hidden: null,
      width: 2,
    },
    mapping: understandingOf([]).mapping,
    amountStyle: null,
    target: { origin: 'https://x', workspaceId: 'w', workspaceName: null },
    stages: STAGES,
  };
}

/** An edit as the mapping gives it. */
export function edit(
  rowNumber: number,
  key: string | null,
  set: Partial<Record<FieldPath, FieldValue>>,
  rest: Partial<Edit> = {},
): Edit {
  const entries = Object.entries(set) as [FieldPath, FieldValue][];
  const values = entries.map(([field, value]) => ({ field, value }));
  return { rowNumber, key, values, problems: [], skip: null, otherKey: null, ...rest };
}

const otherKeyColumn = (index: number) => ({
  index,
  header: 'Otra clave',
  use: { kind: 'ignored', reason: 'other-key' } as const,
  because: 'header' as const,
});

/** How a sheet with just these edits is understood. */
export function understandingOf(edits: readonly Edit[], by: 'id' | 'opportCode' = 'id'): SheetUnderstanding {
  const fields = [...new Set(edits.flatMap(({ values }) => values.map(({ field }) => field)))];
  const keys = new KeyIndex();
  for (const { key } of edits) if (key !== null) keys.add(key);
  keys.finish();
  return {
    mapping: {
      headerRow: 1,
      key: { by, index: 0, header: 'ID' },
      columns: [
        { index: 0, header: 'ID', use: { kind: 'key' }, because: 'header' },
        ...fields.map((field, i) => ({
          index: i + 1,
          header: customFieldName(field) ?? field,
          use: { kind: 'field' as const, field },
          because: 'header' as const,
        })),
        ...(edits.every(({ otherKey }) => otherKey === null) ? [] : [otherKeyColumn(fields.length + 1)]),
      ],
      constants: [],
      escapeColumn: null,
      statusColumn: null,
    },
    rules: { amountStyle: null, placeholders: new Map(), ordinary: [], mojibake: 'keep', round: false },
    only: 'all',
    selected: null,
    notices: [],
    rows: edits.length,
    width: fields.length + 1,
    keys,
  };
}
