// Plans a sheet against the list of a CRM in another process. The arguments: sheet, where the CRM is.
import { join } from 'node:path';
import { understandSheet } from '../../dist/mapping/index.js';
import { makePlan } from '../../dist/plan/index.js';
import { openSheet } from '../../dist/sheet/index.js';
import { clientOf } from './listClient.mjs';
import { benchFolder } from './sheetFiles.mjs';

const [, , file, told] = process.argv;
const client = clientOf(told);
const sheet = await openSheet(file);
const understanding = await understandSheet(sheet);
const workspace = await client.workspace();
let how = null;
const begin = performance.now();
const plan = await makePlan({
  sheet,
  understanding,
  reading: {},
  live: client,
  workspace,
  origin: JSON.parse(told).url,
  path: join(benchFolder(), 'plan.jsonl'),
  concurrency: 4,
  now: () => new Date(),
  onReading: (reading) => {
    how = reading.how;
  },
});
process.stderr.write(`took ${performance.now() - begin} ms\n`);
const { update, unchanged } = plan.summary.verdicts;
if (how !== 'list' || update !== understanding.rows / 100 || update + unchanged !== understanding.rows) {
  throw new Error(`not the plan that was meant: ${how}, ${JSON.stringify(plan.summary.verdicts)}`);
}
await plan.close();
await sheet.close();
await client.close();
