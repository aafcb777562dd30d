import { createJournalDisk, type JournalDisk, keepTorn, openJournalDisk } from './journalDisk.js';
import { type JournalEntry, journalLine, type RunHeader, readJournalLine } from './journalLine.js';
import type { Outcome } from './outcome.js';
import { RowPlaces } from './rowPlaces.js';

/** A PUT that was sent, or was about to be, and of which the journal holds no end. */
export interface OpenIntent {
  /** ms of the computer's clock. */
  readonly at: number;
  readonly id: string;
  /** PUTs for this row so far, this one included. */
  readonly attempt: number;
  readonly restore: boolean;
}

/** A line before the last good one is damaged. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged';
  constructor(readonly line: number) {
    super(`damaged at line ${line}`);
  }
}

/** Bytes that are read at once when an earlier run's journal is replayed. */
const BLOCK = 1024 * 1024;

/**
 * The run's own record: append-only, a checksum a line. A line is handed to the operating system before the call
 * returns, so that a killed process loses none. An intent is also synced before its PUT may leave; the intents that
 * wait at one time share one sync. Outcomes are synced with the next intent, or at the end: losing one to a power
 * cut costs a look-up.
 */
export class Journal {
  #header: RunHeader | null = null;
  #end = 0;
  /** Where the outcome of each row stands. */
  readonly #outcomes = new RowPlaces();
  readonly #intents = new Map<number, OpenIntent>();
  /** Outcomes that the disk did not take. */
  readonly #unwritten = new Map<number, Outcome>();
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | null = null;
  /** Lines that have not been written yet: they come before any other. */
  #uncommitted: JournalEntry[] = [];
  #failure: Error | null = null;
  #startedAt = 0;
  #lastAt = 0;
  #elapsedMs = 0;
  #approved = false;
  #resumed = false;
  #ended: Extract<JournalEntry, { k: 'end' }> | null = null;

  constructor(
    private readonly disk: JournalDisk,
    private readonly now: () => Date,
  ) {}

  /** Starts a journal in a new file; fails when the file exists. */
  static create(path: string, now: () => Date): Journal {
    return new Journal(createJournalDisk(path), now);
  }

  /**
   * Opens the journal of an earlier run to go on with it: whoever does so holds the lock of its workspace, because what
   * follows the last whole line is cut off, and kept beside it. Throws `JournalDamaged`.
   */
  static open(path: string, now: () => Date): Journal {
    const disk = openJournalDisk(path, 'write');
    const journal = new Journal(disk, now);
    const torn = journal.recover();
    if (torn.length > 0) {
      keepTorn(path, torn);
      disk.truncate(journal.#end);
    }
    return journal;
  }

  /** Opens it only to tell of it; the run may be under way. Throws `JournalDamaged`. */
  static read(path: string): Journal {
    const journal = new Journal(openJournalDisk(path, 'read'), () => new Date());
    journal.recover();
    return journal;
  }

  /**
   * Reads every line that is there, and gives what follows the last whole one: it was torn by a crash. A damaged line
   * with good ones behind it is no crash's work: throws `JournalDamaged`.
   */
  recover(): Buffer {
    this.#resumed = true;
    let rest = Buffer.alloc(0);
    let damagedAt: number | null = null;
    let line = 0;
    for (let at = 0; ; at += BLOCK) {
      const block = this.disk.read(BLOCK, at);
      rest = Buffer.concat([rest, block]);
      let from = 0;
      for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a, from)) {
        line += 1;
        const entry = readJournalLine(rest.subarray(from, end));
        if (entry === null) damagedAt ??= line;
        else if (damagedAt !== null) throw new JournalDamaged(damagedAt);
        else {
          this.#take(entry, entry.t, this.#end, end + 1 - from);
          this.#end += end + 1 - from;
        }
        from = end + 1;
      }
      rest = Buffer.from(rest.subarray(from));
      if (block.length < BLOCK) break;
    }
    return this.#tail();
  }

  #tail(): Buffer {
    const pieces: Buffer[] = [];
    for (let at = this.#end; ; at += BLOCK) {
      const block = this.disk.read(BLOCK, at);
      pieces.push(block);
      if (block.length < BLOCK) return Buffer.concat(pieces);
    }
  }

  /**
   * Throws the file system's error when the disk does not take the line. An outcome is then kept in memory, so
   * that the results still tell it.
   */
  append(entry: JournalEntry): void {
    if (entry.k === 'outcome') this.#unwritten.set(entry.outcome.rowNumber, entry.outcome);
    this.#write(entry);
    if (entry.k === 'outcome') this.#unwritten.delete(entry.outcome.rowNumber);
  }

  /**
   * Resolves once the line would survive a power cut. It is written with the next line that is appended, or just before
   * the sync: a write while the disk is busy takes as long as all the rest of an update. Rejects with the file
   * system's error.
   */
  async commit(entry: JournalEntry): Promise<void> {
    if (this.#failure) throw this.#failure;
    this.#uncommitted.push(entry);
    await this.sync();
  }

  /** Writes what waits to be, and then this; all of it or, as far as the journal is concerned, nothing. */
  #write(...last: readonly JournalEntry[]): void {
    const entries = [...this.#uncommitted, ...last];
    if (entries.length === 0) return;
    const t = this.now().getTime();
    const lines = entries.map((entry) => journalLine({ ...entry, t }));
    this.disk.write(lines.length === 1 ? (lines[0] as Buffer) : Buffer.concat(lines), this.#end);
    this.#uncommitted = [];
    for (const [index, entry] of entries.entries()) {
      const { length } = lines[index] as Buffer;
      this.#take(entry, t, this.#end, length);
      this.#end += length;
    }
  }

  /** Appends what may be lost without harm: when the disk does not take it, only the next commit fails. */
  note(entry: JournalEntry): void {
    try {
      this.append(entry);
    } catch (error) {
      this.#failure ??= error as Error;
    }
  }

  /**
   * Resolves when all that was appended before is on the disk. Calls that come while a sync is under way share the
   * next one. After a sync that failed nothing is known of what the disk holds, so every later one fails as well.
   */
  sync(): Promise<void> {
    this.#nextSync ??= this.#syncing.then(() => {
      this.#nextSync = null;
      this.#write();
      const sync = this.disk.sync();
      this.#syncing = sync;
      return sync;
    });
    return this.#nextSync;
  }

  /** Throws when the journal has no first line: nothing was ever sent then. */
  get header(): RunHeader {
    if (!this.#header) throw new Error('the journal has no header');
    return this.#header;
  }

  get hasHeader(): boolean {
    return this.#header !== null;
  }

  /** Whether it is that of an earlier run. */
  get resumed(): boolean {
    return this.#resumed;
  }

  get approved(): boolean {
    return this.#approved;
  }

  /** How sending ended the last time; `null` while it goes on, and after a crash. */
  get ended(): Extract<JournalEntry, { k: 'end' }> | null {
    return this.#ended;
  }

  /** UTC, ISO 8601. */
  get startedAt(): string {
    return new Date(this.#startedAt).toISOString();
  }

  get lastAt(): string {
    return new Date(this.#lastAt).toISOString();
  }

  /** ms of sending, all times that the run was gone on with together; those that crashed are not counted. */
  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  /** How the update of this row ended, read back from the disk; `null` when it never did. */
  outcomeOf(rowNumber: number): Outcome | null {
    const unwritten = this.#unwritten.get(rowNumber);
    if (unwritten) return unwritten;
    const place = this.#outcomes.get(rowNumber);
    if (place === null) return null;
    const entry = readJournalLine(this.disk.read(place.length - 1, place.at));
    if (entry?.k !== 'outcome') throw new Error(`the journal holds no outcome at ${place.at}`);
    return entry.outcome;
  }

  /**
   * The same, for people: a row whose PUT was under way when the run was cut off has no outcome, and its truth is that
   * nobody knows.
   */
  toldOutcomeOf(rowNumber: number): Outcome | null {
    const outcome = this.outcomeOf(rowNumber);
    const intent = this.#intents.get(rowNumber);
    if (outcome !== null || !intent) return outcome;
    return {
      rowNumber,
      rowNumbers: [rowNumber],
      id: intent.id,
      status: 'unverified',
      message: null,
      errorCode: null,
      note: { code: 'run.cutOff' },
      httpStatus: null,
      attempts: intent.attempt,
      finishedAt: new Date(intent.at).toISOString(),
    };
  }

  /** The PUT of this row whose end is not known; `null` when there is none. */
  openIntentOf(rowNumber: number): OpenIntent | null {
    return this.#intents.get(rowNumber) ?? null;
  }

  /** Outcomes that the disk did not take, for the last resort of printing them. */
  get unwritten(): readonly Outcome[] {
    return [...this.#unwritten.values()];
  }

  async close(): Promise<void> {
    await this.#nextSync?.catch(() => undefined);
    await this.#syncing.catch(() => undefined);
    await this.disk.close();
  }

  #take(entry: JournalEntry, t: number, at: number, length: number): void {
    this.#lastAt = t;
    switch (entry.k) {
      case 'run':
        this.#header = entry;
        this.#startedAt = t;
        break;
      case 'approve':
        this.#approved = true;
        break;
      case 'intent':
        this.#ended = null;
        this.#intents.set(entry.row, {
          at: t,
          id: entry.id,
          attempt: entry.attempt,
          restore: entry.restore === true,
        });
        break;
      case 'outcome':
        this.#outcomes.set(entry.outcome.rowNumber, at, length);
        this.#intents.delete(entry.outcome.rowNumber);
        break;
      case 'resume':
        this.#ended = null;
        break;
      case 'end':
        this.#ended = entry;
        this.#elapsedMs += entry.elapsedMs;
        break;
      case 'answer':
        break;
    }
  }
}
