import { expect } from 'vitest';
import type { Edit } from '../../src/mapping/index.js';
import { record } from '../opportunity/record.js';
import { edit, FakeCrm, planOf } from '../plan/workspace.js';
import { n } from '../sheet/corpus/workbook.mjs';
import { type BadInput, read } from './reading.js';
import { workbookOf } from './workbookOf.js';

const plan = (crm: FakeCrm, edits: readonly Edit[], by: 'id' | 'opportCode' = 'id') =>
  planOf(crm, edits, { by });

/** Cases 38 to 47: which record a row is about. */
export const KEY_CASES: readonly BadInput[] = [
  {
    n: 38,
    what: 'id 1.23E+15',
    wanted: 'R',
    prove: async () => {
      const { problems } = await read('ID;Monto\n1.23E+15;1\n1,23E+15;1\n9E+20;1\n');
      expect(problems).toEqual(['id.digitsLost', 'id.digitsLost', 'id.digitsLost']);
    },
  },
  {
    n: 39,
    what: 'id as a number of more than 15 digits',
    wanted: 'R',
    prove: async () => {
      const ids = ['12345678901234567890', '1234567890123456', '123456789012345'];
      const content = workbookOf(
        ids.map((id, i) => [n(`A${i + 2}`, id), n(`C${i + 2}`, 1)]),
        { formats: [0] },
      );
      const { problems, edits } = await read(content, {}, 'a.xlsx');
      expect(problems).toEqual(['id.digitsLost', 'id.digitsLost', 'id.notText']);
      // General shows 1.23457E+14 for the last: what people see are not its digits.
      const shown = workbookOf([[n('A2', '123456789012345', 1), n('C2', 1)]], { formats: [0, '0'] });
      expect((await read(shown, {}, 'a.xlsx')).edits[0]?.key).toBe('123456789012345');
      expect(edits).toHaveLength(3);
      // A text file has the zeros with which the lost digits were filled up; other long ids are text as any other.
      const saved = 'ID;Monto\n12345678901234500000;1\n12345678901234567890;1\n100000000000000;1\n';
      expect((await read(saved)).problems).toEqual(['id.digitsLost']);
    },
  },
  {
    n: 40,
    what: 'id that lost its leading zeros',
    wanted: 'R',
    prove: async () => {
      const crm = new FakeCrm([record({ id: 'a', opportCode: '00123' })]);
      const [row] = await plan(crm, [edit(2, '123', { amount: '1' })], 'opportCode');
      expect(row).toMatchObject({
        verdict: 'invalid',
        problems: [{ code: 'code.zeros', suggestion: '00123' }],
      });
    },
  },
  {
    n: 41,
    what: 'id as a float, 123.0',
    wanted: 'OK',
    prove: async () => {
      const content = workbookOf([[n('A2', 123, 1), n('C2', 1)]], { formats: [0, '0.0'] });
      const { edits, notices } = await read(content, {}, 'a.xlsx');
      expect(edits[0]?.key).toBe('123');
      expect(notices).toContain('notice.wholeIds');
      // As text it is another id than 123.
      expect((await read('ID;Monto\n123.0;1\n')).edits[0]?.key).toBe('123.0');
    },
  },
  {
    n: 42,
    what: 'id with quotes, an apostrophe or spaces',
    wanted: 'OK',
    prove: async () => {
      const { edits } = await read('Código;Monto\n C-1 ;1\n\'00123;2\n"""C-3""";3\n');
      expect(edits.map(({ key }) => key)).toEqual(['C-1', "'00123", '"C-3"']);
      // Only where opsheet itself had put it there is the apostrophe taken off.
      const escaped = await read("Código;Monto;_escape\n'@1;1;v1\n");
      expect(escaped.edits[0]?.key).toBe('@1');
    },
  },
  {
    n: 43,
    what: 'id that became a date',
    wanted: 'R',
    prove: async () => {
      const content = workbookOf([[n('A2', 46115, 1), n('C2', 1)]], { formats: [0, 'd-mmm'] });
      expect((await read(content, {}, 'a.xlsx')).problems).toEqual(['id.date']);
      const text = 'ID;Monto\n3-abr;1\n04-Mar;1\n3-ene-26;1\n3-op;1\nabr-26;1\n';
      expect((await read(text)).problems).toEqual(['id.date', 'id.date', 'id.date']);
    },
  },
  {
    n: 44,
    what: 'Empty id',
    wanted: 'R',
    prove: async () => {
      const { problems, edits } = await read('ID;Monto\n;5\n;\nop-1;1\n');
      expect(problems).toEqual(['id.empty']);
      expect(edits).toHaveLength(2);
    },
  },
  {
    n: 45,
    what: 'The same id twice with the same values',
    wanted: 'OK',
    prove: async () => {
      const edits = [edit(2, 'a', { amount: '5' }), edit(3, 'a', { amount: '5' })];
      const rows = await plan(new FakeCrm([record({ id: 'a' })]), edits);
      expect(rows).toMatchObject([
        { verdict: 'update', rowNumbers: [2, 3] },
        { verdict: 'duplicate', of: 2 },
      ]);
    },
  },
  {
    n: 46,
    what: 'The same id with conflicting values',
    wanted: 'R',
    prove: async () => {
      const edits = [edit(2, 'a', { amount: '5' }), edit(3, 'a', { amount: '6' })];
      const rows = await plan(new FakeCrm([record({ id: 'a' })]), edits);
      expect(rows).toMatchObject([
        { verdict: 'invalid', problems: [{ code: 'duplicate.conflict', rows: [3] }] },
        { verdict: 'invalid', problems: [{ code: 'duplicate.conflict', rows: [2] }] },
      ]);
    },
  },
  {
    n: 47,
    what: 'id of another workspace, or not found',
    wanted: 'R',
    prove: async () => {
      const rows = await plan(new FakeCrm([]), [edit(2, 'a', { amount: '5' })]);
      expect(rows).toMatchObject([{ verdict: 'missing', problems: [{ code: 'record.missing', text: 'a' }] }]);
    },
  },
];
