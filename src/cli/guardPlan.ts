import type { Guard } from '../plan/index.js';

/** A plan that goes beyond a limit which the person set was not sent. */
export class GuardRefusal extends Error {
  override readonly name = 'GuardRefusal';
  readonly fact;
  constructor(guard: Guard, file: string) {
    super(guard.guard);
    this.fact = { ...guard, code: `guard.${guard.guard}`, file } as const;
  }
}

/** Refuses what goes beyond a limit; `file` is the sheet. Throws `GuardRefusal`. */
export function refuseBeyond(guards: readonly Guard[], file: string): void {
  const [first] = guards.filter(({ trips }) => trips);
  if (first) throw new GuardRefusal(first, file);
}
