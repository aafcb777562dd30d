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

/** A line is damaged that had been synced. */
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
  /** Bytes from the beginning that would survive a power cut. */
  #synced = 0;
  /** What a power cut has taken out of the middle, as long as no line says so. */
  #holes: { readonly from: number; readonly to: number; readonly line: number }[] = [];
  /** Where the outcome of each row stands. */
  readonly #outcomes = new RowPlaces();
  readonly #intents = new Map<number, OpenIntent>();
  /** Outcomes that the disk did not take. */
  readonly #unwritten = new Map<number, Outcome>();
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | null = null;
  /** The first error of the disk's: what has an intent then must not be sent any more. */
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
   * Reads every line that is there, and gives what follows the last whole one: it was torn by a crash. A power cut may
   * also lose lines before that one which were not synced yet, and none of them was acted upon. A damaged line that
   * had been synced is no crash's work: throws `JournalDamaged`.
   */
  recover(): Buffer {
    this.#resumed = true;
    let rest = Buffer.alloc(0);
    let line = 0;
    let damaged: number | null = null;
    for (let at = 0; ; at += BLOCK) {
      const block = this.disk.read(BLOCK, at);
      const start = at - rest.length;
      rest = Buffer.concat([rest, block]);
      let from = 0;
      for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a, from)) {
        line += 1;
        // Where a write was lost and a later one was not, a file holds zeros.
        while (rest[from] === 0) from += 1;
        const entry = readJournalLine(rest.subarray(from, end));
        const begin = start + from;
        if (begin > this.#end || entry === null) damaged ??= line;
        if (entry !== null) {
          if (damaged !== null) this.#holes.push({ from: this.#end, to: begin, line: damaged });
          damaged = null;
          this.#take(entry, entry.t, begin, start + end + 1 - begin);
          this.#synced = Math.max(this.#synced, entry.synced ?? 0);
          this.#end = start + end + 1;
        }
        from = end + 1;
      }
      rest = Buffer.from(rest.subarray(from));
      if (block.length < BLOCK) break;
    }
    const rotten = this.#holes.find((hole) => hole.from < this.#synced);
    if (rotten) throw new JournalDamaged(rotten.line);
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
   * Throws the file system's error when the disk does not take the line: from then on every commit fails. An outcome
   * is kept in memory then, so that the results still tell it.
   */
  append(entry: JournalEntry): void {
    if (entry.k === 'outcome') this.#unwritten.set(entry.outcome.rowNumber, entry.outcome);
    const [hole] = this.#holes;
    if (hole && entry.k !== 'lost') {
      this.append({ k: 'lost', from: hole.from, to: hole.to });
      this.append(entry);
      return;
    }
    const t = this.now().getTime();
    const line = journalLine({ ...entry, t, synced: this.#synced });
    try {
      this.disk.write(line, this.#end);
    } catch (error) {
      this.#failure ??= error as Error;
      throw error;
    }
    if (entry.k === 'outcome') this.#unwritten.delete(entry.outcome.rowNumber);
    this.#take(entry, t, this.#end, line.length);
    this.#end += line.length;
  }

  /** The same, and resolves once the line would survive a power cut. Rejects with the file system's error. */
  async commit(entry: JournalEntry): Promise<void> {
    this.mustHold();
    this.append(entry);
    await this.sync();
  }

  /** Throws the disk's first error when there was one: while one line was synced, another may have found it full. */
  mustHold(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Appends what may be lost without harm: when the disk does not take it, only the next commit fails. */
  note(entry: JournalEntry): void {
    try {
      this.append(entry);
    } catch {
      // The next commit tells.
    }
  }

  /**
   * Resolves when all that was appended before is on the disk. Calls that come while a sync is under way share the
   * next one. After a sync that failed nothing is known of what the disk holds, so every later one fails as well.
   */
  sync(): Promise<void> {
    this.#nextSync ??= this.#syncing.then(() => {
      const end = this.#end;
      const sync = this.disk.sync().then(
        () => {
          this.#synced = Math.max(this.#synced, end);
        },
        (error: Error) => {
          this.#failure ??= error;
          throw error;
        },
      );
      this.#syncing = sync;
      this.#nextSync = null;
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

  /** Tries the outcomes once more that the disk did not take. Throws the file system's error when it still does not. */
  rewrite(): void {
    for (const outcome of this.#unwritten.values()) this.append({ k: 'outcome', outcome });
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
      case 'lost':
        this.#holes = this.#holes.filter(({ from }) => from !== entry.from);
        break;
      case 'answer':
        break;
    }
  }
}
