export type {
  SandboxDialect,
  SandboxFaults,
  SandboxOptions,
  SandboxRequest,
  ScriptedAnswer,
} from './options.js';
export { type Sandbox, startSandbox } from './sandbox.js';
export { type SandboxSeed, seedWorkspace } from './seed.js';
