import { useStdout } from 'ink';
import { useCallback, useEffect, useState } from 'react';

/** Ink wipes the scrollback when a frame is as tall as the terminal (ink #382): one row stays free. */
const FREE_ROWS = 1;

export interface TerminalSize {
  readonly columns: number;
  /** Rows that a frame may take. */
  readonly rows: number;
}

/** The terminal's size, followed while it changes. A terminal that does not know its size counts as 80 x 24. */
export function useTerminalSize(): TerminalSize {
  const { stdout } = useStdout();
  const measure = (): TerminalSize => ({
    columns: stdout.columns > 0 ? stdout.columns : 80,
    rows: (stdout.rows > 0 ? stdout.rows : 24) - FREE_ROWS,
  });
  const [size, setSize] = useState(measure);
  useEffect(() => {
    const follow = () => setSize(measure());
    stdout.on('resize', follow);
    return () => {
      stdout.off('resize', follow);
    };
  });
  return size;
}

/** Draws again every `ms`, for screens that show what is counted elsewhere, and at once when the result is called. */
export function useTick(ms: number): () => void {
  const [, setTick] = useState(0);
  const draw = useCallback(() => setTick((tick) => tick + 1), []);
  useEffect(() => {
    const timer = setInterval(draw, ms);
    return () => clearInterval(timer);
  }, [ms, draw]);
  return draw;
}
