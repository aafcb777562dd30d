import type { AmountStyle, ColumnGuesses, Mapping, MappingNotice } from '../mapping/index.js';
import type { Refusal } from '../messages/index.js';
import type { FieldPath, Stage } from '../opportunity/index.js';
import type {
  Guard,
  LeftOut,
  PlannedRow,
  PlanSummary,
  PlanTarget,
  Reading,
  ScannedBlock,
  Verdict,
} from '../plan/index.js';
import type { ProblemGroup } from '../results/index.js';
import type { RunControls, RunEvent, RunStop, Status, WaitingRunNotice } from '../run/index.js';
import type { SheetNotice, SourceFormat, TextEncoding } from '../sheet/index.js';

/** Where the changes go; on every screen. */
export interface Target extends PlanTarget {
  /** Whether it is the embedded sandbox, where nothing is real. */
  readonly sandbox: boolean;
}

/** What opsheet understood of the sheet. */
export interface SheetFacts {
  readonly file: string;
  /** The tab, or `null` in a text file. */
  readonly sheetName: string | null;
  /** The field separator of a text file, or `null`. */
  readonly delimiter: string | null;
  readonly rows: number;
  readonly mapping: Mapping;
  readonly amountStyle: AmountStyle | null;
  readonly format: SourceFormat;
  /** How a text file's bytes are read; `null` for a workbook. */
  readonly encoding: TextEncoding | null;
  /** What was noticed in it, and of earlier runs when it is about to be sent. */
  readonly notices: readonly (SheetNotice | MappingNotice | WaitingRunNotice)[];
}

/** What a plan was made from, besides what `SheetFacts` and `Target` say. */
export interface PlanInputs {
  /** Of the sheet, in hexadecimal. */
  readonly sha256: string;
  /** What was typed that decides what is planned, by the names of the options. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** A cell of the sheet as it stands there, and what its column is used for. */
export interface RowCell {
  readonly target: FieldPath | 'key';
  readonly header: string;
  readonly text: string;
}

/** A finished plan as a screen looks at it: counts in memory, rows from the disk as they come into sight. */
export interface PlanPreview {
  readonly target: Target;
  readonly sheet: SheetFacts;
  readonly summary: PlanSummary;
  /** The limits that were set, and whether the plan goes beyond them. */
  readonly guards: readonly Guard[];
  readonly inputs: PlanInputs;
  /** The run that it takes back; absent where it comes from a sheet. */
  readonly takesBack?: string;
  readonly stages: readonly Stage[];
  /** Positions of the rows with these verdicts, in the sheet's order. */
  positions(verdicts: readonly Verdict[]): Uint32Array;
  rowAt(position: number): Promise<PlannedRow>;
  /** The used cells of a row of the sheet, where the sheet itself is at hand. Asked for one row at a time. */
  readonly cellsOf?: (rowNumber: number) => Promise<readonly RowCell[]>;
  /** All rows from a position on, for a search or an index of them. */
  scan(from: number): AsyncIterable<ScannedBlock>;
}

/** What came of looking through a plan: whether it is to be sent, and which updates of it are not. */
export type ReviewDecision = { readonly send: true; readonly leftOut: LeftOut } | { readonly send: false };

/** How the rows of the sheet ended, and where it is written down. */
export interface RunReport {
  readonly runId: string;
  readonly target: Target;
  /** Data rows of the sheet by their final status. */
  readonly counts: Readonly<Record<Status, number>>;
  readonly rows: number;
  /** Rows that need a person, grouped by code and message, the most frequent first. */
  readonly groups: readonly ProblemGroup[];
  /** Duration of the sending, in ms. */
  readonly elapsedMs: number;
  readonly stop: RunStop | null;
  /** Path of the results sheet; `null` when it could not be written, `resultsError` says why. */
  readonly resultsFile: string | null;
  readonly resultsError: Refusal | null;
  /** The name that the results sheet should have had, when something else has it; then it got another one. */
  readonly resultsTaken?: string | null;
  /** The options with which the results sheet's failed rows are sent again; `null` where it takes more than options. */
  readonly retryOptions: readonly string[] | null;
  /** Where it went, in the options with which a command about it goes there too; none where the settings say so. */
  readonly targetOptions?: readonly string[];
  /** The page that tells of the run, when one was asked for; `null` when it could not be written. */
  readonly reportFile?: string | null;
  readonly reportError?: Refusal | null;
  /** The run's folder with the plan, the before-images and the journal. */
  readonly runFolder: string;
  /** The run that this one took back; `null` when it is no undo. */
  readonly takesBack: string | null;
  /** Whether it took back only some rows or fields of that. */
  readonly inPart: boolean;
  /** The undos that have put back rows or fields of this run, the latest first. */
  readonly takenBackBy?: readonly string[];
  /** Rows of the sheet that a person left out. */
  readonly leftOut: number;
  /** Whether rows are left that `opsheet resume` would send or look up. */
  readonly resumable: boolean;
  /** Whether `opsheet undo` would find something to put back. */
  readonly undoable: boolean;
  readonly exitCode: number;
}

/** What the columns of a sheet are taken for, when that is not plain from their headers alone. */
export interface ColumnsQuestion {
  readonly file: string;
  readonly guesses: ColumnGuesses;
  /** Why the sheet cannot be planned with these; `null` when it can. */
  readonly refusal: Refusal | null;
  /** When a mapping was saved that fits these headers: UTC, ISO 8601; `null` when none was. */
  readonly savedAt: string | null;
}

export type ColumnsAnswer =
  /** What was changed, as `--map` takes it; `save` to have it offered for sheets with the same headers. */
  | { readonly kind: 'take'; readonly map: readonly string[]; readonly save: boolean }
  /** The mapping that was saved is to be used. */
  | { readonly kind: 'saved' }
  | { readonly kind: 'leave' };

/**
 * What a command shows while it works. There are three: the Ink screens, plain lines, and JSON; one is chosen
 * at the start. The methods are called in this order, each as often as it is named.
 */
export interface View {
  /**
   * Lets a person look at what the columns are taken for, and change it. Absent where nobody can be asked.
   */
  columns?(question: ColumnsQuestion): Promise<ColumnsAnswer>;
  /** Once the sheet is read and its columns are understood. */
  understood(sheet: SheetFacts, target: Target): void;
  /** Before the first live record is read: how they will be, and why. */
  reading(reading: Reading): void;
  /** While the list of records is walked: records read so far. Called for every page. */
  listing(records: number): void;
  /** While live records are read: rows planned of all rows. Called for every row; it must be cheap. */
  planning(planned: number, total: number): void;
  /**
   * Shows the plan. With `ask: 'confirm'` resolves to what the person wants sent of it; with `'look'` lets them
   * look through it for as long as they like, and nothing is to be sent; with `'nothing'` all of it is, as soon as
   * the plan is shown. Where nobody can be asked, `'look'` only shows it.
   */
  review(plan: PlanPreview, ask: 'confirm' | 'look' | 'nothing'): Promise<ReviewDecision>;
  /** Asks for a token in place of one that is no longer accepted; `null` where nobody answers. */
  askToken(): Promise<string | null>;
  /** Hands over what the run can be told, before it starts; returns whether anyone can tell it anything here. */
  steer(controls: RunControls): boolean;
  /** While it runs. Called for every event; it must be cheap. */
  running(event: RunEvent): void;
  /** The person asked to stop: a question that stands is answered with no; what is under way is being finished. */
  stopping(): void;
  finished(report: RunReport): void;
  /** Ends the view and gives the terminal back as it was. Safe to call at any time, and twice. */
  close(): Promise<void>;
}

/** What a view needs of the world. */
export interface ViewOptions {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** Called when the person presses Ctrl-C or asks to stop on a screen (where the keyboard is in raw mode). */
  readonly onInterrupt: () => void;
  /** Whether colours are wanted. */
  readonly colour: boolean;
  /** Which terminal it is. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}
