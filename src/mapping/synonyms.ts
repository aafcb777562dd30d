import type { FieldPath } from '../opportunity/index.js';
import { headerWithCurrency } from './currency.js';

/** What a column can mean: a field that is set, or the key that finds the record. */
export type ColumnTarget = FieldPath | 'id' | 'opportCode';

/**
 * Header texts by target, in English, Spanish and Portuguese, in folded form (see `foldHeader`). Only whole
 * headers are matched: a header that merely contains a word is never mapped by itself. Words that often mean
 * something else are left out on purpose (`Contacto` is a person's name, `Cantidad` a quantity, `Estado` a
 * status or a province): such a column is listed as ignored, and `--map` takes it in.
 */
const SYNONYMS: Record<
  'id' | 'opportCode' | 'name' | 'description' | 'amount' | 'stageId' | 'contactId',
  string
> = {
  id: `id|record id|opportunity id|opportunityid|deal id|id oportunidad|id de oportunidad|id de la oportunidad
    |id negocio|id del negocio|id del trato|trato id|negocio id|id registro|id de registro|id del registro|id do registro
    |identificador|id oportunidade|id da oportunidade|id do negocio|uuid`,
  opportCode: `opportcode|opport code|code|opportunity code|deal code|codigo|cod|codigo oportunidad
    |codigo de oportunidad|codigo de la oportunidad|codigo da oportunidade|codigo oportunidade|codigo de oportunidade
    |codigo do negocio|codigo del negocio|cod oportunidad|cod oportunidade`,
  name: `name|opportunity name|opportunity|deal name|deal title|deal|title|nombre|nombre de la oportunidad|nombre de oportunidad|nombre oportunidad
    |oportunidad|titulo|negocio|nombre del negocio|nombre del trato|nombre de trato|trato titulo|negocio titulo|nome|nome da oportunidade|oportunidade|nome do negocio`,
  description: `description|desc|detail|details|descripcion|detalle|detalles|descricao|detalhe|detalhes`,
  amount: `amount|value|deal value|deal amount|close value|monto|importe|valor|monto total|importe total|valor total
    |monto estimado|valor estimado|montante|quantia|valor do negocio|valor del negocio|valor da oportunidade
    |trato valor|negocio valor|valor del trato|monto del trato|valor de la oportunidad|monto de la oportunidad`,
  stageId: `stageid|stage id|stage|stage name|deal stage|pipeline stage|phase|etapa|fase|id etapa|id de etapa|id fase
    |nombre etapa|nombre de la etapa|etapa del negocio|etapa del trato|trato etapa|negocio etapa|etapa de la oportunidad|etapa do negocio|estagio|id do estagio|id da etapa|nome da etapa`,
  contactId: `contactid|contact id|id contacto|id de contacto|id del contacto|id contato|id do contato`,
};

const TARGET_BY_HEADER = new Map(
  Object.entries(SYNONYMS).flatMap(([target, words]) =>
    words.split('|').map((word): [string, ColumnTarget] => [word.trim(), target as ColumnTarget]),
  ),
);

/** Fields of the record that PUT does not take (API facts, section 4): named so that the reason can be told. */
const READ_ONLY = new Set(
  `finalamount|final amount|monto final|winlossstatus|win loss status|creationdate|creation date|fecha de creacion
  |updateddate|updated date|fecha de actualizacion|assignedagentid|assigned agent id|assigned agent|agente asignado
  |expirationdate|expiration date|fecha de vencimiento|segmentationid|workspaceid|workspace id`
    .split('|')
    .map((word) => word.trim()),
);

/** The mark at the beginning of a UTF-8 file, put there a second time by a program that had not known the first. */
const TWICE_MARKED = /^\u00ef\u00bb\u00bf/;

/** A header without case, accents, punctuation, doubled spaces and what nobody sees: `  Código_(CRM) ` -> `codigo crm`. */
export function foldHeader(text: string): string {
  return text
    .replace(TWICE_MARKED, '')
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What a header means as a whole; an amount may also say its currency (`Monto S/`, `Valor em reais`, `Amount in USD`). */
export function targetOfHeader(text: string): ColumnTarget | null {
  // A share of something is no amount, and neither is the difference to another.
  if (/[%‰±Δ∆]|\+\s*\/\s*[-−–]|\+\s*\)?\s*$/u.test(text)) return null;
  // `¿Negocio?` is answered with yes or no.
  if (/^\s*¿|\?\s*$/u.test(text)) return null;
  const target = TARGET_BY_HEADER.get(foldHeader(text));
  if (target !== undefined) return target;
  const said = headerWithCurrency(text);
  return said !== null && TARGET_BY_HEADER.get(foldHeader(said.word)) === 'amount' ? 'amount' : null;
}

/** Words that mean a field by themselves, and beside others something else: a person, a unit's price, or any field. */
interface Doubt {
  readonly target: ColumnTarget;
  readonly words: ReadonlySet<string>;
  readonly beside: RegExp;
  /** Only where a header like this one is there, too. */
  readonly and?: RegExp;
  /** Not where a header like this one is there: it is that of which the neighbour speaks. */
  readonly unless?: RegExp;
  /** With a column of one of these fields it is not doubtful. */
  readonly unlessFields?: ReadonlySet<ColumnTarget>;
}

const DOUBTFUL: readonly Doubt[] = [
  {
    target: 'name',
    words: new Set(['name', 'nombre', 'nome', 'title', 'titulo']),
    // Not `Apellido del contacto`: that one says itself whose it is.
    beside:
      /^(?:(?:primer |segundo )?apellidos?(?: (?:paterno|materno|y|e|completos?))*|sobrenomes?|surname|(?:last|family|first) ?name)$/,
  },
  {
    target: 'name',
    words: new Set(['name', 'nombre', 'nome', 'title', 'titulo']),
    // What a person has. Of `Teléfono del contacto` the same is true as of the surname.
    beside:
      /^(?:(?:numero de )?(?:telefono|telefone|celular|movil|whatsapp|(?:mobile|cell|phone)(?: (?:phone|number))?)(?: \d)?|(?:correo|e ?mail)(?: electronico| address)?|cargo|puesto|job title|dni)$/,
    unless: /^(?!id\b).*\b(?:contacto|contact|contato|clientes?|client|customer)\b/,
    // A list of people has no amounts; in one of opportunities the phone is beside the name of each.
    unlessFields: new Set(['amount', 'stageId', 'description']),
  },
  {
    target: 'amount',
    words: new Set(['value', 'valor']),
    beside: /^(?:(?:nombre del |nome do )?campo(?: modificado)?|field(?: name)?)$/,
  },
  {
    target: 'amount',
    words: new Set(['amount', 'value', 'monto', 'importe', 'valor']),
    beside: /^(?:cantidad|cant|quantidade|qtde?|quantity|qty|unidades|units)$/,
    and: /^(?:sub ?)?total$/,
  },
  {
    target: 'description',
    words: new Set(['desc']),
    // Among prices it is a discount.
    beside:
      /^(?:precio.*|p unit(?:ario)?|(?:unit )?price|preco.*|cantidad|cant|quantity|qty|sub ?total|igv|iva|neto)$/,
  },
];

/** Of all headers, the one beside which this one is most likely another thing than its field (`Nombre`, `Apellido`). */
export function doubtBeside(header: string, target: string, all: readonly string[]): string | null {
  const word = foldHeader(header);
  const doubts = DOUBTFUL.filter((doubt) => doubt.target === target && doubt.words.has(word));
  if (doubts.length === 0) return null;
  const others = all.map((other) => ({ other, folded: foldHeader(other) }));
  const find = (pattern: RegExp) => others.find(({ folded }) => pattern.test(folded));
  for (const { beside, and, unless, unlessFields } of doubts) {
    const found = find(beside);
    if (found === undefined || (and && !find(and)) || (unless && find(unless))) continue;
    if (unlessFields && all.some((other) => unlessFields.has(targetOfHeader(other) ?? 'id'))) continue;
    return found.other;
  }
  return null;
}

/** Names of a field that as headers might as well be something else: who types one of them means the field. */
const TYPED_NAMES: ReadonlyMap<string, ColumnTarget> = new Map(
  ['contacto', 'contact', 'contato'].map((word) => [word, 'contactId']),
);

/** What a person means by the name of a field, in any of the languages; `null` when it is none. */
export function targetNamed(text: string): ColumnTarget | null {
  return targetOfHeader(text) ?? TYPED_NAMES.get(foldHeader(text)) ?? null;
}

/**
 * What a header that is not known as a whole may mean by a known word in it, the longest one: `Monto final (S/)` holds
 * `monto`. `null` when there is none, or when it says that the API does not let the field be set.
 */
export function targetInHeader(text: string): { target: ColumnTarget; word: string } | null {
  if (isReadOnlyHeader(text)) return null;
  const words = foldHeader(text).split(' ');
  for (let length = words.length; length > 0; length -= 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      const word = words.slice(from, from + length).join(' ');
      const target = TARGET_BY_HEADER.get(word);
      if (target !== undefined) return { target, word };
    }
  }
  return null;
}

export function isReadOnlyHeader(text: string): boolean {
  return READ_ONLY.has(foldHeader(text));
}
