import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedWorkspace } from '../../src/sandbox/index.js';
import { crm, type Setting, setting } from '../cli/opsheet.js';
import { drawing } from '../faults/form.js';
import { hostileTexts } from './hostileTexts.js';
import { strayText } from './strayText.js';
import { KEY, onScreen } from './terminal.js';

// All of them on each screen: test/faults/hostile.test.tsx. Here a few go the whole way, from a sheet and a server
// through the built program to a terminal.
const TEXTS = hostileTexts(40, drawing(8)).map((text) => text.slice(0, 300).toWellFormed());
const SEED = seedWorkspace();

/** A CRM whose workspace, stages, records and answers are hostile. */
async function hostileCrm() {
  const stages = SEED.stages.map(({ id }, i) => ({ id, name: TEXTS[i] ?? '' }));
  const opportunities = SEED.opportunities.slice(0, 20).map((record, i) => ({
    ...record,
    name: TEXTS[i] ?? '',
    description: TEXTS[i + 20] ?? '',
    customFields: [{ name: TEXTS[i] ?? '', value: TEXTS[i + 20] ?? '' }],
  }));
  let puts = 0;
  const sandbox = await crm({
    ...{ workspaceName: TEXTS[0] ?? '', stages, opportunities },
    answer: ({ method }) => {
      if (method !== 'PUT') return undefined;
      puts += 1;
      if (puts < 3) return undefined;
      const text = TEXTS[puts % TEXTS.length] ?? '';
      return { status: 400, body: { success: false, code: 400, errorCode: text, message: text, data: null } };
    },
  });
  return { sandbox, opportunities };
}

/** A sheet with hostile headers and cells; `known` names its columns so that nothing is asked about them. */
function sheet(at: Setting, ids: readonly string[], known: boolean): string {
  // A sheet with a NUL is no text at all.
  const cell = (text = '') => `"${text.replaceAll('\u0000', '').replaceAll('"', '""')}"`;
  const header = known ? 'ID;Nombre;Descripción' : `ID;Nombre;${cell(TEXTS[7])}`;
  const rows = ids.map((id, i) => `${id};${cell(`N${TEXTS[i + 5]}`)};${cell(TEXTS[i + 11])}`);
  const file = known ? 'known.csv' : 'hostil.csv';
  writeFileSync(join(at.folder, file), `${header}\n${rows.join('\n')}\n`);
  return file;
}

describe('hostile texts from a sheet and a server', () => {
  it('do nothing to the terminal on any screen', async () => {
    const { sandbox, opportunities } = await hostileCrm();
    const at = setting(sandbox);
    at.environment.NO_COLOR = '1';
    const ids = opportunities.map(({ id }) => id);
    const screen = onScreen(['apply', sheet(at, ids, false), '--max-errors', '100%'], at, 100, 30);
    await screen.shows('What are the columns');
    screen.type(KEY.down);
    screen.type(KEY.down);
    // Past not used, what finds the opportunity, and the name, which other columns are already.
    for (let step = 0; step < 4; step += 1) screen.type(KEY.right);
    await screen.shows('→ Description');
    screen.type(KEY.enter);
    await screen.shows('to update');
    for (const key of [KEY.enter, KEY.pageDown, 'o', KEY.right, KEY.escape, KEY.right, KEY.right, 'c']) {
      screen.type(key);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await screen.shows('y yes');
    screen.type('y');
    await screen.ended;
    expect(screen.history()).toContain('Next:');
    expect(strayText(screen.raw(), false)).toBeNull();

    for (const args of [
      ['runs'],
      ['runs', '2'],
      ['stages'],
      ['stages', '--json'],
      ['check', 'hostil.csv'],
      ['check', 'hostil.csv', '--json'],
      ['map', 'hostil.csv'],
      ['plan', sheet(at, ids, true), '--format', 'json'],
      ['apply', 'known.csv', '--yes', '--max-errors', '100%'],
    ]) {
      const lines = onScreen(args, at, 100, 30);
      await lines.ended;
      expect(lines.raw().length, args.join(' ')).toBeGreaterThan(20);
      expect(strayText(lines.raw(), false), args.join(' ')).toBeNull();
    }
  });
});
