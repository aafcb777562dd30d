import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, resultRows, setting } from '../cli/opsheet.js';
import { FULL, figures, LIMIT } from './form.js';
import { PoisonedProxy } from './proxy.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 24);
/** Before which PUT the run is stopped, and for how many ms. Ten minutes, and a suspended computer, are in test/run/asleep. */
const STOPS = FULL
  ? [...Array.from({ length: 22 }, (_, i) => ({ at: i + 1, ms: 6000 })), { at: 9, ms: 90_000 }]
  : [{ at: 7, ms: 6000 }];

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((done) => setTimeout(done, 3));
};

describe('a run that is put to sleep with SIGSTOP, whose connections are cut meanwhile', () => {
  it(
    'wakes with SIGCONT to lose no row, send none twice, and go over nothing that was edited while it slept',
    async () => {
      const told = { updated: 0, conflict: 0 };
      for (const { at: nth, ms } of STOPS) {
        const where = `stopped at PUT ${nth} for ${ms} ms`;
        const sandbox = await crm({ faults: { latencyMs: 25, latencyJitterMs: 30 } });
        const proxy = await PoisonedProxy.start(Number(new URL(sandbox.url).port), {
          ...{ toxic: 'latency', method: 'PUT', direction: 'down', share: 0, random: () => 1 },
        });
        const at = setting(sandbox);
        at.environment.PLAZBOT_API_URL = proxy.url;
        const lines = RECORDS.map(({ id }, i) => `${id};Nombre ${i}`);
        writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);

        let signal: (name: NodeJS.Signals) => void = () => undefined;
        const how = ['--concurrency', '4', '--recheck-after', '1s', '--settle', '500ms'];
        const running = opsheet(['apply', 'deals.csv', '--yes', ...how], at, (kill) => {
          signal = kill;
        });
        await Promise.race([until(() => sandbox.puts().length >= nth), running]);
        signal('SIGSTOP');
        // What had left is done by the server, whose answers nobody reads.
        await new Promise((done) => setTimeout(done, 300));
        proxy.cut();
        const sent = new Set(sandbox.puts().map(({ query }) => query.id));
        const edited = RECORDS.filter(({ id }) => !sent.has(id));
        for (const { id } of edited) sandbox.edit(id, { name: `A mano ${id}` });
        await new Promise((done) => setTimeout(done, ms - 300));
        signal('SIGCONT');

        const { status, results, stderr } = await running;
        expect(status, `${where}: ${stderr}`).toBe(edited.length > 0 ? 3 : 0);
        const rows = await resultRows(results[0] ?? '');
        expect(rows).toHaveLength(RECORDS.length);
        for (const [i, { id }] of RECORDS.entries()) {
          const wasEdited = !sent.has(id);
          expect([id, rows[i]?._status], where).toEqual([id, wasEdited ? 'conflict' : 'updated']);
          expect(sandbox.record(id)?.name, where).toBe(wasEdited ? `A mano ${id}` : `Nombre ${i}`);
          const applied = sandbox.puts().filter((put) => put.query.id === id && put.applied);
          expect(applied, `${where} ${id}`).toHaveLength(wasEdited ? 0 : 1);
          told[wasEdited ? 'conflict' : 'updated'] += 1;
        }
        await proxy.close();
      }
      figures('asleep', {
        stops: STOPS.length,
        ...told,
        'rows lost': 0,
        'sent twice': 0,
        'edits gone over': 0,
      });
    },
    LIMIT,
  );
});
