import type { Mapping } from '../mapping/index.js';
import type { PlanHeader } from '../plan/index.js';
import type { ReadingArguments } from './sheetArguments.js';
import { nameOf, targetOf } from './writtenMapping.js';

/** What was typed or answered for a run that the run's own plan does not tell. */
export interface TypedForRun
  extends TypedTarget,
    Pick<ReadingArguments, 'mapping' | 'decimal' | 'round' | 'placeholder' | 'mojibake' | 'hidden'> {}

/** Where a run goes, as far as that was typed. */
export interface TypedTarget {
  readonly workspace?: string | undefined;
  readonly apiUrl?: string | undefined;
}

/**
 * The options with which the rows of a results sheet that failed are sent as they were the first time: the same columns
 * into the same fields of the same workspace. Without them another column might be sent, or to another place. `null`
 * where no option says so: what a mapping file sets that is not known any more.
 */
export function retryOptions(
  { mapping }: PlanHeader,
  body: 'changes' | 'full',
  typed: TypedForRun,
): readonly string[] | null {
  const { decimal, round, placeholder = [], mojibake, hidden } = typed;
  const file = needsFile(mapping) ? typed.mapping : undefined;
  if (needsFile(mapping) && (file === undefined || file === 'saved')) return null;
  return [
    ['--only', ['failed', ...selected(mapping)].join(',')],
    ...(file === undefined ? [] : [['--mapping', file]]),
    ...maps(mapping).map((map) => ['--map', map]),
    ...(mapping.columns.some(isOtherKey) ? [['--key', mapping.key.by]] : []),
    ...(decimal === undefined ? [] : [['--decimal', decimal]]),
    ...(round ? [['--round']] : []),
    ...placeholder.map((meaning) => ['--placeholder', meaning]),
    ...(mojibake === undefined ? [] : [['--mojibake', mojibake]]),
    ...(hidden === undefined ? [] : [['--hidden', hidden]]),
    targetOptions(typed),
    ...(body === 'full' ? [['--body', 'full']] : []),
  ].flat();
}

/** The same as options: from the settings alone a later command might lead elsewhere. */
export function targetOptions({ workspace, apiUrl }: TypedTarget): string[] {
  return [
    ...(workspace === undefined ? [] : ['--workspace', workspace]),
    ...(apiUrl === undefined ? [] : ['--api-url', apiUrl]),
  ];
}

function needsFile({ columns, constants }: Mapping): boolean {
  return constants.length > 0 || columns.some(({ values }) => values !== undefined);
}

/** What was said of columns, each as `--map` takes it. */
function maps({ columns, key }: Mapping): string[] {
  const headers = columns.map(({ header }) => header);
  return columns
    .filter(({ because }) => because === 'user')
    .map((column) => `${nameOf(column, headers)}=${targetOf(column, key.by)}`);
}

/** The fields that were taken, where others were left out. */
function selected({ columns, constants }: Mapping): string[] {
  if (!columns.some(({ use }) => use.kind === 'ignored' && use.reason === 'not-selected')) return [];
  const fields = columns.flatMap(({ use }) => (use.kind === 'field' ? [use.field] : []));
  return [...fields, ...constants.map(({ field }) => field)];
}

function isOtherKey({ use }: Mapping['columns'][number]): boolean {
  return use.kind === 'ignored' && use.reason === 'other-key';
}
