export type { SandboxContact } from './contacts.js';
export type {
  SandboxDialect,
  SandboxFaults,
  SandboxOptions,
  SandboxRequest,
  ScriptedAnswer,
} from './options.js';
export { type Sandbox, startSandbox } from './sandbox.js';
export { type SandboxSeed, sampleOpportunities, seedWorkspace } from './seed.js';
