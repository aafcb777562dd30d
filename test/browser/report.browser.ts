import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { loadMessages } from '../../src/messages/index.js';
import type { PlannedRow } from '../../src/plan/index.js';
import { record } from '../opportunity/record.js';
import { hostileStory, outcome, reportPage } from '../results/reportPage.js';
import { temporaryFolder } from '../sheet/files.js';
import { openPage, startBrowser } from './chromium.js';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** Rows that set an amount, every tenth of them refused, every third of them with a stage too. */
async function page300() {
  const rows = Array.from({ length: 300 }, (_, i): PlannedRow => {
    const rowNumber = i + 2;
    const stage = { field: 'stageId', before: 's1', after: 's2' } as const;
    return {
      verdict: 'update',
      rowNumber,
      rowNumbers: [rowNumber],
      id: `op-${rowNumber}`,
      changes: [
        { field: 'amount', before: '1200.5', after: String(2000 + i) },
        ...(i % 3 === 0 ? [stage] : []),
      ],
      risks: [],
      body: {},
      beforeImage: record({
        id: `op-${rowNumber}`,
        name: i === 7 ? 'Peña & Núñez' : `Deal ${i}`,
        stageId: 's1',
      }),
    };
  });
  const outcomes = rows.map(({ rowNumber }, i) =>
    i % 10 === 0
      ? outcome(rowNumber, { status: 'rejected', message: 'cerrada', errorCode: 'CLOSED' })
      : outcome(rowNumber),
  );
  return (await reportPage({ rows, outcomes })).path;
}

const visibleRows = (page: Page) => page.locator('#table tbody tr:visible').count();
const colourOf = (page: Page, of: 'color' | 'backgroundColor', where: string) =>
  page.evaluate<string>(`getComputedStyle(document.querySelector(${JSON.stringify(where)})).${of}`);

describe('a report in a browser', () => {
  it('is searched and filtered, a part at a time', async () => {
    const { page, complaints, requests } = await openPage(browser, await page300());
    expect(await visibleRows(page)).toBe(100);
    expect(await page.locator('#counted').textContent()).toBe('100 of 300 rows');
    await page.getByRole('button', { name: 'Show more' }).click();
    expect(await visibleRows(page)).toBe(200);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await visibleRows(page)).toBe(300);
    await page.getByLabel('Search').fill('pena NUNEZ');
    expect(await visibleRows(page)).toBe(1);
    expect(await page.locator('#table tbody tr:visible').textContent()).toContain('1,200.50 → to 2,007');
    await page.getByLabel('Search').fill('no such thing');
    expect(await page.locator('#counted').textContent()).toBe('No row fits.');
    await page.getByLabel('Search').fill('');
    await page.locator('#status').selectOption('needs a person');
    expect(await visibleRows(page)).toBe(30);
    await page.locator('#field').selectOption('Stage');
    expect(await page.locator('#counted').textContent()).toBe('10 of 10 rows');
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  it('shows every row where scripts are off', async () => {
    const { page } = await openPage(browser, await page300(), { javaScriptEnabled: false });
    expect(await visibleRows(page)).toBe(300);
    expect(await page.locator('#controls').isVisible()).toBe(false);
  });

  it('is light and dark as the system is, and white on paper, with letters that can be read', async () => {
    const path = await page300();
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await openPage(browser, path, { colorScheme });
      for (const mark of ['.note', '.status.good', '.status.bad', 'thead th', 'del', 'h1', '.state']) {
        expect(await contrastOf(page, mark), `${colorScheme} ${mark}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(await colourOf(page, 'backgroundColor', 'body')).toBe(
        colorScheme === 'light' ? 'rgb(244, 245, 247)' : 'rgb(16, 20, 27)',
      );
      await page.emulateMedia({ media: 'print', colorScheme });
      expect(await colourOf(page, 'backgroundColor', 'body')).toBe('rgb(255, 255, 255)');
      expect(await colourOf(page, 'color', 'body')).toBe('rgb(24, 32, 44)');
      expect(await page.locator('#controls').isVisible()).toBe(false);
    }
  });

  it.each([1240, 390])('is not wider than a window of %i', async (width) => {
    const { path } = await reportPage(hostileStory(60));
    const { page } = await openPage(browser, path, { viewport: { width, height: 900 } });
    const widest = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(widest).toBeLessThanOrEqual(width);
  });

  it.each([
    ['screen', 1240, '9357512.46'],
    ['screen', 390, '9357512.46'],
    ['print', 703, '9357512.46'],
    ['print', 703, '123456789012.25'],
  ] as const)('breaks no number and no name of a stage: %s, %i wide, %s', async (media, width, after) => {
    const changes = [
      { field: 'amount', before: '1200.5', after },
      { field: 'stageId', before: 's1', after: 's2' },
    ] as const;
    const row = {
      verdict: 'update',
      rowNumber: 2,
      rowNumbers: [2],
      id: 'op-2',
      risks: [],
      body: {},
    } as const;
    const { path } = await reportPage({
      rows: [{ ...row, changes, beforeImage: record({ id: 'op-2', stageId: 's1', amount: '1200.5' }) }],
      outcomes: [outcome(2)],
      stages: [
        { id: 's1', name: 'Negociación' },
        { id: 's2', name: 'Implementación' },
      ],
      messages: await loadMessages('es', 'es-PE'),
    });
    const { page } = await openPage(browser, path, { viewport: { width, height: 900 } });
    await page.emulateMedia({ media });
    const lines = await page.evaluate<
      string[]
    >(`[...document.querySelectorAll('.card strong, tbody th, td.number')]
      .filter((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return cell.textContent.trim() !== '' && new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 6))).size > 1
          && !cell.textContent.trim().includes(' ');
      }).map((cell) => cell.textContent)`);
    expect(lines).toEqual([]);
    const outside = await page.evaluate<string[]>(`[...document.querySelectorAll('.card strong')]
      .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)`);
    expect(outside).toEqual([]);
  });

  it('runs no script and loads nothing, whatever 10,000 hostile texts say', async () => {
    const { path } = await reportPage(hostileStory(1500));
    const { page, complaints, requests } = await openPage(browser, path);
    await page.getByRole('button', { name: 'Show all' }).click();
    await stir(page);
    expect(await liveIn(page)).toBeUndefined();
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img, iframe, object, embed, form, base, link, a').count()).toBe(0);
    // Twelve texts a row, as they were written and not as markup.
    const texts = await page.locator('#table tbody tr').allTextContents();
    expect(texts).toHaveLength(1500);
    expect(texts.filter((text) => text?.includes('window.live=1')).length).toBeGreaterThan(1000);
  });

  it('has a policy that would stop markup if there ever were some', async () => {
    let asked = 0;
    const server = createServer((_, answer) => {
      asked += 1;
      answer.end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const broken = `<script>window.live=1</script><img src="http://127.0.0.1:${port}/i" onerror="window.live=1">
<iframe src="http://127.0.0.1:${port}/f"></iframe><link rel="stylesheet" href="http://127.0.0.1:${port}/s">
<style>body{background:url(http://127.0.0.1:${port}/b)}</style><b onmouseover="window.live=1" style="color:red">x</b>`;
    const path = join(temporaryFolder(), 'broken.html');
    writeFileSync(path, readFileSync(await page300(), 'utf8').replace('<main>', `<main>${broken}`));
    const { page, complaints } = await openPage(browser, path);
    await stir(page);
    expect(await liveIn(page)).toBeUndefined();
    expect(asked).toBe(0);
    expect(complaints.length).toBeGreaterThanOrEqual(5);
    expect(await visibleRows(page)).toBe(100);
  });
});

/** Moves over everything, and gives what would run later the time to do so. */
async function stir(page: Page): Promise<void> {
  for (const y of [50, 300, 600, 900]) await page.mouse.move(400, y);
  await page.keyboard.press('Tab');
  await page.waitForTimeout(300);
}

const liveIn = (page: Page) => page.evaluate<unknown>('window.live');

/** By WCAG 2.2, 1.4.3: of the letters against the first background behind them that is none of glass. */
async function contrastOf(page: Page, where: string): Promise<number> {
  const [front, back] = await page.evaluate<[string, string]>(`(() => {
    const element = document.querySelector(${JSON.stringify(where)});
    let behind = element;
    while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
    return [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
  })()`);
  const [lighter = 1, darker = 1] = [luminance(front), luminance(back)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
