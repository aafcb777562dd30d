import { columnLetters, EMPTY_CELL, isBlank, type Sheet, type SheetRow, sheetRow } from '../sheet/index.js';
import { type HeaderOptions, headerText, knownHeaders } from './headers.js';
import { MappingRefusal } from './problem.js';
import { foldHeader } from './synonyms.js';

/** Rows at the top that are looked at for the header. */
const HEADER_SEARCH = 20;

/**
 * The header among the first rows: the first one with text, unless another fits better, which is for a person to
 * say. A row number that the user gave is taken as it is; 0 stands for a sheet without a header, whose columns
 * then go by their letters. `null` while the row that was asked for is further down.
 */
export function findHeader(
  batch: readonly SheetRow[],
  options: HeaderOptions & { headerRow?: number },
): SheetRow | null {
  const { headerRow } = options;
  if (headerRow === 0) {
    const width = batch.reduce((most, row) => Math.max(most, row.width), 0);
    return sheetRow(
      0,
      null,
      Array.from({ length: width }, () => EMPTY_CELL),
    );
  }
  if (headerRow !== undefined) {
    const found = batch.find((row) => row.number >= headerRow);
    if (found === undefined) return null;
    if (found.number !== headerRow) throw new MappingRefusal({ code: 'header.noSuchRow', row: headerRow });
    return found;
  }
  const [first, ...below] = batch.slice(0, HEADER_SEARCH);
  if (first === undefined) return null;
  const known = knownHeaders(first);
  const better = below.reduce<{ row: SheetRow; known: number } | null>((best, row) => {
    const count = knownHeaders(row);
    return count >= 2 && count > (best?.known ?? known) ? { row, known: count } : best;
  }, null);
  if (better !== null && known > 0) {
    throw new MappingRefusal({
      code: 'header.notFirst',
      row: first.number,
      text: rowText(first),
      betterRow: better.row.number,
      betterText: rowText(better.row),
    });
  }
  const said = options.map?.length || Object.keys(options.given?.columns ?? {}).length;
  if (known === 0 && !said) {
    throw new MappingRefusal({
      code: 'header.none',
      row: first.number,
      text: rowText(first),
      betterRow: better?.row.number ?? null,
      betterText: better ? rowText(better.row) : '',
    });
  }
  if (first.cells.some((cell) => cell.kind === 'merged')) {
    throw new MappingRefusal({ code: 'header.merged', row: first.number, text: rowText(first) });
  }
  return first;
}

export function rowText(row: SheetRow): string {
  const texts = row.cells.filter((cell) => !isBlank(cell) && cell.text !== '').map((cell) => cell.text);
  return texts.length > 0 ? texts.join(' | ') : columnLetters(0);
}

/** Each row among the first that could be the header, as `foldedHeaders` gives it: to recognise a sheet again. */
export async function possibleHeaders(sheet: Sheet): Promise<readonly (readonly string[])[]> {
  for await (const batch of sheet.batches()) {
    return batch
      .slice(0, HEADER_SEARCH)
      .map((row) => foldedHeaders(row.cells.map((cell, index) => headerText(cell, index))));
  }
  return [];
}

/** Headers as they are compared: those that a results sheet adds are left out. */
export function foldedHeaders(headers: readonly string[]): readonly string[] {
  return headers.filter((header) => !header.startsWith('_')).map(foldHeader);
}
