import type { Guard } from '../../plan/index.js';
import type { GuardFact, Refusal } from '../facts.js';
import type { Format } from '../format.js';

/** One sentence on a plan that goes beyond a limit. */
export function guard(g: Guard, format: Format): string {
  if (g.guard === 'maxChanges') {
    return `${format.number(g.found)} ${g.found === 1 ? 'record' : 'records'} would change, more than --max-changes ${g.limit}.`;
  }
  const typed = `--max-amount-change ${g.limit}${g.unit === 'percent' ? '%' : ''}`;
  if (g.found === null) return `The amount total would rise or fall from 0, more than ${typed}.`;
  const found = g.unit === 'percent' ? `${format.amount(g.found)}%` : format.amount(g.found);
  return `The amount total would change by ${found}, more than ${typed}.`;
}

/** Why a plan was not sent although every row of it could be, and what to do next. */
export function guardRefusal(f: GuardFact, format: Format): Refusal {
  const option = f.guard === 'maxChanges' ? '--max-changes' : '--max-amount-change';
  return {
    problem: `${guard(f, format)} Nothing was sent.`,
    cure: `Look at the plan: opsheet plan "${f.file}". If it is what you want, raise ${option}; else mend the sheet, or send part of it with --rows or --only.`,
  };
}
