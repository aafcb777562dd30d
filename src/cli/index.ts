export { runCli } from './runCli.js';
export { processWorld } from './world.js';
