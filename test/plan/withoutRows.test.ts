import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanFile, type PlannedRow, type PlannedUpdate, withoutRows } from '../../src/plan/index.js';
import { PlanTally } from '../../src/plan/summary.js';
import { RowSet } from '../../src/ui/index.js';
import { record } from '../opportunity/record.js';
import { temporaryFolder } from '../sheet/files.js';
import { planHeader, STAGES } from './workspace.js';

function update(rowNumber: number, rowNumbers = [rowNumber]): PlannedUpdate {
  return {
    verdict: 'update',
    rowNumber,
    rowNumbers,
    id: `op-${rowNumber}`,
    changes: [{ field: 'customFields.Zona', before: null, after: String(rowNumber) }],
    risks: ['field.cleared'],
    body: {},
    beforeImage: record({ id: `op-${rowNumber}` }),
  };
}

async function planOf(rows: readonly PlannedRow[]): Promise<PlanFile> {
  const plan = await PlanFile.create(join(temporaryFolder(), 'plan.jsonl'), planHeader());
  const tally = new PlanTally(STAGES);
  for (const row of rows) {
    tally.add(row);
    await plan.append(row);
  }
  const newFields = [{ field: 'customFields.Zona' as const, records: rows.length, suggestions: ['Zonas'] }];
  await plan.finish({ ...tally.summary(), newFields });
  return plan;
}

async function rowsOf(plan: PlanFile): Promise<PlannedRow[]> {
  const rows: PlannedRow[] = [];
  for await (const row of plan.rows()) rows.push(row);
  return rows;
}

describe('a plan without the rows that were left out', () => {
  const rows: PlannedRow[] = [
    update(2, [2, 5]),
    update(3),
    { verdict: 'unchanged', rowNumber: 4, id: 'u', name: null },
    { verdict: 'duplicate', rowNumber: 5, id: 'op-2', of: 2 },
    update(6),
  ];
  const gone = (rowNumber: number): PlannedRow => ({ verdict: 'skipped', rowNumber, reason: 'deselected' });

  it('has them as skipped rows, and those that repeat them', async () => {
    const plan = await planOf(rows);
    const rest = await withoutRows(plan, RowSet.of(rows.length, [0]));
    expect(await rowsOf(rest)).toEqual([gone(2), rows[1], rows[2], gone(5), rows[4]]);
    expect(rest.summary).toMatchObject({
      rows: 5,
      verdicts: { update: 2, skipped: 2, duplicate: 0, unchanged: 1 },
      fields: [{ field: 'customFields.Zona', records: 2 }],
      risks: [{ kind: 'field.cleared', records: 2, rows: [3, 6] }],
      newFields: [{ field: 'customFields.Zona', records: 2, suggestions: ['Zonas'] }],
    });
    await Promise.all([plan.close(), rest.close()]);
  });

  it('lies where the plan lay, alone, and is whole', async () => {
    const plan = await planOf(rows);
    const rest = await withoutRows(plan, RowSet.of(rows.length, [1]));
    expect(readdirSync(dirname(rest.path))).toEqual(['plan.jsonl']);
    expect(rest.sha256).not.toBe(plan.sha256);
    expect(rest.header.planId).toBe(plan.header.planId);
    await Promise.all([plan.close(), rest.close()]);
    const opened = await PlanFile.open(rest.path);
    expect(opened.sha256).toBe(rest.sha256);
    await opened.close();
  });

  it('is the same plan when nothing is left out', async () => {
    const plan = await planOf(rows);
    expect(await withoutRows(plan, new RowSet(rows.length))).toBe(plan);
    expect(existsSync(plan.path)).toBe(true);
    await plan.close();
  });

  it('sends exactly the updates that were not left out, for any choice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 130 }), async (outs) => {
        const all = outs.map((_, i) => update(i + 2));
        const plan = await planOf(all);
        const out = outs.flatMap((left, i) => (left ? [i] : []));
        const rest = await withoutRows(plan, RowSet.of(all.length, out));
        const sent: number[] = [];
        for await (const { rowNumber } of rest.updates()) sent.push(rowNumber);
        expect(sent).toEqual(outs.flatMap((left, i) => (left ? [] : [i + 2])));
        expect(rest.summary.verdicts.skipped).toBe(out.length);
        await plan.close();
        if (rest !== plan) await rest.close();
      }),
      { numRuns: 25 },
    );
  });
});

describe('a scan of a plan', () => {
  it('meets every row from a position on, and tells its outline without its body', async () => {
    const all = Array.from({ length: 430 }, (_, i) => update(i + 2));
    const plan = await planOf(all);
    for (const from of [0, 1, 49, 50, 199, 200, 429]) {
      const met: PlannedRow[] = [];
      let at = from;
      for await (const block of plan.scan(from)) {
        expect(block.at).toBe(at);
        at += block.rows.length;
        met.push(...block.rows.map((row) => row.row()));
      }
      expect(met).toEqual(all.slice(from));
    }
    for await (const { rows: scanned } of plan.scan(429)) {
      const { verdict, rowNumber, changes, risks } = all[429] as PlannedUpdate;
      expect(scanned[0]?.outline()).toEqual({ verdict, rowNumber, changes, risks });
    }
    await plan.close();
  });
});
