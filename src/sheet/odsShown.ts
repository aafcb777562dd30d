import { SSF } from '@e965/xlsx';

/**
 * Whether a number in a format shows what stands in the cell of an OpenDocument spreadsheet. SheetJS takes of several
 * sections the last, leaves out signs of currencies, and does not know formats that show thousands of a number. Whether it
 * is points or commas that part digits is left aside: they are those of another language.
 */
export function showsSame(shown: string, number: number, format: string): boolean {
  try {
    return figures(SSF.format(format, number)) === figures(shown);
  } catch {
    return false;
  }
}

/** The digits of a text, its sign, what makes hundredths of them, and how often they are parted; of one without digits all of it. */
function figures(text: string): string {
  const digits = text.replace(/\D/g, '');
  if (digits === '') return text.trim();
  const parted = text.match(/\d(?=\D\d)/g)?.length ?? 0;
  return `${/[-−–(]/.test(text) ? '-' : ''}${digits}${text.includes('%') ? '%' : ''} ${parted}`;
}

/** A point or comma before three digits, which are decimals or a number's end. */
const ONE_SEPARATOR = /^\D*\d{1,3}[.,]\d{3}\D*$/;

/** Whether a shown text may be another number than it looks, in a spreadsheet that has formats that write one. */
export function mayBeScaled(shown: string): boolean {
  return ONE_SEPARATOR.test(shown);
}

/**
 * Formats that leave out thousands (OpenDocument 1.3, part 3, 19.344), and those that write digits or a separator that are
 * not of the number.
 */
const SCALING =
  /<number:number\b[^<>]*\snumber:display-factor=["'](?!1["'])|<number:text>(?:[^<]*\d[^<]*|\s*[.,]+\s*)<\/number:text>/;

/** Whether a part of an OpenDocument spreadsheet has a format that shows another number than the cell's. */
export function hasScaling(xml: string): boolean {
  return SCALING.test(xml);
}
