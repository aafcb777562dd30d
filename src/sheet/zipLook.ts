import type { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { hidesZeros } from './biffZeros.js';
import { disguisedFormats } from './cellDisguises.js';
import { markedFormats } from './cellMarks.js';
import { type CellSpan, restyledCells, restylings } from './conditionalFormats.js';
import type { Disguise } from './disguise.js';
import { MarkupScanner } from './markupScanner.js';
import type { Mend } from './mending.js';
import { firstStyleHasFormat, hasLateFormats } from './numberFormats.js';
import { holdsNoCells, LISTING, otherDocument, PackageParts, type PartRole } from './packageParts.js';
import { SheetRefusal, type SuspiciousContainer } from './refusal.js';
import type { RunMark } from './richText.js';
import type { SourceFormat } from './sheet.js';
import { attribute } from './xmlText.js';

/**
 * Limits on what a workbook's zip may unpack to. A real sheet of 100,000 rows is some 10 MB packed and 70 MB
 * unpacked; a bomb is 1,000:1 (CWE-409).
 */
const ZIP_LIMITS = {
  /** Parts of which something is read, and parts at all: each box to tick is a part of its own. */
  entries: 2000,
  allEntries: 20_000,
  entryBytes: 300 * 1024 * 1024,
  totalBytes: 600 * 1024 * 1024,
  /** Unpacked to packed, for entries of more than `ratioFrom` unpacked bytes of which something is read. */
  ratio: 200,
  ratioFrom: 4 * 1024 * 1024,
} as const;

/** What the zip of a workbook shows before anything is parsed. */
export interface ZipLook {
  readonly format: SourceFormat;
  /** Whether formulas take values from other workbooks. */
  readonly externalLinks: boolean;
  /** Tabs that hold a pivot table. */
  readonly pivotSheets: ReadonlySet<string>;
  /** Tabs that hold no cells, by what the workbook says of them: charts, dialogs and sheets of old macros. */
  readonly cellless: ReadonlySet<string>;
  /** Tabs that show nothing where a number is 0 (ECMA-376 part 1, 18.3.1.87: `showZeros`). */
  readonly zeroless: ReadonlySet<string>;
  /** Whether a tab of an .xlsb does so: which one is not told. */
  readonly someZeroless: boolean;
  /** Of each tab, the cells that a condition may show otherwise than they are held. */
  readonly restyled: ReadonlyMap<string, readonly CellSpan[]>;
  /** Formats of cells whose font strikes out or raises, and where in the zip the cells of each tab stand. */
  readonly markedFormats: ReadonlyMap<number, RunMark>;
  /** Formats that disguise their cells. */
  readonly disguisedFormats: ReadonlyMap<number, Disguise>;
  readonly tabParts: ReadonlyMap<string, string>;
  /** The part in which the formats stand. */
  readonly stylesPart: string;
  /** What is to be mended in parts before SheetJS reads them, by their names in small letters. */
  readonly mends: ReadonlyMap<string, ReadonlySet<Mend>>;
  /** Whether the program that wrote it asks for all formulas to be computed on opening: their results are none. */
  readonly recalculates: boolean;
  /** Whether a formula with the result 0 may be one that nobody has computed: see `ZERO_WRITERS`. */
  readonly bareZeros: boolean;
  /** Whether something in an OpenDocument spreadsheet is hidden, which SheetJS does not read (see `odsHiding`). */
  readonly odsHiding: boolean;
  /** Whether cells in one have formats with conditions (see `odsConditions`). */
  readonly odsConditions: boolean;
}

/**
 * Parts that are counted and no more: pictures, of which a white one is packed 1,000:1, what controls and printers
 * are set to, and the lists behind pivot tables, which repeat themselves.
 */
const PASSED_OVER =
  /^(?:xl\/(?:media|ctrlProps|activeX|embeddings|printerSettings|pivotCache|diagrams)|customXml|Pictures|Thumbnails|ObjectReplacements)\//i;

/** Parts that are unpacked side by side. */
const AT_ONCE = 4;

/** The longest part whose text is kept, in bytes: the styles of a workbook in which nothing was ever thrown away have 20 MB. */
const KEPT_BYTES = 64 * 1024 * 1024;

const BINARY_TAB = /^xl\/worksheets\/[^/]+\.bin$/i;

/**
 * Unpacks every entry once, keeping nothing but its size, and refuses what no spreadsheet program writes. Sizes
 * are counted, not believed: the directory of a bomb can lie. Throws `SheetRefusal`.
 */
export async function lookIntoZip(bytes: Buffer, file: string): Promise<ZipLook> {
  const names = new Set<string>();
  const findings: Findings = {
    bytes: 0,
    parts: new Map(),
    hides: false,
    restyles: false,
    recalculates: false,
    zeroless: new Set(),
    someZeroless: false,
    conditions: new Map(),
    mends: new Map(),
    roles: null,
  };
  const { parts } = findings;
  const suspicious = (what: SuspiciousContainer, entry: string | null): SheetRefusal =>
    new SheetRefusal({ code: 'xlsx.suspicious', file, what, entry });
  let zip: ZipFile;
  try {
    zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  } catch {
    throw new SheetRefusal({ code: 'file.notWorkbook', file });
  }
  if (zip.entryCount > ZIP_LIMITS.allEntries) throw suspicious('tooManyEntries', null);
  let counted = 0;
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      if (names.has(name.toLowerCase())) throw suspicious('twice', name);
      names.add(name.toLowerCase());
      if (!PASSED_OVER.test(name)) counted += 1;
      if (counted > ZIP_LIMITS.entries || names.size > ZIP_LIMITS.allEntries)
        throw suspicious('tooManyEntries', null);
      if (!name.endsWith('/')) entries.push(entry);
    }
    // What an encrypted OpenDocument holds looks damaged, so its manifest is read before.
    const lists = entries.filter(({ fileName }) => LISTING.test(fileName));
    for (const entry of lists) await unpack(zip, entry, findings, suspicious);
    refusePassword(parts, file);
    findings.roles = new PackageParts(parts);
    // The texts and the cells are two large parts: unpacked side by side they take half the time.
    const rest = entries.filter((entry) => !lists.includes(entry));
    for (let from = 0; from < rest.length; from += AT_ONCE) {
      const some = rest.slice(from, from + AT_ONCE);
      await Promise.all(some.map((entry) => unpack(zip, entry, findings, suspicious)));
    }
  } catch (error) {
    if (error instanceof SheetRefusal) throw error;
    const text = error instanceof Error ? error.message : '';
    if (/relative path|absolute path|invalid characters/i.test(text)) throw suspicious('name', null);
    if (/encrypt/i.test(text)) throw new SheetRefusal({ code: 'file.password', file });
    throw suspicious('damaged', null);
  }
  const format = formatOf(names, parts);
  if (format === null) throw new SheetRefusal({ code: otherDocument(names), file });
  const roles = findings.roles ?? new PackageParts(parts);
  const book = parts.get(roles.workbook) ?? '';
  const styles = parts.get(roles.styles) ?? '';
  if (hasLateFormats(styles)) addMend(findings, roles.styles, 'lateFormats');
  if (firstStyleHasFormat(styles)) {
    for (const name of names) if (roles.roleOf(name) === 'tab') addMend(findings, name, 'firstStyle');
  }
  return {
    format,
    odsHiding: format === 'ods' && findings.hides,
    odsConditions: format === 'ods' && findings.restyles,
    externalLinks: [...names].some((name) => name.startsWith('xl/externallinks/')),
    bareZeros: ZERO_WRITERS.test(parts.get(APPLICATION) ?? '') && !COMPUTED.test(book),
    recalculates: findings.recalculates || RECALCULATED.test(book),
    someZeroless: findings.someZeroless,
    markedFormats: markedFormats(styles),
    disguisedFormats: disguisedFormats(styles),
    mends: findings.mends,
    stylesPart: roles.styles,
    ...tabsOf(findings, roles, book, styles),
  };
}

function addMend({ mends }: Findings, part: string, mend: Mend): void {
  mends.set(part, new Set([...(mends.get(part) ?? []), mend]));
}

function refusePassword(parts: ReadonlyMap<string, string>, file: string): void {
  if (/encryption-data/i.test(parts.get('meta-inf/manifest.xml') ?? '')) {
    throw new SheetRefusal({ code: 'file.password', file });
  }
}

/** What is collected over all entries: their size unpacked, the texts that are kept, and whether something is hidden. */
interface Findings {
  bytes: number;
  readonly parts: Map<string, string>;
  hides: boolean;
  restyles: boolean;
  recalculates: boolean;
  /** Names of parts, in small letters. */
  readonly zeroless: Set<string>;
  someZeroless: boolean;
  /** What tabs say of formats with conditions, by the same names. */
  readonly conditions: Map<string, string>;
  readonly mends: Map<string, ReadonlySet<Mend>>;
  /** `null` until the parts that tell it are read. */
  roles: PackageParts | null;
}

/** Roles of the parts whose text is kept. */
const KEPT_ROLES: ReadonlySet<PartRole | null> = new Set(['workbook', 'styles']);

async function unpack(
  zip: ZipFile,
  entry: Entry,
  findings: Findings,
  suspicious: (what: SuspiciousContainer, entry: string | null) => SheetRefusal,
): Promise<void> {
  const name = entry.fileName;
  const own = name.toLowerCase();
  const isXml = /\.(xml|rels|vml)$/i.test(name);
  const role = findings.roles?.roleOf(name) ?? null;
  let sum = 0;
  const isKept = findings.roles === null || KEPT_ROLES.has(role) || own === APPLICATION;
  const text = isKept ? ([] as Buffer[]) : null;
  const markup = isXml ? new MarkupScanner(role) : null;
  let size = 0;
  for await (const chunk of await unpackedStream(zip, entry, suspicious)) {
    const piece = chunk as Buffer;
    if (size === 0 && BINARY_TAB.test(name)) findings.someZeroless ||= hidesZeros(piece);
    size += piece.length;
    sum = crc32(piece, sum);
    if (size > ZIP_LIMITS.entryBytes) throw suspicious('entryTooLarge', name);
    findings.bytes += piece.length;
    if (findings.bytes > ZIP_LIMITS.totalBytes) throw suspicious('totalTooLarge', name);
    const grows = size > ZIP_LIMITS.ratioFrom && size > entry.compressedSize * ZIP_LIMITS.ratio;
    if (grows && !PASSED_OVER.test(name)) throw suspicious('ratio', name);
    const found = markup?.add(piece);
    if (found) throw suspicious(found, name);
    if (text && size > KEPT_BYTES) throw suspicious('entryTooLarge', name);
    text?.push(piece);
  }
  if (size !== entry.uncompressedSize || sum !== entry.crc32 || markup?.isComplete() === false)
    throw suspicious('damaged', name);
  findings.hides ||= markup?.hides ?? false;
  findings.restyles ||= markup?.restyles ?? false;
  findings.recalculates ||= markup?.recalculates ?? false;
  if (markup?.hidesZeros) findings.zeroless.add(own);
  if (markup?.conditions) findings.conditions.set(own, markup.conditions);
  if (markup && markup.mends.size > 0) findings.mends.set(own, markup.mends);
  if (text) findings.parts.set(own, Buffer.concat(text).toString('utf8'));
}

/** The pieces of an entry; in larger ones than yauzl's own 16 KB, which cost more to hand on than to unpack. */
async function unpackedStream(
  zip: ZipFile,
  entry: Entry,
  suspicious: (what: SuspiciousContainer, entry: string | null) => SheetRefusal,
): Promise<Readable> {
  if (entry.compressionMethod === 0 || entry.isEncrypted()) return zip.openReadStreamPromise(entry);
  if (entry.compressionMethod !== 8) throw suspicious('damaged', entry.fileName);
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  const inflate = createInflateRaw({ chunkSize: UNPACKED_CHUNK });
  packed.on('error', (error) => inflate.destroy(error));
  return packed.pipe(inflate);
}

const UNPACKED_CHUNK = 256 * 1024;

/**
 * What a workbook says when it is to be computed on opening (ECMA-376 part 1, 18.2.2): that, or that it was not computed
 * before it was saved, or by no engine at all, which older versions of POI and NPOI write for the same.
 */
const RECALCULATED =
  /<(?:\w+:)?calcPr\b[^>]*\b(?:fullCalcOnLoad\s*=\s*["'](?:1|true)|calcCompleted\s*=\s*["'](?:0|false)|calcId\s*=\s*["']0)["']/;

/** Where a workbook says which program wrote it. */
const APPLICATION = 'docprops/app.xml';
/** Programs that write 0 as the result of each formula, unless they are asked to compute it. */
const ZERO_WRITERS = /<Application>[^<]*\bN?POI\b/;
/** By which engine a workbook was computed. */
const COMPUTED = /<(?:\w+:)?calcPr\b[^>]*\bcalcId\s*=/;

/** The type of a workbook part with macros; some writers list the type of .xlsb in every file. */
const MACROS = /ms-excel\.(?:sheet|template)\.macroEnabled\.main\+xml/i;

function formatOf(names: ReadonlySet<string>, parts: ReadonlyMap<string, string>): SourceFormat | null {
  const types = parts.get('[content_types].xml') ?? '';
  if (names.has('xl/workbook.bin')) return 'xlsb';
  if (/spreadsheetml|ms-excel/i.test(types)) return MACROS.test(types) ? 'xlsm' : 'xlsx';
  const odf = parts.get('mimetype') ?? parts.get('meta-inf/manifest.xml') ?? '';
  return names.has('content.xml') && odf.includes('opendocument.spreadsheet') ? 'ods' : null;
}

/** What the workbook and its relationships say of the tabs, by their names. */
function tabsOf(
  { zeroless: zerolessParts, conditions }: Findings,
  roles: PackageParts,
  book: string,
  styles: string,
): Pick<ZipLook, 'pivotSheets' | 'cellless' | 'zeroless' | 'restyled' | 'tabParts'> {
  const formats = restylings(styles);
  const restyled = new Map<string, readonly CellSpan[]>();
  const pivotSheets = new Set<string>();
  const cellless = new Set<string>();
  const zeroless = new Set<string>();
  const tabParts = new Map<string, string>();
  for (const [tag] of book.matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)) {
    const name = attribute(tag, 'name') ?? '';
    const { type = '', part = '' } = roles.related.get(attribute(tag, 'id', true) ?? '') ?? {};
    if (roles.typesBehind(part).includes('pivotTable')) pivotSheets.add(name);
    tabParts.set(name, part);
    if (zerolessParts.has(part)) zeroless.add(name);
    const said = conditions.get(part);
    if (said !== undefined) restyled.set(name, restyledCells(said, formats));
    if (holdsNoCells(type)) cellless.add(name);
  }
  return { pivotSheets, cellless, zeroless, restyled, tabParts };
}
