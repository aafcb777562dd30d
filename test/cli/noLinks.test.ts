import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockWorkspace } from '../../src/run/index.js';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, setting } from './opsheet.js';
import { withoutLinks } from './preloads.js';

const [RECORD] = seedWorkspace().opportunities;

describe('on a file system without links', () => {
  it('a plan is made and carried out, once, and one run at a time', async () => {
    const sandbox = await crm();
    const at = withoutLinks(setting(sandbox));
    writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${RECORD?.id};Nuevo\n`);
    expect((await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at)).status).toBe(0);
    const about = { origin: sandbox.url, workspaceId: sandbox.workspaceId, now: () => new Date() };
    const lock = await lockWorkspace({
      stateDirectory: join(at.state, 'opsheet'),
      runId: 'another',
      ...about,
    });
    const held = await opsheet(['apply', 'deals.plan', '--yes'], at);
    expect([held.status, held.stderr]).toEqual([11, expect.stringContaining('another')]);
    await lock.release();
    expect((await opsheet(['apply', 'deals.plan', '--yes'], at)).status).toBe(0);
    expect(sandbox.record(RECORD?.id ?? '')?.name).toBe('Nuevo');
    const again = await opsheet(['apply', 'deals.plan', '--yes'], at);
    expect([again.status, again.stderr]).toEqual([65, expect.stringContaining('carried out already')]);
    expect((await opsheet(['undo', '--yes'], at)).status).toBe(0);
    expect(sandbox.record(RECORD?.id ?? '')?.name).toBe(RECORD?.name);
  });
});
