import type { Stage } from '../../opportunity/index.js';

/** Letters that are found whatever accent they bear, with those that bear one. */
const ACCENTED: Readonly<Record<string, string>> = {
  a: 'aáàâãäå',
  c: 'cç',
  e: 'eéèêë',
  i: 'iíìîï',
  n: 'nñ',
  o: 'oóòôõö',
  u: 'uúùûü',
  y: 'yýÿ',
};

/**
 * Says whether a text holds what is looked for: in capitals or not, with accents or without, an amount with the marks
 * of any language. `inJson` is the same for text as JSON writes it, where a stage stands as its id.
 */
export interface SearchPattern {
  readonly inText: RegExp;
  readonly inJson: RegExp;
}

export function searchPattern(text: string, stages: readonly Stage[]): SearchPattern {
  const wanted = text.normalize('NFC');
  const alternatives = [wanted, ...plainAmount(wanted)];
  const inText = new RegExp(alternatives.map((one) => loosely(one)).join('|'));
  const ids = stages.filter(({ name }) => inText.test(name)).map(({ id }) => id);
  const inJson = [
    ...alternatives.map((one) => loosely(quoted(one))),
    ...ids.map((id) => exactly(quoted(id))),
  ];
  return { inText, inJson: new RegExp(inJson.join('|')) };
}

/** `63,640.28` and `63.640,28` stand in the plan as `63640.28`. */
function plainAmount(text: string): string[] {
  if (!/^[\d.,\s'-]*\d[\d.,\s']*$/.test(text) || !/[.,\s']/.test(text.trim())) return [];
  const fraction = /[.,](\d{1,2})$/.exec(text.trim());
  const whole = (fraction ? text.trim().slice(0, fraction.index) : text).replace(/[.,\s']/g, '');
  return [fraction ? `${whole}.${fraction[1]}` : whole];
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function exactly(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Classes of letters and no flag: a search without regard to case is slower by far. */
function loosely(text: string): string {
  return [...text]
    .map((char) => {
      const bare = char.normalize('NFD')[0]?.toLowerCase() ?? char;
      const all = ACCENTED[bare];
      if (all !== undefined) return `[${all}${all.toUpperCase()}][\u0300-\u036f]?`;
      const lower = char.toLowerCase();
      const upper = char.toUpperCase();
      return lower === upper || lower.length !== 1 || upper.length !== 1
        ? exactly(char)
        : `[${lower}${upper}]`;
    })
    .join('');
}
