import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  customFieldName,
  customFieldPath,
  type FieldPath,
  type FieldValue,
  fieldValue,
  findCustomField,
  type Opportunity,
  SCALAR_FIELDS,
  sameValue,
} from '../../src/opportunity/index.js';
import { makeUndoPlan, type PlanFile } from '../../src/plan/index.js';
import { Journal, runPlan } from '../../src/run/index.js';
import { anyAmount, anyRecord, anyText } from '../opportunity/record.js';
import { edit, FakeCrm, planOf } from '../plan/workspace.js';
import { MemoryDisk } from '../run/memoryDisk.js';
import { planOf as planFileOf, runHeader, STILL } from '../run/running.js';
import { temporaryFolder } from '../sheet/files.js';
import { figures, LIMIT, times } from './form.js';

/** A custom field that holds no text: a number, a yes or no, a list, an object. */
const anyTyped = fc
  .tuple(
    anyText,
    fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.array(anyText, { maxLength: 3 }),
      fc.integer().map((id) => ({ id })),
    ),
  )
  .map(([name, value]) => ({
    name,
    value: typeof value === 'object' ? JSON.stringify(value) : String(value),
    wire: { name, value },
  }));

/** A record, some of whose custom fields hold no text. */
const anyLive = fc
  .tuple(anyRecord, fc.array(anyTyped, { maxLength: 3 }))
  .map(([record, typed]): Opportunity => {
    const fields = [...(record.customFields ?? []), ...typed];
    const isFirst = ({ name }: { name: string }, i: number) =>
      fields.findIndex((field) => field.name === name) === i;
    return { ...record, customFields: fields.filter(isFirst) };
  });

/** The values that a sheet gives one record; a custom field may be one that it has, or a new one. */
const anyEdit = fc.record({
  record: anyLive.filter(({ name, amount }) => name !== null && amount !== null),
  set: fc.record(
    {
      name: anyText,
      description: anyText,
      amount: anyAmount,
      stageId: fc.constantFrom('s1', 's2', 's3'),
      contactId: fc.constantFrom('c1', 'c2'),
    },
    { requiredKeys: [] },
  ),
  custom: fc.array(fc.tuple(fc.oneof(fc.nat({ max: 7 }), anyText), anyText), { maxLength: 3 }),
  clear: fc.subarray(['description', 'stageId', 'contactId'] as const),
});

async function send(plan: PlanFile, crm: FakeCrm) {
  const journal = new Journal(new MemoryDisk(), STILL);
  journal.append(runHeader(plan.summary.verdicts.update));
  const { counts } = await runPlan({
    ...{ plan, writer: crm, journal, concurrency: 3, canary: 1, recheckAfterMs: 0, settleMs: 0, retries: 1 },
    ...{ errorLimit: { kind: 'none' }, body: 'changes', renewToken: async () => false },
    signal: new AbortController().signal,
    ...STILL,
    random: () => 0,
    sleep: async () => undefined,
    onEvent: () => undefined,
  });
  expect(counts.updated).toBe(plan.summary.verdicts.update);
  return journal;
}

describe('undo', () => {
  it(
    'after any run gives every field of every record its value again',
    async () => {
      let runs = 0;
      let changes = 0;
      let typed = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(anyEdit, { minLength: 1, maxLength: 5 }), async (edits) => {
          const before: Opportunity[] = edits.map(({ record }, i) => ({ ...record, id: `op-${i}` }));
          const crm = new FakeCrm(before);
          const wanted = edits.map(({ record, set, custom, clear }, i) => {
            const cleared = Object.fromEntries(clear.map((field) => [field, null]));
            const fields: Partial<Record<FieldPath, FieldValue>> = { ...cleared, ...set };
            for (const [which, value] of custom) {
              const name = typeof which === 'string' ? which : record.customFields?.[which]?.name;
              if (name !== undefined) fields[customFieldPath(name)] = value;
            }
            return edit(i + 2, `op-${i}`, fields);
          });
          const rows = await planOf(crm, wanted);
          const of = await planFileOf(rows);
          const journal = await send(of, crm);
          runs += 1;
          for (const row of rows) if (row.verdict === 'update') changes += row.changes.length;
          const undo = await makeUndoPlan({
            of,
            needOf: ({ rowNumber }) =>
              journal.outcomeOf(rowNumber)?.status === 'updated' ? 'made' : 'not-made',
            live: crm,
            path: join(temporaryFolder(), 'undo.jsonl'),
            concurrency: 2,
            now: () => new Date(0),
          });
          expect(undo.summary.verdicts.update).toBe(of.summary.verdicts.update);
          await send(undo, crm);
          await undo.close();
          for (const record of before) {
            const after = crm.records.get(record.id);
            if (!after) throw new Error(`${record.id} is gone`);
            for (const { name, wire } of record.customFields ?? []) {
              if (typeof wire.value === 'string' || wire.value === null) continue;
              typed += 1;
              expect(findCustomField(after.customFields ?? [], name)?.wire.value, name).toStrictEqual(
                wire.value,
              );
            }
            const names = [...(record.customFields ?? []), ...(after.customFields ?? [])].map(
              ({ name }) => name,
            );
            for (const field of [...SCALAR_FIELDS, ...names.map(customFieldPath)]) {
              const [was, is] = [fieldValue(record, field), fieldValue(after, field)];
              expect(sameValue(field, was, is), `${customFieldName(field) ?? field}: ${was} -> ${is}`).toBe(
                true,
              );
            }
          }
        }),
        { numRuns: times(60, 2000) },
      );
      figures('undo', {
        runs,
        'changes taken back': changes,
        'values that are no text': typed,
        'fields not restored': 0,
      });
    },
    LIMIT,
  );
});
