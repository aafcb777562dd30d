// Writes samples/ from the sandbox's seed, so that the sheets fit the records they are about: npm run samples
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { seedWorkspace } from '../../dist/sandbox/index.js';
import { textCell, writeSheet } from '../../dist/sheet/index.js';

const place = (name) => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
const { opportunities, stages } = seedWorkspace();
const stageName = (id) => stages.find((stage) => stage.id === id)?.name ?? '';
const region = (record) => record.customFields.find(({ name }) => name === 'Región')?.value ?? '';
const UNKNOWN_ID = '66b2f0a41c9d4400deadbeef';

/** The row of a record as an export would give it, with some of its cells changed. */
function row(n, changes = {}) {
  const record = opportunities[n - 1];
  return {
    id: record.id,
    code: record.opportCode,
    name: record.name,
    amount: record.amount,
    stage: stageName(record.stageId),
    region: region(record),
    description: '',
    seller: ['Rosa', 'Julio', 'Milagros'][n % 3],
    ...changes,
  };
}

const rows = [
  row(1, { amount: 70000, stage: 'Negociación' }),
  row(2),
  row(3, { region: 'Cusco' }),
  row(4, { amount: 'por definir' }),
  row(5, { amount: 79500.5, stage: 'negociacion' }),
  { ...row(7, { amount: 15000 }), id: UNKNOWN_ID, code: 'OP-9999' },
  row(6, { amount: 6500 }),
  row(8),
  row(9, { description: '<borrar>' }),
  row(10, { name: 'Ampliación de usuarios (40) - Ferretería Nuñez' }),
  row(12, { stage: 'Propuest' }),
  row(13, { amount: 2100, stage: 'Calificado', region: 'Lima' }),
  row(14, { name: '', amount: '', stage: 'Ganado' }),
];

const format = '#,##0.00';
const amountCell = (amount) =>
  typeof amount === 'number'
    ? { kind: 'number', text: String(amount), number: amount, format }
    : textCell(amount);
const headers = ['ID', 'Nombre', 'Monto', 'Etapa', 'Descripción', 'customFields.Región', 'Vendedor'];
rmSync(place('oportunidades.xlsx'), { force: true });
const workbook = await writeSheet(place('oportunidades.xlsx'), { format: 'xlsx', delimiter: null });
const tab = workbook.tab({ name: 'Oportunidades', purpose: 'results', widths: [27, 52, 13, 16, 14, 21, 12] });
await tab.row(headers.map((header) => ({ ...textCell(header), tint: 'heading' })));
for (const { id, name, amount, stage, description, region: zone, seller } of rows) {
  const texts = [description, zone, seller].map(textCell);
  await tab.row([textCell(id), textCell(name), amountCell(amount), textCell(stage), ...texts]);
}
await workbook.finish();

// As Excel in Spanish saves it: semicolons, decimal commas, groups with points; found by the code people see.
const spanish = new Intl.NumberFormat('es-CO', { minimumFractionDigits: 2 });
const lines = rows.map(({ code, name, amount, stage, region: zone }) => {
  const money = typeof amount === 'number' ? spanish.format(amount) : amount;
  return [code, name, money, stage, zone].join(';');
});
const head = 'Código;Nombre;Monto;Etapa;customFields.Región';
writeFileSync(place('oportunidades.csv'), `\ufeff${[head, ...lines].join('\r\n')}\r\n`);
