import { useStdout } from 'ink';
import { createContext, useCallback, useContext, useEffect, useState } from 'react';

/** Behind a frame the cursor stands on a row of its own: a frame as tall as the terminal would push its head away. */
const FREE_ROWS = 1;

/** The terminal whose size the screens follow. Ink itself knows another one (`ScreenOutput`). */
export const TerminalContext = createContext<NodeJS.WriteStream | null>(null);

export interface TerminalSize {
  readonly columns: number;
  /** Rows that a frame may take. */
  readonly rows: number;
}

/** The terminal's size, followed while it changes. A terminal that does not know its size counts as 80 x 24. */
export function useTerminalSize(): TerminalSize {
  const own = useStdout().stdout;
  const stdout = useContext(TerminalContext) ?? own;
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
