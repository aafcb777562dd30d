import { describe, expect, it } from 'vitest';
import { Journal, JournalDamaged, type Outcome, type WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from '../run/memoryDisk.js';
import { run, STILL, updates } from '../run/running.js';
import { drawing, figures, LIMIT, times } from './form.js';

const ROWS = updates(24);

/** A journal as a crash may leave it, and the CRM at that moment. */
interface Cut {
  readonly bytes: Buffer;
  readonly crm: FakeCrm;
  readonly applied: Map<string, number>;
}

/** Keeps what each write since the last sync brought, so that a power cut can lose some of them. */
class CutDisk extends MemoryDisk {
  #kept: Buffer = Buffer.alloc(0);
  #later: { at: number; bytes: Buffer }[] = [];
  /** All that was written when the process died; `null` while it lives. */
  killed: Buffer | null = null;

  get dead(): boolean {
    return this.killed !== null;
  }

  die(): void {
    this.killed ??= Buffer.from(this.bytes);
  }

  override write(bytes: Buffer, at: number): void {
    super.write(bytes, at);
    if (!this.dead) this.#later.push({ at, bytes });
  }

  override async sync(): Promise<void> {
    const image = Buffer.from(this.bytes);
    const written = this.#later.length;
    await new Promise((resolve) => setImmediate(resolve));
    if (this.dead) return;
    await super.sync();
    this.#kept = image;
    this.#later = this.#later.slice(written);
  }

  /** What is there when the power comes back: all that was synced, and of the rest what chance has kept. */
  afterPowerCut(random: () => number): Buffer {
    let left = Buffer.from(this.#kept);
    for (const { at, bytes } of this.#later) {
      const fate = random();
      const part =
        fate < 0.4 ? bytes : fate < 0.6 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : null;
      if (!part) continue;
      const all = Buffer.alloc(Math.max(left.length, at + part.length));
      left.copy(all);
      part.copy(all, at);
      left = all;
    }
    return left;
  }
}

/** A run of which everything stops at once when so many steps of the CRM's have been made. */
async function cutAfter(steps: number, seed: number): Promise<Cut & { disk: CutDisk }> {
  const random = drawing(seed);
  const disk = new CutDisk();
  const crm = new FakeCrm(ROWS.map(({ beforeImage }) => beforeImage));
  const applied = new Map<string, number>();
  const stop = new AbortController();
  let left = steps;
  const step = () => {
    left -= 1;
    if (left > 0 || disk.dead) return;
    disk.die();
    stop.abort();
  };
  const script = async ({ id, apply }: { id: string; apply: () => unknown }): Promise<WriteAnswer> => {
    if (disk.dead) return { kind: 'unanswered', reason: 'power' };
    step();
    if (!disk.dead || random() < 0.5) {
      applied.set(id, (applied.get(id) ?? 0) + 1);
      apply();
    }
    await new Promise((resolve) => setImmediate(resolve));
    step();
    if (random() < 0.15) return { kind: 'unanswered', reason: 'ECONNRESET' };
    return { kind: 'accepted', httpStatus: 200, message: 'ok', record: null };
  };
  await run(ROWS, script, { crm, disk, concurrency: 5, signal: stop.signal });
  return { bytes: disk.killed ?? disk.bytes, crm, applied, disk };
}

/** Goes on from these bytes to the end: every row is as planned, and none was applied twice. */
async function goOn({ bytes, crm, applied }: Cut, where: string): Promise<void> {
  const copy = new FakeCrm([...crm.records.values()]);
  const counts = new Map(applied);
  const disk = new MemoryDisk(Buffer.from(bytes));
  const { result } = await run(
    ROWS,
    ({ id, apply }) => {
      counts.set(id, (counts.get(id) ?? 0) + 1);
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
    },
    { crm: copy, disk, resumed: true },
  );
  expect(result.counts.updated + result.counts.unchanged, where).toBe(ROWS.length);
  for (const { id } of ROWS) expect(counts.get(id), `${where} ${id}`).toBe(1);
}

/** What a journal tells of each row. */
function told(bytes: Buffer): (Outcome | null)[] {
  const journal = new Journal(new MemoryDisk(Buffer.from(bytes)), STILL);
  journal.recover();
  return ROWS.map(({ rowNumber }) => journal.toldOutcomeOf(rowNumber));
}

/** A row is told as it is told in the whole journal, or as not known, or not at all: never as something else. */
function expectNotMisread(bytes: Buffer, whole: readonly (Outcome | null)[], where: string): void {
  for (const [i, outcome] of told(bytes).entries()) {
    if (outcome === null || outcome.note?.code === 'run.cutOff') continue;
    expect(outcome, `${where} row ${i}`).toEqual(whole[i]);
  }
}

describe('a torn journal', () => {
  it(
    'cut at any byte of its last three lines is read to the last whole one, and gone on with',
    async () => {
      const cut = await cutAfter(30, 3);
      const ends = [...cut.bytes.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at] : []));
      const from = (ends.at(-4) ?? 0) + 1;
      const whole = told(cut.bytes);
      for (let length = from; length <= cut.bytes.length; length += 1) {
        const bytes = cut.bytes.subarray(0, length);
        expectNotMisread(bytes, whole, `cut at ${length}`);
        if (length % times(25, 3) === 0) await goOn({ ...cut, bytes }, `cut at ${length}`);
      }
      figures('torn journal', { 'bytes cut at': cut.bytes.length - from + 1, misread: 0 });
    },
    LIMIT,
  );

  it('with any bit of it flipped is recovered or refused, and never misread', async () => {
    const { bytes } = await cutAfter(40, 5);
    const whole = told(bytes);
    // What was synced by the word of more lines than one flip can damage: there it must be refused.
    const known = new MemoryDisk(bytes).entries().map(({ synced }) => Number(synced));
    const synced = known.sort((a, b) => b - a)[2] ?? 0;
    expect(synced).toBeGreaterThan(bytes.length / 2);
    const random = drawing(11);
    let refused = 0;
    let recovered = 0;
    for (let i = 0; i < 100; i += 1) {
      const at = Math.floor(random() * bytes.length);
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        try {
          expectNotMisread(flipped, whole, `bit ${bit} of ${at}`);
          expect(at, `bit ${bit} of ${at}`).toBeGreaterThanOrEqual(synced);
          recovered += 1;
        } catch (error) {
          if (!(error instanceof JournalDamaged)) throw error;
          refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(0);
    figures('flipped bits', { refused, recovered, misread: 0 });
  });
});

it('a journal from which whole lines were taken is refused, as long as a later line knew of them', async () => {
  const { bytes } = await cutAfter(40, 5);
  const lines = bytes.toString('utf8').split(/(?<=\n)/);
  const known = new MemoryDisk(bytes).entries().map(({ synced }) => Number(synced));
  let at = 0;
  let refused = 0;
  for (const [i, line] of lines.entries()) {
    const end = at + Buffer.byteLength(line);
    const without = Buffer.from(lines.toSpliced(i, 1).join(''));
    // A later line that knew of more bytes than now stand before it.
    let place = at;
    const isKnown = lines.slice(i + 1).some((later, j) => {
      const says = known[i + 1 + j] ?? 0;
      const isBeyond = says > place;
      place += Buffer.byteLength(later);
      return isBeyond;
    });
    if (isKnown) {
      expect(() => told(without), `without line ${i + 1}`).toThrow(JournalDamaged);
      refused += 1;
    }
    at = end;
  }
  expect(refused).toBeGreaterThan(lines.length / 4);
});

describe('a power cut', () => {
  it(
    'that loses any of the writes since the last sync loses no row, and none is sent twice',
    async () => {
      const seeds = times(50, 1000);
      for (let seed = 1; seed <= seeds; seed += 1) {
        const cut = await cutAfter(1 + (seed % 45), seed);
        const bytes = cut.disk.afterPowerCut(drawing(seed * 7));
        await goOn({ ...cut, bytes }, `seed ${seed}`);
      }
      figures('power cut', { 'power cuts': seeds, 'rows lost': 0, 'sent twice': 0 });
    },
    LIMIT,
  );
});
