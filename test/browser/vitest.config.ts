import { defineConfig } from 'vitest/config';

/**
 * Tests in a real browser, apart from the others because not every machine has one: `npm run test:browser`. They end
 * in `.browser.ts`, which the other tests' configuration does not take.
 */
export default defineConfig({
  test: {
    dir: 'test/browser',
    include: ['**/*.browser.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
