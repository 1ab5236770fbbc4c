/**
 * Programs that run JavaScript and come from npm: other versions of Node, Deno, Bun. The package is installed for each of
 * them in tests. They are put into node_modules/.cache once; a machine without a registry has none, and is told which.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { npmPath, root } from './project.mjs';

const { platform, arch } = process;
const windows = platform === 'win32';
const ending = windows ? '.exe' : '';

/**
 * Where each comes from: the package, the versions that are wanted, the program in the package.
 * @type {Readonly<Record<string, { readonly package: string, readonly version: string, readonly program: string }>>}
 */
const sources = {
  'Node 20': nodeOf('^20.19.0'),
  'Node 22': nodeOf('^22.12.0'),
  'Node 24': nodeOf('^24.0.0'),
  Deno: {
    package: `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`,
    version: '2',
    program: `deno${ending}`,
  },
  Bun: {
    package: `@oven/bun-${windows ? 'windows' : platform}-${arch === 'arm64' ? 'aarch64' : arch}`,
    version: '1',
    program: `bin/bun${ending}`,
  },
};

/** @param {string} version */
function nodeOf(version) {
  return {
    package: `node-${windows ? 'win' : platform}-${arch}`,
    version,
    program: windows ? 'bin/node.exe' : 'bin/node',
  };
}

/**
 * A program that can be started, or why there is none.
 * @param {string} name one of the names above
 * @returns {{ readonly path: string, readonly missing?: undefined } | { readonly path?: undefined, readonly missing: string }}
 */
export function runtime(name) {
  const source = sources[name];
  if (source === undefined) throw new Error(`there is no "${name}"; there are ${Object.keys(sources).join(', ')}`);
  const own = /^Node (\d+)$/.exec(name)?.[1];
  if (own === process.versions.node.split('.')[0]) return { path: process.execPath };
  const folder = join(root, 'node_modules', '.cache', 'secant-runtimes', name.replace(' ', '-').toLowerCase());
  const path = join(folder, 'node_modules', source.package, source.program);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    const patience = ['--fetch-retries', '1', '--fetch-timeout', '60000'];
    const wanted = `${source.package}@${source.version}`;
    const args = [npmPath(), 'install', '--prefix', folder, ...quiet, ...patience, wanted];
    const { stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: 180_000 });
    if (!existsSync(path)) return { missing: `${wanted} could not be fetched: ${stderr.trim().split('\n')[0] ?? ''}` };
  }
  const { status, error, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000 });
  if (status === 0) return { path };
  return { missing: `${path} does not start: ${error?.message ?? stderr.trim()}` };
}
