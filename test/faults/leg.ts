import type { PlanFile } from '../../src/plan/index.js';
import { Journal, type RunResult, runPlan } from '../../src/run/index.js';
import { MemoryDisk } from '../run/memoryDisk.js';
import { runHeader } from '../run/running.js';
import type { ModelCrm } from './modelCrm.js';
import type { VirtualClock } from './virtualClock.js';

/** How long after a lost answer a look-up is believed, in ms; nothing is applied later than that. */
export const SETTLE = 100;

/** A disk that is cut off from its process by a kill: what was written is there, and nothing more comes. */
class KilledDisk extends MemoryDisk {
  constructor(
    bytes: Buffer,
    private readonly life: { dead: boolean },
    private readonly wait: () => Promise<void>,
  ) {
    super(bytes);
  }

  override write(bytes: Buffer, at: number): void {
    if (!this.life.dead) super.write(bytes, at);
  }

  override async sync(): Promise<void> {
    await this.wait();
    if (this.life.dead) return new Promise(() => undefined);
    return super.sync();
  }
}

export interface Leg {
  readonly clock: VirtualClock;
  readonly crm: ModelCrm;
  readonly plan: PlanFile;
  readonly concurrency: number;
  /** ms that each sync takes. */
  readonly sync: number;
  /** The journal that earlier legs have left; empty at the first. */
  readonly bytes: Buffer;
  /** ms from its start to its kill -9, and to the person's Ctrl-C. */
  readonly killAt: number | null;
  readonly stopAt: number | null;
  /** ms by which the computer's clock has been set ahead, or back, by now. */
  readonly clockAhead?: () => number;
}

export interface Ended {
  readonly end: RunResult | Error | 'killed' | 'hangs';
  readonly bytes: Buffer;
  readonly journal: Journal;
  /** Whether the journal that it began with had a torn end. */
  readonly torn: boolean;
}

/** One run of a plan, or the going on with one, until it ends or is killed. */
export async function playLeg(leg: Leg): Promise<Ended> {
  const { clock, crm, plan, concurrency, sync, bytes, killAt, stopAt } = leg;
  const life = { dead: false };
  const disk = new KilledDisk(bytes, life, () => clock.wait(sync));
  const clocks = {
    now: () => new Date(Date.UTC(2026, 5, 1) + clock.now + (leg.clockAhead?.() ?? 0)),
    elapsed: () => clock.now,
    uptime: () => clock.now,
  };
  const journal = new Journal(disk, clocks);
  let torn = false;
  if (bytes.length > 0) {
    torn = journal.recover().length > 0;
    journal.append({ k: 'resume' });
  } else journal.append(runHeader(plan.summary.verdicts.update));
  const stop = new AbortController();
  let end: RunResult | Error | null = null;
  runPlan({
    plan,
    writer: crm.client(life),
    journal,
    concurrency,
    canary: 1,
    recheckAfterMs: 0,
    settleMs: SETTLE,
    errorLimit: { kind: 'none' },
    retries: 3,
    body: 'changes',
    renewToken: async () => {
      await clock.wait(50);
      return true;
    },
    signal: stop.signal,
    ...clocks,
    random: () => 0.5,
    sleep: clock.sleep,
    onEvent: () => undefined,
  }).then(
    (value) => {
      end = value;
    },
    (error: Error) => {
      end = error;
    },
  );
  if (stopAt !== null) clock.after(stopAt, () => stop.abort());
  if (killAt !== null)
    clock.after(killAt, () => {
      life.dead = true;
    });
  await clock.run(() => life.dead || end !== null);
  const ended = end as RunResult | Error | null;
  // A run that throws has not been killed, whatever comes after.
  const how = ended instanceof Error ? ended : life.dead ? 'killed' : (ended ?? 'hangs');
  return { end: how, bytes: disk.bytes, journal, torn };
}
