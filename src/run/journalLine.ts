import { crc32 } from 'node:zlib';
import type { Outcome, RunStop } from './outcome.js';
import type { ErrorLimit } from './stopLoss.js';

/** How fast a run sends, and when it stops by itself. */
export interface Pace {
  readonly concurrency: number;
  /** Requests a second at the most; none where nobody set any. */
  readonly rate?: number;
  readonly maxErrors: ErrorLimit;
}

/** The journal's first line: what the run is, and all that is needed to go on with it or to tell of it. */
export interface RunHeader {
  readonly k: 'run';
  /** Version of the journal's format. */
  readonly v: 1;
  readonly runId: string;
  readonly kind: 'apply' | 'undo';
  /** The run that an undo takes back. */
  readonly of: string | null;
  /** An undo of some of its rows or fields only; those of earlier versions do not say it. */
  readonly inPart?: true;
  /** Bytes of that run's journal when the undo was planned: it only grows. Those of earlier versions do not say it. */
  readonly ofLength?: number;
  /** Version of opsheet. */
  readonly tool: string;
  /** SHA-256 of the plan's file: it is the plan that was approved. */
  readonly planSha256: string;
  /** Records to update. */
  readonly updates: number;
  /** Where the results go, and how they are told. */
  readonly output: { readonly file: string; readonly format: 'csv' | 'xlsx' };
  readonly language: string;
  readonly locale: string;
  /** How the run was told to send: carried over when it is resumed, until a resume says otherwise. */
  readonly body: 'changes' | 'full';
  /** Carried over likewise; those of earlier versions do not say it. */
  readonly pace?: Pace;
}

/** One line of the journal. Never a token, never a header of a request. */
export type JournalEntry =
  | RunHeader
  /** The person said yes, or `--yes`; synced before anything is sent. */
  | { k: 'approve' }
  /** On disk before its PUT leaves, if it ever does. A `restore` puts a record back as it was. */
  | { k: 'intent'; row: number; id: string; attempt: number; restore?: true }
  /** What a PUT came to when that was not the end of it, after how many ms. */
  | { k: 'answer'; row: number; attempt: number; answer: string; httpStatus: number | null; ms?: number }
  /** How an update ended; `ms` from its last PUT to the answer, if one was sent. */
  | { k: 'outcome'; outcome: Outcome; ms?: number }
  /** With how it sends from here on; lines of earlier versions do not say it, and changed nothing of it. */
  | { k: 'resume'; body?: 'changes' | 'full'; pace?: Pace }
  /** The computer had run for `up` ms: written by each process once, and when the clock of `t` was set meanwhile. */
  | { k: 'clock'; up: number }
  /** The bytes from here to there hold no lines: a power cut took them before they were synced. */
  | { k: 'lost'; from: number; to: number }
  /** `elapsedMs` of sending, this time; `open` updates are left that were not sent, or of which nobody knows. */
  | { k: 'end'; stop: RunStop | null; elapsedMs: number; open: number }
  /** Where the results were written: elsewhere than was meant when that name was taken. */
  | { k: 'results'; file: string };

/**
 * A line with the time it was written, in ms of the computer's clock, and with how many bytes of the journal were known
 * then to survive a power cut: damage behind them may be the work of one, damage among them is not.
 */
export type Timed<Entry> = Entry & { readonly t: number; readonly synced?: number };

/** `JSON \t crc32 \n`: the checksum in hexadecimal, of the JSON's UTF-8 bytes. */
export function journalLine(entry: JournalEntry, t: number, synced: number): string {
  // Not by spreading the entry: a run writes two lines a row.
  const json = `${JSON.stringify(entry).slice(0, -1)},"t":${t},"synced":${synced}}`;
  return `${json}\t${checksum(json)}\n`;
}

/** The entry of a line without its line end; `null` when the line is damaged. */
export function readJournalLine(line: Buffer): Timed<JournalEntry> | null {
  const json = line.subarray(0, -9);
  if (line.length < 11 || line[line.length - 9] !== 0x09) return null;
  if (line.subarray(-8).toString('latin1') !== checksum(json)) return null;
  return JSON.parse(json.toString('utf8')) as Timed<JournalEntry>;
}

function checksum(utf8: Buffer | string): string {
  return crc32(utf8).toString(16).padStart(8, '0');
}
