import type { Guard } from '../../plan/index.js';
import type { GuardFact, Refusal } from '../facts.js';
import type { Format } from '../format.js';

/** One sentence on a plan that goes beyond a limit. */
export function guard(g: Guard, format: Format): string {
  if (g.guard === 'maxChanges') {
    return `${format.number(g.found)} ${g.found === 1 ? 'registro cambiaría' : 'registros cambiarían'}, más que --max-changes ${g.limit}.`;
  }
  const typed = `--max-amount-change ${g.limit}${g.unit === 'percent' ? '%' : ''}`;
  if (g.found === null) return `El monto total cambiaría desde 0, más que ${typed}.`;
  const found = g.unit === 'percent' ? `${format.amount(g.found)}%` : format.amount(g.found);
  return `El monto total cambiaría en ${found}, más que ${typed}.`;
}

/** Why a plan was not sent although every row of it could be, and what to do next. */
export function guardRefusal(f: GuardFact, format: Format): Refusal {
  const option = f.guard === 'maxChanges' ? '--max-changes' : '--max-amount-change';
  return {
    problem: `${guard(f, format)} No se envió nada.`,
    cure: `Mire el plan: opsheet plan "${f.file}". Si es lo que quiere, aumente ${option}; si no, corrija la hoja o envíe solo una parte con --rows u --only.`,
  };
}
