import { failure, type Reply, success } from './reply.js';

/** Records on a page, as documented. */
const PAGE = 20;

/**
 * A page of 20 and an opaque token for the next one, `null` when the page holds fewer (API facts, section 3). The
 * token names a place in `slots`, where a deleted record leaves `null`: so a deletion between two pages hides no
 * other record. It has the characters that must be encoded in a query.
 */
export function page(
  workspaceId: string,
  slots: readonly (object | null)[],
  token: string | undefined,
  shown: (item: object) => object = (item) => item,
): Reply {
  const from = token === undefined ? 0 : placeOf(token);
  if (from === null) {
    return failure(400, 'CONTINUATION_TOKEN_INVALID', 'El token de continuación no es válido.');
  }
  const data: object[] = [];
  let place = from;
  for (; place < slots.length && data.length < PAGE; place += 1) {
    const item = slots[place];
    if (item) data.push(shown(item));
  }
  const next = data.length < PAGE ? null : tokenOf(place);
  return success({ workspaceId, continuationToken: next, data });
}

function tokenOf(place: number): string {
  return `+${Buffer.from(JSON.stringify({ offset: place })).toString('base64')}/=`;
}

/** Only a token that the sandbox itself would write: a `+` that became a space on the way is noticed. */
function placeOf(token: string): number | null {
  const text = Buffer.from(token.slice(1, -2), 'base64').toString();
  const place = Number(/^\{"offset":(\d{1,9})\}$/.exec(text)?.[1] ?? Number.NaN);
  return tokenOf(place) === token ? place : null;
}
