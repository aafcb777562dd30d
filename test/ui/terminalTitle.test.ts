import { describe, expect, it } from 'vitest';
import { TerminalTitle } from '../../src/ui/terminalTitle.js';

describe('the terminal title', () => {
  it('tells how far the run is, once for each per cent, and is put back', () => {
    let written = '';
    const title = new TerminalTitle((text) => {
      written += text;
    }, {});
    for (let done = 0; done <= 1000; done += 1) title.show(done, 1000, 0);
    expect(written.startsWith('\u001b[22;0t\u001b]0;opsheet 0%\u0007')).toBe(true);
    expect(written.match(/opsheet/g)).toHaveLength(101);
    title.show(1000, 1000, 3);
    title.restore();
    title.restore();
    expect(written.endsWith('\u001b]0;opsheet 100% ✗ 3\u0007\u001b[23;0t')).toBe(true);
    expect(written).not.toContain('9;4');
  });

  it('tells the taskbar too where that is known to work', () => {
    let written = '';
    const title = new TerminalTitle(
      (text) => {
        written += text;
      },
      { WT_SESSION: 'x' },
    );
    title.show(1, 4, 0);
    title.restore();
    expect(written).toContain('\u001b]9;4;1;25\u0007');
    expect(written).toContain('\u001b]9;4;0;0\u0007\u001b[23;0t');
  });
});
