import type { Opportunity } from '../../src/opportunity/index.js';
import { updateBody } from '../../src/plan/index.js';
import { type ClientOptions, PlazbotClient } from '../../src/plazbot/index.js';
import {
  Journal,
  type Outcome,
  type RunPlanOptions,
  type RunResult,
  runPlan,
  systemClock,
} from '../../src/run/index.js';
import { type Sandbox, seedWorkspace } from '../../src/sandbox/index.js';
import { Secret } from '../../src/settings/index.js';
import { MemoryDisk } from '../run/memoryDisk.js';
import { planOf, runHeader } from '../run/running.js';

const SEED = seedWorkspace();
const CLOSED = new Set(SEED.stages.filter(({ name }) => /^(Ganado|Perdido)$/.test(name)).map(({ id }) => id));

/** Records whose amount the sandbox lets be changed. */
export const OPEN_RECORDS = SEED.opportunities.filter(({ stageId }) => !CLOSED.has(stageId ?? ''));

/** The amount that a plan of these suites gives the record at a place. */
export const amountOf = (i: number) => String(7000 + i);

export interface Ran {
  readonly result: RunResult;
  readonly outcomes: readonly (Outcome | null)[];
  readonly sandbox: Sandbox;
  /** ms */
  readonly took: number;
}

export interface Way extends Partial<RunPlanOptions> {
  readonly rows: number;
  /** Where requests go; to the sandbox itself when absent. */
  readonly origin?: string;
  readonly client?: Partial<ClientOptions>;
  /** Whether waiting takes no time; the server is then never still at work on what it did not answer. */
  readonly hurried?: boolean;
}

/** Gives the first records of a sandbox new amounts, with the real client over the network. */
export async function realRun(
  sandbox: Sandbox,
  { rows, origin, client: how, hurried, ...more }: Way,
): Promise<Ran> {
  let skipped = 0;
  const elapsed = () => performance.now() + skipped;
  const pause = async (ms: number) => {
    // Those who wait at one time wait together.
    const until = elapsed() + ms;
    // In small steps: whoever waits looks at the clock again.
    await new Promise((resolve) => setTimeout(resolve, hurried ? 0 : Math.min(ms, 50)));
    if (hurried) skipped = Math.max(skipped, until - performance.now());
  };
  const { workspaceId, token } = sandbox;
  const connection = { workspaceId, token: new Secret(token), random: () => 0.5, sleep: pause };
  const direct = new PlazbotClient({ ...connection, origin: sandbox.url, connections: 4 });
  const planned = OPEN_RECORDS.slice(0, rows).map(({ id }, i) => {
    const stored = sandbox.record(id);
    const beforeImage = asRecord(id, Number(stored?.amount ?? 0), stored?.name ?? null);
    const changes = [{ field: 'amount' as const, before: beforeImage.amount, after: amountOf(i) }];
    const body = updateBody(beforeImage, changes);
    const rowNumbers = [i + 2];
    return {
      verdict: 'update' as const,
      rowNumber: i + 2,
      rowNumbers,
      id,
      changes,
      risks: [],
      body,
      beforeImage,
    };
  });
  await direct.close();
  const client = new PlazbotClient({ ...connection, origin: origin ?? sandbox.url, connections: 8, ...how });
  const plan = await planOf(planned);
  const journal = new Journal(new MemoryDisk(), systemClock);
  journal.append(runHeader(rows));
  const began = performance.now();
  const result = await runPlan({
    ...{ plan, writer: client, journal, concurrency: 8, canary: 1, recheckAfterMs: 0, settleMs: 60_000 },
    ...{ errorLimit: { kind: 'none' }, retries: 3, body: 'changes', renewToken: async () => false },
    signal: new AbortController().signal,
    ...systemClock,
    elapsed,
    random: () => 0.5,
    sleep: pause,
    onEvent: () => undefined,
    ...more,
  });
  const took = performance.now() - began;
  await client.close();
  return {
    result,
    outcomes: planned.map(({ rowNumber }) => journal.toldOutcomeOf(rowNumber)),
    sandbox,
    took,
  };
}

/** What is told of a row and is not so; empty when all is. */
export function lies({ result, outcomes, sandbox }: Ran): string[] {
  const found = outcomes.flatMap((outcome, i) => {
    const id = OPEN_RECORDS[i]?.id ?? '';
    const applied = sandbox.puts().filter((put) => put.query.id === id && put.applied).length;
    const isOurs = String(sandbox.record(id)?.amount) === amountOf(i);
    const status = outcome?.status ?? 'not-sent';
    const told = `${id} is told as ${status} (${outcome?.note?.code})`;
    if (applied > 1) return [`${id} was applied ${applied} times`];
    if (status === 'updated' && !isOurs) return [`${told} and is not`];
    if ((status === 'not-sent' || status === 'rejected') && isOurs) return [`${told} and was applied`];
    if (status === 'conflict') return [`${told} and nobody edits`];
    return [];
  });
  const counted = Object.values(result.counts).reduce((a, b) => a + b, 0);
  return counted === outcomes.length ? found : [...found, `${counted} rows counted of ${outcomes.length}`];
}

/** A before-image with the one field that these plans change; nobody blanks the others. */
function asRecord(id: string, amount: number, name: string | null): Opportunity {
  const rest = { opportCode: null, description: null, stageId: null, contactId: null, customFields: null };
  return {
    id,
    name,
    amount: String(amount),
    ...rest,
    winLossStatus: 0,
    updatedDate: null,
    deletionDate: null,
  };
}
