import { pick, seededRandom } from './prng.js';

/** One contact of the workspace, of which an opportunity knows the id. */
export interface SandboxContact {
  readonly id: string;
  readonly name: string;
  readonly [field: string]: unknown;
}

const GIVEN = ['Rosa', 'Julio', 'Milagros', 'Héctor', 'Lucía', 'Álvaro', 'Ximena', 'Renzo', 'Inés'] as const;
const FAMILY = ['Quispe', 'Mamani', 'Ñahui', 'Rojas', 'Güiraldes', 'Salazar', 'Peña', 'Córdova'] as const;

/** People for these ids, the same on every start. */
export function seedContacts(ids: readonly string[], workspaceId: string): SandboxContact[] {
  // A generator of its own: the opportunities' must not move when a person gains a field.
  const random = seededRandom(60);
  return ids.map((id, index) => {
    const lastName = `${pick(random, FAMILY)} ${pick(random, FAMILY)}`;
    const number = String(index + 1).padStart(2, '0');
    return {
      id,
      name: pick(random, GIVEN),
      lastName,
      email: `contacto${number}@example.com`,
      cellphone: `+51 900 000 0${number}`,
      workspaceId,
      customFields: [{ code: 'cargo', value: pick(random, ['Gerencia', 'Compras', 'Finanzas']) }],
    };
  });
}

/** The seeded contacts and those that only the opportunities name, by id. */
export function contactsById(
  seeded: readonly SandboxContact[],
  opportunities: readonly { readonly contactId?: string | null | undefined }[],
): Map<string, SandboxContact> {
  const contacts = new Map(seeded.map((contact) => [contact.id, contact]));
  for (const { contactId } of opportunities) {
    if (contactId && !contacts.has(contactId)) contacts.set(contactId, { id: contactId, name: 'Contacto' });
  }
  return contacts;
}
