import type { Messages } from '../../messages/index.js';
import type { PlanPreview, ReviewDecision } from '../view.js';
import { after, pressOn, stepOf } from './bindings.js';
import { CellsInSight } from './cellsInSight.js';
import { Choice } from './choice.js';
import { Finder } from './finder.js';
import type { Key } from './keys.js';
import { PlanIndex } from './planIndex.js';
import { RisksLeft } from './risksLeft.js';
import { RowList } from './rowList.js';
import { RowsInSight } from './rowsInSight.js';

export type Page = 'impact' | 'table' | 'row' | 'confirm';

/** Something to say about the last key. */
export type Notice = 'noUpdate' | 'nothingLeft' | 'notFound' | 'wrongNumber' | 'noFields' | 'noRisks';

export interface ReviewOptions {
  readonly plan: PlanPreview;
  readonly messages: Messages;
  /** Whether it ends in a question; else the plan can only be looked at. */
  readonly asks: boolean;
  /** From so many changes on, a person types their number to have them sent. */
  readonly typeFrom: number;
  /** Told once. */
  readonly onDecision: (decision: ReviewDecision) => void;
  readonly onInterrupt: () => void;
  /** Told when the plan cannot be read any more. */
  readonly onError: (error: unknown) => void;
}

/**
 * A plan that is being looked through: what each key does, and what it comes to. It knows nothing of the terminal. A
 * key acts at once on what is here, not on what was drawn last, so that keys which are typed faster than frames are
 * drawn mean what they say.
 */
export class Review {
  page: Page = 'impact';
  /** Whether the keys are told, over the page. */
  help = false;
  /** What was typed where the number of changes is to be typed. */
  typed = '';
  /** Lines of the page that have scrolled away above. */
  scroll = 0;
  /** Where a range of rows begins, as its place in the list. */
  mark: number | null = null;
  notice: Notice | null = null;
  readonly list: RowList;
  readonly choice: Choice;
  readonly risksLeft: RisksLeft;
  readonly rows: RowsInSight;
  readonly cells: CellsInSight;
  readonly finder: Finder;
  /** Goes up whenever there is something new to draw. */
  version = 0;
  #pageRows = 10;
  #mostScroll = 0;
  #before: Page = 'impact';
  #waiting: Key[] = [];
  #decided = false;
  #changedAt = 0;
  readonly #listeners = new Set<() => void>();

  constructor(readonly options: ReviewOptions) {
    const { plan, messages, onError } = options;
    const changed = () => {
      this.finder.follow();
      this.#changed();
      this.#catchUp();
    };
    const progressed = () => {
      if (performance.now() - this.#changedAt >= CALM) this.#changed();
    };
    this.list = new RowList(plan, changed, progressed, onError);
    this.finder = new Finder({
      plan,
      messages,
      list: this.list,
      onFound: () => this.#changed(),
      onNone: () => {
        this.notice = 'notFound';
      },
      onProgress: progressed,
      onError,
    });
    this.choice = new Choice(plan);
    const readIndex = (signal: AbortSignal) => this.list.index(() => undefined, signal);
    this.risksLeft = new RisksLeft(plan, readIndex, () => this.#changed(), onError);
    this.cells = new CellsInSight(plan, () => this.#changed());
    this.rows = new RowsInSight(plan, () => this.#changed(), onError);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Told with each frame: rows of the page, and lines that can scroll away above it. */
  drawn(pageRows: number, mostScroll: number): void {
    this.#pageRows = Math.max(1, pageRows);
    this.#mostScroll = mostScroll;
    this.scroll = Math.min(this.scroll, mostScroll);
  }

  press(key: Key): void {
    if (this.#decided) return;
    // A key that is typed while the rows it is meant for are still being read waits for them.
    if (this.#waits(key)) this.#waiting.push(key);
    else this.#act(key);
    this.#changed();
  }

  /** Ends what goes on in the background. */
  close(): void {
    this.#decided = true;
    this.list.cancel();
    this.finder.end();
    this.risksLeft.cancel();
  }

  /** Whether a person must type how many changes there are. */
  get typesNumber(): boolean {
    return this.choice.selected >= this.options.typeFrom;
  }

  #act(key: Key): void {
    this.notice = null;
    if (key.name === 'ctrlC') {
      this.leave();
      this.options.onInterrupt();
    } else if (this.finder.prompt !== null) this.finder.type(key);
    else if (this.help) {
      if (!this.scrolls(key)) this.open(this.page);
    } else if (key.char === 'q') this.leave();
    else if (key.char === '?') this.#openHelp();
    else pressOn(this.page, this, key);
  }

  #waits(key: Key): boolean {
    if (this.list.reading === null || this.help) return false;
    if (key.name === 'escape' || key.name === 'ctrlC') return false;
    // Behind keys that wait, a letter may be one of a text that is searched for.
    return this.#waiting.length > 0 || (key.char !== 'q' && key.char !== '?');
  }

  #catchUp(): void {
    while (this.list.reading === null) {
      const key = this.#waiting.shift();
      if (!key) return;
      this.press(key);
    }
  }

  open(page: Page): void {
    this.page = page;
    this.help = false;
    this.scroll = 0;
    this.typed = '';
  }

  #openHelp(): void {
    this.open(this.page);
    this.help = true;
  }

  /** To the question, if there is one. */
  toConfirm(): void {
    if (!this.options.asks) return;
    if (this.choice.selected === 0) {
      this.notice = 'nothingLeft';
      return;
    }
    this.#before = this.page;
    this.risksLeft.count(this.choice.leftOut);
    this.open('confirm');
  }

  /** The answer, as it is typed: yes by one key, or the number of changes and Enter. */
  answer(key: Key): void {
    const { yesKeys } = this.options.messages.screens;
    if (!this.typesNumber) {
      if (key.char && yesKeys.includes(key.char.toLowerCase())) this.#send();
      else this.scrolls(key);
    } else if (key.name === 'enter') {
      const right = this.typed === String(this.choice.selected);
      this.typed = '';
      if (right) this.#send();
      else this.notice = 'wrongNumber';
    } else if (key.name === 'backspace') this.typed = this.typed.slice(0, -1);
    else if (key.char && /\d/.test(key.char)) this.typed = (this.typed + key.char).slice(0, 12);
    else if (key.name) this.scrolls(key);
  }

  backFromConfirm(): void {
    this.open(this.#before);
  }

  leave(): void {
    this.#decide({ send: false });
  }

  #send(): void {
    this.#decide({ send: true, leftOut: this.choice.leftOut });
  }

  #decide(decision: ReviewDecision): void {
    this.close();
    this.options.onDecision(decision);
  }

  /** One step back: out of a range, a search, a choice of rows; then to the impact. */
  back(): void {
    const { field, risk, sort } = this.list.wanted;
    this.#waiting = [];
    if (this.list.reading !== null) this.list.cancel();
    else if (this.mark !== null) this.mark = null;
    else if (this.finder.search !== null) this.finder.end();
    else if (field !== null || risk !== null || sort !== 'row')
      this.want({ field: null, risk: null, sort: 'row' });
    else this.open('impact');
  }

  /** Asks for other rows of the table, or another order. */
  want(change: Parameters<RowList['want']>[0]): void {
    this.mark = null;
    this.list.want(change);
    if (this.list.reading === null) this.finder.follow();
  }

  /** Only the rows that change the next of the fields, or all again. */
  byField(): void {
    const fields = PlanIndex.fieldsOf(this.options.plan);
    if (fields.length === 0) this.notice = 'noFields';
    else this.want({ field: after([null, ...fields], this.list.wanted.field) });
  }

  /** Only the rows with the next of the risks, or all again. */
  byRisk(): void {
    const kinds = this.options.plan.summary.risks.map(({ kind }) => kind);
    if (kinds.length === 0) this.notice = 'noRisks';
    else this.want({ risk: after([null, ...kinds], this.list.wanted.risk) });
  }

  /** Leaves the row under the cursor out, or takes it in again. */
  toggle(moves: boolean): void {
    const { current, cursor } = this.list;
    if (current === null) return;
    if (!this.choice.toggle(current)) this.notice = 'noUpdate';
    if (moves) this.list.moveTo(cursor + 1);
  }

  /** Begins a range at the cursor, or leaves the one that was begun out, or takes it in again. */
  range(): void {
    const { cursor, positions } = this.list;
    if (this.mark === null) {
      if (positions.length > 0) this.mark = cursor;
      return;
    }
    const [from, to] = this.mark < cursor ? [this.mark, cursor] : [cursor, this.mark];
    this.choice.toggleAll(positions.subarray(from, to + 1));
    this.mark = null;
  }

  toRow(place: number): void {
    this.list.moveTo(place);
    this.scroll = 0;
  }

  /** Moves the cursor, if the key is one that does. */
  move(key: Key): void {
    const { list } = this;
    const step = stepOf(key, this.#pageRows, list.positions.length);
    if (step !== null) list.moveTo(list.cursor + step);
  }

  /** Scrolls the page, if the key is one that does. */
  scrolls(key: Key): boolean {
    const step = stepOf(key, this.#pageRows, this.#mostScroll);
    if (step === null) return false;
    this.scroll = Math.max(0, Math.min(this.#mostScroll, this.scroll + step));
    return true;
  }

  /** To the next row that was found. */
  find(by: 1 | -1): void {
    this.finder.next(by);
    this.scroll = 0;
  }

  #changed(): void {
    this.version += 1;
    this.#changedAt = performance.now();
    for (const listener of this.#listeners) listener();
  }
}

/** Progress is drawn so often, in ms: a frame costs more than what it tells of. */
const CALM = 100;
