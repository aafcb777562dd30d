import type { Messages } from '../../messages/index.js';
import type { SheetFacts, Target } from '../view.js';
import { type Line, type Span, span } from './line.js';

/** Where the changes would go, for the head of every screen. */
export function targetLine(target: Target, messages: Messages): Line {
  const { screens } = messages;
  const name = target.workspaceName ?? target.workspaceId;
  const badge: Span[] = target.sandbox ? [span(`  [${screens.sandbox}]`, 'warn')] : [];
  return [span(`${screens.target}: `, 'quiet'), span(name, 'strong'), span(` · ${host(target)}`), ...badge];
}

export function host({ origin }: Target): string {
  return origin.replace(/^https?:\/\//, '');
}

/** What opsheet understood of the sheet: every column, used or ignored, and how amounts are read. */
export function sheetLines(sheet: SheetFacts, target: Target, messages: Messages): Line[] {
  const { screens, format } = messages;
  const about = [
    ...(sheet.sheetName === null ? [] : [screens.tab(sheet.sheetName)]),
    ...(sheet.delimiter === null
      ? []
      : [screens.delimiter(delimiterName(sheet.delimiter, screens.tabulator))]),
    screens.rows(sheet.rows, format),
  ];
  const { columns, key } = sheet.mapping;
  const used = columns.flatMap(({ header, use }): Span[] => {
    if (use.kind === 'key') return [span(header, 'strong'), span(` (${screens.keyColumn(key.by)})`, 'quiet')];
    if (use.kind !== 'field') return [];
    const field = format.field(use.field);
    return field === header ? [span(header, 'strong')] : [span(header, 'strong'), span(` → ${field}`)];
  });
  const ignored = columns.flatMap(({ header, use }) =>
    use.kind === 'ignored' && use.reason !== 'results-column'
      ? [`${header} (${screens.reasons[use.reason]})`]
      : [],
  );
  return [
    [span(`${screens.sheet}: `, 'quiet'), span(sheet.file, 'strong'), span(` · ${about.join(' · ')}`)],
    targetLine(target, messages),
    [span(`${screens.columns}: `, 'quiet'), ...separated(used)],
    ...(ignored.length === 0
      ? []
      : [[span(`${screens.ignored}: `, 'quiet'), span(ignored.join(', '), 'warn')]]),
    ...(sheet.amountStyle === null ? [] : [[span(screens.decimals[sheet.amountStyle])]]),
  ];
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
