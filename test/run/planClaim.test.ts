import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  claimedBy,
  claimPlan,
  createRunFolder,
  Journal,
  type RunFolder,
  removeRunFolder,
  removeUnlessBegun,
  unclaimPlan,
  unclaimPlanOf,
} from '../../src/run/index.js';
import { journalLine } from '../../src/run/journalLine.js';
import { temporaryFolder } from '../sheet/files.js';
import { runHeader, STILL } from './running.js';

const begin = (state: string) => createRunFolder(state, new Date(0), Math.random);

/** Writes the journal of a run up to its approval, or to just before it. */
async function journalled(folder: RunFolder, approved: boolean): Promise<void> {
  const journal = Journal.create(folder.journal, STILL);
  journal.append(runHeader(1));
  if (approved) await journal.commit({ k: 'approve' });
  await journal.close();
}

describe('a saved plan', () => {
  it('is claimed by one run, and then belongs to it, also when that run was purged', async () => {
    const state = temporaryFolder();
    const [first, second] = [await begin(state), await begin(state)];
    expect(await claimedBy(state, 'plan-1')).toBeNull();
    expect(await claimPlan(state, 'plan-1', first.runId)).toBeNull();
    await journalled(first, true);
    expect(await claimPlan(state, 'plan-1', second.runId)).toBe(first.runId);
    expect(await claimedBy(state, 'plan-1')).toBe(first.runId);
    await removeRunFolder(first);
    expect(await claimPlan(state, 'plan-1', second.runId)).toBe(first.runId);
    expect(await claimPlan(state, 'plan-2', second.runId)).toBeNull();
  });

  it('still belongs to a run whose journal is damaged: what was sent cannot be told', async () => {
    const state = temporaryFolder();
    const [first, second] = [await begin(state), await begin(state)];
    await claimPlan(state, 'plan-1', first.runId);
    await journalled(first, true);
    const text = readFileSync(first.journal, 'utf8');
    // The second line says that the first had been synced.
    const line = journalLine({ k: 'resume' }, 0, text.length);
    writeFileSync(first.journal, `${text.replace('r.csv', 'x.csv')}${line}`);
    expect(await claimPlan(state, 'plan-1', second.runId)).toBe(first.runId);
  });

  it.each<[string, (folder: RunFolder) => unknown]>([
    ['had a journal', () => undefined],
    ['wrote a line of it', ({ journal }) => writeFileSync(journal, '')],
    ['was approved', (folder) => journalled(folder, false)],
  ])('is not kept from everybody by a run that was cut off before it %s', async (_, cutOff) => {
    const state = temporaryFolder();
    const [first, second] = [await begin(state), await begin(state)];
    await claimPlan(state, 'plan-1', first.runId);
    await cutOff(first);
    expect(await claimedBy(state, 'plan-1')).toBeNull();
    expect(await claimPlan(state, 'plan-1', second.runId)).toBeNull();
    // And belongs to the second now, whose folder a purge may take.
    await removeRunFolder(second);
    expect(await claimedBy(state, 'plan-1')).toBe(second.runId);
  });

  it('is not kept by a claim that was made and never written', async () => {
    const state = temporaryFolder();
    const run = await begin(state);
    mkdirSync(join(state, 'plans'));
    // By a computer that lost its power between making the file and writing it.
    writeFileSync(join(state, 'plans', 'plan-2'), '');
    expect(await claimPlan(state, 'plan-2', run.runId)).toBeNull();
  });

  it('is given back by name, and with all that a run which never began had claimed', async () => {
    const state = temporaryFolder();
    const [first, second] = [await begin(state), await begin(state)];
    for (const plan of ['plan-1', 'plan-2']) await claimPlan(state, plan, first.runId);
    await claimPlan(state, 'plan-3', second.runId);
    for (const folder of [first, second]) await removeRunFolder(folder);
    const claims = () => Promise.all(['plan-1', 'plan-2', 'plan-3'].map((plan) => claimedBy(state, plan)));
    expect(await claims()).toEqual([first.runId, first.runId, second.runId]);
    await unclaimPlan(state, 'plan-1');
    expect(await claims()).toEqual([null, first.runId, second.runId]);
    await unclaimPlanOf(state, first.runId);
    expect(await claims()).toEqual([null, null, second.runId]);
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
