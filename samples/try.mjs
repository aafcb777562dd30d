// The main job on a sample sheet, against a CRM that lives inside the process: no account, nothing real.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const sheet = fileURLToPath(new URL('./oportunidades.xlsx', import.meta.url));
const { status, signal } = spawnSync(process.execPath, [main, 'apply', sheet, '--sandbox', '--yes'], {
  stdio: 'inherit',
});

// 1 means that some rows were refused: the sample has such rows on purpose.
const EXPECTED = 1;
if (status === EXPECTED) {
  console.log(`
This was a try: the sheet is samples/oportunidades.xlsx, the CRM was a sandbox, and some rows were meant to fail.
Open the results sheet above beside the sample and compare them. To decide yourself before anything is sent:
  node dist/main.js apply samples/oportunidades.csv --sandbox`);
} else {
  console.error(`The try ended with ${signal ?? `exit code ${status}`} instead of ${EXPECTED}.`);
  process.exitCode = status || 70;
}
