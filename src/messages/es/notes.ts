import type { FieldChange } from '../../opportunity/index.js';
import type { FieldConflict, RunNote } from '../../run/index.js';
import type { Format } from '../format.js';
import { words } from '../quoting.js';

/** One sentence on an outcome that the server's own words do not tell, or do not tell whole. */
export function note(n: RunNote, format: Format): string {
  switch (n.code) {
    case 'server.silent':
      return `El CRM rechazó el cambio sin decir por qué (HTTP ${n.httpStatus}).`;
    case 'answer.lost':
      return `El cambio se envió, pero no llegó respuesta (${n.reason}) y el registro no lo muestra. Todavía puede aplicarse: revise el registro, o deje que opsheet resume lo revise.`;
    case 'answer.unreadable':
      return `Respondió algo que no es el CRM (HTTP ${n.httpStatus}) y el registro no muestra el cambio. Revise el registro antes de enviarlo otra vez.`;
    case 'answer.uncertain':
      return `No se sabe si el cambio se hizo (HTTP ${n.httpStatus}${words(n.message)}). Revise el registro antes de enviarlo otra vez.`;
    case 'answer.foundApplied':
      return [
        'La respuesta se perdió o fue un error, pero el registro muestra los valores nuevos.',
        n.differences &&
          `Otros campos tampoco están como al planificar: ${changesText(n.differences, format)}.`,
      ]
        .filter(Boolean)
        .join(' ');
    case 'attempts.exhausted':
      return `Se envió tantas veces como se puede (${n.reason}) y nunca se aplicó: el registro sigue como antes.`;
    case 'values.differ':
      return `El CRM aceptó el cambio, pero muestra otra cosa: ${changesText(n.differences, format)}.`;
    case 'fields.lost':
      return n.differences.length === 0
        ? 'El CRM perdió campos de este registro que no se enviaron, y desde entonces no se lo vio completo. opsheet resume --body full lo revisa y los restaura.'
        : `También cambiaron campos que no se enviaron: ${changesText(n.differences, format)}.`;
    case 'fields.restored':
      return `El CRM cambió también campos que no se enviaron (${changesText(n.differences, format)}), así que el registro se dejó como estaba.`;
    case 'record.changed':
      return `Otra persona cambió el registro entretanto: ${conflictsText(n.conflicts, format)}. No se sobrescribió.`;
    case 'record.otherValue':
      return `La respuesta se perdió o fue un error, y el registro no muestra ni lo que tenía antes ni lo que se envió: ${conflictsText(n.conflicts, format)}. Alguien lo editó, o el CRM lo guardó a su manera. No se envió otra vez. Mire el registro y planifique otra vez la hoja.`;
    case 'record.halfChanged':
      return `La respuesta se perdió o fue un error, y el registro muestra solo una parte del cambio: ${changesText(n.differences, format)}. No se envió otra vez, porque alguien puede haberlo editado. Mire el registro y planifique otra vez la hoja.`;
    case 'record.gone':
      return 'El registro ya no está en este espacio de trabajo.';
    case 'record.alreadySo':
      return 'Entretanto el registro recibió estos mismos valores: no se envió nada.';
    case 'record.editedMeanwhile':
      return `Actualizado. Entretanto cambiaron otros campos del registro, por alguien o por el propio CRM: ${changesText(n.differences, format)}.`;
    case 'record.deletedMeanwhile':
      return 'Actualizado, pero entretanto alguien eliminó el registro: el CRM lo muestra como eliminado.';
    case 'record.unread':
      return `No se pudo leer el registro otra vez antes de enviar (${n.reason}). No se envió nada.`;
    case 'connection.failed':
      return `Sin conexión con el CRM (${n.reason}). No se envió nada.`;
    case 'throttled.tooLong':
      return 'El CRM pidió esperar una y otra vez. No se envió nada.';
    case 'run.stopped':
      return 'La ejecución se detuvo antes de esta fila. No se envió nada.';
    case 'run.cutOff':
      return 'La ejecución se cortó mientras se enviaba este cambio: no se sabe si se hizo. opsheet resume lo averigua.';
  }
}

function changesText(changes: readonly FieldChange[], format: Format): string {
  return changes
    .map(({ field, before, after }) => {
      const show = (value: string | null) => format.value(field, value, []);
      return `${format.field(field)} debería ser ${show(before)} y es ${show(after)}`;
    })
    .join('; ');
}

function conflictsText(conflicts: readonly FieldConflict[], format: Format): string {
  return conflicts
    .map(({ field, before, live, after }) => {
      const show = (value: string | null) => format.value(field, value, []);
      return `${format.field(field)} era ${show(before)}, ahora es ${show(live)} y la hoja pide ${show(after)}`;
    })
    .join('; ');
}
