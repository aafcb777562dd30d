import { PlanFile } from '../plan/index.js';
import type { Sheet } from '../sheet/index.js';
import type { PlanPreview, SheetFacts, Target, View } from '../ui/index.js';
import { EXIT } from './exitCode.js';
import { guardsOf, type LimitArguments } from './guardPlan.js';

/** What the screens show of the sheet of a plan that was made before. */
export function factsOfPlan({ header, summary }: PlanFile, sheet: Sheet | null): SheetFacts {
  const { file, format, sheetName, delimiter } = header.sheet;
  const { mapping, amountStyle } = header;
  const encoding = sheet?.source.encoding ?? null;
  return {
    file,
    format,
    sheetName,
    delimiter,
    encoding,
    rows: summary.rows,
    mapping,
    amountStyle,
    notices: [],
  };
}

/** A plan that was made before, as a screen looks at it. */
export function previewOf(
  plan: PlanFile,
  sheet: Sheet | null,
  target: Target,
  limits: LimitArguments,
): PlanPreview {
  return {
    guards: guardsOf(plan.summary, limits),
    inputs: { sha256: plan.header.sheet.sha256, options: {} },
    target,
    sheet: factsOfPlan(plan, sheet),
    summary: plan.summary,
    stages: plan.header.stages,
    positions: (verdicts) => plan.positions(verdicts),
    rowAt: (position) => plan.rowAt(position),
    scan: (from) => plan.scan(from),
  };
}

/** Shows a saved plan, without any network. Returns the exit code. Throws `PlanRefusal`. */
export async function showPlan(file: string, view: View): Promise<number> {
  const plan = await PlanFile.open(file);
  try {
    const target = { ...plan.header.target, sandbox: false };
    view.understood(factsOfPlan(plan, null), target);
    await view.review(previewOf(plan, null, target, {}), 'look');
    return EXIT.ok;
  } finally {
    await plan.close();
  }
}
