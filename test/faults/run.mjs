import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `npm run faults [suite ...]`: the suites in their full form, one after another, each printing its figures. Ends
// with another code than 0 when a figure is not what it must be.
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const suites = process.argv.slice(2).map((name) => `test/faults/${name}`);
const which = suites.length > 0 ? suites : ['test/faults/'];
const how = ['--config', 'test/vitest.config.ts', '--no-file-parallelism', '--disable-console-intercept'];
spawn(process.execPath, [vitest, 'run', ...which, ...how], {
  stdio: 'inherit',
  // React's development build keeps something of each frame.
  env: { ...process.env, OPSHEET_FAULTS: 'full', NODE_ENV: 'production' },
}).on('close', (status) => {
  process.exitCode = status ?? 1;
});
