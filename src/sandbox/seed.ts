import type { WireCustomField, WireOpportunity, WireStage } from '../plazbot/wire.js';
import { hexId, pick, seededRandom } from './prng.js';

/** What a sandbox starts with. */
export interface SandboxSeed {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly stages: readonly WireStage[];
  readonly contactIds: readonly string[];
  readonly opportunities: readonly WireOpportunity[];
}

const WORKSPACE_ID = '66b2f0a41c9d440000a1e001';
const STAGE_NAMES = ['Prospecto', 'Calificado', 'Propuesta', 'Negociación', 'Ganado', 'Perdido'];
const OPPORTUNITIES = 240;
const CONTACTS = 60;

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
    contactIds,
    opportunities,
  };
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
  return {
    id: hexId(random),
    opportCode: `OP-${String(index + 1).padStart(4, '0')}`,
    opportStatus: 1,
    winLossStatus: 0,
    winLossDate: null,
    finalAmount: 0,
    creationDate: timestamp(created),
    creationTypeId: 1,
    updatedDate: updated && timestamp(updated),
    deletionDate: null,
    userDeletion: null,
    statusId: 1,
    files: [],
    orderInCards: index,
    orderInCardsLastUpdated: null,
    activities: [],
    segmentationId: null,
    workspaceId: WORKSPACE_ID,
    name: `${pick(random, DEALS)} - ${pick(random, COMPANIES)}`,
    description: pick(random, DESCRIPTIONS),
    amount: Math.round(amount * 100) / 100,
    userCreation: null,
    contactId: random() < 0.85 ? (contactIds[Math.floor(random() * contactIds.length)] ?? null) : empty,
    expirationDate: null,
    assignedAgentId: null,
    stageId: random() < 0.97 ? (stage?.id ?? null) : null,
    customFields: customFields(index, random),
  };
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

/** As the API writes times: UTC with seven fractional digits. */
export function timestamp(date: Date): string {
  return date.toISOString().replace('Z', '0000Z');
}
