// Speed, as ratios against a baseline of the same run: machines are noisy, absolute times mean little.
// Each bench is a file that exports `bench`, which resolves to what was measured and the most it may be.
import { benchHelp } from './help.mjs';
import { benchSend } from './send.mjs';

let failed = false;
for (const bench of [benchHelp, benchSend]) {
  const { name, figures, ratio, most } = await bench();
  const ok = ratio <= most;
  failed ||= !ok;
  console.log(`${ok ? 'ok  ' : 'OVER'}  ${name}: ratio ${ratio.toFixed(2)} (at most ${most})`);
  for (const [figure, value] of Object.entries(figures)) console.log(`        ${figure}: ${value}`);
}
process.exitCode = failed ? 1 : 0;
