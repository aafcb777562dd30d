import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, MAIN, opsheet, setting } from './opsheet.js';

it.each([
  ['en', 'Not all was printed: where the output goes there is no more space (ENOSPC).'],
  ['es', 'No se imprimió todo: donde va la salida no queda espacio (ENOSPC).'],
])(
  'output that goes where there is no space is told on standard error (%s), and the run is kept',
  async (lang, said) => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const [{ id } = { id: '' }] = seedWorkspace().opportunities;
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${id};Otro nombre\n`);
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [MAIN, 'apply', 'deals.csv', '--yes', '--lang', lang], {
      ...{ cwd: at.folder, env: at.environment, stdio: ['ignore', full, 'pipe'] },
    });
    closeSync(full);
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [status] = await once(child, 'close');
    expect([status, stderr]).toEqual([74, expect.stringContaining(said)]);
    expect(stderr).toContain('opsheet runs');
    expect(sandbox.record(id)?.name).toBe('Otro nombre');
    const [run] = JSON.parse((await opsheet(['runs', '--json'], at)).stdout).runs;
    expect(run).toMatchObject({ state: 'finished', open: 0 });
  },
);
