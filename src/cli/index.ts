export { EXIT } from './exitCode.js';
export { runCli } from './runCli.js';
export { processWorld } from './world.js';
