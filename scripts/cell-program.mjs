/**
 * The program that runs cells, as text. In: src/pages/cells/worker.ts. Out: one bundled text, and two plugins that put it in
 * the place of src/pages/cells/program.ts wherever the sources are bundled: one for Vite and Rollup, one for esbuild. The
 * package needs neither: dist/pages/cells/program.js holds the text.
 */
import { join, resolve } from 'node:path';
import { build as bundle } from 'esbuild';
import { root } from './project.mjs';

const place = join(root, 'src', 'pages', 'cells', 'program.ts');

/**
 * The program inside the sandbox, in one text. Names stay as they are: Secant reads the text of functions.
 * @returns {Promise<string>}
 */
async function cellProgram() {
  const { outputFiles } = await bundle({
    entryPoints: [join(root, 'src', 'pages', 'cells', 'worker.ts')],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    conditions: ['source'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  const text = outputFiles[0]?.text;
  if (text === undefined) throw new Error('the program of the cells was not built');
  return text;
}

/**
 * The module that holds the program.
 * @returns {Promise<string>}
 */
export async function cellProgramModule() {
  return `export const program = ${JSON.stringify(await cellProgram())};\n`;
}

/**
 * For Vite and Rollup.
 * @returns {import('vite').Plugin}
 */
export function cellProgramPlugin() {
  return {
    name: 'secant-cell-program',
    load: (id) => (resolve(id.replace(/\?.*$/, '')) === place ? cellProgramModule() : undefined),
  };
}

/** @type {import('esbuild').Plugin} */
export const cellProgramForEsbuild = {
  name: 'secant-cell-program',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]program\.ts$/ }, async ({ path }) =>
      resolve(path) === place ? { contents: await cellProgramModule(), loader: 'js' } : undefined,
    );
  },
};
