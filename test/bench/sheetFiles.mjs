import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const STAGES = ['Calificación', 'Propuesta', 'Negociación', 'Cierre'];
const HEADER = ['ID', 'Nombre', 'Monto', 'Etapa', 'Descripción', 'customFields.Origen', 'Código', 'Notas'];

/** Names, descriptions and amounts come again after so many rows. */
export const REPEATED = 977;

/** One row of eight columns as a sales team has them: accents, quotes, decimal commas. */
export function rowOf(i) {
  return {
    id: `op-${String(i).padStart(7, '0')}`,
    name: `Empresa ${i % REPEATED} Ñandú`,
    amount: (i % REPEATED) * 90 + 1000,
    stage: STAGES[i % 4],
    description: `Venta de "equipos", lote ${i % REPEATED}`,
    origin: 'Web',
    code: `C-${i}`,
    note: `seguimiento pendiente ${i % 13}`,
  };
}

let folder = null;

/** A folder for the benches' files, gone when the process ends. */
export function benchFolder() {
  if (folder === null) {
    folder = mkdtempSync(join(tmpdir(), 'opsheet-bench-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  return folder;
}

/** A CSV of so many rows and eight columns, a quarter of its fields quoted. */
export async function csvOf(rows) {
  const path = join(benchFolder(), `${rows}.csv`);
  if (existsSync(path)) return path;
  const out = createWriteStream(path);
  let text = `${HEADER.join(',')}\r\n`;
  for (let i = 0; i < rows; i += 1) {
    const { id, name, amount, stage, description, origin, code, note } = rowOf(i);
    const quoted = description.replaceAll('"', '""');
    text += `${id},${name},"${amount},50",${stage},"${quoted}",${origin},${code},${note}\r\n`;
    if (text.length > 1_000_000) {
      if (!out.write(text)) await once(out, 'drain');
      text = '';
    }
  }
  out.end(text);
  await once(out, 'close');
  return path;
}

/** A workbook of so many rows and eight columns, with shared strings, as Excel writes it. */
export async function xlsxOf(rows) {
  const path = join(benchFolder(), `${rows}.xlsx`);
  if (existsSync(path)) return path;
  // Only here: it takes longer to load than much of what is measured.
  const { default: Excel } = await import('exceljs');
  const options = { filename: path, useStyles: true, useSharedStrings: true };
  const workbook = new Excel.stream.xlsx.WorkbookWriter(options);
  const sheet = workbook.addWorksheet('Oportunidades');
  sheet.addRow(HEADER).commit();
  for (let i = 0; i < rows; i += 1) {
    const { id, name, amount, stage, description, origin, code, note } = rowOf(i);
    const row = sheet.addRow([id, name, amount + 0.5, stage, description, origin, code, note]);
    row.getCell(3).numFmt = '#,##0.00';
    row.commit();
  }
  await workbook.commit();
  return path;
}
