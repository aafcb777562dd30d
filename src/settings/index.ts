export { type Connection, DEFAULT_API_URL, readConnection } from './connection.js';
export { stateDirectory } from './directories.js';
export { SettingsRefusal, type SettingsRefusalFact } from './refusal.js';
export { Secret } from './secret.js';
