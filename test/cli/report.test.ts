import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SandboxOptions, seedWorkspace } from '../../src/sandbox/index.js';
import { temporaryFolder } from '../sheet/files.js';
import { crm, opsheet, type Setting, setting } from './opsheet.js';

const RECORDS = seedWorkspace().opportunities;

/** A sandbox and a sheet that names its first records anew. */
async function deals(count: number, options: SandboxOptions = {}, name = (i: number) => `Nombre ${i}`) {
  const sandbox = await crm(options);
  const at = setting(sandbox);
  const lines = RECORDS.slice(0, count).map(({ id }, i) => `${id};"${name(i).replaceAll('"', '""')}"`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre\n${lines.join('\n')}\n`);
  return { sandbox, at };
}

const pageOf = ({ folder }: Setting, name = 'report.html') => readFileSync(join(folder, name), 'utf8');

describe('--report', () => {
  it('writes a page beside the results, and says where', async () => {
    const { at } = await deals(4, {}, (i) => `<script>alert(${i})</script>`);
    const run = await opsheet(['apply', 'deals.csv', '--yes', '--report', 'report.html'], at);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toContain('Report: report.html');
    expect(run.results).toHaveLength(2);
    const page = pageOf(at);
    expect(page).toContain('4 of 4 rows updated');
    expect(page).toContain('&lt;script&gt;alert(2)&lt;/script&gt;');
    expect(page).not.toContain('<script>alert');
    expect(page).toMatch(/Sent in [^:]+: 4, at the most/);
    if (process.platform !== 'win32') {
      expect(statSync(join(at.folder, 'report.html')).mode & 0o077).toBe(0);
    }
  });

  it('tells of an earlier run, in the language of today, and of a resume and an undo', async () => {
    const { sandbox, at } = await deals(30, { faults: { latencyMs: 40 } });
    const args = ['apply', 'deals.csv', '--yes', '--concurrency', '1', '--report', 'stopped.html'];
    const stopped = await opsheet(args, at, (kill) => {
      const timer = setInterval(() => {
        if (sandbox.puts().length < 3) return;
        clearInterval(timer);
        kill('SIGINT');
      }, 5);
    });
    expect(stopped.status).toBe(130);
    expect(pageOf(at, 'stopped.html')).toContain('Stopped early');
    expect(pageOf(at, 'stopped.html')).toContain('not-sent');
    const resumed = await opsheet(['resume', '--json', '--report', 'resumed.html'], at);
    expect(resumed.status, resumed.stderr).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ reportFile: 'resumed.html', reportError: null });
    expect(pageOf(at, 'resumed.html')).toContain('30 of 30 rows updated');
    expect(pageOf(at, 'resumed.html')).toContain('>resumed</text>');
    const undone = await opsheet(['undo', '--yes', '--report', 'undone.html'], at);
    expect(undone.status, undone.stderr).toBe(0);
    expect(pageOf(at, 'undone.html')).toContain('Report of an undo');
    const { runs } = JSON.parse((await opsheet(['runs', '--json'], at)).stdout) as {
      runs: { runId: string }[];
    };
    const first = runs.at(-1)?.runId ?? '';
    const told = await opsheet(['runs', first, '--report', 'again.html', '--lang', 'es'], at);
    expect(told.status, told.stderr).toBe(0);
    expect(told.stdout).toBe('again.html\n');
    expect(pageOf(at, 'again.html')).toContain('30 de 30 filas actualizadas');
  });

  it.each([
    ['a name that is taken', 'taken.html', 'taken.html exists already and is not overwritten.'],
    ['a folder that is not there', 'no/such/page.html', 'Nothing can be written to the folder'],
    ['a name that is none of a page', 'deals.csv', 'a report is a page, whose name ends in .html'],
  ])('refuses %s before anything is sent', async (_, report, problem) => {
    const { sandbox, at } = await deals(2);
    writeFileSync(join(at.folder, 'taken.html'), 'mine');
    const run = await opsheet(['apply', 'deals.csv', '--yes', '--report', report], at);
    expect(run.status).toBe(64);
    expect(run.stderr).toContain(problem);
    expect(run.stderr).not.toContain('--out');
    expect(sandbox.puts()).toEqual([]);
    expect(pageOf(at, 'taken.html')).toBe('mine');
  });

  it('ends with the exit code of the disk when the page cannot be written, and keeps the results', async () => {
    const { sandbox, at } = await deals(3, { faults: { latencyMs: 200 } });
    const pages = temporaryFolder();
    const report = join(pages, 'report.html');
    const args = ['apply', 'deals.csv', '--yes', '--concurrency', '1', '--report', report];
    const run = await opsheet(args, at, () => {
      // The folder goes away after it was looked at: a stick that was pulled out.
      const timer = setInterval(() => {
        if (sandbox.puts().length === 0) return;
        clearInterval(timer);
        rmSync(pages, { recursive: true });
      }, 5);
    });
    expect(run.status, run.stderr).toBe(74);
    expect(run.stdout).toContain('The report could not be written');
    expect(run.stdout).toContain('3 updated');
    expect(run.results.some((file) => file.includes('.results-'))).toBe(true);
  });
});
