import type { HttpReply } from './http.js';

type Answer = Extract<HttpReply, { kind: 'answer' }>;

/** Statuses that say that what was asked for is not there. */
const ABSENT = new Set([404, 410]);
const OF_THE_RECORD = /op+ortuni|record|registro/i;
/** Where none of those is named, what is said to be missing is not the record. */
const OF_SOMETHING_ELSE =
  /workspace|espacio de trabajo|token|api.?key|user|usuari|agent|account|cuenta|tenant|route|ruta|endpoint/i;
/** How a record is said not to be there, in the languages of the API's words; accents are taken off before. */
const NOT_FOUND =
  /not[ _-]?found|no (?:fue |ha sido )?encontrad|no se (?:ha )?(?:encontr|pudo encontrar|hall)|no existe|inexist|nao (?:foi )?encontrad|nao existe|n[o']t exist|no such|unable to find|(?:no|n['o]t) (?:be )?(?:find|found)\b/i;

/** Whether the status says that something is not there, but not in one of the ways in which this API speaks. */
export function isForeignAbsence(answer: Answer): boolean {
  return ABSENT.has(answer.httpStatus) && !isOwn(answer);
}

/** The same with a page: of a proxy, while what stands behind it is put in place. */
export function isProxyPage(answer: Answer): boolean {
  return isForeignAbsence(answer) && answer.body.form === 'notJson';
}

/**
 * The documented envelope, or the problem details (RFC 9457) that ASP.NET makes of a refusal, which the API may be made
 * with.
 */
function isOwn({ httpStatus, body }: Answer): boolean {
  return body.form === 'envelope' || (body.form === 'bare' && body.problemStatus === httpStatus);
}

/**
 * Whether an answer without a record says that there is none: as 404, as empty data, or as a refusal with 200 that says
 * so (API facts, section 3). One that says something else, such as that there are too many requests, says nothing of it.
 */
export function saysAbsent(answer: Answer): boolean {
  const { httpStatus, body } = answer;
  if (ABSENT.has(httpStatus)) return isOwn(answer);
  if (httpStatus < 200 || httpStatus > 299) return false;
  const { success, code, data, message, errorCode } = body;
  if (code !== null && ABSENT.has(code)) return true;
  if (success) return data === null || data === undefined || (Array.isArray(data) && data.length === 0);
  const said = `${errorCode ?? ''} ${message ?? ''}`.normalize('NFD').replace(/\p{M}/gu, '');
  return NOT_FOUND.test(said) && (OF_THE_RECORD.test(said) || !OF_SOMETHING_ELSE.test(said));
}
