import type { FieldPath } from '../opportunity/index.js';
import { foldHeader, targetOfHeader } from './synonyms.js';

/** Words by which people name a column for what a field shall be, beside the one for what it is. */
const NEWER =
  /(?<![\p{L}\p{N}])(?:nuev[oa]|nov[oa]|new|corregid[oa]|corrigid[oa]|corrected|(?:actualiz|atualiz|ajust|revis|modific)ad[oa]|updated|adjusted|revised|propuest[oa]|propost[oa]|proposed|final|definitiv[oa]|destino)(?![\p{L}\p{N}])/giu;

const FINAL = /\bfinal\b/i;

/** What programs put behind the second of two headers that are the same: `Etapa.1`, `Etapa_1`, `Etapa2`, `Etapa (2)`. */
const COUNTED = /(?<=\p{L})(?:[._]?\d{1,2}|\s?\(\d{1,2}\))$/u;

/** The record itself: `Nuevo negocio` says of a record that it is new, and gives it no name. */
const RECORD = new Set(['deal', 'opportunity', 'oportunidad', 'oportunidade', 'negocio']);

/** Whether a header that is not known means what `field` shall be: `Nueva etapa`, `Monto corregido (S/)`, `Etapa.1`. */
export function isNewerHeader(header: string, field: FieldPath): boolean {
  // The CRM has a final amount of its own, behind discounts (API facts, section 4).
  if (field === 'amount' && FINAL.test(header)) return false;
  return [NEWER, COUNTED].some((mark) => {
    const plain = header.replace(mark, ' ');
    return plain !== header && targetOfHeader(plain) === field && !RECORD.has(foldHeader(plain));
  });
}
