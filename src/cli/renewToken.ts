import { Secret } from '../settings/index.js';
import type { View } from '../ui/index.js';
import type { Session } from './connect.js';

/**
 * Gets a token in place of one that is no longer accepted: by logging in again when e-mail and password are in the
 * settings, from the settings when another token stands there by now, else from the person at the terminal. Resolves
 * to whether there is another one; the same token is never tried twice.
 */
export async function renewToken(session: Session, view: View): Promise<boolean> {
  const token = (await session.anotherToken()) ?? usable(await view.askToken());
  if (token === null) return false;
  session.replaceToken(token);
  return true;
}

/** Anything else would be refused by the HTTP client with an error that shows the whole token. */
function usable(typed: string | null): Secret | null {
  return typed !== null && /^[\x21-\x7e]+$/.test(typed) ? new Secret(typed) : null;
}
