export {
  type Cell,
  columnLetters,
  EMPTY_CELL,
  isBlank,
  numberCell,
  textCell,
} from './cell.js';
export { ESCAPE_COLUMN, ESCAPE_VERSION } from './escapeColumn.js';
export { restoreText } from './formulaText.js';
export { openSheet } from './open.js';
export { checkOutput, formatOfName } from './output.js';
export { SheetRefusal, type SheetRefusalFact } from './refusal.js';
export type { OpenSheetOptions, Sheet, SheetFormat, SheetRow, SheetSource } from './sheet.js';
export { SUMMARY_MARK } from './summaryMark.js';
export type { OutputCell, SheetWriter, TabWriter, Tint } from './writer.js';
export { writeSheet } from './writeSheet.js';
