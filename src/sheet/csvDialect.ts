import Papa from 'papaparse';

/** How a text file separates its fields and its records. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
  /** Whether the first line is Excel's `sep=;`, which is not a row. */
  readonly separatorLine: boolean;
}

const CANDIDATES = [';', ',', '\t', '|'] as const;
const SAMPLE_RECORDS = 50;

/**
 * Decides the dialect from the beginning of the text: Excel's own `sep=` line if there is one, else the
 * separator under which most records have as many fields as the first, with the most fields; papaparse's own
 * guess takes the decimal commas of `id;monto` for separators. `null` when no separator divides anything.
 */
export function detectDialect(head: string, complete: boolean): CsvDialect | null {
  const newline = head.includes('\n') ? '\n' : head.includes('\r') ? '\r' : '\n';
  const declared = /^sep=(.)\r?[\n\r]/i.exec(head);
  if (declared?.[1]) return { delimiter: declared[1], newline, separatorLine: true };

  let best: { delimiter: string; score: number } | null = null;
  for (const delimiter of CANDIDATES) {
    const score = scoreDelimiter(head, delimiter, newline, complete);
    if (score > (best?.score ?? 0)) best = { delimiter, score };
  }
  return best && { delimiter: best.delimiter, newline, separatorLine: false };
}

/** 0 when the first record is not divided; else the share of records that agree with it, then its width. */
function scoreDelimiter(head: string, delimiter: string, newline: '\n' | '\r', complete: boolean): number {
  const parsed = Papa.parse<string[]>(head, { delimiter, newline, preview: SAMPLE_RECORDS });
  const records = parsed.data.filter((record) => record.some((field) => field.trim() !== ''));
  // The sample may end in the middle of a record.
  if (!complete && records.length > 1 && parsed.data.length < SAMPLE_RECORDS) records.pop();
  const width = records[0]?.length ?? 0;
  if (width < 2) return 0;
  const agreeing = records.filter((record) => record.length === width).length;
  return agreeing / records.length + Math.min(width, 100) / 1000;
}
