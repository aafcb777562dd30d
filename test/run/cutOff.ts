import { Journal, type Outcome } from '../../src/run/index.js';
import { MemoryDisk } from './memoryDisk.js';
import { runHeader, STILL } from './running.js';

/** An outcome of the n-th update as an earlier run has told it. */
export function outcomeOf(n: number, rest: Partial<Outcome>): Outcome {
  return {
    ...{ rowNumber: n + 1, rowNumbers: [n + 1], id: `op-${n}`, status: 'not-sent', attempts: 0 },
    ...{ message: null, errorCode: null, httpStatus: null, note: { code: 'run.stopped' } },
    finishedAt: STILL.now().toISOString(),
    ...rest,
  };
}

/** A disk with the journal of a run that was cut off after these lines. */
export function cutOff(count: number, lines: (journal: Journal) => void, clock = STILL): MemoryDisk {
  const disk = new MemoryDisk();
  const journal = new Journal(disk, clock);
  journal.append(runHeader(count));
  lines(journal);
  return new MemoryDisk(disk.bytes);
}
