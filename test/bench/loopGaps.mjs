// Loaded before a program (`--import`): notes when its event loop was late and by how much, and how much it has
// computed so far. It writes them to a file that LOOP_GAPS names: `[now, late, cpu]` each, `now` in ms since 1970, the
// others in ms.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** How often it is looked at, in ms. */
const EVERY = 10;

// A worker is loaded with it, too, and has a loop of its own.
if (process.env.LOOP_GAPS && isMainThread) {
  const notes = [];
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    const { user, system } = process.cpuUsage();
    notes.push([performance.timeOrigin + now, Math.max(0, now - last - EVERY), (user + system) / 1000]);
    last = now;
  }, EVERY).unref();
  process.on('exit', () => writeFileSync(process.env.LOOP_GAPS, JSON.stringify(notes)));
}
