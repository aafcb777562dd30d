import { useInput } from 'ink';
import { useRef, useState } from 'react';
import type { Messages } from '../../messages/index.js';
import { span } from '../lines/line.js';
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
    if (key.ctrl && input === 'c') {
      onAnswer(null);
      onInterrupt();
    } else if (key.escape) onAnswer(null);
    else if (key.return) onAnswer(typed.current.trim() || null);
    else {
      if (key.backspace || key.delete) typed.current = typed.current.slice(0, -1);
      else if (!key.ctrl && !key.meta) typed.current += input;
      setLength(typed.current.length);
    }
  });

  const lines = [
    [span(screens.askToken, 'warn')],
    [span('> '), span('*'.repeat(Math.min(length, columns - 4)))],
    [span(screens.askTokenKeys, 'quiet')],
  ];
  return <Lines lines={lines} width={columns} colour={colour} />;
}
