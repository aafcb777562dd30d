import type { Messages } from '../messages/index.js';
import { ApiFault } from '../plazbot/index.js';
import { printableJson } from '../settings/index.js';
import { safeText } from '../ui/index.js';
import { type ConnectArguments, connect } from './connect.js';
import { EXIT } from './exitCode.js';
import { countStages, type StageCounts } from './stageCounts.js';
import type { World } from './world.js';

/** Least time between two lines of progress, in ms. */
const CALM = 2000;

/** Prints the workspace's stages in the pipeline's order, with what is in each. Returns the exit code. */
export async function listStages(
  args: Omit<ConnectArguments, 'concurrency'> & { json: boolean },
  world: World,
  messages: Messages,
): Promise<number> {
  const session = await connect({ ...args, concurrency: 1 }, world);
  const { stdout, stderr } = world;
  try {
    const { id, name, stages } = await session.client.workspace();
    if (!args.json) stderr.write(`${safeText(name ?? id)} · ${session.origin}\n\n`);
    let lastProgress = world.elapsed();
    const onListed = (records: number) => {
      if (args.json || world.elapsed() - lastProgress < CALM) return;
      lastProgress = world.elapsed();
      stderr.write(`${messages.screens.listing(records, null, messages.format)}\n`);
    };
    const counts = await countStages(session.client, stages, onListed).catch((error: unknown) => {
      // The stages are known all the same. A token that is refused meanwhile is a matter of its own.
      if (error instanceof ApiFault && error.fact.code !== 'api.credentials') return null;
      throw error;
    });
    const listed = stages.map((stage, i) => ({
      id: stage.id,
      name: stage.name,
      order: i + 1,
      opportunities: counts && (counts.byStage.get(stage.id) ?? 0),
    }));
    const unlisted = [...(counts?.unlisted ?? [])].map(([unlistedId, opportunities]) => ({
      id: unlistedId,
      opportunities,
    }));
    if (args.json) {
      const target = {
        origin: session.origin,
        sandbox: session.sandbox,
        workspaceId: id,
        workspaceName: name,
      };
      const note = counts === null ? messages.commands.stagesUncounted : null;
      const withoutStage = counts?.without ?? null;
      stdout.write(
        `${printableJson({ command: 'stages', target, stages: listed, unlisted, withoutStage, note })}\n`,
      );
      return EXIT.ok;
    }
    if (stages.length === 0) stdout.write(`${messages.commands.noStages}\n`);
    else if (counts === null) stderr.write(`${messages.commands.stagesUncounted}\n`);
    if (stages.length > 0 || unlisted.length > 0) stdout.write(table(listed, counts, messages));
    return EXIT.ok;
  } finally {
    await session.close();
  }
}

interface ListedStage {
  readonly id: string;
  readonly name: string;
  readonly order: number;
  readonly opportunities: number | null;
}

function table(stages: readonly ListedStage[], counts: StageCounts | null, messages: Messages): string {
  const { stageOrder, stageName, stageId, stageRecords, stageUnlisted, stageNone } = messages.commands;
  const number = (n: number | null) => (n === null ? '?' : messages.format.number(n));
  const rows = [
    [stageOrder, stageName, stageId, stageRecords],
    ...stages.map(({ order, name, id, opportunities }) => [String(order), name, id, number(opportunities)]),
    ...[...(counts?.unlisted ?? [])].map(([id, records]) => ['', stageUnlisted, id, number(records)]),
    ...(counts && counts.without > 0 ? [['', stageNone, '', number(counts.without)]] : []),
  ].map((row) => row.map(safeText));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
