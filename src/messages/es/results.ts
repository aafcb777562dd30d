import type { results as english } from '../en/results.js';

/** What the results sheet says besides the data. */
export const results: typeof english = {
  resultsTab: 'Resultados',
  summaryTab: 'Resumen',
  unchanged: 'Ya estaba así: no se envió nada.',
  skipped: {
    total: 'Es una línea de totales: no se envía nada por ella.',
    'not-changed': 'La ejecución no había cambiado esta fila: no hay nada que deshacer.',
    'not-selected': 'No está entre las filas o campos elegidos: se dejó fuera, como se indicó.',
    done: 'Hecha en una ejecución anterior: se dejó fuera, como usted indicó.',
  },
  sheet: 'Hoja',
  target: 'Enviado a',
  workspace: 'Espacio de trabajo',
  run: 'Ejecución',
  started: 'Inicio',
  duration: 'Duración',
  status: 'Estado',
  rows: 'Filas',
  total: 'Total',
  amountBefore: 'Monto de los registros del plan antes',
  amountAfter: 'Monto de los registros del plan después',
  errorCode: 'errorCode',
  message: 'Mensaje',
  examples: 'Filas, por ejemplo',
  stopped: 'Se detuvo antes de terminar',
};
