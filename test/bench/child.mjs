import { spawn } from 'node:child_process';

/**
 * Runs a Node script to its end and resolves to how long it took, in ms, and its greatest memory, in MB. The script
 * is told to say the latter itself, as the last line on standard error.
 */
export async function runChild(script, args) {
  const begin = performance.now();
  const code = `
    process.on('exit', () => process.stderr.write('\\n' + process.resourceUsage().maxRSS));
    process.argv.splice(1, 0, ${JSON.stringify(script)});
    await import(${JSON.stringify(`file://${script}`)});
  `;
  const argv = ['--input-type=module', '--eval', code, '--', ...args];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  // A script with screens gives the cursor back behind the number.
  const kilobytes = Number.parseInt(stderr.trimEnd().split('\n').at(-1), 10);
  if (!(kilobytes > 0)) throw new Error(`exit code ${status}: ${stderr}`);
  // A sheet with problems is read too: 1 is what check says of it.
  if (status !== 0 && status !== 1) throw new Error(`exit code ${status}: ${stderr}`);
  // A script may say how long the part of it took that matters.
  const told = Number(/^took (\S+) ms$/m.exec(stderr)?.[1] ?? Number.NaN);
  return { ms: performance.now() - begin, told, mb: kilobytes / 1024 };
}
