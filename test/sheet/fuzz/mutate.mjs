// Takes real files apart and puts them together wrong, the same way every time for the same seed.
import { entry, zip } from '../corpus/zip.mjs';

/** Numbers between 0 and 1 from a seed (xorshift, Marsaglia 2003). */
export function createRandom(seed) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** What breaks parsers when it stands where nobody expects it. */
const TEXT_TOKENS = [
  '"',
  '""',
  '"\n',
  ';',
  ',',
  '\t',
  '|',
  '\r',
  '\n',
  '\r\n',
  '\0',
  '\ufeff',
  '\ufffd',
  'sep=;\n',
  '\\"',
  "'",
  '“',
  '=1+1',
  '#N/A',
  '<clear>',
  'N/A',
  '1.234',
  '1,234',
  '1.234,56',
  '1e3',
  '9'.repeat(400),
  '(1.200)',
  'S/ 5',
  'US$ 5',
  '__proto__',
  'ID',
  'Monto',
  'Total',
  '\u200b',
  '\u202e',
  'Ã±',
  '\x1a',
  '\x85',
  '\xff',
  '\xf1\xe9',
  'x'.repeat(40_000),
];
const XML_TOKENS = [
  '<c r="A999999" t="s"><v>99999</v></c>',
  '<c r="B2"><f>A1</f></c>',
  '<c r="ZZZ1"><v>1</v></c>',
  '<c t="e"><v>#REF!</v></c>',
  '<row r="0">',
  '<row r="1048577"/>',
  '</row>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&b;',
  '&#x1F600;',
  '&#0;',
  '&amp;amp;',
  '_x0000_',
  '<is><t>',
  't="str"',
  't="d"',
  ' s="999"',
  ' r=""',
  '<v/>',
  '<f t="shared" si="9"/>',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
  'NaN',
  '1E309',
  '-0',
];

/** One file like `bytes` but with one to six things wrong in it. */
export function mutateText(bytes, random) {
  const way = random();
  if (way < 0.04) return Buffer.from(bytes.toString('utf8'), 'utf16le');
  if (way < 0.06) return Buffer.from(bytes.toString('utf8'), 'utf16le').swap16();
  if (way < 0.1) return Buffer.from(bytes.toString('utf8'), 'latin1');
  return mutateBytes(bytes, random, TEXT_TOKENS);
}

/** A workbook with a broken part in a sound zip, or now and then a broken zip. */
export function mutateWorkbook(parts, random) {
  if (random() < 0.15) return mutateBytes(zipOf(parts), random, XML_TOKENS);
  const xml = parts.filter(({ name }) => /\.(xml|rels)$/.test(name));
  const victim = xml[Math.floor(random() * xml.length)] ?? parts[0];
  const broken = parts.map((part) =>
    part === victim ? { ...part, bytes: mutateBytes(part.bytes, random, XML_TOKENS) } : part,
  );
  return zipOf(random() < 0.05 ? broken.filter((part) => part.name !== victim.name) : broken);
}

function zipOf(parts) {
  return zip(parts.map(({ name, bytes }) => entry(name, bytes, { stored: true })));
}

export function mutateBytes(original, random, tokens) {
  let bytes = original;
  const times = 1 + Math.floor(random() * 6);
  for (let n = 0; n < times; n += 1) bytes = mutateOnce(bytes, random, tokens);
  return bytes;
}

function mutateOnce(bytes, random, tokens) {
  const at = Math.floor(random() * (bytes.length + 1));
  const length = Math.floor(random() ** 3 * Math.min(2000, bytes.length));
  const before = bytes.subarray(0, at);
  switch (Math.floor(random() * 7)) {
    case 0: {
      const copy = Buffer.from(bytes);
      if (at < copy.length) copy[at] ^= 1 << Math.floor(random() * 8);
      return copy;
    }
    case 1:
      return Buffer.concat([before, bytes.subarray(at + length)]);
    case 2:
      return Buffer.concat([before, bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([before, Buffer.from([Math.floor(random() * 256)]), bytes.subarray(at + 1)]);
    case 4:
      return random() < 0.2 ? Buffer.from(before) : Buffer.concat([bytes.subarray(at), before]);
    default: {
      const token = tokens[Math.floor(random() * tokens.length)];
      return Buffer.concat([
        before,
        Buffer.from(token, random() < 0.2 ? 'latin1' : 'utf8'),
        bytes.subarray(at),
      ]);
    }
  }
}
