// Plans a sheet against records made up on the spot: what planning itself costs, without any network.
import { join } from 'node:path';
import { understandSheet } from '../../dist/mapping/index.js';
import { makePlan } from '../../dist/plan/index.js';
import { openSheet } from '../../dist/sheet/index.js';
import { benchFolder, REPEATED, rowOf } from './sheetFiles.mjs';

const STAGES = ['Calificación', 'Propuesta', 'Negociación', 'Cierre'];
const stages = STAGES.map((name, i) => ({ id: `s${i}`, name, order: i }));
const STAGE_IDS = stages.map(({ id }) => id);

const FIELD = { name: 'Origen', value: rowOf(0).origin };
const CUSTOM_FIELDS = [{ ...FIELD, wire: FIELD }];
/** What comes again is made once: the time that the stub takes is not planning's. */
const ROWS = Array.from({ length: REPEATED }, (_, i) => rowOf(i)).map(({ name, description, amount }) => ({
  name,
  description,
  amount: `${amount}.5`,
}));

/** The record that the sheet's row describes; every hundredth has another amount. */
function record(id) {
  const i = Number(id.slice(3));
  const { name, description, amount } = ROWS[i % REPEATED];
  return {
    id,
    name,
    description,
    opportCode: null,
    amount: i % 100 === 0 ? '1' : amount,
    stageId: STAGE_IDS[i % STAGE_IDS.length],
    contactId: null,
    customFields: CUSTOM_FIELDS,
    winLossStatus: 0,
    updatedDate: null,
    deletionDate: null,
  };
}

const sheet = await openSheet(process.argv[2]);
const understanding = await understandSheet(sheet);
const plan = await makePlan({
  sheet,
  understanding,
  reading: {},
  live: { read: async (id) => record(id), list: async function* () {} },
  workspace: { id: 'w', name: 'w', stages },
  origin: 'http://127.0.0.1',
  path: join(benchFolder(), 'plan.jsonl'),
  concurrency: 4,
  read: 'rows',
  now: () => new Date(0),
});
if (plan.summary.verdicts.update !== understanding.rows / 100) throw new Error('not the plan that was meant');
await plan.close();
await sheet.close();
