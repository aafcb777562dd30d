export { type AmountReading, type AmountStyle, readAmount } from './amountStyle.js';
export { type Edit, editsOf, writtenRows } from './edit.js';
export type { IgnoredReason, MappedColumn, Mapping, SheetUnderstanding } from './mapping.js';
export {
  type CellProblem,
  type MappingProblem,
  MappingRefusal,
  type MappingRefusalFact,
  type RowProblem,
} from './problem.js';
export { foldHeader as foldName } from './synonyms.js';
export { type UnderstandOptions, understandSheet } from './understand.js';
