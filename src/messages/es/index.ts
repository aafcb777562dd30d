export { empty, fields } from './fields.js';
export { commands, help } from './help.js';
export { note } from './notes.js';
export { notice } from './notices.js';
export { problem } from './problems.js';
export { refusal } from './refusals.js';
export { results } from './results.js';
export { screens } from './screens.js';
export { stop } from './stops.js';
