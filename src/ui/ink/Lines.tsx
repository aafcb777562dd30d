import { Box } from 'ink';
import type { Line } from '../lines/line.js';
import { LineText } from './LineText.js';

export interface LinesProps {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly colour: boolean;
  /** Position of the line that the cursor is on. */
  readonly selected?: number;
}

/** Lines one below the other. A line's place on the screen is its identity. */
export function Lines({ lines, width, colour, selected }: LinesProps) {
  const rows = lines.map((line, place) => ({ line, place }));
  return (
    <Box flexDirection="column">
      {rows.map(({ line, place }) => (
        <LineText key={place} line={line} width={width} colour={colour} selected={place === selected} />
      ))}
    </Box>
  );
}
