const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const GUID_LENGTH = 36;
const HYPHEN = 0x2d;

/**
 * An id by which it can be told from others. A GUID has no case (RFC 9562, section 4): some databases write it in
 * capitals, and the API in small letters. Any other id has.
 */
export function foldedId(id: string): string {
  // Asked of each of a million keys, most of which are no GUIDs.
  if (id.length !== GUID_LENGTH || id.charCodeAt(8) !== HYPHEN) return id;
  return GUID.test(id) ? id.toLowerCase() : id;
}

export function isSameId(one: string, other: string): boolean {
  return one === other || foldedId(one) === foldedId(other);
}
