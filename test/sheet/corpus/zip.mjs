// A zip writer of our own: a corpus needs zips that no library agrees to write (the same name twice, `../`,
// sizes that lie, parts in any order), and bytes that do not change from one run to the next.
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';

// 2026-01-15 12:00 as MS-DOS keeps it.
const DOS_TIME = 12 << 11;
const DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 15;

/** One entry whose bytes are at hand. `claimed` is a size to write in the headers instead of the true one. */
export function entry(name, content, { claimed, stored = false } = {}) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    name,
    method: stored ? 0 : 8,
    packed: stored ? bytes : deflateRawSync(bytes, { level: 9 }),
    size: claimed ?? bytes.length,
    crc: crc32(bytes),
  };
}

/** An entry of `times` copies of a chunk between a head and a tail, packed without ever holding all of it. */
export async function hugeEntry(name, { head, chunk, times, tail }, { claimed } = {}) {
  const deflate = createDeflateRaw({ level: 9 });
  const packed = [];
  deflate.on('data', (part) => packed.push(part));
  let crc = 0;
  let size = 0;
  const push = async (bytes) => {
    crc = crc32(bytes, crc);
    size += bytes.length;
    if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve));
  };
  await push(Buffer.from(head));
  for (let n = 0; n < times; n += 1) await push(chunk);
  await push(Buffer.from(tail));
  await new Promise((resolve) => deflate.end(resolve).once('end', resolve));
  return { name, method: 8, packed: Buffer.concat(packed), size: claimed ?? size, crc };
}

/** Joins entries, in the order given, into one zip file. */
export function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, method, packed, size, crc } of entries) {
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt16LE(DOS_TIME, 6);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed]);
    const made = Buffer.from([20, 0]);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), made, common, central, nameBytes);
    parts.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}
