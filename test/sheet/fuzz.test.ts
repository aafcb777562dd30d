import { expect, it } from 'vitest';
import { inspectSheet, isKnownHeader } from '../../src/mapping/index.js';
import { loadMessages } from '../../src/messages/index.js';
import { openSheet } from '../../src/sheet/index.js';
import { unpackRows } from '../../src/sheet/packedRows.js';
import { WorkbookReader } from '../../src/sheet/workbookReader.js';
import { fuzz } from './fuzz/fuzz.mjs';

it('reads a mutated file or refuses it in words, and never anything else', async () => {
  const { refusal } = await loadMessages('en', 'en-US');
  const rooms = {
    openSheet,
    inspectSheet,
    isKnownHeader,
    WorkbookReader,
    unpackRows,
    refusal,
  };
  const { read, refused, codes } = await fuzz(500, 20_261_124, rooms);
  expect(read + refused).toBe(500);
  // Both must happen a lot, or the mutations are too mild or too wild to say anything.
  expect(read).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(50);
  expect(codes.size).toBeGreaterThan(8);
}, 120_000);
