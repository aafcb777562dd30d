import { customFieldPath, type FieldPath, isScalarField } from '../opportunity/index.js';
import type { MappedColumn, Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';
import { foldHeader } from './synonyms.js';

/** Rows of the sheet from one number to another, both taken. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Whether a row is among those that were chosen; `null` is all of them. */
export function isSelectedRow(ranges: readonly RowRange[] | null, row: number): boolean {
  return ranges === null || ranges.some(({ from, to }) => row >= from && row <= to);
}

/**
 * The columns when only some fields are wanted: the others are ignored, and say why. Throws `MappingRefusal` for a name
 * that is no field, and for a field that no column has: a slip would leave out the very column that was meant.
 */
export function selectFields(
  columns: readonly MappedColumn[],
  names: readonly string[] | undefined,
): readonly MappedColumn[] {
  if (names === undefined) return columns;
  const wanted = new Set([...chosenFields(columns, names)].map(fieldKey));
  return columns.map((column) =>
    column.use.kind === 'field' && !wanted.has(fieldKey(column.use.field))
      ? { ...column, use: { kind: 'ignored', reason: 'not-selected' } }
      : column,
  );
}

/** The fields of a mapping that are meant by these names. Throws `MappingRefusal` as `selectFields` does. */
export function selectedFields(
  names: readonly string[],
  { columns }: Pick<Mapping, 'columns'>,
): Set<FieldPath> {
  return chosenFields(columns, names);
}

function chosenFields(columns: readonly MappedColumn[], names: readonly string[]): Set<FieldPath> {
  const fields = columns.flatMap(({ use }) => (use.kind === 'field' ? [use.field] : []));
  return new Set(
    names.map((name) => {
      const wanted = fieldKey(fieldOf(name));
      const field = fields.find((held) => fieldKey(held) === wanted);
      if (field === undefined) throw new MappingRefusal({ code: 'map.onlyMissing', field: name, fields });
      return field;
    }),
  );
}

function fieldOf(name: string): FieldPath {
  if (isScalarField(name)) return name;
  if (name === 'stage') return 'stageId';
  const custom = /^customfields\.\s*(.+)$/i.exec(name)?.[1];
  if (custom === undefined) throw new MappingRefusal({ code: 'map.onlyField', field: name });
  return customFieldPath(custom);
}

function fieldKey(field: FieldPath): string {
  return foldHeader(field);
}
