/** ms that the work takes. */
export function timed(work) {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
