import type { KeyIndex } from '../mapping/index.js';
import type { Opportunity } from '../opportunity/index.js';
import type { LiveRecords } from './liveRecords.js';
import { oneAhead } from './oneAhead.js';
import type { ReadingWay } from './reading.js';
import { RecordShelf } from './recordShelf.js';
import type { Sightings } from './sightings.js';

/** What the CRM has under a key of the sheet. */
export type Found =
  | { kind: 'record'; record: Opportunity }
  | { kind: 'missing' }
  | { kind: 'ambiguous'; count: number }
  /** No such code, but this one, which differs only in the zeros before it. */
  | { kind: 'zeros' | 'near'; suggestion: string };

/** The live records that a plan asks for by the keys of its rows, however they are come by. */
export interface RecordSource {
  /**
   * What is found, or the read that it takes, whose record is then to be given to `found`. The read rejects with
   * `RecordUnreadable` when this one record cannot be read.
   */
  find(key: string): Found | Promise<Opportunity | null>;
  /** What a read has found. Not part of the read, which would cost each of a million rows a promise more. */
  found(record: Opportunity | null): Found;
  /** Whether records may come without their custom fields, which are then to be had by `whole`. */
  readonly leavesOut: boolean;
  /**
   * The same record read by itself, when the list has left its custom fields out. `needed` says whether they are to
   * be set; else they are only wanted for the before-image. Rejects with `RecordUnreadable`.
   */
  whole(record: Opportunity, needed: boolean): Found | Promise<Found>;
  close(): Promise<void>;
}

export interface SourceOptions {
  readonly how: ReadingWay;
  readonly keyedBy: 'id' | 'opportCode';
  /** Which keys the sheet names: no other record is kept. */
  readonly keys: KeyIndex;
  readonly live: LiveRecords;
  /** Is told of every live record that is read. */
  readonly sightings: Sightings;
  /** Whether something of the workspace must be seen before the first row is planned. */
  readonly needsSample: boolean;
  /** Where records of the list are put away while the plan is made; nothing may be there. */
  readonly path: string;
  readonly signal?: AbortSignal;
  /** Told after each page of the list how many records were read. */
  readonly onListed?: (records: number) => void;
}

/** Opens the source, for which the list is walked when it is needed. Throws what `LiveRecords` throws. */
export async function openSource(options: SourceOptions): Promise<RecordSource> {
  const { how, keyedBy, needsSample } = options;
  if (keyedBy === 'id' && how === 'rows') {
    if (needsSample) await takeSample(options);
    return new SingleReads(options);
  }
  return keyedBy === 'id' ? ListedById.walk(options) : ListedByCode.walk(options);
}

/** Looks at one page of the list. A list that cannot be read is no obstacle where it is not needed. */
async function takeSample({ live, sightings }: SourceOptions): Promise<void> {
  try {
    for await (const page of live.list()) {
      for (const record of page) sightings.add(record);
      return;
    }
  } catch {
    // What concerns all reads is found out by the next one.
  }
}

const MISSING: Found = { kind: 'missing' };

/** One GET a record. */
class SingleReads implements RecordSource {
  readonly leavesOut: boolean = false;

  constructor(protected readonly options: SourceOptions) {}

  find(id: string): Found | Promise<Opportunity | null> {
    return this.options.live.read(id);
  }

  found(record: Opportunity | null): Found {
    if (record === null) return MISSING;
    this.options.sightings.add(record);
    return { kind: 'record', record };
  }

  whole(record: Opportunity, _needed: boolean): Found | Promise<Found> {
    return { kind: 'record', record };
  }

  async close(): Promise<void> {}
}

/** Whether reading one record shows custom fields that the list leaves out is learnt from the first one. */
class WholeRecords extends SingleReads {
  override readonly leavesOut = true;
  #leftOutToo = false;

  override whole(record: Opportunity, needed: boolean): Found | Promise<Found> {
    return this.#leftOutToo && !needed ? { kind: 'record', record } : this.#readWhole(record);
  }

  async #readWhole(record: Opportunity): Promise<Found> {
    const found = this.found(await this.options.live.read(record.id));
    if (found.kind === 'record' && found.record.customFields === null) this.#leftOutToo = true;
    return found;
  }
}

/** The walked list by id. What it does not hold is read by itself before it is called missing. */
class ListedById extends WholeRecords {
  private constructor(
    options: SourceOptions,
    private readonly shelf: RecordShelf<Opportunity>,
  ) {
    super(options);
  }

  static async walk(options: SourceOptions): Promise<ListedById> {
    const { keys } = options;
    const shelf = await RecordShelf.create<Opportunity>(`${options.path}.records`, ({ id }) => id);
    const source = new ListedById(options, shelf);
    return walked(
      source,
      options,
      async (record) => {
        if (keys.mayName(record.id)) await shelf.put(record);
      },
      () => shelf.finish(),
    );
  }

  override find(id: string): Found | Promise<Opportunity | null> {
    const [record] = this.shelf.find(id);
    return record ? { kind: 'record', record } : super.find(id);
  }

  override close(): Promise<void> {
    return this.shelf.close();
  }
}

/** The walked list by code. Codes are also found by what is nearly the same, for a suggestion. */
class ListedByCode extends WholeRecords {
  private constructor(
    options: SourceOptions,
    private readonly shelf: RecordShelf<Opportunity>,
    private readonly nearCodes: RecordShelf<string>,
  ) {
    super(options);
  }

  static async walk(options: SourceOptions): Promise<ListedByCode> {
    const { keys, path } = options;
    const shelf = await RecordShelf.create<Opportunity>(`${path}.records`, ({ opportCode }) => opportCode);
    const nearCodes = await RecordShelf.create<string>(`${path}.codes`, nearCode);
    const source = new ListedByCode(options, shelf, nearCodes);
    let found = 0;
    let hasMoved = false;
    return walked(
      source,
      options,
      async (record) => {
        const { opportCode, deletionDate } = record;
        if (opportCode === null) return;
        if (keys.mayName(opportCode)) {
          if (!shelf.mayHave(opportCode)) found += 1;
          await shelf.put(record);
        }
        if (deletionDate === null) await nearCodes.put(opportCode);
      },
      async () => {
        await shelf.finish();
        await nearCodes.finish();
        if (hasMoved && found < keys.distinct) await source.#walkAgain();
      },
      () => {
        hasMoved = true;
      },
    );
  }

  /** Once: a code that has moved past the first walk, from a page to come to one that was read, is not called missing. */
  async #walkAgain(): Promise<void> {
    const { keys, live, sightings, signal } = this.options;
    for await (const page of oneAhead(live.list())) {
      signal?.throwIfAborted();
      for (const record of page) {
        const { id, opportCode } = record;
        if (opportCode === null || !keys.mayName(opportCode)) continue;
        if (this.shelf.find(opportCode).some((known) => known.id === id)) continue;
        sightings.add(record);
        await this.shelf.put(record);
        await this.shelf.finish();
      }
    }
  }

  override find(code: string): Found | Promise<Opportunity | null> {
    const records = this.shelf.find(code);
    const alive = records.filter(({ deletionDate }) => deletionDate === null);
    if (alive.length > 1) return { kind: 'ambiguous', count: alive.length };
    const record = alive[0] ?? records[0];
    if (record) {
      return this.options.how === 'rows' ? super.find(record.id) : { kind: 'record', record };
    }
    const [suggestion] = this.nearCodes.find(nearCode(code));
    if (suggestion === undefined) return MISSING;
    return { kind: DIGITS.test(code) && DIGITS.test(suggestion) ? 'zeros' : 'near', suggestion };
  }

  override async close(): Promise<void> {
    await this.shelf.close();
    await this.nearCodes.close();
  }
}

const DIGITS = /^\d+$/;

/**
 * A code without what programs and people change in it unseen: the kind of its dashes, capitals, spaces, and, where it is
 * of digits alone, the zeros before them. Codes that are one by this are not the same, but the one may be meant by the other.
 */
function nearCode(code: string): string {
  const plain = code
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[\s\p{Cf}]/gu, '')
    .toLowerCase();
  return DIGITS.test(plain) ? plain.replace(/^0+/, '') : plain;
}

async function walked<Source extends RecordSource>(
  source: Source,
  { live, sightings, signal, onListed }: SourceOptions,
  keep: (record: Opportunity) => Promise<void>,
  finish: () => Promise<void>,
  onMoved?: () => void,
): Promise<Source> {
  try {
    let records = 0;
    for await (const page of oneAhead(live.list(onMoved))) {
      signal?.throwIfAborted();
      for (const record of page) {
        sightings.add(record);
        await keep(record);
      }
      records += page.length;
      onListed?.(records);
    }
    await finish();
    return source;
  } catch (error) {
    await source.close();
    throw error;
  }
}
