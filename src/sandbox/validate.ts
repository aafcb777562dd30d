import type { WireOpportunity, WireStage } from '../plazbot/wire.js';

/** A refusal in the API's own shape. */
export interface Refused {
  readonly status: number;
  readonly errorCode: string;
  readonly message: string;
}

export interface ValidationContext {
  readonly stages: readonly WireStage[];
  readonly contactIds: ReadonlySet<string>;
}

const WRITABLE = new Set([
  'name',
  'description',
  'amount',
  'stageId',
  'contactId',
  'customFields',
  'workspaceId',
]);
const LARGEST_AMOUNT = 999_999_999.99;
const LONGEST_NAME = 200;
const CLOSED_STAGES = new Set(['Ganado', 'Perdido']);

/** What a careful CRM would say to the body of a PUT; `null` when it takes it. Messages are the server's: Spanish. */
export function validateUpdate(
  record: WireOpportunity,
  body: Readonly<Record<string, unknown>>,
  { stages, contactIds }: ValidationContext,
): Refused | null {
  const refused = (status: number, errorCode: string, message: string): Refused => ({
    status,
    errorCode,
    message,
  });
  const unknown = Object.keys(body).find((key) => !WRITABLE.has(key));
  if (unknown !== undefined) {
    return refused(400, 'FIELD_NOT_UPDATABLE', `El campo '${unknown}' no se puede actualizar.`);
  }
  const { name, description, amount, stageId, contactId, customFields } = body;
  if (name !== undefined && (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME)) {
    const message = `El nombre es obligatorio y admite hasta ${LONGEST_NAME} caracteres.`;
    return refused(422, 'OPPORTUNITY_NAME_INVALID', message);
  }
  if (description !== undefined && description !== null && typeof description !== 'string') {
    return refused(422, 'OPPORTUNITY_DESCRIPTION_INVALID', 'La descripción debe ser un texto.');
  }
  if (amount !== undefined && !(typeof amount === 'number' && amount >= 0 && amount <= LARGEST_AMOUNT)) {
    return refused(422, 'OPPORTUNITY_AMOUNT_INVALID', 'El monto debe ser un número entre 0 y 999999999.99.');
  }
  if (stageId !== undefined && stageId !== null && !stages.some(({ id }) => id === stageId)) {
    return refused(422, 'OPPORTUNITY_STAGE_NOT_FOUND', 'La fase no existe en este espacio de trabajo.');
  }
  const noContact = contactId === undefined || contactId === null || contactId === '';
  if (!noContact && (typeof contactId !== 'string' || !contactIds.has(contactId))) {
    return refused(422, 'OPPORTUNITY_CONTACT_NOT_FOUND', 'El contacto no existe en este espacio de trabajo.');
  }
  if (customFields !== undefined && !(Array.isArray(customFields) && customFields.every(isCustomField))) {
    return refused(
      422,
      'OPPORTUNITY_CUSTOM_FIELDS_INVALID',
      'Los campos personalizados no tienen la forma esperada.',
    );
  }
  const stage = stages.find(({ id }) => id === record.stageId);
  if (stage && CLOSED_STAGES.has(stage.name) && amount !== undefined && amount !== record.amount) {
    return refused(200, 'OPPORTUNITY_CLOSED', 'La oportunidad está cerrada: no se puede cambiar el monto.');
  }
  return null;
}

function isCustomField(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const field = value as Record<string, unknown>;
  const named = typeof field.name === 'string' || typeof field.code === 'string';
  return named && (field.value === null || typeof field.value === 'string');
}
