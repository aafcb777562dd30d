import { isAbsolute, relative, resolve, sep } from 'node:path';

/** A path as people would write it: from the folder they are in when it lies within, whole when it lies elsewhere. */
export function shownPath(path: string, workingDirectory: string): string {
  const near = relative(workingDirectory, resolve(workingDirectory, path));
  const within = near !== '' && near !== '..' && !near.startsWith(`..${sep}`) && !isAbsolute(near);
  return within ? near : path;
}
