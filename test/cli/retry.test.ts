import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Sandbox, seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, type Setting, setting } from './opsheet.js';

const [FIRST, SECOND] = seedWorkspace().opportunities.map(({ id }) => id);

/** The command that is printed for what failed, as a shell would take it apart. */
function printedCommand(stdout: string): string[] {
  const line = /To send again what failed, once it is mended: opsheet (.*)$/m.exec(stdout)?.[1] ?? '';
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

/** Applies a sheet of which the second row is refused, mends it in the results, and types what was printed. */
async function retried(at: Setting, sheet: string, options: readonly string[], mend: [string, string]) {
  writeFileSync(join(at.folder, 'deals.csv'), sheet);
  const first = await opsheet(['apply', 'deals.csv', '--yes', ...options], at);
  expect(first.status, first.stderr).toBe(1);
  const command = printedCommand(first.stdout);
  const results = join(at.folder, command[1] ?? '');
  writeFileSync(results, readFileSync(results, 'utf8').replace(...mend));
  const again = await opsheet([...command, '--yes'], at);
  expect(again.status, again.stderr).toBe(0);
  return command;
}

const lastPut = (sandbox: Sandbox) => {
  const put = sandbox.puts().at(-1);
  return [put?.query.id, put?.body];
};

describe('the command that sends again what failed', () => {
  it('takes the columns for what they were taken for', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const sheet = `ID;Monto;Monto nuevo\n${FIRST};1;250\n${SECOND};2;#N/D\n`;
    const options = ['--map', 'Monto nuevo=amount', '--map', 'Monto=-'];
    await retried(at, sheet, options, ['#N/D', '350']);
    expect(lastPut(sandbox)).toEqual([SECOND, { amount: 350 }]);
  });

  it('takes the fields alone that were taken', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const sheet = `ID;Nombre;Monto\n${FIRST};Borrador;250\n${SECOND};Borrador;#N/D\n`;
    await retried(at, sheet, ['--only', 'amount'], ['#N/D', '350']);
    expect(lastPut(sandbox)).toEqual([SECOND, { amount: 350 }]);
  });

  it('sets what a mapping file sets', async () => {
    const sandbox = await crm();
    const at = setting(sandbox);
    const map = {
      version: 1,
      columns: { ID: 'id', Monto: 'amount' },
      constants: { description: 'De la hoja' },
    };
    writeFileSync(join(at.folder, 'm.json'), JSON.stringify(map));
    await retried(at, `ID;Monto\n${FIRST};250\n${SECOND};#N/D\n`, ['--mapping', 'm.json'], ['#N/D', '350']);
    expect(lastPut(sandbox)).toEqual([SECOND, { amount: 350, description: 'De la hoja' }]);
  });

  it('goes to the same workspace, and sends whole bodies where these were sent', async () => {
    const [usual, other] = [await crm(), await crm({ workspaceId: '66b2f0a41c9d440000a1e0bb' })];
    const at = setting(usual);
    const options = ['--api-url', other.url, '--workspace', other.workspaceId, '--body', 'full'];
    await retried(at, `ID;Monto\n${FIRST};250\n${SECOND};#N/D\n`, options, ['#N/D', '350']);
    expect(usual.puts()).toEqual([]);
    expect(lastPut(other)).toEqual([
      SECOND,
      expect.objectContaining({ amount: 350, name: expect.any(String) }),
    ]);
  });

  it('is as short where nothing was typed', async () => {
    const at = setting(await crm());
    const command = await retried(at, `ID;Monto\n${FIRST};250\n${SECOND};#N/D\n`, [], ['#N/D', '350']);
    expect(command).toEqual([
      'apply',
      expect.stringMatching(/^deals\.results-\S+\.csv$/),
      '--only',
      'failed',
    ]);
  });
});
