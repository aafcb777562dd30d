import { posix } from 'node:path';
import { attribute } from './xmlText.js';

/** What of a workbook stands in a part, for those parts of which something is read. */
export type PartRole = 'workbook' | 'styles' | 'texts' | 'tab' | 'content' | 'settings';

/** Parts that say what the others are; they are small in every real workbook. */
export const LISTING = /^(\[Content_Types\]\.xml|mimetype|META-INF\/manifest\.xml|.*_rels\/[^/]*\.rels)$/i;

/** Roles by name, as all large programs name their parts and as SheetJS looks for those that it finds in no list. */
const BY_NAME: readonly (readonly [RegExp, PartRole])[] = [
  [/^xl\/workbook\.xml$/, 'workbook'],
  [/^xl\/styles\.xml$/, 'styles'],
  [/(?:^|\/)sharedstrings[^/]*\.xml$/, 'texts'],
  [/^xl\/worksheets\/[^/]+\.xml$/, 'tab'],
  [/^content\.xml$/, 'content'],
  [/^settings\.xml$/, 'settings'],
];

/** Roles by the last word of a relationship's type (ECMA-376 part 1, 12.3). */
const BY_RELATION: Readonly<Record<string, PartRole>> = {
  styles: 'styles',
  sharedStrings: 'texts',
  worksheet: 'tab',
};

/** Whether a tab of this relation to its workbook holds no cells: a chart, a dialog or a sheet of old macros. */
export function holdsNoCells(relation: string): boolean {
  return /^(?:chartsheet|dialogsheet|xl(?:Intl)?Macrosheet)$/i.test(relation);
}

/** A part that another one names: its type by the last word, and its name in small letters. */
interface Related {
  readonly id: string;
  readonly type: string;
  readonly part: string;
}

/** The parts of a workbook's package, found by what the package says of them: their names are free (ECMA-376 part 2, 9.3). */
export class PackageParts {
  /** In small letters. */
  readonly workbook: string;
  readonly styles: string;
  /** What the workbook names. */
  readonly related: ReadonlyMap<string, Related>;
  readonly #roles = new Map<string, PartRole>();

  /** `texts`: what stands in the parts of `LISTING`, by their names in small letters. */
  constructor(private readonly texts: ReadonlyMap<string, string>) {
    this.workbook =
      this.#relatedOf('').find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml';
    const related = this.#relatedOf(this.workbook);
    this.related = new Map(related.map((one) => [one.id, one]));
    this.styles = related.find(({ type }) => type === 'styles')?.part ?? 'xl/styles.xml';
    for (const { type, part } of related) {
      const role = BY_RELATION[type];
      if (role) this.#roles.set(part, role);
    }
    this.#roles.set(this.workbook, 'workbook');
  }

  /** What of a workbook stands in the part; `null` where nothing that is read. */
  roleOf(name: string): PartRole | null {
    const own = name.toLowerCase();
    return this.#roles.get(own) ?? BY_NAME.find(([pattern]) => pattern.test(own))?.[1] ?? null;
  }

  /** Types of what a part names. */
  typesBehind(part: string): readonly string[] {
    return this.#relatedOf(part).map(({ type }) => type);
  }

  #relatedOf(part: string): Related[] {
    const { dir, base } = posix.parse(part);
    const list = this.texts.get(posix.join(dir, '_rels', `${base}.rels`)) ?? '';
    return [...list.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)].map(([tag]) => {
      const target = attribute(tag, 'Target') ?? '';
      const at = target.startsWith('/') ? target.slice(1) : posix.join(dir, target);
      return {
        id: attribute(tag, 'Id') ?? '',
        type: (attribute(tag, 'Type') ?? '').split('/').at(-1) ?? '',
        part: at.toLowerCase(),
      };
    });
  }
}

/** What else a zip without a workbook holds, by its parts: a document of Word or of Numbers. */
export function otherDocument(
  names: ReadonlySet<string>,
): 'file.document' | 'file.numbers' | 'file.notWorkbook' {
  if (names.has('word/document.xml')) return 'file.document';
  // Keynote and Pages pack theirs in the same way, but nothing that calculates.
  return names.has('index/calculationengine.iwa') ? 'file.numbers' : 'file.notWorkbook';
}
