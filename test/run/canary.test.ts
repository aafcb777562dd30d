import { describe, expect, it } from 'vitest';
import type { LookOptions } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { accept, run, type Script, type Setup, updates } from './running.js';

const CREATED = Date.parse('2026-01-01T00:00:00.000Z');
const ROWS = updates(8);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A CRM that takes a turn for each request, and writes down what is under way together with what. */
class WatchedCrm extends FakeCrm {
  readonly requests: string[] = [];
  readonly under = new Set<string>();
  /** All that was ever under way at one time. */
  readonly together = new Set<string>();
  /** Called when a record was read, before it is told: with the how manieth look at it this is. */
  onLook: (id: string, nth: number, options?: LookOptions) => void = () => undefined;
  readonly #looks = new Map<string, number>();

  constructor() {
    super(ROWS.map(({ beforeImage }) => beforeImage));
  }

  override async look(id: string, options?: LookOptions) {
    const nth = (this.#looks.get(id) ?? 0) + 1;
    this.#looks.set(id, nth);
    return this.#during(`look ${nth} at ${id}`, async () => {
      const looked = await super.look(id);
      this.onLook(id, nth, options);
      return looked;
    });
  }

  override async update(id: string, body: Parameters<FakeCrm['update']>[1]) {
    return this.#during(`PUT ${id}`, () => super.update(id, body));
  }

  async #during<T>(request: string, work: () => Promise<T>): Promise<T> {
    this.requests.push(request);
    this.under.add(request);
    this.together.add([...this.under].sort().join(' + '));
    await turn();
    const answer = await work();
    this.under.delete(request);
    return answer;
  }
}

/** Sends eight rows, of which the first three are the canary, at a time just after they were planned. */
async function canary(setup: Setup & { crm: WatchedCrm }, script: Script = accept) {
  let clock = CREATED;
  const time = {
    now: () => new Date(clock),
    elapsed: () => clock,
    sleep: async (ms: number) => {
      clock += ms;
      await turn();
    },
  };
  return run(ROWS, script, { canary: 3, ...time, ...setup });
}

describe('the first few updates', () => {
  it('are sent one after another, each looked at right before and read back', async () => {
    const crm = new WatchedCrm();
    const { result } = await canary({ crm, concurrency: 1 });
    expect(result.counts.updated).toBe(8);
    expect(crm.requests.slice(0, 9)).toEqual(
      ['op-1', 'op-2', 'op-3'].flatMap((id) => [`look 1 at ${id}`, `PUT ${id}`, `look 2 at ${id}`]),
    );
    expect([...crm.together].filter((requests) => requests.includes('+'))).toEqual([]);
  });

  it('are looked at while the one before is read back, where more than one request may be under way', async () => {
    const crm = new WatchedCrm();
    const { result } = await canary({ crm, concurrency: 3 });
    expect(result.counts.updated).toBe(8);
    expect(crm.requests.slice(0, 9)).toEqual([
      ...['look 1 at op-1', 'PUT op-1', 'look 2 at op-1'],
      ...['look 1 at op-2', 'PUT op-2', 'look 2 at op-2'],
      ...['look 1 at op-3', 'PUT op-3', 'look 2 at op-3'],
    ]);
    const ofCanary = [...crm.together].filter(
      (requests) => requests.includes('+') && /op-[123]\b/.test(requests),
    );
    expect(ofCanary).toEqual(['look 1 at op-2 + look 2 at op-1', 'look 1 at op-3 + look 2 at op-2']);
  });

  it('wait for their turn one by one where there is a limit of requests a second', async () => {
    const crm = Object.assign(new WatchedCrm(), { turn: async () => undefined });
    await canary({ crm, concurrency: 3 });
    expect([...crm.together].filter((requests) => /op-[123]\b.*\+/.test(requests))).toEqual([]);
  });

  it('leave the next one alone where one of them did not keep what it was sent', async () => {
    const crm = new WatchedCrm();
    const { result, outcomes } = await canary({ crm, concurrency: 3 }, ({ apply, live }) => {
      const record = apply();
      live.amount = '7777';
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record };
    });
    expect(result.stop).toMatchObject({ cause: 'canary', rowNumber: 2 });
    expect(crm.puts.map(({ id }) => id)).toEqual(['op-1']);
    expect(outcomes[0]).toMatchObject({ status: 'unverified' });
    expect(result.counts).toMatchObject({ unverified: 1, 'not-sent': 7 });
    expect(crm.under.size).toBe(0);
  });

  it('go over no edit that was made while the one before took long to be read back', async () => {
    const crm = new WatchedCrm();
    let clock = CREATED;
    crm.onLook = (id, nth) => {
      if (id === 'op-1' && nth === 2) clock += 1500;
    };
    const look = crm.look.bind(crm);
    crm.look = async (id, options) => {
      const looked = await look(id, options);
      const record = crm.records.get('op-2');
      if (id === 'op-1' && record && crm.puts.length === 1) {
        // By now the look at the second has been answered.
        for (let i = 0; i < 5; i += 1) await turn();
        expect(crm.requests).toContain('look 1 at op-2');
        record.amount = '90001';
      }
      return looked;
    };
    const { outcomes } = await canary({
      ...{ crm, concurrency: 3, now: () => new Date(clock), elapsed: () => clock },
    });
    expect(outcomes[1]).toMatchObject({ status: 'conflict', attempts: 0 });
    expect(crm.puts.map(({ id }) => id)).not.toContain('op-2');
  });

  it('are looked at again after a wait that the server asked for', async () => {
    const crm = new WatchedCrm();
    crm.onLook = (id, nth, options) => {
      if (id === 'op-1' && nth === 2) options?.onAsked?.(500);
    };
    const { result } = await canary({ crm, concurrency: 3 });
    expect(result.counts.updated).toBe(8);
    const looks = crm.requests.filter((request) => request.startsWith('look') && request.endsWith('op-2'));
    expect(looks).toHaveLength(3);
  });

  it.each([
    ['could not be told', { kind: 'unknown', reason: 'HTTP 503' }],
    ['found the token expired', { kind: 'unauthorized', httpStatus: 401, message: null }],
  ] as const)('are looked at once more where the look ahead %s', async (_, answer) => {
    const crm = new WatchedCrm();
    const look = crm.look.bind(crm);
    let failed = false;
    crm.look = async (id, options) => {
      const looked = await look(id, options);
      if (id !== 'op-2' || failed) return looked;
      failed = true;
      // A look ahead is not tried again: that is done when its turn comes.
      if (options?.mayRetry) expect(options.mayRetry()).toBe(false);
      return answer;
    };
    const { result } = await canary({ crm, concurrency: 3, renewToken: async () => true });
    expect(result.counts.updated).toBe(8);
    expect(crm.puts.map(({ id }) => id)).toEqual(ROWS.map(({ id }) => id));
  });
});
