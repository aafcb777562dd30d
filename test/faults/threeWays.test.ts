import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SandboxRequest, type ScriptedAnswer, seedWorkspace } from '../../src/sandbox/index.js';
import { crm, opsheet, resultRows, type Setting, setting } from '../cli/opsheet.js';
import { KEY, onScreen } from '../screen/terminal.js';
import { drawing, figures, LIMIT, times } from './form.js';

/** What the server does with the PUTs of one record, whoever sends them and in whatever order. */
type Temper =
  | 'takes'
  | 'refuses'
  | 'is in use'
  | 'fails at'
  | 'fails once at'
  | 'wants fewer once for'
  | 'misses';
const TEMPERS: readonly Temper[] = [
  ...(['takes', 'takes', 'takes', 'takes', 'takes', 'takes', 'takes', 'takes'] as const),
  ...(['refuses', 'is in use', 'fails at', 'fails once at', 'wants fewer once for', 'misses'] as const),
];

const RECORDS = seedWorkspace().opportunities.slice(0, times(20, 60));

/** Everything about one case: which record has which temper, who edits what, and after how many PUTs a run is killed. */
function caseOf(seed: number) {
  const random = drawing(seed);
  const draw = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const tempers = new Map(RECORDS.map(({ id }) => [id, draw(TEMPERS)]));
  const edited = RECORDS.filter(() => random() < 0.08).map(({ id }) => id);
  return {
    tempers,
    edited,
    killAt: 1 + Math.floor(random() * 20),
    nextKillAt: 1 + Math.floor(random() * 10),
  };
}

/** A CRM in which each PUT is answered by the temper of its record and by how many came before for it. */
async function crmFor(tempers: ReadonlyMap<string, Temper>) {
  const seen = new Map<string, number>();
  const answer = ({ method, query }: SandboxRequest): ScriptedAnswer | undefined => {
    if (method !== 'PUT') return undefined;
    const id = query.id ?? '';
    const nth = (seen.get(id) ?? 0) + 1;
    seen.set(id, nth);
    const failure = (status: number, errorCode: string): ScriptedAnswer => ({
      ...{
        status,
        body: { success: false, code: status, errorCode, message: `${errorCode} of ${id}`, data: null },
      },
    });
    switch (tempers.get(id)) {
      case 'refuses':
        return failure(422, `REFUSED_${id.slice(-4)}`);
      case 'is in use':
        return failure(409, 'IN_USE');
      case 'fails at':
        return failure(500, 'POISON');
      case 'fails once at':
        return nth === 1 ? failure(500, 'ONCE') : undefined;
      case 'wants fewer once for':
        return nth === 1 ? { ...failure(429, 'SLOWER'), headers: { 'retry-after': '0' } } : undefined;
      case 'misses':
        return failure(404, 'NOT_FOUND');
      default:
        return undefined;
    }
  };
  return crm({ answer, faults: { latencyMs: 8 } });
}

/** A sheet with all that a row can be: changed, as it is, unknown, wrong, repeated. Its plan is in `deals.plan`. */
async function planned(at: Setting): Promise<void> {
  const lines = RECORDS.map(({ id, name }, i) => `${id};${i % 9 === 4 ? name : `Nombre nuevo ${i}`};`);
  const [first, second] = RECORDS;
  lines.push('nobody-has-this-id;Nombre;', `${first?.id};Nombre nuevo 0;`, `${second?.id};;por definir`);
  writeFileSync(join(at.folder, 'deals.csv'), `ID;Nombre;Monto\n${lines.join('\n')}\n`);
  expect((await opsheet(['plan', 'deals.csv', '-o', 'deals.plan'], at)).status).toBeLessThan(2);
}

const RESUMED = ['--settle', '200ms', '--max-errors', 'none', '--retries', '1'];
const HOW = [...RESUMED, '--out', 'out.csv'];

type Crm = Awaited<ReturnType<typeof crm>>;
const WAYS: Readonly<
  Record<
    string,
    (at: Setting, sandbox: Crm, kills: readonly number[], onKilled: () => void) => Promise<number>
  >
> = {
  'at a terminal': async (at) => {
    const screen = onScreen(['apply', 'deals.plan', ...HOW], at, 80, 24);
    await screen.shows(/\d+ of \d+ to update/);
    const [, count] = /(\d+) of \d+ to update/.exec(screen.text()) ?? [];
    screen.type('c');
    await screen.shows(`Send ${count} changes`);
    screen.type('y');
    if (Number(count) > 100) screen.type(`${count}${KEY.enter}`);
    return screen.ended;
  },
  'with --yes': async (at) => (await opsheet(['apply', 'deals.plan', '--yes', ...HOW], at)).status ?? -1,
  'killed, and gone on with': async (at, sandbox, kills, onKilled) => {
    for (const [i, after] of kills.entries()) {
      const sent = sandbox.puts().length;
      const command = i === 0 ? ['apply', 'deals.plan', '--yes', ...HOW] : ['resume', ...RESUMED];
      const cutOff = await opsheet(command, at, (kill) => {
        const timer = setInterval(() => {
          if (sandbox.puts().length < sent + after) return;
          clearInterval(timer);
          kill('SIGKILL');
        }, 2);
        timer.unref();
      });
      // It may have been done before it could be killed.
      if (cutOff.status !== null) return cutOff.status;
      onKilled();
    }
    return (await opsheet(['resume', ...RESUMED], at)).status ?? -1;
  },
};

/** A row as it is told, without what depends on when and how often it was sent. */
function toldOf({ _attempts, _finishedAt, ...row }: Record<string, string>) {
  // Of a row whose intent a killed process has left nobody knows whether its PUT had been made before the other's edit.
  if (row._errorCode === 'record.changed' || row._errorCode === 'record.otherValue')
    return { ...row, _errorCode: '', _message: '' };
  if (row._status !== 'updated') return row;
  // An answer that a killed process never read is not there to be told.
  const { _message, _httpStatus, ...rest } = row;
  return rest;
}

describe('one plan, carried out at a terminal, with --yes, and by a run that was killed and gone on with', () => {
  it(
    'ends in the same records and the same results',
    async () => {
      const cases = times(1, 40);
      const told: Record<string, number> = {};
      let killed = 0;
      const onKilled = () => {
        killed += 1;
      };
      for (let seed = 1; seed <= cases; seed += 1) {
        const { tempers, edited, killAt, nextKillAt } = caseOf(seed);
        const ends = await Promise.all(
          Object.entries(WAYS).map(async ([way, carryOut]) => {
            const sandbox = await crmFor(tempers);
            const at = setting(sandbox);
            await planned(at);
            for (const id of edited) sandbox.edit(id, { name: 'De otra persona' });
            const status = await carryOut(at, sandbox, [killAt, nextKillAt], onKilled);
            const rows = await resultRows(join(at.folder, 'out.csv'));
            const records = RECORDS.map(({ id }) => {
              const { updatedDate: _, ...record } = sandbox.record(id) ?? {};
              return record;
            });
            const applied = sandbox.puts().filter((put) => put.applied);
            expect(new Set(applied.map(({ query }) => query.id)).size, `${way} ${seed}`).toBe(applied.length);
            const all = rows.map(({ _finishedAt, ...row }) => row);
            return { way, status, rows: rows.map(toldOf), all, records };
          }),
        );
        const [terminal, yes, resumed] = ends;
        for (const end of [yes, resumed]) {
          expect(end?.status, `exit code ${end?.way} ${seed}`).toBe(terminal?.status);
          expect(end?.records, `records ${end?.way} ${seed}`).toEqual(terminal?.records);
          expect(end?.rows, `results ${end?.way} ${seed}`).toEqual(terminal?.rows);
        }
        // Nothing was killed: there the results are the same to the last word.
        expect(yes?.all, `every word ${seed}`).toEqual(terminal?.all);
        for (const row of yes?.all ?? []) {
          const { _status } = row as Record<string, string>;
          told[_status ?? ''] = (told[_status ?? ''] ?? 0) + 1;
        }
      }
      // There was something to differ in, and something to differ by.
      expect(killed).toBeGreaterThanOrEqual(cases);
      for (const status of ['updated', 'rejected', 'conflict', 'invalid', 'unchanged']) {
        expect(told[status], status).toBeGreaterThan(0);
      }
      figures('three ways, by processes', { plans: cases, kills: killed, ...told, differences: 0 });
    },
    LIMIT,
  );
});
