import type { JournalDisk } from './journalDisk.js';
import { type JournalEntry, readJournalLine, type Timed } from './journalLine.js';

/** A line is damaged that had been synced, or lines before it are missing. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged';
  constructor(readonly line: number) {
    super(`damaged at line ${line}`);
  }
}

/** Bytes of which a power cut has taken the lines, before others that it has left; `line` is the first of them. */
export interface Hole {
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

export interface Replayed {
  /** Where the last whole line ends, in bytes. */
  readonly end: number;
  /** Bytes from the beginning that are known to have survived a power cut. */
  readonly synced: number;
  /** Those of which no line says that they are lost. */
  readonly holes: readonly Hole[];
}

/** Bytes that are read at once when an earlier run's journal is replayed. */
const BLOCK = 1024 * 1024;

/**
 * Reads every line that is there and tells of each where it stands. What follows the last whole one was torn by a
 * crash. A power cut may also lose lines before that one which were not synced yet, and none of them was acted upon.
 * A damaged line that had been synced is no crash's work, nor is one that is missing: throws `JournalDamaged`.
 */
export function replay(
  disk: JournalDisk,
  onEntry: (entry: Timed<JournalEntry>, at: number, length: number) => void,
): Replayed {
  let known = 0;
  let synced = 0;
  let holes: Hole[] = [];
  let rest = Buffer.alloc(0);
  let line = 0;
  let damaged: number | null = null;
  for (let at = 0; ; at += BLOCK) {
    const block = disk.read(BLOCK, at);
    const start = at - rest.length;
    rest = Buffer.concat([rest, block]);
    let from = 0;
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a, from)) {
      line += 1;
      // Where a write was lost and a later one was not, a file holds zeros.
      while (rest[from] === 0) from += 1;
      const entry = readJournalLine(rest.subarray(from, end));
      const begin = start + from;
      if (begin > known || entry === null) damaged ??= line;
      if (entry !== null) {
        // It knew of more bytes before it than there are: lines were taken out.
        if ((entry.synced ?? 0) > begin) throw new JournalDamaged(line);
        if (damaged !== null) holes.push({ from: known, to: begin, line: damaged });
        damaged = null;
        if (entry.k === 'lost') holes = holes.filter((hole) => hole.from !== entry.from);
        onEntry(entry, begin, start + end + 1 - begin);
        synced = Math.max(synced, entry.synced ?? 0);
        known = start + end + 1;
      }
      from = end + 1;
    }
    rest = Buffer.from(rest.subarray(from));
    if (block.length < BLOCK) break;
  }
  const rotten = holes.find((hole) => hole.from < synced);
  if (rotten) throw new JournalDamaged(rotten.line);
  return { end: known, synced, holes };
}

/** All bytes from there on. */
export function tailOf(disk: JournalDisk, from: number): Buffer {
  const pieces: Buffer[] = [];
  for (let at = from; ; at += BLOCK) {
    const block = disk.read(BLOCK, at);
    pieces.push(block);
    if (block.length < BLOCK) return Buffer.concat(pieces);
  }
}
