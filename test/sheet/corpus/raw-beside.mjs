// Parts that live beside the cells: a chart sheet, comments, a table, a pivot table.
import { MAIN, n, OFFICE, rel, relsXml, row, s, sheetXml, XML } from './workbook.mjs';

const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006';

export const chartSheet = {
  name: 'Gráfico',
  kind: 'chartsheet',
  path: 'xl/chartsheets/sheet1.xml',
  xml:
    `${XML}<chartsheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheetViews><sheetView workbookViewId="0"/>` +
    '</sheetViews><drawing r:id="rId1"/></chartsheet>',
};
export const chartParts = [
  ['xl/chartsheets/_rels/sheet1.xml.rels', relsXml([rel('rId1', 'drawing', '../drawings/drawing1.xml')])],
  [
    'xl/drawings/drawing1.xml',
    `${XML}<xdr:wsDr xmlns:xdr="${DRAWING}/spreadsheetDrawing" xmlns:a="${DRAWING}/main">` +
      `<xdr:absoluteAnchor>` +
      '<xdr:pos x="0" y="0"/><xdr:ext cx="9000000" cy="6000000"/><xdr:graphicFrame macro="">' +
      '<xdr:nvGraphicFramePr>' +
      '<xdr:cNvPr id="2" name="Chart"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>' +
      '<a:off x="0" y="0"/>' +
      `<a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="${DRAWING}/chart">` +
      `<c:chart xmlns:c="${DRAWING}/chart" xmlns:r="${OFFICE}" r:id="rId1"/></a:graphicData></a:graphic>` +
      '</xdr:graphicFrame><xdr:clientData/></xdr:absoluteAnchor></xdr:wsDr>',
  ],
  ['xl/drawings/_rels/drawing1.xml.rels', relsXml([rel('rId1', 'chart', '../charts/chart1.xml')])],
  [
    'xl/charts/chart1.xml',
    `${XML}<c:chartSpace xmlns:c="${DRAWING}/chart" xmlns:a="${DRAWING}/main"><c:chart><c:plotArea>` +
      `<c:layout/>` +
      '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/>' +
      '<c:order val="0"/>' +
      '<c:val><c:numRef><c:f>Datos!$C$2:$C$3</c:f></c:numRef></c:val></c:ser><c:axId val="1"/>' +
      '<c:axId val="2"/>' +
      '</c:barChart><c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx>' +
      '<c:valAx><c:axId val="2"/><c:scaling/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea>' +
      '</c:chart></c:chartSpace>',
  ],
];

export const comments = [
  [
    'xl/worksheets/_rels/sheet1.xml.rels',
    relsXml([
      rel('rId1', 'comments', '../comments1.xml'),
      rel('rId2', 'vmlDrawing', '../drawings/vmlDrawing1.vml'),
    ]),
  ],
  [
    'xl/comments1.xml',
    `${XML}<comments xmlns="${MAIN}"><authors><author>Ana</author></authors><commentList>` +
      '<comment ref="B2" authorId="0"><text><r><t>revisar</t></r></text></comment>' +
      '<comment ref="F7" authorId="0"><text><t>solo nota</t></text></comment></commentList></comments>',
  ],
  [
    'xl/drawings/vmlDrawing1.vml',
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">' +
      ['1,1', '6,5']
        .map((at, i) => {
          const [r, col] = at.split(',');
          return (
            `<v:shape id="_x0000_s${1025 + i}" type="#_x0000_t202" style="visibility:hidden"><x:ClientData ` +
            `ObjectType="Note"><x:Row>${r}</x:Row><x:Column>${col}</x:Column></x:ClientData></v:shape>`
          );
        })
        .join('') +
      '</xml>',
  ],
];

export const table = [
  ['xl/worksheets/_rels/sheet1.xml.rels', relsXml([rel('rId1', 'table', '../tables/table1.xml')])],
  [
    'xl/tables/table1.xml',
    `${XML}<table xmlns="${MAIN}" id="1" name="Ventas" displayName="Ventas" ref="A1:D4" totalsRowCount="1">` +
      '<autoFilter ref="A1:D3"/><tableColumns count="4">' +
      '<tableColumn id="1" name="ID" totalsRowLabel="Total"/>' +
      '<tableColumn id="2" name="Nombre"/><tableColumn id="3" name="Monto" totalsRowFunction="sum"/>' +
      '<tableColumn id="4" name="Etapa"/></tableColumns></table>',
  ],
];

export const pivotSheet = sheetXml([
  row(3, [s('A3', 'Etiquetas de fila'), s('B3', 'Suma de Monto')]),
  row(4, [s('A4', 'Ganada'), n('B4', 20000)]),
  row(5, [s('A5', 'Negociación'), n('B5', 1500.5)]),
  row(6, [s('A6', 'Total general'), n('B6', 21500.5)]),
]);
export const pivotShown = [
  null,
  null,
  ['Etiquetas de fila', 'Suma de Monto'],
  ['Ganada', 20000],
  ['Negociación', 1500.5],
  ['Total general', 21500.5],
];
/** The parts of a pivot table on tab `index`, its source being the tab Datos. */
export const pivot = (index) => [
  [
    `xl/worksheets/_rels/sheet${index}.xml.rels`,
    relsXml([rel('rId1', 'pivotTable', '../pivotTables/pivotTable1.xml')]),
  ],
  [
    'xl/pivotTables/pivotTable1.xml',
    `${XML}<pivotTableDefinition xmlns="${MAIN}" name="TablaDinámica1" cacheId="1" dataCaption="Valores">` +
      '<location ref="A3:B6" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="4">' +
      '<pivotField/><pivotField/><pivotField dataField="1"/><pivotField axis="axisRow"><items count="3">' +
      '<item x="1"/><item x="0"/><item t="default"/></items></pivotField></pivotFields>' +
      '<rowFields count="1">' +
      '<field x="3"/></rowFields><dataFields count="1"><dataField name="Suma de Monto" fld="2"/>' +
      '</dataFields>' +
      '</pivotTableDefinition>',
  ],
  [
    'xl/pivotTables/_rels/pivotTable1.xml.rels',
    relsXml([rel('rId1', 'pivotCacheDefinition', '../pivotCache/pivotCacheDefinition1.xml')]),
  ],
  [
    'xl/pivotCache/pivotCacheDefinition1.xml',
    `${XML}<pivotCacheDefinition xmlns="${MAIN}" refreshOnLoad="1"><cacheSource type="worksheet">` +
      '<worksheetSource ref="A1:D3" sheet="Datos"/></cacheSource><cacheFields count="4">' +
      '<cacheField name="ID"/><cacheField name="Nombre"/><cacheField name="Monto"/>' +
      '<cacheField name="Etapa">' +
      '<sharedItems count="2"><s v="Negociación"/><s v="Ganada"/></sharedItems></cacheField></cacheFields>' +
      '</pivotCacheDefinition>',
  ],
];
/** What workbook.xml says of it. */
export const pivotUse = {
  rels: [rel('rId80', 'pivotCacheDefinition', 'pivotCache/pivotCacheDefinition1.xml')],
  tail: '<pivotCaches><pivotCache cacheId="1" r:id="rId80"/></pivotCaches>',
};
export const pivotTypes = [
  ['xl/pivotTables/pivotTable1.xml', 'spreadsheetml.pivotTable+xml'],
  ['xl/pivotCache/pivotCacheDefinition1.xml', 'spreadsheetml.pivotCacheDefinition+xml'],
];
