import type { GivenFact } from '../../mapping/index.js';
import type { Refusal, SheetMappingFact } from '../facts.js';
import type { Format } from '../format.js';
import { quoted } from '../quoting.js';

const MEANT = 'Known headers are, for example: ID, Código, Nombre, Monto, Etapa, or customFields.<name>.';

/** Why a sheet's columns or cells cannot be understood without a person, and what to do next. */
export function mappingRefusal(f: Exclude<SheetMappingFact, GivenFact>, format: Format): Refusal {
  const saved =
    f.proposed === undefined
      ? ''
      : `; or use the mapping that was saved for these headers${savedOn(f.proposed)}: --mapping saved`;
  const say = (problem: string, cure: string): Refusal => ({
    problem,
    cure: saved === '' ? cure : cure.replace(/\.$/, '') + saved,
  });
  switch (f.code) {
    case 'header.none':
      return say(
        `${f.file}, row ${f.row}: none of these is a header that opsheet knows: ${f.text}`,
        f.betterRow === null
          ? `${MEANT} If the sheet has no header, say --header-row 0 and which column is what: --map A=id --map B=amount`
          : `Row ${f.betterRow} looks like the header (${f.betterText}): --header-row ${f.betterRow}`,
      );
    case 'header.noKey':
      return say(
        `${f.file}, row ${f.row}: no column says which opportunity a row is about. Columns: ${f.columns.join(', ')}`,
        `Name the column with the ids ID, or point it out: --map "COLUMN=id"; if they are codes: --map "COLUMN=opportCode"`,
      );
    case 'header.noFields':
      return say(
        `${f.file}, row ${f.row}: no column is a field that can be changed. Columns: ${f.columns.join(', ')}`,
        `${MEANT} Or point one out: --map "COLUMN=amount"`,
      );
    case 'header.duplicate':
      return say(
        `${f.file}, row ${f.row}: ${columnsText(f)} all mean ${targetText(f.target, format)}.`,
        `Ignore all but one, by its letter: --map "${f.letters[1] ?? 'B'}=-"`,
      );
    case 'header.doubtful':
      return say(
        `${f.file}, row ${f.row}: “${f.column}” stands beside “${f.beside}”, so it may be another thing than the opportunity's ${format.field(f.field)}.`,
        `If it is: --map "${f.column}=${f.field}". If not: --map "${f.column}=-"`,
      );
    case 'header.newer':
      return say(
        `${f.file}, row ${f.row}: “${f.column}” is the opportunity's ${format.field(f.field)}, but “${f.newer}” may hold what it shall be, and only one can be sent.`,
        `To send “${f.newer}”: --map "${f.newer}=${f.field}". To leave it out: --map "${f.newer}=-"`,
      );
    case 'map.taken':
      return say(
        `${f.file}: the results have a column “${f.column}” of their own, in whose place this one would be lost.`,
        'Give the column another name, such as ID.',
      );
    case 'header.dangerous':
      return say(
        `${f.file}, row ${f.row}: a column cannot be called “${f.column}”.`,
        'Give the column another name.',
      );
    case 'header.damaged':
      return say(
        `${f.file}, row ${f.row}: the name of the column “${f.column}” was spoilt by a wrong encoding${f.repaired === null ? '' : ` (“${f.repaired}”?)`}, and the CRM would get a new field of that name.`,
        `Write the header again, or name the field: --map "${f.repaired === null ? `${f.letters}=customFields.<name>` : `${f.column}=${f.repaired}`}"`,
      );
    case 'header.second':
      return say(
        `${f.file}: row ${f.row} is another header (${f.text}). The rows below it would be read under the columns of the first.`,
        'Put the two tables into files of their own, or bring the columns of the second into the order of the first. To take only the rows above it, use --rows.',
      );
    case 'header.noSuchRow':
      return say(
        `${f.file} has no row ${f.row} to be the header.`,
        'Check --header-row against the spreadsheet.',
      );
    case 'header.notFirst':
      return say(
        `${f.file}: row ${f.row} could be the header (${f.text}), but row ${f.betterRow} has more of them (${f.betterText}).`,
        `Say which one is: --header-row ${f.betterRow}`,
      );
    case 'header.merged':
      return say(
        `${f.file}, row ${f.row}: the header has merged cells, so it is not known which column each name is for: ${f.text}`,
        `If the names are in the row below, say --header-row ${f.row + 1}; else unmerge the cells and save.`,
      );
    case 'header.blocks':
      return say(
        `${f.file}, row ${f.row}: the empty column ${f.column} divides the sheet, and ${quoted(f.columns)} stand on the other side of it. Are they part of the same table?`,
        `If they are, say --header-row ${f.row}; else ignore them: --map "${f.columns[0] ?? 'Column'}=-"`,
      );
    case 'map.syntax':
      return say(
        `--map “${f.text}” is not understood.`,
        'Write it as --map "Column=field", for example --map "Monto=amount"',
      );
    case 'map.noSuchColumn':
      return say(`${f.file} has no column “${f.column}”.`, `Its columns are: ${f.columns.join(', ')}`);
    case 'map.noSuchField':
      return say(
        `“${f.field}” is not a field that can be changed.`,
        'Use id, code, name, description, amount, stage, contact, customFields.<name>, or - to ignore the column.',
      );
    case 'map.onlyField':
      return say(
        `--only “${f.field}” is not a field.`,
        'Use open, or the fields to take: name, description, amount, stage, contact, customFields.<name>; several with commas between them.',
      );
    case 'map.onlyMissing':
      return say(
        `${f.file}: --only “${f.field}”, but no column is that field.`,
        `The fields of the sheet are: ${f.fields.join(', ')}`,
      );
    case 'map.placeholder':
      return say(
        `--placeholder “${f.text}” is not understood.`,
        'Write leave, clear or text; or for one column --placeholder "Column=leave"',
      );
    case 'sheet.noRows':
      return say(`${f.file} has a header and no rows.`, 'Add the rows to change and try again.');
    case 'sheet.noStatus':
      return say(
        `${f.file} has no column _status, so it is not known which rows were not done.`,
        `Give --only ${f.only} the results sheet that opsheet has written. To take all rows of this sheet, leave it out.`,
      );
    case 'sheet.unknownStatus':
      return say(
        `${f.file}, row ${f.row}: “${f.text}” in _status is none that opsheet writes, so it is not known whether the row was done.`,
        'Write updated for a row that needs nothing more, or empty the cell for one that does.',
      );
    case 'sheet.noSelectedRows':
      return say(
        `${f.file}: none of the rows of --rows holds data; the last row is ${f.lastRow}.`,
        'Give the numbers that your spreadsheet program shows, for example --rows 2-50,70',
      );
    case 'cells.placeholder':
      return say(
        `${f.file}, row ${f.row}: ${f.column} holds “${f.text}” (${format.number(f.cells)} ${f.cells === 1 ? 'cell' : 'cells'} like it). It is not known whether that means “leave it”${f.clearable ? ', “empty it”' : ''} or is the text itself.`,
        `Say --placeholder "${f.column}=leave"${f.clearable ? `, or "${f.column}=clear"` : ''}, or "${f.column}=text"`,
      );
    case 'cells.mojibake':
      return say(
        `${f.file}, row ${f.row}: ${f.column} “${f.text}” went through a wrong encoding (${format.number(f.cells)} ${f.cells === 1 ? 'cell' : 'cells'} like it). It was probably “${f.repaired}”.`,
        'Say --mojibake repair to send it put right, or --mojibake keep to send it as it is.',
      );
    case 'amount.ambiguous':
      return say(
        `${f.file}, row ${f.row}, ${f.column} “${f.text}” can be read as ${f.readings[0]} or as ${f.readings[1]}, and ${
          f.against === null
            ? 'no other cell of the column tells.'
            : `row ${f.against.row} “${f.against.text}” does not tell: ${/\d[.,]\d{3,}\D*$/.test(f.against.text) ? 'few are like it, so that it may be a slip' : 'it does not have three decimals itself'}.`
        }`,
        `Say how decimals are written: --decimal , reads it as ${f.readings[0]}, --decimal . as ${f.readings[1]}`,
      );
    case 'amount.cut':
      return say(
        `${f.file}, row ${f.row}: ${f.column} and the cell behind it are ${f.text} together, and the row has one cell more than there are headers${f.beside === null ? '' : ` (column ${f.beside})`}. The comma that separates columns may have cut the amount.`,
        `Put amounts with a comma in quotes, or separate the columns by ; instead. If nothing is cut, ${f.beside === null ? 'take out the comma at the end of the row.' : `leave that column out: --map "${f.beside}=-"`}`,
      );
    case 'amount.cutIntoNext':
      return say(
        `${f.file}, row ${f.row}: ${f.column} and the cell of ${f.beside} behind it are ${f.text} together. The comma that separates columns may have cut the amounts.`,
        `Put amounts with a comma in quotes, or separate the columns by ; instead. If nothing is cut, say so: --map "${f.beside}=${f.use}"`,
      );
    case 'amount.scaledTitle':
      return say(
        `${f.file}, row ${f.row}: “${f.text}” says that the amounts of ${f.column} are not written in full.`,
        `Write them in full. If they are right as they stand: --map "${f.column}=amount"`,
      );
    case 'amount.mixed':
      return say(
        `${f.file}, ${f.column}: row ${f.comma.row} “${f.comma.text}” has a decimal comma and row ${f.dot.row} “${f.dot.text}” a decimal point.`,
        'Write the column in one way, or say --decimal and the rows that do not fit are left out.',
      );
    case 'amount.typed':
      return say(
        `${f.file}, row ${f.row}: ${f.column} is the number ${f.text}, with three decimals, and row ${f.beside.row} says “${f.beside.text}” as text. Where a point was typed for thousands, ${f.text.replace('.', '')} was meant.`,
        'Correct such cells. If the numbers are right as they stand: --decimal ,',
      );
    case 'amount.currencyColumn':
      return say(
        `${f.file}: ${f.column} names different currencies, “${f.one.text}” in row ${f.one.row} and “${f.other.text}” in row ${f.other.row}, and the CRM's amount has none.`,
        `Convert the amounts, or put each currency in a sheet of its own. If they are meant as they stand, leave the column out: --map "${f.column}=-".`,
      );
    case 'amount.currencies':
      return say(
        `${f.file}, ${f.column}: row ${f.one.row} “${f.one.text}” and row ${f.other.row} “${f.other.text}” are in different currencies, and the CRM's amount has none.`,
        f.one.text === f.column
          ? 'Convert them, or correct the header or the cells.'
          : 'Convert them, or put each currency in a sheet of its own.',
      );
  }
}

/** The day of an ISO time, where there is one. */
function savedOn(time: string): string {
  return time === '' ? '' : ` on ${time.slice(0, 10)}`;
}

type Duplicate = Extract<SheetMappingFact, { code: 'header.duplicate' }>;

/** Columns by their names and letters: two of them may have one name. */
function columnsText({ columns, letters }: Duplicate): string {
  return columns.map((name, i) => `“${name}” (column ${letters[i]})`).join(', ');
}

function targetText(target: Duplicate['target'], format: Format): string {
  if (target === 'id') return 'the id';
  return target === 'opportCode' ? 'the code' : format.field(target);
}
