/** What would take a terminal over, hide something, or break a screen, if it were sent as it is. */
const ATTACKS = [
  '\u001b[2J\u001b[3J\u001b[H',
  '\u001b[31m',
  '\u001b[8m',
  '\u001b[12A',
  '\u001b[6n',
  '\u001b[?1049h',
  '\u001b[?1000h',
  '\u001b[5;10r',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u001b]0;owned\u0007',
  '\u001b]8;;http://evil.example\u001b\\here\u001b]8;;\u001b\\',
  '\u001b]1337;File=inline=1:AAAA\u0007',
  '\u001bP$q"p\u001b\\',
  '\u001b_Gf=100;AAAA\u001b\\',
  '\u001b^private\u001b\\',
  '\u001bc',
  '\u001b',
  '\u009b31m',
  '\u009d0;owned\u009c',
  '\u0090q\u009c',
  '\u0085',
  '\u0000',
  '\u0007',
  '\b\b\b',
  '\u000e',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\v\f',
  '\u007f',
  '\u202egpj.exe',
  '\u2066\u2067\u2068\u2069',
  '\u202a\u202b\u202c\u202d',
  '\u200e\u200f\u061c',
  '\u200b\u200c\u2060\ufeff',
  '\u200d',
  '\u00ad',
  '\u034f\u115f\u1160\u3164\uffa0',
  '\ufe0e\ufe0f',
  '\u{e0100}',
  '\u{e0041}\u{e007f}',
  '\ufff9a\ufffab\ufffb',
  '\u2028\u2029',
  '\ud800',
  '\udfff',
  '\uffff',
  '\ue000',
  `a${'\u0301'.repeat(200)}`,
  '👩‍👩‍👧',
  '日本語',
  'ｆｕｌｌ',
  'مرحبا',
  '<script>alert(1)</script>',
  '%s%n{{7*7}}',
] as const;

/** Texts to stand around them, as people write them. */
const AROUND = ['Ñandú', 'Minera Los Andes', '1.234,56', ' ', '', 'ok', '🇵🇪', '—'] as const;

/** So many different hostile texts; `draw` gives numbers in [0, 1). Some are very long. */
export function hostileTexts(count: number, draw: () => number): string[] {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(draw() * items.length)] as Item;
  const piece = () => {
    const which = draw();
    if (which < 0.6) return pick(ATTACKS);
    if (which < 0.7) return String.fromCharCode(Math.floor(draw() * 0xa0));
    if (which < 0.8) return String.fromCodePoint(Math.floor(draw() * 0x11_0000));
    if (which < 0.85)
      return `\u001b[${Math.floor(draw() * 200)};${Math.floor(draw() * 200)}${pick([...'ABCDHJKLMPSTXcdfghlmnrstu'])}`;
    return pick(AROUND);
  };
  return Array.from({ length: count }, (_, i) => {
    const text = Array.from({ length: 1 + Math.floor(draw() * 4) }, piece).join(pick(AROUND));
    // The number tells them apart, and that they were drawn at all.
    const whole = `h${i}_${text}`;
    return i % 50 === 49
      ? whole.repeat(1 + Math.floor((i % 500 === 49 ? 20_000 : 2000) / whole.length))
      : whole;
  });
}
