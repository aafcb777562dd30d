import { customFieldPath, type FieldPath, isScalarField } from '../opportunity/index.js';
import type { Mapping } from './mapping.js';
import { MappingRefusal } from './problem.js';
import { foldHeader, targetNamed } from './synonyms.js';

/** What gives a row its values. */
type Sources = Pick<Mapping, 'columns' | 'constants'>;

/**
 * The columns and constants when only some fields are wanted: other columns are ignored, and say why. Throws
 * `MappingRefusal` for a name that is no field, and for a field that nothing sets: a slip would leave out the very column
 * that was meant.
 */
export function selectFields(mapping: Sources, names: readonly string[] | undefined): Sources {
  if (names === undefined) return mapping;
  const wanted = new Set([...selectedFields(names, mapping)].map(fieldKey));
  return {
    columns: mapping.columns.map((column) =>
      column.use.kind === 'field' && !wanted.has(fieldKey(column.use.field))
        ? { ...column, use: { kind: 'ignored', reason: 'not-selected' } }
        : column,
    ),
    constants: mapping.constants.filter(({ field }) => wanted.has(fieldKey(field))),
  };
}

/** The fields of a mapping that are meant by these names. Throws `MappingRefusal` as `selectFields` does. */
export function selectedFields(
  names: readonly string[],
  { columns, constants }: Sources,
): ReadonlySet<FieldPath> {
  const fields = [
    ...columns.flatMap(({ use }) => (use.kind === 'field' ? [use.field] : [])),
    ...constants.map(({ field }) => field),
  ];
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
  const named = targetNamed(name);
  if (named !== null && named !== 'id' && named !== 'opportCode') return named;
  const custom = /^customfields\.\s*(.+)$/i.exec(name)?.[1];
  if (custom === undefined) throw new MappingRefusal({ code: 'map.onlyField', field: name });
  return customFieldPath(custom);
}

function fieldKey(field: FieldPath): string {
  return foldHeader(field);
}
