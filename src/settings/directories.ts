import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * Where opsheet keeps its runs: `$XDG_STATE_HOME/opsheet`, on Windows `%LOCALAPPDATA%\opsheet`, else
 * `~/.local/state/opsheet` (XDG Base Directory Specification).
 */
export function stateDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = environment;
  if (XDG_STATE_HOME?.startsWith('/')) return join(XDG_STATE_HOME, 'opsheet');
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'opsheet');
  return join(home(), '.local', 'state', 'opsheet');
}

/**
 * Where opsheet keeps what it was told to remember: `$XDG_CONFIG_HOME/opsheet`, on Windows `%APPDATA%\opsheet`, else
 * `~/.config/opsheet` (XDG Base Directory Specification).
 */
export function configDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CONFIG_HOME, APPDATA } = environment;
  if (XDG_CONFIG_HOME?.startsWith('/')) return join(XDG_CONFIG_HOME, 'opsheet');
  if (process.platform === 'win32' && APPDATA) return join(APPDATA, 'opsheet');
  return join(home(), '.config', 'opsheet');
}

/** Never relative: where `HOME` is empty, as timers and containers leave it, the system knows whose home is meant. */
function home(): string {
  return homedir() || userInfo().homedir;
}
