import type { Refusal, RefusalFact } from '../facts.js';
import type { Format } from '../format.js';
import { megabytes, quoted, words } from '../quoting.js';

const MEANT =
  'Se conocen, por ejemplo, los encabezados ID, Código, Nombre, Monto, Etapa y customFields.<nombre>.';
const WHERE_TOKEN =
  'En Plazbot: el token está en Configuración > API KEY (o Developer); el id del espacio de trabajo, en Cuenta > General.';

/** Why a command ends without doing its work, and what to do next. */
export function refusal(f: RefusalFact, format: Format): Refusal {
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
    case 'file.notWorkbook':
      return say(
        `${f.file} no es un libro de Excel que se pueda leer.`,
        'Ábralo en su programa de hojas de cálculo y guárdelo como .xlsx.',
      );
    case 'file.oldExcel':
      return say(
        `${f.file} es un archivo antiguo de Excel (.xls), o tiene contraseña.`,
        'Quite la contraseña, guárdelo como .xlsx e intente otra vez.',
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
    case 'file.markup':
      return say(
        `${f.file} es una página web o XML, aunque su nombre diga otra cosa.`,
        'Ábralo en Excel y guárdelo como .xlsx.',
      );
    case 'file.utf16':
      return say(
        `${f.file} está escrito en UTF-16 (“Texto Unicode”).`,
        'Guárdelo como “CSV UTF-8 (delimitado por comas)” o como .xlsx.',
      );
    case 'file.changed':
      return say(`${f.file} cambió mientras se leía.`, 'Ciérrelo en el otro programa e intente otra vez.');
    case 'file.tooLarge':
      return say(
        `${f.file} es demasiado grande: ${megabytes(f.bytes, format)} MB; se leen libros de hasta ${megabytes(f.limit, format)} MB.`,
        'Guárdelo como CSV, o divídalo.',
      );
    case 'csv.encoding':
      return say(
        `${f.file}, línea ${f.line}: el texto no está en UTF-8, así que los acentos se leerían mal.`,
        'En Excel elija “Guardar como” y el tipo “CSV UTF-8 (delimitado por comas)”; o guárdelo como .xlsx.',
      );
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
    case 'out.exists':
      return say(`${f.file} ya existe y no se reemplaza.`, 'Indique otro nombre con --out.');
    case 'out.isInput':
      return say('Los resultados reemplazarían la hoja misma.', 'Indique otro nombre con --out.');
    case 'out.folder':
      return say(`No se puede escribir en la carpeta de ${f.file}`, 'Indique otro lugar con --out.');
    case 'out.format':
      return say(
        `${f.file}: los resultados se guardan como .xlsx o .csv, no ${f.format ? `como ${f.format}` : 'sin extensión'}.`,
        'Cambie la extensión.',
      );

    case 'header.none':
      return say(
        `${f.file}, fila ${f.row}: ninguno de estos es un encabezado que opsheet conozca: ${f.text}`,
        f.betterRow === null
          ? MEANT
          : `La fila ${f.betterRow} parece ser el encabezado: --header-row ${f.betterRow}`,
      );
    case 'header.noKey':
      return say(
        `${f.file}, fila ${f.row}: ninguna columna dice a qué oportunidad corresponde cada fila. Columnas: ${f.columns.join(', ')}`,
        `Llame ID a la columna que tiene los ids, o indíquela: --map "${f.columns[0] ?? 'Columna'}=id"`,
      );
    case 'header.noFields':
      return say(
        `${f.file}, fila ${f.row}: ninguna columna es un campo que se pueda cambiar. Columnas: ${f.columns.join(', ')}`,
        `${MEANT} O indique una columna: --map "Columna=amount"`,
      );
    case 'header.duplicate':
      return say(
        `${f.file}, fila ${f.row}: ${quoted(f.columns)} corresponden al mismo campo: ${f.target}.`,
        `Deje una sola e ignore las demás: --map "${f.columns[1] ?? ''}=-"`,
      );
    case 'header.dangerous':
      return say(
        `${f.file}, fila ${f.row}: una columna no puede llamarse “${f.column}”.`,
        'Dé otro nombre a la columna.',
      );
    case 'header.noSuchRow':
      return say(
        `${f.file} no tiene una fila ${f.row} que pueda ser el encabezado.`,
        'Compare --header-row con la hoja de cálculo.',
      );
    case 'map.syntax':
      return say(
        `No se entiende --map “${f.text}”.`,
        'Escríbalo como --map "Columna=campo", por ejemplo --map "Monto=amount"',
      );
    case 'map.noSuchColumn':
      return say(
        `${f.file} no tiene ninguna columna “${f.column}”.`,
        `Sus columnas son: ${f.columns.join(', ')}`,
      );
    case 'map.noSuchField':
      return say(
        `“${f.field}” no es un campo que se pueda cambiar.`,
        'Use id, opportCode, name, description, amount, stageId, contactId, customFields.<nombre>, o - para ignorar la columna.',
      );
    case 'sheet.noRows':
      return say(
        `${f.file} tiene encabezado, pero no tiene filas.`,
        'Agregue las filas que quiere cambiar e intente otra vez.',
      );
    case 'amount.ambiguous':
      return say(
        `${f.file}, fila ${f.row}: ${f.column} “${f.text}” se puede leer como ${f.readings[0]} o como ${f.readings[1]}, y ninguna otra celda de la columna lo aclara.`,
        `Indique cómo se escriben los decimales: con --decimal , se lee ${f.readings[0]} y con --decimal . se lee ${f.readings[1]}`,
      );
    case 'amount.mixed':
      return say(
        `${f.file}, ${f.column}: la fila ${f.comma.row} “${f.comma.text}” usa coma decimal y la fila ${f.dot.row} “${f.dot.text}” usa punto decimal.`,
        'Escriba toda la columna de la misma manera, o indique --decimal: las filas que no coincidan quedan fuera.',
      );

    case 'settings.missing':
      return say(
        `opsheet no sabe ${f.names.map(settingMeaning).join(' ni ')}.`,
        `Defina ${f.names.join(' y ')} en variables de entorno o en un archivo llamado .env junto a la hoja. ${WHERE_TOKEN}`,
      );
    case 'settings.token.characters':
      return say(
        'El token contiene caracteres que ningún token tiene.',
        'Cópielo otra vez, completo y sin espacios.',
      );
    case 'usage.token':
      return say(
        'Un token en la línea de comandos puede leerlo cualquiera en esta computadora, y queda en el historial.',
        'Defina PLAZBOT_TOKEN en una variable de entorno o en un archivo .env, y cree un token nuevo si escribió el suyo aquí.',
      );
    case 'settings.url.invalid':
      return say(
        `“${f.url}” no es la dirección de una API.`,
        'Debe ser como https://api.plazbot.com, sin nada después.',
      );
    case 'settings.url.plainHttp':
      return say(
        `La conexión con ${f.url} no está cifrada.`,
        'Use https. El http sin cifrar es solo para esta misma computadora.',
      );
    case 'settings.url.credentials':
      return say(
        `La dirección de ${f.url} contiene un nombre de usuario o una contraseña.`,
        'Quítelos de la dirección.',
      );
    case 'settings.url.foreign':
      return say(
        `${f.file} define PLAZBOT_API_URL, pero el token viene de otro lugar: podría enviarse a un desconocido.`,
        'Ponga ambos en el mismo lugar, o indique usted --api-url.',
      );
    case 'settings.tlsOff':
      return say(
        'NODE_TLS_REJECT_UNAUTHORIZED=0 desactiva la verificación del servidor.',
        'Quite esa variable; para una autoridad certificadora privada use NODE_EXTRA_CA_CERTS.',
      );
    case 'settings.env.unreadable':
      return say(`No se puede leer ${f.file}`, 'Revise que tenga permiso para leerlo.');

    case 'api.credentials':
      return say(
        `El CRM no acepta el token (HTTP ${f.httpStatus}${words(f.message)}).`,
        `Defina un PLAZBOT_TOKEN válido. ${WHERE_TOKEN}`,
      );
    case 'api.redirect':
      return say(
        `La dirección responde con otra dirección${words(f.location)} (HTTP ${f.httpStatus}). No se siguió.`,
        'Revise PLAZBOT_API_URL, y si esta red pide iniciar sesión primero.',
      );
    case 'api.tls':
      return say(
        `No se puede confiar en el certificado del servidor (${f.reason}).`,
        'Revise PLAZBOT_API_URL; para una autoridad certificadora privada use NODE_EXTRA_CA_CERTS.',
      );
    case 'api.unreachable':
      return say(
        `Sin conexión con ${f.origin} (${f.reason}).`,
        'Revise la red y PLAZBOT_API_URL, y luego intente otra vez.',
      );
    case 'api.failing':
      return say(
        `El CRM está fallando (HTTP ${f.httpStatus}${words(f.message)}).`,
        'Su hoja no tiene ningún problema. Intente más tarde.',
      );
    case 'api.notTheApi':
      return say(
        `Lo que responde ahí no es la API de Plazbot (${f.what}${f.httpStatus === null ? '' : `, HTTP ${f.httpStatus}`}).`,
        'Revise PLAZBOT_API_URL, y si esta red pide iniciar sesión primero.',
      );
    case 'api.noWorkspace':
      return say(
        `No hay ningún espacio de trabajo ${f.workspaceId} para este token${f.message ? `: ${f.message}` : '.'}`,
        `Revise PLAZBOT_WORKSPACE_ID. ${WHERE_TOKEN}`,
      );

    case 'usage.argument':
      return say(f.text, 'Consulte: opsheet --help');
    case 'usage.number':
      return say(`--${f.option} no puede ser “${f.text}”.`, 'Consulte: opsheet --help');
    case 'usage.noTerminal':
      return say(
        'Aquí no se puede preguntar a nadie, porque esto no es una terminal. No se envió nada.',
        'Revise el plan con opsheet plan y luego agregue --yes para enviarlo sin pregunta.',
      );
    case 'disk.failed':
      return say(
        `No se puede escribir ${f.file} (${f.reason}).`,
        'Libere espacio o revise sus permisos, y luego intente otra vez.',
      );
  }
}

function settingMeaning(name: string): string {
  return name === 'PLAZBOT_TOKEN'
    ? 'quién es usted (PLAZBOT_TOKEN)'
    : 'qué espacio de trabajo cambiar (PLAZBOT_WORKSPACE_ID)';
}
