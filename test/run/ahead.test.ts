import { describe, expect, it } from 'vitest';
import { accept, run, updates } from './running.js';

const SYNCED_INTENT = (id: string) => new RegExp(`"k":"intent","row":\\d+,"id":"${id}"`, 'g');

describe('intents that are written ahead', () => {
  it('are on the disk before their PUT leaves, each once', async () => {
    const { crm, outcomes, disk } = await run(updates(40), (put) => {
      const survives = put.disk.bytes.subarray(0, put.disk.synced).toString('utf8');
      expect(survives.match(SYNCED_INTENT(put.id))).toHaveLength(1);
      return accept(put);
    });
    expect(crm.puts).toHaveLength(40);
    expect(outcomes.every((outcome) => outcome?.status === 'updated')).toBe(true);
    expect(disk.bytes.toString('utf8').match(/"k":"intent"/g)).toHaveLength(40);
  });

  it('are told to have come to nothing when the run stops', async () => {
    const stop = new AbortController();
    const rows = updates(40);
    const script = (put: Parameters<typeof accept>[0]) => {
      if (put.id === 'op-12') stop.abort();
      return accept(put);
    };
    const { crm, result, journal, outcomes } = await run(rows, script, { signal: stop.signal });
    expect(result.counts).toMatchObject({ updated: crm.puts.length, 'not-sent': 40 - crm.puts.length });
    expect(crm.puts.length).toBeLessThan(20);
    for (const { rowNumber } of rows) expect(journal.openIntentOf(rowNumber)).toBeNull();
    const sent = new Set(crm.puts.map(({ id }) => id));
    for (const [index, { id }] of rows.entries()) {
      if (!sent.has(id)) expect(outcomes[index]?.status ?? 'not-sent').toBe('not-sent');
    }
  });

  it('are written again when their turn comes late', async () => {
    let time = 0;
    const script = (put: Parameters<typeof accept>[0]) => {
      if (put.id === 'op-12') time += 1500;
      return accept(put);
    };
    const { crm, disk } = await run(updates(40), script, { elapsed: () => time });
    expect(crm.puts).toHaveLength(40);
    const intents = disk.bytes.toString('utf8').match(/"k":"intent"/g) ?? [];
    expect(intents.length).toBeGreaterThan(40);
    expect(intents.length).toBeLessThan(50);
  });
});
