import type { WireOpportunity } from '../plazbot/wire.js';

/** An opportunity with every field that the documents show (API facts, section 2), at its default unless given. */
export function fullRecord(given: WireOpportunity): WireOpportunity {
  return {
    opportStatus: 1,
    winLossStatus: 0,
    winLossDate: null,
    finalAmount: 0,
    creationTypeId: 1,
    updatedDate: null,
    deletionDate: null,
    userDeletion: null,
    statusId: 1,
    files: [],
    orderInCards: 0,
    orderInCardsLastUpdated: null,
    activities: [],
    segmentationId: null,
    userCreation: null,
    expirationDate: null,
    assignedAgentId: null,
    ...given,
  };
}
