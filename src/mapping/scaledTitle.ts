import type { SheetRow } from '../sheet/index.js';
import type { Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';

/** `(Expresado en miles de soles)`, `Valores em milhões`, `in thousands`. */
const SCALE =
  /(?<!\p{L})(?:en|in|em)\s+(?:miles|millones|milhares|milh(?:õ|o)es|thousands?|millions?|mil(?=\s+(?:reais|soles|d[oó]lares|pesos)))(?!\p{L})/iu;
/** `S/ 000`, `US$ MM`, `$ Mio.`. */
const AFTER_SIGN = /(?:S\/\.?|\$|USD|PEN|EUR|BRL|€)\s*(?:000s?|MM|M?Mio\.?)(?![\p{L}\p{N}])/iu;

/**
 * Throws `MappingRefusal` where a title above the header says that the amounts are in thousands or millions, unless a
 * person has said that the column holds amounts: as they stand, then.
 */
export function refuseScaledTitle({ columns, headerRow }: Mapping, rows: readonly SheetRow[]): void {
  const amounts = columns.find(({ use }) => use.kind === 'field' && use.field === 'amount');
  if (!amounts || amounts.because === 'user') return;
  for (const row of rows) {
    if (row.number >= headerRow) return;
    const title = row.cells.find(({ text }) => SCALE.test(text) || AFTER_SIGN.test(text));
    if (title) {
      throw new MappingRefusal({
        ...{ code: 'amount.scaledTitle', column: amounts.header, row: row.number, text: title.text.trim() },
      });
    }
  }
}
