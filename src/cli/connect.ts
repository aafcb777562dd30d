import type { PlazbotClient } from '../plazbot/index.js';
import { type Connection, type ConnectionSources, readConnection, Secret } from '../settings/index.js';
import { Interrupted } from './refuse.js';
import type { StopSignals } from './stopSignals.js';
import type { World } from './world.js';

/** Requests at once that a person can ask for while a run goes. */
export const MOST_STEERED = 64;

/** What the user said of where to connect. */
export interface ConnectArguments {
  readonly workspace?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly sandbox: boolean;
  /** ms */
  readonly timeout: number;
  readonly concurrency: number;
  /** Requests a second at the most, reads and writes together. */
  readonly rate?: number | undefined;
  /** The sheet, whose folder may hold a `.env`. */
  readonly file?: string;
}

/** An open connection, to the real API or to a sandbox inside this process. */
export interface Session {
  readonly client: PlazbotClient;
  readonly origin: string;
  readonly workspaceId: string;
  readonly sandbox: boolean;
  /** Requests that may be under way at once. */
  readonly concurrency: number;
  /**
   * A token that was not tried yet: by logging in again where the settings let one, else the one that stands in the
   * settings by now. `null` when there is none.
   */
  anotherToken(): Promise<Secret | null>;
  /** From now on requests bear this token, and nothing that is printed shows it. */
  replaceToken(token: Secret): void;
  /** Fails what is under way. Safe to call twice. */
  close(): Promise<void>;
}

/** Throws `SettingsRefusal` when it is not known where or as whom to connect. Nothing is sent yet. */
export async function connect(args: ConnectArguments, world: World): Promise<Session> {
  // Only here: it takes longer to load than a sheet to look at, which needs no connection.
  const { PlazbotClient: Client } = await import('../plazbot/index.js');
  const sandbox = args.sandbox ? await startEmbedded() : null;
  const connection: Connection = sandbox
    ? { origin: sandbox.url, workspaceId: sandbox.workspaceId, token: new Secret(sandbox.token), login: null }
    : await readSettings();
  world.secrets.add(connection.token);
  const client = new Client({
    ...connection,
    // Only a cap: how many are used is for the plan and the run to say, and a person may ask for more.
    connections: Math.max(args.concurrency, MOST_STEERED),
    timeout: args.timeout,
    environment: world.environment,
    random: world.random,
    sleep: world.sleep,
    ...(args.rate !== undefined && {
      pace: { perSecond: args.rate, now: world.elapsed, sleep: world.sleep },
    }),
  });
  let closing: Promise<void> | null = null;
  const tried = new Set([connection.token.reveal()]);
  const untried = (token: Secret): Secret | null => {
    if (tried.has(token.reveal())) return null;
    tried.add(token.reveal());
    return token;
  };
  return {
    client,
    anotherToken: async () => {
      const { login } = connection;
      const got = login && (await client.login(login.email, login.password).catch(() => null));
      // A login gives what it gives: the same text may well be a token that lasts again.
      if (got) return got;
      const settings = sandbox ? null : await readSettings().catch(() => null);
      return settings && untried(settings.token);
    },
    replaceToken: (token) => {
      world.secrets.add(token);
      client.replaceToken(token);
    },
    origin: connection.origin,
    workspaceId: connection.workspaceId,
    sandbox: sandbox !== null,
    concurrency: args.concurrency,
    close: () => {
      closing ??= client.close().then(() => sandbox?.close());
      return closing;
    },
  };

  function readSettings(): Promise<Connection> {
    return readConnection(sourcesOf(args, world));
  }
}

/**
 * Does work that only reads. At a stop it is left at once: what the API has not answered by then is not waited for.
 * Throws `Interrupted` then.
 */
export async function unlessStopped<Result>(
  session: Session,
  stops: StopSignals,
  work: () => Promise<Result>,
): Promise<Result> {
  const { signal } = stops;
  const leave = () => {
    session.close().catch(() => undefined);
  };
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  try {
    const result = await work();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    throw signal.aborted ? new Interrupted(stops.received) : error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/**
 * Finds out whether it is known where and as whom to connect, before a person is asked for anything else. Throws
 * `SettingsRefusal`.
 */
export async function checkSettings(args: SettingsArguments, world: World): Promise<void> {
  if (args.sandbox) return;
  // A copy, because reading takes the token out of the environment.
  await readConnection({ ...sourcesOf(args, world), environment: { ...world.environment } });
}

type SettingsArguments = Pick<ConnectArguments, 'workspace' | 'apiUrl' | 'sandbox' | 'file'>;

function sourcesOf({ file, workspace, apiUrl }: SettingsArguments, world: World): ConnectionSources {
  return {
    environment: world.environment,
    workingDirectory: world.workingDirectory,
    ...(file !== undefined && { sheet: file }),
    ...(workspace !== undefined && { workspaceId: workspace }),
    ...(apiUrl !== undefined && { apiUrl }),
  };
}

async function startEmbedded() {
  const { startSandbox } = await import('../sandbox/index.js');
  return startSandbox();
}
