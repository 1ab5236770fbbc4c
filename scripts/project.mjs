/** What the scripts share: where the project is, whether a script was started itself, and running a tool. */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The command-line entry of each tool, run with this Node, so that no shell and no `.cmd` file is needed. */
const tools = {
  attw: 'node_modules/@arethetypeswrong/cli/dist/index.js',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  playwright: 'node_modules/playwright-core/cli.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  publint: 'node_modules/publint/src/cli.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
};

/**
 * The file that starts a tool.
 * @param {keyof typeof tools} name
 */
export function toolPath(name) {
  return join(root, tools[name]);
}

/**
 * The file that starts npm: the one that runs this script, or the one that came with this Node.
 * @returns {string}
 */
export function npmPath() {
  const beside = dirname(process.execPath);
  const places = [
    process.env['npm_execpath'],
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join('/usr', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ];
  const found = places.find((place) => place !== undefined && /npm-cli\.c?js$/.test(place) && existsSync(place));
  if (found === undefined) throw new Error(`npm is not beside ${process.execPath}: start this with npm run`);
  return found;
}

/**
 * True in the module that `node` was asked to run.
 * @param {string} url its `import.meta.url`
 */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(url));
}

/**
 * Runs a Node program with this terminal as its own and gives its exit code.
 * @param {string} file
 * @param {readonly string[]} [args]
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, nodeArgs?: readonly string[] }} [options]
 * @returns {Promise<number>}
 */
export function runNode(file, args = [], { cwd = root, env = process.env, nodeArgs = [] } = {}) {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [...nodeArgs, file, ...args], { cwd, env, stdio: 'inherit' });
    child.on('error', fail);
    child.on('close', (code) => settle(code ?? 1));
  });
}
