/**
 * `npm run build`: the library to dist/ (a mirror of src/, without tests), the element for a script tag to dist/browser/,
 * the page to site/.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build } from 'vite';
import { bundleScripts } from './browser-scripts.mjs';
import { cellProgramForEsbuild, cellProgramModule } from './cell-program.mjs';
import { isMain, root, runNode, toolPath } from './project.mjs';

/** @returns {Promise<number>} the exit code of the compiler */
export async function buildLibrary(outDir = join(root, 'dist')) {
  await rm(outDir, { recursive: true, force: true });
  const code = await runNode(toolPath('tsc'), ['-p', join(root, 'tsconfig.build.json'), '--outDir', outDir]);
  // A module with a text is what every bundler understands.
  if (code === 0) {
    await writeFile(join(outDir, 'pages', 'cells', 'program.js'), await cellProgramModule());
    await rm(join(outDir, 'pages', 'cells', 'program.js.map'));
  }
  return code;
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
