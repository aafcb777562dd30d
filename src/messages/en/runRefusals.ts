import type { PlanRefusalFact } from '../../plan/index.js';
import type { RunRefusalFact } from '../../run/index.js';
import type { Refusal } from '../facts.js';
import { command } from '../quoting.js';

/** What is to be done once it is known, by what was to be done now. */
const SETTLED = {
  apply: 'Nothing was sent. Send the sheet again',
  undo: 'Undo it',
  resume: 'Nothing was sent. Go on',
} as const;

/** Why a saved plan, or an earlier run, is not carried on with. */
export function runRefusal(f: RunRefusalFact | PlanRefusalFact): Refusal {
  const say = (problem: string, cure: string): Refusal => ({ problem, cure });
  const LIST = 'opsheet runs lists them.';
  switch (f.code) {
    case 'run.none':
      return say('There is no run.', 'opsheet apply makes one.');
    case 'run.nothingOpen':
      return say('No run is open: each was finished.', LIST);
    case 'run.noneSent':
      return say('No run has changed anything that could be put back.', LIST);
    case 'run.unknown':
      return say(`There is no run ${f.run}.`, LIST);
    case 'run.finished':
      return say(`The run ${f.run} is finished: there is nothing to go on with.`, LIST);
    case 'run.journalDamaged':
      return say(
        `The journal of run ${f.run} is damaged at line ${f.line} (${f.file}), so it cannot be told for certain what was sent.`,
        'Plan the sheet again: rows that were updated show as unchanged.',
      );
    case 'run.newerVersion':
      return say(
        `The run ${f.run} was made by a newer opsheet (format ${f.version}).`,
        'Use that version of opsheet.',
      );
    case 'run.planChanged':
      return say(
        `The plan of run ${f.run}, or its copy of the sheet, is not the one that was approved (${f.file}).`,
        'Plan the sheet again: rows that were updated show as unchanged.',
      );
    case 'run.otherTarget':
      return say(
        `The run ${f.run} belongs to ${f.planned}, and these settings lead to ${f.found}.`,
        'Use the settings with which it was started.',
      );
    case 'run.locked':
      return say(
        `Another run is changing this workspace: ${f.runId}, process ${f.pid} on ${f.host}, since ${f.since}.`,
        `Wait until it is done. If that computer is gone for good: --force-unlock ${f.runId}`,
      );
    case 'run.underWay':
      return say(
        `The run ${f.run} is under way just now.`,
        'Wait until it is done, or stop it with Ctrl-C first.',
      );
    case 'run.goneOn':
      return say(
        `The run ${f.run} has gone on since this was planned, so that a part of it would be left. Nothing was sent.`,
        'Undo it again.',
      );
    case 'run.takenBack':
      return say(
        f.inPart
          ? `${f.by} took back rows that the run ${f.run} has not finished: to go on with it would change them again.`
          : `The run ${f.run} was taken back by ${f.by}: to go on with it would make a part of its changes again.`,
        `${f.waits ? `To finish taking it back: ${command('resume', f.by, f.targetOptions)}. ` : ''}To make the changes after all, apply the sheet again.`,
      );
    case 'run.holdsBack':
      return say(
        `The run ${f.run} is kept: it is what keeps ${f.other} from being gone on with, which would send changes that are not wanted any more.`,
        `Delete that one first: opsheet runs ${f.other} --purge`,
      );
    case 'run.settling':
      return say(
        `Of ${f.rows} ${f.rows === 1 ? 'row' : 'rows'} of the run ${f.run} it is not known yet whether the change arrives: the answer was lost, and the CRM may still apply it.`,
        `${SETTLED[f.next]} in ${Math.ceil(f.ms / 1000)} seconds. --settle says how long that takes.`,
      );
    case 'run.nothingToUndo':
      return say(`The run ${f.run} changed nothing that could be put back.`, LIST);
    case 'run.isUndo':
      return say(
        `The latest run (${f.run}) took back run ${f.of}. Undoing it would make those changes again.`,
        `If that is what you want: ${command('undo', f.run, f.targetOptions)}. To take back another one, name it: opsheet undo <run>. ${LIST}`,
      );
    case 'run.undoResults':
      return say(
        `${f.file} holds the results of an undo, beside the values of the sheet that were to be taken back: to send its rows again would make those very changes.`,
        `To try to put the other rows back: ${f.of === null ? 'opsheet undo <run>' : command('undo', f.of, f.targetOptions)}. To send the values of this sheet after all, leave out --only failed or open.`,
      );
    case 'plan.notOne':
      return say(`${f.file} is not a saved plan.`, 'opsheet plan <sheet> -o FILE makes one.');
    case 'plan.damaged':
      return say(
        `${f.file} is not whole, or was changed after it was made.`,
        'Make the plan again: opsheet plan <sheet> -o FILE',
      );
    case 'plan.newerVersion':
      return say(
        `${f.file} was made by a newer opsheet (format ${f.version}).`,
        'Make the plan again with this one.',
      );
    case 'plan.used':
      return say(
        `The plan ${f.file} was carried out already, by run ${f.runId}. A plan is carried out once.`,
        `To go on with what was stopped: ${command('resume', f.runId, f.targetOptions)}. Else make a new plan.`,
      );
    case 'plan.noSheet':
      return say(
        `The sheet ${f.sheet}, of which the plan ${f.file} was made, is not there.`,
        'Put it back: the results are written beside its rows.',
      );
    case 'plan.sheetChanged':
      return say(
        `The sheet ${f.sheet} has changed since the plan ${f.file} was made.`,
        'Make the plan again, and look at it: opsheet plan <sheet> -o FILE',
      );
    case 'plan.otherOrigin':
      return say(
        `The plan ${f.file} was made against ${f.planned}, and these settings lead to ${f.found}.`,
        'Use the settings with which it was made, or make a new plan.',
      );
    case 'plan.otherWorkspace':
      return say(
        `The plan ${f.file} was made against the workspace ${f.planned}, and these settings name ${f.found}.`,
        'Use the workspace with which it was made, or make a new plan.',
      );
  }
}
