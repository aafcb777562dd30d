import { readHeadText } from './decodedText.js';
import { decodeBytes, type Encoding, type TextEncoding } from './encoding.js';
import { accentedWords, guessEncoding, pickSamples } from './encodingGuess.js';
import { SheetRefusal } from './refusal.js';
import { scanMixed, type TextScan } from './textScan.js';

/**
 * Decides how a text file is read, over all of its bytes. `unicode` is what its first bytes say (see `sniff`).
 * Throws `SheetRefusal` when two encodings are mixed, when text is damaged, or when only a person can tell.
 */
export async function chooseEncoding(
  origin: { readonly file: string; readonly readFrom: string },
  scan: TextScan,
  unicode: { readonly encoding: Encoding; readonly marked: boolean } | null,
  wanted: Encoding | undefined,
): Promise<TextEncoding> {
  const { file, readFrom } = origin;
  if (wanted !== undefined) return chosenByUser(file, readFrom, scan, wanted);
  if (unicode !== null && unicode.encoding !== 'utf-8') {
    const because = unicode.marked ? 'mark' : 'guessed';
    return { name: unicode.encoding, because, samples: await samplesOfHead(origin, unicode.encoding) };
  }
  if (scan.utf8) {
    const samples = pickSamples(scan.accented);
    if (unicode === null && isOddUtf8(scan.accented)) await refuseOdd(origin, samples);
    return { name: 'utf-8', because: unicode ? 'mark' : 'proven', samples };
  }
  const mixed = await scanMixed(readFrom);
  if (unicode !== null || mixed.utf8Line !== null) {
    throw new SheetRefusal({
      code: 'csv.mixedEncoding',
      file,
      line: mixed.otherLine,
      utf8Line: mixed.utf8Line,
    });
  }
  const { readings, clear } = await guessEncoding(mixed.words);
  const [best] = readings;
  // Excel's own “CSV” is Windows-1252; the encodings of MS-DOS and of old Macs are too rare to be taken unasked.
  if (best && clear && best.encoding === 'windows-1252') {
    return { name: best.encoding, because: 'guessed', samples: best.samples };
  }
  throw new SheetRefusal({ code: 'csv.encoding', file, line: mixed.otherLine, readings, clear });
}

/** Whether all that is not ASCII are single letters of other scripts, which two signs of Windows-1252 can be by chance. */
function isOddUtf8(accented: readonly string[]): boolean {
  return accented.length > 0 && accented.every((word) => ODD_WORD.test(word));
}

/** Not the marks of an accent that stand behind its letter. */
const ODD_WORD = /^[\0-\x7f]*[\u0180-\u02ff\u0370-\u07ff][\0-\x7f]*$/;

/** Throws `SheetRefusal` where the words make as much sense in an older encoding: `NESCAFÉ®` is `NESCAFɮ` in UTF-8. */
async function refuseOdd(
  { file, readFrom }: { readonly file: string; readonly readFrom: string },
  samples: readonly string[],
): Promise<void> {
  const { words, utf8Line, otherLine } = await scanMixed(readFrom);
  const { readings, clear } = await guessEncoding(words);
  if (!clear || readings[0]?.encoding !== 'windows-1252') return;
  const both = [...readings.slice(0, 1), { encoding: 'utf-8' as const, samples }];
  throw new SheetRefusal({
    code: 'csv.encoding',
    file,
    line: utf8Line ?? otherLine,
    readings: both,
    clear: false,
  });
}

async function chosenByUser(
  file: string,
  readFrom: string,
  scan: TextScan,
  wanted: Encoding,
): Promise<TextEncoding> {
  if (wanted === 'utf-8') {
    if (scan.utf8) return { name: wanted, because: 'user', samples: pickSamples(scan.accented) };
    const { otherLine, utf8Line } = await scanMixed(readFrom);
    // No accent in it is UTF-8: then it is not two encodings, but another one than the user says.
    if (utf8Line === null) {
      throw new SheetRefusal({ code: 'csv.damaged', file, encoding: wanted, line: otherLine });
    }
    throw new SheetRefusal({ code: 'csv.mixedEncoding', file, line: otherLine, utf8Line });
  }
  if (wanted === 'utf-16le' || wanted === 'utf-16be') {
    return { name: wanted, because: 'user', samples: await samplesOfHead({ file, readFrom }, wanted) };
  }
  if (scan.utf8) {
    // Its accents, read the way the user wants, show whether that was meant.
    const bytes = scan.accented.map((word) => Buffer.from(word, 'utf8'));
    const texts = await Promise.all(bytes.map((word) => decodeBytes(word, wanted)));
    return { name: wanted, because: 'user', samples: pickSamples(texts) };
  }
  const { words } = await scanMixed(readFrom);
  const texts = await Promise.all(words.map((word) => decodeBytes(word, wanted)));
  return { name: wanted, because: 'user', samples: pickSamples(texts) };
}

async function samplesOfHead(
  origin: { readonly file: string; readonly readFrom: string },
  encoding: Encoding,
): Promise<readonly string[]> {
  return pickSamples(accentedWords(await readHeadText(origin, encoding)));
}
