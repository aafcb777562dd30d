import type { PlanRefusalFact } from '../../plan/index.js';
import type { RunRefusalFact } from '../../run/index.js';
import type { Refusal } from '../facts.js';
import { command } from '../quoting.js';

/** What is to be done once it is known, by what was to be done now. */
const SETTLED = {
  apply: 'No se envió nada. Envíe la hoja otra vez',
  undo: 'Deshágala',
  resume: 'No se envió nada. Continúe',
} as const;

/** Why a saved plan, or an earlier run, is not carried on with. */
export function runRefusal(f: RunRefusalFact | PlanRefusalFact): Refusal {
  const say = (problem: string, cure: string): Refusal => ({ problem, cure });
  const LIST = 'opsheet runs las lista.';
  switch (f.code) {
    case 'run.none':
      return say('No hay ninguna ejecución.', 'opsheet apply crea una.');
    case 'run.nothingOpen':
      return say('No hay ninguna ejecución abierta: todas terminaron.', LIST);
    case 'run.noneSent':
      return say('Ninguna ejecución cambió algo que se pueda deshacer.', LIST);
    case 'run.unknown':
      return say(`No hay ninguna ejecución ${f.run}.`, LIST);
    case 'run.finished':
      return say(`La ejecución ${f.run} ya terminó: no hay nada que continuar.`, LIST);
    case 'run.journalDamaged':
      return say(
        `La bitácora de la ejecución ${f.run} está dañada en la línea ${f.line} (${f.file}): no se puede saber con certeza qué se envió.`,
        'Planifique otra vez la hoja: las filas ya actualizadas aparecen como unchanged (sin cambios).',
      );
    case 'run.newerVersion':
      return say(
        `La ejecución ${f.run} es de un opsheet más nuevo (formato ${f.version}).`,
        'Use esa versión de opsheet.',
      );
    case 'run.planChanged':
      return say(
        `El plan de la ejecución ${f.run}, o su copia de la hoja, no es el que se aprobó (${f.file}).`,
        'Planifique otra vez la hoja: las filas ya actualizadas aparecen como unchanged (sin cambios).',
      );
    case 'run.otherTarget':
      return say(
        `La ejecución ${f.run} es de ${f.planned}, y esta configuración lleva a ${f.found}.`,
        'Use la configuración con la que empezó.',
      );
    case 'run.locked':
      return say(
        `Otra ejecución está cambiando este espacio de trabajo: ${f.runId}, proceso ${f.pid} en ${f.host}, desde ${f.since}.`,
        `Espere a que termine. Si esa computadora ya no existe: --force-unlock ${f.runId}`,
      );
    case 'run.underWay':
      return say(
        `La ejecución ${f.run} está en marcha ahora mismo.`,
        'Espere a que termine, o deténgala antes con Ctrl-C.',
      );
    case 'run.goneOn':
      return say(
        `La ejecución ${f.run} continuó desde que se planificó esto, y una parte quedaría sin deshacer. No se envió nada.`,
        'Deshágala otra vez.',
      );
    case 'run.takenBack':
      return say(
        f.inPart
          ? `${f.by} deshizo filas que la ejecución ${f.run} no ha terminado: continuarla las cambiaría otra vez.`
          : `La ejecución ${f.run} fue deshecha por ${f.by}: continuarla haría otra vez una parte de sus cambios.`,
        `${f.waits ? `Para terminar de deshacerla: ${command('resume', f.by, f.targetOptions)}. ` : ''}Para hacer los cambios de todos modos, aplique la hoja otra vez.`,
      );
    case 'run.holdsBack':
      return say(
        `La ejecución ${f.run} se conserva: es lo que impide continuar ${f.other}, que enviaría cambios que ya no se quieren.`,
        `Borre antes esa: opsheet runs ${f.other} --purge`,
      );
    case 'run.settling':
      return say(
        `De ${f.rows} ${f.rows === 1 ? 'fila' : 'filas'} de la ejecución ${f.run} todavía no se sabe si el cambio llega: se perdió la respuesta, y el CRM aún puede aplicarlo.`,
        `${SETTLED[f.next]} dentro de ${Math.ceil(f.ms / 1000)} segundos. --settle dice cuánto hay que esperar.`,
      );
    case 'run.nothingToUndo':
      return say(`La ejecución ${f.run} no cambió nada que se pueda deshacer.`, LIST);
    case 'run.isUndo':
      return say(
        `La última ejecución (${f.run}) deshizo la ejecución ${f.of}. Deshacerla volvería a hacer esos cambios.`,
        `Si es lo que quiere: ${command('undo', f.run, f.targetOptions)}. Para deshacer otra, nómbrela: opsheet undo <ejecución>. ${LIST}`,
      );
    case 'run.undoResults':
      return say(
        `${f.file} tiene los resultados de deshacer una ejecución, junto a los valores de la hoja que se querían deshacer: enviar otra vez sus filas haría justamente esos cambios.`,
        `Para intentar deshacer las demás filas: ${f.of === null ? 'opsheet undo <ejecución>' : command('undo', f.of, f.targetOptions)}. Para enviar de todos modos los valores de esta hoja, quite --only failed u open.`,
      );
    case 'plan.notOne':
      return say(`${f.file} no es un plan guardado.`, 'opsheet plan <hoja> -o ARCHIVO crea uno.');
    case 'plan.damaged':
      return say(
        `${f.file} no está completo o se modificó después de creado.`,
        'Cree otra vez el plan: opsheet plan <hoja> -o ARCHIVO',
      );
    case 'plan.newerVersion':
      return say(
        `${f.file} es de un opsheet más nuevo (formato ${f.version}).`,
        'Cree otra vez el plan con este.',
      );
    case 'plan.used':
      return say(
        `El plan ${f.file} ya se ejecutó, en ${f.runId}. Un plan se ejecuta una sola vez.`,
        `Para continuar lo que se detuvo: ${command('resume', f.runId, f.targetOptions)}. Si no, cree un plan nuevo.`,
      );
    case 'plan.noSheet':
      return say(
        `La hoja ${f.sheet}, de la que se hizo el plan ${f.file}, no está.`,
        'Vuelva a ponerla en su lugar: los resultados se escriben junto a sus filas.',
      );
    case 'plan.sheetChanged':
      return say(
        `La hoja ${f.sheet} cambió desde que se hizo el plan ${f.file}.`,
        'Cree otra vez el plan y revíselo: opsheet plan <hoja> -o ARCHIVO',
      );
    case 'plan.otherOrigin':
      return say(
        `El plan ${f.file} se hizo contra ${f.planned}, y esta configuración lleva a ${f.found}.`,
        'Use la configuración con la que se hizo, o cree un plan nuevo.',
      );
    case 'plan.otherWorkspace':
      return say(
        `El plan ${f.file} se hizo contra el espacio de trabajo ${f.planned}, y esta configuración nombra ${f.found}.`,
        'Use el espacio de trabajo con el que se hizo, o cree un plan nuevo.',
      );
  }
}
