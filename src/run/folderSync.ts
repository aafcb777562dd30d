import { closeSync, fsyncSync, openSync } from 'node:fs';

/**
 * A new name in a folder is durable only when the folder is; Windows has no such call, and no such need. Throws the file
 * system's error.
 */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
