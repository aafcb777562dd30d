/** The fields as people call them. */
export const fields: Record<string, string> = {
  name: 'Name',
  description: 'Description',
  amount: 'Amount',
  stageId: 'Stage',
  contactId: 'Contact',
};

/** Stands where a field has no value. */
export const empty = '(empty)';
