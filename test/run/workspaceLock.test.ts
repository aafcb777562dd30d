import { expect, it } from 'vitest';
import { lockWorkspace } from '../../src/run/index.js';
import { refusalOf, temporaryFolder } from '../sheet/files.js';

it('one workspace has one lock, however its GUID is written', async () => {
  const workspaceId = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
  const common = { stateDirectory: temporaryFolder(), origin: 'https://x', now: () => new Date(0) };
  const lock = await lockWorkspace({ ...common, workspaceId, runId: 'r1' });
  const other = lockWorkspace({ ...common, workspaceId: workspaceId.toUpperCase(), runId: 'r2' });
  expect(await refusalOf(other)).toMatchObject({ code: 'run.locked' });
  await lock.release();
});
