import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadMessages } from '../../src/messages/index.js';
import type { PlannedRow } from '../../src/plan/index.js';
import { html, inlineElement } from '../../src/results/htmlReport/markup.js';
import { record } from '../opportunity/record.js';
import { hostileStory, outcome, reportPage } from './reportPage.js';

const STORY: PlannedRow[] = [
  {
    verdict: 'update',
    rowNumber: 2,
    rowNumbers: [2, 6],
    id: 'a',
    changes: [
      { field: 'amount', before: '1200.5', after: '1500' },
      { field: 'stageId', before: 's1', after: 's2' },
    ],
    risks: ['field.cleared'],
    body: {},
    beforeImage: record({ id: 'a', stageId: 's1' }),
  },
  { verdict: 'unchanged', rowNumber: 3, id: 'b', name: 'B & <b>' },
  {
    verdict: 'invalid',
    rowNumber: 4,
    key: 'c',
    problems: [{ code: 'amount.notNumber', row: 4, column: 'Monto', text: 'doce' }],
  },
  {
    verdict: 'update',
    rowNumber: 5,
    rowNumbers: [5],
    id: 'd',
    changes: [{ field: 'amount', before: '1200.5', after: '9999' }],
    risks: [],
    body: {},
    beforeImage: record({ id: 'd', stageId: 's3', name: 'Delta' }),
  },
  { verdict: 'duplicate', rowNumber: 6, id: 'a', of: 2 },
];
const OUTCOMES = [
  outcome(2),
  outcome(5, { status: 'rejected', message: 'La oportunidad está cerrada', errorCode: 'OPP_CLOSED' }),
];

interface Tag {
  name: string;
  attributes: Record<string, string>;
}

/** Every tag of a page; its style and script, which are constants of ours, are left out. */
function tagsOf(page: string): Tag[] {
  const own = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1></$1>');
  return [...own.matchAll(/<([!a-z/][^\s>/]*)([^>]*)>/gi)].map(([, name = '', rest = '']) => ({
    name: name.toLowerCase(),
    attributes: Object.fromEntries(
      [...rest.matchAll(/([^\s="/]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, value]),
    ),
  }));
}

/** What a reader sees: the text between the tags, its escapes undone. */
function textOf(page: string): string {
  return page
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|#39|#96|amp);/g, (_, name: string) => {
      return { lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`', amp: '&' }[name] ?? '';
    });
}

const ATTRIBUTES = new Set(
  `aria-hidden aria-label autocomplete charset class content cx d data-fields data-locale data-none data-open data-status
  data-text datetime for height hidden http-equiv id lang name preserveAspectRatio role rx scope text-anchor type value
  viewBox width x x1 x2 y y1 y2 html`.split(/\s+/),
);

describe('a report', () => {
  it('tells what came of the rows, what really changed, and what the plan would have made', async () => {
    const { page } = await reportPage({ rows: STORY, outcomes: OUTCOMES });
    const text = textOf(page);
    expect(text).toContain('2 of 5 rows updated');
    // Only the record that was updated counts: not the 9,999 that the server refused.
    expect(text).toContain('1,200.50 → 1,500');
    expect(text).toContain('The plan would have made it +9,098.');
    expect(text).toContain('1 opportunity would lose the value of a field (row 2).');
    expect(text).toContain('OPP_CLOSED');
    expect(text).toContain('La oportunidad está cerrada');
    expect(text).toContain('Monto “doce” is not an amount.');
    expect(text).toContain('the same as row 2');
    expect(text).toContain('Sent in 2s: 15, at the most 10 a second.');
    expect(text).toContain('resumed');
  });

  it('says the same in Spanish', async () => {
    const messages = await loadMessages('es', 'es-PE');
    const { page } = await reportPage({ rows: STORY, outcomes: OUTCOMES, messages });
    expect(page).toContain('<html lang="es">');
    expect(textOf(page)).toContain('2 de 5 filas actualizadas');
    expect(textOf(page)).toContain('Filas que necesitan atención');
  });

  it('says when a run was stopped, cut off, or sent nothing', async () => {
    const nothing = { stretchMs: 50, stretches: [], lengthMs: 0, resumedAt: [], sent: 0, latency: null };
    const facts = { end: 'stopped', stopped: 'Stopped because you asked for it.' } as const;
    const stopped = textOf((await reportPage({ rows: STORY, facts, timeline: nothing })).page);
    expect(stopped).toContain('Stopped early: Stopped because you asked for it.');
    expect(stopped).toContain('Nothing was sent.');
    expect(stopped).toContain('Nothing was changed in the CRM.');
    const cut = textOf((await reportPage({ rows: STORY, facts: { end: 'cut-off' } })).page);
    expect(cut).toContain('Cut off, or still under way');
  });

  it('allows by its policy only its own style and script, by their hashes', async () => {
    const { page } = await reportPage({ rows: STORY, outcomes: OUTCOMES });
    const policy = tagsOf(page).find(({ attributes }) => attributes['http-equiv'])?.attributes.content ?? '';
    const hash = (name: string) => {
      const [, text = ''] = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(page) ?? [];
      return `sha256-${createHash('sha256').update(text).digest('base64')}`;
    };
    const rules = policy.replaceAll('&#39;', "'").split('; ');
    expect(rules).toContain("default-src 'none'");
    expect(rules).toContain(`style-src '${hash('style')}'`);
    expect(rules).toContain(`script-src '${hash('script')}'`);
    expect(rules).toContain("base-uri 'none'");
    expect(rules).toContain("form-action 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('has no tag, attribute or address but its own, whatever the texts are', async () => {
    const { page } = await reportPage(hostileStory(1000));
    const tags = tagsOf(page);
    const opened = tags.filter(({ name }) => !name.startsWith('/'));
    expect(opened.filter(({ name }) => name === 'script')).toHaveLength(1);
    expect(opened.filter(({ name }) => name === 'style')).toHaveLength(1);
    const forbidden = new Set([
      'img',
      'iframe',
      'base',
      'link',
      'form',
      'a',
      'object',
      'embed',
      'textarea',
      '!--',
    ]);
    expect(opened.filter(({ name }) => forbidden.has(name))).toEqual([]);
    expect(opened.filter(({ name }) => name === 'meta')).toHaveLength(5);
    const names = new Set(opened.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names].filter((name) => !ATTRIBUTES.has(name))).toEqual([]);
    // Every tag that was opened is closed: nothing has broken out of where it stands.
    const closing = (wanted: string) => tags.filter(({ name }) => name === wanted).length;
    for (const name of ['td', 'th', 'tr', 'section', 'code', 'ins', 'del', 'option', 'dd', 'svg']) {
      expect(closing(name), name).toBe(closing(`/${name}`));
    }
    // What reorders or hides text is shown as what it is; nothing else than line ends controls anything.
    expect(page).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]/u);
    expect(page.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(textOf(page)).toContain('<script>window.live=1</script>');
    expect(textOf(page)).toContain('<202E>gpj.exe');
  });

  it('shows rows that need a person before others when there are too many, and says so', async () => {
    const many = Array.from({ length: 5200 }, (_, i): PlannedRow => {
      const rowNumber = i + 2;
      if (i < 5100) return { verdict: 'unchanged', rowNumber, id: `b${i}`, name: 'B' };
      const problem = { code: 'record.missing', row: rowNumber, column: 'ID', text: `lost-${i}` } as const;
      return { verdict: 'missing', rowNumber, key: `lost-${i}`, problems: [problem] };
    });
    const { page } = await reportPage({ rows: many });
    const table = page.slice(page.indexOf('id="table"'));
    expect(table.match(/<tr data-status/g)).toHaveLength(5000);
    expect(table.match(/data-open="yes"/g)).toHaveLength(100);
    expect(textOf(page)).toContain('This page holds 5,000 of 5,200 rows');
    expect(textOf(page)).toContain('The first 25 of 100.');
  });

  it('cuts long texts and says how much is missing', async () => {
    const name = 'x'.repeat(10_300);
    const row: PlannedRow = { verdict: 'unchanged', rowNumber: 2, id: 'b', name };
    const { page } = await reportPage({ rows: [row] });
    expect(textOf(page)).toContain(`${'x'.repeat(300)}… (+10,000)`);
    expect(page).not.toContain('x'.repeat(301));
  });
});

describe('markup', () => {
  it('escapes whatever is put in, and only that', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (inText, inAttribute) => {
        const { text: made } = html`<p title="${inAttribute}">${inText}</p>`;
        expect(made).toMatch(/^<p title="[^<>"'`]*">[^<>"'`]*<\/p>$/);
        // No `&` but those of our own escapes.
        expect(made.replaceAll(/&(lt|gt|quot|#39|#96|amp);/g, '')).not.toContain('&');
      }),
    );
    expect(html`<b>${html`<i>${'<'}</i>`}${[html`<u></u>`, html`<s></s>`]}${null}${7}</b>`.text).toBe(
      '<b><i>&lt;</i><u></u><s></s>7</b>',
    );
  });

  it('refuses a constant that would end its own element', () => {
    expect(() => inlineElement('style', 'a </style> b')).toThrow('too early');
  });
});
