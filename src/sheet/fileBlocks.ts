import { open } from 'node:fs/promises';

/**
 * The bytes of a file, some at a time: each block is there until the next one is asked for, and the one after it is read
 * meanwhile. Two buffers serve for all of them: those of a stream wait, dozens of megabytes, for the collector.
 */
export async function* fileBlocks(path: string, blockBytes: number): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  const read = (buffer: Buffer) => {
    const reading = handle.read(buffer, 0, blockBytes, null);
    // Thrown when its turn comes; until then it must not count as unhandled.
    reading.catch(() => undefined);
    return reading;
  };
  let spare: Buffer = Buffer.allocUnsafeSlow(blockBytes);
  let reading = read(Buffer.allocUnsafeSlow(blockBytes));
  try {
    for (;;) {
      const { bytesRead, buffer } = await reading;
      if (bytesRead === 0) return;
      reading = read(spare);
      yield buffer.subarray(0, bytesRead);
      spare = buffer;
    }
  } finally {
    await reading.catch(() => undefined);
    await handle.close();
  }
}
