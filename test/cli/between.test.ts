import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { onScreen } from '../screen/terminal.js';
import { crm, filesBelow, opsheet, type Setting, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 24);

/** A workspace whose answers take so long, and a sheet that changes the names of 24 records. */
async function slow(latencyMs: number) {
  // The sandbox looks at them at each request.
  const faults = { latencyMs };
  const sandbox = await crm({ faults });
  const at = setting(sandbox);
  sheet(at, 'deals.csv', 'Nuevo', 0, RECORDS.length);
  const until = async (puts: number) => {
    while (sandbox.puts().length < puts) await new Promise((done) => setTimeout(done, 5));
  };
  return { sandbox, at, faults, until };
}

function sheet(at: Setting, name: string, word: string, from: number, to: number): void {
  const lines = RECORDS.slice(from, to).map(({ id }, i) => `${id};${word} ${from + i}`);
  writeFileSync(join(at.folder, name), `ID;Nombre\n${lines.join('\n')}\n`);
}

const APPLY = ['apply', 'deals.csv', '--yes'];

/** The folder of the latest run. */
function runFolder(at: Setting): string {
  const journals = filesBelow(at.state).filter((path) => basename(path).startsWith('journal'));
  return dirname(journals.sort().at(-1) ?? '');
}

describe('a run that was taken back', () => {
  it('is not gone on with: a part of its changes would be made again', async () => {
    const { sandbox, at, faults, until } = await slow(60);
    await opsheet(APPLY, at, async (kill) => {
      await until(10);
      kill('SIGTERM');
    });
    faults.latencyMs = 0;
    const runId = basename(runFolder(at));
    expect((await opsheet(['undo', '--yes', '--settle', '0s'], at)).status).toBe(0);
    for (const { id, name } of RECORDS) expect(sandbox.record(id)?.name).toBe(name);
    const sent = sandbox.puts().length;

    expect((await opsheet(['resume'], at)).status).toBe(66);
    const named = await opsheet(['resume', runId], at);
    expect([named.status, named.stderr]).toEqual([
      64,
      expect.stringContaining(`The run ${runId} was taken back by`),
    ]);
    expect(sandbox.puts()).toHaveLength(sent);
  });
});

describe('an undo', () => {
  it('is refused while the run is under way, and while a PUT of it may still be applied', async () => {
    const { sandbox, at, faults, until } = await slow(60);
    let undo: Awaited<ReturnType<typeof opsheet>> | null = null;
    await opsheet(APPLY, at, async (kill) => {
      await until(8);
      faults.latencyMs = 5000;
      undo = await opsheet(['undo', '--yes'], at);
      kill('SIGKILL');
    });
    expect(undo).toMatchObject({ status: 11, stderr: expect.stringContaining('is under way just now') });
    faults.latencyMs = 0;
    const soon = await opsheet(['undo', '--yes'], at);
    expect([soon.status, soon.stderr]).toEqual([
      75,
      expect.stringMatching(/it is not known yet whether the change arrives[\s\S]*Undo it in \d+ seconds/),
    ]);
    let later = soon;
    for (let tries = 0; later.status === 75 && tries < 50; tries += 1)
      later = await opsheet(['undo', '--yes', '--settle', '100ms'], at);
    expect(later.status).toBe(0);
    for (const { id, name } of RECORDS) expect(sandbox.record(id)?.name).toBe(name);
  });

  it('gives back what the server lost besides, and sends the whole record for that', async () => {
    let nth = 0;
    const sandbox = await crm({
      dialect: { omitted: 'blank' },
      // The PUT that gives back at once what was lost is refused.
      answer: ({ method }) => {
        if (method === 'PUT') nth += 1;
        return method === 'PUT' && nth === 2
          ? { status: 400, body: { success: false, code: 400, message: 'no' } }
          : undefined;
      },
    });
    const at = setting(sandbox);
    const [record] = RECORDS;
    const before = sandbox.record(record?.id ?? '');
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Descripción\n${record?.id};otra\n`);
    expect((await opsheet(APPLY, at)).status).toBe(75);
    expect(sandbox.record(record?.id ?? '')?.name).not.toBe(before?.name);
    expect((await opsheet(['undo', '--yes', '--settle', '0s'], at)).status).toBe(0);
    const after = sandbox.record(record?.id ?? '');
    expect({ ...after, updatedDate: null }).toEqual({ ...before, updatedDate: null });
  });

  it('takes back what the server has stored otherwise than it was sent, and no edit of somebody else', async () => {
    const [first, second] = RECORDS;
    let small = true;
    const sandbox = await crm({
      // Stores descriptions in small letters.
      answer: ({ method, query, body }) => {
        const text = (body as { description?: string } | null)?.description;
        if (small && method === 'PUT' && text !== undefined && query.id !== undefined)
          queueMicrotask(() => sandbox.edit(query.id ?? '', { description: text.toLowerCase() }));
        return undefined;
      },
    });
    const at = setting(sandbox);
    const lines = [first, second].map((record) => `${record?.id};OTRA DESCRIPCIÓN`);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Descripción\n${lines.join('\n')}\n`);
    const run = await opsheet(APPLY, at);
    // The first row tells: the run stops at its canary.
    expect(run.status).toBe(75);
    const changed = [first, second].filter(
      (r) => sandbox.record(r?.id ?? '')?.description === 'otra descripción',
    );
    expect(changed.length).toBeGreaterThan(0);
    small = false;
    expect((await opsheet(['undo', '--yes', '--settle', '0s'], at)).status).toBe(0);
    for (const record of changed)
      expect(sandbox.record(record?.id ?? '')?.description || null).toBe(record?.description || null);
  });

  it('takes a record back by any of the rows that had changed it', async () => {
    const { sandbox, at } = await slow(0);
    const [record] = RECORDS;
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${record?.id};Nuevo\n${record?.id};Nuevo\n`);
    expect((await opsheet(APPLY, at)).status).toBe(0);
    expect((await opsheet(['undo', '--yes', '--rows', '3'], at)).status).toBe(0);
    expect(sandbox.record(record?.id ?? '')?.name).toBe(record?.name);
  });
});

describe('a sheet that is sent right after another was cut off', () => {
  it('is refused where a change of that one may still arrive over its own, and sent where none can', async () => {
    const { sandbox, at, faults, until } = await slow(0);
    let late = '';
    await opsheet(APPLY, at, async (kill) => {
      await until(6);
      faults.latencyMs = 3000;
      const { length } = sandbox.puts();
      await until(length + 1);
      kill('SIGKILL');
      late = sandbox.puts()[length]?.query.id ?? '';
    });
    faults.latencyMs = 0;
    const isEnded = () => sandbox.record(late)?.name?.startsWith('Nuevo');
    writeFileSync(join(at.folder, 'mended.csv'), `ID;Nombre\n${late};Bueno\n`);
    sheet(at, 'other.csv', 'Otro', 0, 1);
    const mended = ['apply', 'mended.csv', '--yes'];
    const { length } = sandbox.puts();
    const soon = await opsheet([...mended, '--lang', 'es'], at);
    expect([soon.status, soon.stderr]).toEqual([
      75,
      expect.stringMatching(
        /De 1 fila de la ejecución \S+ todavía no[\s\S]*Envíe la hoja otra vez dentro de/,
      ),
    ]);
    expect(soon.results).toEqual([]);
    expect(sandbox.puts()).toHaveLength(length);
    expect((await opsheet(['apply', 'other.csv', '--yes'], at)).status).toBe(0);
    while (!isEnded()) await new Promise((done) => setTimeout(done, 20));
    expect((await opsheet([...mended, '--settle', '100ms'], at)).status).toBe(0);
    expect(sandbox.record(late)?.name).toBe('Bueno');
  });
});

describe('a run that is gone on with right after another was cut off', () => {
  it('is refused where a change of that one may still arrive over its own', async () => {
    const { sandbox, at, faults, until } = await slow(60);
    await opsheet(APPLY, at, async (kill) => {
      await until(6);
      kill('SIGTERM');
    });
    const first = basename(runFolder(at));
    faults.latencyMs = 0;
    // A record that the first run did not reach.
    const late = RECORDS[23]?.id ?? '';
    sheet(at, 'other.csv', 'Otro', 23, 24);
    // Long enough to be killed before its answer; each of its reads takes as long.
    faults.latencyMs = 500;
    const { length } = sandbox.puts();
    await opsheet(['apply', 'other.csv', '--yes'], at, async (kill) => {
      await until(length + 1);
      kill('SIGKILL');
    });
    faults.latencyMs = 0;
    const soon = await opsheet(['resume', first, '--lang', 'es'], at);
    expect([soon.status, soon.stderr]).toEqual([
      75,
      expect.stringMatching(
        /De 1 fila de la ejecución \S+ todavía no[\s\S]*No se envió nada\. Continúe dentro de/,
      ),
    ]);
    expect(sandbox.puts()).toHaveLength(length + 1);
    while (sandbox.record(late)?.name !== 'Otro 23') await new Promise((done) => setTimeout(done, 20));
    // Somebody else's value by now, which is not written over.
    expect((await opsheet(['resume', first, '--settle', '100ms'], at)).status).toBe(3);
    expect(sandbox.record(late)?.name).toBe('Otro 23');
    expect(sandbox.record(RECORDS[22]?.id ?? '')?.name).toBe('Nuevo 22');
  });
});

describe('a run that waited at its question', () => {
  it('looks again at records that another run has changed meanwhile', async () => {
    const { sandbox, at } = await slow(0);
    sheet(at, 'other.csv', 'Otro', 20, 24);
    const screen = onScreen(['apply', 'deals.csv'], at, 90, 28);
    await screen.shows('to update');
    const other = await opsheet(['apply', 'other.csv', '--yes'], at);
    expect(other.status).toBe(0);
    screen.type('c');
    await screen.shows(/Send 24 changes/);
    screen.type('y');
    expect(await screen.ended).toBe(3);
    for (const [i, { id }] of RECORDS.entries())
      expect(sandbox.record(id)?.name).toBe(i < 20 ? `Nuevo ${i}` : `Otro ${i}`);
  });
});

describe("a run's own files", () => {
  it('are told of as missing or changed, not as a bug of ours', async () => {
    const { at, until } = await slow(60);
    await opsheet(APPLY, at, async (kill) => {
      await until(8);
      kill('SIGTERM');
    });
    const folder = runFolder(at);
    const runId = basename(folder);
    const copy = filesBelow(folder).find((path) => readFileSync(path, 'utf8').startsWith('ID;Nombre')) ?? '';
    const whole = readFileSync(copy);
    appendFileSync(copy, `${RECORDS[0]?.id};Otra\n`);
    const changed = await opsheet(['resume', runId], at);
    expect([changed.status, changed.stderr]).toEqual([
      74,
      expect.stringContaining('or its copy of the sheet'),
    ]);
    writeFileSync(copy, whole);

    const plan = join(folder, 'plan.jsonl');
    const bytes = readFileSync(plan);
    rmSync(plan);
    expect((await opsheet(['runs', runId], at)).status).toBe(74);
    writeFileSync(plan, bytes);
    expect((await opsheet(['resume', runId], at)).status).toBe(0);

    truncateSync(filesBelow(folder).find((path) => basename(path).startsWith('journal')) ?? '', 0);
    for (const typed of [
      ['runs', runId],
      ['resume', runId],
      ['undo', runId, '--yes'],
    ])
      expect((await opsheet(typed, at)).status, typed[0]).toBe(66);
  });

  it('that go to a folder which is gone leave the run with its outcomes, and say so', async () => {
    const { sandbox, at, until } = await slow(40);
    const out = join(at.folder, 'salida');
    mkdirSync(out);
    const run = await opsheet([...APPLY, '--out', join('salida', 'r.csv')], at, async () => {
      await until(4);
      rmSync(out, { recursive: true });
    });
    expect(run.status).toBe(74);
    expect(sandbox.puts()).toHaveLength(RECORDS.length);
    expect(run.stdout).toContain('Its folder is not there: make it again, or name another place.');
    const [, command = ''] = /Then write it: opsheet (runs \S+ --results \S+)/.exec(run.stdout) ?? [];
    expect(existsSync(out)).toBe(false);
    const again = await opsheet(command.split(' '), at);
    expect([again.status, again.results.length]).toEqual([0, 1]);
  });
});
