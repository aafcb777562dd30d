import { describe, expect, it } from 'vitest';
import type { CustomField, Opportunity } from '../../src/opportunity/index.js';
import { type PlannedUpdate, updateBody } from '../../src/plan/index.js';
import { record } from '../opportunity/record.js';
import { run, type Script, update } from './running.js';

const score = (value: unknown): CustomField => {
  const wire = { name: 'Score', value };
  return { name: 'Score', value: String(value), wire };
};

/** Gives a custom field that holds a number the one that it had before, as an undo does. */
const numbers = (count: number): PlannedUpdate[] =>
  Array.from({ length: count }, (_, i) => {
    const beforeImage = record({ id: `op-${i + 1}`, customFields: [score(60 + i)] });
    const change = { field: 'customFields.Score', before: String(60 + i), after: '6', afterJson: 6 } as const;
    return { ...update(i + 1, [change]), beforeImage, body: updateBody(beforeImage, [change]) };
  });

/** The record with all its custom fields as texts. */
const inTexts = (shown: Opportunity): Opportunity => ({
  ...shown,
  customFields: (shown.customFields ?? []).map(({ value }) => score(value)),
});

describe('an answer that shows a number as text', () => {
  it('is no reason to doubt it where the record holds the number', async () => {
    const shows: Script = ({ apply }) => ({
      ...{ kind: 'accepted', httpStatus: 200, message: 'ok' },
      record: inTexts(apply()),
    });
    const { outcomes, crm } = await run(numbers(4), shows);
    expect(outcomes.map((outcome) => [outcome?.status, outcome?.note])).toEqual(
      Array.from({ length: 4 }, () => ['updated', null]),
    );
    expect(crm.puts).toHaveLength(4);
  });

  it('is told of where the record holds the text, too', async () => {
    const keeps: Script = ({ apply, live }) => {
      const shown = inTexts(apply());
      Object.assign(live, shown);
      return { kind: 'accepted', httpStatus: 200, message: 'ok', record: shown };
    };
    const { outcomes } = await run(numbers(1), keeps);
    expect(outcomes[0]).toMatchObject({ status: 'unverified', note: { code: 'values.differ' } });
  });
});
