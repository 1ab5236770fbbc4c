/**
 * The program that runs cells, as text. In: src/pages/cells/worker.ts. Out: one bundled text, and a plugin that puts it in
 * the place of src/pages/cells/program.ts wherever the sources are bundled by Vite, Rolldown or Rollup. The package needs
 * none: its `dist/browser/cell-program.js` puts the text together from the scripts of figures (see `browser-scripts.mjs`).
 */
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './project.mjs';
import { withoutParserParts } from './parser-parts.mjs';

/** The module that the program takes the place of. */
export const cellProgramPlace = join(root, 'src', 'pages', 'cells', 'program.ts');

/** The file of the package that gives the program. */
export const cellProgramFile = 'cell-program.js';

/**
 * The program inside the sandbox, in one text.
 * @returns {Promise<{ readonly text: string, readonly modules: readonly string[] }>} with the files that are in it
 */
export async function cellProgram() {
  const bundle = await rolldown({
    input: join(root, 'src', 'pages', 'cells', 'worker.ts'),
    platform: 'browser',
    plugins: [withoutParserParts],
    resolve: { conditionNames: ['source', 'browser', 'import', 'default'] },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true, codeSplitting: false });
  await bundle.close();
  return { text: output[0].code, modules: output[0].moduleIds };
}

/**
 * The module that holds the program.
 * @param {string} text
 */
export function cellProgramModule(text) {
  return `export const program = ${JSON.stringify(text)};\n`;
}

/**
 * For Vite, Rolldown and Rollup.
 * @returns {import('vite').Plugin & import('rolldown').Plugin}
 */
export function cellProgramPlugin() {
  return {
    name: 'secant-cell-program',
    load: {
      filter: { id: /[\\/]program\.ts(?:\?|$)/ },
      async handler(/** @type {string} */ id) {
        if (resolve(id.replace(/\?.*$/, '')) !== cellProgramPlace) return undefined;
        return cellProgramModule((await cellProgram()).text);
      },
    },
  };
}
