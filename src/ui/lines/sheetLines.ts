import type { Messages } from '../../messages/index.js';
import { fitText } from '../safeText.js';
import type { SheetFacts, Target } from '../view.js';
import { givenLines } from './givenLines.js';
import { commandLine, type Line, lineWidth, type Span, span } from './line.js';

/** Columns of a workspace's name that are kept however narrow the terminal is. */
const LEAST_NAME = 10;

/**
 * Where the changes would go, for the head of every screen. Where it must fit into `width` columns a long name gives
 * way, so that the host behind it stays in sight, and that a sandbox is one.
 */
export function targetLine(target: Target, messages: Messages, width = Number.POSITIVE_INFINITY): Line {
  const { screens } = messages;
  const label = span(`${screens.target}: `, 'quiet');
  const where = span(` · ${host(target)}`);
  const name = target.workspaceName ?? target.workspaceId;
  const lineWith = (badge: readonly Span[]): Line => {
    const room = Math.max(LEAST_NAME, width - lineWidth([label, where, ...badge]));
    return [label, span(fitText(name, room), 'strong'), where, ...badge];
  };
  if (!target.sandbox) return lineWith([]);
  const badge = (text: string) => [span(`  [${text}]`, 'warn')];
  const whole = [label, span(name), where, ...badge(screens.sandbox)];
  return lineWith(badge(lineWidth(whole) <= width ? screens.sandbox : screens.sandboxShort));
}

export function host({ origin }: Pick<Target, 'origin'>): string {
  return origin.replace(/^https?:\/\//, '');
}

/** What opsheet understood of the sheet: every column, used or ignored, how amounts are read, and what was noticed. */
export function sheetLines(sheet: SheetFacts, target: Target, messages: Messages): Line[] {
  const { screens, format } = messages;
  const { columns, key } = sheet.mapping;
  const used = columns.flatMap(({ header, use }): Span[] => {
    if (use.kind === 'key') return [span(header, 'strong'), span(` (${screens.keyColumn(key.by)})`, 'quiet')];
    if (use.kind !== 'field') return [];
    const field = format.field(use.field);
    return field === header ? [span(header, 'strong')] : [span(header, 'strong'), span(` → ${field}`)];
  });
  // Those without a header are named in a notice, if they hold anything.
  const ignored = columns.flatMap(({ header, use }) =>
    use.kind === 'ignored' && use.reason !== 'results-column' && use.reason !== 'empty-header'
      ? [`${header} (${screens.reasons[use.reason]})`]
      : [],
  );
  return [
    aboutLine(sheet, messages, screens.rows(sheet.rows, format)),
    targetLine(target, messages),
    [span(`${screens.columns}: `, 'quiet'), ...separated(used)],
    ...(ignored.length === 0
      ? []
      : [[span(`${screens.ignored}: `, 'quiet'), span(ignored.join(', '), 'warn')]]),
    ...givenLines(sheet.mapping, messages),
    ...(sheet.encoding?.because === 'guessed' ? encodingLines(sheet.encoding, messages) : []),
    ...decimalsLines(sheet.amountStyle, messages),
    ...noticeLines(sheet.notices, messages),
  ];
}

/** The file and what it is: a tab of a workbook, or a text file with its separator. */
export function aboutLine(
  sheet: Pick<SheetFacts, 'file' | 'format' | 'sheetName' | 'delimiter'>,
  messages: Messages,
  rows: string | null,
): Line {
  const { screens } = messages;
  const { file, format, sheetName, delimiter } = sheet;
  // The ending says it already, unless it lies.
  const named = file.toLowerCase().endsWith(`.${format}`);
  const about = [
    ...(named ? [] : [format.toUpperCase()]),
    ...(sheetName === null ? [] : [screens.tab(sheetName)]),
    ...(delimiter === null ? [] : [screens.delimiter(delimiterName(delimiter, screens.tabulator))]),
    ...(rows === null ? [] : [rows]),
  ];
  return [span(`${screens.sheet}: `, 'quiet'), span(file, 'strong'), span(` · ${about.join(' · ')}`)];
}

/** How the bytes of a text file are read, with words that show whether that is right. */
export function encodingLines(encoding: SheetFacts['encoding'], messages: Messages): Line[] {
  if (encoding === null) return [];
  const { name, because, samples } = encoding;
  const { screens } = messages;
  const shown = samples.map((sample) => `“${sample}”`).join(', ');
  const tone = because === 'guessed' ? 'warn' : undefined;
  return [
    [
      span(`${screens.encoding}: `, 'quiet'),
      span(name, tone),
      span(` (${screens.encodingBecause[because]})`, 'quiet'),
      ...(shown === '' ? [] : [span(`: ${shown}`)]),
    ],
  ];
}

export function decimalsLines(style: SheetFacts['amountStyle'], messages: Messages): Line[] {
  return style === null ? [] : [[span(messages.screens.decimals[style])]];
}

export function noticeLines(notices: SheetFacts['notices'], messages: Messages): Line[] {
  return notices.map((notice): Line => [span('! ', 'warn'), ...commandLine(messages.notice(notice))]);
}

/** Puts a dot between columns; a column is a strong span and what follows it. */
function separated(spans: readonly Span[]): Span[] {
  return spans.flatMap((piece, i) =>
    i > 0 && piece.tone === 'strong' ? [span(' · ', 'quiet'), piece] : [piece],
  );
}

function delimiterName(delimiter: string, tabulator: string): string {
  return delimiter === '\t' ? tabulator : delimiter;
}
