import type { PlanProblem } from '../../plan/index.js';
import type { Format } from '../format.js';
import { quoted, typed, words } from '../quoting.js';

/** One sentence on what is wrong with a row, naming the column and the cell. */
export function problem(p: PlanProblem, format: Format): string {
  const sentence = sentenceOf(p, format);
  const line = 'line' in p ? p.line : undefined;
  return line === undefined
    ? sentence
    : `${sentence} (Empieza en la línea ${format.number(line)} del archivo.)`;
}

function sentenceOf(p: PlanProblem, format: Format): string {
  if (p.code === 'row.ragged') {
    const { found, expected } = p;
    return `Celdas en la fila: ${found}; columnas en el encabezado: ${expected}. Los datos pueden estar bajo un encabezado equivocado. ${p.smartQuotes ? 'Hay comillas tipográficas (“ ”), que no mantienen unida una celda; solo las rectas (") lo hacen.' : 'Revise si falta un separador o si un texto que lo contiene no está entre comillas.'}`;
  }
  if (p.code === 'row.header') {
    return 'La fila repite el encabezado. Bórrela, o déjela: no se envía nada por ella.';
  }
  const cell = `${p.column} “${p.text}”`;
  switch (p.code) {
    case 'amount.notNumber':
      return /\d/.test(p.text)
        ? `${cell} no está escrito como un monto. Escriba solo dígitos, como 1234, con los miles en grupos de tres o sin separar.`
        : `${cell} no es un monto. Escriba solo el número, sin texto.`;
    case 'amount.date':
      return `${cell} es una fecha, no un monto. Dé a la celda el formato Número y escriba el monto otra vez.`;
    case 'amount.percent':
      return `${cell} es un porcentaje, no un monto. Escriba el monto mismo.`;
    case 'amount.tooLong':
      return `${cell} tiene más cifras de las que el CRM puede guardar con exactitud. Use 15 como máximo.`;
    case 'amount.otherDecimal':
      return `${cell} no coincide con la forma en que esta columna escribe los decimales. Escríbalo como las demás celdas, o indique --decimal.`;
    case 'amount.decimals':
      return `${cell} tiene más decimales que el dinero. Redondéelo en la hoja, o indique --round.`;
    case 'amount.shownOtherwise':
      return `${cell} es lo que muestra la celda, pero contiene ${format.amount(p.stored)}. ${p.rounds ? 'Redondéelo en la hoja, o indique --round para enviar lo que se muestra.' : 'Dé a la celda el formato Número, para que muestre lo que contiene.'}`;
    case 'amount.multiplied':
      return `${cell} no es un monto simple. Si significa ${format.amount(p.suggestion)}, escríbalo así.`;
    case 'id.empty':
      return p.other === undefined
        ? `La celda de ${p.column} está vacía: no se sabe a qué oportunidad corresponde esta fila.`
        : `La celda de ${p.column} está vacía, y por ella se buscan las oportunidades. Complétela, o haga que todas se busquen por ${p.other.column}, que aquí dice “${p.other.text}”: --key ${p.other.by}`;
    case 'id.digitsLost':
      return `${cell} perdió cifras: las hojas de cálculo conservan solo 15. Dé a la columna el formato Texto y pegue los ids otra vez.`;
    case 'id.date':
      return `La hoja de cálculo convirtió ${cell} en una fecha. Dé a la columna el formato Texto y escriba el id otra vez.`;
    case 'id.notText':
      return `${cell} no puede ser un id. Dé a la columna el formato Texto y pegue el id otra vez.`;
    case 'id.characters':
      return `${cell} contiene espacios o signos que un id no puede tener. Pegue el id otra vez.`;
    case 'cell.error':
      return `${cell} es un error de la hoja de cálculo. Corrija la fórmula, o vacíe la celda para no tocar el campo.`;
    case 'cell.uncomputed':
      return `${p.column} contiene una fórmula sin resultado. Abra el archivo en su programa de hojas de cálculo, guárdelo e intente otra vez.`;
    case 'cell.formula':
      return `${cell} empieza como una fórmula, y lo que mostraría no está en el archivo. Escriba el valor mismo; un CSV también se puede abrir en su programa de hojas de cálculo y guardar como .xlsx. Un texto que deba empezar así no se puede enviar.`;
    case 'cell.merged':
      if (p.text !== '')
        return `${cell} indica, en las hojas de resultados, una celda que estaba cubierta por una celda combinada y no tenía valor propio. Escriba el valor en su lugar.`;
      return `La celda de ${p.column} está cubierta por una celda combinada y no tiene valor propio. Separe las celdas y llene cada fila.`;
    case 'cell.styled':
      return `${cell} no se ve como está escrito: hay partes tachadas o en superíndice, es blanco sobre blanco, su fuente muestra signos en lugar de letras, como Wingdings, o el formato de la celda muestra otra cosa. Escriba lo que corresponde como texto simple.`;
    case 'text.tooLong':
      return `El texto de ${p.column} supera los 32.767 caracteres que caben en una celda. Acórtelo; nunca se recorta.`;
    case 'text.digitsLost':
      return `${cell} es un número largo que perdió cifras: las hojas de cálculo conservan solo 15 y muestran menos. Dé a la columna el formato Texto y escríbalo otra vez.`;
    case 'text.damaged':
      if (!p.text.includes('\ufffd'))
        return `${cell} parece dañado por un programa, por otra codificación o por su manera de escribir las letras. Escriba el texto otra vez.`;
      return `${cell} contiene un carácter dañado (�). Escriba el texto otra vez.`;
    case 'text.token':
      return `${cell} parece una instrucción, o algo que quedó por llenar. Para vaciar el campo escriba <borrar>; si no, escriba el texto sin los signos < y >.`;
    case 'text.quotes':
      return `${cell} tiene un espacio antes de las comillas, así que las comillas son parte del texto. Quite el espacio, o las comillas.`;
    case 'text.escaped':
      return `${cell} empieza con un apóstrofo que un programa antepone a los textos que parecen fórmulas, y ninguna columna _escape lo dice. Quite el apóstrofo.`;
    case 'text.zero':
      return `${cell} es el 0 que una fórmula da en Excel para una celda vacía. Escriba el texto mismo, o haga que la fórmula dé "" cuando no hay texto.`;
    case 'text.dateSerial':
      return `${cell} es el número con que las hojas de cálculo guardan una fecha. Escriba la fecha como texto, tal como el CRM debe guardarla.`;
    case 'text.control':
      return `${p.column} contiene caracteres de control invisibles. Escriba el texto otra vez.`;
    case 'text.notText':
      return `${cell} no es texto sino una fecha, un sí/no o un número con formato, que se ve distinto en otras computadoras. Dé a la celda el formato Texto y escriba lo que el CRM debe guardar.`;
    case 'clear.notAllowed':
      return `${p.column} no se puede vaciar: el CRM siempre necesita un valor ahí.`;
    case 'value.unmapped':
      return `${cell} no está en el archivo de correspondencias.${p.suggestions.length > 0 ? ` ¿Quiso decir ${p.suggestions.map((text) => `“${text}”`).join(' o ')}?` : ''} Agréguelo ahí, o deje pasar esos textos con "otherwise": "keep".`;
    case 'record.missing':
      return `${cell} no está en este espacio de trabajo.`;
    case 'record.deleted':
      return `${cell} se eliminó en el CRM.`;
    case 'record.otherKey':
      return `${cell} es de otra oportunidad que la clave de la fila, a la que corresponde “${p.found}”. Quizá se ordenaron solo algunas columnas. Corrija la fila; una columna que no es de este CRM se excluye con --map "${p.column}=-".`;
    case 'record.otherWorkspace':
      return p.httpStatus === null
        ? `${cell} es de otro espacio de trabajo. Aplique la fila allí, o revise PLAZBOT_WORKSPACE_ID.`
        : `El CRM no muestra ${cell} con este token (HTTP ${p.httpStatus}${words(p.message)}): puede ser de otro espacio de trabajo.`;
    case 'record.unreadable': {
      if (p.httpStatus === 404 || p.httpStatus === 410) {
        return `Lo que respondió por ${cell} (HTTP ${p.httpStatus}) no es el CRM, así que no se sabe si está en este espacio de trabajo. La fila no entró en el plan; intente con ella otra vez.`;
      }
      if (p.httpStatus !== null && p.httpStatus < 300 && p.message === null) {
        return `La respuesta del CRM por ${cell} (HTTP ${p.httpStatus}) no se puede leer, así que no se le podría enviar nada sin dañarla. La fila no entró en el plan; intente con ella otra vez y, si sigue así, revise el registro en el CRM.`;
      }
      const http = p.httpStatus === null ? null : `HTTP ${p.httpStatus}`;
      const told = [http, p.message].filter(Boolean).join(': ');
      return `El CRM no pudo mostrar ${cell}${told ? ` (${told})` : ''}. La fila no entró en el plan; intente con ella otra vez.`;
    }
    case 'code.ambiguous':
      return `${cell} es el código de ${format.number(p.count)} oportunidades. Use el id.`;
    case 'text.cut':
      return `${p.column} tiene solo las primeras 255 letras de lo que guarda el CRM: un programa cortó el resto. Copie el texto completo del CRM, o vacíe la celda para no tocar el campo.`;
    case 'name.key':
      return `${cell} es el código o el ID de la oportunidad misma, no su nombre. No use la columna: --map "${p.column}=-"`;
    case 'code.zeros':
      return `${cell} no está en este espacio de trabajo. ¿Será “${p.suggestion}”? Las hojas de cálculo quitan los ceros a los números: dé a la columna el formato Texto.`;
    case 'code.near':
      return `${cell} no está en este espacio de trabajo, pero sí “${p.suggestion}”, que solo difiere en guiones, espacios o mayúsculas. Si es esa, cópielo en la celda.`;
    case 'stage.unknown':
      return `${cell} no es una etapa de este espacio de trabajo. ${p.suggestions.length > 0 ? `Se parece a: ${quoted(p.suggestions)}.` : 'Consulte: opsheet stages'}`;
    case 'stage.ambiguous':
      return `${cell} es el nombre de ${p.ids.length} etapas. Use uno de sus ids: ${p.ids.join(', ')}`;
    case 'stage.untrusted':
      return `${cell} no se puede buscar por nombre: la mayoría de las oportunidades está en etapas que el espacio de trabajo no enumera. Escriba el id de la etapa; opsheet stages muestra las que se usan.`;
    case 'duplicate.conflict':
      return `${cell} también está en ${p.rows.length === 1 ? 'la fila' : 'las filas'} ${p.rows.join(', ')}, con otros valores. Deje una sola.`;
    case 'customFields.unread':
      return `El CRM no mostró los campos personalizados de este registro: si se cambia “${p.column}”, los demás podrían perderse.`;
    case 'record.editedSince':
      return `Otra persona editó el registro después de esa ejecución: ${editsText(p.changes, format)}. Se deja como está.`;
    case 'undo.noValue':
      return `${format.field(p.field)} estaba vacío antes de esa ejecución y el CRM no permite vaciarlo. Corríjalo a mano.${p.others.length === 0 ? '' : ` No se deshizo nada de la fila; para deshacer el resto, deshaga otra vez esa ejecución con --only ${typed(p.others.join(','))}`}`;
    case 'customFields.repeated':
      return `El registro tiene “${p.column}” más de una vez en el CRM: no se sabe cuál cambiar.`;
  }
}

type SinceEdits = Extract<PlanProblem, { code: 'record.editedSince' }>['changes'];

function editsText(changes: SinceEdits, format: Format): string {
  return changes
    .map(({ field, before, live }) => {
      const show = (value: string | null) => format.value(field, value, []);
      return `${format.field(field)}: puso ${show(before)}, ahora es ${show(live)}`;
    })
    .join('; ');
}
