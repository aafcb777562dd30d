import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addAmounts,
  type FieldChange,
  type Opportunity,
  subtractAmounts,
} from '../../src/opportunity/index.js';
import { holdGuards, type PlannedUpdate } from '../../src/plan/index.js';
import { RISK_KINDS, RiskJudge } from '../../src/plan/risks.js';
import { PlanTally } from '../../src/plan/summary.js';
import { anyAmount, record } from '../opportunity/record.js';

const STAGES = [
  { id: 's1', name: 'Prospecto' },
  { id: 's2', name: 'Propuesta' },
  { id: 's3', name: 'GANADO' },
];
const NOW = new Date('2026-06-01T12:00:00Z');
const judge = new RiskJudge(STAGES, NOW);

const amount = (before: string | null, after: string): FieldChange => ({ field: 'amount', before, after });
const stage = (before: string | null, after: string | null): FieldChange => ({
  field: 'stageId',
  before,
  after,
});

function update(rowNumber: number, live: Opportunity, changes: readonly FieldChange[]): PlannedUpdate {
  return {
    verdict: 'update',
    rowNumber,
    rowNumbers: [rowNumber],
    id: live.id,
    changes,
    risks: judge.risksOf(live, changes),
    body: {},
    beforeImage: live,
  };
}

describe('the risks of a change', () => {
  const risks = (live: Partial<Opportunity>, ...changes: FieldChange[]) =>
    judge.risksOf(record({ stageId: 's1', ...live }), changes);

  it.each<[string, string | null, string, string | undefined]>([
    ['more than ten times larger', '100', '1000.01', 'amount.tenfold'],
    ['ten times larger', '100', '1000', undefined],
    ['more than ten times smaller', '1000', '99.99', 'amount.tenfold'],
    ['to zero', '100', '0', 'amount.notPositive'],
    ['to less than zero', '100', '-1', 'amount.notPositive'],
    ['from nothing to less than zero', null, '-1', 'amount.notPositive'],
    ['from zero to anything', '0', '900000', undefined],
    ['between two negative amounts', '-5', '-900', undefined],
  ])('an amount that goes %s', (_, before, after, risk) => {
    expect(risks({ amount: before }, amount(before, after))).toEqual(risk ? [risk] : []);
  });

  it('a move out of a stage that means won, or of a record that was won or lost', () => {
    expect(risks({ stageId: 's3' }, stage('s3', 's1'))).toEqual(['stage.leftClosed']);
    expect(risks({ winLossStatus: 2 }, stage('s1', 's2'))).toEqual(['stage.leftClosed']);
    expect(risks({ winLossStatus: 0 }, stage('s1', 's3'))).toEqual([]);
    expect(risks({ winLossStatus: null }, stage('s1', 's2'))).toEqual([]);
    expect(risks({ winLossStatus: 1 }, { field: 'description', before: 'a', after: 'b' })).toEqual([]);
  });

  it.each(['Perdido', ' LOST ', 'Ganho', 'Won', 'perdida', 'Closed  Won'])(
    'a stage called “%s” is closed',
    (name) => {
      const judged = new RiskJudge([{ id: 'x', name }], NOW);
      expect(judged.risksOf(record({ stageId: 'x' }), [stage('x', null)])).toContain('stage.leftClosed');
    },
  );

  it('a record that someone changed within the hour, by the clock of the plan', () => {
    const description: FieldChange = { field: 'description', before: 'a', after: 'b' };
    const at = (updatedDate: string | null) => risks({ updatedDate }, description);
    expect(at('2026-06-01T11:00:00.0000000Z')).toEqual(['record.recent']);
    expect(at('2026-06-01T10:59:59.9999999Z')).toEqual([]);
    expect(at('2026-06-01T11:30:00.1234567')).toEqual(['record.recent']);
    expect(at('2026-06-01T12:00:30Z')).toEqual(['record.recent']);
    expect(at(null)).toEqual([]);
    expect(at('ayer')).toEqual([]);
  });

  it.each([
    ['07654321', '7654321'],
    ['20601234567', '20601234567.0'],
    ['15001', '15,001'],
    ['1.500,00', '1500'],
    ['true', 'VERDADERO'],
    ['2026-05-03', '03/05/2026'],
    ['2026-05-03', '5/3/26'],
    ['2024-05-03', '45415'],
    ['2026-05-03T00:00:00Z', '3-may-2026'],
    ['1-2', '01-feb'],
    ['3/5', '03-May-26'],
    ['Uno\nDos', 'Uno Dos'],
  ])('text that is only written otherwise: %s, %s', (before, after) => {
    for (const field of ['customFields.Dato', 'description'] as const)
      expect(risks({}, { field, before, after })).toEqual(['value.restyled']);
    expect(risks({}, { field: 'name', before, after })).toEqual(['value.restyled', 'record.renamed']);
    expect(risks({}, { field: 'stageId', before, after })).toEqual([]);
  });

  it.each([
    ['07654321', '7654322'],
    ['150', '15'],
    ['1.5', '15'],
    ['true', 'false'],
    ['2026-05-03', '2026-03-05'],
    ['2026-05-03', '03/06/2026'],
    ['1-2', '01-mar'],
    ['Uno Dos', 'Uno, Dos'],
    ['', '0'],
    ['Alfa', 'ALFA'],
  ])('text that says something else is none: %s, %s', (before, after) => {
    expect(risks({}, { field: 'customFields.Dato', before, after })).toEqual([]);
  });

  it('cleared fields and new names, the worst first', () => {
    const name: FieldChange = { field: 'name', before: 'a', after: 'b' };
    const cleared: FieldChange = { field: 'customFields.Canal', before: 'Web', after: null };
    expect(risks({}, name)).toEqual(['record.renamed']);
    expect(risks({}, name, cleared, amount('1', '100'))).toEqual([
      'amount.tenfold',
      'field.cleared',
      'record.renamed',
    ]);
  });
});

describe('the impact', () => {
  it('goes by stage in the order of the pipeline, and a record that moves takes its amount with it', () => {
    const tally = new PlanTally(STAGES);
    tally.add(update(2, record({ amount: '100', stageId: 's2' }), [stage('s2', 's1')]));
    tally.add(
      update(3, record({ amount: '50.5', stageId: null }), [amount('50.5', '70'), stage(null, 's2')]),
    );
    tally.add(update(4, record({ amount: null, stageId: 'old' }), [amount(null, '1')]));
    expect(tally.summary()).toMatchObject({
      amount: { before: '150.5', after: '171', difference: '20.5' },
      byStage: [
        {
          stageId: 's1',
          before: { records: 0, amount: '0' },
          after: { records: 1, amount: '100' },
          difference: '100',
        },
        {
          stageId: 's2',
          before: { records: 1, amount: '100' },
          after: { records: 1, amount: '70' },
          difference: '-30',
        },
        {
          stageId: 'old',
          before: { records: 1, amount: '0' },
          after: { records: 1, amount: '1' },
          difference: '1',
        },
        { stageId: null, before: { records: 1, amount: '50.5' }, after: { records: 0, amount: '0' } },
      ],
      stageMoves: [
        { from: 's2', to: 's1', records: 1 },
        { from: null, to: 's2', records: 1 },
      ],
    });
  });

  it('ranks risks by how bad they are, then by how many, and names the first rows of each', () => {
    const tally = new PlanTally(STAGES);
    const renamed: FieldChange = { field: 'name', before: 'a', after: 'b' };
    for (let row = 2; row < 10; row += 1) tally.add(update(row, record({ stageId: 's1' }), [renamed]));
    tally.add(update(10, record({ stageId: 's3' }), [stage('s3', 's1')]));
    tally.add(update(11, record({ stageId: 's3' }), [stage('s3', 's1')]));
    tally.add(update(12, record({ amount: '5', stageId: 's1' }), [amount('5', '0')]));
    expect(tally.summary().risks).toEqual([
      { kind: 'stage.leftClosed', severity: 'high', records: 2, rows: [10, 11] },
      { kind: 'amount.notPositive', severity: 'high', records: 1, rows: [12] },
      { kind: 'record.renamed', severity: 'low', records: 8, rows: [2, 3, 4, 5, 6] },
    ]);
  });

  const anyStage = fc.constantFrom('s1', 's2', 's3', 'old', '', null);
  const anyUpdate = fc.record({
    from: anyStage,
    to: fc.option(anyStage, { nil: undefined }),
    before: fc.option(anyAmount),
    after: fc.option(anyAmount, { nil: undefined }),
  });

  it('adds up: the stages to the totals, and the moves to what each stage gains', () => {
    fc.assert(
      fc.property(fc.array(anyUpdate, { maxLength: 40 }), (updates) => {
        const tally = new PlanTally(STAGES);
        let [before, after] = ['0', '0'];
        updates.forEach(({ from, to, before: was, after: becomes }, i) => {
          const changes: FieldChange[] = [];
          if (becomes !== undefined) changes.push(amount(was, becomes));
          if (to !== undefined && (to || null) !== (from || null)) changes.push(stage(from, to));
          tally.add(update(i + 2, record({ stageId: from, amount: was }), changes));
          before = addAmounts(before, was ?? '0');
          after = addAmounts(after, becomes ?? was ?? '0');
        });
        const { amount: total, byStage, stageMoves, risks } = tally.summary();
        const sum = (amounts: string[]) => amounts.reduce(addAmounts, '0');
        const count = (records: number[]) => records.reduce((a, b) => a + b, 0);
        expect(total).toEqual({ before, after, difference: subtractAmounts(after, before) });
        expect(sum(byStage.map((each) => each.before.amount))).toBe(before);
        expect(sum(byStage.map((each) => each.after.amount))).toBe(after);
        expect(sum(byStage.map((each) => each.difference))).toBe(total.difference);
        expect(count(byStage.map((each) => each.before.records))).toBe(updates.length);
        expect(count(byStage.map((each) => each.after.records))).toBe(updates.length);
        for (const each of byStage) {
          const into = count(
            stageMoves.filter(({ to }) => to === each.stageId).map(({ records }) => records),
          );
          const out = count(
            stageMoves.filter(({ from }) => from === each.stageId).map(({ records }) => records),
          );
          expect(each.after.records - each.before.records).toBe(into - out);
        }
        expect(new Set(byStage.map(({ stageId }) => stageId)).size).toBe(byStage.length);
        for (const { kind, rows, records } of risks) {
          expect(RISK_KINDS).toContain(kind);
          expect(rows).toHaveLength(Math.min(5, records));
        }
      }),
    );
  });
});

describe('the guards', () => {
  const planOf = (...changes: [before: string, after: string][]) => {
    const tally = new PlanTally(STAGES);
    changes.forEach(([before, after], i) => {
      tally.add(update(i + 2, record({ amount: before, stageId: 's1' }), [amount(before, after)]));
    });
    return tally.summary();
  };
  const amountGuard = (unit: 'percent' | 'amount', limit: string, ...changes: [string, string][]) =>
    holdGuards(planOf(...changes), { maxChanges: null, maxAmountChange: { unit, limit } })[0];

  it('are none when none were set', () => {
    expect(holdGuards(planOf(['1', '2']), { maxChanges: null, maxAmountChange: null })).toEqual([]);
  });

  it('count the records that change, and trip above the limit only', () => {
    const held = (maxChanges: number) =>
      holdGuards(planOf(['1', '2'], ['1', '3']), { maxChanges, maxAmountChange: null });
    expect(held(2)).toEqual([{ guard: 'maxChanges', limit: 2, found: 2, trips: false }]);
    expect(held(1)).toEqual([{ guard: 'maxChanges', limit: 1, found: 2, trips: true }]);
  });

  it('hold the change of the total against a per cent or an amount, in both directions and exactly', () => {
    expect(amountGuard('percent', '20', ['100', '120'])).toMatchObject({ found: '20', trips: false });
    expect(amountGuard('percent', '20', ['100', '80'])).toMatchObject({ found: '20', trips: false });
    expect(amountGuard('percent', '20', ['100', '120.0001'])).toMatchObject({ found: '20.01', trips: true });
    expect(amountGuard('percent', '20', ['100', '79.99'])).toMatchObject({ trips: true });
    expect(amountGuard('amount', '50', ['100', '150'], ['7', '7.01'])).toMatchObject({
      found: '50.01',
      trips: true,
    });
    expect(amountGuard('amount', '50', ['100', '50'])).toMatchObject({ found: '50', trips: false });
    expect(amountGuard('percent', '0', ['-100', '-90'])).toMatchObject({ found: '10', trips: true });
  });

  it('take a change from nothing for more than any per cent', () => {
    expect(amountGuard('percent', '900', ['0', '1'])).toMatchObject({ found: null, trips: true });
    expect(amountGuard('percent', '0', ['5', '5'])).toMatchObject({ found: '0', trips: false });
  });
});
