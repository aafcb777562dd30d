import type { WorkBook } from '@e965/xlsx';
import { odsCells } from './odsCells.js';
import { rowsOf } from './tabFacts.js';
import { attribute, unescaped } from './xmlText.js';

/** Stands in a cell whose text is not, or need not be, what it shows (OpenDocument 1.3, part 3, 19.387). */
const HELD = 'string-value=';
/** A note on a cell, and what lies on it, have paragraphs of their own. */
const BESIDE = /<(office:annotation|draw:[\w-]+)\b[^<>]*?(?:\/>|>[\s\S]*?<\/\1>)/g;

/**
 * Gives texts of an OpenDocument spreadsheet what they show where their number format shows another text, or none:
 * SheetJS gives what is held. The tabs of `content` are those of the workbook.
 */
export function addShownTexts({ SheetNames, Sheets }: WorkBook, content: string): void {
  if (!content.includes(HELD)) return;
  for (const { tab, rows, columns, attributes, inner } of odsCells(content)) {
    if (!attributes.includes(HELD)) continue;
    const held = attribute(` ${attributes}`, 'string-value', true) ?? '';
    const shown = unescaped(inner.replace(BESIDE, '').replace(/<[^<>]*>?/g, ''));
    if (bare(held) === bare(shown)) continue;
    const data = rowsOf(Sheets[SheetNames[tab] ?? ''] ?? {});
    for (let row = rows[0]; row < Math.min(rows[1], data.length); row += 1) {
      const cells = data[row] ?? [];
      for (let column = columns[0]; column < columns[1]; column += 1) {
        const cell = cells[column];
        // What a formula gave and does not show is told by the formula.
        if (cell?.f === undefined) cells[column] = { ...cell, t: 's', v: held, w: shown };
        else if (cell.t === 's') cell.w = shown;
      }
    }
  }
}

/** Spaces are written in several ways. */
function bare(text: string): string {
  return text.replace(/\s/g, '');
}
