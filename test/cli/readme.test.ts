import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exitCode.js';
import { opsheet, setting } from './opsheet.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it.each([
    ['a run', 0, ['apply', 'samples/oportunidades.xlsx', '--sandbox', '--yes', '--out']],
    ['a check', 1, ['check', 'samples/oportunidades.csv']],
  ])('shows of %s only what the program prints', async (_, block, args) => {
    const shown = [...README.matchAll(/```text\n([\s\S]*?)```/g)][block]?.[1]?.split('\n') ?? [];
    const at = { ...setting(null), folder: ROOT };
    const out = args.at(-1) === '--out' ? [`${at.state}/out.xlsx`] : [];
    const printed = (await opsheet([...args, ...out], at)).stdout.split('\n').map(withoutPort);
    const expected = shown.filter((line) => line !== '').map(withoutPort);
    expect(expected.length).toBeGreaterThan(12);
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
