import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Names a process in a file, so that another one can tell whether it still runs. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** When the process started, as the system tells it; `null` where it does not. */
  readonly processStart: string | null;
}

export async function ownMark(): Promise<ProcessMark> {
  return { pid: process.pid, host: hostname(), processStart: await processStart(process.pid) };
}

/** Whether the process still runs; `null` on another computer, of which nothing can be known. */
export async function stillRuns({ pid, host, processStart: started }: ProcessMark): Promise<boolean | null> {
  if (host !== hostname()) return null;
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
