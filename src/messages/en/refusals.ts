import type { Refusal, RefusalFact } from '../facts.js';
import type { Format } from '../format.js';
import { megabytes, quoted, words } from '../quoting.js';

const MEANT = 'Known headers are, for example: ID, Código, Nombre, Monto, Etapa, or customFields.<name>.';
const WHERE_TOKEN =
  'In Plazbot: Settings > API KEY (or Developer) for the token, Account > General for the workspace id.';

/** Why a command ends without doing its work, and what to do next. */
export function refusal(f: RefusalFact, format: Format): Refusal {
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
    case 'file.notWorkbook':
      return say(
        `${f.file} is not a readable Excel workbook.`,
        'Open it in your spreadsheet program and save it as .xlsx.',
      );
    case 'file.oldExcel':
      return say(
        `${f.file} is an old Excel file (.xls), or it has a password.`,
        'Remove the password, save it as .xlsx, and try again.',
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
    case 'file.markup':
      return say(
        `${f.file} is a web page or XML, whatever its name says.`,
        'Open it in Excel and save it as .xlsx.',
      );
    case 'file.utf16':
      return say(`${f.file} is written as UTF-16 (“Unicode text”).`, 'Save it as “CSV UTF-8” or as .xlsx.');
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
    case 'csv.encoding':
      return say(
        `${f.file}, line ${f.line}: the text is not UTF-8, so accents would be read wrong.`,
        'In Excel choose “Save as”, type “CSV UTF-8”; or save it as .xlsx.',
      );
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
    case 'xlsx.noData':
      return say(`${f.file} has no visible sheet with data.`, 'Check that the right workbook was saved.');
    case 'xlsx.severalSheets':
      return say(
        `${f.file} has data in several sheets: ${quoted(f.sheets)}.`,
        `Say which one: --sheet "${f.sheets[0] ?? ''}"`,
      );
    case 'xlsx.noSuchSheet':
      return say(`${f.file} has no sheet “${f.sheet}”.`, `Its sheets are: ${quoted(f.sheets)}.`);
    case 'out.exists':
      return say(`${f.file} exists already and is not overwritten.`, 'Give another name with --out.');
    case 'out.isInput':
      return say('The results would overwrite the sheet itself.', 'Give another name with --out.');
    case 'out.folder':
      return say(`Nothing can be written to the folder of ${f.file}`, 'Give another place with --out.');
    case 'out.format':
      return say(
        `${f.file}: results are written as .xlsx or .csv${f.format ? `, not ${f.format}` : '; this name has no ending'}.`,
        'Change the ending.',
      );

    case 'header.none':
      return say(
        `${f.file}, row ${f.row}: none of these is a header that opsheet knows: ${f.text}`,
        f.betterRow === null
          ? MEANT
          : `Row ${f.betterRow} looks like the header: --header-row ${f.betterRow}`,
      );
    case 'header.noKey':
      return say(
        `${f.file}, row ${f.row}: no column says which opportunity a row is about. Columns: ${f.columns.join(', ')}`,
        `Name the column with the ids ID, or point it out: --map "${f.columns[0] ?? 'Column'}=id"`,
      );
    case 'header.noFields':
      return say(
        `${f.file}, row ${f.row}: no column is a field that can be changed. Columns: ${f.columns.join(', ')}`,
        `${MEANT} Or point one out: --map "Column=amount"`,
      );
    case 'header.duplicate':
      return say(
        `${f.file}, row ${f.row}: ${quoted(f.columns)} all mean ${f.target}.`,
        `Ignore all but one: --map "${f.columns[1] ?? ''}=-"`,
      );
    case 'header.dangerous':
      return say(
        `${f.file}, row ${f.row}: a column cannot be called “${f.column}”.`,
        'Give the column another name.',
      );
    case 'header.noSuchRow':
      return say(
        `${f.file} has no row ${f.row} to be the header.`,
        'Check --header-row against the spreadsheet.',
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
        'Use id, opportCode, name, description, amount, stageId, contactId, customFields.<name>, or - to ignore the column.',
      );
    case 'sheet.noRows':
      return say(`${f.file} has a header and no rows.`, 'Add the rows to change and try again.');
    case 'amount.ambiguous':
      return say(
        `${f.file}, row ${f.row}, ${f.column} “${f.text}” can be read as ${f.readings[0]} or as ${f.readings[1]}, and no other cell of the column tells.`,
        `Say how decimals are written: --decimal , reads it as ${f.readings[0]}, --decimal . as ${f.readings[1]}`,
      );
    case 'amount.mixed':
      return say(
        `${f.file}, ${f.column}: row ${f.comma.row} “${f.comma.text}” has a decimal comma and row ${f.dot.row} “${f.dot.text}” a decimal point.`,
        'Write the column in one way, or say --decimal and the rows that do not fit are left out.',
      );

    case 'settings.missing':
      return say(
        `opsheet does not know ${f.names.map(settingMeaning).join(' nor ')}.`,
        `Set ${f.names.join(' and ')} in the environment or in a file called .env beside the sheet. ${WHERE_TOKEN}`,
      );
    case 'settings.token.characters':
      return say(
        'The token holds spaces, line breaks or letters that cannot be part of a token.',
        'Copy it again, whole and without spaces.',
      );
    case 'usage.token':
      return say(
        'A token on the command line can be read by everyone on this computer, and stays in its history.',
        'Set PLAZBOT_TOKEN in the environment or in a .env file instead, and make a new token if you typed it here.',
      );
    case 'settings.url.invalid':
      return say(
        `“${f.url}” is not the address of an API.`,
        'It looks like https://api.plazbot.com, without a path.',
      );
    case 'settings.url.plainHttp':
      return say(`${f.url} is not encrypted.`, 'Use https. Plain http is only for this computer itself.');
    case 'settings.url.credentials':
      return say(`The address ${f.url} holds a user name or a password.`, 'Take them out of the address.');
    case 'settings.url.foreign':
      return say(
        `${f.file} sets PLAZBOT_API_URL but the token comes from somewhere else, so it could be sent to a stranger.`,
        'Put both in the same place, or say --api-url yourself.',
      );
    case 'settings.tlsOff':
      return say(
        'NODE_TLS_REJECT_UNAUTHORIZED=0 switches the check of the server off.',
        'Unset it; for a private CA use NODE_EXTRA_CA_CERTS.',
      );
    case 'settings.env.unreadable':
      return say(`${f.file} cannot be read.`, 'Check that you may read it.');

    case 'api.credentials':
      return say(
        `The CRM does not accept the token (HTTP ${f.httpStatus}${words(f.message)}).`,
        `Set a valid PLAZBOT_TOKEN. ${WHERE_TOKEN}`,
      );
    case 'api.redirect':
      return say(
        `The address answers with another address${f.location ? `: ${f.location}` : ''} (HTTP ${f.httpStatus}). It was not followed.`,
        'Check PLAZBOT_API_URL, and whether this network wants you to sign in first.',
      );
    case 'api.tls':
      return say(
        `The server's certificate cannot be trusted (${f.reason}).`,
        'Check PLAZBOT_API_URL; for a private CA use NODE_EXTRA_CA_CERTS.',
      );
    case 'api.unreachable':
      return say(
        `No connection to ${f.origin} (${f.reason}).`,
        'Check the network and PLAZBOT_API_URL, then try again.',
      );
    case 'api.failing':
      return say(
        `The CRM is failing (HTTP ${f.httpStatus}${words(f.message)}).`,
        'Nothing is wrong with your sheet. Try again later.',
      );
    case 'api.notTheApi':
      return say(
        `What answers there is not the Plazbot API (${f.what}${f.httpStatus === null ? '' : `, HTTP ${f.httpStatus}`}).`,
        'Check PLAZBOT_API_URL, and whether this network wants you to sign in first.',
      );
    case 'api.noWorkspace':
      return say(
        `There is no workspace ${f.workspaceId} for this token${f.message ? `: ${f.message}` : '.'}`,
        `Check PLAZBOT_WORKSPACE_ID. ${WHERE_TOKEN}`,
      );

    case 'usage.argument':
      return say(f.text, 'See: opsheet --help');
    case 'usage.number':
      return say(`--${f.option} cannot be “${f.text}”.`, 'See: opsheet --help');
    case 'usage.noTerminal':
      return say(
        'Nobody can be asked here, because this is not a terminal. Nothing was sent.',
        'Look at the plan with opsheet plan, then say --yes to send it without a question.',
      );
    case 'disk.failed':
      return say(
        `${f.file} cannot be written (${f.reason}).`,
        'Free some space or check your rights, then try again.',
      );
  }
}

function settingMeaning(name: string): string {
  return name === 'PLAZBOT_TOKEN'
    ? 'who you are (PLAZBOT_TOKEN)'
    : 'which workspace to change (PLAZBOT_WORKSPACE_ID)';
}
