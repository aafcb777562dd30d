import {
  amountJson,
  customFieldName,
  type FieldChange,
  type Opportunity,
  SCALAR_FIELDS,
  withChanges,
} from '../opportunity/index.js';
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
        body.amount = amountJson(after ?? '0');
        break;
      case 'stageId':
      case 'contactId':
        // An empty text is what the API shows where it has none, and no id that it takes (API facts, section 4).
        body[field] = after === '' ? null : after;
        break;
    }
  }
  if (changes.some(({ field }) => customFieldName(field) !== null)) {
    body.customFields = (withChanges(live, changes).customFields ?? []).map((field) => field.wire);
  }
  return body;
}

/**
 * The body with all six fields, for a server that blanks what a PUT does not carry: the live values with the changes
 * put in. A name, description or amount that the record does not have is left out, because null is not documented
 * for them (API facts, section 4).
 */
export function fullBody(live: Opportunity, changes: readonly FieldChange[]): UpdateBody {
  const next = withChanges(live, changes);
  const body: UpdateBody = updateBody(live, changes);
  for (const field of SCALAR_FIELDS) {
    if (field in body) continue;
    const value = next[field];
    if (field === 'stageId' || field === 'contactId') body[field] = value === '' ? null : value;
    else if (value !== null) Object.assign(body, { [field]: field === 'amount' ? amountJson(value) : value });
  }
  if (!body.customFields && next.customFields) body.customFields = next.customFields.map(({ wire }) => wire);
  return body;
}
