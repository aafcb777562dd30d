import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, type Setting, setting } from './opsheet.js';
import { clockAhead } from './preloads.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 16);
const DAY = 24 * 60 * 60 * 1000;

/** A run of sixteen changes that was stopped after some of them. */
async function stopped() {
  const faults = { latencyMs: 60 };
  let answer: { status: number; body: unknown } | undefined;
  const sandbox = await crm({ faults, answer: ({ method }) => (method === 'PUT' ? answer : undefined) });
  const at = setting(sandbox);
  const lines = RECORDS.map(({ id }, i) => `${id};Nuevo ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  await opsheet(['apply', 'deals.csv', '--yes'], at, async (kill) => {
    while (sandbox.puts().length < 7) await new Promise((done) => setTimeout(done, 5));
    kill('SIGINT');
  });
  faults.latencyMs = 0;
  const [runId = ''] = await runsOf(at);
  const refuse = (refuses: boolean) => {
    const body = { success: false, code: 401, message: 'expired', data: null };
    answer = refuses ? { status: 401, body } : undefined;
  };
  return { sandbox, at, runId, refuse };
}

async function runsOf(at: Setting): Promise<string[]> {
  const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
  return runs.map(({ runId }: { runId: string }) => runId);
}

const purge = (at: Setting, ...more: string[]) => opsheet(['runs', '--purge', '--yes', ...more], at);

describe('a purge', () => {
  it('keeps what can be gone on with, and deletes it once it was taken back, together with its undo', async () => {
    const { at, runId } = await stopped();
    const later = clockAhead(at, 40 * DAY);
    expect((await purge(later)).stdout).toContain('0 deleted');
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
    expect(await runsOf(at)).toHaveLength(2);
    await purge(later);
    expect(await runsOf(at)).toEqual([]);
    expect((await opsheet(['resume', runId], at)).status).toBe(66);
  });

  it('keeps an undo as long as the run is there that would be gone on with without it, also when it is named', async () => {
    const { sandbox, at, runId } = await stopped();
    expect((await opsheet(['undo', '--yes', '--rows', '2'], at)).status).toBe(0);
    const [undo = ''] = await runsOf(at);
    expect((await purge(clockAhead(at, 40 * DAY))).stdout).toContain('0 deleted');
    const named = await opsheet(['runs', undo, '--purge'], at);
    expect([named.status, named.stderr]).toEqual([
      64,
      expect.stringContaining(`opsheet runs ${runId} --purge`),
    ]);
    expect(await runsOf(at)).toEqual([undo, runId]);
    await opsheet(['undo', runId, '--yes'], at);
    const [whole = ''] = await runsOf(at);
    expect((await opsheet(['runs', whole, '--purge', '--lang', 'es'], at)).stderr).toContain('se conserva');
    const sent = sandbox.puts().length;
    expect((await opsheet(['resume', runId], at)).status).toBe(64);
    expect(sandbox.puts()).toHaveLength(sent);
    for (const run of [runId, whole, undo])
      expect((await opsheet(['runs', run, '--purge'], at)).stdout).toContain('1 deleted');
    expect(await runsOf(at)).toEqual([]);
  }, 90_000);

  it('deletes an undo that is no way back any more, and not the run before it that has outrun it', async () => {
    const { at, runId, refuse } = await stopped();
    refuse(true);
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(77);
    refuse(false);
    const [undo = ''] = await runsOf(at);
    expect((await opsheet(['resume', runId], at)).status).toBe(0);
    const named = await opsheet(['runs', runId, '--purge'], at);
    expect([named.status, named.stderr]).toEqual([
      64,
      expect.stringContaining(`opsheet runs ${undo} --purge`),
    ]);
    await purge(clockAhead(at, 40 * DAY));
    expect(await runsOf(at)).toEqual([]);
  });

  it('counts the days from when a run last did something, not from when it began', async () => {
    const { at, runId } = await stopped();
    const later = clockAhead(at, 40 * DAY);
    expect((await opsheet(['resume', runId], later)).status).toBe(0);
    expect((await purge(later)).stdout).toContain('0 deleted');
    expect((await opsheet(['undo', runId, '--yes'], later)).status).toBe(0);
    expect((await purge(clockAhead(at, 80 * DAY))).stdout).toContain('2 deleted');
  });
});
