import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, type Finished, opsheet, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 12);

/** The commands that are printed to go on with a run, or to take it back. */
function commandsIn({ stdout, stderr }: Finished): string[] {
  return `${stdout}\n${stderr}`.match(/opsheet (?:resume|undo)\b.*/g) ?? [];
}

it('every command that is printed for a run goes where the run went, when that was typed', async () => {
  const faults = { latencyMs: 60 };
  const sandbox = await crm({ faults });
  const usual = setting(await crm());
  const target = ['--workspace', sandbox.workspaceId, '--api-url', sandbox.url];
  const there = target.join(' ');
  const write = (name: string, rows: typeof RECORDS) =>
    writeFileSync(
      join(usual.folder, name),
      `ID;Nombre\n${rows.map(({ id }, i) => `${id};${name} ${i}`).join('\n')}\n`,
    );
  write('deals.csv', RECORDS);
  write('other.csv', RECORDS.slice(0, 1));
  const told = async (args: string[], count: number) => {
    const run = await opsheet([...args, ...target], usual);
    const commands = commandsIn(run);
    expect(commands, `${args.join(' ')}\n${run.stdout}${run.stderr}`).toHaveLength(count);
    for (const command of commands) expect(command).toContain(there);
    return { run, commands };
  };

  const stopped = await opsheet(['apply', 'deals.csv', '--yes', ...target], usual, async (kill) => {
    while (sandbox.puts().length < 3) await new Promise((done) => setTimeout(done, 5));
    kill('SIGINT');
  });
  faults.latencyMs = 0;
  const [, runId = ''] = /opsheet resume (\d\S+)/.exec(commandsIn(stopped).join('\n')) ?? [];
  expect(commandsIn(stopped)).toEqual([
    `opsheet resume ${there}`,
    `opsheet resume ${runId} ${there}`,
    `opsheet undo ${runId} ${there}`,
  ]);
  // Where the settings lead is not asked when a run is told of.
  const shown = commandsIn(await opsheet(['runs', runId], usual));
  expect(shown).toEqual([`opsheet resume ${runId} ${there}`, `opsheet undo ${runId} ${there}`]);

  const { commands } = await told(['plan', 'other.csv', '-o', 'other.plan'], 0).then(() =>
    told(['apply', 'other.plan', '--yes', '--out', 'a.csv'], 2),
  );
  expect(commands[0]).toBe(`opsheet resume ${runId} ${there}`);
  await told(['apply', 'other.plan', '--yes', '--out', 'b.csv'], 1);

  const undo = await told(['undo', runId, '--yes'], 1 + 1);
  await told(['undo', '--yes'], 1);
  await told(['resume', runId], 0);
  const results = basename(undo.run.results[0] ?? '');
  await told(['apply', results, '--yes', '--only', 'failed'], 1);
});
