import { inspectSheet, isKnownHeader } from '../../dist/mapping/index.js';
import { loadMessages } from '../../dist/messages/index.js';
import { openSheet } from '../../dist/sheet/index.js';
import { unpackRows } from '../../dist/sheet/packedRows.js';
import { WorkbookReader } from '../../dist/sheet/workbookReader.js';
import { fuzz } from '../sheet/fuzz/fuzz.mjs';

const INPUTS = 20_000;
const MOST_MS = 10_000;

/** Reads 20,000 mutated files; throws at the first that is neither read nor refused in words. */
export async function benchFuzz() {
  const { refusal } = await loadMessages('en', 'en-US');
  const rooms = {
    openSheet,
    inspectSheet,
    isKnownHeader,
    WorkbookReader,
    unpackRows,
    refusal,
  };
  // SheetJS remarks on odd files to the console.
  const { log, error } = console;
  console.log = () => undefined;
  console.error = () => undefined;
  const seed = Number(process.env.OPSHEET_FUZZ_SEED ?? 1);
  const outcome = await fuzz(INPUTS, seed, rooms).finally(() => Object.assign(console, { log, error }));
  return {
    name: `${INPUTS} mutated files, the slowest against ${MOST_MS} ms`,
    ratio: outcome.slowestMs / MOST_MS,
    most: 1,
    figures: {
      'read, refused in words': `${outcome.read}, ${outcome.refused}`,
      'slowest, ms': Math.round(outcome.slowestMs),
      'reasons of refusals': [...outcome.codes]
        .sort((a, b) => b[1] - a[1])
        .map(([code, n]) => `${code} ${n}`)
        .join(', '),
    },
  };
}
