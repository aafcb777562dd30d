import {
  isGuardFact,
  isMappingDocumentFact,
  isMappingFact,
  isRunFact,
  isSheetFact,
  type Refusal,
  type RefusalFact,
  resultsAgain,
} from '../facts.js';
import type { Format } from '../format.js';
import { words } from '../quoting.js';
import { diskCure } from './diskCure.js';
import { guardRefusal } from './guards.js';
import { mappingDocumentRefusal } from './mappingDocuments.js';
import { mappingRefusal } from './mappingRefusals.js';
import { runRefusal } from './runRefusals.js';
import { sheetRefusal } from './sheetRefusals.js';

const WHERE_TOKEN =
  'En Plazbot: el token está en Configuración > API KEY (o Developer); el id del espacio de trabajo, en Cuenta > General.';

/** Why a command ends without doing its work, and what to do next. */
export function refusal(f: RefusalFact, format: Format): Refusal {
  if (isSheetFact(f)) return sheetRefusal(f, format);
  if (isMappingDocumentFact(f)) return mappingDocumentRefusal(f);
  if (isMappingFact(f)) return mappingRefusal(f, format);
  if (isRunFact(f)) return runRefusal(f);
  if (isGuardFact(f)) return guardRefusal(f, format);
  const say = (problem: string, cure: string): Refusal => ({ problem, cure });
  switch (f.code) {
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
    case 'usage.noCommand':
      return say('Falta decir qué hacer.', 'Por ejemplo: opsheet plan HOJA. Todo lo que hay: opsheet --help');
    case 'usage.unknownCommand':
      return say(
        `“${f.text}” no es un comando de opsheet.${f.suggestion === null ? '' : ` ¿Quiso decir opsheet ${f.suggestion}?`}`,
        'Consulte: opsheet --help',
      );
    case 'usage.noSheet':
      return say('Falta la hoja.', `Escriba: opsheet ${f.command} HOJA`);
    case 'usage.unknownOption': {
      const command = `opsheet${f.command === null ? '' : ` ${f.command}`}`;
      const names = f.options.map((name) => `--${name}`).join(', ');
      const meant = f.suggestion === null ? '' : ` ¿Quiso decir --${f.suggestion}?`;
      return say(
        `${command} no tiene la opción ${names}.${meant}`,
        f.options.includes('dry-run')
          ? 'Para mirar sin enviar nada: opsheet plan HOJA'
          : `Consulte: ${command} --help`,
      );
    }
    case 'usage.extra':
      return say(
        `“${f.text}” sobra en opsheet ${f.command}.`,
        `Un nombre con espacios va entre comillas. Consulte: opsheet ${f.command} --help`,
      );
    case 'usage.noValue':
      return say(`A --${f.option} le falta su valor.`, 'Consulte: opsheet --help');
    case 'usage.ofPlanning': {
      const names = f.options.map((name) => `--${name}`).join(', ');
      return say(
        `${f.file} es un plan guardado, que se toma entero, tal como se planificó: ${names} ${f.options.length === 1 ? 'dice' : 'dicen'} cómo se lee y planifica una hoja, y no ${f.options.length === 1 ? 'cambiaría' : 'cambiarían'} nada de él. No se envió nada.`,
        `Planifique otra vez la hoja con ${names} y revise ese plan: opsheet plan HOJA ${names.replaceAll(',', '')} … -o ARCHIVO`,
      );
    }
    case 'usage.choice':
      return say(`--${f.option} no puede ser “${f.text}”.`, `Puede ser: ${f.choices.join(', ')}`);
    case 'usage.number':
      return say(`--${f.option} no puede ser “${f.text}”.`, 'Consulte: opsheet --help');
    case 'usage.noTerminal':
      return say(
        'Aquí no se puede preguntar a nadie, porque esto no es una terminal que muestre pantallas. No se envió nada.',
        'Revise el plan con opsheet plan y luego agregue --yes para enviarlo sin pregunta.',
      );
    case 'disk.failed':
      return say(
        f.file === ''
          ? `No se pudo escribir lo que hay que guardar (${f.reason}).`
          : `No se puede escribir ${f.file} (${f.reason}).`,
        f.ofRun === undefined
          ? `${diskCure(f.reason)} Luego intente otra vez.`
          : `${diskCure(f.reason)} Luego escríbala: ${resultsAgain(f)}`,
      );
  }
}

function settingMeaning(name: string): string {
  return name === 'PLAZBOT_TOKEN'
    ? 'quién es usted (PLAZBOT_TOKEN)'
    : 'qué espacio de trabajo cambiar (PLAZBOT_WORKSPACE_ID)';
}
