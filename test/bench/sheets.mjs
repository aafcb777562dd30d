import { fileURLToPath } from 'node:url';
import { runChild } from './child.mjs';
import { median } from './measure.mjs';
import { csvOf, xlsxOf } from './sheetFiles.mjs';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const MAIN = at('../../dist/main.js');
const RUNS = 5;

/** The median time and the greatest memory of some runs of a script, taken turn and turn about with the baseline. */
async function compare(script, args, baseline, file) {
  const times = [];
  const baseTimes = [];
  let mb = 0;
  for (let i = 0; i < RUNS; i += 1) {
    baseTimes.push((await runChild(at(baseline), [file])).ms);
    const run = await runChild(script, args);
    times.push(run.ms);
    mb = Math.max(mb, run.mb);
  }
  return { ms: median(times), baseMs: median(baseTimes), mb };
}

function timeBench(name, { ms, baseMs, mb }, most) {
  return {
    name,
    ratio: ms / baseMs,
    most,
    figures: {
      'opsheet, whole process, s': (ms / 1000).toFixed(2),
      'baseline, whole process, s': (baseMs / 1000).toFixed(2),
      'peak memory, MB': Math.round(mb),
    },
  };
}

const check = (file) => [MAIN, ['check', file]];
const plan = (file) => [at('planStub.mjs'), [file]];

export async function benchCheckCsv() {
  const file = await csvOf(1_000_000);
  const measured = await compare(...check(file), 'papaparse.mjs', file);
  return timeBench('check of a CSV of 1,000,000 rows against papaparse alone', measured, 2.5);
}

export async function benchPlanCsv() {
  const file = await csvOf(1_000_000);
  const measured = await compare(...plan(file), 'papaparse.mjs', file);
  return timeBench('plan of a CSV of 1,000,000 rows (stub records) against papaparse alone', measured, 2.5);
}

export async function benchCheckXlsx() {
  const file = await xlsxOf(100_000);
  const measured = await compare(...check(file), 'sheetjs.mjs', file);
  return timeBench('check of a workbook of 100,000 rows against SheetJS alone', measured, 1.3);
}

/** Memory of a million rows against that of a hundred thousand, and against the limit of 300 MB. */
async function memoryBench(name, command) {
  const small = await peak(command, await csvOf(100_000));
  const large = await peak(command, await csvOf(1_000_000));
  if (large > 300) throw new Error(`${name} took ${Math.round(large)} MB`);
  return {
    name: `memory of ${name} for 1,000,000 rows against 100,000 rows`,
    ratio: large / small,
    most: 1.2,
    figures: {
      '1,000,000 rows, MB': Math.round(large),
      '100,000 rows, MB': Math.round(small),
      'limit, MB': 300,
    },
  };
}

async function peak(command, file) {
  const runs = [];
  for (let i = 0; i < RUNS; i += 1) runs.push((await runChild(...command(file))).mb);
  return median(runs);
}

export const benchCheckMemory = () => memoryBench('check', check);
export const benchPlanMemory = () => memoryBench('plan', plan);
