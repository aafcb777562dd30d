// The parts of a workbook written by hand, each replaceable, so that a file can have one thing awkward.
import { entry, zip } from './zip.mjs';

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument';

export const escapeXml = (raw) => raw.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** An inline string cell. Spaces are kept, as Excel keeps them. */
export const s = (ref, raw) =>
  `<c r="${ref}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(raw)}</t></is></c>`;
/** A number cell, with a style when one is given. */
export const n = (ref, value, style) =>
  `<c r="${ref}"${style === undefined ? '' : ` s="${style}"`}><v>${value}</v></c>`;
/** A cell of any type: attributes and content as written. */
export const c = (ref, attributes, content) =>
  `<c r="${ref}"${attributes && ` ${attributes}`}>${content}</c>`;
/** A row of ready cells. */
export const row = (number, cells, attributes = '') =>
  `<row r="${number}"${attributes && ` ${attributes}`}>${cells.join('')}</row>`;

export const HEADER = ['ID', 'Nombre', 'Monto', 'Etapa'];
export const headerRow = row(1, [s('A1', 'ID'), s('B1', 'Nombre'), s('C1', 'Monto'), s('D1', 'Etapa')]);
/** A whole ordinary row: three texts and an amount. */
export const plainRow = (r, [id, name, amount, stage], attributes) =>
  row(r, [s(`A${r}`, id), s(`B${r}`, name), n(`C${r}`, amount), s(`D${r}`, stage)], attributes);

/** Two ordinary rows that keep an awkward one company. */
export const FIRST = ['OP-1', 'Ferretería Núñez', 1500.5, 'Negociación'];
export const LAST = ['OP-9', 'Bodega "Sur" & Hijos', 20000, 'Ganada'];

/** A worksheet around rows; `before` and `after` go on either side of the rows. */
export const sheetXml = (rows, { before = '', after = '' } = {}) =>
  `${XML}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}">${before}<sheetData>${rows.join('')}</sheetData>` +
  `${after}</worksheet>`;

/** A table of strings from ready `<si>` contents. */
export const stringsXml = (items) =>
  `${XML}<sst xmlns="${MAIN}" count="${items.length}" uniqueCount="${items.length}">` +
  `${items.map((item) => `<si>${item}</si>`).join('')}</sst>`;

/** Styles whose style n has the nth of the formats: a built-in id, or a format code to define. */
export function stylesXml(formats) {
  const custom = [];
  const ids = formats.map((format) => {
    if (typeof format === 'number') return format;
    custom.push(`<numFmt numFmtId="${164 + custom.length}" formatCode="${quoteXml(format)}"/>`);
    return 163 + custom.length;
  });
  const defined = custom.length === 0 ? '' : `<numFmts count="${custom.length}">${custom.join('')}</numFmts>`;
  const uses = ids.map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0"/>`);
  return (
    `${XML}<styleSheet xmlns="${MAIN}">${defined}` +
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
    '<fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${uses.length}">${uses.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}

const quoteXml = (raw) => escapeXml(raw).replace(/"/g, '&quot;');

export const rel = (id, kind, target) =>
  `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
export const relsXml = (rels) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${rels.join('')}</Relationships>`;

/**
 * The parts of a workbook as [name, content] pairs in the usual order. `sheets` are `{ name, xml, state?,
 * path?, target?, kind? }`; `strings` and `styles` are parts' contents or left out; `parts` are more parts,
 * and `types` the content types of those (`[path, type]`, the type without its long beginning). `pr` and
 * `tail` go before and after the list of tabs, `rels` to the workbook's relationships.
 */
export function workbookParts({
  sheets,
  strings,
  styles = stylesXml([0]),
  parts = [],
  types = [],
  pr = '',
  tail = '',
  rels: more = [],
}) {
  const placed = sheets.map((sheet, index) => {
    const path = sheet.path ?? `xl/worksheets/sheet${index + 1}.xml`;
    return { kind: 'worksheet', ...sheet, path, target: sheet.target ?? path.replace(/^xl\//, '') };
  });
  const rels = placed.map(({ kind, target }, index) => rel(`rId${index + 1}`, kind, target)).concat(more);
  const overrides = [
    ['xl/workbook.xml', 'spreadsheetml.sheet.main+xml'],
    ...placed.map(({ path, kind }) => [path, `spreadsheetml.${kind}+xml`]),
    ...types,
  ];
  if (styles !== null) {
    rels.push(rel('rId90', 'styles', 'styles.xml'));
    overrides.push(['xl/styles.xml', 'spreadsheetml.styles+xml']);
  }
  if (strings !== undefined) {
    rels.push(rel('rId91', 'sharedStrings', 'sharedStrings.xml'));
    overrides.push(['xl/sharedStrings.xml', 'spreadsheetml.sharedStrings+xml']);
  }
  const tabs = placed.map(({ name, state }, index) => {
    const hidden = state === undefined ? '' : ` state="${state}"`;
    return `<sheet name="${quoteXml(name)}" sheetId="${index + 1}"${hidden} r:id="rId${index + 1}"/>`;
  });
  const listed = overrides.map(
    ([path, type]) => `<Override PartName="/${path}" ContentType="${TYPE}.${type}"/>`,
  );
  return [
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="${PACKAGE}/content-types">` +
        `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Default Extension="xml" ContentType="application/xml"/>` +
        `<Default Extension="vml" ContentType="${TYPE}.vmlDrawing"/>${listed.join('')}</Types>`,
    ],
    ['_rels/.rels', relsXml([rel('rId1', 'officeDocument', 'xl/workbook.xml')])],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${pr}<sheets>${tabs.join('')}</sheets>` +
        `${tail}</workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', relsXml(rels)],
    ...(styles === null ? [] : [['xl/styles.xml', styles]]),
    ...(strings === undefined ? [] : [['xl/sharedStrings.xml', strings]]),
    ...placed.map(({ path, xml }) => [path, xml]),
    ...parts,
  ];
}

export const zipParts = (parts) => zip(parts.map(([name, content]) => entry(name, content)));
/** A whole workbook from its description. */
export const workbook = (description) => zipParts(workbookParts(description));
/** The commonest: one tab of rows named Datos. */
export const oneSheet = (rows, more = {}) =>
  workbook({ ...more, sheets: [{ name: 'Datos', xml: sheetXml(rows, more) }] });
