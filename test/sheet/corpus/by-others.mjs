// Workbooks written by write-excel-file, excel-builder-vanilla and xlsx-populate.
import { createExcelFile, createWorkbook } from 'excel-builder-vanilla';
import writeExcelFile from 'write-excel-file/node';
import XlsxPopulate from 'xlsx-populate';
import { at, COLUMNS, DATE_FORMAT, DEALS, deals, MONEY_FORMAT, plainRows } from './data.mjs';
import { date, serial, shows } from './expect.mjs';

const HEADER = ['ID', 'Nombre', 'Monto', 'Etapa'];
const FIRST = ['OP-1', 'Ferretería Núñez', 1500.5, 'Negociación'];

async function byWriteExcelFile() {
  const rows = DEALS.map(({ id, name, amount, stage, on, active }) => [
    { value: id, type: String },
    { value: name, type: String, wrap: true },
    { value: amount, type: Number, format: MONEY_FORMAT },
    { value: stage, type: String },
    { value: at(on), type: Date, format: DATE_FORMAT },
    { value: active, type: Boolean },
  ]);
  const bytes = await writeExcelFile([COLUMNS.map((value) => ({ value, fontWeight: 'bold' })), ...rows], {
    sheet: 'Datos',
    stickyRowsCount: 1,
  }).toBuffer();
  const writer = 'write-excel-file 4.1.1';
  return [
    {
      file: 'write-excel-file.xlsx',
      writer,
      about: 'Deals with a sticky header',
      expect: deals('Datos'),
      bytes,
    },
  ];
}

async function byExcelBuilder() {
  const book = createWorkbook();
  const sheet = book.createWorksheet({ name: 'Datos' });
  const styles = book.getStyleSheet();
  const money = styles.createFormat({ format: MONEY_FORMAT }).id;
  const day = styles.createFormat({ format: DATE_FORMAT }).id;
  sheet.setData([
    COLUMNS,
    ...DEALS.map(({ id, name, amount, stage, on, active }) => [
      id,
      name,
      { value: amount, metadata: { style: money } },
      stage,
      { value: serial(on), metadata: { style: day, type: 'number' } },
      active,
    ]),
  ]);
  book.addWorksheet(sheet);
  const bytes = Buffer.from(await createExcelFile(book, 'Uint8Array'));
  const writer = 'excel-builder-vanilla 5.2.5';
  return [{ file: 'excel-builder.xlsx', writer, about: 'Deals', expect: deals('Datos'), bytes }];
}

async function byPopulate() {
  const book = await XlsxPopulate.fromBlankAsync();
  const sheet = book.sheet(0).name('Datos');
  sheet.cell('A1').value([COLUMNS, ...plainRows()]);
  sheet.range('C2:C4').style('numberFormat', MONEY_FORMAT);
  sheet.range('E2:E4').style('numberFormat', DATE_FORMAT);
  const bytes = await book.outputAsync();
  const locked = await book.outputAsync({ password: 'secreto' });

  const rich = await XlsxPopulate.fromBlankAsync();
  const odd = rich.sheet(0).name('Datos');
  odd.cell('A1').value([HEADER, FIRST, ['', 'x', 10, 'Ganada']]);
  const text = new XlsxPopulate.RichText();
  text.add('Sol ').add('Nuevo', { bold: true });
  odd.cell('A3').value(text);
  odd.cell('B3').hyperlink('https://crm.example/op?a=1&b=2');
  odd.cell('E3').value(at('2026-01-15')).style('numberFormat', 'dd/mm/yyyy');
  odd.row(2).hidden(true);
  rich.addSheet('Oculta').hidden(true).cell('A1').value('secreto');

  const writer = 'xlsx-populate 1.21.0';
  return [
    { file: 'populate-deals.xlsx', writer, about: 'Deals', expect: deals('Datos'), bytes },
    {
      file: 'populate-rich.xlsx',
      writer,
      about: 'Rich text, a link, a hidden row, a hidden tab after',
      hiddenRows: [2],
      hiddenTabs: ['Oculta'],
      expect: shows('Datos', [
        HEADER,
        FIRST,
        ['Sol Nuevo', 'x', 10, 'Ganada', date(serial('2026-01-15'), '15/01/2026')],
      ]),
      bytes: await rich.outputAsync(),
    },
    {
      file: 'refused-password.xlsx',
      writer,
      about: 'A workbook with a password (secreto): an OLE container with EncryptedPackage',
      expect: { refused: 'password' },
      bytes: locked,
    },
  ];
}

export const byOthers = async () =>
  (await Promise.all([byWriteExcelFile(), byExcelBuilder(), byPopulate()])).flat();
