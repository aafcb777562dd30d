// A CRM in a process of its own, with the records that the sheets of sheetFiles.mjs describe; prints where it is.
import { startSandbox } from '../../dist/sandbox/index.js';
import { rowOf, STAGES } from './sheetFiles.mjs';

const [rows, latencyMs] = process.argv.slice(2).map(Number);
const opportunities = Array.from({ length: rows }, (_, i) => {
  const { id, name, amount, description, origin, code } = rowOf(i);
  return {
    id,
    opportCode: code,
    opportStatus: 1,
    winLossStatus: 0,
    finalAmount: 0,
    creationDate: '2026-01-05T12:00:00.0000000Z',
    updatedDate: '2026-02-05T12:00:00.0000000Z',
    deletionDate: null,
    statusId: 1,
    files: [],
    activities: [],
    segmentationId: null,
    assignedAgentId: null,
    name,
    description,
    // Every hundredth differs from the sheet.
    amount: i % 100 === 0 ? 1 : amount + 0.5,
    stageId: `s${i % STAGES.length}`,
    contactId: null,
    customFields: [
      { name: 'Origen', value: origin },
      { name: 'Zona', value: 'Norte' },
    ],
  };
});
const stages = STAGES.map((name, i) => ({ id: `s${i}`, name }));
const { url, token, workspaceId } = await startSandbox({ opportunities, stages, faults: { latencyMs } });
process.stdout.write(`${JSON.stringify({ url, token, workspaceId })}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit());
