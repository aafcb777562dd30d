import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type SandboxOptions, seedWorkspace } from '../../src/sandbox/index.js';
import {
  crm,
  type Finished,
  filesBelow,
  opsheet,
  resultRows,
  type Setting,
  setting,
} from '../cli/opsheet.js';
import { FULL, figures, LIMIT } from './form.js';

const RECORDS = seedWorkspace().opportunities.slice(0, 20);
const FAILING = fileURLToPath(new URL('./failingFiles.mjs', import.meta.url));
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

async function twenty(options: SandboxOptions = {}) {
  const sandbox = await crm(options);
  const at = setting(sandbox);
  const lines = RECORDS.map(({ id }, i) => `${id};Nombre ${i}`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  return { sandbox, at };
}
type World = Awaited<ReturnType<typeof twenty>>;

/** What the operation on which file fails with, from which time on. */
type Failure = readonly [operation: string, file: string, code: string, nth?: number];

const failing = (at: Setting, [operation, file, code, nth = 1]: Failure): Setting => ({
  ...at,
  environment: {
    ...at.environment,
    NODE_OPTIONS: `--import ${FAILING}`,
    OPSHEET_TEST_FAILS: JSON.stringify({ operation, file, code, nth }),
  },
});

const APPLY = ['apply', 'deals.csv', '--yes', '--settle', '300ms'];

/** Every record is as planned, each was applied once, and each row says that it is so. */
async function expectDone({ sandbox }: World, { status, stderr, results }: Finished, where: string) {
  expect(status, `${where}: ${stderr}`).toBe(0);
  const applied = sandbox.puts().filter((put) => put.applied);
  expect(applied.length, where).toBe(RECORDS.length);
  for (const [i, { id }] of RECORDS.entries()) expect(sandbox.record(id)?.name, where).toBe(`Nombre ${i}`);
  const rows = await resultRows(results[0] ?? '');
  for (const row of rows) expect(row._status, where).toMatch(/^(updated|unchanged)$/);
  expect(rows.length, where).toBe(RECORDS.length);
}

/** No row is told as something that it is not: what was made is told as such, or as not known. */
async function expectNoLie({ sandbox }: World, results: string | undefined, where: string) {
  if (results === undefined) return;
  for (const { ID: id, _status } of await resultRows(results)) {
    const wasApplied = sandbox.puts().some((put) => put.query.id === id && put.applied);
    expect(_status, `${where} ${id}`).toMatch(
      wasApplied ? /^(updated|unverified)$/ : /^(not-sent|unverified)$/,
    );
  }
}

const inQuickForm = <Item>(items: readonly Item[], quick: number) => (FULL ? items : items.slice(0, quick));

/** Before anything may be sent; in the quick form only the first few. */
const BEFORE: readonly Failure[] = [
  ['open', 'journal', 'EMFILE'],
  ['sync', 'journal', 'EIO'],
  ['sync', '/sheet$', 'EIO'],
  ['write', 'plan.jsonl', 'ENOSPC'],
  ['open', 'locks', 'EROFS'],
  ['mkdir', 'runs', 'EROFS'],
  ['copyFile', 'sheet$', 'ENOSPC'],
  ['open', 'plan.jsonl', 'EROFS'],
  ['open', 'plan.jsonl', 'EMFILE'],
  ['write', 'plan.jsonl', 'EDQUOT'],
  ['sync', 'plan.jsonl', 'EIO'],
  ['link', 'locks', 'ENOSPC'],
  ['write', 'locks', 'ENOSPC'],
  ['open', 'journal', 'EROFS'],
  ['open', 'journal', 'ENOSPC'],
  ['write', 'journal', 'EROFS'],
  ['write', 'journal', 'ENOSPC'],
];
/** While it is sent: rows that are on their way at once share a write, so there are fewer of these than rows. */
const DURING: readonly Failure[] = [
  ['write', 'journal', 'EROFS', 9],
  ['sync', 'journal', 'ENOSPC', 5],
  ...([3, 4, 5, 6, 7, 8, 9, 10, 12] as const).flatMap((nth) =>
    (['EROFS', 'ENOSPC', 'EDQUOT', 'EFBIG'] as const).map((code) => ['write', 'journal', code, nth] as const),
  ),
  ...([2, 3, 4, 5, 6] as const).flatMap((nth) =>
    (['EIO', 'EROFS'] as const).map((code) => ['sync', 'journal', code, nth] as const),
  ),
];
/** When everything is sent. */
const AFTER: readonly Failure[] = [
  ['open', 'results', 'EMFILE'],
  ['write', 'results', 'ENOSPC'],
  ['open', 'results', 'EROFS'],
  ['sync', 'results', 'EIO'],
];

describe('a disk that fails under the program', () => {
  it(
    'before anything is sent: nothing is, it is said why and what to do, and then it goes as ever',
    async () => {
      const cases = inQuickForm(BEFORE, 3);
      for (const failure of cases) {
        const where = failure.join(' ');
        const world = await twenty();
        const failed = await opsheet(APPLY, failing(world.at, failure));
        expect([failed.status, world.sandbox.puts().length, failed.results], where).toEqual([74, 0, []]);
        expect(failed.stderr, where).toMatch(new RegExp(`(cannot|could not) be written \\(${failure[2]}\\)`));
        expect(failed.stderr, where).toMatch(/What to do: [^\n]+ Then try again\./);
        await expectDone(world, await opsheet(APPLY, world.at), where);
      }
      // The run's own copy of a saved plan holds the before-images: it has to survive a power cut, too.
      const saved = await twenty();
      await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], saved.at);
      const apply = ['apply', 'deals.plan', '--yes'];
      const failed = await opsheet(apply, failing(saved.at, ['sync', 'plan.jsonl', 'EIO']));
      expect([failed.status, saved.sandbox.puts().length]).toEqual([74, 0]);
      await expectDone(saved, await opsheet(apply, saved.at), 'a saved plan');
      figures('disk, before sending', { places: cases.length, 'PUTs sent': 0 });
    },
    LIMIT,
  );

  it(
    'while it sends: that stops, nothing that was answered is lost, and a resume finishes it',
    async () => {
      const cases = inQuickForm(DURING, 2);
      for (const failure of cases) {
        const where = failure.join(' ');
        const world = await twenty({ faults: { latencyMs: 5, latencyJitterMs: 10 } });
        const failed = await opsheet(APPLY, failing(world.at, failure));
        expect(failed.status, where).toBe(74);
        expect(failed.stdout, where).toContain(`The journal cannot be written (${failure[2]})`);
        expect(world.sandbox.puts().length, where).toBeLessThanOrEqual(RECORDS.length);
        await expectNoLie(world, failed.results[0], where);
        await expectDone(world, await opsheet(['resume', '--settle', '300ms'], world.at), where);
      }
      figures('disk, while sending', { places: cases.length, 'rows lost': 0, 'sent twice': 0 });
    },
    LIMIT,
  );

  it(
    'when all is sent: it is said which command writes the results, and that writes them',
    async () => {
      const cases = inQuickForm(AFTER, 2);
      for (const failure of cases) {
        const where = failure.join(' ');
        const world = await twenty();
        const failed = await opsheet(APPLY, failing(world.at, failure));
        expect([failed.status, failed.results], where).toEqual([74, []]);
        const [, run = ''] = /Then write it: opsheet runs (\S+) --results/.exec(failed.stdout) ?? [];
        expect(run, `${where}: ${failed.stdout}`).not.toBe('');
        await expectDone(world, await opsheet(['runs', run, '--results'], world.at), where);
      }
      figures('disk, when all is sent', { places: cases.length, 'results lost': 0 });
    },
    LIMIT,
  );
});

describe('a process that is killed while it writes the results', () => {
  it(
    'leaves them whole or not at all, and the journal gives them again',
    async () => {
      const places = inQuickForm(['link', 'write', 'open', 'sync'], 1);
      const kills = places.flatMap((operation) => Array.from({ length: FULL ? 7 : 1 }, () => operation));
      for (const operation of kills) {
        const world = await twenty();
        const killed = await opsheet(APPLY, failing(world.at, [operation, 'results', 'SIGKILL']));
        expect([killed.status, world.sandbox.puts().length], operation).toEqual([null, RECORDS.length]);
        expect(
          killed.results.filter((file) => !file.endsWith('.tmp')),
          operation,
        ).toEqual([]);
        const { runs } = JSON.parse((await opsheet(['runs', '--json'], world.at)).stdout);
        expect(runs, operation).toMatchObject([{ state: 'finished' }]);
        await expectDone(world, await opsheet(['runs', runs[0].runId, '--results'], world.at), operation);
      }
      figures('killed at the results', { kills: kills.length, 'results lost': 0 });
    },
    LIMIT,
  );
});

const journalOf = ({ state }: Setting) =>
  filesBelow(state).find((file) => file.endsWith('journal.jsonl')) ?? '';

describe('a disk whose limit the kernel keeps', () => {
  it(
    'stops the sending when the journal may not grow (EFBIG), and a resume finishes it',
    async () => {
      const room = FULL ? [0, 1, 100, 300, 700, 1500, 3000] : [300];
      for (const bytes of room) {
        const where = `${bytes} bytes more`;
        const world = await twenty({ faults: { latencyMs: 40 } });
        const failed = await opsheet(APPLY, world.at, (_kill, pid) => {
          const timer = setInterval(() => {
            if (world.sandbox.puts().length < 4) return;
            clearInterval(timer);
            const limit = statSync(journalOf(world.at)).size + bytes;
            spawnSync('prlimit', ['--pid', String(pid), `--fsize=${limit}:`]);
          }, 5);
        });
        expect(failed.status, `${where}: ${failed.stderr}`).toBe(74);
        expect(failed.stdout, where).toContain('The journal cannot be written (EFBIG)');
        expect(failed.stdout, where).toContain('ulimit -f');
        await expectNoLie(world, failed.results[0], where);
        await expectDone(world, await opsheet(['resume', '--settle', '300ms'], world.at), where);
      }
      figures('disk, RLIMIT_FSIZE', { runs: room.length, 'rows lost': 0, 'sent twice': 0 });
    },
    LIMIT,
  );

  it(
    'also when it is a file system of 1 MB that fills up: sending stops, and goes on when there is space',
    async () => {
      const world = await twenty({ faults: { latencyMs: 10 } });
      const { at, sandbox } = world;
      const [sheet, status] = [join(at.folder, 'deals.csv'), join(at.folder, 'status')];
      // Where one may mount: a file system that fills up under the run. Elsewhere the run has nothing to fear.
      const mount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at.state]);
      const canMount = mount.status === 0;
      const node = `'${process.execPath}' '${MAIN}'`;
      const script = `
        ${canMount ? `mount -t tmpfs -o size=1m tmpfs '${at.state}'` : 'true'}
        ${node} apply '${sheet}' --yes --settle 300ms --out '${at.folder}/first.csv' > '${at.folder}/first.txt' 2>&1 &
        while [ ! -s '${at.state}'/opsheet/runs/*/journal.jsonl ]; do sleep 0.01; done
        ${canMount ? `dd if=/dev/zero of='${at.state}/filler' bs=4k 2>/dev/null` : 'true'}
        wait $!; echo $? > '${status}'
        rm -f '${at.state}/filler'
        ${node} resume --settle 300ms --no-color > '${at.folder}/second.txt' 2>&1; echo $? >> '${status}'`;
      const shell = canMount ? ['unshare', '-rm', 'sh', '-c', script] : ['sh', '-c', script];
      const [command = '', ...args] = shell;
      await new Promise((done) =>
        spawn(command, args, { cwd: at.folder, env: at.environment }).on('close', done),
      );
      const [first, second] = readFileSync(status, 'utf8').trim().split('\n');
      const said = readFileSync(join(at.folder, 'first.txt'), 'utf8');
      expect([first, second], said).toEqual(canMount ? ['74', '0'] : ['0', '66']);
      if (canMount) expect(said).toContain('The journal cannot be written (ENOSPC)');
      for (const [i, { id }] of RECORDS.entries()) expect(sandbox.record(id)?.name).toBe(`Nombre ${i}`);
      expect(sandbox.puts().filter((put) => put.applied)).toHaveLength(RECORDS.length);
      figures('disk, a full tmpfs', {
        'could be mounted': String(canMount),
        'rows lost': 0,
        'sent twice': 0,
      });
    },
    LIMIT,
  );
});
