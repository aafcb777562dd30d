import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadMessages } from '../../src/messages/index.js';
import { markdownText } from '../../src/ui/markdown/markdownText.js';
import { planMarkdown } from '../../src/ui/markdown/planMarkdown.js';
import { anyText } from '../opportunity/record.js';
import { plannedRows, previewOf } from './preview.js';

const en = await loadMessages('en', 'en-US');

/** What a reader of Markdown shows for a text without markup: its numeric references, resolved. */
const shown = (markdown: string) =>
  markdown.replaceAll('&#8203;', '').replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

describe('text in Markdown', () => {
  it('is cut between whole characters', () => {
    const family = '👩‍👩‍👧';
    for (let before = 285; before < 300; before += 1) {
      expect(markdownText(`${'x'.repeat(before)}${family}${family}${family}`)).toMatch(/^x+(?:👩‍👩‍👧)*…$/u);
    }
  });

  it.each([
    'a | b',
    '\\| `code` ``',
    '**bold** __x__ ~~y~~',
    '[x](javascript:alert(1)) ![i](http://evil)',
    '<script>alert(1)</script> <b>&amp; &#124;',
    'https://evil.example www.evil.example x@evil.example @rosa #12',
    '$x$ ^1^ {{x}} :smile:',
  ])('shows “%s” as it is and leaves nothing that could be markup', (text) => {
    const markdown = markdownText(text);
    expect(shown(markdown)).toBe(text);
    expect(markdown.replace(/&#\d+;/g, '')).not.toMatch(/[\\`*_{}[\]<>#|~@!$^:]|www\./);
    expect(markdown).not.toMatch(/&(?!#\d+;)/);
  });

  it('keeps every text on its line', () => {
    expect(markdownText('a\nb\r\n\u2028c')).not.toMatch(/[\n\r\u2028]/);
    fc.assert(
      fc.property(anyText, (text) => {
        expect(markdownText(text)).not.toMatch(/[\n\r|<>`\\]/);
      }),
    );
  });
});

describe('a plan in Markdown', () => {
  it('has the counts, the impact, the risks, the first 50 changes and the problems', async () => {
    const text = await planMarkdown(previewOf(plannedRows(60)), en);
    expect(text).toContain(
      '- **60 to update · 1 unchanged · 1 repeated · 1 not in the CRM · 1 with a problem**',
    );
    expect(text).toContain('| stage-1 | 60 | 72,030 | 0 | 0 | −72,030 |');
    expect(text).toMatch(/^\| \*\*Total\*\* \| 60 \| /m);
    expect(text).toContain('| Prospecto | Propuesta | 60 |');
    expect(text).toContain('- 60 opportunities would lose the value of a field (rows 2, 3, 4, 5, 6, …).');
    expect(text).toContain(
      '| 2 | Oportunidad 0 | Amount: 1,200.50 → **2,000**<br>Stage: Prospecto → **Propuesta**<br>Description: Contrato → **(empty)** |',
    );
    expect(text.match(/^\| \d+ \| Oportunidad/gm)).toHaveLength(50);
    expect(text).toContain('… and 10 more rows');
    expect(text).toMatch(/^\| 65 \| x \| Monto “doce” is not an amount\./m);
  });

  it('lets no cell break a table', async () => {
    const rows = plannedRows(3).map((row) =>
      row.verdict === 'update'
        ? { ...row, beforeImage: { ...row.beforeImage, name: 'a | b\n| c | <img src=x> `' } }
        : row,
    );
    const text = await planMarkdown(previewOf(rows), en);
    const changes = text.split('\n').filter((line) => /^\| \d+ \|/.test(line));
    for (const line of changes) expect(line.split('|')).toHaveLength(5);
    expect(text).not.toContain('<img');
  });
});
