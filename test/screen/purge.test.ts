import { writeFileSync } from 'node:fs';
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
});
