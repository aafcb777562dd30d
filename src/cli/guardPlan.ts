import { type AmountLimit, type Guard, holdGuards, type PlanSummary } from '../plan/index.js';
import type { PlanPreview, View } from '../ui/index.js';

/** A plan that goes beyond a limit which the person set was not sent. */
export class GuardRefusal extends Error {
  override readonly name = 'GuardRefusal';
  readonly fact;
  constructor(guard: Guard, file: string) {
    super(guard.guard);
    this.fact = { ...guard, code: `guard.${guard.guard}`, file } as const;
  }
}

/** The limits as they are typed. */
export interface LimitArguments {
  readonly maxChanges?: number | undefined;
  readonly maxAmountChange?: AmountLimit | undefined;
}

/** The limits that were set, held against what a plan comes to. */
export function guardsOf(
  summary: PlanSummary,
  { maxChanges, maxAmountChange }: LimitArguments,
): readonly Guard[] {
  return holdGuards(summary, {
    maxChanges: maxChanges ?? null,
    maxAmountChange: maxAmountChange ?? null,
  });
}

/**
 * Refuses a plan that goes beyond a limit, once it was shown: what is beyond should be seen. `file` is the sheet. Throws
 * `GuardRefusal`.
 */
export async function refuseBeyond(preview: PlanPreview, file: string, view: View): Promise<void> {
  const first = preview.guards.find(({ trips }) => trips);
  if (!first) return;
  await view.review(preview, 'nothing');
  throw new GuardRefusal(first, file);
}
