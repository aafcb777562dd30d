import { useEffect, useRef, useState } from 'react';
import type { PlannedRow } from '../../plan/index.js';
import type { PlanPreview } from '../view.js';

/** Rows that are remembered, so that scrolling back does not blink. */
const REMEMBERED = 2000;

/** The planned rows that are in sight, read from the plan as they come into sight; `null` while one is read. */
export function useWindow(
  plan: PlanPreview,
  positions: readonly number[],
  top: number,
  rows: number,
): (PlannedRow | null)[] {
  const read = useRef(new Map<number, PlannedRow>());
  const [, setArrived] = useState(0);
  const wanted = positions.slice(top, top + rows);

  useEffect(() => {
    let gone = false;
    const missing = wanted.filter((position) => !read.current.has(position));
    if (missing.length === 0) return;
    void Promise.all(missing.map(async (position) => [position, await plan.rowAt(position)] as const)).then(
      (arrived) => {
        if (read.current.size > REMEMBERED) read.current.clear();
        for (const [position, row] of arrived) read.current.set(position, row);
        if (!gone) setArrived((times) => times + 1);
      },
    );
    return () => {
      gone = true;
    };
  });

  return wanted.map((position) => read.current.get(position) ?? null);
}
