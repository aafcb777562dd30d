// Pictures of the screens for docs/screens.md, taken from the built program in a pseudo-terminal: npm run screens
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { seedWorkspace, startSandbox } from '../../dist/sandbox/index.js';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const OUT = at('docs/screens');
const COLUMNS = 96;
const ROWS = 28;
/** The longest that a screen may take to show something, in ms. */
const PATIENCE = 20_000;

const folder = mkdtempSync(join(tmpdir(), 'opsheet-screens-'));
// A sheet with everything in it: its headers are known, one column is not.
writeFileSync(join(folder, 'deals.csv'), readFileSync(at('samples/oportunidades.csv')));
const records = seedWorkspace().opportunities;
const lines = records.slice(0, 12).map(({ id }, i) => `${id};${1500 + i * 10},50;Ana`);
writeFileSync(join(folder, 'raro.csv'), `Ref. del trato;Monto final (S/);Vendedor\n${lines.join('\n')}\n`);
writeFileSync(join(folder, 'open.csv'), `ID;Monto\n${records[0].id};1.234\n`);
const many = records.map(({ id, amount }, i) => `${id};Nombre nuevo ${i};${(amount ?? 0) + 10}`);
writeFileSync(join(folder, 'many.csv'), `ID;Nombre;Monto\n${many.join('\n')}\n`.replaceAll('.', ','));

const sandbox = await startSandbox({ faults: { latencyMs: 120, statuses: { 422: 0.05 } } });
const environment = {
  PATH: process.env.PATH,
  LANG: 'en_US.UTF-8',
  TERM: 'xterm-256color',
  XDG_STATE_HOME: join(folder, 'state'),
  XDG_CONFIG_HOME: join(folder, 'config'),
  PLAZBOT_API_URL: sandbox.url,
  PLAZBOT_WORKSPACE_ID: sandbox.workspaceId,
  PLAZBOT_TOKEN: sandbox.token,
};

mkdirSync(OUT, { recursive: true });
try {
  await session(['check', 'open.csv'], [[/Type a number/, 'asked', '\r']]);
  await session(['apply', 'raro.csv'], [[/What are the columns/, 'columns', 'q']]);
  await session(
    ['apply', 'deals.csv'],
    [
      [/to update/, 'impact', '\r'],
      [/63,640.28 → 70,000/, 'table', 'o'],
      [/OP-0001|da1ef18e/, 'row', '\u001b'],
      [/63,640.28 → 70,000/, null, 'c'],
      [/Send 7 changes/, 'question', 'y'],
      [/Next:/, 'summary', ''],
    ],
  );
  await session(
    ['apply', 'many.csv', '--max-errors', 'none'],
    [
      [/to update/, null, 'c'],
      [/Send \d+ changes/, null, '240\r'],
      [/[▁▂▃▄▅▆▇█]{5,}\n/, 'progress', 's'],
      [/Next:/, null, ''],
    ],
  );
  await session(['runs'], [[/One in detail/, 'runs', '']]);
  await session(['check', 'deals.csv'], [[/can be planned/, 'check', '']]);
} finally {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a command and, at each screen that is waited for, takes its picture and types what comes next. */
async function session(args, steps) {
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  const child = spawn(process.execPath, [at('dist/main.js'), ...args], {
    ...{ name: 'xterm-256color', cols: COLUMNS, rows: ROWS, cwd: folder, env: environment },
  });
  child.onData((data) => terminal.write(data));
  const ended = new Promise((resolve) => child.onExit(resolve));
  for (const [wanted, picture, keys] of steps) {
    await shown(terminal, wanted);
    if (picture !== null) writeFileSync(join(OUT, `${picture}.svg`), svgOf(terminal));
    if (keys !== '') child.write(keys);
  }
  await ended;
  terminal.dispose();
}

async function shown(terminal, wanted) {
  const deadline = performance.now() + PATIENCE;
  while (!wanted.test(textOf(terminal))) {
    if (performance.now() > deadline) throw new Error(`never showed ${wanted}:\n${textOf(terminal)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // What is drawn after it in the same frame.
  await new Promise((resolve) => setTimeout(resolve, 400));
}

function rowsOf(terminal) {
  const { active } = terminal.buffer;
  return Array.from({ length: ROWS }, (_, y) => active.getLine(active.viewportY + y));
}

function textOf(terminal) {
  return rowsOf(terminal)
    .map((line) => line?.translateToString(true) ?? '')
    .join('\n');
}

/** The terminal's cells as text in an SVG: runs of one look are one piece. */
function svgOf(terminal) {
  const colours = { 1: '#e06c75', 2: '#98c379', 3: '#e5c07b', 4: '#61afef', 5: '#c678dd', 6: '#56b6c2' };
  const [width, height] = [8.4, 18];
  const pieces = rowsOf(terminal).flatMap((line, y) => {
    const runs = [];
    for (let x = 0; x < COLUMNS; x += 1) {
      const cell = line?.getCell(x);
      if (!cell || cell.getWidth() === 0) continue;
      const inverse = cell.isInverse() !== 0;
      const colour = cell.isFgPalette() ? (colours[cell.getFgColor() % 8] ?? '#d7dae0') : '#d7dae0';
      const look = `${colour} ${cell.isBold() !== 0} ${cell.isDim() !== 0} ${inverse} ${cell.isUnderline() !== 0}`;
      const last = runs.at(-1);
      if (last?.look === look) {
        last.text += cell.getChars() || ' ';
        last.columns += cell.getWidth();
      } else
        runs.push({
          look,
          colour,
          cell: { bold: cell.isBold(), dim: cell.isDim(), inverse, line: cell.isUnderline() },
          x,
          columns: cell.getWidth(),
          text: cell.getChars() || ' ',
        });
    }
    return runs.filter(({ text, cell }) => text.trim() !== '' || cell.inverse).map((run) => pieceOf(run, y));
  });
  function pieceOf({ x, columns, text, colour, cell }, y) {
    const left = 12 + x * width;
    const box = cell.inverse
      ? `<rect x="${left}" y="${14 + y * height}" width="${columns * width}" height="${height}" fill="#3e4451"/>`
      : '';
    const style = `${cell.bold ? ' font-weight="bold"' : ''}${cell.dim ? ' opacity="0.65"' : ''}${cell.line ? ' text-decoration="underline"' : ''}`;
    return `${box}<text x="${left}" y="${28 + y * height}" textLength="${columns * width}" lengthAdjust="spacingAndGlyphs" fill="${colour}"${style} xml:space="preserve">${escaped(text)}</text>`;
  }
  const size = [24 + COLUMNS * width, 24 + ROWS * height];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size[0]} ${size[1]}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14"><rect width="100%" height="100%" rx="8" fill="#21252b"/>${pieces.join('\n')}</svg>\n`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
