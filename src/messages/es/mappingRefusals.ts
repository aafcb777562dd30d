import type { GivenFact } from '../../mapping/index.js';
import type { Refusal, SheetMappingFact } from '../facts.js';
import type { Format } from '../format.js';
import { quoted } from '../quoting.js';

const MEANT =
  'Se conocen, por ejemplo, los encabezados ID, Código, Nombre, Monto, Etapa y customFields.<nombre>.';

/** Why a sheet's columns or cells cannot be understood without a person, and what to do next. */
export function mappingRefusal(f: Exclude<SheetMappingFact, GivenFact>, format: Format): Refusal {
  const saved =
    f.proposed === undefined
      ? ''
      : `; o use las correspondencias guardadas para estos encabezados${savedOn(f.proposed)}: --mapping saved`;
  const say = (problem: string, cure: string): Refusal => ({
    problem,
    cure: saved === '' ? cure : cure.replace(/\.$/, '') + saved,
  });
  switch (f.code) {
    case 'header.none':
      return say(
        `${f.file}, fila ${f.row}: ninguno de estos es un encabezado que opsheet conozca: ${f.text}`,
        f.betterRow === null
          ? `${MEANT} Si la hoja no tiene encabezado, indique --header-row 0 y qué es cada columna: --map A=id --map B=amount`
          : `La fila ${f.betterRow} parece ser el encabezado (${f.betterText}): --header-row ${f.betterRow}`,
      );
    case 'header.noKey':
      return say(
        `${f.file}, fila ${f.row}: ninguna columna dice a qué oportunidad corresponde cada fila. Columnas: ${f.columns.join(', ')}`,
        `Llame ID a la columna que tiene los ids, o indíquela: --map "COLUMNA=id"; si tiene códigos: --map "COLUMNA=opportCode"`,
      );
    case 'header.noFields':
      return say(
        `${f.file}, fila ${f.row}: ninguna columna es un campo que se pueda cambiar. Columnas: ${f.columns.join(', ')}`,
        `${MEANT} O indique una columna: --map "COLUMNA=amount"`,
      );
    case 'header.duplicate':
      return say(
        `${f.file}, fila ${f.row}: ${columnsText(f)} corresponden a lo mismo: ${targetText(f.target, format)}.`,
        `Deje una sola e ignore las demás, por su letra: --map "${f.letters[1] ?? 'B'}=-"`,
      );
    case 'header.doubtful':
      return say(
        `${f.file}, fila ${f.row}: “${f.column}” está junto a “${f.beside}”, así que puede ser otra cosa que el campo ${format.field(f.field)} de la oportunidad.`,
        `Si lo es: --map "${f.column}=${f.field}". Si no: --map "${f.column}=-"`,
      );
    case 'header.newer':
      return say(
        `${f.file}, fila ${f.row}: “${f.column}” es el campo ${format.field(f.field)} de la oportunidad, pero “${f.newer}” puede tener el valor nuevo, y solo se puede enviar uno.`,
        `Para enviar “${f.newer}”: --map "${f.newer}=${f.field}". Para no usarla: --map "${f.newer}=-"`,
      );
    case 'map.taken':
      return say(
        `${f.file}: los resultados tienen su propia columna “${f.column}”, y esta se perdería en su lugar.`,
        'Dé otro nombre a la columna, por ejemplo ID.',
      );
    case 'header.dangerous':
      return say(
        `${f.file}, fila ${f.row}: una columna no puede llamarse “${f.column}”.`,
        'Dé otro nombre a la columna.',
      );
    case 'header.damaged':
      return say(
        `${f.file}, fila ${f.row}: una codificación equivocada dañó el nombre de la columna “${f.column}”${f.repaired === null ? '' : ` (¿“${f.repaired}”?)`}, y el CRM recibiría un campo nuevo con ese nombre.`,
        `Escriba el encabezado otra vez, o nombre el campo: --map "${f.repaired === null ? `${f.letters}=customFields.<nombre>` : `${f.column}=${f.repaired}`}"`,
      );
    case 'header.second':
      return say(
        `${f.file}: la fila ${f.row} es otro encabezado (${f.text}). Las filas que siguen se leerían con las columnas del primero.`,
        'Ponga las dos tablas en archivos separados, o dé a las columnas de la segunda el orden de la primera. Para tomar solo las filas anteriores: --rows',
      );
    case 'header.noSuchRow':
      return say(
        `${f.file} no tiene una fila ${f.row} que pueda ser el encabezado.`,
        'Compare --header-row con la hoja de cálculo.',
      );
    case 'header.notFirst':
      return say(
        `${f.file}: la fila ${f.row} podría ser el encabezado (${f.text}), pero la fila ${f.betterRow} tiene más encabezados (${f.betterText}).`,
        `Indique cuál es: --header-row ${f.betterRow}`,
      );
    case 'header.merged':
      return say(
        `${f.file}, fila ${f.row}: el encabezado tiene celdas combinadas, así que no se sabe a qué columna corresponde cada nombre: ${f.text}`,
        `Si los nombres están en la fila siguiente, indique --header-row ${f.row + 1}; si no, separe las celdas y guarde.`,
      );
    case 'header.blocks':
      return say(
        `${f.file}, fila ${f.row}: la columna vacía ${f.column} divide la hoja, y del otro lado están ${quoted(f.columns)}. ¿Son parte de la misma tabla?`,
        `Si lo son, indique --header-row ${f.row}; si no, ignórelas: --map "${f.columns[0] ?? 'Columna'}=-"`,
      );
    case 'map.syntax':
      return say(
        `No se entiende --map “${f.text}”.`,
        'Escríbalo como --map "Columna=campo", por ejemplo --map "Monto final=monto"',
      );
    case 'map.noSuchColumn':
      return say(
        `${f.file} no tiene ninguna columna “${f.column}”.`,
        `Sus columnas son: ${f.columns.join(', ')}`,
      );
    case 'map.noSuchField':
      return say(
        `“${f.field}” no es un campo que se pueda cambiar.`,
        'Use id, código, nombre, descripción, monto, etapa, contacto, customFields.<nombre>, o - para ignorar la columna.',
      );
    case 'map.onlyField':
      return say(
        `--only “${f.field}” no es un campo.`,
        'Use open, o los campos que se toman: nombre, descripción, monto, etapa, contacto, customFields.<nombre>; si son varios, separados por comas.',
      );
    case 'map.onlyMissing':
      return say(
        `${f.file}: se indicó --only “${f.field}”, pero ninguna columna es ese campo.`,
        `Los campos de la hoja son: ${f.fields.join(', ')}`,
      );
    case 'map.placeholder':
      return say(
        `No se entiende --placeholder “${f.text}”.`,
        'Escriba leave, clear o text; o, para una columna, --placeholder "Columna=leave"',
      );
    case 'sheet.noRows':
      return say(
        `${f.file} tiene encabezado, pero no tiene filas.`,
        'Agregue las filas que quiere cambiar e intente otra vez.',
      );
    case 'sheet.noStatus':
      return say(
        `${f.file} no tiene columna _status: no se sabe qué filas quedaron sin hacer.`,
        `Use --only ${f.only} con la hoja de resultados que escribió opsheet. Para tomar todas las filas de esta hoja, no lo ponga.`,
      );
    case 'sheet.unknownStatus':
      return say(
        `${f.file}, fila ${f.row}: “${f.text}” en _status no es un estado de opsheet: no se sabe si la fila quedó hecha.`,
        'Escriba updated en una fila que no necesita nada más, o vacíe la celda de una que sí.',
      );
    case 'sheet.noSelectedRows':
      return say(
        `${f.file}: ninguna de las filas de --rows tiene datos; la última fila es la ${f.lastRow}.`,
        'Use los números que muestra su programa de hojas de cálculo, por ejemplo --rows 2-50,70',
      );
    case 'cells.placeholder':
      return say(
        `${f.file}, fila ${f.row}: ${f.column} contiene “${f.text}” (${f.cells === 1 ? 'una celda' : `${format.number(f.cells)} celdas`} así). No se sabe si significa “no tocar”${f.clearable ? ', “vaciar”' : ''} o si es el texto mismo.`,
        `Indique --placeholder "${f.column}=leave" (no tocar)${f.clearable ? `, o "${f.column}=clear" (vaciar)` : ''}, o "${f.column}=text" (es el texto)`,
      );
    case 'cells.mojibake':
      return say(
        `${f.file}, fila ${f.row}: ${f.column} “${f.text}” pasó por una codificación equivocada (${f.cells === 1 ? 'una celda' : `${format.number(f.cells)} celdas`} así). Seguramente era “${f.repaired}”.`,
        'Indique --mojibake repair para enviarlo corregido, o --mojibake keep para enviarlo tal cual.',
      );
    case 'amount.ambiguous':
      return say(
        `${f.file}, fila ${f.row}: ${f.column} “${f.text}” se puede leer como ${f.readings[0]} o como ${f.readings[1]}, y ${
          f.against === null
            ? 'ninguna otra celda de la columna lo aclara.'
            : `la fila ${f.against.row} “${f.against.text}” no lo aclara: ${/\d[.,]\d{3,}\D*$/.test(f.against.text) ? 'hay pocas así, y puede ser un descuido' : 'no tiene tres decimales'}.`
        }`,
        `Indique cómo se escriben los decimales: con --decimal , se lee ${f.readings[0]} y con --decimal . se lee ${f.readings[1]}`,
      );
    case 'amount.cut':
      return say(
        `${f.file}, fila ${f.row}: ${f.column} y la celda siguiente forman ${f.text}, y la fila tiene una celda más que encabezados${f.beside === null ? '' : ` (columna ${f.beside})`}. La coma que separa las columnas pudo cortar el monto.`,
        `Ponga entre comillas los montos con coma, o separe las columnas con ; en su lugar. Si no hay nada cortado, ${f.beside === null ? 'quite la coma al final de la fila.' : `ignore esa columna: --map "${f.beside}=-"`}`,
      );
    case 'amount.cutIntoNext':
      return say(
        `${f.file}, fila ${f.row}: ${f.column} y la celda siguiente, de ${f.beside}, forman ${f.text}. La coma que separa las columnas pudo cortar los montos.`,
        `Ponga entre comillas los montos con coma, o separe las columnas con ; en su lugar. Si no hay nada cortado, indíquelo: --map "${f.beside}=${f.use}"`,
      );
    case 'amount.scaledTitle':
      return say(
        `${f.file}, fila ${f.row}: “${f.text}” indica que los montos de ${f.column} no están escritos completos.`,
        `Escríbalos completos. Si son correctos como están: --map "${f.column}=amount"`,
      );
    case 'amount.mixed':
      return say(
        `${f.file}, ${f.column}: la fila ${f.comma.row} “${f.comma.text}” usa coma decimal y la fila ${f.dot.row} “${f.dot.text}” usa punto decimal.`,
        'Escriba toda la columna de la misma manera, o indique --decimal: las filas que no coincidan se excluyen.',
      );
    case 'amount.typed':
      return say(
        `${f.file}, fila ${f.row}: ${f.column} es el número ${f.text}, con tres decimales, y la fila ${f.beside.row} dice “${f.beside.text}” como texto. Si se escribió un punto para los miles, debía ser ${f.text.replace('.', '')}.`,
        'Corrija esas celdas. Si los números son correctos: --decimal ,',
      );
    case 'amount.currencyColumn':
      return say(
        `${f.file}: ${f.column} nombra monedas distintas, “${f.one.text}” en la fila ${f.one.row} y “${f.other.text}” en la fila ${f.other.row}, y el monto del CRM no lleva moneda.`,
        `Convierta los montos, o ponga cada moneda en una hoja aparte. Si deben quedar como están, excluya la columna: --map "${f.column}=-".`,
      );
    case 'amount.currencies':
      return say(
        `${f.file}, ${f.column}: la fila ${f.one.row} “${f.one.text}” y la fila ${f.other.row} “${f.other.text}” están en monedas distintas, y el monto del CRM no lleva moneda.`,
        f.one.text === f.column
          ? 'Convierta los montos, o corrija el encabezado o las celdas.'
          : 'Convierta los montos, o ponga cada moneda en una hoja aparte.',
      );
  }
}

/** The day of an ISO time, where there is one. */
function savedOn(time: string): string {
  return time === '' ? '' : ` el ${time.slice(0, 10)}`;
}

type Duplicate = Extract<SheetMappingFact, { code: 'header.duplicate' }>;

/** Las columnas por su nombre y su letra: dos pueden llamarse igual. */
function columnsText({ columns, letters }: Duplicate): string {
  return columns.map((name, i) => `“${name}” (columna ${letters[i]})`).join(', ');
}

function targetText(target: Duplicate['target'], format: Format): string {
  if (target === 'id') return 'el id';
  return target === 'opportCode' ? 'el código' : format.field(target);
}
