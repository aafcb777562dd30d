// Loaded before a program (`--import`): notes how long its event loop was blocked at the longest since it first wrote to
// its terminal, and its greatest memory. It writes them to the file that GAUGE names: `{ blocked, memory }`, in ms and MB.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/** How often the loop is looked at, in ms. */
const EVERY = 10;

// A worker is loaded with it, too, and has a loop of its own.
if (process.env.GAUGE && isMainThread) {
  const delays = monitorEventLoopDelay({ resolution: EVERY });
  const write = process.stdout.write;
  process.stdout.write = function first(...told) {
    process.stdout.write = write;
    delays.enable();
    return write.apply(this, told);
  };
  process.on('exit', () => {
    const blocked = Math.max(0, delays.max / 1e6 - EVERY);
    const memory = process.resourceUsage().maxRSS / 1024;
    writeFileSync(process.env.GAUGE, JSON.stringify({ blocked, memory }));
  });
}
