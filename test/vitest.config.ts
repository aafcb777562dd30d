import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * A worker runs in a Node of its own, which knows nothing of TypeScript: the tests, which run from the sources, let
 * it start from the build (`npm test` builds first).
 */
const workersFromBuild = {
  name: 'workers-from-build',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    const file = /\/src\/(.+)\.ts$/.exec(id)?.[1];
    if (!file || !code.includes('new Worker(')) return null;
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    const built = `new URL(${JSON.stringify(`../dist/${folder}`)}, ${JSON.stringify(import.meta.url)})`;
    return code.replace(/(new URL\('\.\/\w+\.js', )import\.meta\.url\)/, `$1${built})`);
  },
};

export default defineConfig({
  plugins: [workersFromBuild],
  test: {
    dir: 'test',
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['bench/**'],
    setupFiles: ['test/propertySeed.ts'],
    // On two cores vitest would use one: most of the tests wait for a child process or a terminal, some for both.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
