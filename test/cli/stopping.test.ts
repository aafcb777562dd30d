import { spawn } from 'node:child_process';
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Session, unlessStopped } from '../../src/cli/connect.js';
import { Interrupted } from '../../src/cli/refuse.js';
import type { StopSignals } from '../../src/cli/stopSignals.js';
import { type SandboxOptions, seedWorkspace } from '../../src/sandbox/index.js';
import { onScreen } from '../screen/terminal.js';
import { CANARY, crm, filesBelow, MAIN, opsheet, resultRows, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 24);
const APPLY = ['apply', 'deals.csv', '--yes'];

async function twentyFour(options: SandboxOptions = {}) {
  const sandbox = await crm(options);
  const at = setting(sandbox);
  const lines = RECORDS.map(({ id }, i) => `${id};Nuevo ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  return { sandbox, at };
}
type World = Awaited<ReturnType<typeof twentyFour>>;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function until(isSo: () => boolean) {
  while (!isSo()) await pause(5);
}

/** Rows are told as they are, and a resume does what is left of them. */
async function expectResumable({ sandbox, at }: World, results: string) {
  const rows = await resultRows(results);
  expect(rows).toHaveLength(RECORDS.length);
  const updated = rows.filter(({ _status }) => _status === 'updated').length;
  expect(updated).toBe(sandbox.puts().length);
  expect(updated).toBeLessThan(RECORDS.length);
  await expectResumed({ sandbox, at });
}

async function expectResumed({ sandbox, at }: World) {
  expect((await opsheet(['resume', '--settle', '300ms'], at)).status).toBe(0);
  for (const [i, { id }] of RECORDS.entries()) expect(sandbox.record(id)?.name).toBe(`Nuevo ${i}`);
  expect(sandbox.puts().filter(({ applied }) => applied)).toHaveLength(RECORDS.length);
}

/** A server that says what workspace it has, and answers nothing else. Resolves `asked` when something else is asked. */
async function silentServer() {
  let told: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    told = resolve;
  });
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/api/workspace/')) return told();
    response.writeHead(200, { 'content-type': 'application/json' });
    const data = { id: 'w', name: 'w', totalOpportunities: 5000 };
    response.end(JSON.stringify({ success: true, code: 200, errorCode: null, message: 'ok', data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe('planning that is told to stop', () => {
  // Waited for, an answer would take the two minutes of its time limit, and the read is tried again.
  it.each(['plan --read rows', 'plan --read list', 'apply --yes --read rows'])(
    'by Ctrl-C waits for no answer: %s',
    async (typed) => {
      const { url, asked } = await silentServer();
      const at = setting(null);
      writeFileSync(join(at.folder, 'deals.csv'), 'ID;Nombre\nop-1;a\nop-2;b\n');
      Object.assign(at.environment, {
        PLAZBOT_API_URL: url,
        PLAZBOT_WORKSPACE_ID: 'w',
        PLAZBOT_TOKEN: CANARY,
      });
      const [command = '', ...options] = typed.split(' ');
      const run = await opsheet([command, 'deals.csv', ...options], at, async (kill) => {
        await asked;
        kill('SIGINT');
      });
      expect(run.status).toBe(130);
      expect(run.stderr).toBe('Stopped before anything was sent.\n');
      expect(run.results).toEqual([]);
    },
  );
});

describe('an undo that is stopped and then fails', () => {
  it('says what failed, not that nothing was sent', async () => {
    const { sandbox, at } = await twentyFour({ faults: { latencyMs: 20 } });
    expect((await opsheet(APPLY, at)).status).toBe(0);
    const before = sandbox.puts().length;
    const known = new Set(filesBelow(at.state));
    const undo = await opsheet(['undo', '--yes'], at, async (kill) => {
      await until(() => sandbox.puts().length >= before + 4);
      // The plan is damaged under it, so that its results cannot be written.
      const plan = filesBelow(at.state).find((path) => path.endsWith('plan.jsonl') && !known.has(path));
      truncateSync(plan ?? '', 900);
      kill('SIGINT');
    });
    expect(sandbox.puts().length).toBeGreaterThan(before);
    expect(undo.status).toBe(70);
    expect(undo.stderr).toContain("What was sent is in the run's journal");
  });
});

describe('reading that is told to stop', () => {
  it('gives nothing, though it came to its end before it heard of it', async () => {
    const stop = new AbortController();
    const stops = { signal: stop.signal, received: 'SIGINT' } as StopSignals;
    const session = { close: async () => undefined } as Session;
    const read = unlessStopped(session, stops, async () => {
      stop.abort();
      return 'a plan';
    });
    await expect(read).rejects.toBeInstanceOf(Interrupted);
  });
});

/** A workspace whose answers can be held back from some moment on. */
async function withholding() {
  // The sandbox looks at them at each request.
  const faults: { latencyMs?: number } = {};
  const world = await twentyFour({ faults });
  const hold = (latencyMs: number) => {
    faults.latencyMs = latencyMs;
  };
  /** Types a command, and Ctrl-C once it waits for an answer that does not come. */
  const stopped = async (typed: string[]) => {
    const { length } = world.sandbox.log;
    const sent = world.sandbox.puts().length;
    hold(600_000);
    const run = await opsheet(typed, world.at, async (kill) => {
      await until(() => world.sandbox.log.length > length);
      kill('SIGINT');
    });
    hold(0);
    expect(run.status).toBe(130);
    expect(run.results).toEqual([]);
    expect(world.sandbox.puts()).toHaveLength(sent);
    return run;
  };
  return { ...world, hold, stopped };
}

describe('Ctrl-C while the workspace does not answer', () => {
  it('leaves an undo at once, to be asked for another time', async () => {
    const { sandbox, at, stopped } = await withholding();
    expect((await opsheet(APPLY, at)).status).toBe(0);
    expect((await stopped(['undo', '--yes'])).stderr).toBe('Stopped before anything was sent.\n');
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
    for (const { id, name } of RECORDS) expect(sandbox.record(id)?.name).toBe(name);
  });

  it('leaves a saved plan at once, to be applied another time', async () => {
    const { sandbox, at, stopped } = await withholding();
    expect((await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at)).status).toBe(0);
    const apply = ['apply', 'deals.plan', '--yes'];
    expect((await stopped(apply)).stderr).toBe('Stopped before anything was sent.\n');
    expect((await opsheet(apply, at)).status).toBe(0);
    expect(sandbox.puts()).toHaveLength(RECORDS.length);
  });

  it('leaves a resume at once, and says how to go on', async () => {
    const { sandbox, at, hold, stopped } = await withholding();
    hold(60);
    await opsheet(APPLY, at, async (kill) => {
      await until(() => sandbox.puts().length >= 8);
      kill('SIGTERM');
    });
    expect((await stopped(['resume'])).stderr).toMatch(
      /^Stopped before anything more was sent\.\nTo go on: opsheet resume \S+\n$/,
    );
    await expectResumed({ sandbox, at });
  });
});

describe('a run that is told to stop', () => {
  it.each<[NodeJS.Signals[], number]>([
    [['SIGTERM'], 143],
    [['SIGHUP'], 130],
    // As a shell and the system do when their terminal is closed.
    [['SIGHUP', 'SIGHUP'], 130],
    // As npx does, which passes on what the terminal has already sent.
    [['SIGINT', 'SIGINT'], 130],
  ])(
    'by %j at one time finishes what is under way, writes its results, and can be gone on with',
    async (signals, status) => {
      const world = await twentyFour({ faults: { latencyMs: 60 } });
      const run = await opsheet(APPLY, world.at, async (kill) => {
        await until(() => world.sandbox.puts().length >= 8);
        for (const signal of signals) {
          kill(signal);
          await pause(15);
        }
      });
      expect(run.status).toBe(status);
      await expectResumable(world, run.results[0] ?? '');
    },
  );

  it('a second time by Ctrl-C leaves at once, and can be gone on with', async () => {
    const world = await twentyFour({ faults: { latencyMs: 300 } });
    let asked = 0;
    const run = await opsheet([...APPLY, '--recheck-after', 'never'], world.at, async (kill) => {
      await until(() => world.sandbox.puts().length >= 2);
      kill('SIGINT');
      await pause(150);
      asked = performance.now();
      kill('SIGINT');
    });
    expect(run.status).toBe(130);
    expect(asked).toBeGreaterThan(0);
    expect(run.results).toEqual([]);
    await pause(800);
    await expectResumed(world);
  });

  it('by a terminal that is closed writes its results all the same', async () => {
    const world = await twentyFour({ faults: { latencyMs: 60 } });
    const { folder } = world.at;
    const screen = onScreen(APPLY, world.at, 80, 24);
    await screen.shows(/✓ \d+ done/);
    screen.hangUp();
    const written = () => readdirSync(folder).find((name) => /^deals\.results-[^~]*\.csv$/.test(name));
    await until(() => written() !== undefined);
    await pause(300);
    await expectResumable(world, join(folder, written() ?? ''));
  });

  it('by nobody goes on when the reader of its output has gone', async () => {
    const { sandbox, at } = await twentyFour({ faults: { latencyMs: 20 } });
    const child = spawn(process.execPath, [MAIN, ...APPLY], {
      ...{ cwd: at.folder, env: at.environment, stdio: ['ignore', 'pipe', 'pipe'] },
    });
    child.stdout?.destroy();
    child.stderr?.destroy();
    const status = await new Promise((done) => child.on('close', done));
    expect(status).toBe(0);
    expect(sandbox.puts()).toHaveLength(RECORDS.length);
  });
});
