// Reads mutated files as `check` would. Each must be read, or refused in words, within a set time.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import yauzl from 'yauzl';
import { createRandom, mutateText, mutateWorkbook } from './mutate.mjs';

const FOLDERS = ['../../../samples/', '../corpus/files/'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);
/** Larger files would only make every round slower. */
const LARGEST_BYTES = 60_000;
/** The longest that reading or refusing one file may take, in ms. */
const MOST_MS = 10_000;
/** How many of ten files are workbooks. */
const WORKBOOKS = 3;

const TEXTS = [
  'ID;Nombre;Monto;Etapa\nop-1;Peña;1.234,50;Propuesta\nop-2;"Añil; ""sur""";200;Cierre\n\nop-3;"dos\nlíneas";(5);Propuesta\n',
  'sep=,\r\nID,Monto,Descripción\r\nop-1,1234.50,x\r\nop-2,"1,200.50",y\r\nTotal,2435.00,\r\n',
  'Reporte de ventas\n\nCódigo\tImporte\tcustomFields.Región\n00123\tS/ 1,200.50\tLima\n00124\tS/ 80.00\tCusco\n',
];

/**
 * Reads `count` mutated files. `rooms` are the faces of the rooms, from the sources or from the build. Resolves to
 * how many were read and how many refused, by code; throws with the seed at the first that was neither.
 */
export async function fuzz(count, seed, rooms) {
  const folder = mkdtempSync(join(tmpdir(), 'opsheet-fuzz-'));
  const texts = [...TEXTS.map((text) => Buffer.from(text)), ...originals(/\.(csv|txt)$/)];
  const workbooks = await Promise.all(originals(/^(?!refused).*\.xlsx$/).map(partsOf));
  const sound = workbooks.filter((parts) => parts.length > 0);
  const outcome = { read: 0, refused: 0, slowestMs: 0, codes: new Map() };
  try {
    for (let n = 0; n < count; n += 1) {
      const random = createRandom(Math.imul(seed + n, 2654435761));
      const isWorkbook = n % 10 < WORKBOOKS;
      const pool = isWorkbook ? sound : texts;
      const original = pool[Math.floor(random() * pool.length)];
      const bytes = isWorkbook ? mutateWorkbook(original, random) : mutateText(original, random);
      const path = join(folder, isWorkbook ? 'a.xlsx' : 'a.csv');
      const begin = performance.now();
      const code = await readOrRefuse(path, bytes, isWorkbook, rooms).catch((error) => {
        writeFileSync(join(tmpdir(), `opsheet-fuzz-${seed + n}`), bytes);
        throw new Error(`input ${seed + n} was neither read nor refused in words`, { cause: error });
      });
      const took = performance.now() - begin;
      outcome.slowestMs = Math.max(outcome.slowestMs, took);
      if (took > MOST_MS) {
        writeFileSync(join(tmpdir(), `opsheet-fuzz-${seed + n}`), bytes);
        throw new Error(`input ${seed + n} took ${Math.round(took)} ms`);
      }
      if (code === null) outcome.read += 1;
      else {
        outcome.refused += 1;
        outcome.codes.set(code, (outcome.codes.get(code) ?? 0) + 1);
      }
    }
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readOrRefuse(path, bytes, isWorkbook, rooms) {
  try {
    const sheets = isWorkbook ? await workbookSheets(bytes, rooms) : [await textSheet(path, bytes, rooms)];
    for (const sheet of sheets) {
      await rooms.inspectSheet(sheet, { headerRow: 1, decimal: 'comma' }).catch((error) => {
        if (error.name !== 'MappingRefusal') throw error;
        return rooms.inspectSheet(sheet);
      });
    }
    return null;
  } catch (error) {
    if (error.name !== 'SheetRefusal' && error.name !== 'MappingRefusal') throw error;
    const { problem, cure } = rooms.refusal({ file: path, ...error.fact });
    if (!problem || !cure || /undefined|NaN|\[object/.test(cure))
      throw new Error(`no words for ${error.fact.code}`);
    return error.fact.code;
  }
}

async function textSheet(path, bytes, rooms) {
  writeFileSync(path, bytes);
  return rooms.openSheet(path, { knows: rooms.isKnownHeader });
}

/** Every tab as a sheet, parsed in this process: a worker for each would take most of the time. */
async function workbookSheets(bytes, rooms) {
  const reader = await rooms.WorkbookReader.read(bytes, 'zip', 'a.xlsx');
  return reader.facts.tabs
    .filter(({ hasData }) => hasData)
    .map(({ name }) => ({
      source: { file: 'a.xlsx', format: 'xlsx', sheetName: name, sheetNames: [name], notices: [] },
      batches: async function* () {
        for (let next = 0; next !== null; ) {
          const batch = reader.rows(name, next, 'include');
          const rows = rooms.unpackRows(batch.rows);
          if (rows.length > 0) yield rows;
          next = batch.next;
        }
      },
      close: async () => undefined,
    }));
}

function originals(pattern) {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => pattern.test(name))
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).size < LARGEST_BYTES)
      .sort()
      .map((path) => readFileSync(path)),
  );
}

/** The parts of a zip, unpacked; none when it cannot be unpacked. */
async function partsOf(bytes) {
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
    const parts = [];
    for await (const entry of zip.eachEntry()) {
      const chunks = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
      parts.push({ name: entry.fileName, bytes: Buffer.concat(chunks) });
    }
    return parts;
  } catch {
    return [];
  }
}
