import { safeText } from '../../messages/index.js';

/** A piece of a page. Only `html` and `inlineElement` make one, so that no text gets into a page unescaped. */
class Markup {
  constructor(readonly text: string) {}
}

export type { Markup };

/** What can stand in a template; nothing is written for `null`. */
type Part = string | number | null | Markup | readonly Markup[];

/**
 * Markup from a template: what is put in is escaped, unless it is markup itself. This is the one way for text from
 * cells, headers, file names and the server into a page; attributes must be in double quotes.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  for (const [i, part] of parts.entries()) text += written(part) + (strings[i + 1] ?? '');
  return new Markup(text);
}

/** `<style>` or `<script>` with a constant of ours: what is in it is no text to a browser, so nothing may be put in. */
export function inlineElement(name: 'style' | 'script', constant: string): Markup {
  if (constant.includes('</')) throw new Error(`a ${name} would end too early`);
  return new Markup(`<${name}>${constant}</${name}>`);
}

function written(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escaped(String(part));
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** What is invisible or reorders text is made something to see first: it would deceive a reader here too. */
function escaped(text: string): string {
  return safeText(text).replace(/[&<>"'`]/g, (sign) => ESCAPES[sign] ?? '');
}
