import type { DelimiterReading, EncodingReading, SheetRefusalFact } from '../../sheet/index.js';
import type { Refusal } from '../facts.js';
import type { Format } from '../format.js';
import { megabytes, quoted } from '../quoting.js';

const SUSPICIOUS: Record<Extract<SheetRefusalFact, { code: 'xlsx.suspicious' }>['what'], string> = {
  tooManyEntries: 'it is made of thousands of parts',
  entryTooLarge: 'one part unpacks to hundreds of megabytes',
  totalTooLarge: 'it unpacks to hundreds of megabytes',
  ratio: 'one part unpacks to hundreds of times its size, as in a zip bomb',
  doctype: 'a part of it defines its own XML, as in an attack',
  inexact: 'a part of it writes letters in a way that cannot be read exactly',
  hiding: 'something in it is hidden, and it cannot be told in which of its tabs',
  drawing: 'a drawing or an image lies on a cell, and would be read instead of it',
  unshown: 'a cell in it holds a number that it does not show',
  uncomputed: 'formulas in it were never computed',
  number: 'a number in it is not written as one, as the 1,5 of a program that should write 1.5',
  name: 'a part of it has a name that points outside of the file',
  twice: 'a part of it is there twice',
  damaged: 'it is damaged or was not downloaded to the end',
};

/** Why a file cannot be read as a sheet, or not without asking, and what to do next. */
export function sheetRefusal(f: SheetRefusalFact, format: Format): Refusal {
  const say = (problem: string, cure: string): Refusal => ({ problem, cure });
  switch (f.code) {
    case 'file.missing':
      return say(
        `There is no file ${f.file}`,
        'Check the name, or drag the file onto the terminal to paste its path.',
      );
    case 'file.folder':
      return say(`${f.file} is a folder.`, 'Name the spreadsheet in it.');
    case 'file.unreadable':
      return say(
        `${f.file} cannot be opened.`,
        'Check that you may read it and that it is on this computer.',
      );
    case 'file.special':
      return say(`${f.file} is not an ordinary file.`, 'Save the spreadsheet to a file first.');
    case 'file.empty':
      return say(`${f.file} is empty.`, 'Save the spreadsheet again; nothing is in the file.');
    case 'file.binary':
      return say(`${f.file} is not a spreadsheet.`, 'Give an Excel workbook (.xlsx) or a CSV file.');
    case 'file.utf32':
      return say(
        `${f.file} is text in UTF-32, which hardly any program writes and which is not read.`,
        'Save it as “CSV UTF-8” or .xlsx.',
      );
    case 'file.notWorkbook':
      return say(
        `${f.file} is not a workbook that can be read.`,
        'Open it in your spreadsheet program and save it as .xlsx.',
      );
    case 'file.lock':
      return say(
        `${f.file} is the mark that Excel leaves while a workbook is open.`,
        'Name the workbook itself, without the ~$ in front.',
      );
    case 'file.plan':
      return say(
        `${f.file} is a saved plan, which this version cannot apply yet.`,
        'Apply the sheet itself: opsheet apply <sheet>',
      );
    case 'file.json':
      return say(
        `${f.file} is JSON, which programs give each other, and no sheet.`,
        'Export the list as CSV or .xlsx, or open it in Excel with Data > Get Data and save that.',
      );
    case 'file.pointer':
      return say(
        `${f.file} only points to a document in Google Drive; the sheet itself is not in it.`,
        'Open it in Google Sheets and choose File > Download > Microsoft Excel (.xlsx).',
      );
    case 'file.pdf':
      return say(
        `${f.file} is a PDF, from which no cells can be read.`,
        'Export the list as .xlsx or CSV from the program that it comes from.',
      );
    case 'file.numbers':
      return say(
        `${f.file} is a document of Apple Numbers.`,
        'In Numbers choose File > Export To > Excel, and give that file.',
      );
    case 'file.document':
      return say(
        `${f.file} is a Word document.`,
        'Copy its table into a spreadsheet and save that as .xlsx.',
      );
    case 'file.markup':
      return say(
        `${f.file} is a web page or XML, whatever its name says.`,
        'Open it in Excel and save it as .xlsx.',
      );
    case 'file.changed':
      return say(
        `${f.file} was changed while it was being read.`,
        'Close it in the other program and try again.',
      );
    case 'file.tooLarge':
      return say(
        `${f.file} is too large: ${megabytes(f.bytes, format)} MB; workbooks are read up to ${megabytes(f.limit, format)} MB.`,
        'Save it as CSV, or split it.',
      );
    case 'file.password':
      return say(
        `${f.file} has a password.`,
        'Open it, remove the password (File > Info > Protect Workbook > Encrypt with Password, leave it empty), save it, and try again.',
      );
    case 'file.oldDocument':
      return say(
        `${f.file} was written by a version of Excel from before 1997.`,
        'Open it in Excel or LibreOffice and save it as .xlsx.',
      );
    case 'csv.encoding': {
      const readings = readingsText(f.readings);
      return say(
        `${f.file}, line ${f.line}: the text is ${f.readings.some(({ encoding }) => encoding === 'utf-8') ? 'perhaps UTF-8 by chance alone' : 'not UTF-8'}, and how its accents were meant ${f.clear ? 'should be confirmed by a person' : 'cannot be told'}. ${readings}`,
        `Say which of these is right, for example --encoding ${f.readings[0]?.encoding ?? 'windows-1252'}; or save it as “CSV UTF-8” or .xlsx.`,
      );
    }
    case 'csv.quotes':
      return say(
        `${f.file}, row ${f.row} (line ${f.line}): a quotation mark is opened and never properly closed.`,
        'Fix the quotes in that row, or save the sheet as .xlsx.',
      );
    case 'csv.delimiter':
      return say(
        `${f.file}: nothing divides the first line into columns: “${f.text}”`,
        'Say which character does, for example --delimiter ";"',
      );
    case 'csv.mixedEncoding':
      return say(
        f.utf8Line === null
          ? `${f.file}, line ${f.line}: the file says that it is UTF-8, but this line is not. Some of its text is damaged.`
          : `${f.file}: two encodings are mixed. Line ${f.utf8Line} is UTF-8, line ${f.line} is not, so one of them would be read wrong.`,
        'Two files were probably glued together. Open each by itself, save both as “CSV UTF-8” or .xlsx, and join those.',
      );
    case 'csv.damaged':
      return say(
        `${f.file}, line ${f.line}: from here on the bytes are not ${f.encoding}.`,
        'Give another --encoding, or save the sheet as “CSV UTF-8” or .xlsx.',
      );
    case 'csv.backslash':
      return say(
        `${f.file}, row ${f.row} (line ${f.line}): quotation marks inside a cell are written with a backslash (\\") as databases do, not doubled as spreadsheets do.`,
        'If that is so in the whole file, say --quote-escape backslash.',
      );
    case 'csv.pairedQuotes':
      return say(
        `${f.file}, row ${f.row}: a quotation mark opened at “${f.text}” closes only on line ${f.lastLine}, and swallows whole rows from line ${f.line} on.`,
        'Remove or double the stray quotation mark (5" is written "5"""), or save the sheet as .xlsx.',
      );
    case 'csv.delimiters': {
      const previews = f.readings.map(({ delimiter, records }) => preview(delimiter, records));
      return say(
        `${f.file}: more than one character could separate the columns.\n${previews.join('\n')}`,
        `Say which one does, for example --delimiter "${f.readings[0]?.delimiter === '\t' ? 'tab' : f.readings[0]?.delimiter}"`,
      );
    }
    case 'csv.tooManyRows':
      return say(
        `${f.file} has more than ${format.number(f.limit)} rows (line ${f.line}), which no spreadsheet program can show.`,
        'Split it into several files.',
      );
    case 'csv.tooManyColumns':
      return say(
        `${f.file}, line ${f.line}: the row has more than ${format.number(f.limit)} columns.`,
        'Check the separator (--delimiter), or leave out columns that are not needed.',
      );
    case 'xlsx.noData':
      return say(`${f.file} has no visible sheet with data.`, 'Check that the right workbook was saved.');
    case 'xlsx.severalSheets':
      return say(
        `${f.file} has data in several sheets: ${quoted(f.sheets)}.`,
        `Say which one: --sheet "${f.sheets[0] ?? ''}"`,
      );
    case 'xlsx.noSuchSheet':
      return say(`${f.file} has no sheet “${f.sheet}”.`, `Its sheets are: ${quoted(f.sheets)}.`);
    case 'xlsx.emptySheet':
      return say(`${f.file}: the tab “${f.sheet}” has no cells with data.`, 'Name another tab with --sheet.');
    case 'xlsx.suspicious':
      return say(
        `${f.file} was not read: ${SUSPICIOUS[f.what]}${f.entry === null ? '' : ` (${f.entry})`}.`,
        'If you trust where it comes from, open it in your spreadsheet program, save it as a new .xlsx, and use that.',
      );
    case 'xlsx.tooMuch':
      return say(
        `${f.file} takes too much ${f.what === 'memory' ? 'memory' : 'time'} to read.`,
        'Save the tab as CSV, or split it; a workbook often holds far more cells than it shows.',
      );
    case 'xlsx.hiddenRows':
      return say(
        `${f.file} [${f.sheet}]: ${f.filtered ? 'a filter hides' : 'there are hidden'} ${format.number(f.hidden)} of ${format.number(f.rows)} rows (the header counted). Are they meant too?`,
        'Say --hidden include to read them like the others, or --hidden skip to leave them out; or show all rows and save.',
      );
    case 'xlsx.tooManyRows':
      return say(
        `${f.file} [${f.sheet}] has a cell below row ${format.number(f.limit)}, where no spreadsheet program shows any.`,
        'Delete the empty rows under the table and save, or split it.',
      );
    case 'xlsx.tooManyColumns':
      return say(
        `${f.file} [${f.sheet}] has a cell beyond column ${format.number(f.limit)}: there is no room for the columns of the results.`,
        'Delete the empty columns beside the table and save.',
      );
    case 'xlsx.pivot':
      return say(
        `${f.file} [${f.sheet}] holds a pivot table: its rows are sums, not opportunities.`,
        `Use the sheet that the pivot table is made from; or, if this is meant, say --sheet "${f.sheet}"`,
      );
    case 'out.exists':
      return say(
        `${f.file} exists already and is not overwritten.`,
        `Give another name with --${f.option ?? 'out'}.`,
      );
    case 'out.isInput':
      return say('The results would overwrite the sheet itself.', 'Give another name with --out.');
    case 'out.folder':
      return say(
        `Nothing can be written to the folder of ${f.file}`,
        `Give another place with --${f.option ?? 'out'}.`,
      );
    case 'out.notPage':
      return say(`${f.file}: a report is a page, whose name ends in .html.`, 'Change the ending.');
    case 'out.format':
      return say(
        `${f.file}: results are written as .xlsx or .csv${f.format ? `, not ${f.format}` : '; this name has no ending'}.`,
        'Change the ending.',
      );
    case 'out.damaged':
      return say(
        `${f.file} was written but does not read back whole: ${format.number(f.expected)} rows were written, ${f.found === null ? 'and it cannot be opened' : `${format.number(f.found)} were found`}.`,
        "Check the disk. What was done is in the run's journal.",
      );
  }
}

function readingsText(readings: readonly EncodingReading[]): string {
  return readings.map(({ encoding, samples }) => `As ${encoding}: ${quoted(samples)}.`).join(' ');
}

/** The first records, one a line, as they are divided by this separator. */
function preview(delimiter: string, records: DelimiterReading['records']): string {
  const name = delimiter === '\t' ? 'tab' : delimiter;
  return records.map((record) => `  ${name}   ${record.join(' | ')}`).join('\n');
}
