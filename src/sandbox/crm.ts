import type { WireStage } from '../plazbot/wire.js';
import type { SandboxContact } from './contacts.js';
import type { SandboxDialect } from './options.js';
import type { Records } from './records.js';

/** The workspace that the endpoints read and change. */
export interface Crm {
  readonly records: Records;
  readonly stages: readonly WireStage[];
  readonly contacts: ReadonlyMap<string, SandboxContact>;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly token: string;
  readonly dialect: SandboxDialect;
  /** A fresh opaque id. */
  readonly newId: () => string;
}

/** The one user of the sandbox. */
export const USER = {
  id: '66b2f0a41c9d4400009f0001',
  name: 'Rosa',
  lastName: 'Quispe',
  email: 'rosa@example.com',
  avatar: null,
  role: 'Admin',
  creationDate: '2026-01-05T12:00:00.0000000Z',
  company: 'Ventas Andinas',
};
