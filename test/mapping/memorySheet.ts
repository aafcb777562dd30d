import { type Cell, type Sheet, type SheetRow, sheetRow, textCell } from '../../src/sheet/index.js';

/** A sheet held in memory, a CSV unless it is said; cells are text unless they say otherwise. */
export function memorySheet(rows: readonly (readonly (string | Cell)[])[], { csv = true } = {}): Sheet {
  const batch = rows.map(
    (cells, i): SheetRow =>
      sheetRow(
        i + 1,
        csv ? i + 1 : null,
        cells.map((cell) => (typeof cell === 'string' ? textCell(cell) : cell)),
      ),
  );
  return {
    source: {
      file: 'deals.csv',
      format: csv ? 'csv' : 'xlsx',
      bytes: 1,
      sha256: '',
      sheetName: null,
      sheetNames: [],
      delimiter: ';',
      encoding: null,
      notices: [],
    },
    close: async () => undefined,
    batches: async function* () {
      yield batch.filter((row) => row.cells.some((cell) => cell.text.trim() !== ''));
    },
  };
}
