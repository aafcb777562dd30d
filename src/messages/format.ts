import {
  customFieldName,
  type FieldPath,
  type FieldValue,
  MAX_AMOUNT_DIGITS,
  type Stage,
  withoutFloatNoise,
} from '../opportunity/index.js';

/** Numbers, amounts and times as people of one language write them. */
export interface Format {
  number(value: number): string;
  /** A plain decimal (`1234.5`) with all its digits, but for the noise of a float (`1234.5600000000002`). */
  amount(value: string): string;
  /** With its sign, also when it is positive. */
  difference(value: string): string;
  /** `ms` as `1d 06h`, `2m 05s`, `12s`, `4.5s`, `40ms`. */
  duration(ms: number): string;
  /** A UTC time (ISO 8601) as this computer's clock shows it, and how far that is from UTC: `23/11/2026, 14:49:02 UTC-5`. */
  moment(utc: string): string;
  list(items: readonly string[]): string;
  field(path: FieldPath): string;
  value(path: FieldPath, value: FieldValue, stages: readonly Stage[]): string;
}

/** `empty` and `noStage` stand where a field, or the stage, has no value. */
export function createFormat(
  locale: string,
  fieldNames: Record<string, string>,
  { empty, noStage }: { readonly empty: string; readonly noStage: string },
): Format {
  // Made when first used: a command that only prints its help should not pay for them.
  const number = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
  const whole = once(
    () => new Intl.NumberFormat(locale, { useGrouping: 'always', maximumFractionDigits: 0 }),
  );
  // Cents are written with both digits, as money is.
  const decimal = once(
    () =>
      new Intl.NumberFormat(locale, {
        useGrouping: 'always',
        minimumFractionDigits: 2,
        maximumFractionDigits: 20,
      }),
  );
  const list = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  // Intl takes decimal text and keeps every digit of it (ECMA-402, NumberFormat v3); its type does not say so.
  const written = (value: string) =>
    (value.includes('.') ? decimal() : whole()).format(value as unknown as number);
  const amount = (value: string) =>
    written((value.length > MAX_AMOUNT_DIGITS && withoutFloatNoise(value)) || value);
  return {
    number: (value) => number().format(value),
    amount,
    difference: (value) => (value.startsWith('-') ? `−${amount(value.slice(1))}` : `+${amount(value)}`),
    duration: (ms) => {
      if (ms < 1000) return `${Math.round(ms)}ms`;
      const seconds = ms / 1000;
      if (seconds < 10) return `${number().format(seconds)}s`;
      const whole = Math.round(seconds);
      if (whole < 60) return `${whole}s`;
      const minutes = Math.floor(whole / 60);
      if (minutes < 60) return `${minutes}m ${String(whole % 60).padStart(2, '0')}s`;
      const hours = Math.floor(minutes / 60);
      if (hours < 24) return `${hours}h ${String(minutes % 60).padStart(2, '0')}m`;
      return `${Math.floor(hours / 24)}d ${String(hours % 24).padStart(2, '0')}h`;
    },
    moment: (utc) =>
      new Date(utc).toLocaleString(locale, { timeZoneName: 'shortOffset' }).replace('GMT', 'UTC'),
    list: (items) => list().format(items),
    field: (path) => customFieldName(path) ?? fieldNames[path] ?? path,
    value: (path, value, stages) => {
      if (value === null || value === '') return path === 'stageId' ? noStage : empty;
      if (path === 'amount') return amount(value);
      if (path === 'stageId') return stages.find(({ id }) => id === value)?.name ?? value;
      return value;
    },
  };
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
