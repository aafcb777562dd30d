import { foldHeader } from './synonyms.js';

/** What a column that sets no field of its own kind most likely holds, by its header, in English, Spanish and Portuguese. */
export type HeldText = 'notes' | 'names' | 'numbers' | 'unknown';

const NOTES =
  /^(?:notas?|notes?|obs|observacion(?:es)?|observac(?:ao|oes)|comentarios?|comments?|remarks?|motivos?|glosa)$/;

/** Of people and firms, which some number: `Vendedor` 12. */
const NAMES =
  /^(?:nombre de(?:l| la)? |nome d[oa] )?(?:vendedora?|vendedor asignado|responsable|responsavel|ejecutiv[oa](?: comercial)?|asesora?(?: comercial)?|agente|clientes?|client|customer|contacto|contact|contato|empresa|company|compania|razon social|razao social|account(?: name)?|owner|(?:opportunity|deal|record) owner|sales ?(?:rep|person)|seller|proveedor)(?: name)?$/;

/** Words of what is counted, measured or numbered. */
const NUMBERS =
  /(?:^| )(?:dias?|days?|plazo|meses|months|horas?|hours|prob|probabilidad|probability|probabilidade|cant|cantidad|quantidade|qtde?|qty|quantity|unidades|units|cuotas?|n|nro|num|numero|number|codigo|cod|code|sku|id|edad|age|puntaje|score|stock|licencias|usuarios|users|peso|anexo|dscto|descuento|discount|desconto|comision|commission|comissao|margen|margin|margem|tasa|rate|tipo de cambio|tc)(?: |$)/;

export function heldText(header: string): HeldText {
  const word = foldHeader(header).replace(/^customfields /, '');
  if (NOTES.test(word)) return 'notes';
  if (NAMES.test(word)) return 'names';
  return NUMBERS.test(word) ? 'numbers' : 'unknown';
}
