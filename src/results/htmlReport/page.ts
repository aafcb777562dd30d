import { createHash } from 'node:crypto';
import type { Messages } from '../../messages/index.js';
import { timeText } from './headSection.js';
import { html, inlineElement, type Markup } from './markup.js';
import type { ReportFacts } from './reportFacts.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/**
 * Forbids everything but the one style and the one script that are in the page, by their hashes: should any text ever
 * get in as markup, it could load nothing, send nothing and run nothing (CSP Level 3, 6.7.2.5).
 */
const POLICY = [
  `default-src 'none'`,
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `require-trusted-types-for 'script'`,
  `trusted-types 'none'`,
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** All that comes before the sections. */
export function pageHead(facts: ReportFacts, { language, report }: Messages): Markup {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${report.title(facts.sheet)}</title>
${inlineElement('style', STYLE)}
</head>
<body>
<main>
`;
}

/** All that comes after them. */
export function pageTail(facts: ReportFacts, messages: Messages): Markup {
  return html`
<footer>${messages.report.made(facts.version, timeText(facts.now, messages))}</footer>
</main>
${inlineElement('script', SCRIPT)}
</body>
</html>
`;
}
