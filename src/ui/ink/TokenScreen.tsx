import { useInput } from 'ink';
import { useRef, useState } from 'react';
import type { Messages } from '../../messages/index.js';
import { span, wrapLine } from '../lines/line.js';
import { keysOf } from '../review/keys.js';
import { Lines } from './Lines.js';
import { useTerminalSize } from './terminal.js';

export interface TokenProps {
  readonly messages: Messages;
  readonly colour: boolean;
  /** Takes the token, or `null` when the person would rather stop. */
  readonly onAnswer: (token: string | null) => void;
  readonly onInterrupt: () => void;
}

/** Asks for a token while the run waits. What is typed is never drawn, only how much of it there is. */
export function TokenScreen({ messages, colour, onAnswer, onInterrupt }: TokenProps) {
  const { columns } = useTerminalSize();
  const typed = useRef('');
  const [length, setLength] = useState(0);
  const { screens } = messages;

  useInput((input, key) => {
    // What is pasted comes as one text, perhaps with an Enter behind it.
    for (const one of keysOf(input, key)) {
      if (one.name === 'ctrlC') {
        onAnswer(null);
        onInterrupt();
      } else if (one.name === 'escape') onAnswer(null);
      else if (one.name === 'enter') onAnswer(typed.current.trim() || null);
      else if (one.name === 'backspace') typed.current = typed.current.slice(0, -1);
      else if (one.char && !key.meta) typed.current += one.char;
    }
    setLength(typed.current.length);
  });

  const lines = [
    ...wrapLine([span(screens.askToken, 'warn')], columns),
    [span('> '), span('*'.repeat(Math.min(length, columns - 4)))],
    ...wrapLine([span(screens.askTokenKeys, 'quiet')], columns),
  ];
  return <Lines lines={lines} width={columns} colour={colour} />;
}
