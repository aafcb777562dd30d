import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, type Setting, setting } from './opsheet.js';
import { clockAhead } from './preloads.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 12);
const OLD = RECORDS.map(({ name }) => name);
const HOURS = 60 * 60 * 1000;

/** A run of twelve changes while the clock was three hours ahead; it is right again now. */
async function ahead() {
  const faults = { latencyMs: 0 };
  const sandbox = await crm({ faults });
  const at = setting(sandbox);
  const lines = RECORDS.map(({ id }, i) => `${id};Nuevo ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  expect((await opsheet(['apply', 'deals.csv', '--yes'], clockAhead(at, 3 * HOURS))).status).toBe(0);
  const [runId = ''] = await runsOf(at);
  return { sandbox, at, faults, runId, names: () => RECORDS.map(({ id }) => sandbox.record(id)?.name) };
}

async function runsOf(at: Setting): Promise<string[]> {
  const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout);
  return runs.map(({ runId }: { runId: string }) => runId);
}

describe('after the clock was set back', () => {
  it('an undo that was stopped is gone on with', async () => {
    const { sandbox, at, faults, runId, names } = await ahead();
    const before = sandbox.puts().length;
    faults.latencyMs = 60;
    const undo = await opsheet(['undo', runId, '--yes'], at, async (kill) => {
      while (sandbox.puts().length < before + 2) await new Promise((done) => setTimeout(done, 5));
      kill('SIGINT');
    });
    expect(undo.status).toBe(130);
    faults.latencyMs = 0;
    expect((await opsheet(['resume'], at)).status).toBe(0);
    expect(names()).toEqual(OLD);
  });

  it('the latest run is the one that was made last, and its undo is that of no other', async () => {
    const { sandbox, at, runId } = await ahead();
    const id = RECORDS[0]?.id ?? '';
    const description = RECORDS[0]?.description;
    writeFileSync(join(at.folder, 'more.csv'), `ID;Descripción\n${id};Otra\n`);
    expect((await opsheet(['apply', 'more.csv', '--yes', '--out', 'm.csv'], at)).status).toBe(0);
    expect((await runsOf(at)).indexOf(runId)).toBe(1);
    expect(sandbox.record(id)?.description).toBe('Otra');
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
    expect(sandbox.record(id)).toMatchObject({ name: 'Nuevo 0', description });
  });
});
