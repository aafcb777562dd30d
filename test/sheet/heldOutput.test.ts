import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { openSheet, textCell, writeSheet } from '../../src/sheet/index.js';
import { rowsOf, temporaryFolder } from './files.js';

/** What a name answers that another program holds, by path: Windows does that, and no Linux that runs tests. */
const held = new Map<string, string>();
/** Whether the file system has links at all. */
let links = true;

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const refuse = (code: string) => Object.assign(new Error(code), { code, syscall: 'rename' });
  const check = (to: string) => {
    const code = held.get(to);
    if (code !== undefined) throw refuse(code);
  };
  return {
    ...real,
    link: async (from: string, to: string) => {
      check(to);
      if (!links) throw refuse('ENOTSUP');
      return real.link(from, to);
    },
    rename: async (from: string, to: string) => {
      check(to);
      return real.rename(from, to);
    },
  };
});

beforeEach(() => {
  held.clear();
  links = true;
});

async function writeTo(path: string): Promise<string> {
  const writer = await writeSheet(path, { format: 'xlsx', delimiter: null });
  await writer.tab({ name: 'Data', purpose: 'results', widths: [] }).row([textCell('ID')]);
  return writer.finish();
}

it.each(['EBUSY', 'EPERM', 'EACCES'])('goes to another name when its own answers %s', async (code) => {
  const folder = temporaryFolder();
  held.set(join(folder, 'out.xlsx'), code);
  held.set(join(folder, 'out (2).xlsx'), code);
  expect(await writeTo(join(folder, 'out.xlsx'))).toBe(join(folder, 'out (3).xlsx'));
  expect(readdirSync(folder)).toEqual(['out (3).xlsx']);
  const sheet = await openSheet(join(folder, 'out (3).xlsx'));
  expect(await rowsOf(sheet)).toHaveLength(1);
  await sheet.close();
});

it('leaves a file alone where there are no links either', async () => {
  const folder = temporaryFolder();
  links = false;
  writeFileSync(join(folder, 'out.xlsx'), 'mine');
  expect(await writeTo(join(folder, 'out.xlsx'))).toBe(join(folder, 'out (2).xlsx'));
  expect(readFileSync(join(folder, 'out.xlsx'), 'utf8')).toBe('mine');
});

it('gives up at last, and replaces nothing', async () => {
  const folder = temporaryFolder();
  const names = Array.from({ length: 100 }, (_, i) => (i === 0 ? 'out.xlsx' : `out (${i + 1}).xlsx`));
  for (const name of names) writeFileSync(join(folder, name), 'mine');
  await expect(writeTo(join(folder, 'out.xlsx'))).rejects.toMatchObject({ fact: { code: 'out.exists' } });
  for (const name of names) expect(readFileSync(join(folder, name), 'utf8')).toBe('mine');
});

it('says what is wrong with the disk when that is what is wrong', async () => {
  const folder = temporaryFolder();
  held.set(join(folder, 'out.xlsx'), 'EIO');
  await expect(writeTo(join(folder, 'out.xlsx'))).rejects.toMatchObject({ code: 'EIO' });
});
