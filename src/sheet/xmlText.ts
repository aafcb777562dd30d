const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** XML text as its letters: what is written by name or by number is put in its place; a number that is no letter stays. */
export function unescaped(xml: string): string {
  return xml.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      return letterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) ?? whole;
    },
  );
}

/** The letter of this number; `null` where Unicode has none. */
export function letterOf(code: number): string | null {
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

/** What a tag's attribute says, by its name; `null` where it has none. `prefixed`: whatever its name begins with, up to `:`. */
export function attribute(tag: string, name: string, prefixed = false): string | null {
  const found = new RegExp(`\\s${prefixed ? '[\\w.-]+:' : ''}${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(
    tag,
  );
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? null : unescaped(value);
}

/** What stands within the first element of this name; empty where there is none. */
export function innerOf(xml: string, name: string): string {
  return firstElement(name).exec(xml)?.[2] ?? '';
}

/** The XML with something else within the first element of this name. */
export function withinFirst(xml: string, name: string, change: (inner: string) => string): string {
  return xml.replace(
    firstElement(name),
    (_, begin: string, inner: string, end: string) => begin + change(inner) + end,
  );
}

function firstElement(name: string): RegExp {
  return new RegExp(
    `(<(?:\\w+:)?${name}\\b[^<>]*[^/<>]>|<(?:\\w+:)?${name}>)([\\s\\S]*?)(</(?:\\w+:)?${name}>)`,
  );
}
