/** The last line of a run is the true count, also when a file does not load, a hook fails or a test is skipped. */
import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { chooseSteps, runSteps } from '../../scripts/check.mjs';
import { root, toolPath } from '../../scripts/project.mjs';
import { plant } from '../support/planting.ts';

/** Runs Vitest on planted test files with the project's reporters. */
function runVitest(files: Readonly<Record<string, string>>, settings = '') {
  const tree = plant(files);
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
  const reporter = pathToFileURL(join(root, 'scripts', 'summary-reporter.mjs')).href;
  writeFileSync(
    join(tree, 'vitest.config.mjs'),
    `import { SummaryReporter } from ${JSON.stringify(reporter)};\n` +
      `export default { test: { reporters: ['default', new SummaryReporter()], ${settings} } };\n`,
  );
  const { status, stdout } = spawnSync(process.execPath, [toolPath('vitest'), 'run'], {
    cwd: tree,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, lines: stdout.trimEnd().split('\n') };
}

const head = "import { beforeAll, expect, test } from 'vitest';\n";
const good = `${head}test('a', () => expect(1).toBe(1));\ntest('b', () => expect(2).toBe(2));\n`;

test('all green', () => {
  const { status, lines } = runVitest({ 'good.test.mjs': good });
  expect(status).toBe(0);
  expect(lines.at(-1)).toBe('2 passed, 0 failed');
  expect(lines.join('\n')).toMatch(/Tests {2}2 passed \(2\)/);
});

test('a failed test, a file that does not load, a hook that fails, a test that did not run', () => {
  const { status, lines } = runVitest({
    'good.test.mjs': good,
    'bad.test.mjs': `${head}test('c', () => expect(1).toBe(2));\ntest.skip('d', () => {});\n`,
    'broken.test.mjs': "import './nowhere.mjs';\n",
    'hook.test.mjs': `${head}beforeAll(() => {\n  throw new Error('no');\n});\ntest('e', () => {});\n`,
  });
  expect(status).toBe(1);
  expect(lines.at(-1)).toBe('2 passed, 3 failed');
  expect(lines).toContain('not run: bad.test.mjs > d');
});

test('an error outside of any test', () => {
  const { status, lines } = runVitest({
    'good.test.mjs': `${good}setTimeout(() => {\n  throw new Error('late');\n}, 0);\ntest('w', () => new Promise((r) => setTimeout(r, 50)));\n`,
  });
  expect(status).toBe(1);
  expect(lines.at(-1)).toBe('3 passed, 1 failed');
});

test('a setup that fails before any test', () => {
  const { status, lines } = runVitest(
    { 'good.test.mjs': good, 'setup.mjs': "export function setup() {\n  throw new Error('no browser');\n}\n" },
    "globalSetup: ['setup.mjs']",
  );
  expect(status).toBe(1);
  expect(lines).toContain('0 passed, 1 failed');
});

test('the check runs the steps it is asked for, and no others', () => {
  const all = ['format', 'lint', 'types', 'layers', 'size', 'package', 'supply', 'tests'];
  expect(chooseSteps([])).toEqual(all);
  expect(chooseSteps(['types', 'lint'])).toEqual(['lint', 'types']);
  expect(chooseSteps(['--without', 'tests'])).toEqual(all.slice(0, -1));
  expect(() => chooseSteps(['typos'])).toThrow('there is no step "typos"; the steps are format, lint');
  expect(() => chooseSteps(['lint', '--without', 'lint'])).toThrow('no step is left');
});

test('one red step makes the check red and is named, and the others still run', async () => {
  const lines: string[] = [];
  const ran: string[] = [];
  const step = (name: string, code: number) => () => {
    ran.push(name);
    return Promise.resolve(code);
  };
  const steps = {
    format: step('format', 0),
    lint: step('lint', 1),
    types: () => Promise.reject(new Error('no compiler')),
    layers: step('layers', 0),
  };
  expect(await runSteps(Object.keys(steps), steps, (line) => lines.push(line))).toBe(1);
  expect(ran).toEqual(['format', 'lint', 'layers']);
  expect(lines.at(-1)).toBe('check: FAILED in lint, types');
  expect(lines).toContainEqual(expect.stringMatching(/^ok {5}format \d+\.\d s$/));
  expect(lines).toContainEqual(expect.stringMatching(/^FAILED lint \d+\.\d s$/));
  expect(await runSteps(['layers'], steps, () => undefined)).toBe(0);
});
