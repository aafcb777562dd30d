export type { DiskFact, Refusal, RefusalFact, SheetMappingFact, UsageFact } from './facts.js';
export type { Format } from './format.js';
export { chooseLocale, type Language, loadMessages, type Messages } from './messages.js';
export { safeText } from './safeText.js';
export { STATUS_SIGNS } from './statusSigns.js';
