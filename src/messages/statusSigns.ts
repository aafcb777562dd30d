import type { Status } from '../run/index.js';

/** How a status looks: its sign says the same as its colour, so that nobody needs to see colours. */
export const STATUS_SIGNS: Record<Status, { sign: string; tone: 'good' | 'quiet' | 'bad' | 'warn' }> = {
  updated: { sign: '✓', tone: 'good' },
  unchanged: { sign: '=', tone: 'quiet' },
  skipped: { sign: '-', tone: 'quiet' },
  invalid: { sign: '✗', tone: 'bad' },
  rejected: { sign: '✗', tone: 'bad' },
  conflict: { sign: '!', tone: 'warn' },
  unverified: { sign: '?', tone: 'warn' },
  'not-sent': { sign: '…', tone: 'warn' },
};
