import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type OutputCell,
  type Sheet,
  type SheetFormat,
  type SheetRow,
  writeSheet,
} from '../../src/sheet/index.js';

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'opsheet-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file with these bytes in a folder of its own. */
export function file(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

export async function rowsOf(sheet: Sheet): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of sheet.batches()) rows.push(...batch);
  return rows;
}

export async function textsOf(sheet: Sheet): Promise<string[][]> {
  return (await rowsOf(sheet)).map((row) => row.cells.map((cell) => cell.text));
}

/** Writes rows with opsheet's own writer and returns the path. */
export async function written(
  format: SheetFormat,
  rows: readonly (readonly OutputCell[])[],
  delimiter = ';',
): Promise<string> {
  const writer = await writeSheet(join(temporaryFolder(), `written.${format}`), { format, delimiter });
  const tab = writer.tab({ name: 'Data', purpose: 'results', widths: [] });
  for (const row of rows) await tab.row(row);
  return writer.finish();
}

/** The refusal's fact when the work is refused; fails the test when it is not. */
export async function refusalOf(work: Promise<unknown>): Promise<Record<string, unknown>> {
  const error: unknown = await work.then(
    () => {
      throw new Error('not refused');
    },
    (reason: unknown) => reason,
  );
  if (error instanceof Error && 'fact' in error) return error.fact as Record<string, unknown>;
  throw error;
}
