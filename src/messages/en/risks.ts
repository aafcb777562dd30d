import type { RiskCount } from '../../plan/index.js';
import type { Format } from '../format.js';

/** One sentence on what a person should look at before a plan is sent. */
export function risk({ kind, records, rows }: RiskCount, format: Format): string {
  const n = format.number(records);
  const where = `(${records === 1 ? 'row' : 'rows'} ${rows.join(', ')}${records > rows.length ? ', …' : ''})`;
  const one = records === 1;
  switch (kind) {
    case 'amount.notPositive':
      return `${n} ${one ? 'amount' : 'amounts'} would become zero or negative ${where}.`;
    case 'amount.tenfold':
      return `${n} ${one ? 'amount' : 'amounts'} would become more than 10 times larger or smaller ${where}.`;
    case 'stage.leftClosed':
      return `${n} won or lost ${one ? 'opportunity' : 'opportunities'} would be moved to another stage ${where}.`;
    case 'record.recent':
      return `${n} ${one ? 'opportunity was' : 'opportunities were'} changed in the CRM within the last hour ${where}.`;
    case 'field.cleared':
      return `${n} ${one ? 'opportunity' : 'opportunities'} would lose the value of a field ${where}.`;
    case 'value.restyled':
      return `${n} ${one ? 'opportunity' : 'opportunities'} would get a text that is only written otherwise: look for lost zeros, rewritten dates or flattened lines ${where}.`;
    case 'record.renamed':
      return `${n} ${one ? 'opportunity' : 'opportunities'} would be renamed ${where}.`;
  }
}
