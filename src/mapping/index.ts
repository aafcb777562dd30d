export type { AmountSample } from './amountSamples.js';
export { type AmountReading, type AmountStyle, readAmount } from './amountStyle.js';
export type { ReadingOptions } from './cellSurvey.js';
export { repairedMojibake } from './cellText.js';
export { type ColumnGuess, type ColumnGuesses, type ColumnHint, guessColumns } from './columnGuesses.js';
export { type Edit, editsOf, type SkipReason } from './edit.js';
export { columnIndex, type GivenMapping } from './given.js';
export { foldedHeaders, possibleHeaders } from './headerRow.js';
export { isKnownHeader } from './headers.js';
export {
  type ColumnInspection,
  inspectSheet,
  type ProblemCount,
  type SampleCell,
  type SheetInspection,
} from './inspect.js';
export { KeyIndex, keyHash } from './keyIndex.js';
export {
  type Constant,
  type IgnoredReason,
  type MappedColumn,
  type Mapping,
  type SheetUnderstanding,
  sourceOfField,
} from './mapping.js';
export {
  type CellPlace,
  type CellProblem,
  type GivenFact,
  type MappingNotice,
  type MappingProblem,
  MappingRefusal,
  type MappingRefusalFact,
  type RowProblem,
} from './problem.js';
export type { PlaceholderMeaning, ReadingRules } from './readingRules.js';
export { isSelectedRow, type RowRange } from './rowRange.js';
export { selectedFields } from './selection.js';
export { type ColumnTarget, foldHeader as foldName } from './synonyms.js';
export { type UnderstandOptions, understandSheet } from './understand.js';
export { foldText, type ValueMap } from './valueMap.js';
export { writtenRows } from './writtenRows.js';
