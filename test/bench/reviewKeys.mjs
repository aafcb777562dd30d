// Looks through a plan on a terminal that is none, and measures each key. The arguments: plan, what to do (`open` reads
// the plan and no more), where the figures go.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PlanFile } from '../../dist/plan/index.js';
import { terminalStub } from './terminalStub.mjs';

process.env.NODE_ENV = 'production';
const [, , path, what, out] = process.argv;
const plan = await PlanFile.open(path);
if (what === 'look') await look();
await plan.close();

async function look() {
  const { loadMessages } = await import('../../dist/messages/index.js');
  const { createInkView } = await import('../../dist/ui/ink/inkView.js');
  const terminal = terminalStub();
  const { stdin, stdout } = terminal;
  const messages = await loadMessages('en', 'en');
  const view = createInkView(messages, {
    stdin,
    stdout,
    stderr: process.stderr,
    colour: true,
    environment: {},
    onInterrupt() {},
  });
  const { target, stages, sheet } = plan.header;
  let decision = null;
  const drawn = await terminal.frame(whole, () => {
    decision = view.review(
      {
        ...{ target: { ...target, sandbox: false }, sheet, stages, summary: plan.summary, guards: [] },
        positions: (verdicts) => plan.positions(verdicts),
        rowAt: (position) => plan.rowAt(position),
        scan: (from) => plan.scan(from),
      },
      'confirm',
    );
  });
  const times = {};
  const press = async (name, key, times_ = 1, fits = whole) => {
    for (let i = 0; i < times_; i += 1) {
      const ms = await terminal.frame(fits, () => stdin.write(key));
      times[name] ??= [];
      times[name].push(ms);
      // As fast as a key that is held down repeats.
      await new Promise((resolve) => setTimeout(resolve, 33));
    }
  };
  await press('to the table', '\r');
  await press('one row down', 'j', 60);
  await press('one page down', '\u001b[6~', 60);
  await press('to the end', 'G');
  await press('one page up', '\u001b[5~', 30);
  await press('a row left out', ' ', 30);
  await press('a row opened', 'o');
  await press('the next row', '\u001b[C', 20);
  await press('back', '\u001b');
  await press('another verdict', '\u001b[C', 8);
  await press('all left out', 'a');
  await press('all taken in again', 'a');
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await press(
    'a risk, with the reading of the plan',
    'r',
    1,
    (text) => whole(text) && text.includes('risk: '),
  );
  await press('back from it', '\u001b');
  await press('an order by amount', 'ss', 1, (text) => whole(text) && text.includes('largest change'));
  await press('one page down, sorted', '\u001b[6~', 30);
  await press('back from it', '\u001b');
  await press(
    'a search for what is nowhere',
    '/zzzz\r',
    1,
    (text) => text.includes('zzzz: 0') && !text.includes('searching'),
  );
  delay.disable();
  stdin.write('q');
  await decision;
  await view.close();
  writeFileSync(out, JSON.stringify({ drawn, times, blocked: delay.max / 1e6 }));
}

/** Whether a frame has its foot, and no row that is still being read. */
function whole(text) {
  return /\? help|Esc cancel|y yes/.test(text) && !text.includes('reading…');
}
