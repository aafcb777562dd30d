import { Text, type TextProps } from 'ink';
import { fitLine, type Line, type Tone } from '../lines/line.js';

const STYLES: Record<Tone, TextProps> = {
  good: { color: 'green' },
  bad: { color: 'red' },
  warn: { color: 'yellow' },
  quiet: { dimColor: true },
  strong: { bold: true },
  marked: { underline: true, bold: true },
};

/** What is marked has no other sign than its line, which is no colour. */
const COLOURLESS: Partial<Record<Tone, TextProps>> = { marked: { underline: true } };

export interface LineTextProps {
  readonly line: Line;
  /** Columns of the terminal; the line is cut to them. */
  readonly width: number;
  readonly colour: boolean;
  /** Marks the line that the cursor is on. */
  readonly selected?: boolean;
}

/** One line of a screen. */
export function LineText({ line, width, colour, selected = false }: LineTextProps) {
  const pieces = fitLine(line, width);
  // An empty Text takes no row.
  if (pieces.length === 0) return <Text> </Text>;
  let at = 0;
  return (
    <Text wrap="truncate" inverse={selected}>
      {pieces.map((piece) => {
        at += piece.text.length;
        const style = piece.tone === undefined ? {} : (colour ? STYLES : COLOURLESS)[piece.tone];
        return (
          <Text key={at} {...style}>
            {piece.text}
          </Text>
        );
      })}
    </Text>
  );
}
