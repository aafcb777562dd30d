// Delays of one length that end when they should, to a fraction of a ms. Node's own timers count whole ms, and all that
// were set within one fire together.
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** Delays under way at once, at the most. */
const ROOM = 4096;
/** Where in the shared numbers it says how many delays were ever asked for; the other one never changes. */
const ASKED = 0;
const NEVER = 1;
/** How much the latest lateness counts for how much too early a delay is made to end. */
const LATEST_COUNTS = 0.01;

/** ms, the same in all threads. */
const clock = () => {
  const [s, ns] = process.hrtime();
  return s * 1e3 + ns / 1e6;
};

/**
 * Gives a function that calls another one after `ms`, on average to some hundredths of it. A thread sleeps until each
 * is over, so that nothing spins: waiting takes next to no processor time from what is measured.
 */
export function exactDelay(ms) {
  const shared = new SharedArrayBuffer(8 + ROOM * 8);
  const counts = new Int32Array(shared, 0, 2);
  const ends = new Float64Array(shared, 8);
  const waiting = [];
  let late = 0;
  const thread = new Worker(fileURLToPath(import.meta.url), { workerData: shared });
  thread.on('message', (over) => {
    for (const { begun, call } of waiting.splice(0, over)) {
      call();
      late += LATEST_COUNTS * (clock() - begun - ms);
    }
  });
  return (call) => {
    if (waiting.length === ROOM) throw new Error(`more than ${ROOM} delays at once`);
    const begun = clock();
    waiting.push({ begun, call });
    ends[counts[ASKED] % ROOM] = begun + ms - Math.min(Math.max(0, late), ms / 4);
    Atomics.add(counts, ASKED, 1);
    Atomics.notify(counts, ASKED);
  };
}

/** Sleeps until the next one is over, and tells how many are, without end. */
function tellEnds(shared) {
  const counts = new Int32Array(shared, 0, 2);
  const ends = new Float64Array(shared, 8);
  for (let told = 0; ; ) {
    const asked = Atomics.load(counts, ASKED);
    if (told === asked) {
      Atomics.wait(counts, ASKED, asked);
      continue;
    }
    const left = ends[told % ROOM] - clock();
    if (left > 0) Atomics.wait(counts, NEVER, 0, left);
    else {
      const from = told;
      for (const now = clock(); told < asked && ends[told % ROOM] <= now; ) told += 1;
      parentPort.postMessage(told - from);
    }
  }
}

if (!isMainThread) tellEnds(workerData);
