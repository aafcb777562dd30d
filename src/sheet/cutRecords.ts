/**
 * Records that were cut out of text: where each field begins and ends in it. The fields themselves are made when they
 * are asked for, which most of a wide sheet's never are.
 */
export interface CutRecords {
  /** What was cut; behind it stand the fields that the file writes otherwise than they read, as doubled quotes. */
  readonly text: string;
  /** The beginning and the end of each field in `text`. */
  readonly bounds: Uint32Array;
  /** Of each record, how many fields there are up to its end. */
  readonly ends: Uint32Array;
}

/** The same of fields that were made by somebody else. */
export function cutOf(records: readonly (readonly string[])[]): CutRecords {
  const bounds: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const fields of records) {
    for (const { length } of fields) {
      bounds.push(at, at + length);
      at += length;
    }
    ends.push(bounds.length / 2);
  }
  const text = records.map((fields) => fields.join('')).join('');
  return { text, bounds: Uint32Array.from(bounds), ends: Uint32Array.from(ends) };
}

/** The fields of the record at this place. */
export function fieldsOf({ text, bounds, ends }: CutRecords, record: number): string[] {
  const first = record === 0 ? 0 : (ends[record - 1] as number);
  const width = (ends[record] as number) - first;
  return Array.from({ length: width }, (_, index) => {
    const at = 2 * (first + index);
    return text.slice(bounds[at], bounds[at + 1]);
  });
}
