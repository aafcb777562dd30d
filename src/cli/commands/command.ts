import type { Argv } from 'yargs';
import type { Messages } from '../../messages/index.js';
import type { World } from '../world.js';

/** Options that every command takes. */
export interface GlobalOptions {
  json: boolean;
  color: boolean;
  lang: 'en' | 'es' | undefined;
}

/** What a command's declaration is given; its own code is loaded only when it runs. */
export interface CommandContext {
  readonly messages: Messages;
  readonly world: World;
  /** Takes the exit code of the command that ran. */
  readonly exit: (code: number) => void;
}

/** Declares one command: its options, and a handler that hands them to the function that does the work. */
export type AddCommand = (yargs: Argv<GlobalOptions>, context: CommandContext) => void;
