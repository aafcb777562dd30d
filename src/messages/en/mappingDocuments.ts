import type { MappingDocumentFact, Refusal } from '../facts.js';
import { jsonPath, mappingExample } from '../jsonPath.js';
import { quoted } from '../quoting.js';

/** Why a mapping file cannot be used, or does not fit the sheet, and what to do next. */
export function mappingDocumentRefusal(f: MappingDocumentFact): Refusal {
  const say = (problem: string, cure: string): Refusal => ({ problem, cure });
  const at = 'path' in f ? jsonPath(f.path, 'the file') : '';
  switch (f.code) {
    case 'mapping.missing':
      return say(
        `There is no mapping file ${f.file}`,
        'Check the name, or make one with opsheet map <sheet> -o FILE',
      );
    case 'mapping.unreadable':
      return say(
        `The mapping file ${f.file} cannot be read.`,
        'Check that it is a file and that you may read it.',
      );
    case 'mapping.tooLarge':
      return say(
        `${f.file} is too large for a mapping file.`,
        'Is it the sheet itself? Give the file with the mapping.',
      );
    case 'mapping.notText':
      return say(`The mapping file ${f.file} is not text in UTF-8.`, 'Save it as UTF-8 in your editor.');
    case 'mapping.notJson':
      return say(
        `The mapping file ${f.file} is not JSON${f.line === null ? '' : ` (line ${f.line})`}.`,
        'Look for a missing comma, bracket or quotation mark. opsheet map <sheet> writes one that is right.',
      );
    case 'mapping.twice':
      return say(`${f.file}: ${at} stands there twice.`, 'Keep one of them.');
    case 'mapping.unknownKey':
      return say(
        `${f.file}: ${at} is nothing that a mapping file has.`,
        f.known.length > 0 ? `What it can have there: ${f.known.join(', ')}` : 'Take it out.',
      );
    case 'mapping.value':
      return say(`${f.file}: ${at} is not as it must be.`, `Write it like this: ${mappingExample(f.path)}`);
    case 'mapping.noneSaved':
      return say(
        `No mapping was saved for a sheet with the headers of ${f.file}`,
        'Save one with opsheet map <sheet> --save, or give a file: --mapping FILE',
      );
    case 'mapping.noHeader':
      return say(
        `${f.file} has no header by which a sheet like it could be known again.`,
        'Write the mapping to a file instead: opsheet map <sheet> -o FILE',
      );
    case 'given.noSuchColumn':
      return say(
        `${f.mapping}: ${at} is about a column that ${f.file} does not have.`,
        `Its columns are: ${f.columns.join(', ')}`,
      );
    case 'given.sameColumn':
      return say(`${f.mapping}: ${at} and “${f.other}” are the same column.`, 'Keep one of them.');
    case 'given.sameField':
      return say(`${f.mapping}: ${at} and “${f.other}” set the same field.`, 'Keep one of them.');
    case 'given.noSuchField':
      return say(
        `${f.mapping}: ${at}: “${f.field}” is not a field that can be changed.`,
        `Write it like this: ${mappingExample(f.path)}`,
      );
    case 'given.notCleared':
      return say(`${f.mapping}: ${at}: ${f.field} cannot be emptied.`, 'Give it a value instead of null.');
    case 'given.constantAndColumn':
      return say(
        `${f.mapping}: ${at} sets a field that the column ${quoted([f.column])} of ${f.file} also sets.`,
        `Take the constant out, or ignore the column: "columns": { ${JSON.stringify(f.column)}: "-" }`,
      );
    case 'given.valuesUnused':
      return say(
        `${f.mapping}: ${at} gives values for the column ${quoted([f.column])}, which is not used as a field.`,
        `Say which field it is: "columns": { ${JSON.stringify(f.column)}: "stageId" }, or take the values out.`,
      );
    case 'given.notAmount':
      return say(
        `${f.mapping}: ${at}: “${f.text}” is not an amount as it must be written here.`,
        'Write a plain decimal with a point and without separators of thousands: "1234.5"',
      );
    case 'given.notText':
      return say(
        `${f.mapping}: ${at}: ${f.text} is a number, and only an amount can be one.`,
        `Write it as text: ${JSON.stringify(f.text)}`,
      );
    case 'given.badText':
      return say(
        `${f.mapping}: ${at}: “${f.text}” is empty, an error or damaged.`,
        'Write the text that the CRM should hold, or null to empty the field.',
      );
    case 'given.sameEntry':
      return say(
        `${f.mapping}: ${at} differs from “${f.other}” only in case, accents or spaces, and stands for another value.`,
        'Keep one of them.',
      );
    case 'given.emptyEntry':
      return say(
        `${f.mapping}: ${at} has no text.`,
        'Take it out: an empty cell always leaves its field alone.',
      );
  }
}
