// What a reader should find, said by whoever wrote the file: never taken from what some library reads back.

export const text = (shown) => (shown === '' ? null : { kind: 'text', text: shown });
export const number = (stored, shown = String(stored)) => ({ kind: 'number', text: shown, number: stored });
export const date = (serial, shown) => ({ kind: 'date', text: shown, number: serial });
export const boolean = (value) => ({ kind: 'boolean', text: value ? 'TRUE' : 'FALSE', boolean: value });
export const error = (shown) => ({ kind: 'error', text: shown });
export const uncomputed = (formula) => ({ kind: 'uncomputed', text: `=${formula}` });

/** The serial day of an ISO date (and time) in the 1900 date system. */
export function serial(iso) {
  const moment = Date.parse(iso.includes('T') ? `${iso}Z` : `${iso}T00:00:00Z`);
  return (moment - Date.UTC(1899, 11, 30)) / 86_400_000;
}

/** Plain values as cells: strings are text, numbers in the General format, `null` empty. */
export function cellOf(value) {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return boolean(value);
  return value ?? null;
}

/**
 * A sheet's expectation from an array of rows. A row is an array of cells or plain values, the first being
 * row 1; `undefined` or an empty row is a blank one and is left out, and so are trailing empty cells.
 */
export function shows(sheet, rows) {
  const listed = [];
  rows.forEach((row, index) => {
    const cells = Array.from(row ?? [], cellOf);
    while (cells.length > 0 && cells.at(-1) === null) cells.pop();
    if (cells.length > 0) listed.push({ number: index + 1, cells });
  });
  return { rows: listed, sheet };
}

const WIDTH = 110;

/** JSON in the repository's own format: whatever fits on a line stays on one. */
export function formatJson(value, indent = '', used = 0) {
  const line = oneLine(value);
  // One more column for the comma that follows.
  if (used + line.length < WIDTH || typeof value !== 'object' || value === null) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + formatJson(item, inner, inner.length));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([key, item]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return start + formatJson(item, inner, start.length);
  });
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function oneLine(value) {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
