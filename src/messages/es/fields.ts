/** The fields as people call them. */
export const fields: Record<string, string> = {
  name: 'Nombre',
  description: 'Descripción',
  amount: 'Monto',
  stageId: 'Etapa',
  contactId: 'Contacto',
};

/** Stands where a field has no value. */
export const empty = '(vacío)';
