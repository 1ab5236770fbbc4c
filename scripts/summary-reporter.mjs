/**
 * The last line of a test run, for people in a hurry and for scripts: `<passed> passed, <failed> failed`, alone on
 * its line, after Vitest's own summary. A file that could not be loaded and an error outside of any test count as
 * one failure each, for a run that shows them is not a success. Tests that did not run, and those that passed only
 * when they ran again, are named first.
 */

/** @import { Reporter, TestModule, Vitest } from 'vitest/node' */

/**
 * The counts of a finished run.
 * @param {ReadonlyArray<TestModule>} modules
 * @param {number} unhandled errors outside of any test
 */
export function countTests(modules, unhandled) {
  let passed = 0;
  let failed = unhandled;
  /** @type {string[]} */
  const skipped = [];
  /** @type {string[]} */
  const flaky = [];
  for (const module of modules) {
    let ownFailures = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      const name = `${module.relativeModuleId} > ${test.fullName}`;
      if (test.diagnostic()?.flaky === true) flaky.push(name);
      if (state === 'passed') passed++;
      else if (state === 'failed') ownFailures++;
      else skipped.push(name);
    }
    // A file that broke while loading, or a hook that failed, has no failed test to show for it.
    failed += ownFailures === 0 && module.state() === 'failed' ? 1 : ownFailures;
  }
  return { passed, failed, skipped, flaky };
}

/** @implements {Reporter} */
export class SummaryReporter {
  /** Whether only tests of a certain name were asked for: then it is no news that the others did not run. */
  #filtered = false;

  /** @param {Vitest} vitest */
  onInit(vitest) {
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  /**
   * @param {ReadonlyArray<TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandled
   * @param {'passed' | 'failed' | 'interrupted'} reason
   */
  onTestRunEnd(modules, unhandled, reason) {
    const { passed, failed: counted, skipped, flaky } = countTests(modules, unhandled.length);
    // A run that ended before its tests, as when there is no browser, has nothing to count and is no success.
    const failed = counted === 0 && (modules.length === 0 || reason !== 'passed') ? 1 : counted;
    if (!this.#filtered) for (const name of skipped) process.stdout.write(`not run: ${name}\n`);
    for (const name of flaky) process.stdout.write(`passed only when it ran again: ${name}\n`);
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  }
}
