import type { PlanProblem } from '../../plan/index.js';
import type { Format } from '../format.js';
import { typed, words } from '../quoting.js';

/** One sentence on what is wrong with a row, naming the column and the cell. */
export function problem(p: PlanProblem, format: Format): string {
  const sentence = sentenceOf(p, format);
  const line = 'line' in p ? p.line : undefined;
  return line === undefined
    ? sentence
    : `${sentence} (It begins on line ${format.number(line)} of the file.)`;
}

function sentenceOf(p: PlanProblem, format: Format): string {
  if (p.code === 'row.ragged') {
    const { found, expected } = p;
    return `The row has ${found} fields but the header has ${expected}, so its cells may stand under the wrong headers. ${p.smartQuotes ? 'It has curly quotes (“ ”), which do not hold a cell together; only straight ones (") do.' : 'Check for a missing or an unquoted separator.'}`;
  }
  if (p.code === 'row.header')
    return 'The row repeats the header. Delete it, or leave it: nothing is sent for it.';
  const cell = `${p.column} “${p.text}”`;
  switch (p.code) {
    case 'amount.notNumber':
      return /\d/.test(p.text)
        ? `${cell} is not written as an amount. Write digits alone, such as 1234, with thousands in groups of three or in none.`
        : `${cell} is not an amount. Write the number alone, without words.`;
    case 'amount.date':
      return `${cell} is a date, not an amount. Set the cell's format to Number and type it again.`;
    case 'amount.percent':
      return `${cell} is a percentage, not an amount. Write the amount itself.`;
    case 'amount.tooLong':
      return `${cell} has more digits than the CRM can keep exactly. Use at most 15.`;
    case 'amount.otherDecimal':
      return `${cell} does not fit the way this column writes decimals. Write it like the other cells, or give --decimal.`;
    case 'amount.decimals':
      return `${cell} has more decimals than money has. Round it in the sheet, or say --round.`;
    case 'amount.shownOtherwise':
      return `${cell} is what the cell shows, but it holds ${format.amount(p.stored)}. ${p.rounds ? 'Round it in the sheet, or say --round to send what is shown.' : 'Give the cell the format Number, so that it shows what it holds.'}`;
    case 'amount.multiplied':
      return `${cell} is not a plain amount. If it means ${format.amount(p.suggestion)}, write that.`;
    case 'id.empty':
      return p.other === undefined
        ? `${p.column} is empty, so it is not known which opportunity this row is about.`
        : `${p.column} is empty, and opportunities are found by it. Fill it in, or have all of them found by ${p.other.column}, which says “${p.other.text}” here: --key ${p.other.by}`;
    case 'id.digitsLost':
      return `${cell} has lost digits: spreadsheets keep only 15. Format the column as Text and paste the ids again.`;
    case 'id.date':
      return `${cell} was turned into a date by the spreadsheet. Format the column as Text and type the id again.`;
    case 'id.notText':
      return `${cell} cannot be an id. Format the column as Text and paste the id again.`;
    case 'id.characters':
      return `${cell} holds spaces or characters that an id cannot have. Paste the id again.`;
    case 'cell.error':
      return `${cell} is a spreadsheet error. Fix the formula, or empty the cell to leave the field alone.`;
    case 'cell.uncomputed':
      return `${p.column} holds a formula without a result. Open the file in your spreadsheet program, save it, and try again.`;
    case 'cell.formula':
      return `${cell} begins like a formula, and what it would show is not in the file. Type the value itself; a CSV can also be opened in your spreadsheet program and saved as .xlsx. Text that is meant to begin so cannot be sent.`;
    case 'cell.merged':
      if (p.text !== '')
        return `${cell} stands in results sheets for a cell that a merged one had covered, so that it held no value of its own. Type the value in its place.`;
      return `${p.column} is covered by a merged cell, so it holds no value of its own. Unmerge the cells and fill each row.`;
    case 'cell.styled':
      return `${cell} looks otherwise than its letters: parts of it are struck out or raised, it is white on white, its font shows signs in the place of letters as Wingdings does, or the cell's format shows something else. Type what is meant as plain text.`;
    case 'text.tooLong':
      return `${p.column} is longer than the 32,767 characters that a spreadsheet cell can hold. Shorten it; it is never cut.`;
    case 'text.digitsLost':
      return `${cell} is a long number that has lost digits: spreadsheets keep only 15, and show fewer. Format the column as Text and type it again.`;
    case 'text.damaged':
      if (!p.text.includes('\ufffd'))
        return `${cell} looks as if a program had damaged it, by another encoding or by its way of writing letters. Type the text again.`;
      return `${cell} holds a damaged character (�). Type the text again.`;
    case 'text.token':
      return `${cell} looks like an instruction, or like something that was to be filled in. To empty the field write <clear>; else type the text without the brackets.`;
    case 'text.quotes':
      return `${cell} has a space before its quotation marks, so they are a part of the text. Take away the space, or the marks.`;
    case 'text.escaped':
      return `${cell} begins with an apostrophe that a program puts before text like a formula, and no column _escape says so. Take the apostrophe away.`;
    case 'text.zero':
      return `${cell} is the 0 that a formula gives for an empty cell in Excel. Type the text itself, or let the formula give "" where there is none.`;
    case 'text.dateSerial':
      return `${cell} is the number by which spreadsheets keep a date. Type the date as text, as the CRM should hold it.`;
    case 'text.control':
      return `${p.column} holds invisible control characters. Type the text again.`;
    case 'text.notText':
      return `${cell} is not text but a date, a yes/no or a formatted number, which looks different on other computers. Format the cell as Text and type what the CRM should hold.`;
    case 'clear.notAllowed':
      return `${p.column} cannot be cleared: the CRM always needs a value there.`;
    case 'value.unmapped':
      return `${cell} is in no entry of the mapping file.${p.suggestions.length > 0 ? ` Did you mean ${p.suggestions.map((text) => `“${text}”`).join(' or ')}?` : ''} Add it there, or let such texts pass with "otherwise": "keep".`;
    case 'record.missing':
      return `${cell} is not in this workspace.`;
    case 'record.deleted':
      return `${cell} was deleted in the CRM.`;
    case 'record.otherKey':
      return `${cell} belongs to another opportunity than the row's key, whose own is “${p.found}”. Perhaps only some columns were sorted. Correct the row; a column that is not about this CRM is left out with --map "${p.column}=-".`;
    case 'record.otherWorkspace':
      return p.httpStatus === null
        ? `${cell} belongs to another workspace. Apply the row there, or check PLAZBOT_WORKSPACE_ID.`
        : `The CRM does not show ${cell} to this token (HTTP ${p.httpStatus}${words(p.message)}): it may belong to another workspace.`;
    case 'record.unreadable': {
      if (p.httpStatus === 404 || p.httpStatus === 410) {
        return `It is not the CRM that answered for ${cell} (HTTP ${p.httpStatus}), so it is not known whether it is in this workspace. The row was not planned; try it again.`;
      }
      if (p.httpStatus !== null && p.httpStatus < 300 && p.message === null) {
        return `The answer of the CRM for ${cell} (HTTP ${p.httpStatus}) cannot be read, so that nothing can be sent back to it without damage. The row was not planned; try it again, and if it stays so, look at the record in the CRM.`;
      }
      const told = [p.httpStatus === null ? null : `HTTP ${p.httpStatus}`, p.message]
        .filter(Boolean)
        .join(': ');
      return `The CRM could not show ${cell}${told ? ` (${told})` : ''}. The row was not planned; try it again.`;
    }
    case 'code.ambiguous':
      return `${cell} is the code of ${format.number(p.count)} opportunities. Use the id instead.`;
    case 'text.cut':
      return `${p.column} holds only the first 255 letters of what the CRM has: a program cut the rest. Copy the whole text from the CRM, or empty the cell to leave the field alone.`;
    case 'name.key':
      return `${cell} is the code or the id of the opportunity itself, not its name. Leave the column out: --map "${p.column}=-"`;
    case 'code.zeros':
      return `${cell} is not in this workspace. Did you mean “${p.suggestion}”? Spreadsheets take zeros off numbers: format the column as Text.`;
    case 'code.near':
      return `${cell} is not in this workspace, but “${p.suggestion}” is, which differs only in dashes, spaces or capitals. If that is the one, copy it into the cell.`;
    case 'stage.unknown':
      return `${cell} is not a stage of this workspace.${p.suggestions.length > 0 ? ` Did you mean ${p.suggestions.map((name) => `“${name}”`).join(' or ')}?` : ' See: opsheet stages'}`;
    case 'stage.ambiguous':
      return `${cell} is the name of ${p.ids.length} stages. Use one of their ids: ${p.ids.join(', ')}`;
    case 'stage.untrusted':
      return `${cell} cannot be matched by name: most opportunities here are in stages that the workspace does not list. Write the stage's id; opsheet stages shows those in use.`;
    case 'duplicate.conflict':
      return `${cell} is also in ${p.rows.length === 1 ? 'row' : 'rows'} ${p.rows.join(', ')}, with other values. Keep one of them.`;
    case 'customFields.unread':
      return `The CRM did not show this record's custom fields, so setting “${p.column}” could lose the others.`;
    case 'record.editedSince':
      return `Someone edited the record since that run: ${editsText(p.changes, format)}. It is left as it is.`;
    case 'undo.noValue':
      return `${format.field(p.field)} was empty before that run, and the CRM has no way to empty it. Put it right by hand.${p.others.length === 0 ? '' : ` Nothing of the row was put back; to put back the rest of it, undo that run again with --only ${typed(p.others.join(','))}`}`;
    case 'customFields.repeated':
      return `The record has “${p.column}” more than once in the CRM, so it is not known which one to set.`;
  }
}

type SinceEdits = Extract<PlanProblem, { code: 'record.editedSince' }>['changes'];

function editsText(changes: SinceEdits, format: Format): string {
  return changes
    .map(({ field, before, live }) => {
      const show = (value: string | null) => format.value(field, value, []);
      return `${format.field(field)}: it set ${show(before)}, is now ${show(live)}`;
    })
    .join('; ');
}
