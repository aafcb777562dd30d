import type { SheetRow } from '../sheet/index.js';
import type { MappedColumn } from './mapping.js';
import { isNewerHeader } from './newerColumn.js';
import { MappingRefusal } from './problem.js';
import { doubtBeside } from './synonyms.js';

/**
 * Where a header stands beside one by which it most likely means something else, and another column holds its field, that
 * column is meant: `Nombre` beside `Apellido` and `Nombre del negocio`, or `Monto` beside `Monto nuevo`, once a person has
 * said that it is the amount.
 */
export function withoutDoubtful(columns: readonly MappedColumn[]): MappedColumn[] {
  return columns.map((column) => {
    const { use } = column;
    const isElsewhere =
      use.kind === 'field' &&
      columns.some(
        (other) => other !== column && other.use.kind === 'field' && other.use.field === use.field,
      );
    return isElsewhere && (doubtOf(column, columns) ?? newerThan(column, columns)) !== null
      ? { ...column, use: { kind: 'ignored', reason: 'other-column' } }
      : column;
  });
}

/** Throws `MappingRefusal` where there is no other that it could leave its field to. */
export function refuseDoubtful({ number }: SheetRow, columns: readonly MappedColumn[]): void {
  for (const column of columns) {
    if (column.use.kind !== 'field') continue;
    const { header, use } = column;
    const place = { row: number, column: header, field: use.field };
    const beside = doubtOf(column, columns);
    if (beside !== null) throw new MappingRefusal({ code: 'header.doubtful', ...place, beside });
    const newer = newerThan(column, columns);
    if (newer !== null) throw new MappingRefusal({ code: 'header.newer', ...place, newer });
  }
}

/** The header beside which this one is doubtful; `null` when it is not, or when a person has said what it is. */
function doubtOf({ header, use, because }: MappedColumn, columns: readonly MappedColumn[]): string | null {
  if (use.kind !== 'field' || because !== 'header') return null;
  // What a person has said something of is what it was said to be.
  const headers = columns.filter((column) => column.because === 'header').map((column) => column.header);
  return doubtBeside(header, use.field, headers);
}

/** The header of another column that may hold what the same field shall be; `null` where a person has said it of either. */
function newerThan({ use, because }: MappedColumn, columns: readonly MappedColumn[]): string | null {
  if (use.kind !== 'field' || because !== 'header') return null;
  const newer = columns.find((other) => mayHold(other, use.field) && isNewerHeader(other.header, use.field));
  return newer?.header ?? null;
}

function mayHold({ use, because }: MappedColumn, field: string): boolean {
  if (use.kind === 'field') return because === 'user' && use.field === field;
  return use.kind === 'ignored' && use.reason === 'unknown' && because === 'header';
}
