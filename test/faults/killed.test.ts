import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Opportunity } from '../../src/opportunity/index.js';
import { PlanFile, updateBody } from '../../src/plan/index.js';
import { PlanTally } from '../../src/plan/summary.js';
import { PlazbotClient } from '../../src/plazbot/index.js';
import { Journal } from '../../src/run/index.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { Secret } from '../../src/settings/index.js';
import { planHeader } from '../plan/workspace.js';
import { temporaryFolder } from '../sheet/files.js';
import { drawing, figures, LIMIT, times } from './form.js';
import { amountOf, OPEN_RECORDS } from './realRun.js';

const CHILD = fileURLToPath(new URL('./killedRun.mjs', import.meta.url));
const RECORDS = OPEN_RECORDS.slice(0, times(24, 60));
/** Longer than the server takes for anything, also on a busy computer. */
const SETTLE = 400;
const POINTS = [
  ...['before-write', 'half-written', 'after-write', 'before-sync'],
  ...['after-sync', 'before-put', 'under-way', 'after-put'],
];

/** A plan that gives each record a new amount. */
async function planFor(sandbox: Sandbox, path: string): Promise<void> {
  const { url, workspaceId, token } = sandbox;
  const client = new PlazbotClient({
    ...{ origin: url, workspaceId, token: new Secret(token), connections: 4 },
    random: () => 0,
    sleep: async () => undefined,
  });
  const plan = await PlanFile.create(path, planHeader());
  const tally = new PlanTally();
  for (const [i, { id }] of RECORDS.entries()) {
    const beforeImage = (await client.read(id)) as Opportunity;
    const changes = [{ field: 'amount' as const, before: beforeImage.amount, after: amountOf(i) }];
    const rowNumber = i + 2;
    const row = {
      ...{
        verdict: 'update' as const,
        rowNumber,
        rowNumbers: [rowNumber],
        id,
        changes,
        risks: [],
        beforeImage,
      },
      body: updateBody(beforeImage, changes),
    };
    tally.add(row);
    await plan.append(row);
  }
  await plan.finish(tally.summary());
  await plan.close();
  await client.close();
}

/** Runs the child; after `killAfter` ms it is killed. Resolves to its counts, or to `null` when it was killed. */
function child(told: object, killAfter: number | null): Promise<Record<string, number> | null> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [CHILD, JSON.stringify(told)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let problem = '';
    running.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    running.stderr.on('data', (chunk: Buffer) => {
      problem += chunk.toString();
    });
    const timer = killAfter === null ? undefined : setTimeout(() => running.kill('SIGKILL'), killAfter);
    running.on('close', (status, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve(null);
      else if (status === 0) resolve(JSON.parse(out) as Record<string, number>);
      else reject(new Error(problem));
    });
  });
}

describe('a run that is killed with kill -9', () => {
  it(
    'again and again, at any point, is gone on with until it is done: nothing is lost, nothing is sent twice',
    async () => {
      const wanted = times(12, 400);
      const random = drawing(20_261_124);
      let kills = 0;
      let runs = 0;
      let resent = 0;
      while (kills < wanted) {
        const concurrency = [1, 8, 32][runs % 3] ?? 1;
        runs += 1;
        const sandbox = await startSandbox({
          opportunities: RECORDS,
          faults: { latencyMs: 5, latencyJitterMs: 25, cutAfter: 0.15 },
          random,
        });
        const folder = temporaryFolder();
        const plan = join(folder, 'plan.jsonl');
        const journalPath = join(folder, 'journal.jsonl');
        await planFor(sandbox, plan);
        const { url: origin, workspaceId, token } = sandbox;
        const told = {
          origin,
          workspaceId,
          token,
          plan,
          journal: journalPath,
          concurrency,
          settleMs: SETTLE,
        };
        let counts: Record<string, number> | null = null;
        for (let tries = 0; counts === null; tries += 1) {
          // Each run is killed so many times, half of them at a named point; then it is left alone.
          if (tries >= 8) counts = await child(told, null);
          else if (random() < 0.5) counts = await child(told, 150 + random() * times(300, 500));
          else {
            const at = POINTS[Math.floor(random() * POINTS.length)];
            counts = await child({ ...told, at, nth: 1 + Math.floor(random() * times(6, 18)) }, null);
          }
          if (counts === null) kills += 1;
        }
        const where = `run ${runs}, at once ${concurrency}`;
        expect(counts, where).toMatchObject({ conflict: 0, rejected: 0, unverified: 0, 'not-sent': 0 });
        const applied = sandbox.puts().filter((put) => put.applied);
        resent += applied.length - new Set(applied.map(({ query }) => query.id)).size;
        expect(resent, where).toBe(0);
        const journal = Journal.read(journalPath);
        for (const [i, { id }] of RECORDS.entries()) {
          expect(String(sandbox.record(id)?.amount), where).toBe(amountOf(i));
          expect(journal.outcomeOf(i + 2)?.status, where).toMatch(/^(updated|unchanged)$/);
          expect(journal.openIntentOf(i + 2), where).toBeNull();
        }
        await journal.close();
        await sandbox.close();
        rmSync(folder, { recursive: true });
      }
      figures('kill -9', { kills, runs, 'rows lost': 0, 'rows applied twice': resent });
    },
    LIMIT,
  );
});
