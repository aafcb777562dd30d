import type { Messages } from '../../messages/index.js';
import type { PlanSummary } from '../../plan/index.js';
import { type Line, span } from './line.js';

/** Fields that are named before the rest is only counted. */
const MOST_FIELDS = 5;

/** A warning for each custom field that no record in the CRM was seen to have. */
export function newFieldLines({ newFields }: PlanSummary, { screens, format }: Messages): Line[] {
  const lines = newFields
    .slice(0, MOST_FIELDS)
    .map((field): Line => [span('! ', 'warn'), span(screens.newField(field, format), 'warn')]);
  const more = newFields.length - MOST_FIELDS;
  return more > 0
    ? [...lines, [span('! ', 'warn'), span(screens.moreNewFields(more, format), 'warn')]]
    : lines;
}
