import { z } from 'zod';
import { NUMBER_MARK } from '../opportunity/index.js';

/**
 * The shapes that travel to and from the API, as its documents show them. Reading is tolerant where the
 * documents disagree (unknown keys are kept, both spellings are taken); writing is exact.
 */

/** The header that names the workspace; the documents also want the same id in the query. */
export const WORKSPACE_HEADER = 'x-workspace-id';

const text = z.string().nullish();

/** One custom field of a record. The opportunity page says `name`, the contact pages `code`. */
export const wireCustomField = z.looseObject({
  name: text,
  code: text,
  value: z.unknown().optional(),
});
export type WireCustomField = z.infer<typeof wireCustomField>;

/** One opportunity as PUT and GET return it. `customFields` may be absent, which is not the same as empty. */
export const wireOpportunity = z.looseObject({
  id: z.string().min(1),
  opportCode: z.union([z.string(), z.number()]).nullish(),
  name: text,
  description: text,
  // A text is a number of more digits than JavaScript's have, behind its mark; any other is no amount.
  amount: z.union([z.number(), z.string().startsWith(NUMBER_MARK)]).nullish(),
  stageId: text,
  contactId: text,
  customFields: z.array(wireCustomField).nullish(),
  // Nothing depends on it but a warning: a code of another kind must not make the record unreadable.
  winLossStatus: z.number().nullish().catch(null),
  updatedDate: text,
  deletionDate: text,
  workspaceId: text,
});
export type WireOpportunity = z.infer<typeof wireOpportunity>;

/** `{ success, code, errorCode, message, data }`, around most answers but not all. */
export const wireEnvelope = z.looseObject({
  success: z.boolean(),
  code: z.number().nullish(),
  errorCode: z.union([z.string(), z.number()]).nullish(),
  message: z.unknown().optional(),
  data: z.unknown().optional(),
});
export type WireEnvelope = z.infer<typeof wireEnvelope>;

/** A stage as the workspace lists it (`masterOfStates`). */
export const wireStage = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  order: z.number().nullish(),
});
export type WireStage = z.infer<typeof wireStage>;

/** `GET /api/workspace/{id}/metrics`, as one client in production reads it (API facts, section 6). */
export const wireMetrics = z.looseObject({ totalOpportunities: z.number().int().nonnegative() });

/** A page of the opportunity list: `data: { workspaceId, continuationToken, data: [...] }`. */
export const wirePage = z.looseObject({
  continuationToken: text,
  data: z.array(z.unknown()),
});
