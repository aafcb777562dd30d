import type * as english from '../en/help.js';
import type { Format } from '../format.js';

/** What `--help` says. */
export const help: typeof english.help = {
  usage: 'Uso: opsheet <comando> [opciones]',
  commands: {
    apply:
      'Planificar una hoja, mostrar qué cambiaría, preguntar, enviarla y escribir una hoja de resultados',
    plan: 'Mostrar qué cambiaría una hoja, sin enviar nunca nada',
    check: 'Mostrar cómo entiende opsheet una hoja, sin usar la red',
    resume: 'Continuar una ejecución que se detuvo o se cortó',
    undo: 'Deshacer lo que una ejecución cambió: se planifica, se muestra y se pregunta como siempre',
    runs: 'Listar las ejecuciones, mostrar una, escribir otra vez sus resultados o borrar las viejas',
    map: 'Escribir cómo se entiende una hoja, como archivo de correspondencias para cambiar y volver a usar',
    stages: 'Listar las etapas del espacio de trabajo, sus ids y cuántas oportunidades hay en cada una',
    sandbox: 'Iniciar en esta computadora un CRM de prueba incluido, para ensayar sin tener cuenta',
  },
  positionals: {
    run: 'La ejecución, por su id o el comienzo de él (si no se indica: la última que corresponda)',
    sheet: 'La hoja de cálculo: .xlsx, .xls, .ods o .csv, con una fila por oportunidad',
  },
  options: {
    sheetName: 'La pestaña que se lee, cuando varias tienen datos',
    headerRow: 'Número de la fila del encabezado, 0 si no hay (si no se indica: la primera fila con texto)',
    map: "Qué campo es una columna: 'Columna=campo'; 'Columna=-' la ignora. Se puede repetir",
    mapping:
      "Un archivo de correspondencias que responde todo esto (vea opsheet map), o 'saved' para las guardadas",
    mapOut: 'Escribir las correspondencias en este archivo nuevo',
    mapSave: 'Guardar las correspondencias, para proponerlas en hojas con los mismos encabezados',
    key: 'Con qué clave se busca la oportunidad cuando la hoja tiene ambas (si no se indica: id)',
    decimal: 'Cómo están escritos los decimales de los montos: , o . (si no se indica: según la columna)',
    delimiter: 'Separador de campos de un archivo CSV, como ; o tab (si no se indica: según el archivo)',
    encoding: 'Codificación de un archivo CSV, como windows-1252 (si no se indica: según el archivo)',
    quoteEscape: 'Cómo se escriben las comillas dentro de una celda: quote (dobles) o backslash',
    hidden: 'Si se leen las filas ocultas o filtradas: include (sí) o skip (no)',
    placeholder:
      "Qué significan N/A, - y parecidos: leave (no tocar el campo), clear (vaciarlo) o text (es el texto); o 'Columna=leave'. Se puede repetir",
    mojibake: 'Texto que pasó por una codificación equivocada (PeÃ±a): repair lo corrige, keep lo deja',
    round: 'Tomar los montos como los muestra la hoja, y redondear a 2 los que tienen demasiados decimales',
    only: 'Qué se toma de la hoja: campos, como etapa,monto; failed para las filas de una hoja de resultados que no se hicieron, open también para las excluidas',
    rows: 'Números de las filas que se toman, como 10-200,305; las demás se excluyen',
    undoOnly: 'Campos que se restauran, como etapa,monto; los demás quedan como están',
    maxChanges: 'Detenerse antes de enviar si cambiarían más registros que estos',
    maxAmountChange:
      'Detenerse antes de enviar si el monto total de los registros que cambian variaría más que esto: 20%, o un número',
    concurrency: 'Solicitudes en curso al mismo tiempo',
    rate: 'Solicitudes por segundo como máximo, lecturas y envíos juntos (si no se indica: sin límite)',
    read: 'Cómo se leen los registros del CRM: rows, uno por uno, o list, página por página (si no se indica: lo más rápido)',
    timeout: 'Cuánto esperar una respuesta, por ejemplo 30s',
    recheckAfter:
      'Leer otra vez los registros antes de enviar si el plan es más viejo que esto, como 60s; never confía en que nadie más los cambia. Los de un plan guardado se leen siempre otra vez, y aquellos cuyos campos personalizados cambian',
    canary: 'Cambios que se envían primero, uno por uno, y se vuelven a leer',
    settle:
      'Cuánto tiempo después de perderse una respuesta se confía en lo que muestra el registro (si no se indica: lo de --timeout y 30s más, al menos 60s)',
    maxErrors:
      'Filas rechazadas con las que la ejecución se detiene: un número, un porcentaje como 5%, o none',
    retries: 'Veces que un cambio se envía de nuevo después de fallar',
    body: 'Qué lleva un cambio: changes (lo normal) o full, todos los campos, para un CRM que vacía lo que no se envía',
    forceUnlock: 'Quitarle el espacio de trabajo a esta ejecución, cuando su computadora ya no existe',
    show: 'Mostrar un plan guardado en vez de hacer uno',
    rebuild:
      'Escribir otra vez los resultados de la ejecución, en el archivo que se nombra o con el mismo nombre',
    purge:
      'Borrar las ejecuciones terminadas más viejas que --older-than, o la que se nombra; ya no se podrán deshacer',
    olderThan: 'Edad de las ejecuciones que se borran, como 30d (si no se indica: OPSHEET_RETENTION, o 30d)',
    yes: 'Enviar sin preguntar',
    purgeYes: 'Borrar sin preguntar',
    resumeYes: 'No cambia nada: lo que ya se aprobó no se pregunta otra vez',
    report:
      'Escribir en este archivo .html una página que muestra la ejecución, para el navegador o el correo',
    out: 'Dónde se guarda la hoja de resultados (si no se indica: junto a la hoja)',
    planOut: 'Guardar el plan en este archivo',
    format: 'Cómo se escribe el plan: text, json, o markdown para un ticket; --json es --format json',
    json: 'Escribir un solo objeto JSON, y nada más, en la salida estándar',
    lang: 'Idioma de los mensajes: en o es (si no se indica: el del sistema)',
    color: 'Colores; --no-color o NO_COLOR los desactiva',
    workspace: 'El espacio de trabajo que se cambia (si no se indica: PLAZBOT_WORKSPACE_ID)',
    apiUrl: 'Dirección de la API (si no se indica: PLAZBOT_API_URL, o https://api.plazbot.com)',
    sandbox: 'Usar un CRM de prueba incluido en este proceso en lugar del real',
    help: 'Mostrar esta ayuda',
    version: 'Mostrar la versión',
    detailedExitcode: 'Terminar con el código 2 cuando el plan tiene cambios',
    port: 'Puerto en el que se escucha (si no se indica: uno libre)',
    latency: 'Cuánto tarda cada respuesta, por ejemplo 20ms',
    rateLimit: 'Solicitudes por segundo; por encima, la respuesta es 429 con Retry-After',
    fail: 'Porcentaje de PUT que se responden con un código HTTP, como 500=5%. Se puede repetir',
    cutBefore: 'Porcentaje de PUT cuya conexión se corta antes de aplicarlos, por ejemplo 5%',
    cutAfter: 'Porcentaje de PUT cuya conexión se corta después de aplicarlos, por ejemplo 5%',
    refuse: 'Porcentaje de PUT que se responden con 200 y success:false, por ejemplo 5%',
    concurrentEdits: 'Porcentaje de PUT antes de los cuales otra persona edita el registro, por ejemplo 1%',
    tokenExpiresAfter: 'Número de solicitudes después de las cuales se rechaza el token',
    replaceCustomFields: 'Hacer que un PUT reemplace la lista completa de campos personalizados',
    blankOmitted: 'Hacer que un PUT vacíe los campos que no incluye',
  },
  examples: {
    check: 'Ver cómo se entiende una hoja, sin usar la red',
    applySandbox: 'Probar todo sin tener cuenta',
    plan: 'Ver qué cambiaría; no se envía nada',
    apply: 'Hacer los cambios, después de verlos y de una pregunta',
    map: 'Indicar qué columna es el monto',
  },
  words: {
    string: 'texto',
    boolean: 'sí/no',
    required: 'obligatorio',
    'default:': 'si no se indica:',
    'choices:': 'uno de:',
    'Positionals:': 'Argumentos:',
  },
  epilogue: [
    'Configuración: PLAZBOT_TOKEN y PLAZBOT_WORKSPACE_ID, en variables de entorno o en un archivo llamado .env junto a la hoja.',
    'Códigos de salida: 0 todo actualizado o nada que hacer; 1 algunas filas rechazadas o inválidas; 2 plan --detailed-exitcode y hay cambios; 3 algunas filas en conflicto o sin verificar; 11 otra ejecución está cambiando este espacio; 64 uso; 65 hoja rechazada, o más allá de un límite; 66 no hay archivo que leer; 69 servicio caído o no es la API; 70 un error de opsheet; 74 disco; 75 no aceptado, o detenido y se puede retomar; 77 token o espacio de trabajo; 78 TLS, redirección o ajustes; 130 Ctrl-C; 143 detenido por el sistema.',
    'Cuando una ejecución se detiene o falla, la hoja de resultados dice qué pasó con cada fila. Las filas que no se enviaron se marcan not-sent; opsheet resume continúa con ellas. Tanto resume como opsheet undo envían como se le indicó a la ejecución (--concurrency, --rate, --max-errors, --body), salvo que se les indique otra cosa.',
  ].join('\n\n'),
  interrupted: 'Se detuvo antes de enviar nada.',
  interruptedAgain: 'Se detuvo antes de enviar nada más.',
  errorLabel: 'Error',
  cureLabel: 'Qué hacer',
  bug: (version: string) =>
    `Este es un error de opsheet ${version}, no de usted. Lo que se envió está en la bitácora de la ejecución. Por favor, reporte el error con el texto que sigue.`,
};

/** What `stages` and `sandbox` print. */
export const commands: typeof english.commands = {
  recheckNever:
    'Los registros no se leen otra vez antes de enviar: lo que un colega cambió desde que se hizo el plan puede sobrescribirse.',
  notPrinted: (reason: string) =>
    `No se imprimió todo: donde va la salida no queda espacio (${reason}). Lo que hizo una ejecución está guardado; para verlo: opsheet runs`,
  runs: {
    none: 'Todavía no hay ejecuciones.',
    kinds: { apply: 'apply', undo: 'undo de' },
    states: {
      finished: 'terminada',
      stopped: 'detenida',
      'under-way': 'en marcha',
      'cut-off': 'cortada',
      damaged: 'su bitácora está dañada',
    },
    open: (n: number, format: Format) => `${format.number(n)} por resolver`,
    one: 'Una en detalle: opsheet runs <ejecución>',
    utc: 'Los ids de las ejecuciones y _finishedAt llevan la hora en UTC.',
    rebuild: (run: string) => `Para escribir otra vez sus resultados: opsheet runs ${run} --results`,
    takenBack: (by: string, inPart: boolean) => `deshecha ${inPart ? 'en parte ' : ''}por ${by}`,
    purge: (n: number, format: Format) =>
      `Se ${n === 1 ? 'borrará 1 ejecución' : `borrarán ${format.number(n)} ejecuciones`}, con todo lo que hace falta para deshacer. ¿Borrar? [s/N]`,
    yes: ['s', 'si', 'sí', 'y', 'yes'],
    keptAll: 'No se borró nada.',
    purged: (n: number, format: Format) =>
      `${n === 1 ? '1 ejecución borrada' : `${format.number(n)} ejecuciones borradas`}.`,
  },
  stageOrder: 'Orden',
  stageName: 'Etapa',
  stageId: 'Id',
  stageRecords: 'Oportunidades',
  stageUnlisted: '(el espacio de trabajo no la enumera)',
  stageNone: '(sin etapa)',
  stagesUncounted: 'No se pudieron contar las oportunidades, porque no se puede leer su lista.',
  noStages:
    'La API no muestra etapas de este espacio de trabajo; use los ids que aparecen en las oportunidades.',
  sandboxReady: (name: string) => `El sandbox “${name}” está en marcha. Nada en él es real.`,
  sandboxUse: 'En otra terminal, defina estas variables y use opsheet como con el CRM real:',
  sandboxStop: 'Ctrl-C lo detiene; lo que se cambió en él se pierde entonces.',
  mapWritten: (file: string) => `Las correspondencias están en ${file}. Úselas con: --mapping ${file}`,
  mapSaved: (file: string) =>
    `Las correspondencias se guardaron en ${file}. Se proponen para hojas con estos encabezados: --mapping saved`,
  planSaved: (file: string) =>
    `El plan se guardó en ${file}. Contiene datos de clientes: manténgalo en privado.`,
};
