import type { Format } from '../format.js';

/** What `--help` says. */
export const help = {
  usage: 'Usage: opsheet <command> [options]',
  commands: {
    apply: 'Plan a sheet, show what would change, ask, send it, and write a results sheet',
    plan: 'Show what a sheet would change, without ever sending anything',
    check: 'Show what opsheet understands of a sheet, without any network',
    resume: 'Go on with a run that was stopped or cut off',
    undo: 'Put back what a run changed: planned, shown and asked about like any other',
    runs: 'List the runs, tell of one, write its results again, or delete old ones',
    map: 'Write down how a sheet is understood, as a mapping file to change and use again',
    stages: "List the workspace's stages, their ids, and how many opportunities are in each",
    sandbox: 'Start an embedded CRM on this computer, for trying things without an account',
  },
  positionals: {
    run: 'The run, by its id or the beginning of it (default: the latest that fits)',
    sheet: 'The spreadsheet: .xlsx, .xls, .ods or .csv, with one row for each opportunity',
  },
  options: {
    sheetName: 'The tab to read, when several hold data',
    headerRow: 'Row number of the header, 0 for none (default: the first row with text)',
    map: "Which field a column is, as 'Column=field'; 'Column=-' ignores it. May be repeated",
    mapping: "A mapping file that answers all this (see opsheet map), or 'saved' for the one that was saved",
    mapOut: 'Write the mapping to this new file',
    mapSave: 'Save the mapping, so that it is proposed for sheets with the same headers',
    key: 'Which key finds the opportunity when the sheet has both (default: id)',
    decimal: 'Decimal sign of the amounts: , or . (default: decided from the column)',
    delimiter: 'Field separator of a CSV file, such as ; or tab (default: decided from the file)',
    encoding: 'Encoding of a CSV file, such as windows-1252 (default: decided from the file)',
    quoteEscape: 'How quotation marks inside a cell are written: quote (doubled) or backslash',
    hidden: 'Whether hidden or filtered rows are read: include or skip',
    placeholder: "What N/A, - and the like mean: leave, clear or text; or 'Column=leave'. May be repeated",
    mojibake: 'Text that went through a wrong encoding (PeÃ±a): repair or keep it',
    round: 'Take amounts as the sheet shows them, and round those with too many decimals to 2',
    only: 'What to take from the sheet: fields such as stageId,amount; failed for the rows of a results sheet that were not done, open for those that were left out, too',
    rows: 'Row numbers to take, such as 10-200,305; the others are left out',
    undoOnly: 'Fields to put back, such as stageId,amount; the others are left as they are',
    maxChanges: 'Stop before sending when more records than this would change',
    maxAmountChange:
      'Stop before sending when the amount total of the changed records would change by more: 20%, or a number',
    concurrency: 'Requests under way at once',
    rate: 'Requests a second at the most, reads and writes together (default: no limit)',
    read: 'How live records are read: rows, one by one, or list, page after page (default: the faster)',
    timeout: 'How long to wait for an answer, such as 30s',
    recheckAfter:
      'Read records again before sending when the plan is older than this, such as 60s; never trusts that nobody else works. Those of a saved plan are always read again',
    canary: 'Changes that go first, one by one, each read back',
    settle:
      'How long after a lost answer a look at the record is believed (default: the timeout and 30s, at least 60s)',
    maxErrors: 'Refused rows at which the run stops: a number, a share such as 5%, or none',
    retries: 'Times that a change is sent again after it failed',
    body: 'What a change carries: changes (default) or full, all fields, for a CRM that blanks what is not sent',
    forceUnlock: 'Take the workspace from this run, when its computer is gone for good',
    show: 'Show a saved plan instead of making one',
    rebuild: "Write the run's results again, to the file that is named or to the same name",
    purge:
      'Delete finished runs that are older than --older-than, or the one that is named; they cannot be undone then',
    olderThan: 'Age of the runs to delete, such as 30d (default: OPSHEET_RETENTION, else 30d)',
    yes: 'Send without asking',
    purgeYes: 'Delete without asking',
    report: 'Write a page that tells of the run, for the browser or to mail, to this .html file',
    out: 'Where the results sheet goes (default: beside the sheet)',
    planOut: 'Save the plan to this file',
    format: 'How the plan is printed: text, json, or markdown for a ticket; --json is --format json',
    json: 'Print one JSON object and nothing else on standard output',
    lang: 'Language of the messages: en or es (default: from the environment)',
    color: 'Colours; --no-color or NO_COLOR switches them off',
    workspace: 'The workspace to change (default: PLAZBOT_WORKSPACE_ID)',
    apiUrl: 'Address of the API (default: PLAZBOT_API_URL, else https://api.plazbot.com)',
    sandbox: 'Use an embedded CRM inside this process instead of the real one',
    help: 'Show this help',
    version: 'Show the version',
    detailedExitcode: 'Exit with 2 when the plan has changes',
    port: 'Port to listen on (default: a free one)',
    latency: 'How long every answer takes, such as 20ms',
    rateLimit: 'Requests a second, above which the answer is 429 with Retry-After',
    fail: 'Share of PUTs answered with a status, as 500=5%. May be repeated',
    cutBefore: 'Share of PUTs whose connection is cut before they are applied, such as 5%',
    cutAfter: 'Share of PUTs whose connection is cut after they are applied, such as 5%',
    refuse: 'Share of PUTs answered with 200 and success:false, such as 5%',
    concurrentEdits: 'Share of PUTs before which someone else edits the record, such as 1%',
    tokenExpiresAfter: 'Number of requests after which the token is refused',
    replaceCustomFields: 'Let a PUT replace the whole list of custom fields',
    blankOmitted: 'Let a PUT blank the fields that it does not carry',
  },
  examples: {
    check: 'See how a sheet is understood, without any network',
    applySandbox: 'Try it all without an account',
    plan: 'See what would change; nothing is sent',
    apply: 'Do it, after a look and a question',
    map: 'Tell which column is the amount',
  },
  epilogue: `Settings: PLAZBOT_TOKEN and PLAZBOT_WORKSPACE_ID, in the environment or in a file called .env beside the sheet.

Exit codes: 0 all updated or nothing to do; 1 some rows rejected or invalid; 2 plan --detailed-exitcode and there
are changes; 3 some rows in conflict or unverified; 11 another run is changing this workspace; 64 usage; 65 sheet
refused, or beyond a limit; 66 no file to read; 69 service down or not the API; 70 a bug in opsheet; 74 disk; 75
declined, or stopped and to be resumed; 77 token or workspace; 78 TLS, redirect or settings; 130 Ctrl-C; 143 stopped
by the system.

When a run is stopped or fails, the results sheet says for every row what became of it. Rows that were not sent
are marked not-sent; opsheet resume goes on with them.`,
  interrupted: 'Stopped before anything was sent.',
  errorLabel: 'Error',
  cureLabel: 'What to do',
  bug: (version: string) =>
    `This is a bug in opsheet ${version}, not your mistake. What was sent is in the run's journal. Please report it with the text below.`,
};

/** What `stages` and `sandbox` print. */
export const commands = {
  recheckNever:
    'Records are not read again before sending: what a colleague changed since the plan was made may be overwritten.',
  runs: {
    none: 'No runs yet.',
    kinds: { apply: 'apply', undo: 'undo of' },
    states: {
      finished: 'finished',
      stopped: 'stopped',
      'under-way': 'under way',
      'cut-off': 'cut off',
      damaged: 'its journal is damaged',
    },
    open: (n: number, format: Format) => `${format.number(n)} still open`,
    one: 'One in detail: opsheet runs <run>',
    rebuild: (run: string) => `To write its results again: opsheet runs ${run} --results`,
    takenBack: (by: string) => `taken back by ${by}`,
    purge: (n: number, format: Format) =>
      `${n === 1 ? '1 run' : `${format.number(n)} runs`} will be deleted, with all that undo needs. Delete? [y/N]`,
    yes: ['y', 'yes'],
    keptAll: 'Nothing was deleted.',
    purged: (n: number, format: Format) => `${format.number(n)} deleted.`,
  },
  stageOrder: 'Order',
  stageName: 'Stage',
  stageId: 'Id',
  stageRecords: 'Opportunities',
  stageUnlisted: '(not listed by the workspace)',
  stageNone: '(no stage)',
  stagesUncounted: 'The opportunities could not be counted, because their list cannot be read.',
  noStages: 'The API lists no stages for this workspace; use the ids that your opportunities show.',
  sandboxReady: (name: string) => `The sandbox “${name}” is running. Nothing in it is real.`,
  sandboxUse: 'In another terminal, set these and use opsheet as with the real CRM:',
  sandboxStop: 'Ctrl-C stops it; what was changed in it is then gone.',
  mapWritten: (file: string) => `The mapping is in ${file}. Use it with: --mapping ${file}`,
  mapSaved: (file: string) =>
    `The mapping is saved in ${file}. It is proposed for sheets with these headers: --mapping saved`,
  planSaved: (file: string) => `The plan is saved in ${file}. It holds customer data: keep it private.`,
};
