import { customFieldName, type FieldChange, type Opportunity, withChanges } from '../opportunity/index.js';
import type { UpdateBody } from './plannedRow.js';

/** The PUT's body for these changes: the changed fields only, and the merged custom fields when one of them changes. */
export function updateBody(live: Opportunity, changes: readonly FieldChange[]): UpdateBody {
  const body: UpdateBody = {};
  for (const { field, after } of changes) {
    switch (field) {
      case 'name':
      case 'description':
        body[field] = after ?? '';
        break;
      case 'amount':
        body.amount = Number(after);
        break;
      case 'stageId':
      case 'contactId':
        body[field] = after;
        break;
    }
  }
  if (changes.some(({ field }) => customFieldName(field) !== null)) {
    body.customFields = (withChanges(live, changes).customFields ?? []).map((field) => field.wire);
  }
  return body;
}
