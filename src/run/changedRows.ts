import type { UndoNeed } from '../plan/index.js';
import { openJournalDisk } from './journalDisk.js';
import { replay } from './replay.js';
import { undoNeed } from './undoNeed.js';

/**
 * The rows of which a run has sent a PUT that was, or may have been, applied, each with how far that is known. Reads the
 * whole journal. Throws `JournalDamaged`.
 */
export async function changedRows(
  journal: string,
): Promise<ReadonlyMap<number, Exclude<UndoNeed, 'not-made'>>> {
  const rows = new Map<number, Exclude<UndoNeed, 'not-made'>>();
  const disk = openJournalDisk(journal, 'read');
  try {
    replay(disk, (entry) => {
      if (entry.k === 'intent') rows.set(entry.row, 'made');
      if (entry.k !== 'outcome') return;
      const need = undoNeed(entry.outcome);
      // That of a PUT which the server turned away for its token, for one.
      if (need === 'not-made') rows.delete(entry.outcome.rowNumber);
      else rows.set(entry.outcome.rowNumber, need);
    });
    return rows;
  } finally {
    await disk.close();
  }
}
