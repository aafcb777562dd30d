/** A number cell as XML has it: a decimal, perhaps with an exponent (ECMA-376 part 1, 18.3.1.96; xsd:double). */
const WHOLE_NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?\s*$/;

/**
 * What `read` gives, while `parseFloat` takes no text that only begins like a number. SheetJS reads numbers with it, so
 * that `<v>1,5</v>`, which some programs write and no spreadsheet program opens, would be 1; like this it is NaN. To
 * look for such cells beforehand costs a walk through the whole XML. `read` must be synchronous.
 */
export function withStrictNumbers<T>(read: () => T): T {
  const lenient = globalThis.parseFloat;
  globalThis.parseFloat = (text) => (WHOLE_NUMBER.test(text) ? lenient(text) : Number.NaN);
  try {
    return read();
  } finally {
    globalThis.parseFloat = lenient;
  }
}
