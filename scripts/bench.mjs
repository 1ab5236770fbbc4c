/**
 * `npm run bench`: bundles bench/main.ts with the library's sources into one file and runs that in plain Node. The
 * types are stripped and nothing else is done to the text of a function: no minifying, no lowering, no counters, no
 * `__name` wrappers. So what is measured, and what Secant reads of a function, is what was written. Arguments after
 * `--` go to the program; `globalThis.gc` is there.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { isMain, root, runNode } from './project.mjs';

/**
 * Bundles a program for plain Node; packages other than Secant itself stay imports.
 * @param {string} entry
 * @param {string} outfile inside the project, so that its imports are found
 */
export async function bundle(entry, outfile) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'esnext',
    conditions: ['source'],
    minify: false,
    keepNames: false,
    sourcemap: true,
    charset: 'utf8',
    logLevel: 'warning',
    plugins: [
      {
        name: 'packages-stay',
        setup(context) {
          context.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
            const own = kind === 'entry-point' || path === 'secant' || path.startsWith('secant/');
            return own ? undefined : { path, external: true };
          });
        },
      },
    ],
  });
}

/** @param {readonly string[]} args @returns {Promise<number>} */
async function bench(args) {
  const folder = join(root, 'node_modules', '.cache', 'secant-bench');
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, 'main.mjs');
  await bundle(join(root, 'bench', 'main.ts'), outfile);
  return runNode(outfile, args, { nodeArgs: ['--expose-gc', '--enable-source-maps'] });
}

if (isMain(import.meta.url)) {
  try {
    process.exitCode = await bench(process.argv.slice(2));
  } catch {
    // esbuild has printed why.
    process.exitCode = 1;
  }
}
