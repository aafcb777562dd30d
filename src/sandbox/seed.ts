import type { WireCustomField, WireOpportunity, WireStage } from '../plazbot/wire.js';
import { type SandboxContact, seedContacts } from './contacts.js';
import { fullRecord } from './fullRecord.js';
import { hexId, pick, seededRandom } from './prng.js';
import { timestamp } from './timestamp.js';

/** What a sandbox starts with. */
export interface SandboxSeed {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly stages: readonly WireStage[];
  readonly contacts: readonly SandboxContact[];
  readonly opportunities: readonly WireOpportunity[];
}

const WORKSPACE_ID = '66b2f0a41c9d440000a1e001';
const STAGE_NAMES = ['Prospecto', 'Calificado', 'Propuesta', 'Negociación', 'Ganado', 'Perdido'];
const OPPORTUNITIES = 240;
const CONTACTS = 60;
const SAMPLES = 30;

const COMPANIES = [
  'Minera Los Andes',
  'Textiles Arequipa',
  'Agrícola San Isidro',
  'Clínica Santa Rosa',
  'Transportes Cóndor',
  'Constructora Pacífico',
  'Alimentos del Sur',
  'Colegio San Martín',
  'Ferretería Nuñez',
  'Hotel Mirador',
  'Farmacias Salud+',
  'Pesquera Ñandú',
  'Grupo Óptimo',
  'Logística Tahuantinsuyo',
  'Café Valle Alto',
  'Inmobiliaria Horizonte',
  'Seguros Confianza',
  'Imprenta Gráfica Lima',
  'Restaurantes El Buen Sabor',
  'Tecnología Austral',
] as const;
const DEALS = [
  'Renovación anual',
  'Licencias CRM',
  'Implementación WhatsApp',
  'Soporte premium',
  'Piloto de chatbot',
  'Ampliación de usuarios',
  'Capacitación comercial',
  'Integración con ERP',
  'Campaña de cobranza',
  'Migración de datos',
] as const;
const DESCRIPTIONS = [
  'Piden propuesta antes de fin de mes.',
  'Comité de compras el próximo martes.',
  'Interesados en el plan anual con descuento.',
  'Falta la aprobación de gerencia; llamar la próxima semana.',
  'Referido por un cliente actual.',
  null,
] as const;
const REGIONS = ['Lima', 'Arequipa', 'Cusco', 'Trujillo', 'Piura'] as const;
const CHANNELS = ['Web', 'Referido', 'WhatsApp', 'Feria'] as const;
const PRODUCTS = ['Starter', 'Pro', 'Empresa'] as const;

/** A believable sales workspace in Spanish, the same on every start: 6 stages, 60 contacts, 240 opportunities. */
export function seedWorkspace(): SandboxSeed {
  const random = seededRandom(20260408);
  const stages = STAGE_NAMES.map((name) => ({ id: hexId(random), name }));
  const contactIds = Array.from({ length: CONTACTS }, () => hexId(random));
  const opportunities = Array.from({ length: OPPORTUNITIES }, (_, i) =>
    opportunity(i, random, stages, contactIds),
  );
  return {
    workspaceId: WORKSPACE_ID,
    workspaceName: 'Ventas Andinas (sandbox)',
    stages,
    contacts: seedContacts(contactIds, WORKSPACE_ID),
    opportunities,
  };
}

/** The first 30 opportunities, OP-0001 to OP-0030, which sample sheets refer to: they are never to change. */
export function sampleOpportunities(): readonly WireOpportunity[] {
  return seedWorkspace().opportunities.slice(0, SAMPLES);
}

function opportunity(
  index: number,
  random: () => number,
  stages: readonly WireStage[],
  contactIds: readonly string[],
): WireOpportunity {
  const cents = random() < 0.3 ? Math.floor(random() * 100) / 100 : 0;
  const amount = Math.round((500 + random() ** 3 * 95_000) / 10) * 10 + cents;
  // Early stages are fuller than late ones, as in a real pipeline.
  const stage = stages[Math.floor(random() ** 1.4 * stages.length)];
  const created = new Date(Date.UTC(2026, 0, 5 + (index % 90), 9 + (index % 8), index % 60));
  const updated = random() < 0.7 ? new Date(created.getTime() + random() * 6e9) : null;
  const empty = pick(random, ['', null, null]);
  return fullRecord({
    id: hexId(random),
    opportCode: `OP-${String(index + 1).padStart(4, '0')}`,
    creationDate: timestamp(created),
    updatedDate: updated && timestamp(updated),
    orderInCards: index,
    workspaceId: WORKSPACE_ID,
    name: `${pick(random, DEALS)} - ${pick(random, COMPANIES)}`,
    description: pick(random, DESCRIPTIONS),
    amount: Math.round(amount * 100) / 100,
    contactId: random() < 0.85 ? (contactIds[Math.floor(random() * contactIds.length)] ?? null) : empty,
    stageId: random() < 0.97 ? (stage?.id ?? null) : null,
    customFields: customFields(index, random),
  });
}

function customFields(index: number, random: () => number): WireCustomField[] {
  if (index % 40 === 39) return [];
  const fields = [
    { name: 'Región', value: pick(random, REGIONS) },
    { name: 'Canal', value: pick(random, CHANNELS) },
    { name: 'Producto', value: pick(random, PRODUCTS) },
    { name: 'Fecha de cierre', value: `2026-${String(5 + (index % 7)).padStart(2, '0')}-15` },
  ];
  return random() < 0.2 ? fields.slice(0, 3) : fields;
}
