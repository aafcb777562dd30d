import type { NewField, Reading } from '../../plan/index.js';
import type { screens as english } from '../en/screens.js';
import type { Format } from '../format.js';
import { command, quoted } from '../quoting.js';
import { review } from './review.js';

const plural = (n: number, one: string, many: string, format: Format) =>
  `${format.number(n)} ${n === 1 ? one : many}`;

/** What the screens and the plain lines say. */
export const screens: typeof english = {
  sandbox: 'SANDBOX, nada es real',
  sandboxShort: 'SANDBOX',
  sheet: 'Hoja',
  target: 'CRM',
  columns: 'Columnas',
  ignored: 'Ignoradas',
  constants: 'En todas las filas',
  valuesOf: (column: string) => `Textos de ${column}`,
  otherwise: { keep: 'los demás textos quedan como están', refuse: 'los demás textos se rechazan' },
  tab: (name: string) => `pestaña “${name}”`,
  delimiter: (name: string) => `separada por ${name}`,
  tabulator: 'tabulaciones',
  rows: (n: number, format: Format) => plural(n, 'fila', 'filas', format),
  keyColumn: (by: 'id' | 'opportCode'): string =>
    by === 'id' ? 'encuentra la oportunidad por id' : 'encuentra la oportunidad por código',
  decimals: {
    comma: 'Los montos se leen con coma decimal: 1.234,50',
    dot: 'Los montos se leen con punto decimal: 1,234.50',
  },
  reasons: {
    unknown: 'no es un campo conocido',
    'empty-header': 'sin encabezado',
    'results-column': 'su nombre empieza con _',
    'read-only': 'el CRM no permite cambiarla',
    'other-key': 'otra columna es la clave',
    'other-column': 'otra columna tiene ese campo',
    'by-user': 'como se indicó',
    'not-selected': 'no está entre los campos de --only',
  },

  columnsTitle: (file: string) => `¿Qué son las columnas de ${file}?`,
  columnsSaved: (date: string) =>
    `Hay correspondencias guardadas el ${date} para estos encabezados: m las usa.`,
  columnKey: { id: 'Id de la oportunidad', opportCode: 'Código de la oportunidad' },
  columnUnused: 'no se usa',
  columnKnown: 'se conoce por su encabezado',
  columnChanged: 'como usted dice',
  columnWord: (word: string) => `su encabezado contiene “${word}”`,
  columnCells: 'sus celdas lo parecen',
  columnHint: (target: string, because: string) => `Quizás “${target}”: ${because}. → la toma.`,
  columnAmounts: 'Sus celdas como montos',
  columnEither: (one: string, other: string) => `${one} o ${other}: se le preguntará`,
  columnsNoKey: 'Ninguna columna encuentra la oportunidad: elija la de los ids o la de los códigos.',
  columnsNoFields: 'Ninguna columna cambia un campo: elija qué se va a cambiar.',
  columnsTwice: (target: string, headers: readonly string[]) =>
    `“${target}” está dos veces: ${headers.join(', ')}. Deje una sola.`,
  columnsCount: (used: number, unused: number, format: Format) =>
    `${plural(used, 'columna usada', 'columnas usadas', format)}, ${format.number(unused)} sin usar`,
  columnsKeys: (short: boolean, saved: boolean): string =>
    short
      ? saved
        ? '↑↓ ←→  Enter sigue  s guarda y sigue  m guardadas  q sale'
        : '↑↓ ←→ cambiar  Enter sigue  s guarda y sigue  q sale'
      : `↑↓ columna   ←→ qué es   Enter continúa   s continúa y guarda${saved ? '   m las guardadas' : ''}   q sale`,

  encoding: 'Codificación',
  encodingBecause: {
    mark: 'lo dice el archivo',
    proven: 'todos los bytes coinciden',
    guessed: 'es una suposición: mire estas palabras',
    user: 'como usted indicó',
  },

  check: {
    format: 'Formato',
    header: 'Encabezado',
    noHeader: 'no hay: las columnas van por sus letras',
    ignored: 'no se usa',
    filled: (n: number, of: number, format: Format) =>
      `${format.number(n)} de ${format.number(of)} con datos`,
    noValue: 'no se toma ningún valor',
    cleared: 'vacía el campo',
    kinds: {
      number: 'número',
      date: 'fecha',
      boolean: 'sí/no',
      error: 'error',
      uncomputed: 'fórmula sin resultado',
      merged: 'combinada',
      styled: 'texto con formato propio',
    } as Readonly<Record<string, string>>,
    readable: (n: number, format: Format) =>
      `${plural(n, 'fila lista', 'filas listas', format)} para planificar`,
    nothingSet: (n: number, format: Format) => `${format.number(n)} sin nada que cambiar`,
    skipped: (n: number, format: Format) => plural(n, 'excluida', 'excluidas', format),
    withProblems: (n: number, format: Format) => `${format.number(n)} con un problema`,
    offline: '(los ids y las etapas se consultan con opsheet plan)',
  },

  readingLabel: 'Registros del CRM',
  readingHow: ({ how, by }: Reading): string => {
    if (how === 'list') return 'se leen de la lista, página por página';
    return by === 'opportCode' ? 'se buscan en la lista y se leen uno por uno' : 'se leen uno por uno';
  },
  readingWhy: ({ how, why, records, total, requests }: Reading, format: Format): string => {
    const rows = plural(records, 'registro', 'registros', format);
    switch (why) {
      case 'asked':
        return 'como se indicó';
      case 'codes':
        return 'las filas van por código, y un código solo se puede buscar en la lista';
      case 'few':
        return `${rows} a la vez`;
      case 'unknownTotal':
        return `${rows} en la hoja; el espacio de trabajo no dice cuántos tiene`;
      case 'cost': {
        const pages = plural(requests.list ?? 0, 'página', 'páginas', format);
        const other = `${pages} con los ${format.number(total ?? 0)} del espacio de trabajo`;
        return how === 'rows' ? `${rows} en vez de ${other}` : `${other} en vez de ${rows} uno por uno`;
      }
    }
  },
  listing: (records: number, total: number | null, format: Format) =>
    `Leyendo la lista: ${plural(records, 'registro', 'registros', format)}${total === null ? '' : ` de unos ${format.number(total)}`}`,
  newField: ({ field, records, suggestions }: NewField, format: Format) =>
    `No se vio ningún registro del CRM con el campo personalizado “${format.field(field)}”, que recibiría ${plural(records, 'registro', 'registros', format)}: el CRM podría crear un campo nuevo.${suggestions.length > 0 ? ` Se parece a: ${quoted(suggestions)}.` : ''}`,
  moreNewFields: (n: number, format: Format) => `${plural(n, 'campo más', 'campos más', format)} así.`,
  planning: (done: string, total: string) => `Leyendo registros del CRM: ${done} de ${total} filas`,
  planTitle: 'Qué cambiaría',
  verdicts: {
    update: 'por actualizar',
    unchanged: 'sin cambios',
    skipped: 'excluidas',
    duplicate: 'repetidas',
    missing: 'fuera del CRM',
    invalid: 'con un problema',
  },
  byField: 'Por campo',
  amount: 'Monto de estos registros',
  stageMoves: 'Cambios de etapa',
  byStage: 'Por etapa',
  byStageHint: 'registros · monto, antes → después',
  risks: 'Riesgos',
  noStage: '(sin etapa)',
  moreStages: (n: number, format: Format) => `… y ${plural(n, 'etapa más', 'etapas más', format)}`,
  guardWarning: (sentence: string) => `${sentence} opsheet apply se detendría antes de enviar nada.`,
  changes: 'Cambios',
  problems: 'Problemas',
  row: (n: number) => `fila ${n}`,
  rowHeader: 'Fila',
  sameAs: (n: number) => `igual que la fila ${n}: un solo cambio para ambas`,
  alreadySo: 'ya estaba así',
  more: (n: number, format: Format) => `… y ${plural(n, 'fila más', 'filas más', format)}`,
  nothingToSend: ({ unchanged, skipped, missing, invalid }) => {
    if (missing + invalid === 0) {
      if (unchanged === 0) return 'No hay nada que enviar: todas las filas se excluyen.';
      const others = skipped > 0 ? ', o se excluye' : '';
      return `No hay nada que enviar: cada fila ya está como debe${others}.`;
    }
    return unchanged > 0
      ? 'No hay nada que enviar: las filas que se podrían enviar ya están como deben.'
      : 'No hay nada que enviar: ninguna fila se puede enviar tal como está.';
  },
  noKeyFound: (header, to, beside) => {
    const kind = to === 'opportCode' ? 'id' : 'código';
    if (beside !== null)
      return `No se encontró ningún ${kind} de la columna “${header}”. Si numera las filas, o es de otro sistema, use “${beside}”: agregue --map "${header}=-". Si no, ¿es este el espacio de trabajo correcto?`;
    return to === 'opportCode'
      ? `No se encontró ningún id de la columna “${header}”. Si son códigos, agregue --map "${header}=opportCode". Si son ids, ¿es este el espacio de trabajo correcto?`
      : `No se encontró ningún código de la columna “${header}”. Si son ids, agregue --map "${header}=id". Si son códigos, ¿es este el espacio de trabajo correcto?`;
  },
  dryRun: 'No se envió nada.',

  filters: { changes: 'Cambios', problems: 'Problemas', unchanged: 'Sin cambios', all: 'Todas' },
  empty: 'No hay filas aquí.',
  reading: 'leyendo…',
  review,
  confirm: (n: number, workspace: string, host: string, format: Format) =>
    `¿Enviar ${plural(n, 'cambio', 'cambios', format)} al espacio de trabajo “${workspace}” en ${host}?`,
  takesBack: (run: string) => `Deshace lo que cambió la ejecución ${run}`,
  confirmUndo: (n: number, run: string, workspace: string, host: string, format: Format) =>
    `¿Dejar ${plural(n, 'registro', 'registros', format)} como ${n === 1 ? 'estaba' : 'estaban'} antes de la ejecución ${run}, en el espacio de trabajo “${workspace}” en ${host}?`,
  confirmLeft: (n: number, format: Format) =>
    `${plural(n, 'fila', 'filas', format)} con un problema no se ${n === 1 ? 'enviará' : 'enviarán'}; la hoja de resultados dirá por qué.`,
  /** Keys that mean yes. */
  yesKeys: ['s', 'y'],
  confirmKeys: 's sí, enviar   Esc no, volver al plan',
  declined: 'No se envió nada.',

  sending: 'Enviando',
  done: 'listas',
  failed: 'fallidas',
  left: 'faltan',
  rate: (perSecond: string) => `${perSecond} por segundo`,
  timeLeft: (time: string) => `faltan unos ${time}`,
  waiting: {
    throttled: (time: string) => `El CRM pide esperar ${time}`,
    unreachable: (time: string) => `Sin conexión; otro intento en ${time}`,
    failing: (time: string) => `El CRM sigue fallando; se vuelve a mirar en ${time}`,
    settling: (time: string) =>
      `Los registros cuya respuesta falló o se perdió se revisan otra vez en ${time}`,
  },
  pace: (now: number, ceiling: number) => `${now} a la vez (a lo más ${ceiling})`,
  paceBecause: {
    throttled: 'más lento porque el CRM lo pidió',
    slow: 'más lento porque las respuestas tardan',
  },
  askToken: 'El CRM ya no acepta el token; todo espera. Pegue uno nuevo (no se muestra):',
  askTokenKeys: 'Enter continúa   Esc detiene la ejecución; se puede retomar',
  latency: (time: string) => `respuestas en ${time}`,
  paused: 'En pausa: p continúa',
  keysRunning: (short: boolean): string =>
    short
      ? 'p pausa   + - más, menos a la vez   s parar'
      : 'p pausa   + - más o menos a la vez   s o Ctrl-C: parar tras lo que está en curso',
  stopping: 'Deteniendo: se espera lo que está en curso. Ctrl-C otra vez sale de inmediato.',
  progress: (done: string, total: string, failed: string) =>
    `Enviadas: ${done} de ${total}; fallidas: ${failed}`,

  finished: 'Listo',
  stopped: 'Detenido',
  statuses: {
    updated: 'cambiadas en el CRM',
    unchanged: 'ya estaban así',
    skipped: 'excluidas',
    invalid: 'no enviadas: un problema en la hoja',
    rejected: 'rechazadas por el CRM',
    conflict: 'cambiadas por otra persona entretanto',
    unverified: 'no se sabe: revisar el registro',
    'not-sent': 'no enviadas',
  },
  needsYou: 'Filas que necesitan atención',
  inRows: (first: readonly number[], rows: number) =>
    `${rows === 1 ? 'fila' : 'filas'} ${first.join(', ')}${rows > first.length ? ', …' : ''}`,
  groupSays: ({ message, alike, examples }) => (alike ? message : `p. ej. fila ${examples[0]}: ${message}`),
  took: (time: string) => `en ${time}`,
  results: 'Resultados',
  resultsTaken: (file: string) =>
    `${file} ya existe o está abierto en otro programa; por eso los resultados tienen otro nombre.`,
  noResults: 'No se pudo escribir la hoja de resultados',
  run: 'Ejecución',
  next: 'Después',
  nextFix:
    'Filtre la hoja de resultados por _status, corrija esas filas y aplíquela otra vez: las que ya están bien no se envían de nuevo.',
  nextNothing: 'Nada: cada fila está como la hoja lo pide.',
  nextNothingButLeftOut: (n: number, format: Format) =>
    `Nada: cada fila está como la hoja lo pide, salvo ${n === 1 ? 'la que usted excluyó' : `las ${format.number(n)} que usted excluyó`}.`,
  nextNothingButTakenBack: (undos: readonly string[]) =>
    `Nada: se envió lo que faltaba. Lo que antes deshizo ${undos.join(', ')} se queda así.`,
  nextNothingUndone: (run: string) => `Nada: lo que cambió la ejecución ${run} está como antes.`,
  nextNothingUndoneInPart: (n: number, run: string, format: Format) =>
    `Nada: lo que se pidió deshacer está como antes de la ejecución ${run}. ${n === 1 ? 'Quedó fuera 1 fila' : `Quedaron fuera ${format.number(n)} filas`}.`,
  nextNothingUndoneOfFields: (run: string) =>
    `Nada: los campos que se pidió deshacer están como antes de la ejecución ${run}. Lo demás que cambió se queda.`,
  nextFixUndo: (run: string, inPart: boolean, options: readonly string[] = []) =>
    `Revise esos registros en el CRM: lo que alguien cambió después se dejó como está. Para intentar de nuevo con los demás${inPart ? ', con los mismos --rows y --only' : ''}: ${command('undo', run, options)}`,
  nextRetry: (file: string, options: readonly string[] | null) =>
    `Para enviar otra vez lo que falló, ya corregido${options === null ? ', además con las opciones de esta ejecución' : ''}: ${command('apply', file, options ?? ['--only', 'failed'])}`,
  nextResume: (run: string, options: readonly string[] = []) =>
    `Para continuar: ${command('resume', run, options)}`,
  nextUndo: (run: string, options: readonly string[] = []) =>
    `Para deshacerlo: ${command('undo', run, options)}`,
};
