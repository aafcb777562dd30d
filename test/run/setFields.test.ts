import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeUndoPlan } from '../../src/plan/index.js';
import { keptIn, lostIn, undoNeed } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { temporaryFolder } from '../sheet/files.js';
import { accept, planOf, run, type Script, updates } from './running.js';

/** One after the other, with the stops that a run has by itself. */
const OFTEN = { concurrency: 1, errorLimit: { kind: 'default' } } as const;

/** Ten records, each in a stage of its own. */
const rows = updates(10).map((row, i) => ({
  ...row,
  beforeImage: { ...row.beforeImage, stageId: `st-${i}` },
}));

/** Gives the record the first stage of all where a PUT names none. */
const resetsStage: Script = ({ apply, sent, live }) => {
  apply();
  if (!('stageId' in sent)) live.stageId = 'st-first';
  return { kind: 'accepted', httpStatus: 200, message: 'ok', record: structuredClone(live) };
};

/** Edits the record while its PUT is under way. */
const beside =
  (edit: (n: number) => string): Script =>
  ({ apply, id, live }) => {
    apply();
    live.description = edit(Number(id.slice(3)));
    return { kind: 'accepted', httpStatus: 200, message: 'ok', record: structuredClone(live) };
  };

describe('a server that gives a field which a PUT does not carry a value of its own', () => {
  it('is stopped at the third record, and the three are told', async () => {
    const { result, outcomes, crm } = await run(rows, resetsStage, {
      ...{ canary: 5, concurrency: 8, errorLimit: { kind: 'default' } },
    });
    expect(result.stop).toMatchObject({
      cause: 'fieldsSet',
      rowNumber: 4,
      rows: 3,
      differences: [{ field: 'stageId', before: 'st-2', after: 'st-first' }],
    });
    expect(crm.puts).toHaveLength(3);
    for (const outcome of outcomes.slice(0, 3))
      expect(outcome).toMatchObject({ status: 'updated', note: { code: 'record.editedMeanwhile' } });
    expect(result.counts).toMatchObject({ updated: 3, 'not-sent': 7 });
  });

  it('has that taken back by an undo, where nobody has edited it since', async () => {
    const { journal, crm } = await run(rows, resetsStage, { ...OFTEN, canary: 5 });
    Object.assign(crm.records.get('op-2') ?? {}, { stageId: 'st-won' });
    const of = await planOf(rows);
    const kept = await keptIn(of.updates(), journal);
    const undo = await makeUndoPlan({
      of,
      needOf: ({ rowNumber }) => undoNeed(journal.toldOutcomeOf(rowNumber)),
      lostOf: (update) => lostIn(update, journal, kept),
      live: crm,
      path: join(temporaryFolder(), 'undo.jsonl'),
      concurrency: 2,
      now: () => new Date(0),
    });
    const changes = [];
    for await (const update of undo.updates())
      changes.push(update.changes.map(({ field, after }) => [field, after]));
    await undo.close();
    expect(changes).toEqual([
      [
        ['amount', '1200.5'],
        ['stageId', 'st-0'],
      ],
      [['amount', '1200.5']],
      [
        ['amount', '1200.5'],
        ['stageId', 'st-2'],
      ],
    ]);
  });

  it('is let do it by whoever wants no stop, and sent all fields is not seen to', async () => {
    const allowed = await run(rows, resetsStage, { canary: 5, errorLimit: { kind: 'none' } });
    expect([allowed.result.counts.updated, allowed.result.stop]).toEqual([10, null]);
    const whole = await run(rows, resetsStage, { canary: 5, body: 'full', errorLimit: { kind: 'default' } });
    expect([whole.result.counts.updated, whole.result.stop]).toEqual([10, null]);
  });
});

it('colleagues who edit records during their PUTs stop nothing', async () => {
  const others = await run(
    rows,
    beside((n) => `otra ${n}`),
    { ...OFTEN, canary: 10 },
  );
  expect([others.result.counts.updated, others.result.stop]).toEqual([10, null]);
  const twice = await run(
    rows,
    beside((n) => (n > 2 ? `otra ${n}` : 'igual')),
    { ...OFTEN, canary: 10 },
  );
  expect([twice.result.counts.updated, twice.result.stop]).toEqual([10, null]);
});

it('the same edit in many records between the plan and their PUTs is a colleague, too', async () => {
  const crm = new FakeCrm(rows.map(({ beforeImage }) => ({ ...beforeImage, stageId: 'st-lost' })));
  const { result } = await run(rows, accept, { ...OFTEN, crm, canary: 5 });
  expect([result.counts.updated, result.stop]).toEqual([10, null]);
});
