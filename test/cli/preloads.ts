import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../sheet/files.js';
import type { Setting } from './opsheet.js';

/** The same setting on a computer on which this script has run before the program. */
function preloaded(at: Setting, script: string): Setting {
  const file = join(temporaryFolder(), 'preload.cjs');
  writeFileSync(file, script);
  return { ...at, environment: { ...at.environment, NODE_OPTIONS: `--require ${file}` } };
}

/** Of which the clock is so many ms ahead. */
export function clockAhead(at: Setting, ms: number): Setting {
  return preloaded(
    at,
    `const RealDate = Date;
    globalThis.Date = class extends RealDate {
      constructor(...parts) {
        if (parts.length === 0) super(RealDate.now() + ${ms});
        else super(...parts);
      }
      static now() { return RealDate.now() + ${ms}; }
    };`,
  );
}

/** Whose file system has no links, such as exFAT. */
export function withoutLinks(at: Setting): Setting {
  return preloaded(
    at,
    `const files = require('node:fs/promises');
    files.link = async (from, path) => {
      const error = new Error('EPERM: operation not permitted, link');
      throw Object.assign(error, { code: 'EPERM', syscall: 'link', path, errno: -1 });
    };
    require('node:module').syncBuiltinESMExports();`,
  );
}
