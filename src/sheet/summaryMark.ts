/** The first cell of the summary tab: by it a results workbook that is read again is known to hold one data tab. */
export const SUMMARY_MARK = 'opsheet summary';
