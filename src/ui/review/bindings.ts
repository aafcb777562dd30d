import type { Key } from './keys.js';
import type { Page, Review } from './review.js';
import { FILTERS, SORTS } from './rowList.js';

type Binding = (review: Review, key: Key) => void;
type Bindings = Readonly<Record<string, Binding>>;

const toTable: Binding = (review) => review.open('table');
const toConfirm: Binding = (review) => review.toConfirm();
const scroll: Binding = (review, key) => review.scrolls(key);
const move: Binding = (review, key) => review.move(key);
const openRow: Binding = (review) => {
  if (review.list.current !== null) review.open('row');
};
const filterBy =
  (by: number): Binding =>
  (review) =>
    review.want({ filter: after(FILTERS, review.list.wanted.filter, by) });
const rowBy =
  (by: number): Binding =>
  (review) =>
    review.toRow(review.list.cursor + by);
/** What only means something where the plan may be sent. */
const choosing =
  (choose: Binding, otherwise: Binding = () => undefined): Binding =>
  (review, key) =>
    (review.options.asks ? choose : otherwise)(review, key);

const FOUND: Bindings = { n: (review) => review.find(1), N: (review) => review.find(-1) };

/** What the keys do on each page; others move or scroll. */
const BINDINGS: Readonly<Record<Page, { readonly keys: Bindings; readonly others: Binding }>> = {
  impact: {
    keys: { escape: (review) => review.leave(), enter: toTable, tab: toTable, c: toConfirm },
    others: scroll,
  },
  table: {
    keys: {
      ...FOUND,
      escape: (review) => review.back(),
      tab: (review) => review.open('impact'),
      shiftTab: (review) => review.open('impact'),
      enter: openRow,
      o: openRow,
      right: filterBy(1),
      l: filterBy(1),
      left: filterBy(-1),
      h: filterBy(-1),
      f: (review) => review.byField(),
      r: (review) => review.byRisk(),
      s: (review) => review.want({ sort: after(SORTS, review.list.wanted.sort) }),
      '/': (review) => review.finder.open(),
      c: toConfirm,
      ' ': choosing((review) => review.toggle(true), move),
      a: choosing(({ choice, list }) => choice.toggleAll(list.positions)),
      i: choosing(({ choice, list }) => choice.invert(list.positions)),
      v: choosing((review) => review.range()),
    },
    others: move,
  },
  row: {
    keys: {
      ...FOUND,
      escape: toTable,
      enter: toTable,
      o: toTable,
      tab: toTable,
      right: rowBy(1),
      l: rowBy(1),
      left: rowBy(-1),
      h: rowBy(-1),
      c: toConfirm,
      ' ': choosing((review) => review.toggle(false), scroll),
    },
    others: scroll,
  },
  confirm: {
    keys: {
      escape: (review) => review.backFromConfirm(),
      n: (review) => review.backFromConfirm(),
      N: (review) => review.backFromConfirm(),
    },
    others: (review, key) => review.answer(key),
  },
};

export function pressOn(page: Page, review: Review, key: Key): void {
  const { keys, others } = BINDINGS[page];
  const name = key.name ?? key.char;
  (Object.hasOwn(keys, name) ? keys[name] : others)?.(review, key);
}

/** How far a key moves; `null` for a key that does not. */
export function stepOf(key: Key, page: number, all: number): number | null {
  switch (key.name ?? key.char) {
    case 'up':
    case 'k':
      return -1;
    case 'down':
    case 'j':
      return 1;
    case 'pageUp':
    case 'b':
      return -page;
    case 'pageDown':
    case ' ':
      return page;
    case 'home':
    case 'g':
      return -all;
    case 'end':
    case 'G':
      return all;
    default:
      return null;
  }
}

/** The item that follows, and the first again behind the last. */
export function after<Item>(items: readonly Item[], item: Item, by = 1): Item {
  return items[(items.indexOf(item) + by + items.length) % items.length] as Item;
}
