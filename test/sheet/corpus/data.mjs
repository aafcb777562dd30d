// The opportunities that every library writes, with the texts a CRM of Peru would have.
import { boolean, date, number, serial, shows } from './expect.mjs';

/** Libraries that take JavaScript dates get midnight of UTC; the make script runs in UTC. */
export const at = (iso) => new Date(`${iso}T00:00:00Z`);

export const COLUMNS = ['ID', 'Nombre', 'Monto', 'Etapa', 'Cierre', 'Activa'];
export const DATE_FORMAT = 'yyyy-mm-dd';
export const MONEY_FORMAT = '#,##0.00';

/** id, name, amount, stage, day, active; `shown` is the amount in MONEY_FORMAT. */
export const DEALS = [
  {
    id: '00123',
    name: 'Ferretería Núñez',
    amount: 1500.5,
    shown: '1,500.50',
    stage: 'Negociación',
    on: '2026-01-15',
    active: true,
  },
  {
    id: 'OP-2',
    name: 'Bodega "Sur" & Hijos <Lima>',
    amount: 20000,
    shown: '20,000.00',
    stage: 'Ganada',
    on: '2025-12-31',
    active: false,
  },
  {
    id: 'OP-3',
    name: 'Café\nCusco 😀',
    amount: -12.25,
    shown: '-12.25',
    stage: '=Perdida',
    on: '2024-02-29',
    active: true,
  },
];

/** The deals as rows of plain JavaScript values. */
export const plainRows = () =>
  DEALS.map(({ id, name, amount, stage, on, active }) => [id, name, amount, stage, at(on), active]);

/** What a reader should find when amounts and days have the formats above; options say what is otherwise. */
export function deals(sheet, { money = true, day = (on) => date(serial(on), on), flag = boolean } = {}) {
  const rows = DEALS.map(({ id, name, amount, shown, stage, on, active }) => [
    id,
    name,
    money ? number(amount, shown) : number(amount),
    stage,
    day(on),
    flag(active),
  ]);
  return shows(sheet, [COLUMNS, ...rows]);
}
