import { SSF } from '@e965/xlsx';

/** The signs that the sections of a number format write as they stand, for numbers above, below and at zero. */
interface FormatSigns {
  readonly sections: readonly string[];
  /** Whether it is not the number's sign that decides which section is used. */
  readonly conditional: boolean;
  /** Beside anything else SheetJS shows `General` as the bare number; and it shows 0 where there is nothing for it. */
  readonly general: 'none' | 'alone' | 'aloneButZero' | 'mixed';
}

const known = new Map<string, FormatSigns>();

/**
 * Whether the text that SheetJS gives of a number is what spreadsheet programs show. It leaves out what stands beside
 * `General` (`General" mil"`) and some signs behind the digits (`0K`): then 5 looks like 5, and people see another amount.
 */
export function showsItsFormat(text: string, number: number, format: string): boolean {
  let signs = known.get(format);
  if (signs === undefined) {
    signs = signsOf(format);
    known.set(format, signs);
  }
  if (signs.general !== 'none')
    return signs.general === 'alone' || (signs.general === 'aloneButZero' && number !== 0);
  if (signs.conditional) return true;
  const { sections } = signs;
  const section = number < 0 && sections.length > 1 ? 1 : number === 0 && sections.length > 2 ? 2 : 0;
  for (const sign of sections[section] ?? '') if (!text.includes(sign)) return false;
  return true;
}

/** What a section may be that is nothing but `General`: behind `;` the sign of a negative number is its own affair. */
const PLAIN_GENERAL = /^general(?:;-general(?:;(?:general)?)?)?(?:;@)?$/i;
/** Signs that only make room. */
const SPACES = /[_*]./g;
/** Signs that show nothing. */
const BLANKS = /"\s*"|\\?\s/g;
/** Colours and languages, which change nothing of what is shown. */
const NO_SIGNS = /\[(?:\$-[^\]]*|black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+)\]/gi;

function signsOf(format: string): FormatSigns {
  const bare = format.replace(NO_SIGNS, '');
  return { sections: sectionsOf(bare), conditional: /\[[<>=]/.test(bare), general: generalIn(bare) };
}

function generalIn(bare: string): FormatSigns['general'] {
  if (!/general/i.test(bare.replace(/"[^"]*"/g, ''))) return 'none';
  const plain = bare.replace(SPACES, '').replace(BLANKS, '');
  if (!PLAIN_GENERAL.test(plain)) return 'mixed';
  return plain.split(';')[2] === '' ? 'aloneButZero' : 'alone';
}

/**
 * The text of a number in a format that SheetJS does not know, by one that shows the same: a `-` or `.-` behind the digits is put
 * in quotes, decimals that show only where there are any, behind thousands, are as many as the number has, and `0,000` is
 * as good as `#,##0` from a thousand on, `0,0` from ten on. `null` for any other format.
 */
export function shownInKin(number: number, format: string): string | null {
  const decimals = /^-?\d+(?:\.(\d+))?$/.exec(String(number))?.[1]?.length ?? 0;
  const kin = format
    .replace(/(?<![#0?,.])0+,0+(?![#0?,])/g, (zeros) =>
      Math.abs(number) >= 10 ** (zeros.length - 2) ? '#,##0' : zeros,
    )
    .replace(/([0#?])(\.?-)(?=;|_|$)/g, '$1"$2"')
    .replace(/(#,#*0)\.(0*)(#+)/g, (_, whole: string, always: string, some: string) => {
      const most = always.length + some.length;
      return `${whole}.${'0'.repeat(Math.max(always.length, Math.min(most, decimals)))}`;
    });
  if (kin === format) return null;
  try {
    return SSF.format(kin, number);
  } catch {
    return null;
  }
}

/** Whether a number in this format is a date. SheetJS takes `general` for one that shows an era. */
export function isDateFormat(format: string): boolean {
  return SSF.is_date(format) && SSF.is_date(format.replace(/general/gi, 'General'));
}

/** The signs of each section but spaces: quoted, behind `\`, in `[$…]`, and those that stand for nothing else. */
function sectionsOf(format: string): string[] {
  const sections: string[] = [];
  let signs = '';
  for (let at = 0; at < format.length; at += 1) {
    const char = format.charAt(at);
    if (char === '"') {
      const end = format.indexOf('"', at + 1);
      signs += format.slice(at + 1, end === -1 ? undefined : end);
      at = end === -1 ? format.length : end;
    } else if (char === '\\') {
      at += 1;
      signs += format.charAt(at);
    } else if (char === '_' || char === '*') at += 1;
    else if (char === '[') {
      const end = format.indexOf(']', at);
      if (format.charAt(at + 1) === '$') signs += format.slice(at + 2, end).split('-')[0] ?? '';
      at = end === -1 ? format.length : end;
    } else if (char === ';') {
      sections.push(signs);
      signs = '';
    } else if (/e/i.test(char) && /[+-]/.test(format.charAt(at + 1))) at += 1;
    else if (!/[\d#?.,%/@]/.test(char)) signs += char;
  }
  return [...sections, signs].map((text) => text.replace(/\s/g, ''));
}
