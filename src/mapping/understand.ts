import { isBlank, type Sheet, type SheetRow } from '../sheet/index.js';
import { CellSurvey, type ReadingOptions } from './cellSurvey.js';
import { type KeyReading, readKey } from './cellValue.js';
import { CurrencyColumn } from './currencyColumn.js';
import { CutDecimals } from './cutDecimals.js';
import { CutIntoNext } from './cutIntoNext.js';
import {
  earlierStatus,
  isIdle,
  isOtherHeader,
  isTotalsRow,
  leavesUnnamed,
  mayBeHeader,
  namesNoRecord,
  plainCell,
  raggedWidth,
  repeatsHeader,
} from './dataRow.js';
import type { EditRules } from './edit.js';
import { findHeader, rowText } from './headerRow.js';
import { type HeaderOptions, mapHeader } from './headers.js';
import { KeyIndex } from './keyIndex.js';
import type { Mapping, SheetUnderstanding } from './mapping.js';
import { type MappingNotice, MappingRefusal } from './problem.js';
import { ownName, renamedColumns, StatusWords } from './resultsSheet.js';
import { isSelectedRow, type RowRange } from './rowRange.js';
import { refuseScaledTitle } from './scaledTitle.js';
import { isLeftOut, type TakenRows } from './takenRows.js';

export interface UnderstandOptions extends HeaderOptions, ReadingOptions {
  /** Row number of the header, 0 when there is none; the first row with any text when absent. */
  readonly headerRow?: number;
  /** In a results sheet, the rows to take; all when absent. */
  readonly only?: Exclude<TakenRows, 'all'>;
  /** The rows to take, by their numbers; all when absent. */
  readonly selected?: readonly RowRange[];
}

/** Is shown every data row as it goes by, and what its key says; `null` where that is not read. */
export type RowWatcher = (row: SheetRow, key: KeyReading | null) => void;

/** Rows that are named in a notice before the rest is left out. */
const NAMED_ROWS = 5;

/**
 * Walks the whole sheet once and says how it is to be read. Throws `MappingRefusal` where that would take a
 * guess, and `SheetRefusal` where the file is damaged; nothing is sent before this has passed. `watch` is asked,
 * once the header is known, for someone to look at each row: under rules that are not all decided yet.
 */
export async function understandSheet(
  sheet: Sheet,
  options: UnderstandOptions = {},
  watch: (rules: EditRules) => RowWatcher = () => () => undefined,
): Promise<SheetUnderstanding> {
  let walk: DataWalk | null = null;
  for await (const batch of sheet.batches()) {
    let from = 0;
    if (walk === null) {
      const header = findHeader(batch, options);
      if (header === null) continue;
      const { delimiter } = sheet.source;
      const mapping = mapHeader(header, options);
      refuseScaledTitle(mapping, batch);
      walk = new DataWalk(mapping, header, { ...options, delimiter }, watch);
      from = batch.findIndex((row) => row.number > header.number);
      if (from === -1) continue;
    }
    for (let index = from; index < batch.length; index += 1) walk.add(batch[index] as SheetRow);
  }
  if (walk === null) throw new MappingRefusal({ code: 'header.noSuchRow', row: options.headerRow ?? 1 });
  return walk.finish();
}

/** What is gathered from the rows below the header. */
class DataWalk {
  readonly #survey: CellSurvey;
  readonly #watcher: RowWatcher;
  readonly #only: TakenRows;
  readonly #selected: readonly RowRange[] | null;
  readonly #keys = new KeyIndex();
  readonly #totals: number[] = [];
  readonly #emptyHeaders: { index: number; header: string; used: boolean }[];
  readonly #decimals: CutDecimals | null;
  readonly #cut: CutIntoNext | null;
  readonly #currencies: readonly CurrencyColumn[];
  /** Another header below the first, and from there on other columns. */
  #second: SheetRow | null = null;
  /** A row behind a gap that is another header if what follows it has keys. */
  #maybeSecond: SheetRow | null = null;
  /** Whether rows have been missing, and none with a key has come since. */
  #behindGap = false;
  #rows = 0;
  #chosen = 0;
  #lastRow: number;
  #blankRows = 0;
  #idleRows = 0;
  #width: number;
  readonly #statuses: StatusWords;
  readonly #earlier = { done: 0, 'left-out': 0, open: 0 };

  constructor(
    private readonly mapping: Mapping,
    private readonly header: SheetRow,
    private readonly options: UnderstandOptions & { readonly delimiter: string | null },
    watch: (rules: EditRules) => RowWatcher,
  ) {
    this.#survey = new CellSurvey(mapping, options);
    this.#statuses = new StatusWords(mapping);
    this.#only = options.only ?? 'all';
    if (mapping.statusColumn === null && options.only !== undefined)
      throw new MappingRefusal({ code: 'sheet.noStatus', only: options.only });
    this.#selected = options.selected ?? null;
    this.#watcher = watch({
      mapping,
      only: this.#only,
      selected: this.#selected,
      rules: this.#survey.provisional,
    });
    this.#width = mapping.columns.length;
    this.#lastRow = header.number;
    this.#emptyHeaders = mapping.columns
      .filter(({ use }) => use.kind === 'ignored' && use.reason === 'empty-header')
      .map(({ index, header: name }) => ({ index, header: name, used: false }));
    this.#decimals = options.delimiter === ',' ? CutDecimals.beside(mapping) : null;
    this.#cut = options.delimiter === ',' ? CutIntoNext.beside(mapping) : null;
    this.#currencies = CurrencyColumn.beside(mapping);
  }

  add(row: SheetRow): void {
    const { mapping } = this;
    // The cells of such a row may stand under the wrong headers: they say nothing about their columns.
    const ragged = raggedWidth(row, mapping) !== null;
    const key = ragged ? null : readKey(plainCell(row, mapping.key.index, mapping), mapping.key.by);
    this.#watcher(row, key);
    this.#rows += 1;
    const gap = row.number - this.#lastRow - 1;
    this.#blankRows += gap;
    this.#lastRow = row.number;
    this.#width = Math.max(this.#width, row.width);
    const nameless = key !== null && namesNoRecord(key, mapping);
    if (key !== null) this.#lookForHeader(row, nameless, gap > 0);
    const earlier = earlierStatus(row, mapping);
    if (mapping.statusColumn !== null) {
      this.#statuses.add(row.cell(mapping.statusColumn).text, earlier !== 'unknown');
    }
    // A row that was not chosen takes no part: nobody should have to answer for its cells.
    if (!isSelectedRow(this.#selected, row.number)) return;
    this.#chosen += 1;
    if (this.#second !== null && this.#second !== row) {
      throw new MappingRefusal({
        code: 'header.second',
        row: this.#second.number,
        text: rowText(this.#second),
      });
    }
    if (key === null) {
      if (row.width > mapping.columns.length) this.#cut?.addLong(row);
      return;
    }
    if (nameless && isTotalsRow(row, mapping)) {
      if (this.#totals.length < NAMED_ROWS) this.#totals.push(row.number);
      return;
    }
    if (nameless && isIdle(row, mapping)) {
      this.#idleRows += 1;
      return;
    }
    if (earlier === 'unknown' && this.#only !== 'all' && mapping.statusColumn !== null) {
      const { text } = row.cell(mapping.statusColumn);
      throw new MappingRefusal({ code: 'sheet.unknownStatus', row: row.number, text });
    }
    if (key.kind === 'key' && !isLeftOut(earlier, this.#only)) this.#keys.add(key.text);
    if (earlier !== null) this.#earlier[earlier === 'unknown' ? 'open' : earlier] += 1;
    for (const column of this.#emptyHeaders) {
      // There can be thousands of them beside a stray cell, and they are in order.
      if (column.index >= row.width) break;
      column.used ||= !isBlank(row.cell(column.index));
    }
    // What cannot be sent decides nothing, and nobody should have to answer for it: a rate or an average below the table.
    if (key.kind !== 'key') {
      this.#survey.addUnsent(row);
      return;
    }
    this.#decimals?.add(row);
    this.#cut?.add(row);
    for (const column of this.#currencies) column.add(row);
    this.#survey.add(row, key.text);
  }

  /** Looks whether another table begins at this row, or has begun at one before. */
  #lookForHeader(row: SheetRow, nameless: boolean, gap: boolean): void {
    const { mapping } = this;
    if (!nameless) {
      // A header names all that stands below it; a line that parts the rows of one table does not.
      if (this.#maybeSecond && leavesUnnamed(this.#maybeSecond, row, mapping)) this.#maybeSecond = null;
      this.#second ??= this.#maybeSecond;
      this.#behindGap = false;
      return;
    }
    this.#behindGap ||= gap;
    if (isOtherHeader(row, mapping)) this.#second ??= row;
    else if (this.#behindGap && mayBeHeader(row, mapping) && !repeatsHeader(row, mapping))
      this.#maybeSecond ??= row;
  }

  finish(): SheetUnderstanding {
    if (this.#rows === 0) throw new MappingRefusal({ code: 'sheet.noRows' });
    if (this.#chosen === 0)
      throw new MappingRefusal({ code: 'sheet.noSelectedRows', lastRow: this.#lastRow });
    this.#refuseSecondBlock();
    this.#decimals?.refuse();
    this.#cut?.refuse();
    for (const column of this.#currencies) column.refuse();
    const { rules, notices } = this.#survey.decide();
    this.#keys.finish();
    const only = this.#only;
    const isResults = this.#statuses.isOurs(only !== 'all');
    const mapping = isResults ? this.mapping : { ...this.mapping, statusColumn: null };
    return {
      mapping,
      rules,
      rows: this.#rows,
      width: this.#width,
      keys: this.#keys,
      only,
      selected: this.#selected,
      notices: [...notices, ...this.#notices(mapping, only)],
    };
  }

  /** Two tables side by side are two sheets: only the one with the key would be read, unseen. */
  #refuseSecondBlock(): void {
    if (this.options.headerRow !== undefined) return;
    const { key, columns } = this.mapping;
    const gap = this.#emptyHeaders.find(({ used }) => !used);
    if (gap === undefined) return;
    const fields = columns.filter(({ use, because }) => use.kind === 'field' && because === 'header');
    const beyond = fields.filter(({ index }) => index > gap.index !== key.index > gap.index);
    if (beyond.length === 0) return;
    const names = beyond.map(({ header }) => header);
    throw new MappingRefusal({
      code: 'header.blocks',
      row: this.header.number,
      column: gap.header,
      columns: names,
    });
  }

  #notices(mapping: Mapping, only: TakenRows): MappingNotice[] {
    const notices: MappingNotice[] = [];
    const unnamed = this.#emptyHeaders.filter(({ used }) => used).map(({ header }) => header);
    if (unnamed.length > 0 && mapping.headerRow > 0) {
      notices.push({ code: 'notice.emptyHeaders', columns: unnamed });
    }
    const odd = mapping.columns.filter(({ index, use }) => {
      const { kind } = this.header.cell(index);
      return use.kind !== 'ignored' && kind !== 'text' && kind !== 'empty';
    });
    if (odd.length > 0) {
      notices.push({ code: 'notice.headerNotText', columns: odd.map(({ header }) => header) });
    }
    if (this.#blankRows > 0) notices.push({ code: 'notice.blankRows', rows: this.#blankRows });
    if (this.#idleRows > 0) notices.push({ code: 'notice.idleRows', rows: this.#idleRows });
    if (this.#totals.length > 0) notices.push({ code: 'notice.totals', rows: this.#totals });
    if (this.#keys.repeated > 0) notices.push({ code: 'notice.repeatedKeys', keys: this.#keys.repeated });
    if (this.#selected !== null) {
      notices.push({ code: 'notice.selected', rows: this.#chosen, of: this.#rows });
    }
    if (mapping.statusColumn !== null) {
      const { done, open, 'left-out': leftOut } = this.#earlier;
      notices.push({ code: 'notice.results', done, open, leftOut, used: only });
    }
    const renamed = renamedColumns(mapping).map(({ header }) => header);
    if (renamed.length > 0) {
      notices.push({ code: 'notice.renamed', columns: renamed, as: renamed.map(ownName) });
    }
    return notices;
  }
}
