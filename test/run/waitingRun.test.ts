import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countOpen, readJournalEnds, type UpdateStatus } from '../../src/run/index.js';
import { type JournalEntry, journalLine } from '../../src/run/journalLine.js';
import { temporaryFolder } from '../sheet/files.js';
import { runHeader } from './running.js';

const APPROVE: JournalEntry = { k: 'approve' };
const RESUME: JournalEntry = { k: 'resume' };
const end = (open: number): JournalEntry => ({ k: 'end', stop: null, elapsedMs: 1, open });
const intent = (row: number): JournalEntry => ({ k: 'intent', row, id: `op-${row}`, attempt: 1 });
const outcome = (rowNumber: number, status: UpdateStatus = 'updated'): JournalEntry => ({
  k: 'outcome',
  outcome: {
    ...{ rowNumber, rowNumbers: [rowNumber], id: `op-${rowNumber}`, status, message: null, errorCode: null },
    ...{ note: null, httpStatus: 200, attempts: 1, finishedAt: '2026-01-01T00:00:00.000Z' },
  },
});
const textOf = (entries: readonly JournalEntry[]) =>
  entries.map((entry) => journalLine(entry, 5, 0)).join('');

/** The journal of a run of three updates. */
function journal(...entries: JournalEntry[]): string {
  const path = join(temporaryFolder(), 'journal.jsonl');
  writeFileSync(path, textOf([runHeader(3), ...entries]));
  return path;
}

describe('the ends of a journal', () => {
  it.each<[string, JournalEntry[], { waits: boolean; open: number | null }]>([
    ['was never approved', [], { waits: false, open: null }],
    ['was approved, and no more', [APPROVE], { waits: true, open: null }],
    ['was cut off at a PUT', [APPROVE, intent(2), outcome(2), intent(3)], { waits: true, open: null }],
    ['was cut off between PUTs', [APPROVE, intent(2), outcome(2)], { waits: true, open: null }],
    ['was stopped', [APPROVE, intent(2), outcome(2), end(2)], { waits: true, open: 2 }],
    [
      'was stopped, and told where its results are',
      [APPROVE, outcome(3, 'not-sent'), end(2), { k: 'results', file: 'a.csv' }],
      { waits: true, open: 2 },
    ],
    ['was gone on with and cut off', [APPROVE, end(2), RESUME], { waits: true, open: null }],
    ['is done', [APPROVE, end(2), RESUME, intent(3), outcome(3), end(0)], { waits: false, open: 0 }],
  ])('tell whether a run waits that %s', async (_, entries, told) => {
    expect(await readJournalEnds(journal(...entries))).toMatchObject({
      ...told,
      header: { updates: 3, t: 5 },
    });
  });

  it('tell it behind a torn last line, and behind zeros of a power cut', async () => {
    const path = journal(APPROVE, intent(2));
    appendFileSync(path, `\0\0\0\0${textOf([end(1)])}{"k":"inte`);
    expect(await readJournalEnds(path)).toMatchObject({ waits: true, open: 1 });
  });

  it('are all that is read, however long it is between them', async () => {
    const path = journal(APPROVE);
    // What nobody could read in a journal: that it is passed over shows that it is not read.
    appendFileSync(path, `${'x'.repeat(10 * 1024 * 1024)}\n`);
    appendFileSync(path, textOf([end(1), { k: 'results', file: `${'y'.repeat(100_000)}.csv` }]));
    expect(await readJournalEnds(path)).toMatchObject({ waits: true, open: 1 });
    expect(statSync(path).size).toBeGreaterThan(10_000_000);
    expect(await countOpen(path, 3)).toBeNull();
  });

  it('are none of a file that is not there, is empty, or is no journal', async () => {
    const path = journal();
    for (const text of ['', 'hello\n', textOf([APPROVE])]) {
      writeFileSync(path, text);
      expect(await readJournalEnds(path)).toBeNull();
    }
    expect(await readJournalEnds(`${path}.none`)).toBeNull();
  });
});

describe('the updates of a run that was cut off', () => {
  it('are counted by how each ended last', async () => {
    const entries = [
      outcome(2, 'not-sent'),
      outcome(3, 'rejected'),
      outcome(4, 'unverified'),
      end(2),
      RESUME,
    ];
    expect(await countOpen(journal(APPROVE, ...entries), 3)).toBe(2);
    expect(await countOpen(journal(APPROVE, ...entries, intent(2), outcome(2), intent(4)), 3)).toBe(1);
    expect(await countOpen(journal(APPROVE), 3)).toBe(3);
  });
});
