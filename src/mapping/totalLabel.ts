import { headerWithCurrency } from './currency.js';

/** The label of a line that adds up others, in English, Spanish and Portuguese. */
const TOTAL =
  /^(?:(?:gran|grand|sub|suma|importe|monto|valor|total general|total geral)[\s-]?)?(?:total(?:es|s|is)?|suma|sum|soma|sumatoria)\b[^\p{L}]*(?:general|geral|final|importe|monto|valor)?$/iu;

/** What else is counted from the lines above, or beside them: an average, the rate at which currencies were changed. */
const BESIDE_TOTAL =
  /^(?:promedio(?: general)?|average|(?:tipo de cambio|t\.\s?c\.|t\/c|exchange rate|taxa de c[aâ]mbio)(?: (?:de )?(?:compra|venta|venda|promedio|sunat))?)$/iu;

const LONGEST_LABEL = 40;

/** Whether a text is the label of such a line; where there are totals in several currencies it says which (`Total en soles`). */
export function isTotalLabel(text: string): boolean {
  if (text.length > LONGEST_LABEL) return false;
  const label = text.replace(/[\s:]+$/, '').trim();
  if (TOTAL.test(label) || BESIDE_TOTAL.test(label)) return true;
  const said = headerWithCurrency(label);
  return said !== null && TOTAL.test(said.word);
}
