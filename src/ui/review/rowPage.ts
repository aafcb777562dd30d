import type { Messages } from '../../messages/index.js';
import type { FieldChange, FieldPath, FieldValue } from '../../opportunity/index.js';
import type { PlannedRow, PlannedUpdate } from '../../plan/index.js';
import { BLANK, type Line, type Span, span, wrapLine } from '../lines/line.js';
import { markDifference } from '../lines/markDifference.js';
import { rowDetail, SIGNS } from '../lines/rowLine.js';
import type { PlanPreview } from '../view.js';
import type { SeenCells } from './cellsInSight.js';

/** One row in full: every field as it is in the CRM and as it is planned, what is risky, or what is wrong with it. */
export function rowPage(
  row: PlannedRow,
  cells: SeenCells,
  plan: PlanPreview,
  messages: Messages,
  leftOut: boolean,
  width: number,
): Line[] {
  const { screens } = messages;
  const { sign, tone } = SIGNS[row.verdict];
  const state: Line = [span(`${sign} ${screens.verdicts[row.verdict]}`, tone)];
  const [head = BLANK, ...rest] = rowDetail(row, messages, plan.stages, Number.POSITIVE_INFINITY);
  const body =
    row.verdict === 'update'
      ? updateLines(row, cells, plan, messages, leftOut)
      : [BLANK, ...problemLines(row, rest), BLANK, ...cellLines(cells, messages)];
  return [head, state, ...body].flatMap((line) => wrapLine(line, width, indentOf(line), true));

  /** Each problem, with what to do about it, is a sentence of its own. */
  function problemLines(bad: PlannedRow, otherwise: readonly Line[]): readonly Line[] {
    if (!('problems' in bad)) return otherwise;
    return bad.problems.map((problem): Line => [span('✗ ', 'bad'), span(messages.problem(problem))]);
  }
}

/** The row's used cells as they stand in the sheet, of a row that changes nothing. */
function cellLines(cells: SeenCells, { screens }: Messages): Line[] {
  if (typeof cells === 'string')
    return [[span(`${screens.review.inSheet}: `, 'quiet'), cellSpan(cells, screens)]];
  return [
    [span(`${screens.review.inSheet}:`, 'quiet')],
    ...cells.map(({ header, text }): Line => [span(`  ${header}: `, 'quiet'), span(`“${text}”`)]),
  ];
}

/** Why there are no cells to show. */
function cellSpan(cells: 'reading' | 'absent', { reading, review }: Messages['screens']): Span {
  return span(cells === 'reading' ? reading : `— (${review.sheetAbsent})`, 'quiet');
}

/** What is left of a broken line stands under its value. */
function indentOf(line: Line): number {
  const start = line[0]?.text ?? '';
  return start.startsWith('  ') ? 4 : 2;
}

function updateLines(
  row: PlannedUpdate,
  cells: SeenCells,
  plan: PlanPreview,
  messages: Messages,
  leftOut: boolean,
): Line[] {
  const { screens, format } = messages;
  const { name, description, amount, stageId, contactId, customFields, opportCode } = row.beforeImage;
  const live: [FieldPath, FieldValue][] = [
    ['name', name],
    ['description', description],
    ['amount', amount],
    ['stageId', stageId],
    ['contactId', contactId],
    ...(customFields ?? []).map((field): [FieldPath, FieldValue] => [
      `customFields.${field.name}`,
      field.value,
    ]),
  ];
  const changeOf = new Map(row.changes.map((change) => [change.field, change]));
  const known = new Set(live.map(([field]) => field));
  // Custom fields that the record would get.
  for (const { field, before } of row.changes) if (!known.has(field)) live.push([field, before]);
  const others = row.rowNumbers.filter((number) => number !== row.rowNumber);
  return [
    ...(opportCode === null ? [] : [[span(`  ${row.id}`, 'quiet')]]),
    ...(leftOut ? [[span('○ ', 'warn'), span(screens.review.rowLeftOut, 'warn')]] : []),
    ...(others.length === 0
      ? []
      : [[span(`+ ${screens.review.alsoRows(row.rowNumbers.join(', '))}`, 'quiet')]]),
    ...row.risks.map(
      (risk): Line => [
        span('! ', 'warn'),
        span(`${screens.review.risk}: ${screens.review.risks[risk]}`, 'warn'),
      ],
    ),
    BLANK,
    ...live.flatMap(([field, value]) => fieldLines(field, value, changeOf.get(field))),
    ...(customFields === null
      ? [[span(`= ${screens.review.customFields}: ${screens.review.customFieldsUnread}`, 'quiet')]]
      : []),
    ...(cells === 'absent' ? cellLines(cells, messages) : []),
  ];

  function fieldLines(field: FieldPath, value: FieldValue, change: FieldChange | undefined): Line[] {
    const shown = (one: FieldValue) => format.value(field, one, plan.stages);
    if (!change) return [[span(`= ${format.field(field)}: ${shown(value)}`, 'quiet')]];
    const [before, after] = markDifference(
      shown(change.before),
      shown(change.after),
      change.after === null ? 'bad' : 'strong',
    );
    return [
      [span('~ ', 'good'), span(format.field(field), 'strong')],
      [span(`  ${screens.review.live}: `, 'quiet'), ...before],
      ...writtenLines(field),
      [span(`  ${screens.review.planned}: `, 'quiet'), ...after],
    ];
  }

  /** The cell that asks for it; a value that a mapping file gives to every row has none. */
  function writtenLines(field: FieldPath): Line[] {
    const label = span(`  ${screens.review.inSheet}: `, 'quiet');
    if (cells === 'absent') return [];
    if (cells === 'reading') return [[label, cellSpan(cells, screens)]];
    return cells
      .filter(({ target, text }) => target === field && text !== '')
      .map(({ header, text }) => [label, span(`“${text}”`), span(`  (${header})`, 'quiet')]);
  }
}
