const LEVELS = '▁▂▃▄▅▆▇█';

/** Values as a curve of one row, the last `columns` of them: the highest bar is the greatest value. */
export function sparkline(values: readonly number[], columns: number): string {
  const shown = values.slice(-columns);
  const most = Math.max(...shown, 0);
  return shown
    .map((value) => LEVELS[most === 0 ? 0 : Math.round((value / most) * (LEVELS.length - 1))])
    .join('');
}
