import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { KEY, onScreen, SIZES } from '../screen/terminal.js';
import { crm, opsheet, type Setting, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 30);

async function thirty() {
  const sandbox = await crm({ faults: { latencyMs: 40 } });
  const at = setting(sandbox);
  sheet(at, 'deals.csv', RECORDS.length);
  sheet(at, 'other.csv', 1);
  return { sandbox, at };
}

function sheet(at: Setting, name: string, rows: number): void {
  const lines = RECORDS.slice(0, rows).map(({ id }, i) => `${id};${name} ${i}`);
  writeFileSync(join(at.folder, name), `ID;Nombre\n${lines.join('\n')}\n`);
}

/** Begins a run of thirty changes, ends it by the signal after some of them, and gives its id. */
async function cutShort(
  sandbox: Sandbox,
  at: Setting,
  signal: NodeJS.Signals,
  ...more: string[]
): Promise<string> {
  const before = sandbox.puts().length;
  await opsheet(['apply', 'deals.csv', '--yes', ...more], at, (kill) => {
    const timer = setInterval(() => {
      if (sandbox.puts().length < before + 9) return;
      clearInterval(timer);
      kill(signal);
    }, 5);
  });
  return JSON.parse((await opsheet(['runs', '--json'], at)).stdout).runs[0].runId;
}

const apply = (at: Setting, ...more: string[]) => opsheet(['apply', 'other.csv', '--yes', ...more], at);
const NOTICE = /^! .* To go on with it: opsheet resume \S+$/m;

describe('a run that waits to be gone on with', () => {
  it('is told of before another one: which, of when, how much of it is not done, and the command', async () => {
    const { sandbox, at } = await thirty();
    expect((await apply(at)).stdout).not.toMatch(/resume/);
    const runId = await cutShort(sandbox, at, 'SIGINT');
    const { open } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout).runs[0];
    expect(open).toBeGreaterThan(0);

    const told = await apply(at);
    expect(told.status).toBe(0);
    const [line = ''] = NOTICE.exec(told.stdout) ?? [];
    expect(line).toMatch(new RegExp(`^! Run ${runId} \\(deals\\.csv, .* UTC\\S*\\) was stopped: `));
    expect(line).toContain(
      `: ${open} of its 30 changes are not done. To go on with it: opsheet resume ${runId}`,
    );
    expect(told.stdout.indexOf(line)).toBeLessThan(told.stdout.indexOf('\nWhat would change'));
    expect((await apply(at, '--lang', 'es')).stdout).toMatch(
      new RegExp(`se detuvo: ${open} de sus 30 cambios .* Para continuarla: opsheet resume ${runId}\n`),
    );

    const { notices } = JSON.parse((await apply(at, '--json')).stdout).sheet;
    const fact = { code: 'notice.waitingRun', run: runId, sheet: 'deals.csv', state: 'stopped' };
    expect(notices).toEqual([expect.objectContaining({ ...fact, updates: 30, open, more: 0 })]);
  });

  it('is told of before a saved plan, not before a dry run, for another CRM, or once it is gone on with', async () => {
    const { sandbox, at } = await thirty();
    const runId = await cutShort(sandbox, at, 'SIGINT');
    await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at);
    expect((await opsheet(['apply', 'deals.plan', '--yes', '--out', 'a.csv'], at)).stdout).toMatch(NOTICE);
    expect((await opsheet(['plan', 'other.csv'], at)).stdout).not.toMatch(/resume/);

    const elsewhere = setting(await crm());
    expect((await apply({ ...elsewhere, folder: at.folder, state: at.state })).stdout).not.toMatch(NOTICE);

    await opsheet(['resume', runId], at);
    expect((await apply(at)).stdout).not.toMatch(NOTICE);
  });

  it('is counted after a crash, too, and with others of which the latest is named, until they are taken back', async () => {
    const { sandbox, at } = await thirty();
    const first = await cutShort(sandbox, at, 'SIGKILL');
    const [line = ''] = NOTICE.exec((await apply(at)).stdout) ?? [];
    const [, open] = /was cut off: (\d+) of its 30 changes are not known to be done\. /.exec(line) ?? [];
    const applied = sandbox.puts().filter(({ query }) => query.id !== RECORDS[0]?.id).length;
    // Those that had left and were not answered yet are not known to be done.
    expect(Number(open)).toBeGreaterThanOrEqual(30 - applied - 1);
    expect(Number(open)).toBeLessThan(30);

    // What was under way then has come long since.
    const second = await cutShort(sandbox, at, 'SIGINT', '--settle', '0s');
    const { stdout } = await apply(at);
    expect(stdout).toContain(', and 1 more run waits (see “opsheet runs”). ');
    expect(stdout).toContain(`opsheet resume ${second}\n`);
    await opsheet(['undo', second, '--yes', '--settle', '0s', '--out', 'back.csv'], at);
    expect((await apply(at)).stdout).toContain(`opsheet resume ${first}\n`);
  });

  it('is none that goes on in another process', async () => {
    const { sandbox, at } = await thirty();
    let signal: (name: NodeJS.Signals) => void = () => undefined;
    const going = opsheet(['apply', 'deals.csv', '--yes'], at, (kill) => {
      signal = kill;
    });
    while (sandbox.puts().length < 5) await new Promise((done) => setTimeout(done, 5));
    signal('SIGSTOP');
    const refused = await apply(at);
    expect([refused.status, NOTICE.test(refused.stdout)]).toEqual([11, false]);
    signal('SIGCONT');
    expect((await going).status).toBe(0);
  });

  it('is told of beside the question, with its command in one piece, at each size', async () => {
    const { sandbox, at } = await thirty();
    const runId = await cutShort(sandbox, at, 'SIGINT');
    for (const [columns, rows] of SIZES) {
      const screen = onScreen(['apply', 'other.csv'], at, columns, rows);
      await screen.shows('to update');
      screen.type('c');
      await screen.shows(/Send 1 change/);
      await screen.shows(`opsheet resume ${runId}`);
      expect(screen.text().replaceAll(/\s+/g, ' ')).toContain(
        'of its 30 changes are not done. To go on with it:',
      );
      expect(screen.history()).toContain(`opsheet resume ${runId}\n`);
      screen.type(KEY.ctrlC);
      expect(await screen.ended).toBe(130);
    }
    expect(sandbox.puts().length).toBeLessThan(30);
  });
});
