import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  claimedBy,
  claimPlan,
  createRunFolder,
  removeRunFolder,
  removeUnlessBegun,
  unclaimPlan,
} from '../../src/run/index.js';
import { temporaryFolder } from '../sheet/files.js';

const begin = (state: string) => createRunFolder(state, new Date(0), Math.random);

describe('a saved plan', () => {
  it('is claimed by one run, and then belongs to it, also when that run was purged', async () => {
    const state = temporaryFolder();
    const [first, second] = [await begin(state), await begin(state)];
    expect(await claimedBy(state, 'plan-1')).toBeNull();
    expect(await claimPlan(state, 'plan-1', first.runId)).toBeNull();
    writeFileSync(first.journal, '');
    expect(await claimPlan(state, 'plan-1', second.runId)).toBe(first.runId);
    expect(await claimedBy(state, 'plan-1')).toBe(first.runId);
    await removeRunFolder(first);
    expect(await claimPlan(state, 'plan-1', second.runId)).toBe(first.runId);
    expect(await claimPlan(state, 'plan-2', second.runId)).toBeNull();
  });

  it('is not kept from everybody by a run that was cut off, or refused, before it began', async () => {
    const state = temporaryFolder();
    const [first, second] = [await begin(state), await begin(state)];
    await claimPlan(state, 'plan-1', first.runId);
    // Cut off: its folder is there, and no journal ever was.
    expect(await claimedBy(state, 'plan-1')).toBeNull();
    expect(await claimPlan(state, 'plan-1', second.runId)).toBeNull();
    await unclaimPlan(state, 'plan-1');
    expect(await claimPlan(state, 'plan-1', first.runId)).toBeNull();
    // By a computer that lost its power between making the file and writing it.
    writeFileSync(join(state, 'plans', 'plan-2'), '');
    expect(await claimPlan(state, 'plan-2', second.runId)).toBeNull();
  });
});

describe('the folder of a run', () => {
  it('is removed when the run never began, and only when that is certain', async () => {
    const state = temporaryFolder();
    const never = await begin(state);
    await removeUnlessBegun(never);
    expect(existsSync(never.path)).toBe(false);
    const begun = await begin(state);
    mkdirSync(join(begun.path, 'in'));
    writeFileSync(join(begun.path, 'in', 'the-way'), '');
    // An error of the file system's that is not that it is missing.
    await removeUnlessBegun({ ...begun, journal: join(begun.path, 'in', 'the-way', 'journal') });
    expect(existsSync(begun.path)).toBe(true);
  });
});
