import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadMessages } from '../../src/messages/index.js';

const en = await loadMessages('en', 'en-US');
const es = await loadMessages('es', 'es-PE');

const SPANISH = fileURLToPath(new URL('../../src/messages/es', import.meta.url));

describe('the words', () => {
  it('go by one and by several', () => {
    const results = (done: number, used: 'all' | 'open' | 'failed') =>
      es.notice({ code: 'notice.results', done, leftOut: 2, open: 3, used });
    expect(results(1, 'all')).toContain(
      '1 fila hecha entonces, 2 que usted excluyó y 3 sin hacer. Se toman todas',
    );
    expect(results(2, 'open')).toContain('2 filas hechas entonces');
    expect(results(1, 'failed')).toContain('Se toman solo las que están sin hacer, como usted indicó');
    const hidden = (rows: number) =>
      es.notice({ code: 'notice.hiddenRows', hidden: rows, filtered: true, used: 'include' });
    expect(hidden(1)).toContain('1 fila: se lee como');
    expect(hidden(2)).toContain('2 filas: se leen como');
    expect(es.commands.runs.purged(1, es.format)).toBe('1 ejecución borrada.');
    const risk = (records: number, { risk: say } = es) =>
      say({ kind: 'amount.tenfold', severity: 'high', records, rows: [2, 3].slice(0, records) });
    expect(risk(1)).toBe('1 monto quedaría más de 10 veces mayor o menor (fila 2).');
    expect(risk(2)).toBe('2 montos quedarían más de 10 veces mayores o menores (filas 2, 3).');
    expect(risk(2, en)).toBe('2 amounts would become more than 10 times larger or smaller (rows 2, 3).');
  });

  it.each([
    [404, null, 'It is not the CRM that answered', 'no es el CRM'],
    [200, null, 'cannot be read', 'no se puede leer'],
    [200, 'Rate exceeded', 'HTTP 200: Rate exceeded', 'HTTP 200: Rate exceeded'],
    [502, null, 'could not show', 'no pudo mostrar'],
  ])('tell why a record could not be read: %s %s', (httpStatus, message, english, spanish) => {
    const place = { row: 2, column: 'ID', text: 'a1' };
    const problem = { code: 'record.unreadable', ...place, httpStatus, message } as const;
    expect(en.problem(problem)).toContain(english);
    expect(es.problem(problem)).toContain(spanish);
  });

  it('tell a long wait as people do', () => {
    const wait = (waitMs: number) => en.stop({ cause: 'throttled', waitMs }).problem;
    expect(wait(3_600_000)).toBe('The CRM asks to wait 1h 00m.');
    expect(wait(1e12)).toBe('The CRM asks to wait more than a day.');
    expect(es.stop({ cause: 'throttled', waitMs: 1e12 }).problem).toBe('El CRM pide esperar más de un día.');
    expect(en.format.duration(30 * 3_600_000)).toBe('1d 06h');
  });

  it('write an amount with its digits, but not with a float’s noise', () => {
    const written = (amount: string) => en.format.value('amount', amount, []);
    expect(written('1234.5600000000002')).toBe('1,234.56');
    expect(written('33333.333333333336')).toBe('33,333.333333333336');
  });

  it.each([
    [en, '(no stage)', '(empty)'],
    [es, '(sin etapa)', '(vacío)'],
  ])('call no stage what it is, wherever it stands: %#', ({ format, screens }, noStage, empty) => {
    expect([format.value('stageId', null, []), format.value('stageId', '', [])]).toEqual([noStage, noStage]);
    expect(screens.noStage).toBe(noStage);
    expect(format.value('description', null, [])).toBe(empty);
  });

  it('are one for one thing in Spanish', () => {
    const all = readdirSync(SPANISH)
      .map((file) => readFileSync(join(SPANISH, file), 'utf8'))
      .join('\n');
    expect(all).not.toMatch(/dejad[ao]s? fuera|dejan? fuera|dejarlas fuera|dejó fuera/);
    expect(all).not.toMatch(/asignaci[oó]n/);
    expect(all).not.toMatch(/por defecto|si no se dice/);
    expect(all).not.toMatch(/no cuestan nada|de quién es'/);
  });
});
