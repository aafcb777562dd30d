import type { WireCustomField, WireOpportunity } from '../plazbot/wire.js';
import type { SandboxDialect } from './options.js';
import { timestamp } from './seed.js';

const FIELDS = ['name', 'description', 'amount', 'stageId', 'contactId', 'customFields'] as const;

/** The sandbox's opportunities, in memory. */
export class Records {
  readonly #byId: Map<string, WireOpportunity>;
  #clock = Date.UTC(2026, 10, 2, 12);

  constructor(
    opportunities: readonly WireOpportunity[],
    private readonly dialect: SandboxDialect,
  ) {
    this.#byId = new Map(opportunities.map((record) => [record.id, structuredClone(record)]));
  }

  get(id: string): WireOpportunity | undefined {
    return this.#byId.get(id);
  }

  all(): WireOpportunity[] {
    return [...this.#byId.values()];
  }

  add(record: WireOpportunity): void {
    this.#byId.set(record.id, record);
  }

  delete(id: string): boolean {
    return this.#byId.delete(id);
  }

  /** What a PUT does, in the dialect's reading of the documents. The body has been validated. */
  put(record: WireOpportunity, body: Readonly<Record<string, unknown>>): void {
    for (const field of FIELDS) {
      if (!(field in body)) {
        if (this.dialect.omitted === 'blank') Object.assign(record, { [field]: BLANK[field] });
      } else if (field === 'customFields') {
        record.customFields = this.#customFields(
          record.customFields ?? [],
          body.customFields as WireCustomField[],
        );
      } else Object.assign(record, { [field]: body[field] });
    }
    this.touch(record);
  }

  /** Someone edits the record in the CRM. */
  edit(id: string, changes: Partial<WireOpportunity>): void {
    const record = this.#byId.get(id);
    if (!record) throw new Error(`the sandbox has no opportunity ${id}`);
    Object.assign(record, structuredClone(changes));
    this.touch(record);
  }

  touch(record: WireOpportunity): void {
    this.#clock += 1000;
    record.updatedDate = timestamp(new Date(this.#clock));
  }

  /** The record as an answer shows it: custom fields under the dialect's key. */
  shown(record: WireOpportunity): WireOpportunity {
    if (this.dialect.customFieldKey !== 'code') return record;
    const customFields = record.customFields?.map(({ name, code, ...rest }) => ({
      code: code ?? name,
      ...rest,
    }));
    return { ...record, customFields };
  }

  #customFields(live: readonly WireCustomField[], sent: readonly WireCustomField[]): WireCustomField[] {
    const named = sent.map((field) => ({ ...field, name: nameOf(field) }));
    if (this.dialect.customFields === 'replace') return named;
    const kept = live.map((field) => named.find((other) => other.name === nameOf(field)) ?? field);
    const added = named.filter((field) => !live.some((other) => nameOf(other) === field.name));
    return [...kept, ...added];
  }
}

const BLANK: Record<(typeof FIELDS)[number], unknown> = {
  name: null,
  description: null,
  amount: 0,
  stageId: null,
  contactId: null,
  customFields: [],
};

function nameOf({ name, code }: WireCustomField): string {
  return name ?? code ?? '';
}
