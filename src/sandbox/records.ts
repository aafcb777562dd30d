import type { WireCustomField, WireOpportunity } from '../plazbot/wire.js';
import type { SandboxDialect } from './options.js';
import { timestamp } from './timestamp.js';

/** The fields that a PUT takes, and what each becomes in a dialect that blanks what is omitted. */
const BLANKS = {
  name: null,
  description: null,
  amount: 0,
  stageId: null,
  contactId: null,
  customFields: [],
} as const;
const FIELDS = Object.keys(BLANKS) as (keyof typeof BLANKS)[];

/** The sandbox's opportunities, in memory, in the order of the list. */
export class Records {
  readonly #slots: (WireOpportunity | null)[];
  readonly #places: Map<string, number>;
  #clock = Date.UTC(2026, 10, 2, 12);

  constructor(
    opportunities: readonly WireOpportunity[],
    private readonly dialect: SandboxDialect,
  ) {
    this.#slots = opportunities.map(copied);
    this.#places = new Map(opportunities.map(({ id }, place) => [id, place]));
  }

  /** Every record in order; `null` where one was deleted. */
  get slots(): readonly (WireOpportunity | null)[] {
    return this.#slots;
  }

  get count(): number {
    return this.#places.size;
  }

  get(id: string): WireOpportunity | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : (this.#slots[place] ?? undefined);
  }

  add(record: WireOpportunity): void {
    this.#places.set(record.id, this.#slots.push(record) - 1);
  }

  delete(id: string): boolean {
    const place = this.#places.get(id);
    if (place === undefined) return false;
    this.#slots[place] = null;
    return this.#places.delete(id);
  }

  /** What a PUT does, in the dialect's reading of the documents. The body has been validated. */
  put(record: WireOpportunity, body: Readonly<Record<string, unknown>>): void {
    for (const field of FIELDS) {
      if (field in body) {
        const value = body[field];
        Object.assign(record, {
          [field]: field === 'customFields' ? this.#customFields(record, value as WireCustomField[]) : value,
        });
      } else if (this.dialect.omitted === 'blank') Object.assign(record, { [field]: BLANKS[field] });
    }
    record.updatedDate = this.now();
  }

  /** Someone edits the record in the CRM. Throws when there is no such record. */
  edit(id: string, changes: Partial<WireOpportunity>): void {
    const record = this.get(id);
    if (!record) throw new Error(`the sandbox has no opportunity ${id}`);
    Object.assign(record, structuredClone(changes));
    record.updatedDate = this.now();
  }

  /** The sandbox's own time: a second later at each change, so that runs repeat. */
  now(): string {
    this.#clock += 1000;
    return timestamp(new Date(this.#clock));
  }

  /** The record as an answer shows it: custom fields under the dialect's key. */
  shown(record: WireOpportunity): WireOpportunity {
    if (this.dialect.customFieldKey !== 'code' || !record.customFields) return record;
    const customFields = record.customFields.map(({ name, code, ...rest }) => ({
      code: code ?? name,
      ...rest,
    }));
    return { ...record, customFields };
  }

  /** The record as the list shows it. */
  listed(record: WireOpportunity): WireOpportunity {
    if (this.dialect.listCustomFields !== 'left-out') return this.shown(record);
    const { customFields, ...rest } = record;
    return rest;
  }

  /** Merging replaces the value of a name that is there, in its place, and adds the others at the end. */
  #customFields(record: WireOpportunity, sent: readonly WireCustomField[]): WireCustomField[] {
    const named = sent.map(({ code, ...rest }) => ({ ...rest, name: rest.name ?? code ?? '' }));
    if (this.dialect.customFields === 'replace') return named;
    const merged = new Map(
      (record.customFields ?? []).map((field) => [field.name ?? field.code ?? '', field]),
    );
    for (const field of named) merged.set(field.name, { ...merged.get(field.name), ...field });
    return [...merged.values()];
  }
}

/** As deep as the sandbox changes it; a full clone of 100,000 records takes seconds. */
function copied(record: WireOpportunity): WireOpportunity {
  const { customFields } = record;
  return customFields
    ? { ...record, customFields: customFields.map((field) => ({ ...field })) }
    : { ...record };
}
