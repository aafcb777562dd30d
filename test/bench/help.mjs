import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, timed } from './measure.mjs';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const RUNS = 15;

/** What `opsheet --help` costs against a bare `node -e 0`, run in turn. */
export async function benchHelp() {
  const bare = [];
  const help = [];
  const node = (...args) => timed(() => spawnSync(process.execPath, args, { stdio: 'ignore' }));
  for (let i = 0; i <= RUNS; i += 1) {
    const a = node('-e', '0');
    const b = node(MAIN, '--help');
    // The first round only fills the caches.
    if (i === 0) continue;
    bare.push(a);
    help.push(b);
  }
  return {
    name: 'opsheet --help against node -e 0',
    ratio: median(help) / median(bare),
    most: 3,
    figures: {
      'node -e 0, median ms': median(bare).toFixed(0),
      'opsheet --help, median ms': median(help).toFixed(0),
    },
  };
}
