import {
  type CustomField,
  exactAmount,
  isSameId,
  type Opportunity,
  type Stage,
} from '../opportunity/index.js';
import { withoutMark, withPlainNumbers } from './exactNumbers.js';
import {
  type WireOpportunity,
  wireEnvelope,
  wireMetrics,
  wireOpportunity,
  wirePage,
  wireStage,
} from './wire.js';

/** Longest text of the server's that is kept, in characters. */
const LONGEST_MESSAGE = 500;

/** An answer's body without its envelope, and what the envelope said. */
export interface AnswerBody {
  /** `bare` is JSON without an envelope. What is no JSON at all is not this API speaking. */
  readonly form: 'envelope' | 'bare' | 'notJson' | 'empty';
  /** The status that problem details repeat; `null` where the answer is none. */
  readonly problemStatus: number | null;
  /** `false` when the envelope says that the request failed, whatever the HTTP status. */
  readonly success: boolean;
  readonly message: string | null;
  readonly errorCode: string | null;
  /** The envelope's own status code, when it has one. */
  readonly code: number | null;
  readonly data: unknown;
}

/**
 * Opens the documented envelope. An answer without one (some pages show bare objects and arrays) is its own
 * data; one of ASP.NET's problem details (RFC 9457) gives its `detail` or `title` as the message.
. `hide` is put over the server's words, which may repeat the token of the request; not over
 * the data, which goes back when custom fields are sent. `undefined` is a body that is no JSON, or `isEmpty`.
 */
export function unwrap(json: unknown, hide: Hide, isEmpty = false): AnswerBody {
  const said = (value: unknown) => words(value, hide);
  const envelope = wireEnvelope.safeParse(json);
  if (envelope.success) {
    const { success, message, errorCode, code, data } = envelope.data;
    const failedCode = typeof code === 'number' && (code < 200 || code > 299);
    return {
      form: 'envelope',
      problemStatus: null,
      success: success && !failedCode,
      message: said(message),
      errorCode: said(errorCode),
      code: code ?? null,
      data,
    };
  }
  const loose = isRecord(json) ? json : {};
  return {
    form: json === undefined ? (isEmpty ? 'empty' : 'notJson') : 'bare',
    problemStatus: 'title' in loose && typeof loose.status === 'number' ? loose.status : null,
    success: true,
    message: said(loose.message) ?? said(loose.detail) ?? said(problemText(loose)) ?? said(loose.error),
    errorCode: said(loose.errorCode) ?? said(loose.code),
    code: null,
    data: json,
  };
}

/**
 * The title of problem details, and what they say of each field behind it: ASP.NET calls every refusal of its own check
 * the same, and names the fields in `errors`.
 */
function problemText({ title, errors }: Readonly<Record<string, unknown>>): unknown {
  if (typeof title !== 'string' || !isRecord(errors)) return title;
  const said = Object.entries(errors).map(
    ([field, texts]) => `${field}: ${[texts].flat().map(String).join(' ')}`,
  );
  return [title, ...said].join(' ');
}

/** Whether anything was said in JSON, as this API speaks. */
export function isJson({ form }: AnswerBody): boolean {
  return form === 'envelope' || form === 'bare';
}

/** Takes out of a text what must not be shown. */
export type Hide = (text: string) => string;

/** The server's words as text, cut to a bearable length; `null` when it has none. Objects are shown as JSON. */
export function words(value: unknown, hide: Hide): string | null {
  if (value === null || value === undefined || value === '') return null;
  // Hidden before it is cut, or half of a token could stand at the end.
  const text = hide(shown(value));
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}

/** Any value as text: what is not text itself as JSON. */
function shown(value: unknown): string {
  return typeof value === 'string' ? withoutMark(value) : withPlainNumbers(JSON.stringify(value));
}

/**
 * The record with this id in an answer's data: under `opportunity`, the misspelt `oportunity`, `data`, or bare,
 * alone or in an array. Never another record that happens to stand first.
 */
export function findOpportunity(data: unknown, id: string): Opportunity | null {
  const wire = findRecord(data, id);
  return wire && toOpportunity(wire);
}

/** The same, but `elsewhere` when the record says that it is of another workspace than this one. */
export function findInWorkspace(
  data: unknown,
  id: string,
  workspaceId: string,
): Opportunity | 'elsewhere' | null {
  const wire = findRecord(data, id);
  if (!wire) return null;
  return isOf(workspaceId, wire) ? toOpportunity(wire) : 'elsewhere';
}

/** A record that does not say its workspace is of the one that was asked. Ids that look like GUIDs have no case. */
function isOf(workspaceId: string, wire: WireOpportunity): boolean {
  return !wire.workspaceId || wire.workspaceId.toLowerCase() === workspaceId.toLowerCase();
}

function isId(found: unknown, id: string): boolean {
  return typeof found === 'string' && isSameId(found, id);
}

function findRecord(data: unknown, id: string): WireOpportunity | null {
  const places = isRecord(data) ? [data.opportunity, data.oportunity, data.data, data] : [data];
  for (const place of places) {
    for (const candidate of Array.isArray(place) ? place : [place]) {
      if (!isRecord(candidate) || !isId(candidate.id, id)) continue;
      const parsed = wireOpportunity.safeParse(candidate);
      // `{ id, opportunity }` has the id too, and nothing of the record.
      if (parsed.success && ('name' in candidate || 'amount' in candidate)) return parsed.data;
    }
  }
  return null;
}

/**
 * A page of the list; `null` when the data is not one. Entries that are no opportunity make it `null` too; those of
 * another workspace are left out.
 */
export function readPage(
  data: unknown,
  workspaceId: string,
): { opportunities: Opportunity[]; next: string | null } | null {
  const page = wirePage.safeParse(data);
  if (!page.success) return null;
  const opportunities: Opportunity[] = [];
  for (const entry of page.data.data) {
    const parsed = wireOpportunity.safeParse(entry);
    if (!parsed.success) return null;
    if (isOf(workspaceId, parsed.data)) opportunities.push(toOpportunity(parsed.data));
  }
  return { opportunities, next: page.data.continuationToken || null };
}

const STAGE_KEYS = [
  'masterOfStates',
  'masterOfStages',
  'masterOfPhases',
  'states',
  'stages',
  'phases',
  'fases',
];

/** The workspace with this id and its stages, under the names that the documents show or suggest. */
export function readWorkspaceData(
  data: unknown,
  id: string,
): { name: string | null; stages: Stage[] } | null {
  const nested = isRecord(data) && data.id === undefined ? Object.values(data) : [];
  const candidates = [data, ...nested].flatMap((place) => (Array.isArray(place) ? place : [place]));
  const workspace = candidates.find((candidate) => isRecord(candidate) && isId(candidate.id, id));
  if (!isRecord(workspace)) return null;
  const lists = STAGE_KEYS.map((key) => workspace[key]);
  const list = lists.find((entry): entry is unknown[] => Array.isArray(entry)) ?? [];
  const stages = list
    .flatMap((entry) => wireStage.safeParse(entry).data ?? [])
    // One page of the documents numbers them; else they stand in their order. The sort keeps equals as they are.
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(({ id: stageId, name }) => ({ id: stageId, name }));
  return { name: typeof workspace.name === 'string' ? workspace.name : null, stages };
}

/** The number of opportunities in a workspace's metrics; `null` when the data does not say. */
export function readTotal(data: unknown): number | null {
  return wireMetrics.safeParse(data).data?.totalOpportunities ?? null;
}

function toOpportunity(wire: WireOpportunity): Opportunity {
  // An entry without a name that we know is kept too: it must go back when the list is sent.
  const customFields = wire.customFields?.map(
    (entry): CustomField => ({
      name: entry.name ?? entry.code ?? textOf(entry.key) ?? textOf(entry.id) ?? '',
      value: customValue(entry.value),
      wire: entry,
    }),
  );
  return {
    id: wire.id,
    opportCode: wire.opportCode === null || wire.opportCode === undefined ? null : shown(wire.opportCode),
    name: wire.name ?? null,
    description: wire.description ?? null,
    amount: amountOf(wire.amount),
    stageId: wire.stageId ?? null,
    contactId: wire.contactId ?? null,
    customFields: customFields ?? null,
    winLossStatus: wire.winLossStatus ?? null,
    updatedDate: wire.updatedDate ?? null,
    deletionDate: deletionDate(wire.deletionDate),
  };
}

function amountOf(amount: WireOpportunity['amount']): string | null {
  if (amount === null || amount === undefined) return null;
  return exactAmount(typeof amount === 'number' ? amount : withoutMark(amount));
}

/** What an entry is called by a key that the documents do not show. */
function textOf(value: unknown): string | null {
  return words(value, (text) => text);
}

/**
 * Not deleted is null by the documents (API facts, section 2), `""` where other empty values are, and the least time of
 * .NET (`DateTime.MinValue`) where a record has a time that was never set.
 */
function deletionDate(text: string | null | undefined): string | null {
  return !text || /^0001-01-01/.test(text) ? null : text;
}

function customValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return shown(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
