/**
 * Two projects. `unit` is white-box tests beside the sources and cross-layer tests in test/, in Node. `browser` is
 * test/browser/: these run in Node too and drive a real Chromium, see test/support/browser.ts.
 */
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/summary-reporter.mjs';

const conditions = ['source', ...defaultServerConditions];

export default defineConfig({
  // Tests import 'secant' and 'secant/figures' as readers do; the condition leads to src/ without a build.
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Functions under test keep the text they were written in.
  oxc: { target: 'esnext' },
  test: {
    reporters: ['default', new SummaryReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/browser/**'],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/browser-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // A machine that does much else at the same time may let a page wait; who needed it is named in the summary.
          retry: process.env['CI'] === undefined ? 0 : 1,
          // Code that is loaded when it is wanted comes in many files from the sources.
          expect: { poll: { timeout: 10_000 } },
          // One file at a time, after the unit tests: a page is measured while it has the machine to itself.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
