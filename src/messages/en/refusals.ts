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
  'In Plazbot: Settings > API KEY (or Developer) for the token, Account > General for the workspace id.';

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
        `opsheet does not know ${f.names.map(settingMeaning).join(' nor ')}.`,
        `Set ${f.names.join(' and ')} in the environment or in a file called .env beside the sheet. ${WHERE_TOKEN}`,
      );
    case 'settings.token.characters':
      return say(
        'The token holds spaces, line breaks or letters that cannot be part of a token.',
        'Copy it again, whole and without spaces.',
      );
    case 'usage.token':
      return say(
        'A token on the command line can be read by everyone on this computer, and stays in its history.',
        'Set PLAZBOT_TOKEN in the environment or in a .env file instead, and make a new token if you typed it here.',
      );
    case 'settings.url.invalid':
      return say(
        `“${f.url}” is not the address of an API.`,
        'It looks like https://api.plazbot.com, without a path.',
      );
    case 'settings.url.plainHttp':
      return say(`${f.url} is not encrypted.`, 'Use https. Plain http is only for this computer itself.');
    case 'settings.url.credentials':
      return say(`The address ${f.url} holds a user name or a password.`, 'Take them out of the address.');
    case 'settings.url.foreign':
      return say(
        `${f.file} sets PLAZBOT_API_URL but the token comes from somewhere else, so it could be sent to a stranger.`,
        'Put both in the same place, or say --api-url yourself.',
      );
    case 'settings.tlsOff':
      return say(
        'NODE_TLS_REJECT_UNAUTHORIZED=0 switches the check of the server off.',
        'Unset it; for a private CA use NODE_EXTRA_CA_CERTS.',
      );
    case 'settings.env.unreadable':
      return say(`${f.file} cannot be read.`, 'Check that you may read it.');
    case 'api.credentials':
      return say(
        `The CRM does not accept the token (HTTP ${f.httpStatus}${words(f.message)}).`,
        `Set a valid PLAZBOT_TOKEN. ${WHERE_TOKEN}`,
      );
    case 'api.redirect':
      return say(
        `The address answers with another address${f.location ? `: ${f.location}` : ''} (HTTP ${f.httpStatus}). It was not followed.`,
        'Check PLAZBOT_API_URL, and whether this network wants you to sign in first.',
      );
    case 'api.tls':
      return say(
        `The server's certificate cannot be trusted (${f.reason}).`,
        'Check PLAZBOT_API_URL; for a private CA use NODE_EXTRA_CA_CERTS.',
      );
    case 'api.unreachable':
      return say(
        `No connection to ${f.origin} (${f.reason}).`,
        'Check the network and PLAZBOT_API_URL, then try again.',
      );
    case 'api.failing':
      return say(
        `The CRM is failing (HTTP ${f.httpStatus}${words(f.message)}).`,
        'Nothing is wrong with your sheet. Try again later.',
      );
    case 'api.notTheApi':
      return say(
        `What answers there is not the Plazbot API (${f.what}${f.httpStatus === null ? '' : `, HTTP ${f.httpStatus}`}).`,
        'Check PLAZBOT_API_URL, and whether this network wants you to sign in first.',
      );
    case 'api.noWorkspace':
      return say(
        `There is no workspace ${f.workspaceId} for this token${f.message ? `: ${f.message}` : '.'}`,
        `Check PLAZBOT_WORKSPACE_ID. ${WHERE_TOKEN}`,
      );
    case 'usage.argument':
      return say(f.text, 'See: opsheet --help');
    case 'usage.noCommand':
      return say(
        'What is to be done is missing.',
        'For example: opsheet plan SHEET. All of it: opsheet --help',
      );
    case 'usage.unknownCommand':
      return say(
        `“${f.text}” is not a command of opsheet.${f.suggestion === null ? '' : ` Did you mean opsheet ${f.suggestion}?`}`,
        'See: opsheet --help',
      );
    case 'usage.noSheet':
      return say('The sheet is missing.', `Write: opsheet ${f.command} SHEET`);
    case 'usage.unknownOption': {
      const command = `opsheet${f.command === null ? '' : ` ${f.command}`}`;
      const names = f.options.map((name) => `--${name}`).join(', ');
      const meant = f.suggestion === null ? '' : ` Did you mean --${f.suggestion}?`;
      return say(
        `${command} has no option ${names}.${meant}`,
        f.options.includes('dry-run')
          ? 'To look without sending anything: opsheet plan SHEET'
          : `See: ${command} --help`,
      );
    }
    case 'usage.extra':
      return say(
        `“${f.text}” is one word too many for opsheet ${f.command}.`,
        `A name with spaces goes in quotes. See: opsheet ${f.command} --help`,
      );
    case 'usage.noValue':
      return say(`--${f.option} needs a value behind it.`, 'See: opsheet --help');
    case 'usage.ofPlanning': {
      const names = f.options.map((name) => `--${name}`).join(', ');
      return say(
        `${f.file} is a saved plan, which is taken whole, as it was planned: ${names} ${f.options.length === 1 ? 'says' : 'say'} how a sheet is read and planned, and would change nothing of it. Nothing was sent.`,
        `Plan the sheet again with ${names}, and look at that plan: opsheet plan SHEET ${names.replaceAll(',', '')} … -o FILE`,
      );
    }
    case 'usage.choice':
      return say(`--${f.option} cannot be “${f.text}”.`, `It can be: ${f.choices.join(', ')}`);
    case 'usage.number':
      return say(`--${f.option} cannot be “${f.text}”.`, 'See: opsheet --help');
    case 'usage.noTerminal':
      return say(
        'Nobody can be asked here, because this is not a terminal that can show screens. Nothing was sent.',
        'Look at the plan with opsheet plan, then say --yes to send it without a question.',
      );
    case 'disk.failed':
      return say(
        f.file === ''
          ? `What must be kept could not be written (${f.reason}).`
          : `${f.file} cannot be written (${f.reason}).`,
        f.ofRun === undefined
          ? `${diskCure(f.reason)} Then try again.`
          : `${diskCure(f.reason)} Then write it: ${resultsAgain(f)}`,
      );
  }
}

function settingMeaning(name: string): string {
  return name === 'PLAZBOT_TOKEN'
    ? 'who you are (PLAZBOT_TOKEN)'
    : 'which workspace to change (PLAZBOT_WORKSPACE_ID)';
}
