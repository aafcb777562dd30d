// Loaded before a program (`--import`): notes how long its event loop was blocked at the longest since it first wrote to
// its terminal, and its greatest memory. It writes them to the file that GAUGE names: `{ blocked, after, memory }`, in
// ms (`after` the first frame) and MB.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** How often the loop is looked at, in ms. */
const EVERY = 10;

const computed = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

// A worker is loaded with it, too, and has a loop of its own.
if (process.env.GAUGE && isMainThread) {
  let blocked = 0;
  let after = 0;
  const write = process.stdout.write;
  process.stdout.write = function first(...told) {
    process.stdout.write = write;
    const begin = performance.now();
    let last = begin;
    let lastComputed = computed();
    setInterval(() => {
      const now = performance.now();
      const nowComputed = computed();
      // Where it was late without computing, the computer was busy with something else.
      const late = Math.min(now - last - EVERY, nowComputed - lastComputed);
      if (late > blocked) {
        blocked = late;
        after = now - begin;
      }
      last = now;
      lastComputed = nowComputed;
    }, EVERY).unref();
    return write.apply(this, told);
  };
  process.on('exit', () => {
    const memory = process.resourceUsage().maxRSS / 1024;
    writeFileSync(process.env.GAUGE, JSON.stringify({ blocked, after, memory }));
  });
}
