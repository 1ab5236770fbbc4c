/**
 * `secant explore`: the explorer, served on this machine, at the function that was named. Its script takes the library as it
 * is installed: an import map tells the browser where each package is.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageFolder } from '../../../pictures/film/node/package-file.ts';
import { readFunction } from '../../../pictures/figures/read-function.ts';
import { type Command, shared, textOption, textOptions } from '../command.ts';
import { isFile } from '../function-argument.ts';
import { readInterval, readNumbers } from '../numbers.ts';
import { fileIn, pageFiles, portOf, serve, serveOptions, untilEnded } from '../serve.ts';
import { UsageError } from '../usage-error.ts';

export const exploreCommand: Command = {
  name: 'explore',
  summary: 'a page that shows a function from all sides',
  args: [{ name: 'function', means: 'a formula or TypeScript, of one number or of several', optional: true }],
  options: [
    { flags: '--at <numbers>', means: 'where to look: one number, or several with commas' },
    shared.from,
    shared.to,
    ...serveOptions,
  ],
  examples: [
    ["secant explore 'sin(4w) + 0.1w^2' --at 1", 'serves the page and prints its address'],
    ["secant explore 'w1^2 - w2^2' --open", 'opens it too'],
  ],
  async run([text], options, terminal) {
    const state = new URLSearchParams();
    if (text !== undefined) {
      if (isFile(text))
        throw new UsageError('the page holds its function as text', 'give a formula or TypeScript text');
      const written = text === '-' ? await terminal.readInput() : text;
      // What cannot be read is told here, with its caret.
      readFunction(written, 'any');
      state.set('g', written.trim());
    }
    const where = textOptions(options, ['from', 'to']);
    if (where.from !== undefined || where.to !== undefined) {
      const [from, to] = readInterval(where);
      state.set('from', String(from));
      state.set('to', String(to));
    }
    const at = textOption(options, 'at');
    if (at !== undefined) {
      const numbers = readNumbers(at, '--at');
      state.set('at', numbers.join(','));
    }
    const files = pageFiles(packageFolder());
    const page = readFileSync(join(files, 'explore.html'), 'utf8').replace(
      '<script type="module"',
      () => `<script type="importmap">${JSON.stringify({ imports: importMap() })}</script>\n    <script type="module"`,
    );
    const served = await serve((path) => {
      if (path === '/' || path === '/explore.html') return Promise.resolve({ html: page });
      const mount = mounts.find(({ at }) => path.startsWith(at));
      const file = mount === undefined ? fileIn(files, path) : fileIn(mount.folder(), path.slice(mount.at.length));
      return Promise.resolve(file === undefined ? undefined : { file });
    }, portOf(options));
    const fragment = state.size === 0 ? '' : `#${state.toString()}`;
    return untilEnded(served, 'the explorer', `${served.address}${fragment}`, options, terminal);
  },
};

const library = '/library/';

/** The packages that the library imports in a page. */
const packages = ['acorn', '@sveltejs/acorn-typescript', 'gifenc'];

/** Folders and the paths they are served at. */
const mounts: readonly { readonly at: string; folder(): string }[] = [
  { at: library, folder: () => join(packageFolder(), 'dist') },
  ...packages.map((name) => ({ at: `/packages/${name}/`, folder: () => folderOf(name) })),
];

/** What a module of the page means by the name of a package. */
function importMap(): Readonly<Record<string, string>> {
  return {
    secant: `${library}index.js`,
    'secant/figures': `${library}pictures/figures/index.js`,
    'secant/elements': `${library}pages/elements/index.js`,
    '#figure-files': `${library}pictures/film/figure-files.js`,
    ...Object.fromEntries(packages.map((name) => [name, `/packages/${name}/${moduleOf(folderOf(name))}`])),
  };
}

function folderOf(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  while (manifestOf(folder)?.name !== name) folder = dirname(folder);
  return folder;
}

/** The file of a package that is a module. */
function moduleOf(folder: string): string {
  const manifest = manifestOf(folder);
  const file = manifest?.module ?? (typeof manifest?.exports === 'object' ? entryOf(manifest.exports) : undefined);
  return (file ?? manifest?.main ?? 'index.js').replace(/^\.\//, '');
}

function entryOf(exports: Readonly<Record<string, unknown>>): string | undefined {
  const entry = exports['.'];
  const file =
    typeof entry === 'object' && entry !== null ? (entry as Readonly<Record<string, unknown>>)['default'] : entry;
  return typeof file === 'string' ? file : undefined;
}

interface Manifest {
  readonly name?: string;
  readonly module?: string;
  readonly main?: string;
  readonly exports?: Readonly<Record<string, unknown>>;
}

function manifestOf(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}
