import { Worker } from 'node:worker_threads';
import { MOST_COLUMNS, MOST_ROWS } from './extent.js';
import { unpackRows } from './packedRows.js';
import { ReaderThread, THREAD_OPTIONS } from './readerThread.js';
import { SheetRefusal } from './refusal.js';
import type { OpenSheetOptions, Sheet, SheetNotice, SheetOrigin, SheetRow, WorkbookLimits } from './sheet.js';
import type { TabFacts } from './tabFacts.js';
import type { WorkbookFacts } from './workbookReader.js';
import type { WorkbookReply, WorkbookRequest } from './workbookWorker.js';

/** The largest workbook that is read, in bytes: it is parsed in memory, at many times its size. */
const WORKBOOK_LIMIT = 50 * 1024 * 1024;
/** What parsing may take when nobody says otherwise. */
const LIMITS: WorkbookLimits = { memoryMb: 2048, milliseconds: 120_000 };

/** Opens a workbook in a worker of its own. Throws `SheetRefusal` when it cannot be read, or not without asking. */
export async function openWorkbook(
  origin: SheetOrigin,
  container: 'zip' | 'ole',
  options: OpenSheetOptions,
): Promise<Sheet> {
  const { file, readFrom, bytes, sha256 } = origin;
  if (bytes > WORKBOOK_LIMIT) {
    throw new SheetRefusal({ code: 'file.tooLarge', file, bytes, limit: WORKBOOK_LIMIT });
  }
  const worker = workbookThread(file, options.workbookLimits ?? LIMITS);
  try {
    const opened = await worker.ask({ kind: 'open', path: readFrom, container, file });
    if (opened.kind !== 'opened') throw new Error(`unexpected reply: ${opened.kind}`);
    const { facts } = opened;
    // The worker read the file once more: a program that saved it meanwhile has put another one there.
    if (opened.sha256 !== sha256) throw new SheetRefusal({ code: 'file.changed', file });
    const tab = chooseTab(file, facts, options.sheet);
    refuseExtent(file, tab);
    const hidden = hiddenRows(file, tab, options);
    return {
      source: {
        file,
        format: facts.format,
        bytes,
        sha256,
        sheetName: tab.name,
        sheetNames: facts.tabs.filter(isCandidate).map(({ name }) => name),
        delimiter: null,
        encoding: null,
        notices: noticesOf(facts, tab, hidden),
      },
      batches: () => workbookBatches(worker, tab.name, hidden),
      close: () => worker.close(),
    };
  } catch (error) {
    await worker.close();
    throw error;
  }
}

function isCandidate({ visible, hasData, summary }: TabFacts): boolean {
  return visible && hasData && !summary;
}

function chooseTab(file: string, { tabs }: WorkbookFacts, wanted: string | undefined): TabFacts {
  const candidates = tabs.filter(isCandidate);
  if (wanted !== undefined) {
    const found = tabs.find(({ name }) => name === wanted);
    const sheets = tabs.map(({ name }) => name);
    if (found === undefined) {
      throw new SheetRefusal({ code: 'xlsx.noSuchSheet', file, sheet: wanted, sheets });
    }
    if (!found.hasData) throw new SheetRefusal({ code: 'xlsx.emptySheet', file, sheet: wanted });
    return found;
  }
  const [only, ...others] = candidates;
  if (only === undefined) throw new SheetRefusal({ code: 'xlsx.noData', file });
  if (others.length > 0) {
    const sheets = candidates.map(({ name }) => name);
    throw new SheetRefusal({ code: 'xlsx.severalSheets', file, sheets });
  }
  if (only.pivot) throw new SheetRefusal({ code: 'xlsx.pivot', file, sheet: only.name });
  return only;
}

function refuseExtent(file: string, { name: sheet, lastRow, lastColumn }: TabFacts): void {
  if (lastRow > MOST_ROWS) {
    throw new SheetRefusal({ code: 'xlsx.tooManyRows', file, sheet, limit: MOST_ROWS });
  }
  if (lastColumn > MOST_COLUMNS) {
    throw new SheetRefusal({ code: 'xlsx.tooManyColumns', file, sheet, limit: MOST_COLUMNS });
  }
}

function hiddenRows(file: string, tab: TabFacts, options: OpenSheetOptions): 'include' | 'skip' {
  if (tab.hiddenRows === 0) return 'include';
  if (options.hidden === undefined) {
    const { name: sheet, hiddenRows: hidden, rows, filtered } = tab;
    throw new SheetRefusal({ code: 'xlsx.hiddenRows', file, sheet, hidden, rows, filtered });
  }
  return options.hidden;
}

function noticesOf(facts: WorkbookFacts, tab: TabFacts, used: 'include' | 'skip'): SheetNotice[] {
  const notices: SheetNotice[] = [];
  const { hiddenRows: hidden, filtered, hiddenColumns, volatileColumns, commentsOnly } = tab;
  if (hidden > 0) notices.push({ code: 'notice.hiddenRows', hidden, filtered, used });
  if (hiddenColumns.length > 0) notices.push({ code: 'notice.hiddenColumns', columns: hiddenColumns });
  const sheets = facts.tabs.filter(({ visible, hasData }) => !visible && hasData).map(({ name }) => name);
  if (sheets.length > 0) notices.push({ code: 'notice.hiddenSheets', sheets });
  if (facts.date1904) notices.push({ code: 'notice.date1904' });
  if (volatileColumns.length > 0) notices.push({ code: 'notice.volatile', columns: volatileColumns });
  if (facts.externalLinks) notices.push({ code: 'notice.links' });
  if (commentsOnly.length > 0) notices.push({ code: 'notice.commentsOnly', cells: commentsOnly });
  return notices;
}

async function* workbookBatches(
  worker: WorkbookThread,
  tab: string,
  hidden: 'include' | 'skip',
): AsyncGenerator<readonly SheetRow[]> {
  const ask = (from: number) => {
    const reply = worker.ask({ kind: 'rows', tab, from, hidden });
    // A failure is thrown when its turn comes; until then it must not count as unhandled.
    reply.catch(() => undefined);
    return reply;
  };
  // The worker packs the next rows while these are being looked at.
  let coming: Promise<WorkbookReply> | null = ask(0);
  while (coming !== null) {
    const reply: WorkbookReply = await coming;
    if (reply.kind !== 'rows') throw new Error(`unexpected reply: ${reply.kind}`);
    coming = reply.next === null ? null : ask(reply.next);
    const rows = unpackRows(reply.rows);
    if (rows.length > 0) yield rows;
  }
}

type WorkbookThread = ReaderThread<WorkbookRequest, WorkbookReply>;

function workbookThread(file: string, { memoryMb, milliseconds }: WorkbookLimits): WorkbookThread {
  const worker = new Worker(new URL('./workbookWorker.js', import.meta.url), {
    ...THREAD_OPTIONS,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  const tooMuch = (what: 'memory' | 'time') => new SheetRefusal({ code: 'xlsx.tooMuch', file, what });
  return new ReaderThread(worker, { milliseconds, tooMuch });
}
