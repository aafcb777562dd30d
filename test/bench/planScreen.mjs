// Plans a sheet against records made up on the spot, with the screens or without, up to the first frame of the preview.
// The arguments: sheet, `screen` or `none`.
import { join } from 'node:path';
import { understandSheet } from '../../dist/mapping/index.js';
import { makePlan } from '../../dist/plan/index.js';
import { openSheet } from '../../dist/sheet/index.js';
import { benchFolder, rowOf, STAGES } from './sheetFiles.mjs';
import { terminalStub } from './terminalStub.mjs';

process.env.NODE_ENV = 'production';
const [, , file, how] = process.argv;
const stages = STAGES.map((name, i) => ({ id: `s${i}`, name, order: i }));
const target = { origin: 'http://127.0.0.1', workspaceId: 'w', workspaceName: 'w', sandbox: false };
const begin = performance.now();
const terminal = terminalStub();
const view = how === 'screen' ? await screen() : null;
const sheet = await openSheet(file);
const understanding = await understandSheet(sheet);
const plan = await makePlan({
  sheet,
  understanding,
  reading: {},
  live: { read: async (id) => record(id), list: async function* () {} },
  workspace: { id: 'w', name: 'w', stages },
  origin: target.origin,
  path: join(benchFolder(), 'plan.jsonl'),
  concurrency: 4,
  read: 'rows',
  now: () => new Date(0),
  onRow: (planned) => view?.planning(planned, understanding.rows),
});
if (view) await terminal.frame((text) => text.includes('? help'), preview);
process.stderr.write(`took ${performance.now() - begin} ms\n`);
await view?.close();
await plan.close();
await sheet.close();
process.exit(0);

async function screen() {
  const { loadMessages } = await import('../../dist/messages/index.js');
  const { createInkView } = await import('../../dist/ui/ink/inkView.js');
  const messages = await loadMessages('en', 'en');
  const { stdin, stdout } = terminal;
  return createInkView(messages, {
    stdin,
    stdout,
    stderr: process.stderr,
    colour: true,
    environment: {},
    onInterrupt() {},
  });
}

function preview() {
  void view.review(
    {
      ...{ target, sheet: plan.header.sheet, stages, summary: plan.summary, guards: [] },
      positions: (verdicts) => plan.positions(verdicts),
      rowAt: (position) => plan.rowAt(position),
      scan: (from) => plan.scan(from),
    },
    'confirm',
  );
}

/** The record that the sheet's row describes, with another amount in nine of ten. */
function record(id) {
  const i = Number(id.slice(3));
  const { name, amount, description, origin, code } = rowOf(i);
  const field = { name: 'Origen', value: origin };
  return {
    ...{ id, name, description, opportCode: code, stageId: `s${i % 4}`, contactId: null },
    amount: i % 10 === 0 ? `${amount}.5` : '1000',
    customFields: [{ ...field, wire: field }],
    ...{ winLossStatus: 0, updatedDate: null, deletionDate: null },
  };
}
