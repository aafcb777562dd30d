import type { review as english } from '../en/review.js';
import type { Format } from '../format.js';

const plural = (n: number, one: string, many: string, format: Format) =>
  `${format.number(n)} ${n === 1 ? one : many}`;

/** What the screens say on which a plan is looked through. */
export const review: typeof english = {
  selected: (n: number, of: number, format: Format) =>
    `${format.number(n)} de ${format.number(of)} por actualizar`,
  toUpdate: (n: number, format: Format) => `${format.number(n)} por actualizar`,
  leftOut: (n: number, format: Format) => `${plural(n, 'excluida', 'excluidas', format)}`,
  problems: (n: number, format: Format) => `${format.number(n)} con un problema`,
  unchanged: (n: number, format: Format) => `${format.number(n)} sin cambios`,

  before: 'antes',
  after: 'después',
  bars: 'solo cambios: monto; derecha: registros · monto',
  barsOfRecords: 'solo cambios: registros; derecha: registros · monto',
  moves: 'Cambios de etapa',
  wholePlan: (leftOut: number, format: Format) =>
    leftOut === 1
      ? 'Estas cifras todavía cuentan la fila que usted excluyó.'
      : `Estas cifras todavía cuentan las ${format.number(leftOut)} filas que usted excluyó.`,

  sorts: {
    row: 'como en la hoja',
    risk: 'primero lo más riesgoso',
    amount: 'primero el mayor cambio de monto',
  },
  sortedBy: (sort: string) => `orden: ${sort}`,
  onlyField: (field: string) => `campo: ${field}`,
  risks: {
    'amount.notPositive': 'monto en cero o menos',
    'amount.tenfold': 'monto más de 10 veces mayor o menor',
    'stage.leftClosed': 'sale de ganado o perdido',
    'record.recent': 'cambió en la última hora',
    'field.cleared': 'un campo se vacía',
    'value.restyled': 'solo se escribe de otro modo',
    'record.renamed': 'cambia de nombre',
  },
  onlyRisk: (risk: string) => `riesgo: ${risk}`,
  readingPlan: (percent: string) => `leyendo el plan: ${percent} %, Esc cancela`,
  found: (text: string, n: number, format: Format) => `/${text}: ${plural(n, 'fila', 'filas', format)}`,
  searching: (percent: string) => `buscando: ${percent} %`,
  marking: (n: number, format: Format) =>
    `rango de ${plural(n, 'fila', 'filas', format)}: v excluye, Esc termina`,
  place: (n: number, of: number, format: Format) => `${format.number(n)} de ${format.number(of)}`,
  lines: (from: number, to: number, of: number) => `líneas ${from} a ${to} de ${of}`,
  notices: {
    noUpdate: 'Solo se pueden excluir filas que se actualizarían.',
    nothingLeft: 'Todos los cambios están excluidos: no hay nada que enviar.',
    notFound: 'No se encontró en esta lista.',
    wrongNumber: 'Ese no es el número. No se envió nada.',
    noFields: 'No cambiaría ningún campo.',
    noRisks: 'No se encontraron riesgos.',
  },

  live: 'en el CRM',
  planned: 'planificado',
  inSheet: 'en la hoja',
  sheetAbsent: 'la hoja no está a mano aquí',
  staysSo: 'queda así',
  customFields: 'campos personalizados',
  customFieldsUnread: 'sin leer',
  rowLeftOut: 'Excluida: esta fila no se enviaría.',
  alsoRows: (rows: string) => `Las filas ${rows} piden lo mismo: un solo cambio para todas.`,
  risk: 'Riesgo',

  confirmLeftOut: (n: number, format: Format) =>
    n === 1
      ? '1 cambio que usted excluyó no se enviará.'
      : `${format.number(n)} cambios que usted excluyó no se enviarán.`,
  confirmRisks: 'Mire otra vez:',
  typeNumber: (n: string) => `Escriba ${n} y pulse Enter para enviar:`,
  backKeys: 'Esc volver al plan',

  keys: {
    impact: 'Enter ver los cambios   c confirmar y enviar   q salir sin enviar   ? ayuda',
    impactShort: 'Enter cambios  c confirmar  q salir  ? ayuda',
    impactLook: 'Enter ver los cambios   q cerrar   ? ayuda',
    table: '←→ vistas  Espacio excluir  Enter abrir  / buscar  c confirmar  q salir  ? ayuda',
    tableShort: '←→  Espacio excluir  / buscar  c confirmar  q salir  ? ayuda',
    tableLook: '←→ vistas  Enter abrir  / buscar  q cerrar  ? ayuda',
    row: '↑↓ mover  ←→ otras filas  Espacio excluir  Esc volver  c confirmar  ? ayuda',
    rowShort: '←→ otras filas  Espacio excluir  Esc volver  ? ayuda',
    rowLook: '↑↓ mover  ←→ otras filas  Esc volver  q cerrar  ? ayuda',
    search: 'Enter conservar   Esc cancelar',
    help: '↑↓ mover   Esc volver',
  },
  help: {
    impact: [
      ['Enter, Tab', 'ver los cambios uno por uno'],
      ['c', 'pasar a la pregunta de si se envía'],
      ['↑ ↓, k j', 'mover'],
      ['RePág AvPág', 'mover por páginas'],
      ['g G', 'al principio, al final'],
      ['q, Esc', 'salir; no se envía nada'],
    ],
    table: [
      ['↑ ↓, k j', 'una fila arriba o abajo'],
      ['RePág AvPág', 'una página arriba o abajo'],
      ['g G', 'primera fila, última fila'],
      ['← →, h l', 'la vista: cambios, problemas, sin cambios, todas'],
      ['f', 'solo las filas que cambian un campo; otra vez: el siguiente'],
      ['r', 'solo las filas con un riesgo; otra vez: el siguiente'],
      ['s', 'orden: como en la hoja, por riesgo, por cambio de monto'],
      ['/', 'buscar por id, nombre, clave o valor'],
      ['n N', 'siguiente, anterior de las filas encontradas'],
      ['Enter, o', 'abrir la fila'],
      ['Espacio', 'excluir la fila, o incluirla otra vez'],
      ['v', 'empezar un rango; otra vez: excluirlo, o incluirlo'],
      ['a', 'excluir todas las filas de esta lista, o incluirlas otra vez'],
      ['i', 'intercambiar incluidas y excluidas en esta lista'],
      ['c', 'pasar a la pregunta de si se envía'],
      ['Tab', 'volver al resumen'],
      ['Esc', 'un paso atrás'],
      ['q', 'salir; no se envía nada'],
    ],
    row: [
      ['↑ ↓, k j', 'mover'],
      ['← →, h l', 'la fila anterior, la siguiente'],
      ['n N', 'siguiente, anterior de las filas encontradas'],
      ['Espacio', 'excluir la fila, o incluirla otra vez'],
      ['c', 'pasar a la pregunta de si se envía'],
      ['Esc, Enter', 'volver a la tabla'],
      ['q', 'salir; no se envía nada'],
    ],
    confirm: [
      ['s', 'enviar, cuando cambian pocas filas'],
      ['0 a 9, Enter', 'escribir el número de cambios, y enviar'],
      ['↑ ↓', 'mover'],
      ['Esc, n', 'volver al plan'],
      ['q', 'salir; no se envía nada'],
    ],
  },
  helpTitles: {
    impact: 'Teclas en el resumen',
    table: 'Teclas en la tabla de cambios',
    row: 'Teclas en una fila',
    confirm: 'Teclas en la pregunta',
  },
};
