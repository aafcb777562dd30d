import { describe, expect, it } from 'vitest';
import type { Opportunity } from '../../src/opportunity/index.js';
import type { PlannedRow } from '../../src/plan/index.js';
import type { Outcome, WriteAnswer } from '../../src/run/index.js';
import { customField } from '../opportunity/record.js';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from './memoryDisk.js';
import { accept, run, type Script, update, updates } from './running.js';

const first = ({ outcomes }: { outcomes: (Outcome | null)[] }) => outcomes[0];

describe('a run', () => {
  it('sends each update once, with the planned body, and nothing for other rows', async () => {
    const rows: PlannedRow[] = [
      { verdict: 'unchanged', rowNumber: 2, id: 'x', name: null },
      ...updates(50).map((row) => ({
        ...row,
        rowNumber: row.rowNumber + 10,
        rowNumbers: [row.rowNumber + 10],
      })),
      {
        verdict: 'missing',
        rowNumber: 99,
        key: 'y',
        problems: [{ code: 'record.missing', row: 99, column: 'ID', text: 'y' }],
      },
    ];
    const { crm, result } = await run(rows);
    expect(crm.puts.map(({ id }) => id).sort()).toEqual(
      updates(50)
        .map(({ id }) => id)
        .sort(),
    );
    expect(crm.puts.find(({ id }) => id === 'op-7')?.body).toEqual({ amount: 7 });
    expect(result).toMatchObject({ counts: { updated: 50, rejected: 0, 'not-sent': 0 }, stop: null });
  });

  it('never has more under way than it may, and sends the first alone', async () => {
    let running = 0;
    let most = 0;
    const whileFirst: number[] = [];
    const script: Script = async ({ id, apply }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      if (id === 'op-1') whileFirst.push(running);
      running -= 1;
      return { kind: 'accepted', httpStatus: 200, message: null, record: apply() };
    };
    await run(updates(20), script, { concurrency: 4 });
    expect(most).toBe(4);
    expect(whileFirst).toEqual([1]);
  });

  it('does nothing when there is nothing to do', async () => {
    const { crm, result } = await run([{ verdict: 'unchanged', rowNumber: 2, id: 'x', name: null }]);
    expect(crm.puts).toEqual([]);
    expect(result.stop).toBeNull();
  });

  it('tells what happens as it happens', async () => {
    const { events } = await run(updates(2));
    expect(events.map(({ kind }) => kind).filter((kind) => kind !== 'answered' && kind !== 'pace')).toEqual([
      'started',
      'ended',
      'ended',
    ]);
  });
});

describe('what the server says', () => {
  const answering = (answer: WriteAnswer) => run(updates(1), () => answer);

  it('is kept in its own words when it refuses', async () => {
    const ran = await answering({
      kind: 'refused',
      httpStatus: 422,
      message: 'Monto inválido',
      errorCode: 'BAD',
    });
    expect(first(ran)).toMatchObject({
      status: 'rejected',
      message: 'Monto inválido',
      errorCode: 'BAD',
      httpStatus: 422,
      note: null,
      attempts: 1,
    });
  });

  it('is supplied when it refuses without a word', async () => {
    const ran = await answering({ kind: 'refused', httpStatus: 400, message: null, errorCode: null });
    expect(first(ran)).toMatchObject({
      status: 'rejected',
      note: { code: 'server.silent', httpStatus: 400 },
    });
  });

  it.each<[string, WriteAnswer, boolean, string, string | undefined]>([
    ['500, and the record is as before', failed(500, true), false, 'rejected', undefined],
    ['500, and the record shows the change', failed(500, true), true, 'updated', 'answer.foundApplied'],
    ['504, and the record is as before', failed(504, false), false, 'not-sent', 'attempts.exhausted'],
    ['504, and the record shows the change', failed(504, false), true, 'updated', 'answer.foundApplied'],
    [
      'silence, and the record is as before',
      { kind: 'unanswered', reason: 'ECONNRESET' },
      false,
      'not-sent',
      'attempts.exhausted',
    ],
    [
      'silence, and the record shows the change',
      { kind: 'unanswered', reason: 'ECONNRESET' },
      true,
      'updated',
      'answer.foundApplied',
    ],
    [
      'a strange page, and the record is as before',
      { kind: 'unreadable', httpStatus: 200 },
      false,
      'unverified',
      'answer.unreadable',
    ],
  ])('after %s', async (_, answer, applies, status, note) => {
    const ran = await run(updates(1), ({ apply }) => {
      if (applies) apply();
      return answer;
    });
    expect(first(ran)).toMatchObject({ status });
    expect(first(ran)?.note?.code).toBe(note);
    // Sent again only after a look has shown that nothing was applied, and never more often than it may.
    if (applies) expect(ran.crm.puts).toHaveLength(1);
    else expect(ran.crm.puts.length).toBeLessThanOrEqual(4);
  });

  it('is a conflict when it failed and the record is neither as before nor as wanted', async () => {
    const ran = await run(updates(1), ({ live }) => {
      live.amount = '77';
      return failed(500, true);
    });
    expect(first(ran)).toMatchObject({ status: 'conflict', note: { code: 'record.otherValue' } });
    expect(ran.crm.puts).toHaveLength(1);
  });

  it('is not believed when the record it shows has other values', async () => {
    const ran = await run(updates(2), ({ apply }) => {
      const shown: Opportunity = { ...apply(), amount: '999' };
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: shown };
    });
    expect(ran.outcomes[1]).toMatchObject({
      status: 'unverified',
      note: { code: 'values.differ', differences: [{ field: 'amount', before: '2', after: '999' }] },
    });
  });

  it('is looked up when the answer does not show the custom fields that were sent', async () => {
    const change = (n: number) => ({
      field: 'customFields.Canal' as const,
      before: 'Web',
      after: `Feria ${n}`,
    });
    const rows = [1, 2, 3].map((n) => update(n, [change(n)]));
    const ran = await run(rows, ({ apply }) => {
      const shown: Opportunity = { ...apply(), customFields: null };
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: shown };
    });
    expect(ran.outcomes.map((outcome) => outcome?.status)).toEqual(['updated', 'updated', 'updated']);
    expect(ran.crm.reads).toBe(4);
  });

  it('is looked up when the answer does not show the record', async () => {
    const ran = await run(updates(3), ({ apply }) => {
      apply();
      return { kind: 'accepted', httpStatus: 204, message: null, record: null };
    });
    expect(ran.outcomes.map((outcome) => outcome?.status)).toEqual(['updated', 'updated', 'updated']);
    // Each once to see what was stored, and the first once more, before it was sent.
    expect(ran.crm.reads).toBe(4);
  });
});

describe('a server that loses fields which were not sent', () => {
  const forgetful: Script = ({ apply, live }) => {
    apply();
    Object.assign(live, { description: null, customFields: [customField('Canal', 'Web')] });
    return { kind: 'accepted', httpStatus: 200, message: 'ok', record: null };
  };

  it('is found out at the first record, and nothing else is sent', async () => {
    const { crm, result, outcomes } = await run(updates(10), forgetful);
    expect(new Set(crm.puts.map(({ id }) => id))).toEqual(new Set(['op-1']));
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2, restored: false });
    expect(outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'fields.lost' } });
    expect(result.counts).toMatchObject({ unverified: 1, 'not-sent': 9 });
  });

  it('gets the first record put back, whole, when it keeps what it is sent', async () => {
    const rows = updates(10);
    const { crm, result, outcomes } = await run(rows, ({ apply, live, sent }) => {
      apply();
      if (!('description' in sent)) Object.assign(live, { description: null });
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: null };
    });
    expect(crm.puts).toHaveLength(2);
    expect(crm.records.get('op-1')).toEqual(rows[0]?.beforeImage);
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', restored: true });
    expect(outcomes[0]).toMatchObject({ status: 'not-sent', note: { code: 'fields.restored' } });
  });

  it('does no harm when every field is sent', async () => {
    const { crm, result } = await run(
      updates(10),
      ({ apply, live, sent }) => {
        apply();
        for (const field of ['name', 'description', 'stageId', 'contactId', 'customFields'])
          if (!(field in sent)) Object.assign(live, { [field]: null });
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: null };
      },
      { body: 'full' },
    );
    expect(result).toMatchObject({ counts: { updated: 10 }, stop: null });
    for (const row of updates(10)) {
      const wanted = { ...row.beforeImage, amount: row.changes[0]?.after };
      expect(crm.records.get(row.id)).toEqual(wanted);
    }
  });
});

describe('a server that wants fewer requests', () => {
  it('is given the time it asks for, by all senders, and then every row its PUT', async () => {
    let refused = 0;
    const { result, waits, outcomes } = await run(updates(8), ({ id, apply }) => {
      if (id === 'op-3' && refused < 2) {
        refused += 1;
        return { kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: 4000 };
      }
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
    });
    expect(result.counts.updated).toBe(8);
    expect(Math.max(...waits)).toBe(4000);
    expect(outcomes[2]?.attempts).toBe(3);
  });

  it('is not sent an old plan after a long wait: who edited meanwhile is not overwritten', async () => {
    const planned = Date.parse('2026-01-01T00:00:00.000Z');
    let clock = 0;
    let held = false;
    const rows = updates(8);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const { outcomes } = await run(
      rows,
      ({ id, apply }) => {
        if (id === 'op-3' && !held) {
          held = true;
          // The others stand before the gate that this answer closes.
          for (const other of ['op-3', 'op-4', 'op-5']) {
            Object.assign(crm.records.get(other) ?? {}, { amount: '777' });
          }
          return { kind: 'throttled', httpStatus: 429, message: null, retryAfterMs: 300_000 };
        }
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
      },
      {
        crm,
        concurrency: 2,
        recheckAfterMs: 60_000,
        now: () => new Date(planned + clock),
        elapsed: () => clock,
        sleep: async (ms) => {
          clock += ms;
          await new Promise((resolve) => setImmediate(resolve));
        },
      },
    );
    for (const n of [3, 4, 5]) {
      expect(outcomes[n - 1]).toMatchObject({ status: 'conflict', note: { code: 'record.changed' } });
      expect(crm.records.get(`op-${n}`)?.amount).toBe('777');
    }
    expect(outcomes.filter((outcome) => outcome?.status === 'updated')).toHaveLength(5);
  });

  it('is not sent a plan of a clock that is ahead before each record is read again', async () => {
    const rows = updates(8);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    // Beyond the canary, whose records are read in any case; the clock of the run is years behind that of its plan.
    Object.assign(crm.records.get('op-7') ?? {}, { amount: '777' });
    const { outcomes } = await run(rows, accept, { crm, recheckAfterMs: 60_000 });
    expect(outcomes[6]).toMatchObject({ status: 'conflict', note: { code: 'record.changed' } });
    expect(crm.records.get('op-7')?.amount).toBe('777');
  });

  it('for longer than anyone waits ends the run, to be taken up later', async () => {
    const { crm, result, outcomes } = await run(updates(5), () => ({
      kind: 'throttled',
      httpStatus: 429,
      message: null,
      retryAfterMs: 3_600_000,
    }));
    expect(result.stop).toEqual({ cause: 'throttled', waitMs: 3_600_000 });
    expect(outcomes[0]?.status).toBe('not-sent');
    expect(crm.puts).toHaveLength(1);
  });

  it('is not asked for ever', async () => {
    const { crm, result, outcomes } = await run(updates(1), () => ({
      kind: 'throttled',
      httpStatus: 429,
      message: 'lento',
      retryAfterMs: null,
    }));
    expect(outcomes[0]).toMatchObject({ status: 'not-sent', note: { code: 'throttled.tooLong' } });
    expect(crm.puts.length).toBe(11);
    expect(result.stop).toBeNull();
  });
});

describe('a run that cannot go on', () => {
  it.each<[WriteAnswer, string]>([
    [{ kind: 'unauthorized', httpStatus: 401, message: 'no' }, 'credentials'],
    [{ kind: 'halt', cause: 'redirect', httpStatus: 303, message: 'https://evil' }, 'redirect'],
    [{ kind: 'unreached', reason: 'ECONNREFUSED' }, 'unreachable'],
  ])('stops after %j and fails no row for it', async (answer, cause) => {
    const { crm, result, outcomes } = await run(updates(30), ({ id, apply }) =>
      Number(id.slice(3)) >= 5
        ? answer
        : { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() },
    );
    expect(result.stop).toMatchObject({ cause });
    expect(outcomes[4]?.status).toBe('not-sent');
    expect(result.counts.rejected + result.counts.unverified).toBe(0);
    expect(result.counts.updated + result.counts['not-sent']).toBe(30);
    expect(crm.puts.length).toBeLessThan(30);
  });

  it('stops when something else answers twice in a row', async () => {
    const { result, crm } = await run(updates(30), () => ({ kind: 'unreadable', httpStatus: 200 }), {
      concurrency: 1,
    });
    expect(result.stop).toMatchObject({ cause: 'wrongApi' });
    expect(crm.puts).toHaveLength(2);
  });

  it('stops when the person says so, and lets what is under way finish', async () => {
    const stop = new AbortController();
    const { result, crm, outcomes } = await run(
      updates(30),
      async ({ id, apply }) => {
        if (id === 'op-6') stop.abort();
        await new Promise((resolve) => setImmediate(resolve));
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
      },
      { signal: stop.signal },
    );
    expect(result.stop).toEqual({ cause: 'user' });
    expect(outcomes.filter((outcome) => outcome?.status === 'updated')).toHaveLength(crm.puts.length);
    expect(result.counts['not-sent']).toBe(30 - crm.puts.length);
  });
});

describe('the journal', () => {
  it('that cannot be written stops the run, and what was answered is still told', async () => {
    const disk = new MemoryDisk();
    let full = false;
    disk.fails = (operation) => (full && operation === 'write' ? 'ENOSPC' : undefined);
    const { result, outcomes, crm } = await run(
      updates(20),
      ({ id, apply }) => {
        full = id === 'op-4';
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
      },
      { concurrency: 1, disk },
    );
    expect(result.stop).toMatchObject({ cause: 'disk' });
    expect(outcomes[3]).toMatchObject({ status: 'updated', id: 'op-4' });
    expect(crm.puts).toHaveLength(4);
    expect(result.counts).toMatchObject({ updated: 4, 'not-sent': 16 });
  });

  it('has no intent on the disk while its PUT still waits for its turn', async () => {
    const rows = updates(6);
    const crm = new FakeCrm(rows.map(({ beforeImage }) => beforeImage));
    const disk = new MemoryDisk();
    const intents = () => disk.bytes.toString().split('"k":"intent"').length - 1;
    let turns = 0;
    const before: number[] = [];
    const paced = Object.assign(crm, {
      turn: async () => {
        turns += 1;
        before.push(intents());
        for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
        expect(intents()).toBe(before.at(-1));
      },
    });
    await run(rows, undefined, { crm: paced, disk, concurrency: 1 });
    expect(turns).toBe(6);
    expect(before).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('has the intent of every PUT synced before the PUT leaves', async () => {
    const seen: boolean[] = [];
    const ran = await run(updates(50), ({ id, apply, disk }) => {
      const safe = disk.bytes.subarray(0, disk.synced).toString();
      seen.push(safe.includes('"k":"intent"') && safe.includes(`"id":"${id}"`));
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
    });
    expect(seen).toEqual(Array(50).fill(true));
    const kinds = ran.disk.entries().map(({ k }) => k);
    expect(kinds.filter((k) => k === 'outcome')).toHaveLength(50);
    expect(ran.disk.entries().at(-1)).toMatchObject({ k: 'end', stop: null, open: 0 });
    expect(ran.disk.synced).toBe(ran.disk.bytes.length);
  });
});

function failed(httpStatus: number, settled: boolean): WriteAnswer {
  return { kind: 'failed', httpStatus, message: 'falló', errorCode: 'E500', settled };
}
