import type { AmountStyle, Mapping } from '../mapping/index.js';
import { isSameId, type Stage } from '../opportunity/index.js';
import type { SheetSource } from '../sheet/index.js';

/** What a plan is bound to: the first line of its file. */
export interface PlanHeader {
  readonly kind: 'plan';
  /** Version of this format. */
  readonly version: 1;
  /** Names the plan: it is carried out once, whatever its file is called. */
  readonly planId: string;
  /** UTC, ISO 8601: before the first live record was read. */
  readonly createdAt: string;
  readonly sheet: PlanSheet;
  readonly mapping: Mapping;
  readonly amountStyle: AmountStyle | null;
  readonly target: PlanTarget;
  /** The stages as they were, so that ids can be shown as names. */
  readonly stages: readonly Stage[];
}

/** The sheet of a plan, and how it was read: all that is needed to read it so again. */
export interface PlanSheet
  extends Pick<SheetSource, 'file' | 'sha256' | 'bytes' | 'sheetName' | 'format' | 'delimiter'> {
  /** The whole path, because a plan may be carried out from another folder. */
  readonly path: string;
  readonly encoding: string | null;
  readonly quoteEscape: 'quote' | 'backslash' | null;
  readonly hidden: 'include' | 'skip' | null;
  /** Cells of the widest row. */
  readonly width: number;
}

/** Where a plan's changes go. */
export interface PlanTarget {
  readonly origin: string;
  readonly workspaceId: string;
  readonly workspaceName: string | null;
}

/** However the GUID of the workspace is written. */
export function isSameWorkspace(
  one: Pick<PlanTarget, 'origin' | 'workspaceId'>,
  other: Pick<PlanTarget, 'origin' | 'workspaceId'>,
): boolean {
  return one.origin === other.origin && isSameId(one.workspaceId, other.workspaceId);
}
