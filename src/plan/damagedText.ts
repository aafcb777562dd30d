import { repairedMojibake } from '../mapping/index.js';
import { canonicalText, customFieldName, type FieldChange, type FieldPath } from '../opportunity/index.js';

/** How text shows that a program has damaged it. */
interface Damage {
  readonly pattern: RegExp;
  /** The fields in which it is one; all texts when absent. */
  readonly only?: FieldPath;
  /** Whether it is one only in text without markup, which holds such names rightly. */
  readonly plain?: true;
}

/** UTF-8 read as Windows-1252, some of whose letters are lost, or that stands beside letters which were read well. */
const WINDOWS =
  /\u00c3[\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]|\u00c2[\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]|\u00e2\u20ac|\u00ef[\u00bb\u00bf][\u00bd\u00bf]|\u00f0\u0178|\p{Ll}\u00c3|(?<!\p{L})\u00c3 ?(?=\p{Ll})/u;
/** The same read as the code page of a DOS window (850, 437), or as Mac Roman; a tree is drawn with `├─`. */
const OTHER_PAGES = /\p{L}[├┬](?![─\s])|[├┬][¡│║▒®ë]|\p{L}√[°±©≠≥∫ºë]|√[°±©≠≥∫ºë]\p{L}/u;
/** Code page 850 read as Windows-1252: `Pe¤a`, `Garc¡a`, `Andr‚s`. */
const DOS_LETTERS = /\p{L}¤|(?<=\p{Ll})[¡¢£‚](?=\p{Ll})/u;

const DAMAGE: readonly Damage[] = [
  { pattern: WINDOWS },
  { pattern: OTHER_PAGES },
  { pattern: DOS_LETTERS },
  // Markup of a page that was taken for its text, and the name that an .xlsx gives a control character.
  {
    pattern:
      /&(?:[aeiou](?:acute|grave|uml|circ|tilde)|ntilde|ccedil|amp|lt|gt|quot|apos|nbsp|iexcl|iquest|ord[fm]|#\d{2,5}|#x[\da-f]{2,5});/i,
    plain: true,
  },
  { pattern: /_x00[01][\dA-F]_/i },
  // What another program puts around a field, which no spreadsheet takes for more than signs.
  { pattern: /^'[^']+'$/ },
  // Letters that a program did not have: `Pe?a`. In a longer text it may be a space forgotten behind a question, or an
  // address.
  {
    pattern: /^[^¿/]*(?:(?<=\p{Ll}{2})\?{1,2}(?=\p{Ll})|(?<=\p{Lu}{2})\?{1,2}(?=\p{Lu}))(?!\S*=)/u,
    only: 'name',
  },
];

const MARKUP = /<\/?[a-z][a-z0-9]*[\s/>]/i;

/** Signs of which every damage has one: nearly all text has none. */
const SUSPECT = /['&?_├┬√¤¡¢£‚\u00c2\u00c3\u00e2\u00ef\u00f0]/;

/** What a spreadsheet shows in a cell whose value is still on its way, in English, Spanish and Portuguese. */
const LOADING = /^(?:loading|cargando|carregando|requesting data)(?:\.{3}|…)$/i;

/**
 * What is wrong with a text that would be sent: `cell.uncomputed` for one that stands for a value still to come,
 * `text.zero` for what a formula leaves in a text file that took an empty cell, `text.cut` for the first letters of what
 * the record holds.
 */
export type TextDamage = 'text.damaged' | 'cell.uncomputed' | 'text.zero' | 'text.cut';

/** Letters after which programs cut a text: the most that a cell held up to Excel 95. */
const CUT_AT = 255;

/**
 * How the new text of a field was damaged; `null` where it was not, or where the record already holds text damaged in the
 * same way. Texts that can be repaired are another question, asked before: whoever kept them wants them so.
 */
export function damageOf({ field, before, after }: FieldChange): TextDamage | null {
  if (after === null) return null;
  // In a custom field it may be a number.
  if (after === '0' && (field === 'name' || field === 'description' || field === 'contactId'))
    return 'text.zero';
  if (!isText(field)) return null;
  if (LOADING.test(after)) return 'cell.uncomputed';
  const live = canonicalText(before ?? '');
  if (live.length > CUT_AT && after === live.slice(0, CUT_AT).trim()) return 'text.cut';
  if (!SUSPECT.test(after)) return null;
  if (after.includes('?') && hasLostLetters(live, after)) return 'text.damaged';
  const damaged = DAMAGE.some(
    ({ pattern, only, plain = false }) =>
      (only === undefined || only === field) &&
      !(plain && MARKUP.test(after)) &&
      pattern.test(after) &&
      !pattern.test(before ?? ''),
  );
  return damaged && repairedMojibake(after) === null ? 'text.damaged' : null;
}

/** Whether the field holds words, and no id or amount. */
function isText(field: FieldPath): boolean {
  return field === 'name' || field === 'description' || customFieldName(field) !== null;
}

/** For how many question marks a letter stands in a program that has none for it: one, one a unit of UTF-16, one a byte. */
const MARKS: readonly ((letter: string) => number)[] = [
  () => 1,
  (letter) => letter.length,
  (letter) => Buffer.byteLength(letter),
];

/** Whether `after` is `before` with question marks in the place of letters that are not in ASCII. */
function hasLostLetters(before: string, after: string): boolean {
  return MARKS.some((marksFor) => {
    let at = 0;
    let lost = 0;
    for (const letter of before) {
      if (after.startsWith(letter, at)) {
        at += letter.length;
        continue;
      }
      const marks = '?'.repeat(marksFor(letter));
      if (letter <= '\u007f' || !after.startsWith(marks, at)) return false;
      at += marks.length;
      lost += 1;
    }
    return lost > 0 && at === after.length;
  });
}
