import { once } from 'node:events';
import type { Messages } from '../messages/index.js';
import type { SandboxFaults } from '../sandbox/index.js';
import { safeText } from '../ui/index.js';
import { EXIT } from './exitCode.js';
import { parseDuration, parseShare, parseWhole } from './quantities.js';
import { StopSignals } from './stopSignals.js';
import { UsageRefusal } from './usageRefusal.js';
import type { World } from './world.js';

/** The sandbox's switches as they are typed. */
export interface SandboxArguments {
  readonly port?: number | undefined;
  readonly latency?: string | undefined;
  readonly rateLimit?: number | undefined;
  readonly fail?: string[] | undefined;
  readonly cutBefore?: string | undefined;
  readonly cutAfter?: string | undefined;
  readonly refuse?: string | undefined;
  readonly concurrentEdits?: string | undefined;
  readonly tokenExpiresAfter?: number | undefined;
  readonly replaceCustomFields: boolean;
  readonly blankOmitted: boolean;
  readonly json: boolean;
}

/** Serves until it is asked to stop; prints what another terminal needs to use it. Returns the exit code. */
export async function serveSandbox(
  args: SandboxArguments,
  world: World,
  messages: Messages,
): Promise<number> {
  const { startSandbox } = await import('../sandbox/index.js');
  const stops = new StopSignals();
  const sandbox = await startSandbox({
    port: args.port === undefined ? 0 : parseWhole('port', args.port, 0, 65_535),
    faults: faultsOf(args),
    dialect: {
      customFields: args.replaceCustomFields ? 'replace' : 'merge',
      omitted: args.blankOmitted ? 'blank' : 'keep',
    },
  });
  try {
    const settings = {
      PLAZBOT_API_URL: sandbox.url,
      PLAZBOT_WORKSPACE_ID: sandbox.workspaceId,
      PLAZBOT_TOKEN: sandbox.token,
    };
    if (args.json) world.stdout.write(`${JSON.stringify({ command: 'sandbox', ...settings })}\n`);
    else {
      const { sandboxReady, sandboxUse, sandboxStop } = messages.commands;
      world.stderr.write(`${sandboxReady(safeText(sandbox.workspaceName))}\n${sandboxUse}\n\n`);
      for (const [name, value] of Object.entries(settings)) world.stdout.write(`export ${name}=${value}\n`);
      world.stderr.write(`\n${sandboxStop}\n`);
    }
    if (!stops.signal.aborted) await once(stops.signal, 'abort');
    return EXIT.ok;
  } finally {
    stops.release();
    await sandbox.close();
  }
}

function faultsOf(args: SandboxArguments): SandboxFaults {
  const share = (option: string, text: string | undefined) =>
    text === undefined ? 0 : parseShare(option, text);
  return {
    latencyMs: args.latency === undefined ? 0 : parseDuration('latency', args.latency),
    cutBefore: share('cut-before', args.cutBefore),
    cutAfter: share('cut-after', args.cutAfter),
    refuse: share('refuse', args.refuse),
    concurrentEdits: share('concurrent-edits', args.concurrentEdits),
    statuses: Object.fromEntries((args.fail ?? []).map(parseFailure)),
    ...(args.rateLimit !== undefined && {
      rateLimit: { perSecond: parseWhole('rate-limit', args.rateLimit, 1, 100_000), retryAfterSeconds: 1 },
    }),
    ...(args.tokenExpiresAfter !== undefined && {
      tokenExpiresAfter: parseWhole('token-expires-after', args.tokenExpiresAfter, 0, 1_000_000_000),
    }),
  };
}

/** `500=5%` */
function parseFailure(text: string): [number, number] {
  const match = /^(\d{3})=(.+)$/.exec(text);
  if (!match) throw new UsageRefusal({ code: 'usage.number', option: 'fail', text });
  return [Number(match[1]), parseShare('fail', match[2] ?? '')];
}
