import type { WireOpportunity } from '../plazbot/wire.js';
import type { Crm } from './crm.js';
import { asObject } from './jsonObject.js';
import { failure, type Reply } from './reply.js';

type Body = Readonly<Record<string, unknown>>;
type Known = Pick<Crm, 'stages' | 'contacts'>;

const WRITABLE = new Set(['name', 'description', 'amount', 'stageId', 'contactId', 'customFields']);
const LARGEST_AMOUNT = 999_999_999.99;
const LONGEST_NAME = 200;
const CLOSED_STAGES = new Set(['Ganado', 'Perdido']);

/** What a careful CRM would say to the body of a PUT; `null` when it takes it. Messages are the server's: Spanish. */
export function checkUpdate(record: WireOpportunity, body: Body, known: Known): Reply | null {
  const unknown = Object.keys(body).find((key) => !WRITABLE.has(key));
  if (unknown !== undefined) {
    return failure(400, 'FIELD_NOT_UPDATABLE', `El campo '${unknown}' no se puede actualizar.`);
  }
  return checkFields(body, known) ?? checkClosed(record, body, known);
}

/** The values of the six fields alone, where the body carries them. */
export function checkFields(body: Body, { stages, contacts }: Known): Reply | null {
  const { name, description, amount, stageId, contactId, customFields } = body;
  if (name !== undefined && (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME)) {
    const message = `El nombre es obligatorio y admite hasta ${LONGEST_NAME} caracteres.`;
    return failure(422, 'OPPORTUNITY_NAME_INVALID', message);
  }
  if (description !== undefined && description !== null && typeof description !== 'string') {
    return failure(422, 'OPPORTUNITY_DESCRIPTION_INVALID', 'La descripción debe ser un texto.');
  }
  if (amount !== undefined && !(typeof amount === 'number' && amount >= 0 && amount <= LARGEST_AMOUNT)) {
    return failure(422, 'OPPORTUNITY_AMOUNT_INVALID', 'El monto debe ser un número entre 0 y 999999999.99.');
  }
  if (stageId !== undefined && stageId !== null && !stages.some(({ id }) => id === stageId)) {
    return failure(422, 'OPPORTUNITY_STAGE_NOT_FOUND', 'La fase no existe en este espacio de trabajo.');
  }
  const noContact = contactId === undefined || contactId === null || contactId === '';
  if (!noContact && (typeof contactId !== 'string' || !contacts.has(contactId))) {
    return failure(422, 'OPPORTUNITY_CONTACT_NOT_FOUND', 'El contacto no existe en este espacio de trabajo.');
  }
  if (customFields !== undefined && !(Array.isArray(customFields) && customFields.every(isCustomField))) {
    const message = 'Los campos personalizados no tienen la forma esperada.';
    return failure(422, 'OPPORTUNITY_CUSTOM_FIELDS_INVALID', message);
  }
  return null;
}

/** A rule of the business and no fault of the request: told with 200 (API facts, section 1). */
function checkClosed(record: WireOpportunity, { amount }: Body, { stages }: Known): Reply | null {
  if (amount === undefined || amount === record.amount) return null;
  const stage = stages.find(({ id }) => id === record.stageId);
  if (!stage || !CLOSED_STAGES.has(stage.name)) return null;
  return failure(200, 'OPPORTUNITY_CLOSED', 'La oportunidad está cerrada: no se puede cambiar el monto.');
}

function isCustomField(value: unknown): boolean {
  const { name, code, value: content } = asObject(value) ?? {};
  const named = [name, code].some((key) => typeof key === 'string' && key !== '');
  return named && (content === null || typeof content === 'string');
}
