import { closeSync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import type { Outcome, RunStop } from './outcome.js';

/** One line of the journal. Never a token, never a header. */
export type JournalEntry =
  | { k: 'run'; v: 1; runId: string; plan: string; updates: number }
  /** Written before its PUT leaves. */
  | { k: 'intent'; row: number; id: string; attempt: number }
  /** Written once it is known, or known not to be knowable, what came of it. */
  | { k: 'outcome'; outcome: Outcome }
  | { k: 'end'; stop: RunStop | null };

/**
 * The run's own record, append-only, one JSON line an entry. A line is handed to the operating system before
 * the call returns, so a killed process loses none; only a power cut can, until `close` has synced.
 */
export class Journal {
  readonly #outcomes = new Map<number, { at: number; length: number } | Outcome>();
  #end = 0;

  private constructor(
    readonly path: string,
    private readonly fd: number,
    private readonly now: () => Date,
  ) {}

  /** Starts a journal in a new file with mode 0600; fails when the file exists. */
  static create(path: string, now: () => Date): Journal {
    return new Journal(path, openSync(path, 'wx+', 0o600), now);
  }

  /**
   * Throws the file system's error when the disk does not take the line. An outcome is then kept in memory, so
   * that the results still tell it.
   */
  append(entry: JournalEntry): void {
    if (entry.k === 'outcome') this.#outcomes.set(entry.outcome.rowNumber, entry.outcome);
    const line = Buffer.from(`${JSON.stringify({ t: this.now().toISOString(), ...entry })}\n`);
    const at = this.#end;
    // By position, so that what a failed write left behind is written over and no line moves.
    for (let written = 0; written < line.length; ) {
      written += writeSync(this.fd, line, written, line.length - written, at + written);
    }
    this.#end += line.length;
    if (entry.k === 'outcome') this.#outcomes.set(entry.outcome.rowNumber, { at, length: line.length });
  }

  /** How the update of this row ended, read back from the disk; `null` when it never did. */
  outcomeOf(rowNumber: number): Outcome | null {
    const place = this.#outcomes.get(rowNumber);
    if (!place) return null;
    if ('status' in place) return place;
    const line = Buffer.alloc(place.length);
    readSync(this.fd, line, 0, place.length, place.at);
    return (JSON.parse(line.toString('utf8')) as { outcome: Outcome }).outcome;
  }

  sync(): void {
    fdatasyncSync(this.fd);
  }

  close(): void {
    closeSync(this.fd);
  }
}
