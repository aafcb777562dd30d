import type { Messages } from '../messages/index.js';
import type { Stage } from '../opportunity/index.js';
import type { PlannedRow, PlanSkipReason } from '../plan/index.js';
import type { Outcome, Status } from '../run/index.js';

/** How one row of the sheet ended, as its results columns say it. */
export interface FinalRow {
  readonly rowNumber: number;
  readonly id: string;
  readonly status: Status;
  /** The server's own words where it spoke; else our sentence. Empty when there is nothing to say. */
  readonly message: string;
  /** The server's own code; else our problem's. Empty when nothing is wrong. */
  readonly errorCode: string;
  readonly httpStatus: number | null;
  /** `Amount: 1,200 → 1,500; Stage: Propuesta → Ganado` */
  readonly changes: string;
  readonly attempts: number;
  /** UTC, ISO 8601; empty when nothing was sent. */
  readonly finishedAt: string;
}

/** The code of rows that a person left out: by it `--only` knows them, when the results are read again. */
export const LEFT_OUT_CODE = 'row.notSelected';

/** Rows that a person did not want this time. */
const NOT_DONE: ReadonlySet<PlanSkipReason> = new Set(['not-selected', 'deselected']);

/**
 * The final word on a planned row. `outcomeOf` gives how the update of a row ended, `null` when it was never
 * tried. A row that repeats another has that one's outcome, because one PUT was for both.
 */
export function finalRow(
  row: PlannedRow,
  outcomeOf: (rowNumber: number) => Outcome | null,
  messages: Messages,
  stages: readonly Stage[],
): FinalRow {
  const blank = { httpStatus: null, changes: '', attempts: 0, finishedAt: '', errorCode: '' };
  const { rowNumber } = row;
  switch (row.verdict) {
    case 'unchanged':
      return { ...blank, rowNumber, id: row.id, status: 'unchanged', message: messages.results.unchanged };
    case 'skipped': {
      const message = messages.results.skipped[row.reason];
      const errorCode = NOT_DONE.has(row.reason) ? LEFT_OUT_CODE : '';
      return { ...blank, rowNumber, id: '', status: 'skipped', message, errorCode };
    }
    case 'missing':
    case 'invalid': {
      const codes = new Set(row.problems.map(({ code }) => code));
      const message = row.problems.map((problem) => messages.problem(problem)).join(' ');
      const errorCode = [...codes].join(', ');
      // Found when a run was to be taken back: someone has edited the record since.
      const status = codes.has('record.editedSince') ? 'conflict' : 'invalid';
      return { ...blank, rowNumber, id: row.key ?? '', status, message, errorCode };
    }
    case 'duplicate':
      return { ...blank, rowNumber, id: row.id, ...ending(outcomeOf(row.of), messages) };
    case 'update': {
      const { field: name, value } = messages.format;
      const changes = row.changes
        .map(
          ({ field, before, after }) =>
            `${name(field)}: ${value(field, before, stages)} → ${value(field, after, stages)}`,
        )
        .join('; ');
      return { ...blank, rowNumber, id: row.id, ...ending(outcomeOf(rowNumber), messages), changes };
    }
  }
}

type Ending = Pick<FinalRow, 'status' | 'message' | 'errorCode' | 'httpStatus' | 'attempts' | 'finishedAt'>;

function ending(outcome: Outcome | null, messages: Messages): Ending {
  if (outcome === null) {
    const note = { code: 'run.stopped' } as const;
    const message = messages.note(note);
    return {
      status: 'not-sent',
      message,
      errorCode: note.code,
      httpStatus: null,
      attempts: 0,
      finishedAt: '',
    };
  }
  const { status, note, httpStatus, attempts, finishedAt } = outcome;
  return {
    status,
    message: note ? messages.note(note) : (outcome.message ?? ''),
    errorCode: outcome.errorCode ?? (note && status !== 'updated' ? note.code : ''),
    httpStatus,
    attempts,
    finishedAt,
  };
}
