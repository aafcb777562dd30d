/** How a colour is given (MS-XLSB 2.5.17): by its place in the palette, by itself, by its place in the theme. */
const INDEXED = 1;
const RGB = 2;
const THEME = 3;
/** White twice, and the paper. */
const WHITE_INDEXES: ReadonlySet<number> = new Set([1, 9, 65]);

/** White itself, or the first colour of the theme, which is that of the paper. */
export function isWhite(part: Buffer, at: number): boolean {
  const kind = (part[at] ?? 0) >> 1;
  const rgb = part.readUIntBE(at + 4, 3);
  if (kind === RGB) return rgb === 0xffffff;
  if (kind === INDEXED) return WHITE_INDEXES.has(part[at + 1] ?? 0);
  // Where the file says what it comes to, that is believed.
  const isKnown = ((part[at] ?? 0) & 1) !== 0;
  return (
    kind === THEME && part[at + 1] === 0 && part.readInt16LE(at + 2) === 0 && (!isKnown || rgb === 0xffffff)
  );
}
