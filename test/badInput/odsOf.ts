import { zipParts } from '../sheet/corpus/workbook.mjs';

const SPACES =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"';
const MIME = 'application/vnd.oasis.opendocument.spreadsheet';

interface More {
  /** Styles of the content's own, and those that are named. */
  readonly styles?: string;
  readonly named?: string;
  /** What stands before the rows, and behind them. */
  readonly shapes?: string;
  readonly after?: string;
  readonly settings?: string;
}

export const odsText = (shown: string) =>
  `<table:table-cell office:value-type="string"><text:p>${shown}</text:p></table:table-cell>`;

export const odsLine = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`;

/** An OpenDocument spreadsheet with the header ID, Monto, and in the row below it op-1 and this cell. */
export function odsOf(cell: string, more: More = {}): Buffer {
  const { styles = '', named = '', shapes = '', after = '', settings = '' } = more;
  const rows = odsLine(odsText('ID'), odsText('Monto')) + odsLine(odsText('op-1'), cell);
  return zipParts([
    ['mimetype', MIME],
    [
      'META-INF/manifest.xml',
      `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${MIME}"/></manifest:manifest>`,
    ],
    [
      'content.xml',
      `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${SPACES}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Datos">${shapes}${rows}${after}</table:table></office:spreadsheet></office:body></office:document-content>`,
    ],
    [
      'settings.xml',
      `<?xml version="1.0"?><office:document-settings ${SPACES}>${settings}</office:document-settings>`,
    ],
    [
      'styles.xml',
      `<?xml version="1.0" encoding="UTF-8"?><office:document-styles ${SPACES}>${named}</office:document-styles>`,
    ],
  ]);
}
