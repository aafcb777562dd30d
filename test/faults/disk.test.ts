import { describe, expect, it } from 'vitest';
import type { WriteAnswer } from '../../src/run/index.js';
import { FakeCrm } from '../plan/workspace.js';
import { MemoryDisk } from '../run/memoryDisk.js';
import { run, type Script, updates } from '../run/running.js';
import { drawing, FULL, figures, LIMIT } from './form.js';

/** So many that each of the places comes before the end: lines that wait at one time share a write and a sync. */
const ROWS = updates(700);
/** At the 178th write a PUT is about to leave. */
const NTH = FULL ? Array.from({ length: 200 }, (_, i) => i + 1) : [1, 2, 9, 18, 178];

/** Applies every PUT; the answer of some of them is lost. `sees` is told of each before it is applied. */
function losing(random: () => number, sees: () => void, applied: Map<string, number>): Script {
  return async ({ id, apply }): Promise<WriteAnswer> => {
    sees();
    await new Promise((resolve) => setImmediate(resolve));
    const lost = random() < 0.15;
    if (lost && random() < 0.5) return { kind: 'unanswered', reason: 'ECONNRESET' };
    applied.set(id, (applied.get(id) ?? 0) + 1);
    const record = apply();
    if (lost) return { kind: 'unanswered', reason: 'ECONNRESET' };
    return { kind: 'accepted', httpStatus: 200, message: 'ok', record };
  };
}

describe('a disk that fails', () => {
  const cases = (['write', 'sync'] as const).flatMap((operation) =>
    (['ENOSPC', 'EIO', 'EROFS', 'EDQUOT', 'EFBIG'] as const).flatMap((code) =>
      (['once', 'for good'] as const).map((how) => [operation, code, how] as const),
    ),
  );

  it.each(cases)(
    'at any %s with %s, %s: sending stops, nothing is forgotten, and the run can be gone on with',
    async (operation, code, how) => {
      let stopped = 0;
      for (const nth of NTH) {
        const where = `${operation} ${nth} ${code} ${how}`;
        const crm = new FakeCrm(ROWS.map(({ beforeImage }) => beforeImage));
        const applied = new Map<string, number>();
        const disk = new MemoryDisk();
        let hit = false;
        let failed = false;
        let sentAfter = 0;
        disk.fails = (at, count) => {
          const fails = at === operation && (count === nth || (how === 'for good' && count > nth));
          hit ||= fails;
          // Of a sync it is known when it has ended.
          if (fails && at === 'sync')
            setImmediate(() => {
              failed = true;
            });
          else failed ||= fails;
          return fails ? code : undefined;
        };
        const script = losing(
          drawing(nth),
          () => {
            if (failed) sentAfter += 1;
          },
          applied,
        );
        // The header, and then the yes, are written before a run begins: without them there is none.
        const first = await run(ROWS, script, { crm, disk, concurrency: 4 }).catch((error: Error) => error);
        if (first instanceof Error) {
          expect([first.message, operation, nth]).toEqual([code, 'write', 1]);
          expect(applied.size).toBe(0);
          continue;
        }
        if (hit) {
          stopped += 1;
          expect(first.result.stop, where).toEqual({ cause: 'disk', reason: code });
        }
        expect(sentAfter, where).toBe(0);
        for (const [i, { id }] of ROWS.entries()) {
          const told = first.journal.toldOutcomeOf(i + 2);
          const was = applied.has(id);
          if (told?.status === 'updated') expect(was, `${where} ${id}`).toBe(true);
          else if (told?.status !== 'unverified') expect(was, `${where} ${id} ${told?.status}`).toBe(false);
        }
        const counted = Object.values(first.result.counts).reduce((a, b) => a + b, 0);
        expect(counted, where).toBe(ROWS.length);
        // On a disk that works, and a network too.
        const onDisk = new MemoryDisk(Buffer.from(disk.bytes));
        const second = await run(
          ROWS,
          losing(
            () => 1,
            () => undefined,
            applied,
          ),
          {
            ...{ crm, disk: onDisk, resumed: true, concurrency: 4 },
          },
        );
        expect(second.result.stop, where).toBeNull();
        for (const [i, { id }] of ROWS.entries()) {
          expect(applied.get(id), `${where} ${id}`).toBe(1);
          expect(crm.records.get(id)?.amount).toBe(String(i + 1));
        }
        const { updated, unchanged } = second.result.counts;
        expect(updated + unchanged, where).toBe(ROWS.length);
      }
      // All but that without which there is no run.
      expect(stopped).toBeGreaterThanOrEqual(NTH.length - 1);
      figures(`disk, ${operation}, ${code}, ${how}`, {
        'places tried': NTH.length,
        'runs stopped': stopped,
        'rows lost': 0,
        'sent twice': 0,
      });
    },
    LIMIT,
  );

  it('for a moment, at the last answer of all, leaves a run that is not taken for finished', async () => {
    const rows = updates(3);
    const disk = new MemoryDisk();
    let refuse = false;
    disk.fails = (operation) => (refuse && operation === 'write' ? 'ENOSPC' : undefined);
    const { journal, outcomes } = await run(
      rows,
      async ({ id, apply }) => {
        // As long as any PUT takes: what came of the one before is written meanwhile.
        await new Promise((resolve) => setImmediate(resolve));
        refuse = id === 'op-3';
        return { kind: 'accepted', httpStatus: 200, message: 'ok', record: apply() };
      },
      { disk, concurrency: 1 },
    );
    expect(outcomes.map((outcome) => outcome?.status)).toEqual(['updated', 'updated', 'updated']);
    expect(journal.unwritten).toHaveLength(1);
    expect(journal.ended).toBeNull();
  });
});
