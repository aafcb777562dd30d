import type { MappingNotice } from '../../mapping/index.js';
import type { WaitingRunNotice } from '../../run/index.js';
import type { SheetNotice } from '../../sheet/index.js';
import type { Format } from '../format.js';
import { command, quoted } from '../quoting.js';

/** What is taken of an earlier run's rows, and what `--only` would take. */
function resultsNotice(
  { done, open, leftOut, used }: Extract<MappingNotice, { code: 'notice.results' }>,
  format: Format,
): string {
  const rows = (count: number) => `${format.number(count)} ${count === 1 ? 'fila hecha' : 'filas hechas'}`;
  const then = leftOut === 0 ? '' : `, ${format.number(leftOut)} que usted excluyó`;
  const counts = `Son los resultados de una ejecución anterior: ${rows(done)} entonces${then} y ${format.number(open)} sin hacer.`;
  switch (used) {
    case 'failed':
      return `${counts} Se toman solo las que están sin hacer, como usted indicó.`;
    case 'open':
      return `${counts} Se toman solo ${leftOut === 0 ? 'las que están sin hacer' : 'las que están sin hacer y las excluidas'}, como usted indicó.`;
    case 'all':
      return `${counts} Se toman todas: --only failed toma las que están sin hacer${leftOut === 0 ? '' : '; --only open, también las excluidas'}.`;
  }
}

/** Que una ejecución anterior no terminó, con el comando que la continúa al final, para copiarlo. */
/** Lo que se estaba enviando cuando se cortó puede estar hecho. */
function unknown({ open, updates }: WaitingRunNotice, number: Format['number']): string {
  if (updates === 1) return 'no se sabe si su único cambio está hecho';
  if (open === null) return `no se sabe si están hechos todos sus ${number(updates)} cambios`;
  return `de ${number(open)} de sus ${number(updates)} cambios no se sabe si ${open === 1 ? 'está hecho' : 'están hechos'}`;
}

function waitingNotice(n: WaitingRunNotice, format: Format): string {
  const { number } = format;
  const updates = n.updates === 1 ? 'su único cambio' : `sus ${number(n.updates)} cambios`;
  const left =
    n.state === 'cut-off'
      ? unknown(n, number)
      : n.open === null
        ? `no está hecho todo de ${updates}`
        : n.updates === 1
          ? `${updates} está sin hacer`
          : `${number(n.open)} de ${updates} ${n.open === 1 ? 'está' : 'están'} sin hacer`;
  const more =
    n.more === 0
      ? ''
      : `, y ${n.more === 1 ? 'otra ejecución espera' : `otras ${number(n.more)} ejecuciones esperan`}`;
  const others = more && `${more} (vea “opsheet runs”)`;
  const ended = n.state === 'stopped' ? 'se detuvo' : 'se cortó';
  return `La ejecución ${n.run} (${n.sheet}, ${format.moment(n.startedAt)}) ${ended}: ${left}${others}. Para continuarla: ${command('resume', n.run, n.targetOptions)}`;
}

/** Una frase sobre lo que se notó en una hoja y no impidió leerla. */
export function notice(n: SheetNotice | MappingNotice | WaitingRunNotice, format: Format): string {
  const cells = (count: number) => `${format.number(count)} ${count === 1 ? 'celda' : 'celdas'}`;
  const rows = (count: number) => `${format.number(count)} ${count === 1 ? 'fila' : 'filas'}`;
  switch (n.code) {
    case 'notice.hiddenRows': {
      const what = n.filtered ? `Un filtro oculta ${rows(n.hidden)}` : `Hay ${rows(n.hidden)} sin mostrar`;
      return `${what}: ${n.used === 'include' ? `se ${n.hidden === 1 ? 'lee' : 'leen'} como las demás` : `se ${n.hidden === 1 ? 'excluye' : 'excluyen'}, también de los resultados`}, como usted indicó.`;
    }
    case 'notice.hiddenColumns':
      return `Se usan columnas ocultas: ${n.columns.join(', ')}.`;
    case 'notice.hiddenSheets':
      return `No se leen las pestañas ocultas: ${quoted(n.sheets)}.`;
    case 'notice.date1904':
      return 'El libro cuenta las fechas desde 1904, como antes Excel para Mac; se tiene en cuenta.';
    case 'notice.volatile':
      return `Hay fórmulas en ${n.columns.join(', ')} que cambian con el tiempo (HOY, ALEATORIO, …); se lee lo que se guardó la última vez.`;
    case 'notice.links':
      return 'Hay fórmulas que toman valores de otros libros; se lee lo último que se guardó.';
    case 'notice.commentsOnly':
      return `Las celdas que solo tienen un comentario cuentan como vacías: ${n.cells.join(', ')}.`;
    case 'notice.mappingUsed':
      return `El archivo de correspondencias ${n.file} dice cómo se lee esta hoja.`;
    case 'notice.mappingSaved':
      return `Hay correspondencias guardadas${n.savedAt === '' ? '' : ` el ${n.savedAt.slice(0, 10)}`} para estos encabezados: --mapping saved las usa.`;
    case 'notice.trimmed':
      return `Se quitan los espacios alrededor del texto de ${cells(n.cells)} (fila ${n.example.row}, ${n.example.column} “${n.example.text}”).`;
    case 'notice.invisible':
      return `Caracteres invisibles en ${cells(n.cells)} (fila ${n.example.row}, ${n.example.column}): se quitan de ids y etapas, y se conservan en los demás textos.`;
    case 'notice.spaces':
      return `Con solo espacios, cuentan como vacías: ${cells(n.cells)} (fila ${n.example.row}, ${n.example.column}).`;
    case 'notice.wholeIds':
      return `Los ids que son números con decimales en cero se toman sin ellos (fila ${n.example.row}, ${n.example.column} “${n.example.text}”).`;
    case 'notice.blankRows':
      return `Filas sin datos en medio, que se saltan: ${format.number(n.rows)}.`;
    case 'notice.idleRows':
      return `Filas sin clave y sin nada en las columnas que se usan, que se saltan: ${format.number(n.rows)}.`;
    case 'notice.negative':
      return `Montos negativos: ${format.number(n.cells)} (fila ${n.example.row}, ${n.example.column} “${n.example.text}”).`;
    case 'notice.totals':
      return `Las líneas de totales, promedios o tipos de cambio se excluyen: ${n.rows.length === 1 ? 'fila' : 'filas'} ${n.rows.join(', ')}.`;
    case 'notice.emptyHeaders':
      return `Hay columnas con datos y sin encabezado, que no se usan: ${n.columns.join(', ')}.`;
    case 'notice.headerNotText':
      return `Los encabezados que no son texto se leen como se muestran: ${quoted(n.columns)}.`;
    case 'notice.repeatedKeys':
      return `Ids que están en más de una fila: ${format.number(n.keys)}. Las filas que coinciden son un solo cambio; las demás no se envían.`;
    case 'notice.renamed':
      return `Los resultados tienen columnas propias llamadas ${n.columns.join(', ')}: las de la hoja quedan ahí como ${n.as.join(', ')}, y no se leen.`;
    case 'notice.selected':
      return `Se toman ${format.number(n.rows)} de ${rows(n.of)}, como usted indicó con --rows; las demás se excluyen.`;
    case 'notice.results':
      return resultsNotice(n, format);
    case 'notice.waitingRun':
      return waitingNotice(n, format);
  }
}
