import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FieldChange, Opportunity } from '../../src/opportunity/index.js';
import { updateBody } from '../../src/plan/body.js';
import { PlanFile, type PlannedRow, type PlannedUpdate } from '../../src/plan/index.js';
import { PlanTally } from '../../src/plan/summary.js';
import {
  Journal,
  type Outcome,
  type RunEvent,
  type RunPlanOptions,
  runPlan,
  type WriteAnswer,
} from '../../src/run/index.js';
import { customField, record } from '../opportunity/record.js';
import { FakeCrm, planHeader } from '../plan/workspace.js';
import { temporaryFolder } from '../sheet/files.js';

/** When it is full, nothing more can be written, as on a real disk; reading goes on. */
const disk = vi.hoisted(() => ({ full: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const writeSync = (...args: Parameters<typeof fs.writeSync>) => {
    if (disk.full) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
    return fs.writeSync(...args);
  };
  return { ...fs, writeSync };
});

function update(
  n: number,
  changes: FieldChange[] = [{ field: 'amount', before: '1200.5', after: String(n) }],
): PlannedUpdate {
  const beforeImage = record({ id: `op-${n}` });
  const rowNumber = n + 1;
  return {
    verdict: 'update',
    rowNumber,
    rowNumbers: [rowNumber],
    id: `op-${n}`,
    changes,
    risks: [],
    body: updateBody(beforeImage, changes),
    beforeImage,
  };
}

const updates = (count: number) => Array.from({ length: count }, (_, i) => update(i + 1));

/** One PUT as a script sees it: what was sent, the means to apply it, and the world at that moment. */
interface Put {
  id: string;
  apply: () => Opportunity;
  /** The live record. */
  live: Opportunity;
  /** What the journal says so far. */
  journal: string;
}
type Script = (put: Put) => WriteAnswer | Promise<WriteAnswer>;

const accept: Script = ({ apply }) => ({ kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() });

/** Runs a plan of these rows against a CRM that holds their records. Waiting takes no time and is written down. */
async function run(rows: readonly PlannedRow[], script: Script = accept, more: Partial<RunPlanOptions> = {}) {
  const folder = temporaryFolder();
  const records = rows.flatMap((row) => (row.verdict === 'update' ? [row.beforeImage] : []));
  const crm = new FakeCrm(records);
  crm.answer = (id, _body, apply) => {
    const live = crm.records.get(id);
    if (!live) throw new Error(`no record ${id}`);
    return script({ id, apply, live, journal: readFileSync(join(folder, 'journal.jsonl'), 'utf8') });
  };
  const plan = await PlanFile.create(join(folder, 'plan.jsonl'), planHeader());
  const tally = new PlanTally();
  for (const row of rows) {
    tally.add(row);
    await plan.append(row);
  }
  await plan.finish(tally.summary());
  const journal = Journal.create(join(folder, 'journal.jsonl'), () => new Date(0));
  onTestFinished(async () => {
    journal.close();
    await plan.close();
  });
  const events: RunEvent[] = [];
  const waits: number[] = [];
  let clock = 0;
  const result = await runPlan({
    runId: 'r1',
    plan,
    writer: crm,
    journal,
    concurrency: 3,
    signal: new AbortController().signal,
    now: () => new Date(0),
    elapsed: () => clock,
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
      clock += ms;
    },
    onEvent: (event) => events.push(event),
    ...more,
  });
  const outcomes = rows.map(({ rowNumber }) => journal.outcomeOf(rowNumber));
  const lines = readFileSync(journal.path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { crm, result, events, waits, outcomes, lines, journal };
}

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
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'ended', 'ended']);
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
    ['504, and the record is as before', failed(504, false), false, 'unverified', 'answer.uncertain'],
    ['504, and the record shows the change', failed(504, false), true, 'updated', 'answer.foundApplied'],
    [
      'silence, and the record is as before',
      { kind: 'unanswered', reason: 'ECONNRESET' },
      false,
      'unverified',
      'answer.lost',
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
    expect(ran.crm.puts).toHaveLength(1);
  });

  it('is a conflict when it failed and the record is neither as before nor as wanted', async () => {
    const ran = await run(updates(1), ({ live }) => {
      live.amount = '77';
      return failed(500, true);
    });
    expect(first(ran)).toMatchObject({ status: 'conflict', note: { code: 'record.changed' } });
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

  it('is looked up when the answer does not show the record', async () => {
    const ran = await run(updates(3), ({ apply }) => {
      apply();
      return { kind: 'accepted', httpStatus: 204, message: null, record: null };
    });
    expect(ran.outcomes.map((outcome) => outcome?.status)).toEqual(['updated', 'updated', 'updated']);
    expect(ran.crm.reads).toBe(3);
  });
});

describe('a server that loses fields which were not sent', () => {
  it('is found out at the first record, and nothing else is sent', async () => {
    const { crm, result, outcomes } = await run(updates(10), ({ apply, live }) => {
      apply();
      Object.assign(live, { description: null, customFields: [customField('Canal', 'Web')] });
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: null };
    });
    expect(crm.puts).toHaveLength(1);
    expect(result.stop).toMatchObject({ cause: 'fieldsLost', rowNumber: 2 });
    expect(outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'fields.lost' } });
    expect(result.counts).toMatchObject({ unverified: 1, 'not-sent': 9 });
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
    [{ kind: 'halt', cause: 'credentials', httpStatus: 401, message: 'no' }, 'credentials'],
    [{ kind: 'halt', cause: 'redirect', httpStatus: 303, message: 'https://evil' }, 'redirect'],
    [{ kind: 'unreached', reason: 'ECONNREFUSED' }, 'unreachable'],
  ])('stops after %j and fails no row for it', async (answer, cause) => {
    const { crm, result, outcomes } = await run(updates(30), ({ id, apply }) =>
      id === 'op-5' ? answer : { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() },
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
  afterEach(() => {
    disk.full = false;
  });

  it('that cannot be written stops the run, and what was answered is still told', async () => {
    const { result, outcomes, crm } = await run(
      updates(20),
      ({ id, apply }) => {
        disk.full = id === 'op-4';
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
      },
      { concurrency: 1 },
    );
    expect(result.stop).toMatchObject({ cause: 'disk' });
    expect(outcomes[3]).toMatchObject({ status: 'updated', id: 'op-4' });
    expect(crm.puts).toHaveLength(4);
    expect(result.counts).toMatchObject({ updated: 4, 'not-sent': 16 });
  });

  it('has the intent of every PUT before the PUT leaves', async () => {
    const seen: boolean[] = [];
    const ran = await run(updates(5), ({ id, apply, journal }) => {
      seen.push(journal.includes('"k":"intent"') && journal.includes(`"id":"${id}"`));
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
    });
    expect(seen).toEqual([true, true, true, true, true]);
    expect(ran.lines.map(({ k }) => k).filter((k) => k === 'outcome')).toHaveLength(5);
    expect(ran.lines.at(-1)).toMatchObject({ k: 'end', stop: null });
    expect(statSync(ran.journal.path).mode & 0o777).toBe(0o600);
  });
});

function failed(httpStatus: number, settled: boolean): WriteAnswer {
  return { kind: 'failed', httpStatus, message: 'falló', errorCode: 'E500', settled };
}
