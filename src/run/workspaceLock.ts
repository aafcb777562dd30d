import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { RunRefusal } from './refusal.js';

/** Held while a run sends: one writer for a workspace, so that two runs cannot undo each other's changes. */
export interface WorkspaceLock {
  release(): Promise<void>;
}

export interface LockOptions {
  readonly stateDirectory: string;
  readonly origin: string;
  readonly workspaceId: string;
  readonly runId: string;
  readonly now: () => Date;
  /** Takes the lock from this run, whoever holds it: for a holder on another computer that is known to be gone. */
  readonly forceFrom?: string;
}

interface Holder {
  readonly runId: string;
  readonly pid: number;
  readonly host: string;
  /** When the holding process started, as the system tells it; `null` where it does not. */
  readonly processStart: string | null;
  /** UTC, ISO 8601. */
  readonly since: string;
}

/** Times that a lock is found in the hands of someone who is gone, before something must be very wrong. */
const MOST_TRIES = 20;
/** How long another process may take between finding an old lock and moving it away, in ms. */
const SETTLED_MS = 60;

/** Throws `RunRefusal` naming the holder when another run of this workspace is sending. */
export async function lockWorkspace(options: LockOptions): Promise<WorkspaceLock> {
  const { stateDirectory, origin, workspaceId, runId } = options;
  const folder = join(stateDirectory, 'locks');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = createHash('sha256').update(`${origin}\n${workspaceId}`).digest('hex').slice(0, 16);
  const path = join(folder, `${name}.json`);
  const own: Holder = {
    runId,
    pid: process.pid,
    host: hostname(),
    processStart: await processStart(process.pid),
    since: options.now().toISOString(),
  };
  const text = JSON.stringify(own);

  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    if (await place(path, text)) {
      // Someone who found the old lock just before it was moved away may still move this one: then it is theirs.
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
      if ((await readText(path)) === text) return { release: () => release(path, text) };
      continue;
    }
    const found = await readText(path);
    if (found === null) continue;
    const holder = parseHolder(found);
    if (holder && (await isHeld(holder)) && holder.runId !== options.forceFrom) {
      throw new RunRefusal({ code: 'run.locked', ...refusable(holder), file: path });
    }
    await moveAway(path, found);
  }
  throw new Error(`the lock ${path} cannot be taken`);
}

function refusable({ runId, pid, host, since }: Holder) {
  return { runId, pid, host, since };
}

/** Puts the whole text there at once, or nothing when something is there. */
async function place(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.close();
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Takes away a lock that nobody holds; one that came in its place meanwhile is put back. */
async function moveAway(path: string, expected: string): Promise<void> {
  const grave = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, grave);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readText(grave)) !== expected) await link(grave, path).catch(() => undefined);
  await rm(grave, { force: true });
}

async function release(path: string, text: string): Promise<void> {
  if ((await readText(path)) === text) await rm(path, { force: true });
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}

/** Whether the process that took the lock still runs. Of a process on another computer nothing can be known. */
async function isHeld({ pid, host, processStart: started }: Holder): Promise<boolean> {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = await processStart(pid);
  // The number may have gone to another process since.
  return started === null || now === null || started === now;
}

/** Clock ticks since the computer started, and which start that was (Linux, proc(5)); `null` elsewhere. */
async function processStart(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field, the command, may hold spaces and parentheses.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot.trim()} ${ticks}`;
  } catch {
    return null;
  }
}
