import Papa from 'papaparse';
import type { DelimiterReading } from './refusal.js';

/** How a text file separates its fields and its records. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
  /** Whether the first line is Excel's `sep=;`, which is not a row. */
  readonly separatorLine: boolean;
  readonly quoteEscape: 'quote' | 'backslash';
  /** Whether line ends other than `newline` have to be looked for outside of quotes. */
  readonly mixedLineEnds: boolean;
}

const CANDIDATES = [';', ',', '\t', '|'] as const;
const SAMPLE_RECORDS = 50;
/** Records of which one must hold headers that the caller knows, for them to tell. */
const HEADER_RECORDS = 20;
const PREVIEW_RECORDS = 3;
/** What a known header adds to a separator's score, beside the share of records that agree in width. */
const KNOWN_HEADER_SCORE = 0.25;
/** What it takes off when a closing quote is followed by something else than the separator. */
const BROKEN_QUOTES_SCORE = 0.25;
/** What it takes off when the first record, which is the header or a title, is not as wide as the others. */
const NARROW_FIRST_SCORE = 0.25;

/** Excel's own line that names the separator: `sep=;`, also as a program writes it back that took it for a row. */
export function declaredDelimiter(head: string): string | null {
  return /^("?)sep=(.)\1\2*\r?[\n\r]/i.exec(head)?.[2] ?? null;
}

/**
 * The separators that could be meant, most plausible first: more than one when nothing tells them apart, none
 * when no separator divides anything. They are judged by whole records of the beginning of the text, because
 * papaparse's own guess takes the decimal commas of `id;monto` for separators.
 */
export function plausibleDelimiters(
  head: string,
  complete: boolean,
  newline: '\n' | '\r',
  knows: (header: string) => boolean,
): DelimiterReading[] {
  const judged = CANDIDATES.map((delimiter) => judge(head, delimiter, newline, complete, knows))
    .filter(({ width }) => width > 1)
    .sort((a, b) => b.score - a.score);
  const [best] = judged;
  return judged
    .filter((other) => best && best.score - other.score < 0.1)
    .map(({ delimiter, records }) => ({ delimiter, records: records.slice(0, PREVIEW_RECORDS) }));
}

function judge(
  head: string,
  delimiter: string,
  newline: '\n' | '\r',
  complete: boolean,
  knows: (header: string) => boolean,
): { delimiter: string; width: number; score: number; records: string[][] } {
  const parsed = Papa.parse<string[]>(head, { delimiter, newline, preview: SAMPLE_RECORDS });
  const records = parsed.data.filter((record) => record.some((field) => field.trim() !== ''));
  // The sample may end in the middle of a record.
  if (!complete && records.length > 1 && parsed.data.length < SAMPLE_RECORDS) records.pop();
  const width = commonWidth(records);
  const agreeing = records.filter((record) => record.length === width).length / (records.length || 1);
  const known = records
    .slice(0, HEADER_RECORDS)
    .reduce((most, record) => Math.max(most, new Set(record.filter(knows)).size), 0);
  const broken = parsed.errors.some(({ code }) => code === 'InvalidQuotes') ? BROKEN_QUOTES_SCORE : 0;
  const narrow = records[0]?.length === width ? 0 : NARROW_FIRST_SCORE;
  return { delimiter, width, records, score: agreeing + known * KNOWN_HEADER_SCORE - broken - narrow };
}

/** The width of most records that are divided at all: titles above the table and notes below it are not. */
function commonWidth(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}
