import {
  customFieldPath,
  type FieldChange,
  type FieldPath,
  fieldValue,
  SCALAR_FIELDS,
  sameValue,
} from '../opportunity/index.js';
import type { PlannedUpdate } from '../plan/index.js';
import type { Journal } from './journal.js';
import { KeptFields } from './keptFields.js';
import type { Outcome } from './outcome.js';

/**
 * The fields that a record may have lost besides, each to be given back where it is empty, or where it still has what the
 * server has put in its place (`after`). Those that a row tells of; and all that it had where the server is known to lose fields, whose losses not every answer shows, or, but for those that
 * it is known to keep, where nobody has looked since its PUT left.
 */
export function lostIn(
  { beforeImage, changes, rowNumber }: PlannedUpdate,
  journal: Journal,
  kept: KeptFields,
): readonly FieldChange[] {
  const note = journal.toldOutcomeOf(rowNumber)?.note;
  const { losesFields } = journal;
  if (losesFields || note?.code === 'run.cutOff') {
    const fields: FieldPath[] = [...SCALAR_FIELDS];
    for (const { name } of beforeImage.customFields ?? []) fields.push(customFieldPath(name));
    return fields.flatMap((field) => {
      const before = fieldValue(beforeImage, field);
      const isSent = changes.some((change) => change.field === field);
      const isKept = !losesFields && kept.keeps(field);
      return isSent || isKept || before === null || before === '' ? [] : [{ field, before, after: null }];
    });
  }
  if (note?.code === 'fields.lost') return note.differences;
  return note?.code === 'record.editedMeanwhile' ? setByServer(note.differences, journal) : [];
}

/** Of what else has changed in a record, that which the server was seen to do to one record after the other. */
function setByServer(differences: readonly FieldChange[], { setBesides }: Journal): readonly FieldChange[] {
  return differences.filter(({ field, after }) =>
    setBesides.some((set) => set.field === field && sameValue(field, set.after, after)),
  );
}

/**
 * What the server keeps of what it is not sent, by the rows of a run that went well: the first of them that had such a
 * field was looked at before and after its PUT. Nothing where no PUT of the run is open, or some carried whole records.
 */
export async function keptIn(updates: AsyncIterable<PlannedUpdate>, journal: Journal): Promise<KeptFields> {
  const kept = new KeptFields();
  if (!journal.hasOpenIntents || journal.sentWhole) return kept;
  for await (const update of updates) {
    if (journal.openIntentOf(update.rowNumber)) continue;
    const outcome = journal.outcomeOf(update.rowNumber);
    // With a note it was found so later, or something besides was not as it had been.
    if (outcome?.status === 'updated' && outcome.note === null) kept.saw(update, update.beforeImage);
  }
  return kept;
}

/**
 * Whether the PUT of this row may never have left: its intent is all there is. One that was to put a record back came
 * after another that had left.
 */
export function mayNotHaveLeft({ rowNumber }: PlannedUpdate, journal: Journal): boolean {
  const intent = journal.openIntentOf(rowNumber);
  return intent !== null && !intent.restore;
}

/** What the server stored in the place of what it was sent: in other letters, rounded, cut. */
export function heldIn(outcome: Outcome | null): readonly FieldChange[] {
  const note = outcome?.note;
  return note?.code === 'values.differ' ? note.differences : [];
}
