/**
 * `npm run check`: format, lint, types, layers, size, package, supply and tests, each with its time. All steps run, so that one run shows
 * all that is wrong; the exit code is 1 if any failed, and the last line names them.
 *
 *     npm run check                     all steps
 *     npm run check -- types lint       only these
 *     npm run check -- --without tests  all but these
 */
import { join } from 'node:path';
import { checkPackage } from './check-package.mjs';
import { isMain, root, runNode, toolPath } from './project.mjs';
import { checkSupply } from './supply.mjs';
import { test } from './test.mjs';

/**
 * The steps in their order. Each gives an exit code.
 * @type {Readonly<Record<string, () => Promise<number>>>}
 */
const steps = {
  format: () => runNode(toolPath('prettier'), ['--check', '--log-level', 'warn', '.']),
  lint: () => runNode(toolPath('oxlint'), ['--deny-warnings']),
  types: async () => {
    const everything = await runNode(toolPath('tsc'), ['-p', 'tsconfig.json']);
    const withoutDom = await runNode(toolPath('tsc'), ['-p', 'tsconfig.pure.json']);
    const serviceWorker = await runNode(toolPath('tsc'), ['-p', join('book', 'offline', 'tsconfig.json')]);
    return everything || withoutDom || serviceWorker;
  },
  layers: () => runNode(join(root, 'scripts', 'layers.mjs')),
  size: () => runNode(join(root, 'scripts', 'size.mjs')),
  package: () => checkPackage(),
  supply: () => checkSupply(),
  tests: () => test([]),
};

/**
 * Which steps the arguments ask for.
 * @param {readonly string[]} args
 * @param {readonly string[]} all
 * @returns {string[]}
 */
export function chooseSteps(args, all = Object.keys(steps)) {
  const split = args.indexOf('--without');
  const only = split < 0 ? args : args.slice(0, split);
  const without = split < 0 ? [] : args.slice(split + 1);
  for (const name of [...only, ...without]) {
    if (!all.includes(name)) throw new Error(`there is no step "${name}"; the steps are ${all.join(', ')}`);
  }
  const chosen = all.filter((name) => (only.length === 0 || only.includes(name)) && !without.includes(name));
  if (chosen.length === 0) throw new Error('no step is left to run');
  return chosen;
}

/**
 * Runs steps one after the other and reports them.
 * @param {readonly string[]} names
 * @param {Readonly<Record<string, () => Promise<number>>>} table
 * @param {(line: string) => void} log
 * @returns {Promise<number>} 1 if any failed
 */
export async function runSteps(names, table = steps, log = console.log) {
  /** @type {string[]} */
  const failed = [];
  for (const name of names) {
    log(`── ${name}`);
    const start = performance.now();
    let code = 1;
    try {
      code = (await table[name]?.()) ?? 1;
    } catch (error) {
      log(String(error));
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} ${seconds} s`);
    if (code !== 0) failed.push(name);
  }
  log(failed.length === 0 ? `check: all green (${names.join(', ')})` : `check: FAILED in ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

if (isMain(import.meta.url)) {
  try {
    process.exitCode = await runSteps(chooseSteps(process.argv.slice(2)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
