/** The columns that a results sheet has behind the user's own, in this order; `_escape` may follow. */
export const RESULT_COLUMNS = [
  '_row',
  '_id',
  '_status',
  '_message',
  '_errorCode',
  '_httpStatus',
  '_changes',
  '_attempts',
  '_finishedAt',
] as const;
