import { type Cell, type Sheet, type SheetRow, sheetRow, textCell } from '../../src/sheet/index.js';

/** A CSV held in memory; cells are text unless they say otherwise. */
export function memorySheet(rows: readonly (readonly (string | Cell)[])[]): Sheet {
  const batch = rows.map(
    (cells, i): SheetRow =>
      sheetRow(
        i + 1,
        i + 1,
        cells.map((cell) => (typeof cell === 'string' ? textCell(cell) : cell)),
      ),
  );
  return {
    source: {
      file: 'deals.csv',
      format: 'csv',
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
      yield batch;
    },
  };
}
