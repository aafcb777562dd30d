/** What is wrong with a JSON text beyond its grammar: a key that stands twice in one object, by its path. */
export function repeatedKey(json: string): string[] | null {
  const open: { keys: Set<string> | null; key: string; items: number }[] = [];
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;
  let text: string | null = null;
  for (const [token] of json.matchAll(tokens)) {
    const inside = open.at(-1);
    if (token === '{') open.push({ keys: new Set(), key: '', items: 0 });
    else if (token === '[') open.push({ keys: null, key: '', items: 0 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && inside) inside.items += 1;
    else if (token === ':' && inside?.keys && text !== null) {
      inside.key = text;
      if (inside.keys.has(text)) return open.map(({ keys, key, items }) => (keys ? key : String(items)));
      inside.keys.add(text);
    } else if (token.startsWith('"')) text = JSON.parse(token) as string;
  }
  return null;
}
