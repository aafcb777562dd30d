import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, filesBelow, opsheet, setting } from '../cli/opsheet.js';
import { KEY, onScreen } from './terminal.js';

const [RECORD] = seedWorkspace().opportunities;

describe('runs --purge on a terminal', () => {
  it('asks before it deletes what undo needs, and takes only a yes for one', async () => {
    const at = setting(await crm());
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${RECORD?.id};Nuevo\n`);
    await opsheet(['apply', 'deals.csv', '--yes'], at);
    const kept = () => filesBelow(at.state).filter((file) => file.endsWith('journal.jsonl')).length;
    const purge = ['runs', '--purge', '--older-than', '0d'];
    const asking = async (...typed: string[]) => {
      const screen = onScreen([...purge, '--lang', 'es'], at, 60, 20);
      await screen.shows('¿Borrar? [s/N]');
      expect(screen.history().replaceAll(/\s+/g, ' ')).toContain(
        'Se borrará 1 ejecución, con todo lo que hace falta',
      );
      for (const keys of typed) screen.type(keys);
      return screen.ended;
    };
    expect([await asking(KEY.enter), kept()]).toEqual([75, 1]);
    expect([await asking('n', KEY.enter), kept()]).toEqual([75, 1]);
    expect([await asking('\u0004'), kept()]).toEqual([75, 1]);
    expect([await asking('s', KEY.enter), kept()]).toEqual([0, 0]);
  });

  it('leaves a run alone whose plan somebody looks at, and takes it when that one was killed', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${RECORD?.id};Nuevo\n`);
    const [folder, purge] = [join(at.state, 'opsheet', 'runs'), ['runs', '--purge', '--older-than', '0d']];
    const looking = async (args: string[]) => {
      const screen = onScreen([...args, 'deals.csv'], at, 80, 24);
      await screen.shows('to update');
      return screen;
    };
    const applying = await looking(['apply']);
    const [runId = ''] = readdirSync(folder).filter((name) => !name.includes('.'));
    const planning = await looking(['plan']);
    expect((await opsheet(purge, at)).stdout).toContain('0 deleted');
    const named = await opsheet(['runs', runId, '--purge'], at);
    expect([named.status, named.stderr]).toEqual([11, expect.stringContaining('is under way just now')]);
    planning.type('q');
    expect(await planning.ended).toBe(0);
    applying.type('c');
    await applying.shows('Send 1 change');
    applying.type('y');
    expect(await applying.ended).toBe(0);
    expect(sandbox.puts()).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([runId]);
    expect((await opsheet(purge, at)).stdout).toContain('1 deleted');

    const killed = await looking(['plan']);
    killed.kill();
    await killed.ended;
    expect(readdirSync(folder)).not.toEqual([]);
    expect((await opsheet(purge, at)).stdout).toContain('1 deleted');
    expect(readdirSync(folder)).toEqual([]);
  });
});
