import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PlanFile, type PlannedRow } from '../../src/plan/index.js';
import { PlanTally } from '../../src/plan/summary.js';
import { temporaryFolder } from '../sheet/files.js';
import { planHeader } from './workspace.js';

/** Text of any sort, halves of a character too, which no string of fast-check has by itself. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('Renovación', 'Ω – 中文', '"citado"', 'a\\b', '\u2028', '😀', '\ud83d', ''),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
);

/** Nearly all numbers of rows are small, and those at the ends of a number of digits are the ones to get wrong. */
const anyNumber = fc.oneof(fc.nat(), fc.constantFrom(0, 1, 9, 10, 99, 100, 999_999, 1_000_000, 1_048_576));

const anyRow: fc.Arbitrary<PlannedRow> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      verdict: fc.constant('unchanged' as const),
      rowNumber: anyNumber,
      id: anyText,
      name: fc.option(anyText),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verdict: fc.constant('invalid' as const),
      rowNumber: anyNumber,
      key: anyText,
      problems: fc.tuple(
        fc.record({
          code: fc.constant('record.missing' as const),
          row: anyNumber,
          column: anyText,
          text: anyText,
        }),
      ),
    }),
  },
);

/** A finished plan of these rows, and its lines. */
async function planOf(
  rows: readonly PlannedRow[],
  path: string,
): Promise<{ plan: PlanFile; lines: string[] }> {
  const plan = await PlanFile.create(path, planHeader());
  const tally = new PlanTally([]);
  for (const row of rows) {
    tally.add(row);
    await plan.append(row);
  }
  await plan.finish(tally.summary());
  return { plan, lines: readFileSync(path, 'utf8').split('\n') };
}

/** Every row of a plan, each asked for by its place, the last first. */
async function rowsBackwards(plan: PlanFile): Promise<PlannedRow[]> {
  const rows: PlannedRow[] = [];
  for (let at = plan.rowCount - 1; at >= 0; at -= 1) rows.unshift(await plan.rowAt(at));
  return rows;
}

describe("a plan's file", () => {
  it('holds of each row what JSON makes of it, whatever its texts hold, and finds it again', async () => {
    const folder = temporaryFolder();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 120 }), async (rows) => {
        runs += 1;
        const path = join(folder, `plan-${runs}.jsonl`);
        const { plan, lines } = await planOf(rows, path);
        try {
          expect(lines.slice(1, 1 + rows.length)).toEqual(
            rows.map((row) => JSON.stringify({ kind: 'row', ...row })),
          );
          expect(await rowsBackwards(plan)).toEqual(rows);
          // Opened again, its checksum is held against what is there.
          const again = await PlanFile.open(path);
          expect(again.sha256).toBe(plan.sha256);
          expect(await rowsBackwards(again)).toEqual(rows);
          await again.close();
        } finally {
          await plan.close();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('holds rows that are longer than what is written at once, and many that are short', async () => {
    const unchanged = (rowNumber: number, name: string) =>
      ({ verdict: 'unchanged', rowNumber, id: `op-${rowNumber}`, name }) as const;
    const rows = Array.from({ length: 20_000 }, (_, i) =>
      unchanged(i + 2, i % 5000 === 4999 ? 'ñ–'.repeat(200_000) : `Oportunidad Ñ ${i}`),
    );
    const path = join(temporaryFolder(), 'plan.jsonl');
    const { plan, lines } = await planOf(rows, path);
    onTestFinished(() => plan.close());
    const expected = rows.map((row) => JSON.stringify({ kind: 'row', ...row }));
    // Compared as one text: a difference in a million characters takes minutes to show.
    expect(lines.slice(1, 1 + rows.length).join('\n') === expected.join('\n')).toBe(true);
    expect(await plan.rowAt(4999)).toEqual(rows[4999]);
    expect(await plan.rowAt(19_998)).toEqual(rows[19_998]);
    const again = await PlanFile.open(path);
    onTestFinished(() => again.close());
    expect(again.summary.rows).toBe(20_000);
  });
});
