const NOT_HERE = 0xffffffff;

/**
 * A zip as some programs write every one, whatever its size: its places and sizes stand where those of a zip beyond 4 GB
 * do (APPNOTE 4.3.14, 4.3.15, 4.5.3). `zip`: without comments, and without fields of its own behind its names.
 */
export function asFarZip(zip: Buffer): Buffer {
  const end = zip.length - 22;
  const count = zip.readUInt16LE(end + 10);
  const from = zip.readUInt32LE(end + 16);
  const entries: Buffer[] = [];
  for (let at = from, i = 0; i < count; i += 1) {
    const behind = at + 46 + zip.readUInt16LE(at + 28);
    const entry = Buffer.from(zip.subarray(at, behind));
    const far = Buffer.alloc(28);
    far.writeUInt16LE(1, 0);
    far.writeUInt16LE(24, 2);
    for (const [to, place] of [
      [4, 24],
      [12, 20],
      [20, 42],
    ] as const) {
      far.writeBigUInt64LE(BigInt(entry.readUInt32LE(place)), to);
      entry.writeUInt32LE(NOT_HERE, place);
    }
    entry.writeUInt16LE(far.length, 30);
    entries.push(entry, far);
    at = behind;
  }
  const directory = Buffer.concat(entries);
  const farEnd = Buffer.alloc(56);
  farEnd.write('PK\x06\x06', 0, 'latin1');
  farEnd.writeBigUInt64LE(44n, 4);
  farEnd.writeUInt16LE(45, 12);
  farEnd.writeUInt16LE(45, 14);
  for (const [to, value] of [
    [24, count],
    [32, count],
    [40, directory.length],
    [48, from],
  ] as const)
    farEnd.writeBigUInt64LE(BigInt(value), to);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 0, 'latin1');
  locator.writeBigUInt64LE(BigInt(from + directory.length), 8);
  locator.writeUInt32LE(1, 16);
  const last = Buffer.from(zip.subarray(end));
  last.writeUInt32LE(NOT_HERE, 16);
  last.writeUInt32LE(NOT_HERE, 12);
  return Buffer.concat([zip.subarray(0, from), directory, farEnd, locator, last]);
}
