/**
 * How a key is written. `plain`: with a digit and without spaces, as ids and codes mostly are; `worded`: with a digit, in
 * several words (`COT N° 15`); `label`: what may as well stand before a number below the table (`Tipo de cambio`, `IGV 18%`).
 */
export type KeyShape = 'plain' | 'worded' | 'label';

/** All of them, the one that is most surely that of a record first. */
export const KEY_SHAPES: readonly KeyShape[] = ['plain', 'worded', 'label'];

export function keyShape(key: string): KeyShape {
  let digit = false;
  let worded = false;
  // Sign by sign: a million keys are looked at.
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) digit = true;
    else if (code === PERCENT || (code === COLON && at === key.length - 1)) return 'label';
    else if (code === SPACE || code === BRACKET) worded = true;
  }
  if (!digit) return 'label';
  return worded ? 'worded' : 'plain';
}

const [SPACE, PERCENT, BRACKET, COLON] = [' ', '%', '(', ':'].map((sign) => sign.charCodeAt(0));
