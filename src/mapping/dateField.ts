import { customFieldName, type FieldPath } from '../opportunity/index.js';
import { foldHeader } from './synonyms.js';

/** Words by which a custom field says that it holds a date, in English, Spanish and Portuguese. */
const DATE_WORDS = /\b(?:fecha|date|vencimiento|vencimento|deadline)\b|^data(?:$| d[aeo] )/;
/** And by which one says that it holds none, though a word of those stands in it. */
const AMOUNT_WORDS = /\b(?:monto|importe|valor|amount|value|total|codigo|code|numero|number)\b/;

/** Words of a day on which something ends, if it is not a price, a rate or a sum of that day. */
const CLOSING_WORDS = /\b(?:cierre|closing|fechamento)\b|^prevista$/;
const PRICE_WORDS =
  /\b(?:precio|price|preco|tasa|rate|taxa|tipo|ingresos?|ventas?|venda|sales|costo|cost|comision)\b/;

const known = new Map<FieldPath, boolean>();

/** Whether a field is one for dates, by its name. */
export function isDateField(field: FieldPath): boolean {
  let isDate = known.get(field);
  if (isDate === undefined) {
    const name = customFieldName(field);
    const folded = name === null ? '' : foldHeader(name);
    isDate = !AMOUNT_WORDS.test(folded) && (DATE_WORDS.test(folded) || isClosing(folded));
    known.set(field, isDate);
  }
  return isDate;
}

function isClosing(folded: string): boolean {
  return CLOSING_WORDS.test(folded) && !PRICE_WORDS.test(folded);
}

/** A day of the years 1982 to 2091 as spreadsheets keep it (ECMA-376 part 1, 18.17.4.1): no date that anybody writes. */
export function isDateSerial(text: string): boolean {
  return text.length === 5 && /^[3-6]\d{4}$/.test(text);
}
