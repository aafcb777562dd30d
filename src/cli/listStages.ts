import type { Messages } from '../messages/index.js';
import { safeText } from '../ui/index.js';
import { type ConnectArguments, connect } from './connect.js';
import { EXIT } from './exitCode.js';
import type { World } from './world.js';

/** Prints the workspace's stages, in the pipeline's order, with their ids. Returns the exit code. */
export async function listStages(
  args: Omit<ConnectArguments, 'concurrency'> & { json: boolean },
  world: World,
  messages: Messages,
): Promise<number> {
  const session = await connect({ ...args, concurrency: 1 }, world);
  try {
    const { id, name, stages } = await session.client.workspace();
    if (args.json) {
      const target = {
        origin: session.origin,
        sandbox: session.sandbox,
        workspaceId: id,
        workspaceName: name,
      };
      world.stdout.write(`${JSON.stringify({ command: 'stages', target, stages })}\n`);
      return EXIT.ok;
    }
    world.stderr.write(`${safeText(name ?? id)} · ${session.origin}\n\n`);
    if (stages.length === 0) {
      world.stdout.write(`${messages.commands.noStages}\n`);
      return EXIT.ok;
    }
    const { stageName, stageId } = messages.commands;
    const rows = [{ name: stageName, id: stageId }, ...stages].map((stage) => ({
      name: safeText(stage.name),
      id: safeText(stage.id),
    }));
    const width = Math.max(...rows.map((row) => row.name.length));
    for (const row of rows) world.stdout.write(`${row.name.padEnd(width + 2)}${row.id}\n`);
    return EXIT.ok;
  } finally {
    await session.close();
  }
}
