export { EXIT } from './exitCode.js';
export { messagesFor, runCli } from './runCli.js';
export { processWorld } from './world.js';
