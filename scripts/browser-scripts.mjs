/**
 * The element for a script tag: `dist/browser/`. In: the sources. Out: `secant-elements.js`, which fetches what it needs
 * from the files beside it when it is wanted.
 *
 * A figure must not wait for a chain of small files, and small files compress badly. So what every figure needs is one
 * part, `core`: all that the element imports, and all that most kinds of figures import. The rest follows the imports.
 */
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './project.mjs';
import { withoutParserParts } from './parser-parts.mjs';

/** @typedef {import('rolldown').OutputChunk} OutputChunk */

/** The name of the script, without its ending. */
export const scriptName = 'secant-elements';

/** What judges answers to exercises in chapters: it reads formulas with the parts that figures have, so that they stand once. */
export const answersName = 'chapter-answers';
export const answersModule = join('book', 'page', 'answers.ts');

/**
 * Bundles the element.
 *
 * @param {object} options
 * @param {string} [options.folder] the project tree
 * @param {string} [options.write]  the folder to write to; nothing is written if absent
 * @returns {Promise<OutputChunk[]>}
 */
export async function bundleScripts({ folder = root, write }) {
  const entry = join(folder, 'src', 'pages', 'elements', 'index.ts');
  const figures = join(folder, 'src', 'pictures', 'figures');
  /** @type {Set<string>} */
  let core = new Set();
  const bundle = await rolldown({
    input: { [scriptName]: entry, [answersName]: join(folder, answersModule) },
    platform: 'browser',
    resolve: { conditionNames: ['source', 'browser', 'import', 'default'] },
    plugins: [
      withoutParserParts,
      {
        name: 'core',
        // Parts of the library load when an answer asks for them, and WebAssembly never does.
        resolveId(id) {
          const instead = id.endsWith('/parts/index.ts') ? 'no-parts.ts' : id === './backend.ts' ? 'no-webassembly.ts' : undefined; // prettier-ignore
          return instead === undefined ? undefined : join(folder, 'book', 'build', instead);
        },
        // Nobody asks what an element shows in a console, or what its attributes mean; what stands here are the same names.
        load(id) {
          if (id === join(folder, 'src', 'pages', 'elements', 'attribute-meanings.ts'))
            return 'export const figureAttributes = {};\n';
          return id === join(folder, 'src', 'base', 'shown.ts')
            ? "export const notebookSymbol = Symbol.for('Jupyter.display');\nexport const shownAs = (_kind, result) => result;\n"
            : undefined;
        },
        buildEnd() {
          const modules = (/** @type {string} */ id) => this.getModuleInfo(id);
          const kinds = (modules(join(figures, 'load-figure.ts'))?.dynamicallyImportedIds ?? []).filter((id) =>
            id.startsWith(figures),
          );
          const closures = kinds.map((id) => closureOf(id, modules));
          const isCommon = (/** @type {string} */ id) =>
            closures.filter((each) => each.has(id)).length > closures.length / 2;
          const shared = closures.flatMap((each) => [...each].filter(isCommon));
          core = new Set([...closureOf(entry, modules), ...shared]);
        },
      },
    ],
  });
  const output = {
    format: /** @type {const} */ ('esm'),
    minify: true,
    chunkFileNames: 'parts/[name]-[hash].js',
    codeSplitting: { groups: [{ name: 'core', test: (/** @type {string} */ id) => core.has(id) }] },
  };
  const made = await (write === undefined ? bundle.generate(output) : bundle.write({ ...output, dir: write }));
  await bundle.close();
  return made.output.filter((file) => file.type === 'chunk');
}

/**
 * A module and all that it imports statically.
 *
 * @param {string} start
 * @param {(id: string) => { readonly importedIds: readonly string[] } | null} modules
 */
function closureOf(start, modules) {
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (/** @type {string} */ id) => {
    if (found.has(id)) return;
    found.add(id);
    for (const next of modules(id)?.importedIds ?? []) visit(next);
  };
  visit(start);
  return found;
}
