import { customFieldName, type FieldPath } from '../opportunity/index.js';
import { foldHeader } from './synonyms.js';

/** Words by which a custom field says that it holds a date, in English, Spanish and Portuguese. */
const DATE_WORDS = /\b(?:fecha|date|vencimiento|vencimento|deadline)\b|^data(?:$| d[aeo] )/;
/** And by which one says that it holds none, though a word of those stands in it. */
const AMOUNT_WORDS = /\b(?:monto|importe|valor|amount|value|total|codigo|code|numero|number)\b/;

const known = new Map<FieldPath, boolean>();

/** Whether a field is one for dates, by its name. */
export function isDateField(field: FieldPath): boolean {
  let isDate = known.get(field);
  if (isDate === undefined) {
    const name = customFieldName(field);
    const folded = name === null ? '' : foldHeader(name);
    isDate = DATE_WORDS.test(folded) && !AMOUNT_WORDS.test(folded);
    known.set(field, isDate);
  }
  return isDate;
}

/** A day of the years 1982 to 2091 as spreadsheets keep it (ECMA-376 part 1, 18.17.4.1): no date that anybody writes. */
export function isDateSerial(text: string): boolean {
  return text.length === 5 && /^[3-6]\d{4}$/.test(text);
}
