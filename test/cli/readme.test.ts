import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exitCode.js';
import { opsheet, setting } from './opsheet.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('shows only what the program prints', async () => {
    const shown = /```text\n([\s\S]*?)```/.exec(README)?.[1]?.split('\n') ?? [];
    const at = { ...setting(null), folder: ROOT };
    const out = `${at.state}/out.xlsx`;
    const args = ['apply', 'samples/oportunidades.xlsx', '--sandbox', '--yes', '--out', out];
    const printed = (await opsheet(args, at)).stdout.split('\n').map(withoutPort);
    const expected = shown.filter((line) => line !== '').map(withoutPort);
    expect(expected.length).toBeGreaterThan(15);
    expect(expected.filter((line) => !printed.includes(line))).toEqual([]);
  });

  it('lists every exit code', () => {
    const listed = [...README.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, codes]) =>
      codes?.split(', ').map(Number),
    );
    expect(new Set(listed)).toEqual(new Set(Object.values(EXIT)));
  });
});

function withoutPort(line: string): string {
  return line.replace(/127\.0\.0\.1:\d+/, '127.0.0.1');
}
