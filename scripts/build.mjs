/** `npm run build`: the library to dist/ (a mirror of src/, without tests), the page to site/. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { isMain, root, runNode, toolPath } from './project.mjs';

/** @returns {Promise<number>} the exit code of the compiler */
export async function buildLibrary(outDir = join(root, 'dist')) {
  await rm(outDir, { recursive: true, force: true });
  return runNode(toolPath('tsc'), ['-p', join(root, 'tsconfig.build.json'), '--outDir', outDir]);
}

/** Throws if the page cannot be built. */
export async function buildPage() {
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
}

/** @returns {Promise<number>} the exit code */
export async function buildAll() {
  const code = await buildLibrary();
  if (code !== 0) return code;
  await buildPage();
  console.log('built dist/ (library) and site/ (page)');
  return 0;
}

if (isMain(import.meta.url)) process.exitCode = await buildAll();
