import type { Messages } from '../../messages/index.js';
import type { PlannedRow, PlannedUpdate, Verdict } from '../../plan/index.js';
import { nothingLines } from '../lines/nothingLines.js';
import { host } from '../lines/sheetLines.js';
import type { PlanPreview } from '../view.js';
import { markdownTable, markdownText } from './markdownText.js';

/** Rows of each kind that are listed before the rest is only counted. */
const MOST_ROWS = 50;

/** The plan for pasting in a ticket: counts, impact, risks, the first changes and problems. */
export async function planMarkdown(plan: PlanPreview, messages: Messages): Promise<string> {
  const { screens, format } = messages;
  const { summary, sheet, target } = plan;
  const workspace = `${target.workspaceName ?? target.workspaceId} · ${host(target)}`;
  const verdicts = (Object.keys(summary.verdicts) as Verdict[]).filter((each) => summary.verdicts[each] > 0);
  const place = sheet.sheetName === null ? sheet.file : `${sheet.file} [${sheet.sheetName}]`;
  const lines = [
    `## ${screens.planTitle}`,
    '',
    `- ${screens.sheet}: ${markdownText(place)} · ${screens.rows(sheet.rows, format)}`,
    `- ${screens.target}: ${markdownText(workspace)}${target.sandbox ? ` (${screens.sandbox})` : ''}`,
    `- SHA-256: ${markdownText(plan.inputs.sha256)}`,
    `- **${verdicts.map((each) => `${format.number(summary.verdicts[each])} ${screens.verdicts[each]}`).join(' · ')}**`,
    ...plan.guards
      .filter(({ trips }) => trips)
      .map((guard) => `- ⛔ ${screens.guardWarning(messages.guard(guard))}`),
    ...impactOf(plan, messages),
    ...(await rowsOf(plan, messages)),
    '',
    screens.dryRun,
  ];
  return `${lines.join('\n')}\n`;
}

function impactOf(plan: PlanPreview, messages: Messages): string[] {
  const { screens, format, results } = messages;
  const { summary, stages } = plan;
  if (summary.verdicts.update === 0) {
    const texts = nothingLines(plan, messages).map((line) => line.map(({ text }) => text).join(''));
    return texts.flatMap((text) => ['', markdownText(text)]);
  }
  const stage = (id: string | null) =>
    id === null ? screens.noStage : markdownText(format.value('stageId', id, stages));
  const { before, after, difference } = summary.amount;
  const lines = [''];
  if (summary.risks.length > 0) {
    lines.push(`### ${screens.risks}`, '', ...summary.risks.map((risk) => `- ${messages.risk(risk)}`), '');
  }
  lines.push(
    ...markdownTable(
      [results.field, results.records],
      ['left', 'right'],
      summary.fields.map(({ field, records }) => [markdownText(format.field(field)), format.number(records)]),
    ),
    '',
    `### ${screens.byStage}`,
    '',
    ...markdownTable(
      [
        results.stage,
        results.recordsBefore,
        results.stageAmountBefore,
        results.recordsAfter,
        results.stageAmountAfter,
        '±',
      ],
      ['left', 'right', 'right', 'right', 'right', 'right'],
      [
        ...summary.byStage.map((share) => [
          stage(share.stageId),
          format.number(share.before.records),
          format.amount(share.before.amount),
          format.number(share.after.records),
          format.amount(share.after.amount),
          format.difference(share.difference),
        ]),
        [
          `**${results.total}**`,
          format.number(summary.verdicts.update),
          format.amount(before),
          format.number(summary.verdicts.update),
          format.amount(after),
          format.difference(difference),
        ],
      ],
    ),
  );
  if (summary.stageMoves.length > 0) {
    lines.push(
      '',
      ...markdownTable(
        [results.movedFrom, results.movedTo, results.records],
        ['left', 'left', 'right'],
        summary.stageMoves.map(({ from, to, records }) => [stage(from), stage(to), format.number(records)]),
      ),
    );
  }
  return lines;
}

async function rowsOf(plan: PlanPreview, messages: Messages): Promise<string[]> {
  const { screens, format, results } = messages;
  const sections: [string, readonly Verdict[], string, (row: PlannedRow) => string[]][] = [
    [
      screens.changes,
      ['update'],
      results.record,
      (row) => (row.verdict === 'update' ? changeCells(row, plan, messages) : []),
    ],
    [
      screens.problems,
      ['invalid', 'missing'],
      results.key,
      (row) =>
        'problems' in row
          ? [
              markdownText(row.key ?? ''),
              row.problems.map((each) => markdownText(messages.problem(each))).join('<br>'),
            ]
          : [],
    ],
  ];
  const lines: string[] = [];
  for (const [title, verdicts, subject, cellsOf] of sections) {
    const positions = plan.positions(verdicts);
    if (positions.length === 0) continue;
    const rows: string[][] = [];
    for (const position of positions.slice(0, MOST_ROWS)) {
      const row = await plan.rowAt(position);
      rows.push([String(row.rowNumber), ...cellsOf(row)]);
    }
    const table = markdownTable([screens.rowHeader, subject, title], ['right', 'left', 'left'], rows);
    lines.push('', `### ${title}`, '', ...table);
    const left = positions.length - rows.length;
    if (left > 0) lines.push('', screens.more(left, format));
  }
  return lines;
}

function changeCells(row: PlannedUpdate, { stages }: PlanPreview, { format }: Messages): string[] {
  const changes = row.changes.map(({ field, before, after }) => {
    const value = (text: string | null) => markdownText(format.value(field, text, stages));
    return `${markdownText(format.field(field))}: ${value(before)} → **${value(after)}**`;
  });
  return [markdownText(row.beforeImage.name ?? row.id), changes.join('<br>')];
}
