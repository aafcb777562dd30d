import { type Cell, EMPTY_CELL, MERGED_CELL, textCell } from './cell.js';
import type { SheetRow } from './sheet.js';

/**
 * Rows as they cross from the worker: a handful of flat arrays instead of an object a cell, which would be
 * copied one by one.
 */
export interface PackedRows {
  readonly numbers: Uint32Array;
  readonly widths: Uint32Array;
  /** One entry a cell from here on. */
  readonly kinds: Uint8Array;
  readonly values: Float64Array;
  /** The end of each cell's text in `text`, and of each format in `formats` (0: none). */
  readonly ends: Uint32Array;
  readonly text: string;
  readonly formatOf: Uint16Array;
  readonly formats: readonly string[];
}

const KINDS = [
  'empty',
  'text',
  'number',
  'date',
  'boolean',
  'error',
  'uncomputed',
  'merged',
  'styled',
] as const;
/** A 0 that a formula gave; one more where it takes another cell. */
const COMPUTED_ZERO = KINDS.length;
const KIND_CODES = Object.fromEntries(KINDS.map((kind, code) => [kind, code])) as Record<
  Cell['kind'],
  number
>;

/** Cells for which a packer has room at first. */
const LIKELY_CELLS = 8192;

export class RowPacker {
  readonly #numbers: number[] = [];
  readonly #widths: number[] = [];
  readonly #texts: string[] = [];
  readonly #formats = new Map<string, number>();
  /** One entry a cell, with room for more. */
  #kinds = new Uint8Array(LIKELY_CELLS);
  #values = new Float64Array(LIKELY_CELLS);
  #ends = new Uint32Array(LIKELY_CELLS);
  #formatOf = new Uint16Array(LIKELY_CELLS);
  #cells = 0;
  #length = 0;

  get size(): number {
    return this.#numbers.length;
  }

  add(number: number, cells: readonly Cell[]): void {
    this.#numbers.push(number);
    this.#widths.push(cells.length);
    while (this.#cells + cells.length > this.#kinds.length) this.#grow();
    for (const cell of cells) {
      const at = this.#cells;
      this.#cells += 1;
      this.#texts.push(cell.text);
      this.#length += cell.text.length;
      this.#kinds[at] = KIND_CODES[cell.kind];
      this.#ends[at] = this.#length;
      if (cell.kind === 'number' || cell.kind === 'date') {
        this.#values[at] = cell.number;
        if (cell.kind === 'number' && cell.computed)
          this.#kinds[at] = COMPUTED_ZERO + (cell.computed === 'taken' ? 1 : 0);
        if (cell.format !== undefined) this.#formatOf[at] = this.#formatCode(cell.format);
      } else if (cell.kind === 'boolean') this.#values[at] = cell.boolean ? 1 : 0;
    }
  }

  pack(): PackedRows {
    const cells = this.#cells;
    return {
      numbers: Uint32Array.from(this.#numbers),
      widths: Uint32Array.from(this.#widths),
      kinds: this.#kinds.slice(0, cells),
      values: this.#values.slice(0, cells),
      ends: this.#ends.slice(0, cells),
      text: this.#texts.join(''),
      formatOf: this.#formatOf.slice(0, cells),
      formats: [...this.#formats.keys()],
    };
  }

  #grow(): void {
    const length = this.#kinds.length * 2;
    const grown = <Numbers extends { set(from: Numbers): void }>(larger: Numbers, from: Numbers) => {
      larger.set(from);
      return larger;
    };
    this.#kinds = grown(new Uint8Array(length), this.#kinds);
    this.#values = grown(new Float64Array(length), this.#values);
    this.#ends = grown(new Uint32Array(length), this.#ends);
    this.#formatOf = grown(new Uint16Array(length), this.#formatOf);
  }

  #formatCode(format: string): number {
    const known = this.#formats.get(format);
    if (known !== undefined) return known;
    this.#formats.set(format, this.#formats.size + 1);
    return this.#formats.size;
  }
}

/** The rows again, each of whose cells is unpacked when it is asked for. */
export function unpackRows(packed: PackedRows): SheetRow[] {
  let at = 0;
  return Array.from(packed.numbers, (number, index) => {
    const width = packed.widths[index] ?? 0;
    at += width;
    return new PackedRow(packed, number, at - width, width);
  });
}

class PackedRow implements SheetRow {
  readonly line = null;

  constructor(
    private readonly packed: PackedRows,
    readonly number: number,
    private readonly from: number,
    readonly width: number,
  ) {}

  cell(index: number): Cell {
    return index < this.width ? unpackCell(this.packed, this.from + index) : EMPTY_CELL;
  }

  text(index: number): string | null {
    if (index >= this.width) return '';
    const at = this.from + index;
    const kind = this.packed.kinds[at];
    return kind === KIND_CODES.text || kind === KIND_CODES.empty ? packedText(this.packed, at) : null;
  }

  isEmpty(index: number): boolean {
    return index >= this.width || this.packed.kinds[this.from + index] === KIND_CODES.empty;
  }

  get cells(): readonly Cell[] {
    return Array.from({ length: this.width }, (_, index) => this.cell(index));
  }
}

function packedText({ text, ends }: PackedRows, at: number): string {
  return text.slice(at === 0 ? 0 : ends[at - 1], ends[at]);
}

function unpackCell(packed: PackedRows, at: number): Cell {
  const kindCode = packed.kinds[at] ?? 0;
  const kind = kindCode >= COMPUTED_ZERO ? 'number' : (KINDS[kindCode] ?? 'empty');
  const text = packedText(packed, at);
  const number = packed.values[at] ?? 0;
  const code = packed.formatOf[at] ?? 0;
  // Not looked up at -1, where an array has no place: most cells have no format, and that takes as long as all the rest.
  const format = code === 0 ? undefined : packed.formats[code - 1];
  switch (kind) {
    case 'empty':
      return EMPTY_CELL;
    case 'merged':
      return MERGED_CELL;
    case 'text':
      return textCell(text);
    case 'number':
      if (kindCode >= COMPUTED_ZERO) {
        const computed = kindCode === COMPUTED_ZERO ? 'other' : 'taken';
        return { kind, text, number, computed, ...(format !== undefined && { format }) };
      }
      return format === undefined ? { kind, text, number } : { kind, text, number, format };
    case 'date':
      return { kind, text, number, format: format ?? '' };
    case 'boolean':
      return { kind, text, boolean: number === 1 };
    case 'error':
    case 'uncomputed':
    case 'styled':
      return { kind, text };
  }
}
