import type { FieldChange } from '../../opportunity/index.js';
import type { FieldConflict, RunNote } from '../../run/index.js';
import type { Format } from '../format.js';
import { words } from '../quoting.js';

/** One sentence on an outcome that the server's own words do not tell, or do not tell whole. */
export function note(n: RunNote, format: Format): string {
  switch (n.code) {
    case 'server.silent':
      return `The CRM refused the change without words why (HTTP ${n.httpStatus}).`;
    case 'answer.lost':
      return `The change was sent but no answer came (${n.reason}), and the record does not show it. It may still arrive: look at the record, or let opsheet resume look.`;
    case 'answer.unreadable':
      return `Something that is not the CRM answered (HTTP ${n.httpStatus}), and the record does not show the change. Look at the record before sending it again.`;
    case 'answer.uncertain':
      return `It is not known whether the change was made (HTTP ${n.httpStatus}${words(n.message)}). Look at the record before sending it again.`;
    case 'answer.foundApplied':
      return [
        'The answer was lost or an error, but the record shows the new values.',
        n.differences &&
          `Other fields are not as they were planned on, either: ${changesText(n.differences, format)}.`,
      ]
        .filter(Boolean)
        .join(' ');
    case 'attempts.exhausted':
      return `Sent as often as may be (${n.reason}), and never applied: the record is as before.`;
    case 'values.differ':
      return `The CRM accepted the change but shows something else: ${changesText(n.differences, format)}.`;
    case 'fields.lost':
      return n.differences.length === 0
        ? 'The CRM lost fields of this record that were not sent, and it was not seen whole again since. opsheet resume --body full looks at it and puts them back.'
        : `Fields that were not sent changed too: ${changesText(n.differences, format)}.`;
    case 'fields.restored':
      return `The CRM also changed fields that were not sent (${changesText(n.differences, format)}), so the record was put back as it was.`;
    case 'record.changed':
      return `Someone else changed the record meanwhile: ${conflictsText(n.conflicts, format)}. It was not overwritten.`;
    case 'record.otherValue':
      return `The answer was lost or an error, and the record shows neither what it had before nor what was sent: ${conflictsText(n.conflicts, format)}. Someone has edited it, or the CRM has stored it in its own way. It was not sent again. Look at it, then plan the sheet again.`;
    case 'record.halfChanged':
      return `The answer was lost or an error, and the record shows only a part of the change: ${changesText(n.differences, format)}. It was not sent again, because someone may have edited the record. Look at it, then plan the sheet again.`;
    case 'record.gone':
      return 'The record is no longer in this workspace.';
    case 'record.alreadySo':
      return 'Meanwhile the record got these very values: nothing was sent.';
    case 'record.editedMeanwhile':
      return `Updated. Other fields of the record changed in between, by someone or by the CRM itself: ${changesText(n.differences, format)}.`;
    case 'record.deletedMeanwhile':
      return 'Updated, but meanwhile someone deleted the record: the CRM shows it as deleted.';
    case 'record.unread':
      return `The record could not be read again before sending (${n.reason}). Nothing was sent.`;
    case 'connection.failed':
      return `No connection to the CRM (${n.reason}). Nothing was sent.`;
    case 'throttled.tooLong':
      return 'The CRM kept asking to wait. Nothing was sent.';
    case 'run.stopped':
      return 'The run stopped before this row. Nothing was sent.';
    case 'run.cutOff':
      return 'The run was cut off while this change was under way: it is not known whether it was made. opsheet resume looks it up.';
  }
}

function changesText(changes: readonly FieldChange[], format: Format): string {
  return changes
    .map(({ field, before, after }) => {
      const show = (value: string | null) => format.value(field, value, []);
      return `${format.field(field)} should be ${show(before)} and is ${show(after)}`;
    })
    .join('; ');
}

function conflictsText(conflicts: readonly FieldConflict[], format: Format): string {
  return conflicts
    .map(({ field, before, live, after }) => {
      const show = (value: string | null) => format.value(field, value, []);
      return `${format.field(field)} was ${show(before)}, is now ${show(live)}, and the sheet wants ${show(after)}`;
    })
    .join('; ');
}
