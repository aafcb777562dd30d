import { type Disguise, disguiseOf, type FormatLook, isSymbolFont } from './disguise.js';
import { attribute } from './xmlText.js';

const STYLE =
  /<style:(default-style|style)\b(?=[^<>]*\sstyle:family=["'](?:table-cell|text)["'])([^<>]*?)(?:\/>|>[\s\S]*?<\/style:\1>)/g;
const FONT_FACE = /<style:font-face\b[^<>]*>/g;
const SPAN = /<text:span\b[^<>]*>/g;

/** What a style says itself; where it says nothing, its parent does. */
interface OwnLook extends Partial<FormatLook> {
  readonly parent: string | null;
}

/** The style of cells that name none, as LibreOffice calls it. */
const UNNAMED = 'Default';

/** The styles of an OpenDocument spreadsheet, by what they do to cells (OpenDocument 1.3, part 3, 16.2). */
export class OdsLooks {
  readonly #cells = new Map<string, OwnLook>();
  readonly #disguises = new Map<string, Disguise | null>();
  /** Styles of letters within a text. */
  readonly #symbols = new Set<string>();
  /** What stands for all cells, whatever their style. */
  #common: OwnLook = { parent: null };

  /** `xml`: fonts and styles, those that are named before those that are the content's own. */
  constructor(xml: string) {
    const faces = new Map<string, string>();
    for (const [tag] of xml.matchAll(FONT_FACE))
      faces.set(attribute(tag, 'style:name') ?? '', firstFamily(attribute(tag, 'svg:font-family') ?? ''));
    for (const [style, kind, attributes = ''] of xml.matchAll(STYLE)) {
      const look = ownLook(style, faces);
      const name = attribute(attributes, 'style:name') ?? '';
      const isText = attribute(attributes, 'style:family') === 'text';
      if (isText) {
        if (look.symbols) this.#symbols.add(name);
      } else if (kind === 'default-style') this.#common = look;
      else this.#cells.set(name, look);
    }
  }

  /** Whether any style disguises a cell. */
  get someDisguise(): boolean {
    return this.#symbols.size > 0 || ['', ...this.#cells.keys()].some((name) => this.of(name) !== null);
  }

  /** What the style of this name does to its cells; the empty name is that of cells which name none. */
  of(name: string): Disguise | null {
    let disguise = this.#disguises.get(name);
    if (disguise === undefined) {
      disguise = disguiseOf(this.#lookOf(name || UNNAMED));
      this.#disguises.set(name, disguise);
    }
    return disguise;
  }

  /** Whether some letters in a cell are of such a font. */
  hasSymbols(cell: string): boolean {
    if (this.#symbols.size === 0) return false;
    return [...cell.matchAll(SPAN)].some(([tag]) =>
      this.#symbols.has(attribute(tag, 'text:style-name') ?? ''),
    );
  }

  #lookOf(name: string): FormatLook {
    const chain: OwnLook[] = [];
    let own = this.#cells.get(name);
    // Styles may name each other in a ring.
    while (own !== undefined && !chain.includes(own)) {
      chain.push(own);
      own = this.#cells.get(own.parent ?? '');
    }
    chain.push(this.#common);
    const first = (of: (look: OwnLook) => boolean | undefined) =>
      chain.map(of).find((said) => said !== undefined) ?? false;
    return {
      white: first(({ white }) => white),
      filled: first(({ filled }) => filled),
      symbols: first(({ symbols }) => symbols),
      repeats: first(({ repeats }) => repeats),
    };
  }
}

function ownLook(style: string, faces: ReadonlyMap<string, string>): OwnLook {
  const cell = /<style:table-cell-properties\b[^<>]*>/.exec(style)?.[0] ?? '';
  const text = /<style:text-properties\b[^<>]*>/.exec(style)?.[0] ?? '';
  const color = attribute(text, 'fo:color');
  const ground = attribute(cell, 'fo:background-color');
  const face = attribute(text, 'style:font-name');
  const family = face === null ? attribute(text, 'fo:font-family') : (faces.get(face) ?? face);
  const repeats = attribute(cell, 'style:repeat-content');
  // The colour of the window's letters, whatever else is said.
  const isAutomatic = attribute(text, 'style:use-window-font-color') === 'true';
  return {
    parent: attribute(style, 'style:parent-style-name'),
    ...((color !== null || isAutomatic) && { white: !isAutomatic && isWhite(color) }),
    ...(ground !== null && { filled: ground !== 'transparent' && !isWhite(ground) }),
    ...(family !== null && { symbols: isSymbolFont(firstFamily(family)) }),
    ...(repeats !== null && { repeats: repeats === 'true' }),
  };
}

function isWhite(color: string | null): boolean {
  return color?.toLowerCase() === '#ffffff';
}

/** The first of several families, which may stand in quotes. */
function firstFamily(list: string): string {
  return (list.split(',')[0] ?? '').replace(/["']/g, '').trim();
}
