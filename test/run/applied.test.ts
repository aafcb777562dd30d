import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  customFieldName,
  type FieldPath,
  type FieldValue,
  type Opportunity,
  sameCustomFields,
  sameValue,
  withChanges,
} from '../../src/opportunity/index.js';
import type { UpdateBody } from '../../src/plan/index.js';
import { anyAmount, anyRecord, anyText } from '../opportunity/record.js';
import { edit, FakeCrm, planOf } from '../plan/workspace.js';
import { ALWAYS, accept, run, type Script, updates } from './running.js';

/** A CRM that puts the sent custom fields into the list by name, as one reading of the documents has it. */
class MergingCrm extends FakeCrm {
  override apply(id: string, body: UpdateBody): Opportunity {
    const live = this.records.get(id)?.customFields ?? [];
    const sent = body.customFields;
    if (!sent) return super.apply(id, body);
    const name = (wire: Readonly<Record<string, unknown>>) => wire.name ?? wire.code;
    const kept = live.filter(({ wire }) => !sent.some((other) => name(other) === name(wire)));
    return super.apply(id, { ...body, customFields: [...kept.map(({ wire }) => wire), ...sent] });
  }
}

const anyField = fc.constantFrom<FieldPath>(
  'name',
  'description',
  'amount',
  'stageId',
  'contactId',
  'customFields.Región',
  'customFields.Nuevo',
);

const anyValueOf = (field: FieldPath): fc.Arbitrary<string> => {
  if (field === 'amount') return anyAmount;
  if (field === 'stageId') return fc.constantFrom('s1', 'Propuesta', 'negociacion');
  return anyText;
};

/** What a sheet asks of one record: some fields set, some cleared. */
const anyWish = fc
  .uniqueArray(anyField, { maxLength: 4 })
  .chain((fields) =>
    fc.tuple(
      ...fields.map((field) =>
        fc.oneof(
          { weight: 4, arbitrary: anyValueOf(field).map((value) => [field, value] as const) },
          field === 'name' || field === 'amount'
            ? anyValueOf(field).map((value) => [field, value] as const)
            : fc.constant([field, null] as const),
        ),
      ),
    ),
  );

const anyCase = fc.array(fc.tuple(anyRecord, anyWish), { minLength: 1, maxLength: 12 });

const STAGE_IDS: Record<string, string> = { Propuesta: 's2', negociacion: 's3' };

/** The record as the sheet wants it, said without the help of the planner. */
function wanted(live: Opportunity, wish: readonly (readonly [FieldPath, string | null])[]): Opportunity {
  const changes = wish.map(([field, value]) => {
    const after: FieldValue = field === 'stageId' && value !== null ? (STAGE_IDS[value] ?? value) : value;
    return { field, before: null, after };
  });
  return withChanges(live, changes);
}

function expectSame(now: Opportunity | undefined, should: Opportunity): void {
  for (const field of ['name', 'description', 'amount', 'stageId', 'contactId'] as const) {
    expect(sameValue(field, now?.[field] ?? null, should[field]), `${field} of ${should.id}`).toBe(true);
  }
  expect(sameCustomFields(now?.customFields ?? [], should.customFields ?? [])).toBe(true);
}

describe('whatever a sheet asks for', () => {
  it.each([
    ['replaces the list of custom fields', FakeCrm],
    ['merges it by name', MergingCrm],
  ])(
    'becomes so and nothing else does, and then there is nothing left to do, at a server that %s',
    async (_how, Crm) => {
      await fc.assert(
        fc.asyncProperty(anyCase, async (cases) => {
          const records = cases.map(([record], i) => ({ ...record, id: `op-${i}`, opportCode: `C-${i}` }));
          const edits = cases.map(([, wish], i) => edit(i + 2, `op-${i}`, Object.fromEntries(wish)));
          const crm = new Crm(records);
          const rows = await planOf(crm, edits);
          const { result } = await run(rows, accept, { crm });
          expect(result.stop).toBeNull();
          const again = await planOf(crm, edits);
          for (const [i, row] of rows.entries()) {
            const [live, wish] = [records[i], cases[i]?.[1]];
            if (!live || !wish) throw new Error('no case');
            // A record whose custom fields were not shown is refused where they would be set.
            expectSame(crm.records.get(live.id), row.verdict === 'invalid' ? live : wanted(live, wish));
            if (row.verdict === 'invalid')
              expect(wish.some(([field]) => customFieldName(field) !== null)).toBe(true);
            else expect(again[i]?.verdict).toBe('unchanged');
          }
          const sent = crm.puts.map(({ id }) => id);
          expect(new Set(sent).size).toBe(sent.length);
        }),
        { numRuns: 80 },
      );
    },
    60_000,
  );
});

describe('a twentieth of the records, edited between the plan and the sending', () => {
  it('is left as it was edited and told of, and all others are updated', async () => {
    const count = 400;
    const edits = Array.from({ length: count }, (_, i) =>
      edit(i + 2, `op-${i}`, { amount: String(5000 + i) }),
    );
    const [base] = fc.sample(anyRecord, { numRuns: 1, seed: 7 });
    if (!base) throw new Error('no record');
    const crm = new FakeCrm(
      Array.from({ length: count }, (_, i) => ({
        ...base,
        id: `op-${i}`,
        opportCode: `C-${i}`,
        amount: '1',
      })),
    );
    const rows = await planOf(crm, edits);
    const edited = new Set(Array.from({ length: count / 20 }, (_, i) => `op-${i * 20 + 3}`));
    for (const id of edited) Object.assign(crm.records.get(id) ?? {}, { amount: '777' });
    const { outcomes } = await run(rows, accept, { crm, recheckAfterMs: ALWAYS });
    for (const [i, outcome] of outcomes.entries()) {
      const id = `op-${i}`;
      expect(outcome?.status, id).toBe(edited.has(id) ? 'conflict' : 'updated');
      expect(crm.records.get(id)?.amount).toBe(edited.has(id) ? '777' : String(5000 + i));
    }
    expect(crm.puts).toHaveLength(count - edited.size);
  });
});

describe('a record that was deleted while its PUT was on the way', () => {
  it('is told of, although the server took the change', async () => {
    const deletes: Script = ({ id, apply, live }) => {
      if (id === 'op-3') live.deletionDate = '2026-11-26T10:00:00';
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
    };
    const { outcomes } = await run(updates(4), deletes);
    expect(outcomes.map((outcome) => outcome?.note?.code ?? null)).toEqual([
      ...[null, null],
      ...['record.deletedMeanwhile', null],
    ]);
    for (const outcome of outcomes) expect(outcome?.status).toBe('updated');
  });
});
