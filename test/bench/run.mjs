// Speed, as ratios against a baseline of the same run: machines are noisy, absolute times mean little.
// Each bench is a file that exports `bench`, which resolves to what was measured and the most it may be.
import { benchFuzz } from './fuzz.mjs';
import { benchHelp } from './help.mjs';
import { benchPlanList, benchPlanListMemory } from './planList.mjs';
import { benchReviewFirstFrame, benchReviewKeys, benchReviewMemory } from './review.mjs';
import { benchScreenCost } from './screenCost.mjs';
import { benchSend, benchSendRate } from './send.mjs';
import { benchSendMemory, benchSendRetries } from './sendStubs.mjs';
import { benchCheckCsv, benchCheckMemory, benchCheckXlsx, benchPlanCsv, benchPlanMemory } from './sheets.mjs';

let failed = false;
const benches = [
  benchHelp,
  benchSend,
  benchSendRate,
  benchScreenCost,
  benchSendMemory,
  benchSendRetries,
  benchCheckCsv,
  benchCheckMemory,
  benchPlanCsv,
  benchPlanMemory,
  benchPlanList,
  benchPlanListMemory,
  benchReviewKeys,
  benchReviewMemory,
  benchReviewFirstFrame,
  benchCheckXlsx,
  benchFuzz,
];
// One by its name, or all of them: npm run bench -- benchCheckCsv
const wanted = process.argv.slice(2);
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.name)) continue;
  const { name, figures, ratio, most } = await bench();
  const ok = ratio <= most;
  failed ||= !ok;
  console.log(
    `${ok ? 'ok  ' : 'OVER'}  ${name}: ratio ${ratio.toFixed(2)} (at most ${Number(most.toFixed(2))})`,
  );
  for (const [figure, value] of Object.entries(figures)) console.log(`        ${figure}: ${value}`);
}
process.exitCode = failed ? 1 : 0;
