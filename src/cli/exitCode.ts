import type { RefusalFact } from '../messages/index.js';
import type { RunStop, Status } from '../run/index.js';

/** What the shell is told; the numbers from 64 on are those of BSD's sysexits. */
export const EXIT = {
  ok: 0,
  someRowsFailed: 1,
  changesPlanned: 2,
  someRowsUncertain: 3,
  locked: 11,
  usage: 64,
  sheetRefused: 65,
  noInput: 66,
  unavailable: 69,
  bug: 70,
  disk: 74,
  stopped: 75,
  credentials: 77,
  settings: 78,
  interrupted: 130,
  terminated: 143,
} as const;

export function exitCodeOfRefusal({ code }: RefusalFact): number {
  if (code === 'run.locked' || code === 'run.underWay' || code === 'run.goneOn') return EXIT.locked;
  if (code === 'run.settling') return EXIT.stopped;
  if (code === 'run.none' || code === 'run.nothingOpen') return EXIT.noInput;
  if (code === 'run.noneSent' || code === 'run.unknown') return EXIT.noInput;
  if (code === 'run.otherTarget' || code === 'plan.otherOrigin' || code === 'plan.otherWorkspace')
    return EXIT.settings;
  if (code === 'run.journalDamaged' || code === 'run.planChanged') return EXIT.disk;
  if (
    code === 'run.finished' ||
    code === 'run.nothingToUndo' ||
    code === 'run.isUndo' ||
    code === 'run.takenBack' ||
    code === 'run.holdsBack'
  )
    return EXIT.usage;
  if (code === 'file.missing' || code === 'file.folder' || code === 'file.unreadable') return EXIT.noInput;
  if (code === 'mapping.missing' || code === 'mapping.unreadable') return EXIT.noInput;
  if (code === 'mapping.noneSaved') return EXIT.noInput;
  if (code === 'settings.missing' || code === 'settings.token.characters') return EXIT.credentials;
  if (code === 'api.credentials' || code === 'api.noWorkspace') return EXIT.credentials;
  if (code === 'api.redirect' || code === 'api.tls') return EXIT.settings;
  if (code.startsWith('api.')) return EXIT.unavailable;
  if (code.startsWith('settings.')) return EXIT.settings;
  if (code.startsWith('usage.') || code.startsWith('map.') || code.startsWith('out.')) return EXIT.usage;
  if (code.startsWith('disk.')) return EXIT.disk;
  return EXIT.sheetRefused;
}

/** The exit code of a finished run; where several would do, the worst. `signal` is the one that stopped it. */
export function exitCodeOfRun(
  counts: Readonly<Record<Status, number>>,
  stop: RunStop | null,
  signal: NodeJS.Signals | null,
): number {
  switch (stop?.cause) {
    case 'user':
      return exitCodeOfSignal(signal);
    case 'disk':
      return EXIT.disk;
    case 'credentials':
      return EXIT.credentials;
    case 'redirect':
    case 'tls':
      return EXIT.settings;
    case 'throttled':
    case 'failing':
    case 'tooManyErrors':
    case 'canary':
    case 'fieldsLost':
    case 'fieldsSet':
      return EXIT.stopped;
    case 'unreachable':
    case 'wrongApi':
      return EXIT.unavailable;
    case undefined:
      break;
  }
  if (counts['not-sent'] > 0) return EXIT.stopped;
  if (counts.conflict > 0 || counts.unverified > 0) return EXIT.someRowsUncertain;
  return counts.rejected > 0 || counts.invalid > 0 ? EXIT.someRowsFailed : EXIT.ok;
}

/** 128 and the signal's number, as shells count. */
export function exitCodeOfSignal(signal: NodeJS.Signals | null): number {
  return signal === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
}
