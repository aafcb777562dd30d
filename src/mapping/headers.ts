import { customFieldPath, type FieldPath } from '../opportunity/index.js';
import { type Cell, columnLetters, ESCAPE_COLUMN, isBlank, type SheetRow } from '../sheet/index.js';
import { repairedMojibake } from './cellText.js';
import { refuseDoubtful, withoutDoubtful } from './doubtfulColumns.js';
import { columnIndex, GivenColumns, type GivenMapping } from './given.js';
import type { MappedColumn, Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';
import { RESULTS_NAMES, STATUS_COLUMN } from './resultsSheet.js';
import { selectFields } from './selection.js';
import { foldHeader, isReadOnlyHeader, targetOfHeader } from './synonyms.js';
import { customFieldIn, isDangerousName, parseTarget, type Target } from './target.js';

/** The column of the results that a person may map: in a results sheet it holds the ids. */
const RESULTS_ID = '_id';

export interface HeaderOptions {
  /** `--map 'Monto=amount'`, in the order given; `-` as the field ignores the column. */
  readonly map?: readonly string[];
  /** Which key to use when the sheet has both. */
  readonly key?: 'id' | 'opportCode';
  /** `--only stageId,amount`: the fields to take from the sheet; all of them when absent. */
  readonly fields?: readonly string[];
  /** What a mapping file says; `map` wins over it. */
  readonly given?: GivenMapping;
}

/** What the header row says. Throws `MappingRefusal` when it cannot be understood without guessing. */
export function mapHeader(row: SheetRow, options: HeaderOptions = {}): Mapping {
  const headers = row.cells.map((cell, index) => headerText(cell, index));
  const given = options.given && new GivenColumns(options.given, headers);
  const typed = parseOverrides(options.map ?? [], headers);
  const found = targetsOf(row, headers, new Map([...(given?.targets ?? []), ...typed]));

  const key = chooseKey(row, found, options.key);
  const bare = found.map(({ index, header, target, because }): MappedColumn => {
    if (index === key.index) return { index, header, use: { kind: 'key' }, because };
    if (target === 'id' || target === 'opportCode') {
      return { index, header, use: { kind: 'ignored', reason: 'other-key' }, because };
    }
    if (typeof target === 'string') return { index, header, use: { kind: 'field', field: target }, because };
    return { index, header, use: { kind: 'ignored', reason: target.ignored }, because };
  });
  const known = withoutDoubtful(bare);
  const all = given?.withValues(known, (index) => typed.has(index)) ?? known;
  const everything = { columns: all, constants: given?.constants(all) ?? [] };
  const { columns, constants } = selectFields(everything, options.fields);
  refuseDoubtful(row, columns);
  refuseDuplicates(row, columns);
  if (constants.length === 0 && !columns.some((column) => column.use.kind === 'field')) {
    throw new MappingRefusal({ code: 'header.noFields', row: row.number, columns: headers });
  }
  const position = (name: string) => (headers.includes(name) ? headers.indexOf(name) : null);
  const escapeColumn = position(ESCAPE_COLUMN);
  const statusColumn = position(STATUS_COLUMN);
  return { headerRow: row.number, key, columns, constants, escapeColumn, statusColumn };
}

/** How many columns of a row are headers that opsheet knows: what tells a header row from a title. */
export function knownHeaders(row: SheetRow): number {
  const targets = row.cells.map((cell) => (cell.kind === 'text' ? knownTarget(cell.text) : null));
  return new Set(targets.filter((target) => target !== null)).size;
}

/** Whether a text would be mapped by itself if it stood in the header. */
export function isKnownHeader(text: string): boolean {
  return knownTarget(text) !== null;
}

function knownTarget(text: string): string | null {
  return targetOfHeader(text) ?? customFieldIn(text.trim());
}

/** What each column is taken for, by its header or because it was said. Throws `MappingRefusal`. */
export function columnTargets(row: SheetRow, options: HeaderOptions): readonly Found[] {
  const headers = row.cells.map((cell, index) => headerText(cell, index));
  const given = options.given && new GivenColumns(options.given, headers);
  const typed = parseOverrides(options.map ?? [], headers);
  return targetsOf(row, headers, new Map([...(given?.targets ?? []), ...typed]));
}

function targetsOf(
  row: SheetRow,
  headers: readonly string[],
  overrides: ReadonlyMap<number, Target>,
): readonly Found[] {
  return headers.map((header, index) => {
    const override = overrides.get(index);
    if (override !== undefined) return { index, header, target: override, because: 'user' };
    return { index, header, target: targetOfCell(row, index, header), because: 'header' };
  });
}

type Found = { index: number; header: string; target: Target; because: 'header' | 'user' };

/** The header's text; the column's letters when it is empty. */
export function headerText(cell: Cell, index: number): string {
  return isBlank(cell) ? columnLetters(index) : cell.text.normalize('NFC').trim();
}

function targetOfCell(sheetRow: SheetRow, index: number, header: string): Target {
  if (isBlank(sheetRow.cell(index))) return { ignored: 'empty-header' };
  if (header.startsWith('_') && !isDangerousName(header)) return { ignored: 'results-column' };
  const custom = customFieldIn(header);
  if (isDangerousName(header) || (custom && isDangerousName(custom))) {
    throw new MappingRefusal({ code: 'header.dangerous', row: sheetRow.number, column: header });
  }
  if (custom) {
    const repaired = repairedMojibake(header);
    if (repaired !== null || /\ufffd|\p{Cc}/u.test(custom)) {
      throw new MappingRefusal({
        code: 'header.damaged',
        row: sheetRow.number,
        column: header,
        letters: columnLetters(index),
        repaired,
      });
    }
    return customFieldPath(custom);
  }
  const target = targetOfHeader(header);
  if (target !== null) return target;
  return { ignored: isReadOnlyHeader(header) ? 'read-only' : 'unknown' };
}

function parseOverrides(map: readonly string[], headers: readonly string[]): Map<number, Target> {
  const overrides = new Map<number, Target>();
  for (const text of map) {
    const at = text.lastIndexOf('=');
    const column = text.slice(0, at).trim();
    const field = text.slice(at + 1).trim();
    if (at <= 0 || field === '') throw new MappingRefusal({ code: 'map.syntax', text });
    const index = columnIndex(column, headers);
    if (index === null) throw new MappingRefusal({ code: 'map.noSuchColumn', column, columns: headers });
    const target = parseTarget(field);
    if (target === null) throw new MappingRefusal({ code: 'map.noSuchField', field });
    const isTaken =
      RESULTS_NAMES.has(headers[index] ?? '') &&
      !(headers[index] === RESULTS_ID && headers.includes(STATUS_COLUMN));
    if (isTaken && typeof target === 'string') throw new MappingRefusal({ code: 'map.taken', column });
    overrides.set(index, target);
  }
  return overrides;
}

function chooseKey(row: SheetRow, found: readonly Found[], wanted: 'id' | 'opportCode' | undefined) {
  const columns = found.map(({ header }) => header);
  for (const by of wanted ? [wanted] : (['id', 'opportCode'] as const)) {
    const candidates = found.filter((column) => column.target === by);
    const [first] = candidates;
    if (candidates.length > 1) refuseDuplicate(row, by, candidates);
    if (first) return { by, index: first.index, header: first.header };
  }
  throw new MappingRefusal({ code: 'header.noKey', row: row.number, columns });
}

function refuseDuplicates(row: SheetRow, columns: readonly MappedColumn[]): void {
  const byField = new Map<string, { field: FieldPath; columns: MappedColumn[] }>();
  for (const column of columns) {
    if (column.use.kind !== 'field') continue;
    const { field } = column.use;
    const key = foldHeader(field);
    const same = byField.get(key);
    if (same) same.columns.push(column);
    else byField.set(key, { field, columns: [column] });
  }
  for (const { field, columns: same } of byField.values()) {
    if (same.length > 1) refuseDuplicate(row, field, same);
  }
}

function refuseDuplicate(
  { number }: SheetRow,
  target: FieldPath | 'id' | 'opportCode',
  columns: readonly { readonly index: number; readonly header: string }[],
): never {
  throw new MappingRefusal({
    code: 'header.duplicate',
    row: number,
    target,
    columns: columns.map(({ header }) => header),
    letters: columns.map(({ index }) => columnLetters(index)),
  });
}
