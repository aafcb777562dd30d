import type { RunStop } from '../../run/index.js';
import type { Refusal } from '../facts.js';
import type { Format } from '../format.js';
import { words } from '../quoting.js';

/** Why a run ended before its last row. */
export function stop(s: RunStop, format: Format): Refusal {
  const say = (problem: string, cure: string): Refusal => ({ problem, cure });
  const again =
    'To go on, apply the same sheet again: rows that are already updated show as unchanged and are not sent.';
  switch (s.cause) {
    case 'user':
      return say(
        'Stopped because you asked for it.',
        `Rows that were not sent are marked not-sent. ${again}`,
      );
    case 'credentials':
      return say(
        `The CRM stopped accepting the token (HTTP ${s.httpStatus}${words(s.message)}).`,
        `Get a new token. ${again}`,
      );
    case 'redirect':
      return say(
        `The CRM's address began to answer with another address${s.message ? `: ${s.message}` : ''}.`,
        `Check the network. ${again}`,
      );
    case 'tls':
      return say(
        `The server's certificate cannot be trusted (${s.message ?? 'TLS'}).`,
        `Check the network. ${again}`,
      );
    case 'wrongApi':
      return say(
        `What answers is not the Plazbot API${s.httpStatus === null ? '' : ` (HTTP ${s.httpStatus})`}.`,
        `Check PLAZBOT_API_URL and the network. ${again}`,
      );
    case 'unreachable':
      return say(`The CRM could not be reached (${s.reason}).`, `Check the network. ${again}`);
    case 'throttled':
      return say(`The CRM asks to wait ${format.duration(s.waitMs)}.`, `Come back then. ${again}`);
    case 'fieldsLost': {
      const fields = s.differences.map(({ field }) => format.field(field));
      return say(
        `Stopped at the first record (row ${s.rowNumber}): fields that were not sent changed too (${format.list(fields)}).`,
        'Look at that record in the CRM and put it back by hand: its _message says what it held. Do not go on with this sheet before you know why.',
      );
    }
    case 'disk':
      return say(
        `The journal cannot be written (${s.reason}), so nothing more was sent.`,
        `Free some space. ${again}`,
      );
  }
}
