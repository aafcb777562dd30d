import { useInput } from 'ink';
import { useCallback, useSyncExternalStore } from 'react';
import { frameOf } from '../review/frame.js';
import { keysOf } from '../review/keys.js';
import type { Review } from '../review/review.js';
import { Lines } from './Lines.js';
import { useTerminalSize } from './terminal.js';

export interface ReviewProps {
  readonly review: Review;
  readonly colour: boolean;
}

/** The plan, to be looked through, and the question whether to send it. */
export function ReviewScreen({ review, colour }: ReviewProps) {
  const { columns, rows } = useTerminalSize();
  useSyncExternalStore(review.subscribe, () => review.version);
  // Always the same one, so that no key falls between an old handler and a new one.
  const take = useCallback<Parameters<typeof useInput>[0]>(
    (input, key) => {
      for (const one of keysOf(input, key)) review.press(one);
    },
    [review],
  );
  useInput(take);
  const { lines, selected } = frameOf(review, columns, rows);
  return <Lines lines={lines.slice(0, rows)} width={columns} colour={colour} selected={selected} />;
}
