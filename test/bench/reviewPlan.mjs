// Writes a plan of so many rows, two in three of them updates. The arguments: rows, path.
import { PlanFile } from '../../dist/plan/index.js';
import { RiskJudge } from '../../dist/plan/risks.js';
import { PlanTally } from '../../dist/plan/summary.js';
import { rowOf, STAGES } from './sheetFiles.mjs';

const [, , rows, path] = process.argv;
const stages = STAGES.map((name, i) => ({ id: `s${i}`, name }));
const plan = await PlanFile.create(path, {
  kind: 'plan',
  version: 1,
  planId: 'bench',
  createdAt: new Date(0).toISOString(),
  sheet: { file: 'bench.csv', path: '/bench.csv', sha256: '', bytes: 1, sheetName: null, format: 'csv' },
  mapping: { headerRow: 1, key: { by: 'id', index: 0, header: 'ID' }, columns: [], constants: [] },
  amountStyle: null,
  target: { origin: 'http://127.0.0.1', workspaceId: 'w', workspaceName: 'Ventas' },
  stages,
});
const tally = new PlanTally(stages);
const judge = new RiskJudge(stages, new Date(0));
for (let i = 0; i < Number(rows); i += 1) {
  const row = plannedRow(i);
  tally.add(row);
  await plan.append(row);
}
await plan.finish(tally.summary());
await plan.close();

function plannedRow(i) {
  const { id, name, amount, description, origin, code } = rowOf(i);
  const rowNumber = i + 2;
  if (i % 3 === 2) return { verdict: 'unchanged', rowNumber, id, name };
  const field = { name: 'Origen', value: origin };
  const beforeImage = {
    ...{ id, name, description, opportCode: code, amount: String(amount), stageId: `s${i % 4}` },
    ...{ contactId: null, winLossStatus: 0, updatedDate: null, deletionDate: null },
    customFields: [{ ...field, wire: field }],
  };
  const after = i % 1000 === 0 ? String(amount * 20) : `${amount + (i % 500)}.5`;
  const changes = [{ field: 'amount', before: String(amount), after }];
  if (i % 5 === 0) changes.push({ field: 'stageId', before: `s${i % 4}`, after: `s${(i + 1) % 4}` });
  const body = { amount: Number(after) };
  const risks = judge.risksOf(beforeImage, changes);
  return { verdict: 'update', rowNumber, rowNumbers: [rowNumber], id, changes, risks, body, beforeImage };
}
