/** As the API writes times: UTC with seven fractional digits. */
export function timestamp(date: Date): string {
  return date.toISOString().replace('Z', '0000Z');
}
