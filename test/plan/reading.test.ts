import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldPath, FieldValue, Opportunity } from '../../src/opportunity/index.js';
import { RecordElsewhere } from '../../src/plan/index.js';
import { KeyTable } from '../../src/plan/keyTable.js';
import { editDistance, nearNames } from '../../src/plan/nearNames.js';
import { oneAhead } from '../../src/plan/oneAhead.js';
import { chooseReading, type ReadingQuestion } from '../../src/plan/reading.js';
import { RecordShelf } from '../../src/plan/recordShelf.js';
import { Sightings } from '../../src/plan/sightings.js';
import { anyAmount, anyRecord, anyText, customField, record } from '../opportunity/record.js';
import { temporaryFolder } from '../sheet/files.js';
import { edit, FakeCrm, planOf, STAGES } from './workspace.js';

/** A CRM whose list has pages of 20 and may leave things out. */
class PagedCrm extends FakeCrm {
  /** Ids that the list does not hold, as a list that is capped or behind its time. */
  readonly unlisted = new Set<string>();
  /** Ids of another workspace: the list leaves them out, and reading one says so. */
  readonly elsewhere = new Set<string>();
  listsCustomFields = true;
  pages = 0;

  override async *list(): AsyncGenerator<readonly Opportunity[]> {
    const listed = [...this.records.values()]
      .filter(({ id }) => !this.unlisted.has(id) && !this.elsewhere.has(id))
      .map((one) => (this.listsCustomFields ? one : { ...one, customFields: null }));
    for (let from = 0; from === 0 || from < listed.length; from += 20) {
      this.pages += 1;
      yield structuredClone(listed.slice(from, from + 20));
    }
  }

  override async read(id: string): Promise<Opportunity | null> {
    if (this.elsewhere.has(id)) throw new RecordElsewhere(null, null);
    return super.read(id);
  }
}

const crmOf = (count: number, changes: (i: number) => Partial<Opportunity> = () => ({})) =>
  new PagedCrm(
    Array.from({ length: count }, (_, i) =>
      record({ id: `op-${i}`, opportCode: `C-${i}`, stageId: 's1', ...changes(i) }),
    ),
  );

describe('the way of reading', () => {
  const choose = (question: Partial<ReadingQuestion>, total: number | null = 1000) =>
    chooseReading({ records: 100, keyedBy: 'id', concurrency: 4, total: async () => total, ...question });

  it.each<[string, Partial<ReadingQuestion>, number | null, string, string]>([
    ['few records of many', { records: 10 }, 100_000, 'rows', 'cost'],
    ['many records of as many', { records: 100_000 }, 100_000, 'list', 'cost'],
    ['single reads that go out together', { records: 1000, concurrency: 32 }, 2000, 'rows', 'cost'],
    [
      'the same under a rate, where requests count',
      { records: 1000, concurrency: 32, rate: 5 },
      2000,
      'list',
      'cost',
    ],
    ['a tie, where the list asks less', { records: 400, concurrency: 4 }, 2000, 'list', 'cost'],
    ['a small sheet, no size known', { records: 200 }, null, 'rows', 'unknownTotal'],
    ['a large sheet, no size known', { records: 20_000 }, null, 'list', 'unknownTotal'],
    ['a workspace that says it is empty', { records: 5 }, 0, 'list', 'cost'],
    ['no more than go out at once', { records: 4 }, 1, 'rows', 'few'],
    ['codes', { keyedBy: 'opportCode', records: 1 }, 1, 'list', 'codes'],
    ['what the user wants', { wanted: 'list', records: 1 }, 1, 'list', 'asked'],
    ['what the user wants, with codes', { wanted: 'rows', keyedBy: 'opportCode' }, 1, 'rows', 'asked'],
  ])('suits %s', async (_, question, total, how, why) => {
    expect(await choose(question, total)).toMatchObject({ how, why });
  });

  it('says what each way takes, and asks for the size only where it matters', async () => {
    expect(await choose({ records: 100 }, 5000)).toEqual({
      how: 'rows',
      why: 'cost',
      by: 'id',
      records: 100,
      total: 5000,
      requests: { rows: 100, list: 250 },
    });
    const total = () => Promise.reject(new Error('asked'));
    expect(await choose({ records: 3, total })).toMatchObject({ total: null, requests: { list: null } });
    expect(await choose({ keyedBy: 'opportCode', total })).toMatchObject({ how: 'list' });
  });
});

describe('a plan from the list', () => {
  it('reads no record by itself, and walks the list once', async () => {
    const crm = crmOf(100);
    const edits = [edit(2, 'op-7', { amount: '1' }), edit(3, 'op-93', { amount: '1200.5' })];
    const rows = await planOf(crm, edits, { how: 'list' });
    expect(rows).toMatchObject([
      { verdict: 'update', id: 'op-7', beforeImage: { id: 'op-7', opportCode: 'C-7' } },
      { verdict: 'unchanged', id: 'op-93' },
    ]);
    expect([crm.reads, crm.pages]).toEqual([0, 5]);
  });

  it('reads by itself what the list does not hold, before it is called missing', async () => {
    const crm = crmOf(3);
    crm.unlisted.add('op-1');
    const edits = [edit(2, 'op-1', { amount: '1' }), edit(3, 'nope', { amount: '1' })];
    expect(await planOf(crm, edits, { how: 'list' })).toMatchObject([
      { verdict: 'update', id: 'op-1' },
      { verdict: 'missing' },
    ]);
    expect(crm.reads).toBe(2);
  });

  it.each(['id', 'opportCode'] as const)(
    'by %s reads by itself what will change when the list leaves custom fields out',
    async (by) => {
      const crm = crmOf(4);
      crm.listsCustomFields = false;
      const key = (i: number) => (by === 'id' ? `op-${i}` : `C-${i}`);
      const edits = [
        edit(2, key(0), { 'customFields.Canal': 'Feria' }),
        edit(3, key(1), { amount: '7' }),
        edit(4, key(2), { amount: '1200.5' }),
        edit(5, key(3), { 'customFields.Canal': 'Web' }),
      ];
      const rows = await planOf(crm, edits, { by, how: 'list' });
      expect(rows).toMatchObject([
        {
          verdict: 'update',
          body: { customFields: [{ name: 'Región' }, { name: 'Canal', value: 'Feria' }] },
        },
        { verdict: 'update', beforeImage: { customFields: [{ name: 'Región' }, { name: 'Canal' }] } },
        { verdict: 'unchanged' },
        { verdict: 'unchanged' },
      ]);
      expect(crm.reads).toBe(3);
    },
  );

  it('leaves no file behind, whether it succeeds or not', async () => {
    const folder = temporaryFolder();
    const options = { how: 'list', path: join(folder, 'plan') } as const;
    const crm = crmOf(2);
    await planOf(crm, [edit(2, 'op-1', { amount: '1' })], options);
    crm.list = async function* () {
      yield [record()];
      throw new Error('the list broke off');
    };
    await expect(planOf(crm, [edit(2, 'op-1', {})], options)).rejects.toThrow('broke off');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a key', () => {
  it('of a record in another workspace, deleted, or unknown is told apart', async () => {
    for (const how of ['rows', 'list'] as const) {
      const crm = crmOf(3, (i) => ({ deletionDate: i === 1 ? '2026-01-01T00:00:00Z' : null }));
      crm.elsewhere.add('op-2');
      const edits = ['op-0', 'op-1', 'op-2', 'nope'].map((id, i) => edit(i + 2, id, { amount: '1' }));
      expect(await planOf(crm, edits, { how })).toMatchObject([
        { verdict: 'update' },
        { verdict: 'invalid', problems: [{ code: 'record.deleted' }] },
        { verdict: 'invalid', problems: [{ code: 'record.otherWorkspace', httpStatus: null }] },
        { verdict: 'missing' },
      ]);
    }
  });

  it('that is a code is of the living record, deleted when only a deleted one had it', async () => {
    const codes = ['A1', 'A1', 'B1', '007', '0007'];
    const crm = crmOf(5, (i) => ({
      opportCode: codes[i] ?? null,
      deletionDate: i === 0 || i === 2 || i === 4 ? '2026-01-01T00:00:00Z' : null,
    }));
    for (const how of ['rows', 'list'] as const) {
      const edits = ['A1', 'B1', '7', '0007', 'ZZ'].map((code, i) => edit(i + 2, code, { amount: '1' }));
      expect(await planOf(crm, edits, { by: 'opportCode', how })).toMatchObject([
        { verdict: 'update', id: 'op-1' },
        { problems: [{ code: 'record.deleted' }] },
        { problems: [{ code: 'code.zeros', suggestion: '007' }] },
        { problems: [{ code: 'record.deleted' }] },
        { verdict: 'missing' },
      ]);
    }
    expect(crm.reads).toBeGreaterThan(0);
  });
});

describe('a list that is changed while it is walked', () => {
  /** Pages of 20, the latest change first: somebody changes one of the second page while the first one is read. */
  class MovingCrm extends PagedCrm {
    walks = 0;

    override async *list(onMoved?: () => void): AsyncGenerator<readonly Opportunity[]> {
      this.walks += 1;
      const pages: (readonly Opportunity[])[] = [];
      for await (const page of super.list()) pages.push(page);
      const [first = [], second = []] = pages;
      yield first;
      if (this.walks > 1) return yield second;
      // What was last on the first page has come to the second one, and its second record to the first.
      onMoved?.();
      yield second.filter(({ id }) => id !== 'op-21');
    }
  }
  const moving = () => new MovingCrm([...crmOf(40).records.values()]);
  const sheetOf = (...codes: string[]) => codes.map((code, i) => edit(i + 2, code, { amount: '1' }));
  const planned = (crm: FakeCrm, edits: ReturnType<typeof sheetOf>) =>
    planOf(crm, edits, { by: 'opportCode' });

  it('is walked once more before a code is called missing', async () => {
    const crm = moving();
    expect(await planned(crm, sheetOf('C-3', 'C-21', 'C-30', 'ZZ'))).toMatchObject([
      { verdict: 'update', id: 'op-3' },
      { verdict: 'update', id: 'op-21' },
      { verdict: 'update', id: 'op-30' },
      { verdict: 'missing', problems: [{ code: 'record.missing' }] },
    ]);
    expect(crm.walks).toBe(2);
  });

  it('is not where all codes were found, nor one that nobody has changed', async () => {
    const crm = moving();
    expect(await planned(crm, sheetOf('C-3', 'C-30'))).toMatchObject([
      { verdict: 'update' },
      { verdict: 'update' },
    ]);
    expect(crm.walks).toBe(1);
    const still = crmOf(40);
    expect(await planned(still, sheetOf('C-3', 'ZZ'))).toMatchObject([
      { verdict: 'update' },
      { verdict: 'missing' },
    ]);
    expect(still.pages).toBe(2);
  });
});

describe('a code that is none', () => {
  it('is told with the one that differs in dashes, spaces or capitals alone, and never taken for it', async () => {
    const codes = ['OP-1', 'OP 2', 'Op-3', 'OP-4'];
    const crm = crmOf(4, (i) => ({
      opportCode: codes[i] ?? null,
      deletionDate: i === 3 ? '2026-01-01T00:00:00Z' : null,
    }));
    for (const how of ['rows', 'list'] as const) {
      const written = ['OP–1', 'OP‑1', 'op-1', 'OP - 1', 'OP2', 'OP-3', 'op-4', 'OP-11'];
      const edits = written.map((code, i) => edit(i + 2, code, { amount: '1' }));
      const near = (suggestion: string) => ({
        verdict: 'invalid',
        problems: [{ code: 'code.near', suggestion }],
      });
      expect(await planOf(crm, edits, { by: 'opportCode', how })).toMatchObject([
        ...Array(4).fill(near('OP-1')),
        near('OP 2'),
        near('Op-3'),
        // One that is deleted is no help.
        { verdict: 'missing', problems: [{ code: 'record.missing' }] },
        { verdict: 'missing', problems: [{ code: 'record.missing' }] },
      ]);
    }
  });
});

describe('both ways of reading', () => {
  const anyId = fc.integer({ min: 0, max: 70 }).map((i) => `op-${i}`);
  const anySet = fc.dictionary(
    fc.constantFrom<FieldPath>(
      'name',
      'description',
      'amount',
      'stageId',
      'customFields.Zona',
      'customFields.Canal',
    ),
    anyText,
  );
  const anyRow = fc.record({
    id: anyId,
    set: fc.tuple(anySet, anyAmount, fc.constantFrom('Negociación', 'Propuest', 's1')),
    clear: fc.subarray<FieldPath>(['description', 'contactId', 'customFields.Zona']),
  });
  const anyState = fc.record({
    records: fc.uniqueArray(fc.tuple(anyId, anyRecord, fc.boolean()), {
      selector: ([id]) => id,
      maxLength: 60,
    }),
    unlisted: fc.uniqueArray(anyId, { maxLength: 5 }),
    elsewhere: fc.uniqueArray(anyId, { maxLength: 5 }),

    listsCustomFields: fc.boolean(),
  });

  it.each(['id', 'opportCode'] as const)('come to the same plan by %s', async (by) => {
    await fc.assert(
      fc.asyncProperty(anyState, fc.array(anyRow, { maxLength: 30 }), async (state, asked) => {
        const code = (id: string) => id.replace('op-', '0');
        const crm = new PagedCrm(
          state.records.map(([id, live, deleted]) => ({
            ...live,
            id,
            opportCode: code(id),
            stageId: live.stageId ?? 's1',
            deletionDate: deleted ? '2026-01-01T00:00:00Z' : null,
          })),
        );
        // By code a record is found in the list or not at all.
        if (by === 'id') for (const id of state.unlisted) crm.unlisted.add(id);
        for (const id of state.elsewhere) crm.elsewhere.add(id);
        crm.listsCustomFields = state.listsCustomFields;
        const edits = asked.map(({ id, set: [texts, amount, stage], clear }, i) => {
          const cleared = Object.fromEntries(clear.map((field) => [field, null]));
          const set: Partial<Record<FieldPath, FieldValue>> = { ...cleared, ...texts };
          if (texts.amount !== undefined) set.amount = amount;
          if (texts.stageId !== undefined) set.stageId = stage;
          const key = by === 'id' ? id : code(id);
          return edit(i + 2, key, set);
        });
        const [rows, list] = [
          await planOf(crm, edits, { by, how: 'rows' }),
          await planOf(crm, edits, { by, how: 'list' }),
        ];
        expect(list).toEqual(rows);
      }),
      { numRuns: 150 },
    );
  });
});

describe('stages that the records contradict', () => {
  const foreign = () => crmOf(30, (i) => ({ stageId: i < 20 ? 'other-1' : 's1' }));

  it.each(['rows', 'list'] as const)('are not matched by name, only by id (%s)', async (how) => {
    const edits = ['Propuesta', 's2', 'other-1', 'other-9'].map((stageId, i) =>
      edit(i + 2, `op-${20 + i}`, { stageId }),
    );
    expect(await planOf(foreign(), edits, { how })).toMatchObject([
      { problems: [{ code: 'stage.untrusted', text: 'Propuesta' }] },
      { verdict: 'update', body: { stageId: 's2' } },
      { verdict: 'update', body: { stageId: 'other-1' } },
      { problems: [{ code: 'stage.untrusted', text: 'other-9' }] },
    ]);
  });

  it('are trusted when only some records are in one that was since deleted', async () => {
    const crm = crmOf(20, (i) => ({ stageId: i < 10 ? 'gone' : i < 12 ? null : 's1' }));
    crm.records.set('op-99', record({ id: 'op-99', stageId: 's3' }));
    crm.records.set('op-98', record({ id: 'op-98', stageId: 's3' }));
    const [row] = await planOf(crm, [edit(2, 'op-1', { stageId: 'Propuesta' })], { how: 'list' });
    expect(row).toMatchObject({ verdict: 'update', body: { stageId: 's2' } });
  });
});

describe('custom fields', () => {
  it('that no record was seen with are told of, with the names that may have been meant', () => {
    const sightings = new Sightings(STAGES);
    sightings.add(
      record({ customFields: [customField('Región', 'Sur'), customField('Canal de venta', 'Web')] }),
    );
    const fields = ['Regiones', 'Canal', 'Presupuesto', 'Región ', 'Regio\u0301n'].map((name, i) => ({
      field: `customFields.${name}` as FieldPath,
      records: i + 1,
    }));
    expect(sightings.newFields([{ field: 'amount', records: 9 }, ...fields])).toEqual([
      { field: 'customFields.Regiones', records: 1, suggestions: ['Región'] },
      { field: 'customFields.Canal', records: 2, suggestions: ['Canal de venta'] },
      { field: 'customFields.Presupuesto', records: 3, suggestions: [] },
    ]);
  });

  it('are known from the records that are read by themselves', async () => {
    const crm = crmOf(1, () => ({ customFields: [customField('Región', 'Sur')] }));
    crm.unlisted.add('op-0');
    const sightings = new Sightings(STAGES);
    await planOf(crm, [edit(2, 'op-0', { 'customFields.Región': 'Norte' })], { sightings });
    const fields = [{ field: 'customFields.Región', records: 1 } as const];
    expect(sightings.newFields(fields)).toEqual([]);
  });
});

describe('near names', () => {
  it.each([
    ['Propuest', ['Propuesta']],
    ['Ganada', ['Ganado']],
    ['porpuesta', ['Propuesta']],
    ['negoc', ['Negociación']],
    ['Perdidos', ['Perdido']],
    ['Cerrado', []],
    ['', []],
    ['x'.repeat(5000), []],
  ])('of “%s” are %j', (text, expected) => {
    expect(nearNames(text, ['Prospecto', 'Propuesta', 'Negociación', 'Ganado', 'Perdido'])).toEqual(expected);
  });

  it('are counted as a person counts slips', () => {
    expect(editDistance('ab', 'ba')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('what is put away', () => {
  it('is found by its key, all of it, however long', async () => {
    const shelf = await RecordShelf.create<{ key: string; text: string }>(
      join(temporaryFolder(), 'shelf'),
      ({ key }) => key,
    );
    const items = Array.from({ length: 3000 }, (_, i) => ({
      key: `k${i % 2000}`,
      text: i % 500 === 0 ? 'ñ\n"'.repeat(40_000) : `texto\u2028 ${i}`,
    }));
    for (const item of items) await shelf.put(item);
    await shelf.finish();
    for (const i of [0, 1999, 500, 999, 1, 1500, 3]) {
      expect(shelf.find(`k${i}`)).toEqual(items.filter(({ key }) => key === `k${i}`));
    }
    expect(shelf.find('nope')).toEqual([]);
    await shelf.close();
  });

  it('keeps numbers under texts, as many as there are', () => {
    const table = new KeyTable();
    for (let i = 0; i < 10_000; i += 1) table.add(`id-${i % 7000}`, i);
    expect(table.find('id-1')).toEqual([1, 7001]);
    expect(table.find('id-6999')).toEqual([6999]);
    expect(table.find('id-7000')).toEqual([]);
  });
});

describe('pages that come one ahead', () => {
  it('are all there, in order, and end when nobody wants more', async () => {
    let asked = 0;
    let ended = false;
    async function* pages() {
      try {
        for (asked = 1; asked <= 10; asked += 1) yield asked;
      } finally {
        ended = true;
      }
    }
    const seen: number[] = [];
    for await (const page of oneAhead(pages())) {
      seen.push(page);
      expect(asked - page).toBeLessThanOrEqual(1);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    ended = false;
    for await (const page of oneAhead(pages())) if (page === 3) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(true);
  });
});
