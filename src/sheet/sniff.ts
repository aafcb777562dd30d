import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readHead } from './decodedText.js';
import type { Encoding } from './encoding.js';
import { SheetRefusal } from './refusal.js';

/** What kind of file this is: `zip` and `ole` are the two containers that workbooks come in. */
export type Sniffed = { readonly bytes: number /** ms since the epoch. */; readonly modifiedAt: number } & (
  | { readonly kind: 'zip' | 'ole' }
  | {
      readonly kind: 'text';
      /** What the first bytes say of the encoding; `marked` by a byte-order mark. `null`: nothing. */
      readonly unicode: { readonly encoding: Encoding; readonly marked: boolean } | null;
    }
);

/** What a file is by its bytes, never by its name. Throws `SheetRefusal` when it cannot be a sheet. */
export async function sniff(file: string, options: { asUtf16?: boolean } = {}): Promise<Sniffed> {
  const info = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new SheetRefusal({ code: error.code === 'ENOENT' ? 'file.missing' : 'file.unreadable', file });
  });
  if (info.isDirectory()) throw new SheetRefusal({ code: 'file.folder', file });
  if (!info.isFile()) throw new SheetRefusal({ code: 'file.special', file });
  if (basename(file).startsWith('~$')) throw new SheetRefusal({ code: 'file.lock', file });
  if (info.size === 0) throw new SheetRefusal({ code: 'file.empty', file });

  const head = await readHead(file).catch(() => {
    throw new SheetRefusal({ code: 'file.unreadable', file });
  });
  const size = { bytes: info.size, modifiedAt: info.mtimeMs };
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return { kind: 'zip', ...size };
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) return { kind: 'ole', ...size };
  // Excel's own files before Excel 97 begin with the record BOF of BIFF2 to BIFF4, without a container.
  if (head[0] === 0x09 && [0x00, 0x02, 0x04].includes(head[1] ?? -1) && head.includes(0)) {
    throw new SheetRefusal({ code: 'file.oldDocument', file });
  }
  if (isUtf32(head)) throw new SheetRefusal({ code: 'file.utf32', file });
  const unicode = markOf(head) ?? (options.asUtf16 ? null : utf16Pattern(head));
  if (unicode === null || unicode.encoding === 'utf-8') refuseOtherFormats(file, head, options.asUtf16);
  return { kind: 'text', unicode, ...size };
}

function markOf(head: Buffer): { encoding: Encoding; marked: boolean } | null {
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { encoding: 'utf-8', marked: true };
  if (startsWith(head, [0xff, 0xfe])) return { encoding: 'utf-16le', marked: true };
  if (startsWith(head, [0xfe, 0xff])) return { encoding: 'utf-16be', marked: true };
  return null;
}

/**
 * Text of four bytes a letter, with a mark or without: three of four bytes are 0 then. Its mark begins as that of UTF-16
 * does, of which no text begins with a NUL.
 */
function isUtf32(head: Buffer): boolean {
  if (startsWith(head, [0xff, 0xfe, 0, 0]) || startsWith(head, [0, 0, 0xfe, 0xff])) return true;
  if (head.length < 16 || head.length % 4 !== 0 || head.every((byte) => byte === 0)) return false;
  return [[1, 2, 3] as const, [0, 1, 2] as const].some((places) => {
    for (let at = 0; at < head.length; at += 4)
      if (places.some((place) => head[at + place] !== 0)) return false;
    return true;
  });
}

/**
 * UTF-16 without a mark: in a sheet of western text nearly every second byte is 0, always on the same side, and
 * none on the other.
 */
function utf16Pattern(head: Buffer): { encoding: Encoding; marked: boolean } | null {
  if (head.length < 8) return null;
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const pairs = head.length / 2;
  if (odd > pairs * 0.6 && even < pairs * 0.02) return { encoding: 'utf-16le', marked: false };
  if (even > pairs * 0.6 && odd < pairs * 0.02) return { encoding: 'utf-16be', marked: false };
  return null;
}

/** The share of control characters above which a file is no text; a few stray ones are their row's problem. */
const MOST_CONTROLS = 0.01;

function refuseOtherFormats(file: string, head: Buffer, asUtf16 = false): void {
  const isText = asUtf16 || markOf(head) !== null;
  const controls = head.filter((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13).length;
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46])) throw new SheetRefusal({ code: 'file.pdf', file });
  const pictured = startsWith(head, [0x89, 0x50, 0x4e, 0x47]);
  if (pictured || (!isText && head.includes(0) && controls > Math.max(2, head.length * MOST_CONTROLS))) {
    throw new SheetRefusal({ code: 'file.binary', file });
  }
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (text === '') throw new SheetRefusal({ code: 'file.empty', file });
  if (text.startsWith('{"kind":"plan"')) throw new SheetRefusal({ code: 'file.plan', file });
  if (JSON_TEXT.test(text))
    throw new SheetRefusal({ code: POINTER.test(text) ? 'file.pointer' : 'file.json', file });
  if (MARKUP.test(text)) {
    throw new SheetRefusal({ code: 'file.markup', file });
  }
}

/** An object, or a list of objects or lists, as no record of a sheet begins. */
const JSON_TEXT = /^(?:\{\s*"[^"\r\n]*"\s*:|\[\s*(?:\{\s*"[^"\r\n]*"\s*:|\[\s*"[^"\r\n]*"\s*,))/;
/** What stands in a .gsheet or a .gdoc. */
const POINTER = /"(?:doc_id|resource_id)"\s*:|"url"\s*:\s*"https:\/\/docs\.google\.com\//;

/**
 * A tag of a web page, with which programs begin that call one .xls, a comment, any XML, and a page saved whole, which is a
 * mail. In other sheets a word in such brackets is a text: `<Nombre>`.
 */
const MARKUP =
  /^(?:<(?:!|\?(?:xml|php)|(?:html|head|body|title|style|script|link|meta|div|span|center|font|p|br|b|h[1-6]|hr|table|thead|tbody|tr|td|th|workbook)(?=[\s/>]))|mime-version:|from:[^\r\n]*[\r\n](?:[\s\S]*[\r\n])?mime-version:)/i;

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
