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
  const again = `To go on from there: ${resume()}${targetOptions.length === 0 ? '.' : ''}`;
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
      return say(
        `The CRM asks to wait ${s.waitMs > DAY ? 'more than a day' : format.duration(s.waitMs)}.`,
        `Come back then. ${again}`,
      );
    case 'failing':
      return say(
        `The CRM kept failing for ${format.duration(s.forMs)}.`,
        `Nothing is wrong with your sheet. Try later. ${again}`,
      );
    case 'tooManyErrors': {
      const same = s.errorCode === null ? '' : `, with ${s.errorCode} again and again`;
      return say(
        `Stopped because the CRM refused ${format.number(s.rejected)} of ${format.number(s.sent)} changes${same}.`,
        `Look at the first of them: often a column is mapped wrong. If they are to be so: ${resume('--max-errors', 'none')}`,
      );
    }
    case 'canary':
      return say(
        s.rows === undefined
          ? `Stopped at row ${s.rowNumber}: the CRM accepted the change and then showed something else.`
          : `Stopped at row ${s.rowNumber}: the CRM accepted ${format.number(s.rows)} changes in a row and then showed something else.`,
        `Look at that record before you go on. ${again}`,
      );
    case 'fieldsLost': {
      const lost = s.differences.map(({ field }) => format.field(field));
      const fields = lost.length === 0 ? '' : ` (${format.list(lost)})`;
      const full = `To send all fields with each change, so that nothing can be lost: ${resume('--body', 'full')}`;
      return s.restored
        ? say(
            `Stopped at row ${s.rowNumber}: the CRM blanks fields that are not sent${fields}. The record was put back as it was.`,
            full,
          )
        : say(
            `Stopped at row ${s.rowNumber}: fields that were not sent changed too${fields}, and were not put back.`,
            `Look at that record in the CRM and put it back by hand${lost.length === 0 ? '' : ': its _message says what it held'}. ${full}`,
          );
    }
    case 'fieldsSet': {
      const fields = format.list(s.differences.map(({ field }) => format.field(field)));
      return say(
        `Stopped at row ${s.rowNumber}: in ${format.number(s.rows)} records the CRM also changed what was not sent (${fields}).`,
        `Those rows are updated, and their _message says what was changed besides. To send all fields with each change: ${resume('--body', 'full')}. If the CRM is to do that by itself: ${resume('--max-errors', 'none')}`,
      );
    }
    case 'disk':
      return say(
        `The journal cannot be written (${s.reason}), so nothing more was sent.`,
        `${diskCure(s.reason)} ${again}`,
      );
  }
}
