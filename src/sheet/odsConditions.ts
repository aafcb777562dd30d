import { type CellSpan, type Restyling, spanOf } from './conditionalFormats.js';
import { attribute } from './xmlText.js';

/** One of these stands in the content wherever cells have a format with a condition (OpenDocument 1.3, part 3, 16.3). */
export const ODS_CONDITIONS = [':conditional-format', 'cell-content', 'is-true-formula'];

const STYLE =
  /<style:style\b(?=[^<>]*\sstyle:family=["']table-cell["'])(?:[^<>]*\/>|[^<>]*>[\s\S]*?<\/style:style>)/g;
const DATA_STYLE = /<number:([\w-]+)-style\b[^<>]*>([\s\S]*?)<\/number:\1-style>/g;
/** General, a number without a word of its decimals, or nothing but a text. */
const PLAIN =
  /^\s*(?:<number:number(?:\s+number:min-integer-digits=["']1["'])?\s*\/>|<number:text-content\s*\/>)\s*$/;

/** What conditions may show otherwise: cells of each tab, or, where they are not named by tab, that there are some. */
export interface OdsConditions {
  /** By the place of the tab. */
  readonly tabs: readonly (readonly CellSpan[])[];
  readonly elsewhere: boolean;
}

/** What conditions in an OpenDocument spreadsheet may show otherwise, by its content and its styles. */
export function odsConditions(content: string, styles: string): OdsConditions {
  const restyling = restylingStyles(styles + content);
  const tabs = [...content.matchAll(/<table:table(?=[\s>])[^<>]*[^/<>]>([\s\S]*?)<\/table:table>/g)].map(
    ([, tab = '']) => (tab.includes(':conditional-format') ? spansIn(tab, restyling) : []),
  );
  // LibreOffice writes them in both ways, others only with the styles.
  const elsewhere =
    !content.includes(':conditional-format') &&
    [...content.matchAll(/<style:map\b[^<>]*>/g)].some(([map]) =>
      restyling.has(attribute(map, 'style:apply-style-name') ?? ''),
    );
  return { tabs, elsewhere };
}

function spansIn(tab: string, restyling: ReadonlyMap<string, CellSpan['what']>): CellSpan[] {
  const formats = tab.matchAll(
    /<calcext:conditional-format\b([^<>]*)>([\s\S]*?)<\/calcext:conditional-format>/g,
  );
  return [...formats].flatMap(([, attributes = '', inner = '']) => {
    const named = [...inner.matchAll(/<calcext:[\w-]*condition\b[^<>]*>/g)].map(([condition]) =>
      restyling.get(attribute(condition, 'calcext:apply-style-name') ?? ''),
    );
    // Bars and icons in the place of the number.
    const hides = /\sshow-value=["']false|:show-value=["']false/.test(inner);
    const what = named.includes('all') ? 'all' : hides || named.includes('numbers') ? 'numbers' : null;
    if (what === null) return [];
    const places = (attribute(attributes, 'calcext:target-range-address') ?? '')
      .replace(/'(?:[^']|'')*'/g, '')
      .replace(/[^\s:.]*\./g, '');
    return places
      .trim()
      .split(/\s+/)
      .flatMap((place) => spanOf(place, what));
  });
}

/** The styles of cells that show something else than another style does, by the names that conditions use. */
function restylingStyles(xml: string): ReadonlyMap<string, CellSpan['what']> {
  const data = new Map<string, Restyling>();
  for (const [tag, kind, inner = ''] of xml.matchAll(DATA_STYLE)) {
    const what = PLAIN.test(inner) ? 'nothing' : kind === 'text' ? 'all' : 'numbers';
    data.set(attribute(tag, 'style:name') ?? '', what);
  }
  const styles = new Map<string, CellSpan['what']>();
  for (const [style] of xml.matchAll(STYLE)) {
    const white = /\sfo:color=["']#ffffff["']/i.test(style);
    const filled = /\sfo:background-color=["'](?!transparent|#ffffff)/i.test(style);
    const what = white && !filled ? 'all' : data.get(attribute(style, 'style:data-style-name') ?? '');
    if (what === undefined || what === 'nothing') continue;
    for (const name of ['style:name', 'style:display-name']) styles.set(attribute(style, name) ?? '', what);
  }
  styles.delete('');
  return styles;
}
