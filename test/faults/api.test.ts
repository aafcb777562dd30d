import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { scripted, TOKEN } from '../plazbot/scriptedServer.js';
import { drawing, FULL, figures, LIMIT, times } from './form.js';
import { lies, OPEN_RECORDS, realRun, type Way } from './realRun.js';

const ROWS = times(40, 200);

async function against(options: SandboxOptions, way: Partial<Way> = {}) {
  const rows = way.rows ?? ROWS;
  const sandbox = await startSandbox({ opportunities: OPEN_RECORDS.slice(0, rows), ...options });
  const ran = await realRun(sandbox, { rows, hurried: true, ...way });
  await sandbox.close();
  expect(lies(ran)).toEqual([]);
  return ran;
}

describe('an API that wants fewer requests', () => {
  it.each<[string, string | undefined]>([
    ['seconds', '7'],
    ['a date', new Date(Date.now() + 90_000).toUTCString()],
    ['nothing that can be read', 'mañana'],
    ['a time that is past', new Date(0).toUTCString()],
    ['nothing at all', undefined],
  ])('by %s, gets them, and every row gets its update', async (form, value) => {
    const random = drawing(429);
    const ran = await against({
      answer: ({ method }) => {
        const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value };
        return method === 'PUT' && random() < 0.3 ? { status: 429, headers, body: {} } : undefined;
      },
    });
    expect(ran.outcomes.filter((outcome) => outcome?.status !== 'updated')).toEqual([]);
    expect(ran.result.stop).toBeNull();
    figures(`429, Retry-After in ${form}`, {
      rows: ran.outcomes.length,
      puts: ran.sandbox.puts().length,
      updated: ran.result.counts.updated,
    });
  });

  it('for years, ends the run at the first of them', async () => {
    const ran = await against({
      answer: ({ method }) =>
        method === 'PUT' ? { status: 429, headers: { 'retry-after': '1000000000' }, body: {} } : undefined,
    });
    expect(ran.result.stop).toEqual({ cause: 'throttled', waitMs: 1e12 });
    expect(ran.sandbox.puts()).toHaveLength(1);
  });
});

describe('an API that fails', () => {
  it.each([0.3, 0.6, 1])(
    'at a share of %s of its PUTs is asked again sparingly, and no lie is told',
    async (share) => {
      for (const status of [500, 503, 504]) {
        const ran = await against({ faults: { statuses: { [status]: share } } });
        const puts = ran.sandbox.puts();
        const first = new Set(puts.map(({ query }) => query.id)).size;
        const again = puts.length - first;
        // A full budget is 100 tries; beyond it, they come to at most a tenth of what went well.
        if (share === 1) expect(puts.length).toBeLessThanOrEqual(1.1 * first + 100);
        figures(`${status} at ${share}`, {
          'first PUTs': first,
          'PUTs again': again,
          calls: ran.sandbox.log.length,
          updated: ran.result.counts.updated,
          stop: ran.result.stop?.cause ?? 'none',
        });
      }
    },
    LIMIT,
  );

  it('at everything, reads too, is given up', async () => {
    const ran = await against({ faults: { statuses: { 503: 1 }, statusesOnReads: { 503: 1 } } });
    expect(ran.result.counts['not-sent'] + ran.result.counts.unverified).toBe(ran.outcomes.length);
    const { log } = ran.sandbox;
    figures('503 at everything', {
      calls: log.length,
      PUTs: ran.sandbox.puts().length,
      stop: ran.result.stop?.cause ?? 'none',
    });
    expect(ran.result.stop?.cause).toBe('failing');
    expect(log.length).toBeLessThanOrEqual(1.1 * ran.outcomes.length + 100);
  });

  it('to answer in time is looked at again, and never sent twice what it did after all', async () => {
    const ran = await against(
      { faults: { latencyMs: 10, latencyJitterMs: 160 } },
      { hurried: false, settleMs: 600, client: { timeout: 100 }, rows: 24, retries: 5 },
    );
    figures('slow answers', { ...ran.result.counts });
  });
});

describe('an API that is not the API', () => {
  it('but redirects stops the run at its first PUT', async () => {
    const { result, sandbox } = await against({ faults: { redirect: 1 } });
    expect(result).toMatchObject({ stop: { cause: 'redirect' }, counts: { updated: 0 } });
    expect(sandbox.puts()).toHaveLength(1);
  });

  it('but a page that says 200 stops the run, and no row is told as updated', async () => {
    const { result, sandbox } = await against({ faults: { html: 1 } }, { concurrency: 1 });
    expect(result).toMatchObject({ stop: { cause: 'wrongApi' }, counts: { updated: 0 } });
    expect(sandbox.puts()).toHaveLength(2);
  });

  it('but a gzip bomb is not unpacked, and the row is told as nobody knows it', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const before = process.memoryUsage().rss;
    const { port } = await scripted((request, response) => {
      if (request.method === 'PUT') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      else {
        const [, id] = /opportunity\/([^?]+)/.exec(request.url) ?? [];
        const at = OPEN_RECORDS.findIndex((record) => record.id === id);
        response.end(JSON.stringify(at === -1 ? [] : [OPEN_RECORDS[at]]));
      }
    });
    const sandbox = await startSandbox({ opportunities: OPEN_RECORDS.slice(0, 5), token: TOKEN });
    const ran = await realRun(sandbox, { rows: 5, hurried: true, origin: `http://127.0.0.1:${port}` });
    await sandbox.close();
    expect(ran.result.counts.updated).toBe(0);
    expect(lies(ran)).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });
});

describe('a token that expires', () => {
  it(
    'at any request is replaced once, and no row fails for it',
    async () => {
      const places = FULL ? Array.from({ length: 50 }, (_, i) => i + 1) : [1, 2, 3, 10, 25, 50];
      for (const k of places) {
        let seen = 0;
        let expired = true;
        let renewed = 0;
        const ran = await against(
          {
            answer: () => {
              seen += 1;
              return expired && seen >= k
                ? { status: 401, body: { success: false, message: 'expired' } }
                : undefined;
            },
          },
          {
            rows: 30,
            renewToken: async () => {
              renewed += 1;
              await new Promise((resolve) => setTimeout(resolve, 5));
              expired = false;
              return true;
            },
          },
        );
        expect(ran.result, `at request ${k}`).toMatchObject({ counts: { updated: 30 }, stop: null });
        expect(ran.outcomes.filter((outcome) => outcome?.httpStatus === 401)).toEqual([]);
        expect(renewed).toBe(1);
      }
      figures('401', { 'places tried': places.length, 'rows with a 401': 0 });
    },
    LIMIT,
  );

  it('and whose successor is refused at once stops the run, instead of asking for ever', async () => {
    let renewed = 0;
    const ran = await against(
      { answer: () => ({ status: 401, body: { success: false, message: 'no' } }) },
      {
        renewToken: async () => {
          renewed += 1;
          return true;
        },
      },
    );
    expect(ran.result.stop).toMatchObject({ cause: 'credentials', httpStatus: 401 });
    expect(renewed).toBe(1);
  });
});
