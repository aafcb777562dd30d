export {
  type Cell,
  columnLetters,
  columnOfLetters,
  EMPTY_CELL,
  isBlank,
  MERGED_TEXT,
  numberCell,
  STYLED_TEXT,
  textCell,
} from './cell.js';
export { isCutText } from './cutText.js';
export { ENCODINGS, type Encoding, type TextEncoding } from './encoding.js';
export type { EncodingReading } from './encodingGuess.js';
export { ESCAPE_COLUMN, ESCAPE_VERSION } from './escapeColumn.js';
export { isEscaped, restoreText } from './formulaText.js';
export { openSheet } from './open.js';
export { checkOutput, checkPage, formatOfName, isNameTooLong } from './output.js';
export { type DelimiterReading, SheetRefusal, type SheetRefusalFact } from './refusal.js';
export { RESULT_COLUMNS } from './resultColumns.js';
export type {
  OpenSheetOptions,
  Sheet,
  SheetFormat,
  SheetNotice,
  SheetRow,
  SheetSource,
  SourceFormat,
} from './sheet.js';
export { sheetRow } from './sheetRow.js';
export { SUMMARY_MARK } from './summaryMark.js';
export { TextOutput } from './textOutput.js';
export type { OutputCell, SheetWriter, TabWriter, Tint } from './writer.js';
export { writeSheet } from './writeSheet.js';
