import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, filesBelow, opsheet, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 60);

/** A run that was killed among its PUTs; what was under way then is applied all the same. */
async function killed(...more: string[]) {
  const sandbox = await crm({ faults: { latencyMs: 15 } });
  const at = setting(sandbox);
  for (const { id } of RECORDS) sandbox.edit(id, { description: `Nota de ${id}` });
  writeFileSync(
    join(at.folder, 'deals.csv'),
    `ID;Nombre\n${RECORDS.map(({ id }, i) => `${id};Nuevo ${i}`).join('\n')}\n`,
  );
  await opsheet(['apply', 'deals.csv', '--yes', ...more], at, async (kill) => {
    while (sandbox.puts().length < 30) await new Promise((done) => setTimeout(done, 1));
    kill('SIGKILL');
  });
  const sent = new Set<string>();
  const isUnderWay = ({ id, name }: (typeof RECORDS)[number]) =>
    sent.has(id) && sandbox.record(id)?.name === name;
  do {
    await new Promise((done) => setTimeout(done, 50));
    for (const { query } of sandbox.puts()) sent.add(query.id ?? '');
  } while (RECORDS.some(isUnderWay));
  const file = filesBelow(at.state).find((path) => path.endsWith('journal.jsonl')) ?? '';
  const open = new Set<string>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [json = ''] = line.split('\t');
    if (!json.endsWith('}')) continue;
    const entry = JSON.parse(json);
    if (entry.k === 'intent') open.add(entry.id);
    if (entry.k === 'outcome') open.delete(entry.outcome.id);
  }
  const left = [...open].filter((id) => sent.has(id));
  const never = [...open].filter((id) => !sent.has(id));
  return { sandbox, at, left, never, undo: () => opsheet(['undo', '--yes', '--settle', '0s'], at) };
}

describe('what a colleague has emptied since a run was killed', () => {
  it('stays empty where its rows have shown that the server keeps what it is not sent', async () => {
    const { sandbox, left, undo } = await killed();
    expect(left).not.toEqual([]);
    for (const id of left) sandbox.edit(id, { description: '' });
    expect((await undo()).status).toBe(0);
    for (const { id, name } of RECORDS) expect(sandbox.record(id)?.name).toBe(name);
    for (const id of left) expect(sandbox.record(id)?.description, id).toBe('');
  });

  it('stays empty where nothing of the run has come, whatever it knew of the server', async () => {
    const { sandbox, never, undo } = await killed('--body', 'full');
    expect(never).not.toEqual([]);
    for (const id of never) sandbox.edit(id, { description: '' });
    const before = sandbox.puts().length;
    expect((await undo()).status).toBe(0);
    const sent = sandbox.puts().slice(before);
    expect(sent).not.toEqual([]);
    for (const { query } of sent) expect(never).not.toContain(query.id);
    for (const id of never) expect(sandbox.record(id)?.description, id).toBe('');
  });
});
