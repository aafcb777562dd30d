import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './child.mjs';
import { median } from './measure.mjs';
import { benchFolder, csvOf } from './sheetFiles.mjs';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const RUNS = 3;
const ROWS = 1_000_000;
/** From a key to its frame, in ms: one frame of a screen that draws sixty a second. */
const FRAME_MS = 16;
/** What the preview of the plan may cost besides the plan itself, in MB. */
const PREVIEW_MB = 150;

async function planFile() {
  const path = join(benchFolder(), `review-${ROWS}.jsonl`);
  if (!existsSync(path)) await runChild(at('reviewPlan.mjs'), [String(ROWS), path]);
  return path;
}

/** From key to frame in a plan of a million rows, and what looking through it costs in memory. */
export async function benchReviewKeys() {
  const { drawn, times, blocked } = (await look(await planFile())).figures;
  // What has the whole plan read is told by itself; a person waits for it, and sees how far it is.
  const reading = [
    'a risk, with the reading of the plan',
    'an order by amount',
    'a search for what is nowhere',
  ];
  const quick = Object.entries(times).filter(([name]) => !reading.includes(name));
  const all = quick.flatMap(([, ms]) => ms);
  const rounded = (ms) => ms.toFixed(1);
  return {
    name: `from key to frame with a plan of ${ROWS.toLocaleString('en')} rows, in frames of ${FRAME_MS} ms`,
    ratio: median(all) / FRAME_MS,
    most: 1,
    figures: {
      'median of all keys, ms': rounded(median(all)),
      'slowest key, ms': rounded(Math.max(...all)),
      'first frame, ms': rounded(drawn),
      'longest time that no key was heard while the plan was read, ms': rounded(blocked),
      ...Object.fromEntries(Object.entries(times).map(([name, ms]) => [`${name}, ms`, rounded(median(ms))])),
    },
  };
}

export async function benchReviewMemory() {
  const path = await planFile();
  const own = [];
  const looked = [];
  for (let i = 0; i < RUNS; i += 1) {
    own.push((await runChild(at('reviewKeys.mjs'), [path, 'open'])).mb);
    looked.push((await look(path)).mb);
  }
  const more = median(looked) - median(own);
  return {
    name: `memory of the preview of ${ROWS.toLocaleString('en')} rows besides the plan's own, against ${PREVIEW_MB} MB`,
    ratio: more / PREVIEW_MB,
    most: 1,
    figures: {
      'the plan alone, MB': Math.round(median(own)),
      'with the preview, filtered, sorted, searched, MB': Math.round(median(looked)),
    },
  };
}

async function look(path) {
  const out = join(benchFolder(), 'review.json');
  rmSync(out, { force: true });
  const { mb } = await runChild(at('reviewKeys.mjs'), [path, 'look', out]);
  return { mb, figures: JSON.parse(readFileSync(out, 'utf8')) };
}

/** From the sheet to the first frame of the preview, with all screens on the way, against the plan without a screen. */
export async function benchReviewFirstFrame() {
  const rows = 300_000;
  const file = await csvOf(rows);
  const bare = [];
  const drawn = [];
  for (let i = 0; i < RUNS; i += 1) {
    bare.push((await runChild(at('planScreen.mjs'), [file, 'none'])).told);
    drawn.push((await runChild(at('planScreen.mjs'), [file, 'screen'])).told);
  }
  return {
    name: `first frame of the preview of ${rows.toLocaleString('en')} rows against the plan without a screen`,
    ratio: median(drawn) / median(bare),
    most: 1.5,
    figures: {
      'up to the first frame, s': (median(drawn) / 1000).toFixed(2),
      'plan without a screen, s': (median(bare) / 1000).toFixed(2),
    },
  };
}
