export { lineText } from './lines/ansi.js';
export { checkLines, firstRowsLines } from './lines/checkLines.js';
export { type Line, wrapLine } from './lines/line.js';
export { proseText } from './lines/prose.js';
export { type ListedRun, pastRunLines, plainRunLine, type RunState, runListLines } from './lines/runLines.js';
export { createMarkdownView } from './markdownView.js';
export { createPlainView } from './plainView.js';
export { RowSet, SEND_ALL } from './rowSet.js';
export { safeText } from './safeText.js';
export type {
  ColumnsAnswer,
  ColumnsQuestion,
  PlanInputs,
  PlanPreview,
  ReviewDecision,
  RowCell,
  RunReport,
  SheetFacts,
  Target,
  View,
  ViewOptions,
} from './view.js';

/** The screens for a real terminal; Ink and React are loaded only here. */
export function loadInkView(): Promise<typeof import('./ink/inkView.js')> {
  return import('./ink/inkView.js');
}
