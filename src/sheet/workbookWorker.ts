import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { answerEach } from './answerEach.js';
import type { PackedRows } from './packedRows.js';
import { type WorkbookFacts, WorkbookReader } from './workbookReader.js';

/** What the worker is asked, one question at a time. */
export type WorkbookRequest =
  | { readonly kind: 'open'; readonly path: string; readonly container: 'zip' | 'ole'; readonly file: string }
  | {
      readonly kind: 'rows';
      readonly tab: string;
      readonly from: number;
      readonly hidden: 'include' | 'skip';
    };

export type WorkbookReply =
  | {
      readonly kind: 'opened';
      readonly facts: WorkbookFacts /** Of the bytes that were parsed. */;
      readonly sha256: string;
    }
  | { readonly kind: 'rows'; readonly rows: PackedRows; readonly next: number | null };

let reader: WorkbookReader | null = null;

async function answer(request: WorkbookRequest): Promise<WorkbookReply> {
  if (request.kind === 'open') {
    const bytes = await readFile(request.path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    reader = await WorkbookReader.read(bytes, request.container, request.file);
    return { kind: 'opened', facts: reader.facts, sha256 };
  }
  if (reader === null) throw new Error('no workbook is open');
  return { kind: 'rows', ...reader.rows(request.tab, request.from, request.hidden) };
}

answerEach(answer);
