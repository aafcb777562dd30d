import { customFieldPath, isScalarField } from '../opportunity/index.js';
import {
  type Cell,
  columnLetters,
  columnOfLetters,
  ESCAPE_COLUMN,
  isBlank,
  type SheetRow,
} from '../sheet/index.js';
import type { IgnoredReason, MappedColumn, Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';
import { type ColumnTarget, foldHeader, isReadOnlyHeader, targetOfHeader } from './synonyms.js';

/** Names that would reach an object's prototype if anything ever used them as a key. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);

const CUSTOM_FIELD_HEADER = /^(?:customfields?|campo personalizado|campos personalizados)\s*[.:]\s*(.+)$/i;

/** The column of a results sheet that says how each row ended. */
const STATUS_COLUMN = '_status';

export interface HeaderOptions {
  /** `--map 'Monto=amount'`, in the order given; `-` as the field ignores the column. */
  readonly map?: readonly string[];
  /** Which key to use when the sheet has both. */
  readonly key?: 'id' | 'opportCode';
}

/** What the header row says. Throws `MappingRefusal` when it cannot be understood without guessing. */
export function mapHeader(row: SheetRow, options: HeaderOptions = {}): Mapping {
  const headers = row.cells.map((cell, index) => headerText(cell, index));
  const overrides = parseOverrides(options.map ?? [], headers);
  const found = headers.map((header, index) => {
    const cell = row.cell(index);
    const override = overrides.get(index);
    if (override !== undefined) return { index, header, target: override, because: 'user' as const };
    return { index, header, target: targetOfCell(cell, header, row.number), because: 'header' as const };
  });

  const key = chooseKey(row, found, options.key);
  const columns = found.map(({ index, header, target, because }): MappedColumn => {
    if (index === key.index) return { index, header, use: { kind: 'key' }, because };
    if (target === 'id' || target === 'opportCode') {
      return { index, header, use: { kind: 'ignored', reason: 'other-key' }, because };
    }
    if (typeof target === 'string') return { index, header, use: { kind: 'field', field: target }, because };
    return { index, header, use: { kind: 'ignored', reason: target.ignored }, because };
  });
  refuseDuplicates(row, columns);
  if (!columns.some((column) => column.use.kind === 'field')) {
    throw new MappingRefusal({ code: 'header.noFields', row: row.number, columns: headers });
  }
  const position = (name: string) => (headers.includes(name) ? headers.indexOf(name) : null);
  const escapeColumn = position(ESCAPE_COLUMN);
  return { headerRow: row.number, key, columns, escapeColumn, statusColumn: position(STATUS_COLUMN) };
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
  return targetOfHeader(text) ?? CUSTOM_FIELD_HEADER.exec(text.trim())?.[1]?.trim() ?? null;
}

type Found = { index: number; header: string; target: Target; because: 'header' | 'user' };
type Target = ColumnTarget | { ignored: IgnoredReason };

function headerText(cell: Cell, index: number): string {
  return isBlank(cell) ? columnLetters(index) : cell.text.normalize('NFC').trim();
}

function targetOfCell(cell: Cell | undefined, header: string, row: number): Target {
  if (isBlank(cell)) return { ignored: 'empty-header' };
  if (header.startsWith('_') && !DANGEROUS.has(header)) return { ignored: 'results-column' };
  const custom = CUSTOM_FIELD_HEADER.exec(header)?.[1]?.trim();
  if (DANGEROUS.has(header.toLowerCase()) || (custom && DANGEROUS.has(custom.toLowerCase()))) {
    throw new MappingRefusal({ code: 'header.dangerous', row, column: header });
  }
  if (custom) return customFieldPath(custom);
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
    const exact = headers.indexOf(column);
    const folded = headers.findIndex((header) => foldHeader(header) === foldHeader(column));
    const letters = columnOfLetters(column) ?? -1;
    const index = exact !== -1 ? exact : folded !== -1 ? folded : letters < headers.length ? letters : -1;
    if (index === -1) throw new MappingRefusal({ code: 'map.noSuchColumn', column, columns: headers });
    overrides.set(index, parseTarget(field));
  }
  return overrides;
}

function parseTarget(field: string): Target {
  if (field === '-') return { ignored: 'by-user' };
  if (field === 'id' || field === 'opportCode' || isScalarField(field)) return field;
  if (field === 'stage') return 'stageId';
  const custom = CUSTOM_FIELD_HEADER.exec(field)?.[1]?.trim();
  if (custom && !DANGEROUS.has(custom.toLowerCase())) return customFieldPath(custom);
  throw new MappingRefusal({ code: 'map.noSuchField', field });
}

function chooseKey(row: SheetRow, found: readonly Found[], wanted: 'id' | 'opportCode' | undefined) {
  const columns = found.map(({ header }) => header);
  for (const by of wanted ? [wanted] : (['id', 'opportCode'] as const)) {
    const candidates = found.filter((column) => column.target === by);
    const [first] = candidates;
    if (candidates.length > 1) {
      const names = candidates.map(({ header }) => header);
      throw new MappingRefusal({ code: 'header.duplicate', row: row.number, target: by, columns: names });
    }
    if (first) return { by, index: first.index, header: first.header };
  }
  throw new MappingRefusal({ code: 'header.noKey', row: row.number, columns });
}

function refuseDuplicates(row: SheetRow, columns: readonly MappedColumn[]): void {
  const byField = new Map<string, string[]>();
  for (const { use, header } of columns) {
    if (use.kind !== 'field') continue;
    const field = foldHeader(use.field);
    byField.set(field, [...(byField.get(field) ?? []), header]);
  }
  for (const [target, headers] of byField) {
    if (headers.length > 1) {
      throw new MappingRefusal({ code: 'header.duplicate', row: row.number, target, columns: headers });
    }
  }
}
