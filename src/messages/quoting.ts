import type { Format } from './format.js';

/** Names as they are quoted inside a sentence: `“a”, “b”`. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(', ');
}

/** A file's name as it is typed in a command (POSIX shell, 2.2.2). */
export function typed(file: string): string {
  return /^[\w./:@%+=,-]+$/.test(file) ? file : `'${file.replaceAll("'", String.raw`'\''`)}'`;
}

/** A whole command of opsheet's, as it is typed. */
export function command(name: string, what: string | null, options: readonly string[] = []): string {
  return ['opsheet', name, ...(what === null ? [] : [what]), ...options].map(typed).join(' ');
}

/** A server's own words, where it said any, to stand behind what they explain. */
export function words(message: string | null): string {
  return message ? `: ${message}` : '';
}

export function megabytes(bytes: number, format: Format): string {
  return format.number(bytes / 1024 / 1024);
}
