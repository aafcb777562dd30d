import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { PlanHeader } from './planHeader.js';
import { VERDICTS, type Verdict } from './plannedRow.js';
import { PlanRefusal } from './refusal.js';
import type { PlanSummary } from './summary.js';

/** Bytes that are read at once. */
const BLOCK = 1024 * 1024;
/** No first line is longer; a file that is longer without a line end is no plan. */
const LONGEST_HEADER = 16 * 1024 * 1024;

/** How each row's line begins: told without parsing the whole of it. */
const BEGINNINGS = VERDICTS.map((verdict) => ({
  verdict,
  bytes: Buffer.from(`{"kind":"row","verdict":"${verdict}"`),
}));

/** How every plan's file begins. */
const PLAN_MARK = Buffer.from('{"kind":"plan"');

/** Whether a file says of itself that it is a saved plan; `false` for one that is not there or cannot be read. */
export async function isPlan(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PLAN_MARK.length), 0, PLAN_MARK.length, 0);
    return bytesRead === PLAN_MARK.length && buffer.equals(PLAN_MARK);
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}

/** Bytes in which nearly every header ends. */
const HEADER_BLOCK = 16 * 1024;

/**
 * What a plan's file says first: what it was made from and where it goes, without reading the rest, however long that
 * is. `null` for a file that is not there, or is no plan.
 */
export async function readPlanHeader(path: string): Promise<PlanHeader | null> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return null;
  try {
    for (let length = HEADER_BLOCK; length <= LONGEST_HEADER; length *= 4) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
      const end = buffer.indexOf(0x0a);
      if (end !== -1) return parseHeader(buffer.subarray(0, end), path);
      if (bytesRead < length) return null;
    }
    return null;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}

export interface PlanLines {
  readonly header: PlanHeader;
  readonly summary: { readonly value: PlanSummary; readonly at: number };
  readonly sha256: string;
}

/**
 * Walks a plan's file once, tells the verdict and the place of each row, and holds the whole against the checksum in
 * its last line. Throws `PlanRefusal`.
 */
export async function readPlanLines(
  handle: FileHandle,
  path: string,
  onRow: (verdict: Verdict, at: number, header: PlanHeader) => void,
): Promise<PlanLines> {
  const hash = createHash('sha256');
  let header: PlanHeader | null = null;
  let summary: PlanLines['summary'] | null = null;
  let sha256: string | null = null;
  const damaged = () => new PlanRefusal({ code: 'plan.damaged', file: path });

  const take = (line: Buffer, at: number) => {
    if (sha256 !== null) throw damaged();
    const bytes = line.subarray(0, -1);
    if (header === null) header = parseHeader(bytes, path);
    else if (summary === null) {
      const verdict = BEGINNINGS.find((known) => bytes.subarray(0, known.bytes.length).equals(known.bytes));
      if (verdict) onRow(verdict.verdict, at, header);
      else {
        const parsed = parse(bytes);
        if (parsed?.kind !== 'summary') throw damaged();
        const { kind: _, ...value } = parsed;
        summary = { value: value as unknown as PlanSummary, at };
      }
    } else {
      const end = parse(bytes);
      if (end?.kind !== 'end' || end.sha256 !== hash.copy().digest('hex')) throw damaged();
      sha256 = end.sha256 as string;
    }
    hash.update(line);
  };

  let rest = Buffer.alloc(0);
  let restAt = 0;
  for (let at = 0; ; ) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(BLOCK), 0, BLOCK, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const block = buffer.subarray(0, bytesRead);
    rest = rest.length === 0 ? block : Buffer.concat([rest, block]);
    let from = 0;
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a, from)) {
      take(rest.subarray(from, end + 1), restAt + from);
      from = end + 1;
    }
    rest = rest.subarray(from);
    restAt += from;
    if (header === null && rest.length > LONGEST_HEADER)
      throw new PlanRefusal({ code: 'plan.notOne', file: path });
  }
  if (header === null) throw new PlanRefusal({ code: 'plan.notOne', file: path });
  if (rest.length > 0 || summary === null || sha256 === null) throw damaged();
  return { header, summary, sha256 };
}

function parseHeader(bytes: Buffer, file: string): PlanHeader {
  const parsed = parse(bytes);
  if (parsed?.kind !== 'plan') throw new PlanRefusal({ code: 'plan.notOne', file });
  const { version } = parsed;
  if (typeof version === 'number' && version > 1)
    throw new PlanRefusal({ code: 'plan.newerVersion', file, version });
  return parsed as unknown as PlanHeader;
}

function parse(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
