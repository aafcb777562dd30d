import { decodeBytes, type Encoding, type OneByteEncoding } from './encoding.js';

/** One way to read the words of a file, and how it would look. */
export interface EncodingReading {
  readonly encoding: Encoding;
  readonly samples: readonly string[];
}

export interface EncodingGuess {
  /** The best readings, best first. */
  readonly readings: readonly EncodingReading[];
  /** Whether the best one is so much better that nothing else is plausible. */
  readonly clear: boolean;
}

const CANDIDATES = ['windows-1252', 'cp850', 'mac-roman'] as const satisfies OneByteEncoding[];

const LOWER = new Set('áéíóúñüãõâêôàè');
const UPPER = new Set('ÁÉÍÓÚÑÜÃÕÇÂÊÔÀÈ');
/** Letters of names from elsewhere. */
const FOREIGN = new Set('äëïöøåî');
const BESIDE_WORDS = new Set('ºª°«»¿¡€£§©®™·“”‘’–—…•²³½¼¾±×´');
const LETTER = /\p{L}/u;
const SMALL_LETTER = /\p{Ll}/u;
const CAPITAL = /\p{Lu}/u;

/** What one word must be ahead of the next best reading for the file to be read that way without asking. */
const CLEAR_MARGIN = 1;

/**
 * Says in which encoding of one byte a letter these words are Spanish, Portuguese or English words. `words` are
 * runs of letters and high bytes of the file, each different one once.
 */
export async function guessEncoding(words: readonly Buffer[]): Promise<EncodingGuess> {
  const scored: (EncodingReading & { score: number })[] = [];
  for (const encoding of CANDIDATES) {
    const texts = await Promise.all(words.map((word) => decodeBytes(word, encoding)));
    const score = texts.reduce((sum, text) => sum + plausibility(text), 0);
    scored.push({ encoding, score, samples: pickSamples(texts) });
  }
  scored.sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  const clear = best !== undefined && best.score > 0 && best.score - (next?.score ?? 0) >= CLEAR_MARGIN;
  return { readings: scored.map(({ encoding, samples }) => ({ encoding, samples })), clear };
}

/** Letters of a word that are looked at on either side of an accent. */
const WORD_REACH = 20;

/**
 * Each different word of a text that holds more than ASCII. It starts from the accents and looks to both sides: one
 * pattern for the whole word would try every letter of a long text without accents as its beginning.
 */
export function* accentedWords(text: string): Generator<string> {
  const seen = new Set<string>();
  for (const { index } of text.matchAll(/[\u0080-\ufefe]/g)) {
    const before = /[\p{L}\p{M}]*$/u.exec(text.slice(Math.max(0, index - WORD_REACH), index))?.[0] ?? '';
    const after = /^[\p{L}\p{M}\u0080-\ufefe]*/u.exec(text.slice(index, index + WORD_REACH))?.[0] ?? '';
    const word = before + after;
    if (!seen.has(word)) yield word;
    seen.add(word);
  }
}

/** Whole words first: a lone sign shows little. */
export function pickSamples(texts: Iterable<string>): string[] {
  const withLetters: string[] = [];
  const others: string[] = [];
  for (const text of texts) {
    (/\p{L}{3}/u.test(text) ? withLetters : others).push(text);
    if (withLetters.length === 3) break;
  }
  return [...withLetters, ...others].slice(0, 3);
}

/** How much a word looks like one: accents where they are written, signs where they stand. */
function plausibility(word: string): number {
  const chars = [...word];
  let score = 0;
  chars.forEach((char, at) => {
    if (char <= '\u007f') return;
    const before = chars[at - 1] ?? '';
    const after = chars[at + 1] ?? '';
    // Two accents in a row are common (ção, ões), three in a row are another alphabet.
    if (isHighLetter(char) && isHighLetter(before) && isHighLetter(after)) {
      score -= 3;
      return;
    }
    if (isApostrophe(chars, at) || (char === '…' && LETTER.test(before) && !LETTER.test(after))) {
      // More than the letter that another encoding has there: `Macyís`, `llamarà`.
      score += 3;
      return;
    }
    const touches = LETTER.test(before) || LETTER.test(after);
    const amongCapitals = CAPITAL.test(after) || (CAPITAL.test(before) && CAPITAL.test(chars[at - 2] ?? ''));
    if (LOWER.has(char)) score += amongCapitals ? -2 : touches ? 2 : -1;
    else if (char === 'ç') score += /[aouãõâôúáó]/iu.test(after) ? 2 : -1;
    else if (UPPER.has(char)) score += SMALL_LETTER.test(before) ? -2 : touches ? 2 : -1;
    else if (FOREIGN.has(char)) score += touches && !amongCapitals ? 1 : -1;
    else if ((char === 'ª' || char === 'º') && /\d/.test(before)) score += 2;
    else if (char === '«' || char === '»') score += LETTER.test(char === '«' ? before : after) ? -1 : 0.5;
    else if (BESIDE_WORDS.has(char)) score += LETTER.test(before) && LETTER.test(after) ? -2 : 0.5;
    else if (char === '\u00a0') score += touches ? -0.5 : 0.25;
    else if (/\p{Cc}|\ufffd/u.test(char)) score -= 3;
    else score -= 1;
  });
  return score;
}

/** The curly apostrophe of `Macy’s`, `don’t` and `O’Brien`; of short words it might be an accent: `pa’s` is `país`. */
function isApostrophe(chars: readonly string[], at: number): boolean {
  if (chars[at] !== '’') return false;
  const before = chars.slice(0, at).join('');
  const after = chars.slice(at + 1).join('');
  return (
    (/^(?:[OD]|[Ll]|d)$/.test(before) && CAPITAL.test(after)) ||
    (/^\p{L}{4,}$/u.test(before) && /^s$/i.test(after)) ||
    (/n$/i.test(before) && /^t$/i.test(after))
  );
}

function isHighLetter(char: string): boolean {
  return char > '\u007f' && LETTER.test(char);
}
