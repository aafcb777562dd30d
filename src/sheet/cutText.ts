/** Characters that a workbook cell can hold (Excel specifications and limits), and what is kept of a longer text. */
const LONGEST_TEXT = 32_767;
const KEPT_TEXT = 32_700;
/** Of what is put in the place of the rest. */
const LONGEST_MARK = 40;

/** A text as a workbook cell can hold it. Never in silence: what is missing is said where it is missing. */
export function cutText(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, KEPT_TEXT)}… [${text.length}]` : text;
}

/** Whether it is what was left of a longer text when that was written into a workbook. */
export function isCutText(text: string): boolean {
  // A sign before a formula may have been taken off since.
  if (text.length < KEPT_TEXT) return false;
  const length = /… \[(\d+)\]\s*$/.exec(text.slice(-LONGEST_MARK))?.[1];
  return length !== undefined && Number(length) > LONGEST_TEXT;
}
