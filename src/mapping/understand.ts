import { isBlank, type Sheet, type SheetRow } from '../sheet/index.js';
import type { AmountStyle } from './amountStyle.js';
import { AmountSurvey } from './amountSurvey.js';
import { readKey } from './cellValue.js';
import { plainCells } from './edit.js';
import { type HeaderOptions, knownHeaders, mapHeader } from './headers.js';
import type { Mapping, SheetUnderstanding } from './mapping.js';
import { MappingRefusal } from './problem.js';

export interface UnderstandOptions extends HeaderOptions {
  /** Row number of the header; the first row with any text when absent. */
  readonly headerRow?: number;
  /** How the amount column is written; decided from its cells when absent. */
  readonly decimal?: AmountStyle;
}

/** Rows below the first one that are looked at for a better header, to name it in the refusal. */
const HEADER_SEARCH = 20;

/**
 * Walks the whole sheet once and says how it is to be read. Throws `MappingRefusal` where that would take a
 * guess, and `SheetRefusal` where the file is damaged; nothing is sent before this has passed.
 */
export async function understandSheet(
  sheet: Sheet,
  options: UnderstandOptions = {},
): Promise<SheetUnderstanding> {
  let mapping: Mapping | null = null;
  let survey: AmountSurvey | null = null;
  let amountIndex = -1;
  let rows = 0;
  let width = 0;
  const seen = new Set<string>();
  const repeatedKeys = new Set<string>();

  for await (const batch of sheet.batches()) {
    for (const row of batch) {
      if (mapping === null) {
        if (options.headerRow !== undefined && row.number < options.headerRow) continue;
        mapping = readHeader(row, batch, options);
        width = mapping.columns.length;
        const amount = mapping.columns.find(({ use }) => use.kind === 'field' && use.field === 'amount');
        amountIndex = amount?.index ?? -1;
        survey = amount ? new AmountSurvey(amount.header) : null;
        continue;
      }
      rows += 1;
      width = Math.max(width, row.cells.length);
      const cells = plainCells(row, mapping);
      const cell = cells[amountIndex];
      if (cell?.kind === 'text') survey?.add(row.number, cell.text);
      const key = readKey(cells[mapping.key.index], mapping.key.by);
      if (key.kind !== 'key') continue;
      if (seen.has(key.text)) repeatedKeys.add(key.text);
      else seen.add(key.text);
    }
  }
  if (mapping === null) throw new MappingRefusal({ code: 'header.noSuchRow', row: options.headerRow ?? 1 });
  if (rows === 0) throw new MappingRefusal({ code: 'sheet.noRows' });
  const amountStyle = options.decimal ?? survey?.decide() ?? null;
  const amountStyleGiven = options.decimal !== undefined;
  return { mapping, amountStyle, amountStyleGiven, rows, width, repeatedKeys };
}

function readHeader(row: SheetRow, batch: readonly SheetRow[], options: UnderstandOptions): Mapping {
  if (options.headerRow !== undefined && row.number !== options.headerRow) {
    throw new MappingRefusal({ code: 'header.noSuchRow', row: options.headerRow });
  }
  if (knownHeaders(row) === 0 && !options.map?.length) {
    const below = batch.filter((other) => other.number > row.number).slice(0, HEADER_SEARCH);
    const better = below.find((other) => knownHeaders(other) >= 2);
    const text = row.cells.filter((cell) => !isBlank(cell)).map((cell) => cell.text);
    throw new MappingRefusal({
      code: 'header.none',
      row: row.number,
      text: text.join(' | '),
      betterRow: better?.number ?? null,
    });
  }
  return mapHeader(row, options);
}
