import type { RunStop } from '../../run/index.js';
import type { Refusal } from '../facts.js';
import type { Format } from '../format.js';
import { command, words } from '../quoting.js';
import { diskCure } from './diskCure.js';

/** ms */
const DAY = 86_400_000;

/** Why a run ended before its last row. */
export function stop(s: RunStop, format: Format, targetOptions: readonly string[] = []): Refusal {
  const say = (problem: string, cure: string): Refusal => ({ problem, cure });
  const resume = (...options: string[]) => command('resume', null, [...options, ...targetOptions]);
  // A full stop behind an option would be copied with it.
  const again = `Para continuar desde ahí: ${resume()}${targetOptions.length === 0 ? '.' : ''}`;
  switch (s.cause) {
    case 'user':
      return say(
        'Se detuvo a pedido de usted.',
        `Las filas que no se enviaron están marcadas not-sent (no enviadas). ${again}`,
      );
    case 'credentials':
      return say(
        `El CRM dejó de aceptar el token (HTTP ${s.httpStatus}${words(s.message)}).`,
        `Obtenga un token nuevo. ${again}`,
      );
    case 'redirect':
      return say(
        `La dirección del CRM empezó a responder con otra dirección${words(s.message)}.`,
        `Revise la red. ${again}`,
      );
    case 'tls':
      return say(
        `No se puede confiar en el certificado del servidor (${s.message ?? 'TLS'}).`,
        `Revise la red. ${again}`,
      );
    case 'wrongApi':
      return say(
        `Lo que responde no es la API de Plazbot${s.httpStatus === null ? '' : ` (HTTP ${s.httpStatus})`}.`,
        `Revise PLAZBOT_API_URL y la red. ${again}`,
      );
    case 'unreachable':
      return say(`No se pudo conectar con el CRM (${s.reason}).`, `Revise la red. ${again}`);
    case 'throttled':
      return say(
        `El CRM pide esperar ${s.waitMs > DAY ? 'más de un día' : format.duration(s.waitMs)}.`,
        `Vuelva entonces. ${again}`,
      );
    case 'failing':
      return say(
        `El CRM estuvo fallando durante ${format.duration(s.forMs)}.`,
        `Su hoja no tiene nada malo. Pruebe más tarde. ${again}`,
      );
    case 'tooManyErrors': {
      const same = s.errorCode === null ? '' : `, con ${s.errorCode} una y otra vez`;
      return say(
        `Se detuvo porque el CRM rechazó ${format.number(s.rejected)} de ${format.number(s.sent)} cambios${same}.`,
        `Revise el primero: a menudo se tomó una columna por otra cosa. Si deben ser así: ${resume('--max-errors', 'none')}`,
      );
    }
    case 'canary':
      return say(
        s.rows === undefined
          ? `Se detuvo en la fila ${s.rowNumber}: el CRM aceptó el cambio y después mostró otra cosa.`
          : `Se detuvo en la fila ${s.rowNumber}: el CRM aceptó ${format.number(s.rows)} cambios seguidos y después mostró otra cosa.`,
        `Revise ese registro antes de continuar. ${again}`,
      );
    case 'fieldsLost': {
      const lost = s.differences.map(({ field }) => format.field(field));
      const fields = lost.length === 0 ? '' : ` (${format.list(lost)})`;
      const full = `Para enviar todos los campos con cada cambio, sin que se pierda ninguno: ${resume('--body', 'full')}`;
      return s.restored
        ? say(
            `Se detuvo en la fila ${s.rowNumber}: el CRM vacía los campos que no se envían${fields}. El registro se dejó como estaba.`,
            full,
          )
        : say(
            `Se detuvo en la fila ${s.rowNumber}: también cambiaron campos que no se enviaron${fields} y no se restauraron.`,
            `Revise ese registro en el CRM y restáurelo a mano${lost.length === 0 ? '' : ': su _message dice qué tenía'}. ${full}`,
          );
    }
    case 'fieldsSet': {
      const fields = format.list(s.differences.map(({ field }) => format.field(field)));
      return say(
        `Se detuvo en la fila ${s.rowNumber}: en ${format.number(s.rows)} registros el CRM cambió también lo que no se envió (${fields}).`,
        `Esas filas están actualizadas y su _message dice qué más cambió. Para enviar todos los campos con cada cambio: ${resume('--body', 'full')}. Si el CRM debe hacerlo por su cuenta: ${resume('--max-errors', 'none')}`,
      );
    }
    case 'disk':
      return say(
        `No se puede escribir la bitácora (${s.reason}), así que no se envió nada más.`,
        `${diskCure(s.reason)} ${again}`,
      );
  }
}
