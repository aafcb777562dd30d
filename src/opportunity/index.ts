export {
  addAmounts,
  amountFromNumber,
  amountJson,
  canonicalAmount,
  decimalsOf,
  exactAmount,
  exceedsShare,
  fitsJsonNumber,
  MAX_AMOUNT_DECIMALS,
  MAX_AMOUNT_DIGITS,
  roundAmount,
  shareOf,
  subtractAmounts,
  withoutFloatNoise,
} from './amount.js';
export { differences, diffOpportunity, type FieldChange, type WantedValue, withChanges } from './change.js';
export { canonicalText, canonicalValue, sameCustomFields, sameValue } from './equality.js';
export {
  canBeCleared,
  customFieldName,
  customFieldPath,
  type FieldPath,
  type FieldValue,
  isScalarField,
  SCALAR_FIELDS,
  type ScalarField,
} from './fields.js';
export { foldedId, isSameId } from './id.js';
export { NUMBER_MARK } from './numberMark.js';
export {
  type CustomField,
  fieldValue,
  findCustomField,
  type Opportunity,
  type Stage,
  typedValue,
} from './opportunity.js';
