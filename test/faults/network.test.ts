import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { drawing, FULL, figures, LIMIT, times } from './form.js';
import { PoisonedProxy, TOXICS } from './proxy.js';
import { lies, OPEN_RECORDS, realRun } from './realRun.js';

const ROWS = times(10, 16);
const METHODS = ['GET', 'PUT'] as const;
const DIRECTIONS = ['up', 'down'] as const;
const SEEDS = FULL ? [1, 2, 3, 4, 5] : [1];

const all = TOXICS.flatMap((toxic) =>
  METHODS.flatMap((method) =>
    DIRECTIONS.flatMap((direction) => SEEDS.map((seed) => ({ toxic, method, direction, seed }))),
  ),
);
// The quick form leaves out what only makes reads slow or short.
const cases = FULL
  ? all
  : all.filter(({ method, direction }, i) => direction === 'down' && (method === 'PUT' || i % 3 === 0));

describe('a bad network', () => {
  it(
    'makes no run hang, none tell a lie, and none send twice what was applied',
    async () => {
      const told = { updated: 0, 'not-sent': 0, unverified: 0 };
      let poisoned = 0;
      let longest = 0;
      for (const { seed, ...poison } of cases) {
        const where = `${poison.toxic} ${poison.method} ${poison.direction} ${seed}`;
        const sandbox = await startSandbox({ opportunities: OPEN_RECORDS.slice(0, ROWS) });
        const port = Number(new URL(sandbox.url).port);
        const random = drawing(seed * 31 + cases.length);
        const proxy = await PoisonedProxy.start(port, { ...poison, share: 0.35, random });
        const ran = await realRun(sandbox, {
          ...{
            rows: ROWS,
            origin: proxy.url,
            settleMs: 300,
            concurrency: 4,
            client: { timeout: 250, connections: 4 },
          },
        });
        await proxy.close();
        expect(lies(ran), where).toEqual([]);
        expect(ran.took, where).toBeLessThan(60_000);
        longest = Math.max(longest, ran.took);
        poisoned += proxy.poisoned;
        told.updated += ran.result.counts.updated;
        told['not-sent'] += ran.result.counts['not-sent'];
        told.unverified += ran.result.counts.unverified;
        await sandbox.close();
      }
      expect(poisoned).toBeGreaterThan(cases.length);
      figures('network', {
        runs: cases.length,
        'requests spoiled': poisoned,
        ...told,
        lies: 0,
        'ms the longest run': Math.round(longest),
      });
    },
    LIMIT,
  );
});
