import {
  type Edit,
  editsOf,
  isKnownHeader,
  type SheetUnderstanding,
  type UnderstandOptions,
  understandSheet,
} from '../../src/mapping/index.js';
import { type OpenSheetOptions, openSheet, type SheetRow, type SheetSource } from '../../src/sheet/index.js';
import { file, refusalOf } from '../sheet/files.js';

/** What RELIABILITY's table asks for: accept, warn, ask, reject the row, refuse the file. */
type Wanted = 'OK' | 'W' | 'A' | 'R' | 'X';

/** One case of section (d) of the reliability document: proven here, or out of reach of this tool. */
export type BadInput = { readonly n: number; readonly what: string } & (
  | { readonly wanted: Wanted; readonly prove: () => Promise<void> }
  | { readonly because: string }
);

export interface Reading {
  readonly source: SheetSource;
  readonly understanding: SheetUnderstanding;
  readonly rows: readonly SheetRow[];
  readonly edits: readonly Edit[];
  /** Codes of all problems, in the order of the rows. */
  readonly problems: readonly string[];
  /** Codes of all notices. */
  readonly notices: readonly string[];
  /** What each field should be, row by row; `null` where it is emptied. */
  readonly values: readonly Record<string, string | null>[];
}

type Options = OpenSheetOptions & UnderstandOptions;

/** Reads a sheet as `plan` does, up to what each row asks for. */
export async function read(
  content: string | Uint8Array,
  options: Options = {},
  name = 'a.csv',
): Promise<Reading> {
  return readFile(file(name, content), options);
}

export async function readFile(path: string, options: Options = {}): Promise<Reading> {
  const sheet = await openSheet(path, { knows: isKnownHeader, ...options });
  try {
    const understanding = await understandSheet(sheet, options);
    const edits: Edit[] = [];
    const rows: SheetRow[] = [];
    for await (const batch of sheet.batches()) rows.push(...batch);
    for await (const batch of editsOf(sheet, understanding)) edits.push(...batch);
    return {
      source: sheet.source,
      understanding,
      rows,
      edits,
      problems: edits.flatMap(({ problems }) => problems.map(({ code }) => code)),
      notices: [...sheet.source.notices, ...understanding.notices].map(({ code }) => code),
      values: edits.map((edit) => Object.fromEntries(edit.values.map(({ field, value }) => [field, value]))),
    };
  } finally {
    await sheet.close();
  }
}

/** The fact with which the sheet is refused; fails when it is read. */
export function refused(
  content: string | Uint8Array,
  options: Options = {},
  name = 'a.csv',
): Promise<Record<string, unknown>> {
  return refusalOf(read(content, options, name));
}

/** A CSV with one amount in each row. */
export const amounts = (...texts: string[]) =>
  `ID;Nombre;Monto\n${texts.map((text, i) => `op-${i};x;"${text}"`).join('\n')}\n`;

/** The amounts that are set, `null` where a row has a problem. */
export async function amountsOf(texts: readonly string[], options: Options = {}): Promise<(string | null)[]> {
  const { values } = await read(amounts(...texts), options);
  return values.map(({ amount }) => amount ?? null);
}

/** One byte a letter, as `latin1` has it; the tables of other encodings are given as escapes. */
export const bytes = (text: string) => Buffer.from(text, 'latin1');
