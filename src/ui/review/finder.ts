import type { Messages } from '../../messages/index.js';
import type { PlanPreview } from '../view.js';
import type { Key } from './keys.js';
import type { RowList } from './rowList.js';
import { Search } from './search.js';

export interface FinderOptions {
  readonly plan: PlanPreview;
  readonly messages: Messages;
  readonly list: RowList;
  /** Told when the cursor has moved to what was found, and when all was looked through. */
  readonly onFound: () => void;
  /** Told when there is no next row. */
  readonly onNone: () => void;
  readonly onProgress: () => void;
  readonly onError: (error: unknown) => void;
}

/** Looks for a text in the rows of the list while it is typed, and goes from one that was found to the next. */
export class Finder {
  /** The text that is being typed; `null` when none is. */
  prompt: string | null = null;
  search: Search | null = null;
  #cursorBefore = 0;
  /** The way to the next row that is gone as soon as one is found. */
  #awaited: 1 | -1 | null = null;

  constructor(private readonly options: FinderOptions) {}

  open(): void {
    this.prompt = '';
    this.#cursorBefore = this.options.list.cursor;
  }

  type(key: Key): void {
    const text = this.prompt ?? '';
    if (key.name === 'escape') {
      this.prompt = null;
      this.end();
      this.options.list.moveTo(this.#cursorBefore);
    } else if (key.name === 'enter') this.prompt = null;
    else if (key.name === 'backspace') this.#typed([...text].slice(0, -1).join(''));
    else if (key.char) this.#typed(text + key.char);
  }

  end(): void {
    this.search?.cancel();
    this.search = null;
    this.#awaited = null;
  }

  /** Looks again when the list has other rows now. */
  follow(): void {
    const { list } = this.options;
    if (this.search && this.search.members !== list.members)
      this.#begin(this.search.text, list.cursor, false);
  }

  /** To the next row that was found, down or up, and round. Where there is none yet, when there is one. */
  next(by: 1 | -1): void {
    if (this.search === null) return;
    this.#awaited = null;
    if (this.#toFound(by)) return;
    if (this.search.done) this.options.onNone();
    else this.#awaited = by;
  }

  /** `0` takes the row itself, too. */
  #toFound(by: 1 | -1 | 0): boolean {
    const { list } = this.options;
    const count = list.positions.length;
    if (this.search === null || this.search.found.size === 0) return false;
    for (let tried = by === 0 ? 0 : 1; tried <= count; tried += 1) {
      const place = list.cursor + (by === -1 ? -tried : tried);
      // Round only when all is known: a nearer one may still be found.
      if (!this.search.done && (place < 0 || place >= count)) return false;
      const round = (place + count) % count;
      if (!this.search.found.has(list.positions[round] ?? -1)) continue;
      list.moveTo(round);
      return true;
    }
    return false;
  }

  #typed(text: string): void {
    this.prompt = text;
    this.options.list.moveTo(this.#cursorBefore);
    if (text.trim() === '') this.end();
    else this.#begin(text, this.#cursorBefore, true);
  }

  #begin(text: string, cursor: number, jumps: boolean): void {
    this.end();
    const { plan, list, messages, onFound, onProgress, onError } = this.options;
    let jumped = !jumps;
    const search = new Search(plan, text, list.members, list.positions[cursor] ?? 0, messages, () => {
      if (this.search !== search) return;
      const jumpsNow = !jumped && this.#jump(search);
      jumped ||= jumpsNow;
      const goesOn = this.#awaited !== null && (jumped || search.done);
      if (goesOn) this.next(this.#awaited ?? 1);
      if (jumpsNow || goesOn || search.done) onFound();
      else onProgress();
    });
    this.search = search;
    search.run().catch((error: unknown) => {
      if (this.search === search) onError(error);
    });
  }

  /** Goes to the first that was found; whether there was one to go to yet. */
  #jump(search: Search): boolean {
    const { list } = this.options;
    // In another order than the plan's only the whole search tells which comes first.
    if (list.wanted.sort !== 'row') return search.done && this.#toFound(0);
    if (search.first === null) return false;
    list.moveToRow(search.first);
    return true;
  }
}
