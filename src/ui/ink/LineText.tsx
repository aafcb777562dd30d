import { Text } from 'ink';
import { screenText } from '../lines/ansi.js';
import { fitLine, type Line } from '../lines/line.js';

export interface LineTextProps {
  readonly line: Line;
  /** Columns of the terminal; the line is cut to them. */
  readonly width: number;
  readonly colour: boolean;
  /** Marks the line that the cursor is on. */
  readonly selected?: boolean;
}

/** One line of a screen, in one piece: a component for each of its spans would cost several times as much. */
export function LineText({ line, width, colour, selected = false }: LineTextProps) {
  const text = screenText(fitLine(line, width), colour, selected);
  // An empty Text takes no row.
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
}
