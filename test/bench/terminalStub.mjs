import { PassThrough, Writable } from 'node:stream';

/** A terminal of 80 x 24 for Ink: keys go in, frames come out and are kept nowhere. */
export function terminalStub() {
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  let onFrame = () => undefined;
  const stdout = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        onFrame(chunk.toString());
        done();
      },
    }),
    { isTTY: true, columns: 80, rows: 24 },
  );
  return {
    stdin,
    stdout,
    /** Resolves to how long it took from now, in ms, until a frame came that fits; it fails after a minute. */
    frame(fits, act = () => undefined) {
      return new Promise((resolve, reject) => {
        const begin = performance.now();
        const timer = setTimeout(() => reject(new Error(`no such frame: ${fits}`)), 60_000);
        onFrame = (text) => {
          if (!fits(text)) return;
          clearTimeout(timer);
          onFrame = () => undefined;
          resolve(performance.now() - begin);
        };
        act();
      });
    },
  };
}
