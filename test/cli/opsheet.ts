import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { openSheet } from '../../src/sheet/index.js';
import { temporaryFolder, textsOf } from '../sheet/files.js';

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A token that no output and no file may ever show. */
export const CANARY = 'canary-7f3a9c-token';

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
  /** The files beside which the command ran that were not there before. */
  results: string[];
}

export interface Setting {
  /** The folder with the sheets, in which the command runs. */
  folder: string;
  /** Where opsheet keeps its runs. */
  state: string;
  environment: Record<string, string>;
}

/** A folder to work in and an environment that names a CRM, or none. */
export function setting(sandbox: Sandbox | null): Setting {
  const state = temporaryFolder();
  const connection = sandbox && {
    PLAZBOT_API_URL: sandbox.url,
    PLAZBOT_WORKSPACE_ID: sandbox.workspaceId,
    PLAZBOT_TOKEN: sandbox.token,
  };
  const environment = {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    XDG_STATE_HOME: state,
    XDG_CONFIG_HOME: temporaryFolder(),
    ...connection,
  };
  return { folder: temporaryFolder(), state, environment };
}

/** A sandbox that ends with the test. */
export async function crm(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ token: CANARY, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/**
 * Runs the built program as a child process without a terminal, and checks on the way out that the token stands
 * in nothing that it printed or left on the disk. `onStart` is given a way to send it signals, and `onPrint` is told
 * each time it prints what has stood on standard output so far.
 */
export async function opsheet(
  args: readonly string[],
  { folder, state, environment }: Setting,
  onStart: (kill: (signal: NodeJS.Signals) => void, pid: number) => void = () => undefined,
  onPrint: (printed: string) => void = () => undefined,
): Promise<Finished> {
  const before = new Set(readdirSync(folder));
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: environment, stdio: 'pipe' });
  child.stdin.end();
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    onPrint(stdout);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  onStart((signal) => child.kill(signal), child.pid ?? 0);
  const status = await new Promise<number | null>((resolvePromise) => child.on('close', resolvePromise));
  const results = readdirSync(folder).filter((name) => !before.has(name));
  expect(stdout + stderr).not.toContain(CANARY);
  const written = [...results.map((name) => join(folder, name)), ...filesBelow(state)];
  for (const file of written) expect(readFileSync(file).includes(CANARY), file).toBe(false);
  return { status, stdout, stderr, results: results.map((name) => join(folder, name)) };
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** A results sheet as objects by header. */
export async function resultRows(file: string): Promise<Record<string, string>[]> {
  const [header = [], ...rows] = await textsOf(await openSheet(resolve(file)));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
}
