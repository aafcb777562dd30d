import type { Key as InkKey } from 'ink';

/** A key that is no character. */
export type NamedKey =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'pageUp'
  | 'pageDown'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'tab'
  | 'shiftTab'
  | 'backspace'
  | 'ctrlC';

export type Key =
  | { readonly name: NamedKey; readonly char?: undefined }
  | { readonly char: string; readonly name?: undefined };

const CONTROLS: Readonly<Record<string, NamedKey>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u0003': 'ctrlC',
  '\u0008': 'backspace',
  '\u007f': 'backspace',
};

/**
 * The keys that Ink hands over. Keys that are typed at once come as one text: each of them counts, also an Enter
 * among them.
 */
export function keysOf(input: string, key: InkKey): Key[] {
  if (key.ctrl) return input === 'c' ? [{ name: 'ctrlC' }] : [];
  const named = nameOf(key);
  if (named) return [{ name: named }];
  return [...input].flatMap((char): Key[] => {
    const name = CONTROLS[char];
    if (name) return [{ name }];
    return char < ' ' ? [] : [{ char }];
  });
}

function nameOf(key: InkKey): NamedKey | null {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageUp';
  if (key.pageDown) return 'pageDown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return key.shift ? 'shiftTab' : 'tab';
  // A terminal's erase key comes as either.
  if (key.backspace || key.delete) return 'backspace';
  return null;
}
