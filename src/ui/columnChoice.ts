import type { ColumnGuess, ColumnTarget } from '../mapping/index.js';

/** What is wrong with what the columns are taken for: nothing can be planned then. */
export type ColumnTrouble =
  | { readonly kind: 'noKey' }
  | { readonly kind: 'noFields' }
  | { readonly kind: 'twice'; readonly target: ColumnTarget; readonly headers: readonly string[] };

const FIELDS = ['name', 'description', 'amount', 'stageId', 'contactId'] as const;

/** What a column can be, in the order in which keys go through it: first what it may be meant for. */
export function choicesFor({ header, hint, target }: ColumnGuess): readonly (ColumnTarget | null)[] {
  const custom: ColumnTarget = `customFields.${header}`;
  const first = hint ? [hint.target] : [];
  const all = [null, ...first, 'id', 'opportCode', ...FIELDS, custom, target] as const;
  return [...new Set<ColumnTarget | null>(all)];
}

/** Why a sheet with these columns cannot be planned; `null` when it can. */
export function troubleWith(
  columns: readonly ColumnGuess[],
  targets: readonly (ColumnTarget | null)[],
): ColumnTrouble | null {
  const holders = new Map<ColumnTarget, string[]>();
  for (const [i, target] of targets.entries()) {
    const header = columns[i]?.header;
    if (target !== null && header !== undefined)
      holders.set(target, [...(holders.get(target) ?? []), header]);
  }
  for (const [target, headers] of holders) if (headers.length > 1) return { kind: 'twice', target, headers };
  if (!holders.has('id') && !holders.has('opportCode')) return { kind: 'noKey' };
  const fields = [...holders.keys()].filter((target) => target !== 'id' && target !== 'opportCode');
  return fields.length === 0 ? { kind: 'noFields' } : null;
}

/** The columns that were changed, as `--map` takes them. */
export function changedMap(
  columns: readonly ColumnGuess[],
  targets: readonly (ColumnTarget | null)[],
): string[] {
  return columns.flatMap(({ name, target }, i) => {
    const chosen = targets[i] ?? null;
    return chosen === target ? [] : [`${name}=${chosen ?? '-'}`];
  });
}
