import { expect } from 'vitest';
import { n, s } from '../sheet/corpus/workbook.mjs';
import { type BadInput, read } from './reading.js';
import { workbookOf } from './workbookOf.js';

const NO_DATES =
  'no field that PUT takes is a date (API facts, section 4); a date cell in another field is refused';

/** Cases 63 to 72: dates. What can concern opsheet is that no date passes for something else. */
export const DATE_CASES: readonly BadInput[] = [
  {
    n: 63,
    what: 'Serial number in a date column',
    wanted: 'R',
    prove: async () => {
      const { edits, values } = await read('ID;customFields.Fecha;customFields.Código\nop-1;45000;45000\n');
      expect(edits[0]?.problems).toMatchObject([{ code: 'text.dateSerial' }]);
      expect(values[0]).toEqual({ 'customFields.Código': '45000' });
    },
  },
  { n: 64, what: '03/02/2026, day or month first', because: NO_DATES },
  { n: 65, what: '31/02/2026', because: NO_DATES },
  { n: 66, what: '2-digit year', because: NO_DATES },
  { n: 67, what: 'Spanish and Portuguese months', because: NO_DATES },
  {
    n: 68,
    what: '1904 date system',
    wanted: 'W',
    prove: async () => {
      const content = workbookOf([[s('A2', 'op-1'), n('B2', 44561, 1), n('C2', 1)]], {
        formats: [0, 'yyyy-mm-dd'],
        pr: '<workbookPr date1904="1"/>',
      });
      const { rows, notices, problems } = await read(content, {}, 'a.xlsx');
      expect(rows[1]?.cell(1)).toMatchObject({ kind: 'date', number: 46023 });
      expect(notices).toContain('notice.date1904');
      expect(problems).toEqual(['text.notText']);
    },
  },
  { n: 69, what: 'Serial of 60 or less', because: NO_DATES },
  {
    n: 70,
    what: 'ISO date cells',
    wanted: 'OK',
    prove: async () => {
      const cell = '<c r="B2" t="d" s="1"><v>2026-01-15</v></c>';
      const content = workbookOf([[s('A2', 'op-1'), cell, n('C2', 1)]], { formats: [0, 'yyyy-mm-dd'] });
      const { rows, problems } = await read(content, {}, 'a.xlsx');
      expect(rows[1]?.cell(1)).toMatchObject({ kind: 'date', number: 46037, text: '2026-01-15' });
      expect(problems).toEqual(['text.notText']);
    },
  },
  { n: 71, what: 'Time part, time zone', because: NO_DATES },
  { n: 72, what: '0 or 1900-01-00 as “empty”', because: NO_DATES },
];
