import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, type Setting, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 16);
const NEW = RECORDS.map((_, i) => `Nuevo ${i}`);
const OLD = RECORDS.map(({ name }) => name);

/** A run that gave some of sixteen records another name and description, and was stopped then. */
async function stopped() {
  const faults = { latencyMs: 60 };
  let answer: { status: number; body: unknown } | undefined;
  const sandbox = await crm({ faults, answer: ({ method }) => (method === 'PUT' ? answer : undefined) });
  const at = setting(sandbox);
  const lines = RECORDS.map(({ id }, i) => `${id};${NEW[i]};Otra ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre;Descripción\n${lines.join('\n')}\n`);
  await opsheet(['apply', 'deals.csv', '--yes'], at, async (kill) => {
    while (sandbox.puts().length < 7) await new Promise((done) => setTimeout(done, 5));
    kill('SIGINT');
  });
  faults.latencyMs = 0;
  const [{ runId, open }] = await runsOf(at);
  expect(open).toBeGreaterThan(0);
  return {
    sandbox,
    at,
    runId,
    faults,
    names: () => RECORDS.map(({ id }) => sandbox.record(id)?.name),
    /** From here on every PUT is answered so, and nothing is applied; `undefined` for as usual. */
    answers: (as: typeof answer) => {
      answer = as;
    },
  };
}

const runsOf = async (at: Setting) => JSON.parse((await opsheet(['runs', '--json'], at)).stdout).runs;

/** What the next plan to be sent says of a run that waits. */
async function waiting(at: Setting): Promise<string | undefined> {
  writeFileSync(join(at.folder, 'none.csv'), `ID;Nombre\n${RECORDS[15]?.id};${RECORDS[15]?.name}\n`);
  const { stdout } = await opsheet(['apply', 'none.csv', '--yes', '--out', 'n.csv'], at);
  return /opsheet resume (\S+)$/m.exec(stdout)?.[1];
}

const EXPIRED = { status: 401, body: { success: false, code: 401, message: 'expired', data: null } };

describe('a run that was stopped', () => {
  it('is gone on with after an undo of some of its rows: these stay as they were before', async () => {
    const { at, runId, names } = await stopped();
    expect((await opsheet(['undo', '--yes', '--rows', '2-3'], at)).status).toBe(0);
    const [undo] = await runsOf(at);
    const list = await opsheet(['runs'], at);
    expect(list.stdout).toContain('taken back in part by');
    expect((await opsheet(['runs', '--lang', 'es'], at)).stdout).toContain('deshecha en parte por');
    expect(await waiting(at)).toBe(runId);
    expect((await opsheet(['runs', runId], at)).stdout).toContain(`To go on: opsheet resume ${runId}`);
    const { status, stdout } = await opsheet(['resume'], at);
    expect(status).toBe(0);
    expect(stdout).toContain(`What was put back before by ${undo.runId} stays as it is.`);
    expect(stdout).not.toContain('every row is as the sheet wants it');
    expect(names()).toEqual([...OLD.slice(0, 2), ...NEW.slice(2)]);
  });

  it('is gone on with after an undo that sent nothing, and that undo is then no way back any more', async () => {
    const { sandbox, at, runId, names, answers } = await stopped();
    answers(EXPIRED);
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(77);
    answers(undefined);
    const [undo, run] = await runsOf(at);
    expect(run).toMatchObject({ runId, takenBackBy: null, takenBackInPart: false });
    expect((await opsheet(['resume', runId], at)).status).toBe(0);
    expect(names()).toEqual(NEW);
    expect(await waiting(at)).toBe(undefined);
    expect((await opsheet(['resume'], at)).status).toBe(66);
    expect((await opsheet(['runs', undo.runId], at)).stdout).not.toContain('To go on');
    const sent = sandbox.puts().length;
    const late = await opsheet(['resume', undo.runId], at);
    expect([late.status, late.stderr]).toEqual([11, expect.stringContaining(`The run ${runId} has gone on`)]);
    expect(sandbox.puts()).toHaveLength(sent);
    expect((await opsheet(['undo', runId, '--yes'], at)).status).toBe(0);
    expect(names()).toEqual(OLD);
  });

  it('is not gone on with after an undo of all of it that was stopped, which is to be finished instead', async () => {
    const { sandbox, at, runId, faults, names } = await stopped();
    const before = sandbox.puts().length;
    faults.latencyMs = 60;
    await opsheet(['undo', '--yes'], at, async (kill) => {
      while (sandbox.puts().length < before + 2) await new Promise((done) => setTimeout(done, 5));
      kill('SIGINT');
    });
    faults.latencyMs = 0;
    const [undo, run] = await runsOf(at);
    expect(undo.open).toBeGreaterThan(0);
    expect(run).toMatchObject({ takenBackBy: undo.runId, takenBackInPart: true });
    const refused = await opsheet(['resume', runId], at);
    expect(refused.status).toBe(64);
    expect(refused.stderr).toContain(`The run ${runId} was taken back by ${undo.runId}`);
    expect(refused.stderr).toContain(`To finish taking it back: opsheet resume ${undo.runId}. `);
    expect((await opsheet(['runs', runId], at)).stdout).not.toContain('To go on');
    expect(await waiting(at)).toBe(undo.runId);
    expect((await opsheet(['resume'], at)).status).toBe(0);
    expect(names()).toEqual(OLD);
    expect((await opsheet(['resume', runId], at)).stderr).not.toContain('To finish taking it back');
  });

  it('is gone on with again once the undo of all of it was taken back itself, and not after that was', async () => {
    const { sandbox, at, runId, names } = await stopped();
    const undone = async (run: string) => {
      expect((await opsheet(['undo', run, '--yes'], at)).status).toBe(0);
      return (await runsOf(at))[0].runId;
    };
    const takenBackBy = async () =>
      (await runsOf(at)).map((run: { takenBackBy: string | null }) => run.takenBackBy);
    const undo = await undone(runId);
    const redo = await undone(undo);
    expect(await takenBackBy()).toEqual([null, redo, null]);
    const again = await undone(redo);
    expect(await takenBackBy()).toEqual([null, again, null, undo]);
    const sent = sandbox.puts().length;
    expect((await opsheet(['resume', runId], at)).status).toBe(64);
    expect(sandbox.puts()).toHaveLength(sent);
    const last = await undone(again);
    expect(await takenBackBy()).toEqual([null, last, null, redo, null]);
    const resumed = await opsheet(['resume'], at);
    expect(resumed.status).toBe(0);
    expect(resumed.stdout).not.toContain('What was put back before');
    expect(names()).toEqual(NEW);
  }, 90_000);

  it('is not gone on with where a row that it has not finished was taken back', async () => {
    const { sandbox, at, faults } = await stopped();
    const [{ id: lost = '' } = {}] = RECORDS.slice(12);
    writeFileSync(join(at.folder, 'more.csv'), `ID;Nombre\n${lost};Perdido\n`);
    // Killed while its PUT is under way, which is applied all the same.
    const before = sandbox.puts().length;
    faults.latencyMs = 200;
    await opsheet(['apply', 'more.csv', '--yes', '--out', 'm.csv'], at, async (kill) => {
      while (sandbox.puts().length === before) await new Promise((done) => setTimeout(done, 1));
      kill('SIGKILL');
    });
    faults.latencyMs = 0;
    while (sandbox.record(lost)?.name !== 'Perdido') await new Promise((done) => setTimeout(done, 5));
    const [{ runId }] = await runsOf(at);
    const undo = await opsheet(['undo', runId, '--yes', '--settle', '0s', '--only', 'name'], at);
    expect(undo.status).toBe(0);
    const sent = sandbox.puts().length;
    const refused = await opsheet(['resume', runId, '--settle', '0s'], at);
    expect([refused.status, refused.stderr]).toEqual([
      64,
      expect.stringMatching(new RegExp(`took back rows that the run ${runId} has not finished`)),
    ]);
    expect(sandbox.puts()).toHaveLength(sent);
    expect(sandbox.record(lost)?.name).toBe(RECORDS[12]?.name);
  });
});

describe('an undo of some fields', () => {
  it('does not say that all is as it was before, then or later', async () => {
    const { sandbox, at, runId } = await stopped();
    const undo = await opsheet(['undo', '--yes', '--only', 'name'], at);
    expect(sandbox.record(RECORDS[0]?.id ?? '')).toMatchObject({ name: OLD[0], description: 'Otra 0' });
    expect(undo.stdout).toContain(
      `the fields that were to be put back are as they were before run ${runId}. What else it changed stays.`,
    );
    expect(undo.stdout).not.toContain('is as it was before');
    const { inPart } = JSON.parse((await opsheet(['undo', runId, '--yes', '--json'], at)).stdout);
    expect(inPart).toBe(false);
    expect(sandbox.record(RECORDS[0]?.id ?? '')?.description || null).toBe(RECORDS[0]?.description || null);
  });
});
