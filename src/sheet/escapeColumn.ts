/** The column by which a CSV says that its texts were neutralised, and in which way. */
export const ESCAPE_COLUMN = '_escape';
export const ESCAPE_VERSION = 'v1';
