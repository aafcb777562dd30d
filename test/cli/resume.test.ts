import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockWorkspace } from '../../src/run/index.js';
import { type SandboxOptions, seedWorkspace } from '../../src/sandbox/index.js';
import { crm, filesBelow, opsheet, resultRows, type Setting, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 30);

/** A sheet that gives thirty records a new name, against a CRM with these faults. */
async function thirty(options: SandboxOptions = {}) {
  const sandbox = await crm(options);
  const at = setting(sandbox);
  const lines = RECORDS.map(({ id }, i) => `${id};Nuevo nombre ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  return { sandbox, at };
}

const journalOf = (at: Setting) => filesBelow(at.state).find((file) => file.endsWith('journal.jsonl')) ?? '';
const puts = (at: string) => new RegExp(at);

describe('a run that was cut off', () => {
  it('by kill -9 is gone on with: every row is updated, and none that was applied is sent again', async () => {
    const { sandbox, at } = await thirty({ faults: { latencyMs: 40, cutAfter: 0.2 } });
    const killed = await opsheet(['apply', 'deals.csv', '--yes'], at, (kill) => {
      const timer = setInterval(() => {
        if (sandbox.puts().length < 9) return;
        clearInterval(timer);
        kill('SIGKILL');
      }, 5);
    });
    expect(killed.status).toBe(null);
    const before = sandbox.puts().length;
    expect(before).toBeLessThan(30);
    expect(JSON.parse((await opsheet(['runs', '2', '--json'], at)).stdout).run.results).toBeNull();
    const resumed = await opsheet(['resume', '--settle', '300ms'], at);
    expect(resumed.status).toBe(0);
    const rows = await resultRows(resumed.results[0] ?? '');
    expect(rows.map(({ _status }) => _status)).toEqual(Array(30).fill('updated'));
    for (const [i, { id }] of RECORDS.entries()) expect(sandbox.record(id)?.name).toBe(`Nuevo nombre ${i}`);
    const applied = sandbox.puts().filter(({ applied: was }) => was);
    expect(new Set(applied.map(({ query }) => query.id)).size).toBe(applied.length);
    const { run } = JSON.parse((await opsheet(['runs', '2', '--json'], at)).stdout);
    expect(resolve(at.folder, run.results)).toBe(resumed.results[0]);
    const nothing = await opsheet(['resume'], at);
    expect([nothing.status, nothing.stderr]).toEqual([66, expect.stringContaining('each was finished')]);
  });

  it('has a torn last line cut, and a damaged one before it refused', async () => {
    const { sandbox, at } = await thirty({ faults: { latencyMs: 40 } });
    await opsheet(['apply', 'deals.csv', '--yes'], at, (kill) => {
      const timer = setInterval(() => {
        if (sandbox.puts().length < 9) return;
        clearInterval(timer);
        kill('SIGKILL');
      }, 5);
    });
    appendFileSync(journalOf(at), '{"k":"intent","row":3,');
    const good = readFileSync(journalOf(at), 'utf8');
    writeFileSync(journalOf(at), good.replace('"k":"approve"', '"k":"aqprove"'));
    const refused = await opsheet(['resume', '--yes'], at);
    expect([refused.status, refused.stderr]).toEqual([74, expect.stringContaining('damaged at line 3')]);
    writeFileSync(journalOf(at), good);
    const resumed = await opsheet(['resume', '--yes', '--settle', '100ms'], at);
    expect(resumed.status).toBe(0);
    expect(filesBelow(at.state).some((file) => file.endsWith('.torn'))).toBe(true);
  });

  it('by Ctrl-C says how to go on, and goes on', async () => {
    const { sandbox, at } = await thirty({ faults: { latencyMs: 60 } });
    const stopped = await opsheet(['apply', 'deals.csv', '--yes'], at, (kill) => {
      const timer = setInterval(() => {
        if (sandbox.puts().length < 7) return;
        clearInterval(timer);
        kill('SIGINT');
      }, 5);
    });
    expect(stopped.status).toBe(130);
    expect(stopped.stdout).toMatch(/To go on: opsheet resume \d{8}-/);
    const rows = await resultRows(stopped.results[0] ?? '');
    const unsent = rows.filter(({ _status }) => _status === 'not-sent').length;
    expect(unsent).toBeGreaterThan(0);
    expect(rows.filter(({ _status }) => _status === 'updated')).toHaveLength(30 - unsent);
    const resumed = await opsheet(['resume', '--json'], at);
    expect(JSON.parse(resumed.stdout)).toMatchObject({
      command: 'resume',
      counts: { updated: 30 },
      stop: null,
    });
    expect(sandbox.puts()).toHaveLength(30);
  });

  it('is gone on with as fast, and stops after as many refused rows, as it was told, unless it is told otherwise', async () => {
    const body = { success: false, code: 400, message: 'No', data: null };
    const { sandbox, at } = await thirty({
      answer: ({ method }) => (method === 'PUT' ? { status: 400, body } : undefined),
    });
    const sentBy = async (...args: string[]) => {
      const before = sandbox.puts().length;
      expect((await opsheet(args, at)).status).toBe(75);
      return sandbox.puts().length - before;
    };
    const options = ['--concurrency', '1', '--rate', '500', '--max-errors', '1'];
    expect(await sentBy('apply', 'deals.csv', '--yes', ...options)).toBe(1);
    expect(await sentBy('resume')).toBe(1);
    expect(await sentBy('resume', '--max-errors', '3')).toBe(3);
    expect(await sentBy('resume')).toBe(3);
    const lines = readFileSync(journalOf(at), 'utf8').split('\n');
    const paces = lines
      .filter((line) => /"k":"(run|resume)"/.test(line))
      .map((line) => JSON.parse(line.slice(0, -9)).pace);
    expect(paces).toHaveLength(4);
    for (const pace of paces) expect(pace).toMatchObject({ concurrency: 1, rate: 500 });
  });

  it('is gone on with, and taken back, by the commands that are printed, wherever it was told to go', async () => {
    const usual = await crm();
    const at = setting(usual);
    const body = { success: false, code: 400, message: 'No', data: null };
    const refused = RECORDS[1]?.id ?? '';
    const other = await crm({
      workspaceId: '66b2f0a41c9d440000a1e0bb',
      answer: ({ method, query }) =>
        method === 'PUT' && query.id === refused ? { status: 400, body } : undefined,
    });
    const lines = RECORDS.map(({ id }, i) => `${id};Nuevo nombre ${i}`);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
    const where = ['--workspace', other.workspaceId, '--api-url', other.url];
    const options = ['--concurrency', '1', '--max-errors', '1'];
    const first = await opsheet(['apply', 'deals.csv', '--yes', ...where, ...options], at);
    expect(first.status).toBe(75);
    const goOn = /To go on: opsheet (.*)$/m.exec(first.stdout)?.[1]?.split(' ') ?? [];
    expect((await opsheet([...goOn, '--max-errors', 'none'], at)).status).toBe(1);
    const takeBack = /To take it back: opsheet (.*)$/m.exec(first.stdout)?.[1]?.split(' ') ?? [];
    expect((await opsheet([...takeBack, '--yes'], at)).status).toBe(0);
    expect(RECORDS.map(({ id }) => other.record(id)?.name)).toEqual(RECORDS.map(({ name }) => name));
    expect([usual.puts().length, other.puts().length]).toEqual([0, 30 + 29]);
  });

  it('because the token expired is gone on with by a new one, and no row fails for it', async () => {
    const { sandbox, at } = await thirty({ faults: { tokenExpiresAfter: 50 } });
    at.environment.PLAZBOT_EMAIL = 'rosa@example.com';
    at.environment.PLAZBOT_PASSWORD = 'sandbox';
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at);
    expect(run.status).toBe(0);
    const rows = await resultRows(run.results[0] ?? '');
    expect(rows.map(({ _status }) => _status)).toEqual(Array(30).fill('updated'));
    expect(sandbox.puts().some(({ status }) => status === 401)).toBe(true);
  });

  it('because fields were lost is gone on with by sending all of them', async () => {
    const { sandbox, at } = await thirty({ dialect: { omitted: 'blank', customFields: 'replace' } });
    expect((await opsheet(['apply', 'deals.csv', '--yes'], at)).status).toBe(75);
    expect((await opsheet(['resume', '--body', 'full'], at)).status).toBe(0);
    for (const [i, record] of RECORDS.entries()) {
      const { updatedDate: _, ...now } = sandbox.record(record.id) ?? {};
      const { updatedDate: __, ...was } = record;
      // The API answers "" and null for the same empty contact.
      const contactId = was.contactId || null;
      expect(now).toEqual({ ...was, contactId, name: `Nuevo nombre ${i}` });
    }
  });
});

describe('a colleague who edits meanwhile', () => {
  it('is not overwritten, and is told of with all three values', async () => {
    const { sandbox, at } = await thirty();
    await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at);
    sandbox.edit(RECORDS[3]?.id ?? '', { name: 'Editado por otra persona' });
    sandbox.edit(RECORDS[4]?.id ?? '', { description: 'Otra descripción' });
    // A saved plan is never hurried.
    const run = await opsheet(['apply', 'deals.plan', '--yes', '--recheck-after', 'never'], at);
    expect(run.status).toBe(3);
    const rows = await resultRows(run.results.find((file) => file.includes('results')) ?? '');
    expect(rows[3]).toMatchObject({ _status: 'conflict', _errorCode: 'record.changed' });
    expect(rows[3]?._message).toMatch(puts('Editado por otra persona'));
    expect(rows[3]?._message).toContain('Nuevo nombre 3');
    expect(rows.filter(({ _status }) => _status === 'updated')).toHaveLength(29);
    expect(sandbox.record(RECORDS[3]?.id ?? '')?.name).toBe('Editado por otra persona');
    expect(sandbox.record(RECORDS[4]?.id ?? '')).toMatchObject({
      name: 'Nuevo nombre 4',
      description: 'Otra descripción',
    });
  });

  it('between the last look and the PUT is said on that row', async () => {
    const { at } = await thirty({ faults: { concurrentEdits: 0.5 } });
    const run = await opsheet(['apply', 'deals.csv', '--yes'], at);
    const rows = await resultRows(run.results[0] ?? '');
    const told = rows.filter(
      ({ _status, _message }) => _status === 'updated' && /in between/.test(_message ?? ''),
    );
    expect(told.length).toBeGreaterThan(5);
  });
});

describe('a saved plan', () => {
  it('is carried out once, whatever it is called', async () => {
    const { sandbox, at } = await thirty();
    await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at);
    writeFileSync(join(at.folder, 'copy.plan'), readFileSync(join(at.folder, 'deals.plan')));
    expect((await opsheet(['apply', 'deals.plan', '--yes'], at)).status).toBe(0);
    const again = await opsheet(['apply', 'copy.plan', '--yes'], at);
    expect([again.status, again.stderr]).toEqual([65, expect.stringContaining('carried out already')]);
    expect(sandbox.puts()).toHaveLength(30);
  });

  it('is still there after a run that was cut off before its approval was on the disk, purged or not', async () => {
    const { sandbox, at } = await thirty();
    await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at);
    const runs = join(at.state, 'opsheet', 'runs');
    const sent = async () => {
      const before = sandbox.puts().length;
      expect((await opsheet(['apply', 'deals.plan', '--yes'], at)).status).toBeLessThan(4);
      return { puts: sandbox.puts().length - before, runId: readdirSync(runs).sort().at(-1) ?? '' };
    };
    /** As if the power had been cut when only the first line was on the disk. */
    const cutShort = (runId: string) => {
      const journal = join(runs, runId, 'journal.jsonl');
      writeFileSync(journal, readFileSync(journal, 'utf8').split('\n', 1).concat('').join('\n'));
    };
    const first = await sent();
    expect(first.puts).toBe(30);
    cutShort(first.runId);
    const second = await sent();
    expect(second.runId).not.toBe(first.runId);
    cutShort(second.runId);
    expect((await opsheet(['runs', second.runId, '--purge'], at)).stdout).toContain('1 deleted');
    const third = await sent();
    const again = await opsheet(['apply', 'deals.plan', '--yes'], at);
    expect([again.status, again.stderr]).toEqual([65, expect.stringContaining(third.runId)]);
  });

  it('is still there to be carried out after another run held the workspace', async () => {
    const { sandbox, at } = await thirty();
    await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at);
    const stateDirectory = join(at.state, 'opsheet');
    const about = { origin: sandbox.url, workspaceId: sandbox.workspaceId, now: () => new Date() };
    const lock = await lockWorkspace({ stateDirectory, runId: 'another', ...about });
    const held = await opsheet(['apply', 'deals.plan', '--yes'], at);
    expect([held.status, held.stderr]).toEqual([11, expect.stringContaining('another')]);
    await lock.release();
    expect((await opsheet(['apply', 'deals.plan', '--yes'], at)).status).toBe(0);
    expect(sandbox.puts()).toHaveLength(30);
  });

  it('has the lines and the keys that its page tells of', async () => {
    const { at } = await thirty();
    await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at);
    const text = readFileSync(join(at.folder, 'deals.plan'), 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const page = readFileSync(new URL('../../docs/plan-file.md', import.meta.url), 'utf8');
    expect(lines.map(({ kind }) => kind)).toEqual(['plan', ...Array(30).fill('row'), 'summary', 'end']);
    const table = page.slice(page.indexOf('Keys of the first line'), page.indexOf('A row has'));
    const told = (table.match(/^\| `.*?\|/gm) ?? []).flatMap((cell) => cell.match(/\w+(?=`)/g) ?? []);
    expect(told.sort()).toEqual(Object.keys(lines[0]).sort());
    for (const key of Object.keys(lines[0].sheet)) expect(page).toContain(`\`${key}\``);
    const { kind: _, verdict, rowNumber: __, ...update } = lines[1];
    const row = page.split('\n').find((line) => line.startsWith(`| \`${verdict}\` |`)) ?? '';
    for (const key of Object.keys(update)) expect(row).toContain(`\`${key}\``);
  });

  it('is shown again without any network', async () => {
    const { at } = await thirty();
    const planned = await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at);
    const shown = await opsheet(['plan', 'deals.plan', '--show'], {
      ...at,
      environment: { PATH: '', LANG: 'en' },
    });
    expect(shown.status).toBe(0);
    const changes = (text: string) => text.slice(text.indexOf('What would change'));
    expect(changes(shown.stdout)).toBe(changes(planned.stdout));
  });

  it.each<[string, number, RegExp, (at: Setting) => void]>([
    [
      'the sheet',
      65,
      /has changed since the plan/,
      (at) => appendFileSync(join(at.folder, 'deals.csv'), ' '),
    ],
    ['the plan', 65, /changed after it was made/, (at) => flip(join(at.folder, 'deals.plan'))],
    [
      'the workspace',
      78,
      /was made against the workspace/,
      (at) => {
        at.environment.PLAZBOT_WORKSPACE_ID = 'another';
      },
    ],
  ])('is refused when %s is another by then', async (_what, status, message, change) => {
    const { sandbox, at } = await thirty();
    await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at);
    change(at);
    const refused = await opsheet(['apply', 'deals.plan', '--yes'], at);
    expect([refused.status, refused.stderr]).toEqual([status, expect.stringMatching(message)]);
    expect(sandbox.puts()).toEqual([]);
  });

  it('is refused at another address, and for another workspace there', async () => {
    const { at } = await thirty();
    await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at);
    const elsewhere = await crm();
    at.environment.PLAZBOT_API_URL = elsewhere.url;
    const refused = await opsheet(['apply', 'deals.plan', '--yes'], at);
    expect([refused.status, refused.stderr]).toEqual([78, expect.stringContaining('was made against')]);
    expect(elsewhere.puts()).toEqual([]);
  });
});

/** One letter of a planned change becomes another. */
function flip(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace('Nuevo nombre 7', 'Nuevo nombre 8'));
}
