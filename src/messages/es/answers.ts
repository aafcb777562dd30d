import type { answers as english } from '../en/answers.js';

/** What can be answered where a sheet leaves something open. */
export const answers: typeof english = {
  encoding: (name: string) => `leer el archivo como ${name}`,
  delimiter: (name: string) => `las columnas van separadas por ${name}`,
  tabulator: 'un tabulador',
  backslash: 'sí, las comillas dentro de las celdas llevan una barra invertida',
  sheet: (name: string) => `la pestaña “${name}”`,
  pivot: (name: string) => `leer de todos modos la pestaña “${name}”`,
  hidden: { include: 'sí, leer también las filas ocultas', skip: 'no, excluir las filas ocultas' },
  headerRow: (row: number) => `la fila ${row} es el encabezado`,
  oneTable: 'sí, todo es una misma tabla',
  decimal: { ',': 'los decimales van después de una coma', '.': 'los decimales van después de un punto' },
  notCut: (column: string) => `no hay nada cortado: ignorar la columna ${column}`,
  inFull: 'los montos son correctos como están',
  notCutInto: (column: string) => `no hay nada cortado: la columna ${column} tiene números así`,
  placeholder: {
    leave: 'no tocar el campo en el CRM',
    clear: 'vaciar el campo en el CRM',
    text: 'es el texto mismo',
  },
  mojibake: { repair: 'corregirlo', keep: 'dejarlo tal cual' },
  saved: 'usar las correspondencias guardadas para estos encabezados',
  leave: 'salir sin hacer nada',
  choose: (n: number) =>
    n === 1 ? 'Escriba 1, o solo Enter:' : `Escriba un número del 1 al ${n}, o solo Enter:`,
  soFar: (options: string) =>
    `Lo que respondió antes se puede escribir de una vez en el comando:\n${options}`,
};
