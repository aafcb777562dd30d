/** What a spreadsheet program can show (Excel specifications and limits), less the columns of a results sheet. */
export const MOST_ROWS = 1_048_576;
export const MOST_COLUMNS = 16_384 - 10;
