import { describe, expect, it } from 'vitest';
import { type LookOptions, type LookUp, RunControls } from '../../src/run/index.js';
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
  /** What the first look that leaves together with another one is answered, if not with the record. */
  lookAhead: (() => Promise<LookUp>) | null = null;
  readonly #looks = new Map<string, number>();

  constructor() {
    super(ROWS.map(({ beforeImage }) => beforeImage));
  }

  override async look(id: string, options?: LookOptions) {
    const nth = (this.#looks.get(id) ?? 0) + 1;
    this.#looks.set(id, nth);
    const isAhead = this.under.size > 0;
    return this.#during(`look ${nth} at ${id}`, async () => {
      if (isAhead && this.lookAhead) {
        const { lookAhead } = this;
        this.lookAhead = null;
        // It is not tried again: that is done when its turn comes.
        expect(options?.mayRetry?.()).toBe(false);
        return lookAhead();
      }
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
    crm.lookAhead = async () => answer;
    let asked = 0;
    const renewToken = async () => {
      asked += 1;
      return true;
    };
    const { result } = await canary({ crm, concurrency: 3, renewToken });
    expect(crm.together).toContain('look 1 at op-2 + look 2 at op-1');
    expect(result.counts.updated).toBe(8);
    expect(crm.puts.map(({ id }) => id)).toEqual(ROWS.map(({ id }) => id));
    expect(crm.requests.filter((request) => /^look.*op-2$/.test(request))).toHaveLength(3);
    // Only a look in its turn asks.
    expect(asked).toBe(0);
  });

  it('are no reason to ask for a token, or to wait for one, when the run has stopped', async () => {
    const crm = new WatchedCrm();
    crm.lookAhead = async () => {
      for (let i = 0; i < 10; i += 1) await turn();
      return { kind: 'unauthorized', httpStatus: 401, message: null };
    };
    const renewToken = () => Promise.reject(new Error('asked'));
    const { result } = await canary({ crm, concurrency: 3, renewToken }, ({ apply, live }) => {
      const record = apply();
      live.amount = '7777';
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record };
    });
    expect(result).toMatchObject({ stop: { cause: 'canary' }, counts: { unverified: 1, 'not-sent': 7 } });
    // What was begun is over when the run is.
    expect(crm.under.size).toBe(0);
  });

  it('whose look ahead fails at a stop, do not keep others that are in doubt from being looked at', async () => {
    const crm = new WatchedCrm();
    const stop = new AbortController();
    let applied = () => undefined as unknown;
    const script: Script = ({ id, apply }) => {
      if (id !== 'op-1') return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
      applied = apply;
      return { kind: 'unanswered', reason: 'ETIMEDOUT' };
    };
    crm.lookAhead = async () => {
      applied();
      stop.abort();
      await turn();
      return { kind: 'unknown', reason: 'HTTP 503' };
    };
    const { outcomes } = await canary({ crm, concurrency: 3, signal: stop.signal }, script);
    expect(crm.together).toContain('look 1 at op-3 + look 2 at op-2');
    expect(outcomes[0]).toMatchObject({ status: 'updated', note: { code: 'answer.foundApplied' } });
  });

  it('are not looked at ahead while the server, or the person, wants nothing sent', async () => {
    const wait: Script = ({ id, apply }) => {
      const allowance = id === 'op-1' ? { allowance: { remaining: 0, resetMs: 5000 } } : {};
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply(), ...allowance };
    };
    const held = new WatchedCrm();
    await canary({ crm: held, concurrency: 3 }, wait);
    expect(held.together).not.toContain('look 1 at op-2 + look 2 at op-1');
    expect(held.together).toContain('look 1 at op-3 + look 2 at op-2');

    const controls = new RunControls(3, 8);
    const paused = new WatchedCrm();
    const going = canary({ crm: paused, concurrency: 3, controls }, (put) => {
      if (put.id === 'op-1') controls.pause();
      return accept(put);
    });
    while (!paused.requests.includes('look 2 at op-1')) await turn();
    for (let i = 0; i < 20; i += 1) await turn();
    expect(paused.requests).toEqual(['look 1 at op-1', 'PUT op-1', 'look 2 at op-1']);
    controls.resume();
    expect((await going).result.counts.updated).toBe(8);
  });

  it('are looked at again before they are sent again, when their first PUT did not get through', async () => {
    const crm = new WatchedCrm();
    let tries = 0;
    const { outcomes } = await canary({ crm, concurrency: 3, recheckAfterMs: 'never' }, (put) => {
      if (put.id !== 'op-2') return accept(put);
      tries += 1;
      put.live.amount = '90001';
      return { kind: 'unreached', reason: 'ECONNREFUSED' };
    });
    expect(tries).toBe(1);
    expect(outcomes[1]).toMatchObject({ status: 'conflict', note: { code: 'record.changed' } });
  });
});
