/**
 * `npm run build`: the library to dist/ (a bundle with an entry for each name of the package, and its types), the element for
 * a script tag to dist/browser/, the page to site/.
 */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build } from 'vite';
import { bundleScripts } from './browser-scripts.mjs';
import { cellProgramForEsbuild } from './cell-program.mjs';
import { isMain, root, runNode, toolPath } from './project.mjs';

/**
 * What the package has besides the entries of package.json: modules that a program names at run time, for Node's loaders, for
 * webpack, and for `#figure-files`.
 */
const namedAtRunTime = [
  'src/tools/plugin/register.ts',
  'src/tools/plugin/node-hooks.ts',
  'src/tools/plugin/webpack-loader.ts',
  'src/tools/cli/main.ts',
  'src/tools/cli/typescript-hooks.ts',
  'src/pictures/film/figure-files.ts',
  'src/pictures/film/node/figure-files.ts',
];

/** @returns {string[]} the sources of the entries */
function entries() {
  const { exports } = /** @type {{ exports: Record<string, { source?: string }> }} */ (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  );
  return Object.values(exports).flatMap(({ source }) => (source === undefined ? [] : [source.replace('./', '')]));
}

/**
 * The library: types by the compiler, and one bundle with an entry for each name of the package. Hundreds of small files cost
 * Node more than the work itself; parts that entries share stand once, in `chunks/`.
 *
 * @returns {Promise<number>} the exit code of the compiler
 */
export async function buildLibrary(outDir = join(root, 'dist')) {
  await rm(outDir, { recursive: true, force: true });
  const types = ['--emitDeclarationOnly', '--declarationMap', 'false', '--sourceMap', 'false'];
  const code = await runNode(toolPath('tsc'), ['-p', join(root, 'tsconfig.build.json'), '--outDir', outDir, ...types]);
  if (code === 0) await bundleLibrary(outDir);
  return code;
}

/** The JavaScript of the library, without its types. */
export async function bundleLibrary(outDir = join(root, 'dist')) {
  await bundle({
    absWorkingDir: root,
    entryPoints: [...new Set([...entries(), ...namedAtRunTime])],
    outdir: outDir,
    outbase: 'src',
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    sourcemap: true,
    // The sources are in the package, so a debugger finds them there.
    sourcesContent: false,
    // Package names stay imports; which module `#figure-files` is, is for whoever runs or bundles the package to say.
    packages: 'external',
    external: ['#figure-files'],
    plugins: [cellProgramForEsbuild],
    logLevel: 'warning',
  });
}

/**
 * `<secant-figure>` for one script tag, without a build and without an import map (see `browser-scripts.mjs`).
 * `secant-cell.js` is `<secant-cell>`; it takes the figures of its cells from `secant-elements.js`, and is built by itself,
 * so that a page with figures alone loads the same files as without it. Throws if it cannot be built.
 */
export async function buildScripts(outdir = join(root, 'dist', 'browser')) {
  await bundleScripts({ write: outdir });
  await bundleScripts({ write: outdir, whole: true });
  const figures = join(root, 'src', 'pages', 'elements', 'index.ts');
  await bundle({
    bundle: true,
    format: 'esm',
    minify: true,
    target: 'es2022',
    conditions: ['source'],
    absWorkingDir: root,
    logLevel: 'warning',
    outdir,
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    entryNames: '[name]',
    entryPoints: { 'secant-cell': join(root, 'src', 'pages', 'elements', 'cell.ts') },
    plugins: [cellProgramForEsbuild, figuresFrom(figures, './secant-elements.js')],
  });
}

/**
 * Leaves the element of figures to the script that holds it.
 * @param {string} figures the module of the element
 * @param {string} script its name beside the one that is built
 * @returns {import('esbuild').Plugin}
 */
function figuresFrom(figures, script) {
  return {
    name: 'secant-figures-beside',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/index\.ts$/ }, ({ path, resolveDir }) =>
        join(resolveDir, path) === figures ? { path: script, external: true } : undefined,
      );
    },
  };
}

/** Throws if the page cannot be built. */
export async function buildPage() {
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
}

/** @returns {Promise<number>} the exit code */
export async function buildAll() {
  const code = await buildLibrary();
  if (code !== 0) return code;
  await buildScripts();
  await buildPage();
  console.log('built dist/ (library, and the element for a script tag in dist/browser/) and site/ (page)');
  return 0;
}

if (isMain(import.meta.url)) process.exitCode = await buildAll();
