/**
 * `npm run build`: the library to dist/ (a mirror of src/, without tests), the element for a script tag to dist/browser/,
 * the page to site/.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build } from 'vite';
import { isMain, root, runNode, toolPath } from './project.mjs';

/** @returns {Promise<number>} the exit code of the compiler */
export async function buildLibrary(outDir = join(root, 'dist')) {
  await rm(outDir, { recursive: true, force: true });
  return runNode(toolPath('tsc'), ['-p', join(root, 'tsconfig.build.json'), '--outDir', outDir]);
}

/**
 * `<secant-figure>` for one script tag, without a build and without an import map: `secant-elements.js` fetches what it
 * needs from the files beside it, when it is wanted; `secant-elements-whole.js` is one file with everything in it.
 * Throws if it cannot be built.
 */
export async function buildScripts(outdir = join(root, 'dist', 'browser')) {
  /** @type {import('esbuild').BuildOptions} */
  const common = {
    bundle: true,
    format: 'esm',
    minify: true,
    target: 'es2022',
    conditions: ['source'],
    absWorkingDir: root,
    logLevel: 'warning',
    outdir,
  };
  const entry = join(root, 'src', 'elements', 'index.ts');
  const entryNames = '[name]';
  const chunkNames = 'parts/[name]-[hash]';
  await bundle({ ...common, splitting: true, chunkNames, entryNames, entryPoints: { 'secant-elements': entry } });
  await bundle({ ...common, entryNames, entryPoints: { 'secant-elements-whole': entry } });
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
