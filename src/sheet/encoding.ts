/** The text encodings that are read, by the names people know them by. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'cp850',
  'mac-roman',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * Other names under which programs offer them, without signs. What is called Latin-1 is Windows-1252 wherever it
 * matters: the WHATWG encoding standard reads it so too.
 */
const OTHER_NAMES: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  utf16: 'utf-16le',
  unicode: 'utf-16le',
  latin1: 'windows-1252',
  iso88591: 'windows-1252',
  ansi: 'windows-1252',
  cp1252: 'windows-1252',
  latin9: 'iso-8859-15',
  ibm850: 'cp850',
  dos: 'cp850',
  mac: 'mac-roman',
  macintosh: 'mac-roman',
};

/** The encoding that goes by this name; the name itself when it is none that is known. */
export function encodingNamed(name: string): string {
  const bare = (text: string) => text.toLowerCase().replace(/[^a-z\d]/g, '');
  return ENCODINGS.find((encoding) => bare(encoding) === bare(name)) ?? OTHER_NAMES[bare(name)] ?? name;
}

/** How a text file's bytes are read as letters. */
export interface TextEncoding {
  readonly name: Encoding;
  /** `mark`: the file says so itself; `proven`: every byte fits; `guessed`: it reads best so; `user`: `--encoding`. */
  readonly because: 'mark' | 'proven' | 'guessed' | 'user';
  /** Up to three words with accents as they are read: a person sees at once whether they are right. */
  readonly samples: readonly string[];
}

export type Decoder = {
  /** Throws `TypeError` when the bytes cannot be of this encoding. */
  write(bytes: Uint8Array): string;
  end(): string;
};

/** The names that `iconv-lite` has for the encodings of one byte a letter. */
const ONE_BYTE = {
  'windows-1252': 'win1252',
  'iso-8859-15': 'iso885915',
  cp850: 'cp850',
  'mac-roman': 'macintosh',
} as const;

export type OneByteEncoding = keyof typeof ONE_BYTE;

/**
 * A decoder that takes a file piece by piece. Encodings of one byte a letter go through iconv-lite: Node 20's
 * own `TextDecoder` turns 0x80-0x9F of windows-1252 into control characters (nodejs/node#60888).
 */
export async function createDecoder(encoding: Encoding): Promise<Decoder> {
  if (encoding in ONE_BYTE) {
    const { default: iconv } = await import('iconv-lite');
    const decoder = iconv.getDecoder(ONE_BYTE[encoding as OneByteEncoding]);
    return { write: (bytes) => decoder.write(Buffer.from(bytes)), end: () => decoder.end() ?? '' };
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

export async function decodeBytes(bytes: Buffer, encoding: OneByteEncoding): Promise<string> {
  const { default: iconv } = await import('iconv-lite');
  return iconv.decode(bytes, ONE_BYTE[encoding]);
}
