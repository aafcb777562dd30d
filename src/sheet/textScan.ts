import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { accentedWords } from './encodingGuess.js';
import { fileBlocks } from './fileBlocks.js';

/** What the bytes of a file are like, from its first to its last. */
export interface TextScan {
  /** In hexadecimal. */
  readonly sha256: string;
  readonly utf8: boolean;
  /** Different words with accents, up to a dozen, of the first blocks that hold any, in a file that is UTF-8. */
  readonly accented: readonly string[];
  /** Whether a carriage return stands anywhere without a line feed behind it. */
  readonly loneReturns: boolean;
}

const BLOCK_BYTES = 256 * 1024;
const MOST_SAMPLES = 12;
/** How much of a block is searched for words with accents, in bytes. */
const SAMPLE_BYTES = 40_000;
/** How many blocks with accents are searched: in a file of few words, more bring no others. */
const MOST_SEARCHED = 20;

/** Reads the whole file once. A guess from its beginning would let the one odd line of a merged file through. */
export async function scanText(path: string): Promise<TextScan> {
  const hash = createHash('sha256');
  const accented = new Set<string>();
  let searched = 0;
  let utf8 = true;
  let loneReturns = false;
  let returnAtEnd = false;
  let carry: Buffer = Buffer.alloc(0);
  for await (const bytes of fileBlocks(path, BLOCK_BYTES)) {
    hash.update(bytes);
    loneReturns ||= (returnAtEnd && bytes[0] !== 10) || hasLoneReturn(bytes);
    returnAtEnd = bytes[bytes.length - 1] === 13;
    if (!utf8 || (carry.length === 0 && isAscii(bytes))) continue;
    // A character cut in two waits for its rest: a block ends at its last ASCII byte.
    const block = carry.length === 0 ? bytes : Buffer.concat([carry, bytes]);
    let end = block.length;
    while (end > 0 && (block[end - 1] ?? 0) >= 0x80) end -= 1;
    carry = Buffer.from(block.subarray(end));
    utf8 = isUtf8(block.subarray(0, end));
    if (utf8 && accented.size < MOST_SAMPLES && searched < MOST_SEARCHED) {
      collectAccented(block.subarray(0, end), accented);
      searched += 1;
    }
  }
  utf8 &&= isUtf8(carry);
  return {
    sha256: hash.digest('hex'),
    utf8,
    accented: [...accented],
    loneReturns: loneReturns || returnAtEnd,
  };
}

function hasLoneReturn(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(13); at !== -1; at = bytes.indexOf(13, at + 1)) {
    if (at + 1 < bytes.length && bytes[at + 1] !== 10) return true;
  }
  return false;
}

function collectAccented(block: Buffer, found: Set<string>): void {
  const first = block.findIndex((byte) => byte >= 0x80 && byte !== 0xef);
  if (first === -1) return;
  const text = block.toString('utf8', Math.max(0, first - 40), first + SAMPLE_BYTES);
  for (const word of accentedWords(text)) {
    if (!word.includes('\ufffd')) found.add(word);
    if (found.size >= MOST_SAMPLES) return;
  }
}

/** Where a file that is not UTF-8 throughout stops being it, and the words that tell what else it is. */
export interface MixedScan {
  /** The first line, from 1, with bytes that are not UTF-8. */
  readonly otherLine: number;
  /** The first line with accents that are UTF-8; `null` when there is none, as in a file of one older encoding. */
  readonly utf8Line: number | null;
  /** Words with bytes that are not UTF-8, each different one once. */
  readonly words: readonly Buffer[];
}

/** Different words that decide on an encoding; more would not change the verdict. */
const MOST_WORDS = 2000;

export async function scanMixed(path: string): Promise<MixedScan> {
  const words = new Map<string, Buffer>();
  let otherLine: number | null = null;
  let utf8Line: number | null = null;
  let line = 1;
  let carry: Buffer = Buffer.alloc(0);
  const take = (block: Buffer) => {
    for (let at = 0; at < block.length; at += 1) {
      const byte = block[at] ?? 0;
      if (byte === 10 || (byte === 13 && block[at + 1] !== 10)) line += 1;
      if (byte < 0x80) continue;
      const length = sequenceLength(block, at);
      if (length === 0 || (length === 2 && isChance(block, at))) {
        otherLine ??= line;
        if (words.size < MOST_WORDS) {
          const word = wordAround(block, at);
          words.set(word.toString('latin1'), word);
        }
        continue;
      }
      utf8Line ??= line;
      at += length - 1;
    }
  };
  for await (const bytes of fileBlocks(path, BLOCK_BYTES)) {
    const block = Buffer.concat([carry, bytes]);
    let end = block.length;
    while (end > 0 && ((block[end - 1] ?? 0) >= 0x80 || isWordByte(block[end - 1] ?? 0))) end -= 1;
    // One endless word is no text; it need not be kept whole.
    if (end === 0) end = block.length;
    take(block.subarray(0, end));
    carry = Buffer.from(block.subarray(end));
  }
  take(carry);
  return { otherLine: otherLine ?? 1, utf8Line, words: [...words.values()] };
}

/** Bytes of the UTF-8 character of two or more bytes that begins here; 0 when none does (RFC 3629). */
function sequenceLength(block: Buffer, at: number): number {
  const lead = block[at] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  return isUtf8(block.subarray(at, at + length)) && at + length <= block.length ? length : 0;
}

/** The last letter of the Latin scripts of Europe. */
const LAST_LATIN = 0x17f;

/**
 * Whether two bytes are UTF-8 by chance, as those of `Ú”` and `É®` are in Windows-1252: the letter is of another script,
 * and stands alone.
 */
function isChance(block: Buffer, at: number): boolean {
  const code = ((block[at] ?? 0) & 0x1f) * 64 + ((block[at + 1] ?? 0) & 0x3f);
  const isLetter = (place: number) => (block[place] ?? 0) >= 0x80 && sequenceLength(block, place) > 0;
  return code > LAST_LATIN && !isLetter(at + 2) && !isLetter(at - 2);
}

function wordAround(block: Buffer, at: number): Buffer {
  let from = at;
  let to = at + 1;
  while (from > 0 && at - from < 20 && isBeside(block[from - 1] ?? 0)) from -= 1;
  while (to < block.length && to - at < 20 && isBeside(block[to] ?? 0)) to += 1;
  return Buffer.from(block.subarray(from, to));
}

/** A digit tells what the sign behind it is, as in `1ª` and `m²`. */
function isBeside(byte: number): boolean {
  return isWordByte(byte) || (byte >= 0x30 && byte <= 0x39);
}

function isWordByte(byte: number): boolean {
  return byte >= 0x80 || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}
