export { type Connection, type ConnectionSources, DEFAULT_API_URL, readConnection } from './connection.js';
export { configDirectory, stateDirectory } from './directories.js';
export { readMappingFile } from './mappingFile.js';
export type { MappingFile } from './mappingShape.js';
export { Mask } from './mask.js';
export { printableJson } from './printableJson.js';
export { type MappingFileFact, SettingsRefusal, type SettingsRefusalFact } from './refusal.js';
export {
  findSavedMapping,
  mappingText,
  type SavedMapping,
  saveMapping,
  writeMappingFile,
} from './savedMappings.js';
export { Secret } from './secret.js';
