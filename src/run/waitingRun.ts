import { type FileHandle, open } from 'node:fs/promises';
import { openJournalDisk } from './journalDisk.js';
import { type JournalEntry, type RunHeader, readJournalLine, type Timed } from './journalLine.js';
import type { UpdateStatus } from './outcome.js';
import { replay } from './replay.js';

/** What is noticed of earlier runs before a new one of the same workspace begins. */
export interface WaitingRunNotice {
  readonly code: 'notice.waitingRun';
  /** The latest that waits for a resume. */
  readonly run: string;
  /** The name of its sheet. */
  readonly sheet: string;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  /** `cut-off`: it crashed, or was killed. */
  readonly state: 'stopped' | 'cut-off';
  /** Records that it was to update, and of these those that are not done; `null` where counting them would take long. */
  readonly updates: number;
  readonly open: number | null;
  /** How many others wait. */
  readonly more: number;
  /** The options with which it is gone on with where it went; none where the settings say so. */
  readonly targetOptions: readonly string[];
}

/** What the beginning and the end of a journal tell of a run. */
export interface JournalEnds {
  readonly header: Timed<RunHeader>;
  /** Whether it was approved, and its sending has not ended, or not with every update done. */
  readonly waits: boolean;
  /** Updates that are not done, as the run said at its end; `null` when it never came to say so. */
  readonly open: number | null;
  /** When its last word was written, in ms since 1970. */
  readonly lastAt: number;
  /** Of the whole journal, in bytes. */
  readonly length: number;
}

/** Bytes that are read of each end of a journal, to begin with. */
const END = 16 * 1024;

/** A journal of more bytes is not read as a whole only to count. */
const SHORT = 8 * 1024 * 1024;

/**
 * Reads only the ends of a journal, however long it is; whether the rest is damaged is not looked at. `null` for one that
 * is not there, or does not say what run it is.
 */
export async function readJournalEnds(path: string): Promise<JournalEnds | null> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const { size } = await handle.stat();
    const [first] = linesOf(await bytesOf(handle, 0, Math.min(END, size)));
    if (first?.k !== 'run') return null;
    const last = await lastWord(handle, size);
    const told = { header: first, lastAt: last?.t ?? first.t, length: size };
    if (last?.k === 'end') return { ...told, waits: last.open > 0, open: last.open };
    return { ...told, waits: last !== null && last.k !== 'run', open: null };
  } finally {
    await handle.close();
  }
}

/** The last line that says whether the run goes on: what came of a row does not. */
async function lastWord(handle: FileHandle, size: number): Promise<Timed<JournalEntry> | null> {
  for (let length = END; ; length *= 8) {
    const from = Math.max(0, size - length);
    // The first piece may be the rest of a line, which is then read as a damaged one.
    const lines = linesOf(await bytesOf(handle, from, size));
    const word = lines.findLast(({ k }) => WORDS.has(k));
    if (word || from === 0) return word ?? null;
  }
}

const WORDS: ReadonlySet<JournalEntry['k']> = new Set(['run', 'approve', 'intent', 'resume', 'end']);

async function bytesOf(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
  return buffer.subarray(0, bytesRead);
}

/** The whole lines among these bytes, without those that are damaged. */
function linesOf(bytes: Buffer): Timed<JournalEntry>[] {
  const lines: Timed<JournalEntry>[] = [];
  let from = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, from)) {
    // Where a write was lost and a later one was not, a file holds zeros.
    while (bytes[from] === 0) from += 1;
    const entry = readJournalLine(bytes.subarray(from, end));
    if (entry) lines.push(entry);
    from = end + 1;
  }
  return lines;
}

const NOT_DONE: ReadonlySet<UpdateStatus> = new Set(['not-sent', 'unverified']);

/**
 * Counts the updates that are not done, of a run that was cut off; `null` when its journal is too long to be read only
 * for that. Throws `JournalDamaged`.
 */
export async function countOpen(path: string, updates: number): Promise<number | null> {
  const disk = openJournalDisk(path, 'read');
  try {
    if (disk.read(1, SHORT).length > 0) return null;
    const done = new Set<number>();
    replay(disk, (entry) => {
      if (entry.k !== 'outcome') return;
      const { status, rowNumber } = entry.outcome;
      if (NOT_DONE.has(status)) done.delete(rowNumber);
      else done.add(rowNumber);
    });
    return updates - done.size;
  } finally {
    await disk.close();
  }
}
