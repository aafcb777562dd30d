import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: 'test',
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['bench/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
