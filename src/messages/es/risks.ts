import type { RiskCount } from '../../plan/index.js';
import type { Format } from '../format.js';

/** One sentence on what a person should look at before a plan is sent. */
export function risk({ kind, records, rows }: RiskCount, format: Format): string {
  const n = format.number(records);
  const where = `(${records === 1 ? 'fila' : 'filas'} ${rows.join(', ')}${records > rows.length ? ', …' : ''})`;
  const one = records === 1;
  switch (kind) {
    case 'amount.notPositive':
      return `${n} ${one ? 'monto quedaría' : 'montos quedarían'} en cero o negativo ${where}.`;
    case 'amount.tenfold':
      return `${n} ${one ? 'monto quedaría' : 'montos quedarían'} más de 10 veces ${one ? 'mayor o menor' : 'mayores o menores'} ${where}.`;
    case 'stage.leftClosed':
      return `${n} ${one ? 'oportunidad ganada o perdida pasaría' : 'oportunidades ganadas o perdidas pasarían'} a otra etapa ${where}.`;
    case 'record.recent':
      return `${n} ${one ? 'oportunidad cambió' : 'oportunidades cambiaron'} en el CRM en la última hora ${where}.`;
    case 'field.cleared':
      return `${n} ${one ? 'oportunidad perdería' : 'oportunidades perderían'} el valor de un campo ${where}.`;
    case 'value.restyled':
      return `${n} ${one ? 'oportunidad recibiría' : 'oportunidades recibirían'} un texto que solo se escribe de otro modo: vea si faltan ceros o cambiaron fechas o saltos de línea ${where}.`;
    case 'record.renamed':
      return `${n} ${one ? 'oportunidad cambiaría' : 'oportunidades cambiarían'} de nombre ${where}.`;
  }
}
