export { type ClientOptions, PlazbotClient } from './client.js';
export { ApiFault, type ApiFaultFact } from './faults.js';
export { DEFAULT_TIMEOUT } from './http.js';
export type { Pace } from './pacer.js';
