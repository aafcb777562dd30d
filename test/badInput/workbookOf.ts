import { headerRow, row, sheetXml, stylesXml, workbook } from '../sheet/corpus/workbook.mjs';

interface More {
  /** Number formats: style n has the nth. */
  readonly formats?: readonly (number | string)[];
  /** What stands before and after the rows in the sheet. */
  readonly before?: string;
  readonly after?: string;
  readonly pr?: string;
  readonly parts?: readonly (readonly [string, string])[];
  /** Attributes of each data row. */
  readonly attributes?: readonly string[];
}

/** A workbook with the header ID, Nombre, Monto, Etapa and these rows of ready cells below it. */
export function workbookOf(rows: readonly (readonly string[])[], more: More = {}): Buffer {
  const { formats = [0], before = '', after = '', pr = '', parts = [], attributes = [] } = more;
  const data = rows.map((cells, i) => row(i + 2, cells, attributes[i] ?? ''));
  const xml = sheetXml([headerRow, ...data], { before, after });
  return workbook({ sheets: [{ name: 'Datos', xml }], styles: stylesXml(formats), pr, parts });
}
