import type { FieldPath } from '../opportunity/index.js';
import { foldHeader, targetInHeader, targetOfHeader } from './synonyms.js';

/** Words by which people name a column for what a field shall be, beside the one for what it is. */
const NEWER =
  /(?<![\p{L}\p{N}])(?:nuev[oa]|nv[oa]\.?|nov[oa]|new|corregid[oa]|corrigid[oa]|corrected|correct[oa]?|(?:actualiz|atualiz|ajust|revis|modific|aprob|aprov)ad[oa]|a (?:actualizar|atualizar)|updated|adjusted|revised|approved|propuest[oa]|propost[oa]|proposed|final|definitiv[oa]|destino|objetivo|target|pr[oó]xim[oa]|siguiente|next)(?![\p{L}\p{N}])/giu;

/** What stands in brackets at the end: `Nueva etapa (elegir)`. */
const REMARK = /\s*[([][^()[\]]*[)\]]\s*$/u;

/** The word's end in `newAmount` and `NuevaEtapa`. */
const CAMEL = /(?<=\p{Ll})(?=\p{Lu})/gu;

/** What is new or next then is another thing: a date, a person, a payment. */
const OTHER =
  /(?<![\p{L}\p{N}])(?:fechas?|date|data|dias?|days?|plazo|motivos?|razon|reason|coment\p{L}*|notas?|notes?|contact\p{L}*|contato|clientes?|client|customer|usuario|user|responsable|owner|vendedora?|por|by|prob\p{L}*|cuotas?|pagos?|payments?|facturas?|invoices?|contrat\p{L}*|productos?|products?|servicios?)(?![\p{L}\p{N}])/iu;

const FINAL = /\bfinal\b/i;

/** What programs put behind the second of two headers that are the same: `Etapa.1`, `Etapa_1`, `Etapa2`, `Etapa (2)`. */
const COUNTED = /(?<=\p{L})(?:[._]?\d{1,2}|\s?\(\d{1,2}\))$/u;

/** The record itself: `Nuevo negocio` says of a record that it is new, and gives it no name. */
const RECORD = new Set(['deal', 'opportunity', 'oportunidad', 'oportunidade', 'negocio']);

/** Words of a header that names a field with one word more, or two: `Nueva etapa del CRM`. */
const LONGEST_NAME = 3;

/** Whether a header that is not known means what `field` shall be: `Nueva etapa`, `Monto corregido (S/)`, `Etapa.1`. */
export function isNewerHeader(header: string, field: FieldPath): boolean {
  // The CRM has a final amount of its own, behind discounts (API facts, section 4).
  if (field === 'amount' && FINAL.test(header)) return false;
  const words = header.normalize('NFC').replace(CAMEL, ' ');
  const bare = words.replace(REMARK, '');
  return (
    [NEWER, COUNTED].some((mark) => isPlainly(words, mark, field)) ||
    isPlainly(bare, NEWER, field) ||
    isPartly(bare, field)
  );
}

function isPlainly(header: string, mark: RegExp, field: FieldPath): boolean {
  const plain = header.replace(mark, ' ');
  return plain !== header && targetOfHeader(plain) === field && !RECORD.has(foldHeader(plain));
}

/** `Nueva etapa CRM`: the field is one of the words. A name is said by too many words for that. */
function isPartly(header: string, field: FieldPath): boolean {
  if (field !== 'stageId' && field !== 'amount') return false;
  const plain = header.replace(NEWER, ' ');
  if (plain === header || OTHER.test(plain) || /\d/.test(plain)) return false;
  if (foldHeader(plain).split(' ').length > LONGEST_NAME) return false;
  return targetInHeader(plain)?.target === field;
}
