import { describe, expect, it } from 'vitest';
import {
  c,
  n,
  row,
  s,
  sheetXml,
  stylesXml,
  workbook,
  workbookParts,
  zipParts,
} from '../sheet/corpus/workbook.mjs';
import { read } from './reading.js';

const HEADER = row(1, [s('A1', 'ID'), s('B1', 'Nombre'), s('C1', 'Monto')]);
const DATA = row(2, [s('A2', 'op-1'), s('B2', 'Juan'), n('C2', 1234)]);
const TALL = '<numFmt numFmtId="300" formatCode="&quot;alto&quot;"/>';
const FILLED = '<fill><patternFill><bgColor rgb="FFFFFF00"/></patternFill></fill>';
const PLAIN = [{ name: 'Juan', amount: '1234' }];

const rule = (sqref = 'C2:C9') =>
  `<conditionalFormatting sqref="${sqref}"><cfRule type="cellIs" dxfId="0" priority="1" operator="greaterThan"><formula>5</formula></cfRule></conditionalFormatting>`;
const stylesWith = (dxf: string, xfs = '') =>
  stylesXml([0])
    .replace('</cellXfs>', `${xfs}</cellXfs>`)
    .replace('</styleSheet>', `<dxfs count="1"><dxf>${dxf}</dxf></dxfs></styleSheet>`);
const book = (after: string, styles: string, rows = [DATA]) => ({
  sheets: [{ name: 'Datos', xml: sheetXml([HEADER, ...rows], { after }) }],
  styles,
});

/** What is planned, and the columns of which a cell may look otherwise. */
async function readOf(content: Uint8Array) {
  const { values, edits } = await read(content, {}, 'a.xlsx');
  const styled = edits.flatMap(({ problems }) =>
    problems.flatMap((one) => (one.code === 'cell.styled' ? [one.column] : [])),
  );
  return styled.length > 0 ? styled : values;
}

describe('a condition with a number format', () => {
  it('is seen where two pieces of a large tab meet', async () => {
    const filler = (length: number) =>
      row(3, [c('Z3', 't="inlineStr"', `<is><t>${'x'.repeat(length)}</t></is>`)]);
    const edge = 256 * 1024;
    const of = (length: number) => book(rule(), stylesWith(TALL), [DATA, filler(length)]);
    const at = Buffer.from(of(0).sheets[0]?.xml ?? '').indexOf('conditionalFormatting');
    for (const before of [1, 10, 20, 21, 40]) {
      expect(await readOf(workbook(of(edge - at - before))), String(before)).toEqual(['Monto']);
    }
  });

  it('is seen behind a megabyte of styles', async () => {
    const many = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"/>'.repeat(
      20_000,
    );
    expect(await readOf(workbook(book(rule(), stylesWith(TALL, many))))).toEqual(['Monto']);
  });

  it('is seen among several that stand with the conditions themselves', async () => {
    const own = (dxf: string) =>
      `<x14:cfRule type="expression" priority="2"><x14:dxf>${dxf}</x14:dxf></x14:cfRule>`;
    const after = `<extLst><ext><x14:conditionalFormatting>${own(FILLED)}${own(TALL)}<xm:sqref>C2:C9</xm:sqref></x14:conditionalFormatting></ext></extLst>`;
    expect(await readOf(workbook(book(after, stylesWith(FILLED))))).toEqual(['Monto']);
    expect(await readOf(workbook(book(after.replace(TALL, FILLED), stylesWith(FILLED))))).toEqual(PLAIN);
  });

  it('is seen whatever the parts are called', async () => {
    const parts = workbookParts(book(rule(), stylesWith(TALL)));
    const rename = (from: string, to: string) =>
      zipParts(parts.map(([name, content]) => [name.replace(from, to), content.replaceAll(from, to)]));
    expect(await readOf(rename('workbook.xml', 'workbook2.xml'))).toEqual(['Monto']);
    expect(await readOf(rename('styles.xml', 'styles1.xml'))).toEqual(['Monto']);
    expect(await readOf(rename('sheet1.xml', 'hoja.xml'))).toEqual(['Monto']);
    const prefixed = parts.map(([name, content]): [string, string] => [
      name,
      content.replace('xmlns:r=', 'xmlns:d3p1=').replaceAll('r:id=', 'd3p1:id='),
    ]);
    expect(await readOf(zipParts(prefixed))).toEqual(['Monto']);
  });

  it.each([
    ['[$$-409]#,##0.00', ['Monto']],
    ['0;-0;0;@', ['Monto']],
    ['_(@_)', ['Monto']],
    ['General', PLAIN],
    [';;;', ['Nombre', 'Monto']],
    ['"No "@', ['Nombre', 'Monto']],
    ['0;0;0;"x"', ['Nombre', 'Monto']],
  ])('shows other numbers, and other texts where it has a section for them: %s', async (format, expected) => {
    const code = format.replaceAll('"', '&quot;');
    const styles = stylesWith(`<numFmt numFmtId="300" formatCode="${code}"/>`);
    expect(await readOf(workbook(book(rule('B2:C9'), styles)))).toEqual(expected);
  });
});

describe('white letters', () => {
  const WHITE = '<color rgb="FFFFFFFF"/>';
  const PAPER = '<color theme="0"/>';

  it.each([
    [WHITE, '', ['Nombre', 'Monto']],
    [PAPER, '', ['Nombre', 'Monto']],
    [PAPER, '<fill><patternFill><bgColor theme="0"/></patternFill></fill>', ['Nombre', 'Monto']],
    [WHITE, FILLED, PLAIN],
    ['<color theme="0" tint="-0.5"/>', '', PLAIN],
    ['<color rgb="FF9C0006"/>', '', PLAIN],
    ['<color theme="1"/>', '', PLAIN],
  ])('of a condition are not seen on no colour: %s %s', async (color, fill, expected) => {
    const styles = stylesWith(`<font>${color}</font>${fill}`);
    expect(await readOf(workbook(book(rule('A2:C9').replace('A2', 'B2'), styles)))).toEqual(expected);
  });

  it.each([
    [WHITE, 0, ['Monto']],
    [PAPER, 0, ['Monto']],
    [WHITE, 2, PLAIN],
    ['<color rgb="FFFF0000"/>', 0, PLAIN],
  ])('of a cell are not seen on no colour: %s on fill %i', async (color, fill, expected) => {
    const styles = stylesXml([0, 0])
      .replace('</font></fonts>', `</font><font>${color}<sz val="11"/></font></fonts>`)
      .replace(
        '</fills>',
        '<fill><patternFill patternType="solid"><fgColor rgb="FF003366"/></patternFill></fill></fills>',
      )
      .replace(/(<cellXfs.*<xf numFmtId="0" )fontId="0" fillId="0"/, `$1fontId="1" fillId="${fill}"`);
    for (const cells of [
      [s('A2', 'op-1'), s('B2', 'Juan'), n('C2', 1234, 1)],
      [
        '<c t="inlineStr"><is><t>op-1</t></is></c>',
        '<c t="inlineStr"><is><t>Juan</t></is></c>',
        '<c s="1"><v>1234</v></c>',
      ],
    ])
      expect(await readOf(workbook(book('', styles, [row(2, cells)])))).toEqual(expected);
  });
});
