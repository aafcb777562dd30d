// Workbooks by hand: several tabs, and things that live beside the cells.
import { shows } from './expect.mjs';
import {
  chartParts,
  chartSheet,
  comments,
  pivot,
  pivotSheet,
  pivotShown,
  pivotTypes,
  pivotUse,
  table,
} from './raw-beside.mjs';
import { hand } from './raw-text.mjs';
import { FIRST, HEADER, headerRow, LAST, plainRow, row, s, sheetXml, workbook } from './workbook.mjs';

const rows = [headerRow, plainRow(2, FIRST), plainRow(3, LAST)];
const plain = shows('Datos', [HEADER, FIRST, LAST]);
const datos = { name: 'Datos', xml: sheetXml(rows) };
const other = (name, more) => ({
  name,
  xml: sheetXml([headerRow, plainRow(2, ['X-1', 'Otra', 1, 'Perdida'])]),
  ...more,
});

export const rawTabs = () => [
  hand(
    'raw-chartsheet-first.xlsx',
    'A chart sheet comes before the sheet with the data',
    workbook({
      sheets: [chartSheet, datos],
      parts: chartParts,
      types: [
        ['xl/drawings/drawing1.xml', 'drawing+xml'],
        ['xl/charts/chart1.xml', 'drawingml.chart+xml'],
      ],
    }),
    plain,
  ),
  hand(
    'raw-hidden-tabs-first.xlsx',
    'A hidden and a very hidden tab, both with data, come before the visible one',
    workbook({
      sheets: [other('Oculta', { state: 'hidden' }), other('Muy oculta', { state: 'veryHidden' }), datos],
    }),
    plain,
    { hiddenTabs: ['Oculta', 'Muy oculta'] },
  ),
  hand(
    'raw-empty-tabs.xlsx',
    'Empty tabs before and after the one with data',
    workbook({ sheets: [{ name: 'Hoja1', xml: sheetXml([]) }, datos, { name: 'Hoja3', xml: sheetXml([]) }] }),
    plain,
  ),
  hand(
    'raw-active-tab.xlsx',
    'Two tabs with data, the second being the active one',
    workbook({ sheets: [other('Enero'), datos], pr: '<bookViews><workbookView activeTab="1"/></bookViews>' }),
    { refused: 'severalSheets', sheets: ['Enero', 'Datos'] },
    { shows: plain },
  ),
  hand(
    'raw-two-tabs.xlsx',
    'Two tabs with data, one named with an ampersand, quotes and an emoji',
    workbook({ sheets: [datos, other('Año & "más" 😀')] }),
    { refused: 'severalSheets', sheets: ['Datos', 'Año & "más" 😀'] },
    { shows: plain },
  ),
  hand(
    'raw-swapped-ids.xlsx',
    'The order of the tabs is that of workbook.xml; the first is the part sheet9.xml',
    workbook({
      sheets: [
        { ...datos, path: 'xl/worksheets/sheet9.xml' },
        other('Vieja', { state: 'hidden', path: 'xl/worksheets/sheet1.xml' }),
      ],
    }),
    plain,
    { hiddenTabs: ['Vieja'] },
  ),
  hand(
    'raw-no-data.xlsx',
    'Two tabs and nothing in any of them',
    workbook({
      sheets: [
        { name: 'Hoja1', xml: sheetXml([]) },
        { name: 'Hoja2', xml: sheetXml([]) },
      ],
    }),
    { refused: 'noData' },
  ),
  hand(
    'raw-comments.xlsx',
    'Comments: one on a filled cell, one on an empty cell (F7); neither is text',
    workbook({
      sheets: [{ name: 'Datos', xml: sheetXml(rows, { after: '<legacyDrawing r:id="rId2"/>' }) }],
      parts: comments,
      types: [['xl/comments1.xml', 'spreadsheetml.comments+xml']],
    }),
    plain,
  ),
  hand(
    'raw-comments-tab.xlsx',
    'A tab that holds only comments comes first: it has no data',
    workbook({
      sheets: [{ name: 'Notas', xml: sheetXml([], { after: '<legacyDrawing r:id="rId2"/>' }) }, datos],
      parts: comments,
      types: [['xl/comments1.xml', 'spreadsheetml.comments+xml']],
    }),
    plain,
  ),
  hand(
    'raw-table.xlsx',
    'A table (xl/tables/table1.xml) with a row of totals, which is a row like any other',
    workbook({
      sheets: [
        {
          name: 'Datos',
          xml: sheetXml(
            [
              ...rows,
              row(4, [s('A4', 'Total'), '<c r="C4"><f>SUBTOTAL(109,Ventas[Monto])</f><v>21500.5</v></c>']),
            ],
            { after: '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' },
          ),
        },
      ],
      parts: table,
      types: [['xl/tables/table1.xml', 'spreadsheetml.table+xml']],
    }),
    shows('Datos', [HEADER, FIRST, LAST, ['Total', null, 21500.5]]),
  ),
  hand(
    'raw-pivot.xlsx',
    'A pivot table on a second tab: two tabs with data',
    workbook({
      ...pivotUse,
      sheets: [datos, { name: 'Resumen', xml: pivotSheet }],
      parts: pivot(2),
      types: pivotTypes,
    }),
    { refused: 'severalSheets', sheets: ['Datos', 'Resumen'] },
    { shows: plain },
  ),
  hand(
    'raw-pivot-visible.xlsx',
    'A pivot table on the only visible tab; its source is hidden',
    workbook({
      ...pivotUse,
      sheets: [
        { name: 'Resumen', xml: pivotSheet },
        { ...datos, state: 'hidden' },
      ],
      parts: pivot(1),
      types: pivotTypes,
    }),
    shows('Resumen', pivotShown),
    { hiddenTabs: ['Datos'] },
  ),
];
