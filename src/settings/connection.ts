import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { SettingsRefusal } from './refusal.js';
import { Secret } from './secret.js';

/** The API of the America zone (API facts, section 1). */
export const DEFAULT_API_URL = 'https://api.plazbot.com';

const TOKEN = 'PLAZBOT_TOKEN';
const WORKSPACE = 'PLAZBOT_WORKSPACE_ID';
const API_URL = 'PLAZBOT_API_URL';
const EMAIL = 'PLAZBOT_EMAIL';
const PASSWORD = 'PLAZBOT_PASSWORD';

/** Where to connect, to which workspace, and as whom. */
export interface Connection {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly workspaceId: string;
  readonly token: Secret;
  /** With which another token can be got when this one expires; `null` when they are not given. */
  readonly login: { readonly email: string; readonly password: Secret } | null;
}

export interface ConnectionSources {
  /** Changed: the token is taken out, so that nothing this process starts or dumps can show it. */
  readonly environment: Record<string, string | undefined>;
  /** The working folder; its `.env` is read. */
  readonly workingDirectory: string;
  /** The sheet, whose folder's `.env` is read before the working folder's. */
  readonly sheet?: string;
  /** `--workspace` and `--api-url`. */
  readonly workspaceId?: string;
  readonly apiUrl?: string;
}

/**
 * Command line, then environment, then the `.env` beside the sheet, then the one in the working folder. Throws
 * `SettingsRefusal` when something is missing or unsafe.
 */
export async function readConnection(sources: ConnectionSources): Promise<Connection> {
  const { environment } = sources;
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    throw new SettingsRefusal({ code: 'settings.tlsOff' });
  const folders = [sources.sheet && dirname(resolve(sources.sheet)), sources.workingDirectory];
  const files = [...new Set(folders.filter((folder) => typeof folder === 'string'))];
  const dotEnvs = await Promise.all(files.map((folder) => readDotEnv(join(folder, '.env'))));
  const layers: Layer[] = [{ file: null, values: environment }, ...dotEnvs];
  const find = (name: string) => layers.find(({ values }) => values[name]?.trim());

  const tokenLayer = find(TOKEN);
  const urlLayer = sources.apiUrl === undefined ? find(API_URL) : undefined;
  // A .env that came along with a sheet must not send somebody's token to another host.
  if (urlLayer?.file && tokenLayer && tokenLayer.file !== urlLayer.file) {
    throw new SettingsRefusal({ code: 'settings.url.foreign', file: urlLayer.file });
  }
  const token = tokenLayer?.values[TOKEN]?.trim();
  const workspaceId = (sources.workspaceId ?? find(WORKSPACE)?.values[WORKSPACE])?.trim();
  const email = find(EMAIL)?.values[EMAIL]?.trim();
  const password = find(PASSWORD)?.values[PASSWORD];
  delete environment[TOKEN];
  delete environment[PASSWORD];
  if (!token || !workspaceId) {
    const missing = [!token && TOKEN, !workspaceId && WORKSPACE].filter((name) => typeof name === 'string');
    throw new SettingsRefusal({ code: 'settings.missing', names: missing });
  }
  // Anything else would be refused by the HTTP client with an error that shows the whole token.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new SettingsRefusal({ code: 'settings.token.characters' });
  const url = sources.apiUrl ?? urlLayer?.values[API_URL]?.trim() ?? DEFAULT_API_URL;
  const login = email && password ? { email, password: new Secret(password) } : null;
  return { origin: originOf(url), workspaceId, token: new Secret(token), login };
}

interface Layer {
  readonly file: string | null;
  readonly values: Readonly<Record<string, string | undefined>>;
}

async function readDotEnv(file: string): Promise<Layer> {
  try {
    return { file, values: parseEnv(textOf(await readFile(file))) as Record<string, string> };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { file, values: {} };
    throw new SettingsRefusal({ code: 'settings.env.unreadable', file });
  }
}

/** Editors of Windows put a byte order mark before a text, and PowerShell writes `>` as UTF-16. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}

/** https everywhere; plain http only to this machine, where nobody listens in. */
function originOf(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new SettingsRefusal({ code: 'settings.url.invalid', url: withoutValues(text) });
  }
  if (url.username || url.password) {
    throw new SettingsRefusal({ code: 'settings.url.credentials', url: url.host });
  }
  if (
    !['https:', 'http:'].includes(url.protocol) ||
    !['', '/'].includes(url.pathname) ||
    url.search ||
    url.hash
  ) {
    throw new SettingsRefusal({ code: 'settings.url.invalid', url: withoutValues(text) });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new SettingsRefusal({ code: 'settings.url.plainHttp', url: url.origin });
  }
  return url.origin;
}

/** An address as it may be shown: a user's name, a password, and what stands in a query may be secrets. */
function withoutValues(address: string): string {
  return address
    .replace(/^([a-z][a-z0-9+.-]*:[/\\]+)?[^/?#\\]*@/i, '$1…@')
    .replace(/[?#].*$/s, (rest) => `${rest[0]}…`);
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}
