/** SGR codes of the tones, of what is marked, and of the cursor's line (`src/ui/lines/ansi.ts`). */
const COLOURS = [1, 2, 4, 7, 22, 24, 27, 31, 32, 33, 39];
/** Those of them that say something without any colour. */
const PLAIN = [4, 7, 24, 27];

/**
 * What Ink sends of its own accord: the cursor hidden and shown, frames begun and ended (mode 2026), lines erased and
 * left upwards. What opsheet sends: the terminal's title, made of numbers (`src/ui/terminalTitle.ts`).
 */
const OWN = [
  String.raw`\u001b\[\?25[hl]`,
  String.raw`\u001b\[\?2026[hl]`,
  String.raw`\u001b\[2K`,
  String.raw`\u001b\[1A`,
  String.raw`\u001b\[G`,
  String.raw`\u001b\[2[23];0t`,
  String.raw`\u001b\]0;opsheet \d+%(?: ✗ \d+)?\u0007`,
];

/** What no terminal may be sent: controls, formats (bidi, zero width), separators, halves of pairs, unassigned. */
const FORBIDDEN = /(?!\n|\u200d|\r\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]/u;
/** A joiner is one of an emoji, or it hides something. */
const LOOSE_JOINER = /(?<!\p{Extended_Pictographic}\ufe0f?)\u200d|\u200d(?!\p{Extended_Pictographic})/u;

/**
 * The first thing that a terminal was sent and that neither Ink nor opsheet itself sends, with what stands around it;
 * `null` when there is none. Without `colour` the codes of colours are nobody's own.
 */
export function strayText(sent: string, colour: boolean): string | null {
  const codes = (colour ? COLOURS : PLAIN).map((code) => `\\u001b\\[${code}m`);
  const rest = sent.replace(new RegExp([...OWN, ...codes].join('|'), 'gu'), '');
  const stray = FORBIDDEN.exec(rest) ?? LOOSE_JOINER.exec(rest);
  return stray === null ? null : JSON.stringify(rest.slice(Math.max(0, stray.index - 40), stray.index + 40));
}
