import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Loaded before opsheet (`--import`): what it does with files fails as OPSHEET_TEST_FAILS says, with the errors that the
// system would give; with `SIGKILL` the process is killed there. `file` is a pattern; the nth such operation fails, and all later ones.
const { operation, file, code, nth = 1 } = JSON.parse(process.env.OPSHEET_TEST_FAILS ?? '{}');
const pattern = new RegExp(file ?? '^$');
const open = new Map();
let count = 0;

function check(what, path, syscall, named) {
  if (what !== operation || !pattern.test(String(path))) return;
  count += 1;
  if (count < nth) return;
  if (code === 'SIGKILL') process.kill(process.pid, 'SIGKILL');
  const told = `${code}: injected, ${syscall}${named ? ` '${path}'` : ''}`;
  throw Object.assign(new Error(told), { code, syscall, errno: -1, ...(named && { path: String(path) }) });
}

const { openSync, writeSync, fdatasync } = fs;
fs.openSync = (path, ...more) => {
  if (/[wa+]/.test(String(more[0]))) check('open', path, 'open', true);
  const fd = openSync(path, ...more);
  open.set(fd, path);
  return fd;
};
fs.writeSync = (fd, bytes, ...more) => {
  try {
    check('write', open.get(fd), 'write', false);
  } catch (error) {
    // A full disk takes the beginning of what it is given.
    if (code !== 'EROFS') writeSync(fd, bytes, 0, bytes.length >> 1, more[2]);
    throw error;
  }
  return writeSync(fd, bytes, ...more);
};
fs.fdatasync = (fd, done) =>
  fdatasync(fd, (error) => {
    try {
      check('sync', open.get(fd), 'fdatasync', false);
      done(error);
    } catch (injected) {
      done(injected);
    }
  });

const real = { ...promises };
promises.open = async (path, flags, ...more) => {
  if (/[wa+]/.test(String(flags))) check('open', path, 'open', true);
  const handle = await real.open(path, flags, ...more);
  for (const name of ['write', 'writev', 'writeFile', 'appendFile']) {
    const method = handle[name].bind(handle);
    handle[name] = async (...told) => {
      check('write', path, 'write', false);
      return method(...told);
    };
  }
  for (const name of ['sync', 'datasync']) {
    const method = handle[name].bind(handle);
    handle[name] = async () => {
      check('sync', path, 'fsync', false);
      return method();
    };
  }
  return handle;
};
for (const name of ['mkdir', 'copyFile', 'rename', 'link']) {
  promises[name] = async (...told) => {
    check(name, name === 'mkdir' ? told[0] : told[1], name, true);
    return real[name](...told);
  };
}
syncBuiltinESMExports();
