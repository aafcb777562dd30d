import type { MappingDocumentFact, Refusal } from '../facts.js';
import { jsonPath, mappingExample } from '../jsonPath.js';
import { quoted } from '../quoting.js';

/** Why a mapping file cannot be used, or does not fit the sheet, and what to do next. */
export function mappingDocumentRefusal(f: MappingDocumentFact): Refusal {
  const say = (problem: string, cure: string): Refusal => ({ problem, cure });
  const at = 'path' in f ? jsonPath(f.path, 'el archivo') : '';
  switch (f.code) {
    case 'mapping.missing':
      return say(
        `No existe el archivo de correspondencias ${f.file}`,
        'Revise el nombre, o haga uno con opsheet map <hoja> -o ARCHIVO',
      );
    case 'mapping.unreadable':
      return say(
        `No se puede leer el archivo de correspondencias ${f.file}.`,
        'Revise que sea un archivo y que usted tenga permiso para leerlo.',
      );
    case 'mapping.tooLarge':
      return say(
        `${f.file} es demasiado grande para ser un archivo de correspondencias.`,
        '¿Es la hoja misma? Indique el archivo que tiene las correspondencias.',
      );
    case 'mapping.notText':
      return say(
        `El archivo de correspondencias ${f.file} no es texto en UTF-8.`,
        'Guárdelo como UTF-8 en su editor.',
      );
    case 'mapping.notJson':
      return say(
        `El archivo de correspondencias ${f.file} no es JSON${f.line === null ? '' : ` (línea ${f.line})`}.`,
        'Busque una coma, un corchete o una comilla que falte. opsheet map <hoja> escribe uno correcto.',
      );
    case 'mapping.twice':
      return say(`${f.file}: ${at} está dos veces.`, 'Deje solo una.');
    case 'mapping.unknownKey':
      return say(
        `${f.file}: ${at} no es parte de un archivo de correspondencias.`,
        f.known.length > 0 ? `Ahí puede haber: ${f.known.join(', ')}` : 'Quítelo.',
      );
    case 'mapping.value':
      return say(`${f.file}: ${at} no está como debe.`, `Escríbalo así: ${mappingExample(f.path)}`);
    case 'mapping.noneSaved':
      return say(
        `No hay correspondencias guardadas para una hoja con los encabezados de ${f.file}`,
        'Guárdelas con opsheet map <hoja> --save, o indique un archivo: --mapping ARCHIVO',
      );
    case 'mapping.noHeader':
      return say(
        `${f.file} no tiene un encabezado por el que se pueda reconocer otra hoja igual.`,
        'Escriba las correspondencias en un archivo: opsheet map <hoja> -o ARCHIVO',
      );
    case 'given.noSuchColumn':
      return say(
        `${f.mapping}: ${at} habla de una columna que ${f.file} no tiene.`,
        `Sus columnas son: ${f.columns.join(', ')}`,
      );
    case 'given.sameColumn':
      return say(`${f.mapping}: ${at} y “${f.other}” son la misma columna.`, 'Deje solo una.');
    case 'given.sameField':
      return say(`${f.mapping}: ${at} y “${f.other}” cambian el mismo campo.`, 'Deje solo uno.');
    case 'given.noSuchField':
      return say(
        `${f.mapping}: ${at}: “${f.field}” no es un campo que se pueda cambiar.`,
        `Escríbalo así: ${mappingExample(f.path)}`,
      );
    case 'given.notCleared':
      return say(`${f.mapping}: ${at}: ${f.field} no se puede vaciar.`, 'Ponga un valor en lugar de null.');
    case 'given.constantAndColumn':
      return say(
        `${f.mapping}: ${at} cambia un campo que también cambia la columna ${quoted([f.column])} de ${f.file}.`,
        `Quite la constante, o ignore la columna: "columns": { ${JSON.stringify(f.column)}: "-" }`,
      );
    case 'given.valuesUnused':
      return say(
        `${f.mapping}: ${at} da valores para la columna ${quoted([f.column])}, que no se usa como campo.`,
        `Indique qué campo es: "columns": { ${JSON.stringify(f.column)}: "stageId" }, o quite los valores.`,
      );
    case 'given.notAmount':
      return say(
        `${f.mapping}: ${at}: “${f.text}” no es un monto como se escribe aquí.`,
        'Escriba un decimal con punto y sin separador de miles: "1234.5"',
      );
    case 'given.notText':
      return say(
        `${f.mapping}: ${at}: ${f.text} es un número, y solo un monto puede serlo.`,
        `Escríbalo como texto: ${JSON.stringify(f.text)}`,
      );
    case 'given.badText':
      return say(
        `${f.mapping}: ${at}: “${f.text}” está vacío, es un error o está dañado.`,
        'Escriba el texto que debe quedar en el CRM, o null para vaciar el campo.',
      );
    case 'given.sameEntry':
      return say(
        `${f.mapping}: ${at} se distingue de “${f.other}” solo por mayúsculas, acentos o espacios, y vale otra cosa.`,
        'Deje solo uno.',
      );
    case 'given.emptyEntry':
      return say(
        `${f.mapping}: ${at} no tiene texto.`,
        'Quítelo: una celda vacía siempre deja el campo como está.',
      );
  }
}
