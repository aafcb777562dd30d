/** A place in a JSON text as people write it: `values.Etapa.entries["Cierre 1"]`; `fallback` for the text as a whole. */
export function jsonPath(path: readonly string[], fallback: string): string {
  if (path.length === 0) return fallback;
  return path.reduce((text, key) => {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** How each part of a mapping file is written. */
const EXAMPLES: Readonly<Record<string, string>> = {
  version: '"version": 1',
  savedAt: '"savedAt": "2026-01-31T12:00:00.000Z"',
  sheet: '"sheet": "Hoja1"',
  headerRow: '"headerRow": 3',
  columns:
    '"columns": { "Monto": "amount", "Nota": "-" } (id, opportCode, name, description, amount, stageId, contactId, customFields.<name>, -)',
  key: '"key": "id" | "opportCode"',
  constants:
    '"constants": { "stageId": "Propuesta", "amount": "1234.5" } (name, description, amount, stageId, contactId, customFields.<name>)',
  values: '"values": { "Etapa": { "entries": { "G": "Ganado" }, "otherwise": "refuse" | "keep" } }',
  decimal: '"decimal": "," | "."',
  round: '"round": true | false',
  placeholders: '"placeholders": { "Monto": "leave" | "clear" | "text", "*": "leave" }',
  hidden: '"hidden": "include" | "skip"',
  mojibake: '"mojibake": "repair" | "keep"',
  encoding: '"encoding": "utf-8" | "windows-1252" | …',
  delimiter: '"delimiter": ";" | "," | "tab" | …',
  quoteEscape: '"quoteEscape": "quote" | "backslash"',
};

/** How the part of a mapping file at this path is written; the whole of it where the path names no part. */
export function mappingExample(path: readonly string[]): string {
  const [part = ''] = path;
  return EXAMPLES[part] ?? '{ "version": 1, "columns": { "Monto": "amount" } }';
}
