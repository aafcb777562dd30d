import { canBeCleared, type FieldPath } from '../opportunity/index.js';
import type { SheetRow } from '../sheet/index.js';
import { isAccountingZero } from './amountStyle.js';
import { AmountsByKey } from './amountsByKey.js';
import { hasInvisible, isOrdinary, isPlaceholder, repairedMojibake } from './cellText.js';
import { plainText } from './dataRow.js';
import { isDateField } from './dateField.js';
import { keyShape } from './keyShape.js';
import type { Mapping, SheetUnderstanding } from './mapping.js';
import { type CellPlace, type MappingNotice, MappingRefusal } from './problem.js';
import type { PlaceholderMeaning, ReadingRules } from './readingRules.js';
import { foldHeader } from './synonyms.js';
import { mappedValue, type ValueMap } from './valueMap.js';

/** What the user said of how cells are to be read; what is absent is decided from the cells. */
export interface ReadingOptions {
  readonly decimal?: 'comma' | 'dot';
  /** For one column by its header, or for all where `column` is `null`. */
  readonly placeholders?: readonly { column: string | null; meaning: PlaceholderMeaning }[];
  readonly mojibake?: 'repair' | 'keep';
  readonly round?: boolean;
}

interface Counted {
  cells: number;
  readonly example: CellPlace;
}

type NoticeCode = 'notice.trimmed' | 'notice.invisible' | 'notice.spaces' | 'notice.wholeIds';

/** One column whose cells become values. */
interface Surveyed {
  readonly index: number;
  readonly header: string;
  /** `null` for the key. */
  readonly field: FieldPath | null;
  readonly amounts: AmountsByKey | null;
  readonly values: ValueMap | null;
  /** Whether every cell so far was ordinary text, or empty. */
  ordinary: boolean;
  placeholder: Counted | null;
  mojibake: (Counted & { readonly repaired: string }) | null;
}

/** Looks at every cell that will be read, to decide how, and to find what a person should know or be asked. */
export class CellSurvey {
  readonly #columns: readonly Surveyed[];
  readonly #noticed = new Map<NoticeCode, Counted>();

  constructor(
    private readonly mapping: Mapping,
    private readonly options: ReadingOptions,
  ) {
    this.#columns = mapping.columns.flatMap(({ index, header, use, values = null }): Surveyed[] => {
      if (use.kind === 'ignored') return [];
      const field = use.kind === 'field' ? use.field : null;
      const amounts = field === 'amount' ? new AmountsByKey() : null;
      const nothing = { placeholder: null, mojibake: null };
      return [
        {
          index,
          header,
          field,
          amounts,
          values,
          ordinary: values === null && !isDateField(field ?? 'name'),
          ...nothing,
        },
      ];
    });
  }

  /** `key` is what names the row's record. */
  add(sheetRow: SheetRow, key: string): void {
    const row = sheetRow.number;
    const shape = keyShape(key);
    for (const column of this.#columns) {
      const text = plainText(sheetRow, column.index, this.mapping);
      if (text === '') continue;
      if (text === null) {
        column.ordinary = false;
        const cell = sheetRow.cell(column.index);
        if (column.amounts && cell.kind === 'number') column.amounts.addNumber(row, cell, shape);
        const shown = cell.text;
        const example = { row, column: column.header, text: shown };
        if (column.field === null && /[.,]0+$/.test(shown)) this.#note('notice.wholeIds', example);
        continue;
      }
      if (column.values && isSettled(column.values, text)) continue;
      if (column.amounts) {
        if (isPlaceholder(text) && !isAccountingZero(text)) this.#notePlaceholder(column, row, text);
        else column.amounts.add(row, text, shape);
      }
      if (isOrdinary(text)) {
        if (column.field !== null && !column.amounts && isPlaceholder(text)) {
          this.#notePlaceholder(column, row, text);
        }
        continue;
      }
      column.ordinary = false;
      this.#lookCloser(column, row, text);
    }
  }

  /** Of a row that cannot be sent: it decides nothing, but a column of ordinary text must be one in all rows. */
  addUnsent(sheetRow: SheetRow): void {
    for (const column of this.#columns) {
      const text = plainText(sheetRow, column.index, this.mapping);
      if (text !== '' && (text === null || !isOrdinary(text))) column.ordinary = false;
    }
  }

  /** Rules under which every cell passes that could pass under those which `decide` will give. */
  get provisional(): ReadingRules {
    const { decimal, mojibake = 'keep', round = false } = this.options;
    // Where nothing was said of a column's placeholders, there are none, or `decide` refuses the sheet.
    const placeholders = new Map(
      this.#columns.flatMap(({ index, header }) => {
        const meaning = this.#givenMeaning(header);
        return meaning === undefined ? [] : [[index, meaning] as const];
      }),
    );
    return { amountStyle: decimal ?? 'either', placeholders, ordinary: [], mojibake, round };
  }

  /** Decides, from all that was seen. Throws `MappingRefusal` where only a person can. */
  decide(): { rules: SheetUnderstanding['rules']; notices: MappingNotice[] } {
    const { decimal, mojibake, round = false } = this.options;
    const notices: MappingNotice[] = [...this.#noticed].map(([code, counted]) => ({ code, ...counted }));
    const placeholders = new Map<number, PlaceholderMeaning>();
    let amountStyle = decimal ?? null;
    for (const column of this.#columns) {
      if (column.amounts) {
        const all = column.amounts.all;
        all.refuseTwoCurrencies(column.header, this.mapping.headerRow);
        amountStyle ??= column.amounts.decide(column.header);
        const { negatives } = all;
        if (negatives) {
          const example = { ...negatives.example, column: column.header };
          notices.push({ code: 'notice.negative', cells: negatives.cells, example });
        }
      }
      if (column.placeholder) placeholders.set(column.index, this.#meaningOf(column, column.placeholder));
      if (column.mojibake && mojibake === undefined) {
        const { cells, example, repaired } = column.mojibake;
        throw new MappingRefusal({ code: 'cells.mojibake', ...example, repaired, cells });
      }
    }
    const ordinary = this.mapping.columns.map(() => false);
    for (const column of this.#columns) ordinary[column.index] = column.ordinary;
    const rules = { amountStyle, placeholders, ordinary, mojibake: mojibake ?? 'keep', round };
    return { rules, notices };
  }

  #meaningOf(column: Surveyed, { cells, example }: Counted): PlaceholderMeaning {
    const meaning = this.#givenMeaning(column.header);
    if (meaning !== undefined) return meaning;
    const clearable = column.field !== null && canBeCleared(column.field);
    throw new MappingRefusal({ code: 'cells.placeholder', ...example, cells, clearable });
  }

  #givenMeaning(header: string): PlaceholderMeaning | undefined {
    const given = this.options.placeholders ?? [];
    return (
      given.find(({ column }) => column === header)?.meaning ??
      given.find(({ column }) => column !== null && foldHeader(column) === foldHeader(header))?.meaning ??
      given.find(({ column }) => column === null)?.meaning
    );
  }

  #lookCloser(column: Surveyed, row: number, text: string): void {
    const place = { row, column: column.header, text };
    if (text.trim() === '') {
      this.#note('notice.spaces', place);
      return;
    }
    if (text !== text.trim()) this.#note('notice.trimmed', place);
    if (hasInvisible(text)) this.#note('notice.invisible', place);
    if (column.field === null) return;
    if (!column.amounts && isPlaceholder(text)) this.#notePlaceholder(column, row, text);
    const repaired = repairedMojibake(text);
    if (repaired === null) return;
    if (column.mojibake) column.mojibake.cells += 1;
    else column.mojibake = { cells: 1, example: place, repaired };
  }

  #notePlaceholder(column: Surveyed, row: number, text: string): void {
    if (column.placeholder) column.placeholder.cells += 1;
    else column.placeholder = { cells: 1, example: { row, column: column.header, text } };
  }

  #note(code: NoticeCode, example: CellPlace): void {
    const counted = this.#noticed.get(code);
    if (counted) counted.cells += 1;
    else this.#noticed.set(code, { cells: 1, example });
  }
}

/** Whether a text is known without a look at the rest of its column: it stands for a value, or will be refused. */
function isSettled(values: ValueMap, text: string): boolean {
  return mappedValue(values, text) !== undefined || (values.otherwise === 'refuse' && !isPlaceholder(text));
}
