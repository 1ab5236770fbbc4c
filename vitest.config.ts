/**
 * Four projects. `unit` is white-box tests beside the sources and cross-layer tests in test/, in Node. `package` is
 * test/package/: the packed package, installed and used. `browser` is
 * test/browser/: these run in Node too and drive a real Chromium, see test/support/browser.ts. They mostly wait for
 * a page, so two files run at a time. `browser-alone` are those that count frames or time, one file after the other
 * with the machine to themselves.
 */
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/summary-reporter.mjs';

const conditions = ['source', ...defaultServerConditions];

const countsTime = ['timing', 'moving', 'chapter-attacks', 'cell-element'].map(
  (name) => `test/browser/${name}.test.ts`,
);

/** `npm test -- --quick`: without what takes long, and one file in the browser. */
const isQuick = process.env['SECANT_TESTS'] === 'quick';
const takesLong = [
  'test/fuzz/**',
  'test/examples/**',
  'test/checks/start.test.ts',
  'test/cli/process.test.ts',
  'test/book/downloads.test.ts',
  'test/limits/memory.test.ts',
];

/** What both ways of testing in a browser share. */
const browserTests = {
  globalSetup: ['test/support/browser-setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // A machine that does much else at the same time may let a page wait; who needed it is named in the summary.
  retry: process.env['CI'] === undefined ? 0 : 1,
  // Code that is loaded when it is wanted comes in many files from the sources.
  expect: { poll: { timeout: 10_000 } },
};

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
          exclude: ['test/browser/**', 'test/package/**', '**/node_modules/**', ...(isQuick ? takesLong : [])],
          testTimeout: 20_000,
          // Written for bundlers: it imports folders.
          server: { deps: { inline: ['dt-sql-parser'] } },
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          ...browserTests,
          name: 'browser',
          include: [isQuick ? 'test/browser/mounting.test.ts' : 'test/browser/**/*.test.ts'],
          exclude: countsTime,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...browserTests,
          name: 'browser-alone',
          include: countsTime,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
