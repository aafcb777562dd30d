import type { DelimiterReading, EncodingReading, SheetRefusalFact } from '../../sheet/index.js';
import type { Refusal } from '../facts.js';
import type { Format } from '../format.js';
import { megabytes, quoted } from '../quoting.js';

const SUSPICIOUS: Record<Extract<SheetRefusalFact, { code: 'xlsx.suspicious' }>['what'], string> = {
  tooManyEntries: 'consta de miles de partes',
  entryTooLarge: 'una parte ocupa cientos de megabytes al descomprimirse',
  totalTooLarge: 'ocupa cientos de megabytes al descomprimirse',
  ratio: 'una parte crece cientos de veces al descomprimirse, como en una bomba zip',
  doctype: 'una parte define su propio XML, como en un ataque',
  inexact: 'una parte escribe letras de un modo que no se puede leer con exactitud',
  hiding: 'algo en él está oculto, y no se puede saber en cuál de sus pestañas',
  drawing: 'hay un dibujo o una imagen sobre una celda, que se leería en su lugar',
  unshown: 'una celda contiene un número que no muestra',
  uncomputed: 'tiene fórmulas que nunca se calcularon',
  number: 'un número no está escrito como tal, como el 1,5 de un programa que debería escribir 1.5',
  name: 'una parte tiene un nombre que apunta fuera del archivo',
  twice: 'una parte está dos veces',
  damaged: 'está dañado o no se descargó completo',
};

/** Why a file cannot be read as a sheet, or not without asking, and what to do next. */
export function sheetRefusal(f: SheetRefusalFact, format: Format): Refusal {
  const say = (problem: string, cure: string): Refusal => ({ problem, cure });
  switch (f.code) {
    case 'file.missing':
      return say(
        `No existe el archivo ${f.file}`,
        'Revise el nombre, o arrastre el archivo a la terminal para pegar su ruta.',
      );
    case 'file.folder':
      return say(`${f.file} es una carpeta.`, 'Indique la hoja de cálculo que está en ella.');
    case 'file.unreadable':
      return say(
        `No se puede abrir ${f.file}`,
        'Revise que tenga permiso para leerlo y que esté en esta computadora.',
      );
    case 'file.special':
      return say(`${f.file} no es un archivo común.`, 'Guarde primero la hoja de cálculo en un archivo.');
    case 'file.empty':
      return say(`${f.file} está vacío.`, 'Guarde la hoja de cálculo otra vez; el archivo no contiene nada.');
    case 'file.binary':
      return say(
        `${f.file} no es una hoja de cálculo.`,
        'Indique un libro de Excel (.xlsx) o un archivo CSV.',
      );
    case 'file.utf32':
      return say(
        `${f.file} es texto en UTF-32, que casi ningún programa escribe y que no se lee.`,
        'Guárdelo como “CSV UTF-8” o .xlsx.',
      );
    case 'file.notWorkbook':
      return say(
        `${f.file} no es un libro que se pueda leer.`,
        'Ábralo en su programa de hojas de cálculo y guárdelo como .xlsx.',
      );
    case 'file.lock':
      return say(
        `${f.file} es la marca que Excel deja mientras un libro está abierto.`,
        'Indique el libro mismo, sin ~$ al principio.',
      );
    case 'file.plan':
      return say(
        `${f.file} es un plan guardado, y esta versión todavía no puede aplicarlo.`,
        'Aplique la hoja misma: opsheet apply <hoja>',
      );
    case 'file.json':
      return say(
        `${f.file} es JSON, que usan los programas entre sí, y no una hoja.`,
        'Exporte la lista como CSV o .xlsx, o ábrala en Excel con Datos > Obtener datos y guarde eso.',
      );
    case 'file.pointer':
      return say(
        `${f.file} solo apunta a un documento de Google Drive; la hoja misma no está en él.`,
        'Ábralo en Hojas de cálculo de Google y elija Archivo > Descargar > Microsoft Excel (.xlsx).',
      );
    case 'file.pdf':
      return say(
        `${f.file} es un PDF, del que no se pueden leer celdas.`,
        'Exporte la lista como .xlsx o CSV desde el programa del que viene.',
      );
    case 'file.numbers':
      return say(
        `${f.file} es un documento de Numbers, de Apple.`,
        'En Numbers elija Archivo > Exportar a > Excel, y use ese archivo.',
      );
    case 'file.document':
      return say(
        `${f.file} es un documento de Word.`,
        'Copie su tabla a una hoja de cálculo y guárdela como .xlsx.',
      );
    case 'file.markup':
      return say(
        `${f.file} es una página web o XML, aunque su nombre diga otra cosa.`,
        'Ábralo en Excel y guárdelo como .xlsx.',
      );
    case 'file.changed':
      return say(`${f.file} cambió mientras se leía.`, 'Ciérrelo en el otro programa e intente otra vez.');
    case 'file.tooLarge':
      return say(
        `${f.file} es demasiado grande: ${megabytes(f.bytes, format)} MB; se leen libros de hasta ${megabytes(f.limit, format)} MB.`,
        'Guárdelo como CSV, o divídalo.',
      );
    case 'file.password':
      return say(
        `${f.file} tiene contraseña.`,
        'Ábralo, quite la contraseña (Archivo > Información > Proteger libro > Cifrar con contraseña, y déjela vacía), guárdelo e intente otra vez.',
      );
    case 'file.oldDocument':
      return say(
        `${f.file} se guardó con una versión de Excel anterior a 1997.`,
        'Ábralo en Excel o LibreOffice y guárdelo como .xlsx.',
      );
    case 'csv.encoding': {
      const readings = readingsText(f.readings);
      return say(
        `${f.file}, línea ${f.line}: el texto ${f.readings.some(({ encoding }) => encoding === 'utf-8') ? 'quizás está en UTF-8 solo por casualidad' : 'no está en UTF-8'}, y ${f.clear ? 'alguien debe confirmar' : 'no se puede saber'} cómo son sus acentos. ${readings}`,
        `Indique cuál es la lectura correcta, por ejemplo --encoding ${f.readings[0]?.encoding ?? 'windows-1252'}; o guárdelo como “CSV UTF-8” o .xlsx.`,
      );
    }
    case 'csv.quotes':
      return say(
        `${f.file}, fila ${f.row} (línea ${f.line}): hay una comilla que se abre y no se cierra bien.`,
        'Corrija las comillas de esa fila, o guarde la hoja como .xlsx.',
      );
    case 'csv.delimiter':
      return say(
        `${f.file}: nada separa en columnas la primera línea: “${f.text}”`,
        'Indique qué signo las separa, por ejemplo --delimiter ";"',
      );
    case 'csv.mixedEncoding':
      return say(
        f.utf8Line === null
          ? `${f.file}, línea ${f.line}: el archivo dice estar en UTF-8, pero esta línea no lo está. Parte del texto está dañada.`
          : `${f.file}: hay dos codificaciones mezcladas. La línea ${f.utf8Line} está en UTF-8 y la línea ${f.line} no, así que una de las dos se leería mal.`,
        'Seguramente se juntaron dos archivos. Abra cada uno por separado, guárdelos como “CSV UTF-8” o .xlsx, y junte esos.',
      );
    case 'csv.damaged':
      return say(
        `${f.file}, línea ${f.line}: desde aquí los bytes no son de ${f.encoding}.`,
        'Indique otra codificación con --encoding, o guarde la hoja como “CSV UTF-8” o .xlsx.',
      );
    case 'csv.backslash':
      return say(
        `${f.file}, fila ${f.row} (línea ${f.line}): las comillas dentro de una celda llevan una barra invertida (\\"), como en las bases de datos, y no van dobles, como en las hojas de cálculo.`,
        'Si todo el archivo es así, indique --quote-escape backslash.',
      );
    case 'csv.pairedQuotes':
      return say(
        `${f.file}, fila ${f.row}: una comilla que se abre en “${f.text}” no se cierra hasta la línea ${f.lastLine} y abarca filas enteras desde la línea ${f.line}.`,
        'Quite o duplique la comilla suelta (5" se escribe "5"""), o guarde la hoja como .xlsx.',
      );
    case 'csv.delimiters': {
      const previews = f.readings.map(({ delimiter, records }) => preview(delimiter, records));
      return say(
        `${f.file}: más de un signo podría separar las columnas.\n${previews.join('\n')}`,
        `Indique cuál las separa, por ejemplo --delimiter "${f.readings[0]?.delimiter === '\t' ? 'tab' : f.readings[0]?.delimiter}"`,
      );
    }
    case 'csv.tooManyRows':
      return say(
        `${f.file} tiene más de ${format.number(f.limit)} filas (línea ${f.line}): ningún programa de hojas de cálculo puede mostrarlas.`,
        'Divídalo en varios archivos.',
      );
    case 'csv.tooManyColumns':
      return say(
        `${f.file}, línea ${f.line}: la fila tiene más de ${format.number(f.limit)} columnas.`,
        'Revise el separador (--delimiter), o quite las columnas que no hacen falta.',
      );
    case 'xlsx.noData':
      return say(
        `${f.file} no tiene ninguna pestaña visible con datos.`,
        'Revise que se haya guardado el libro correcto.',
      );
    case 'xlsx.severalSheets':
      return say(
        `${f.file} tiene datos en varias pestañas: ${quoted(f.sheets)}.`,
        `Indique cuál: --sheet "${f.sheets[0] ?? ''}"`,
      );
    case 'xlsx.noSuchSheet':
      return say(
        `${f.file} no tiene ninguna pestaña “${f.sheet}”.`,
        `Sus pestañas son: ${quoted(f.sheets)}.`,
      );
    case 'xlsx.emptySheet':
      return say(
        `${f.file}: la pestaña “${f.sheet}” no tiene celdas con datos.`,
        'Indique otra pestaña con --sheet.',
      );
    case 'xlsx.suspicious':
      return say(
        `${f.file} no se leyó: ${SUSPICIOUS[f.what]}${f.entry === null ? '' : ` (${f.entry})`}.`,
        'Si confía en su origen, ábralo en su programa de hojas de cálculo, guárdelo como un .xlsx nuevo y use ese.',
      );
    case 'xlsx.tooMuch':
      return say(
        `Leer ${f.file} exige demasiado${f.what === 'memory' ? 'a memoria' : ' tiempo'}.`,
        'Guarde la pestaña como CSV, o divídala; un libro suele tener muchas más celdas de las que muestra.',
      );
    case 'xlsx.hiddenRows':
      return say(
        `${f.file} [${f.sheet}]: ${f.filtered ? 'un filtro oculta' : 'están ocultas'} ${format.number(f.hidden)} de ${format.number(f.rows)} filas (contando el encabezado). ¿También cuentan?`,
        'Indique --hidden include para leerlas como las demás, o --hidden skip para excluirlas; o muestre todas las filas y guarde.',
      );
    case 'xlsx.tooManyRows':
      return say(
        `${f.file} [${f.sheet}] tiene una celda debajo de la fila ${format.number(f.limit)}, donde ningún programa de hojas de cálculo muestra nada.`,
        'Elimine las filas vacías debajo de la tabla y guárdela, o divídala.',
      );
    case 'xlsx.tooManyColumns':
      return say(
        `${f.file} [${f.sheet}] tiene una celda más allá de la columna ${format.number(f.limit)}: no queda lugar para las columnas de los resultados.`,
        'Elimine las columnas vacías al lado de la tabla y guárdela.',
      );
    case 'xlsx.pivot':
      return say(
        `${f.file} [${f.sheet}] contiene una tabla dinámica: sus filas son sumas, no oportunidades.`,
        `Use la hoja de la que sale la tabla dinámica; o, si es esta, indique --sheet "${f.sheet}"`,
      );
    case 'out.exists':
      return say(`${f.file} ya existe y no se reemplaza.`, `Indique otro nombre con --${f.option ?? 'out'}.`);
    case 'out.isInput':
      return say('Los resultados reemplazarían la hoja misma.', 'Indique otro nombre con --out.');
    case 'out.folder':
      return say(
        `No se puede escribir en la carpeta de ${f.file}`,
        `Indique otro lugar con --${f.option ?? 'out'}.`,
      );
    case 'out.notPage':
      return say(
        `${f.file}: un informe es una página, cuyo nombre termina en .html.`,
        'Cambie la extensión.',
      );
    case 'out.format':
      return say(
        `${f.file}: los resultados se guardan como .xlsx o .csv, no ${f.format ? `como ${f.format}` : 'sin extensión'}.`,
        'Cambie la extensión.',
      );
    case 'out.damaged':
      return say(
        `${f.file} se escribió, pero no se lee completo: se escribieron ${format.number(f.expected)} filas y ${f.found === null ? 'no se puede abrir' : `se encontraron ${format.number(f.found)}`}.`,
        'Revise el disco. Lo que se hizo está en la bitácora de la ejecución.',
      );
  }
}

function readingsText(readings: readonly EncodingReading[]): string {
  return readings.map(({ encoding, samples }) => `Como ${encoding}: ${quoted(samples)}.`).join(' ');
}

/** The first records, one a line, as they are divided by this separator. */
function preview(delimiter: string, records: DelimiterReading['records']): string {
  const name = delimiter === '\t' ? 'tabulador' : delimiter;
  return records.map((record) => `  ${name}   ${record.join(' | ')}`).join('\n');
}
