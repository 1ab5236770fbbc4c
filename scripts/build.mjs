/**
 * `npm run build`: the library to dist/ (a bundle with an entry for each name of the package, and its types), the element for
 * a script tag to dist/browser/, the page to site/.
 */
import { readFileSync } from 'node:fs';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, posix, resolve } from 'node:path';
import { build as bundle } from 'esbuild';
import { rolldown } from 'rolldown';
import { build } from 'vite';
import { answersModule, answersName, bundleScripts, closureOf } from './browser-scripts.mjs';
import { cellProgramFile, cellProgramPlace } from './cell-program.mjs';
import { isMain, root, runNode, toolPath } from './project.mjs';
import { keepUsedTypes } from './used-types.mjs';

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

/** What stands for the program of the cells in an import until its file is known. */
const programText = 'secant:cell-program';

/** @returns {string[]} the sources of the entries */
function entries() {
  const { exports } = /** @type {{ exports: Record<string, { source?: string }> }} */ (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  );
  return Object.values(exports).flatMap(({ source }) => (source === undefined ? [] : [source.replace('./', '')]));
}

/**
 * The library: types by the compiler, and one bundle with an entry for each name of the package. Hundreds of small files cost
 * Node more than the work itself; parts that entries share stand once, in `chunks/`. Nothing is minified: names and lines
 * are those of the sources without their types, so a debugger and a stack trace show code that can be read.
 *
 * @returns {Promise<import('rolldown').OutputChunk[]>}
 * @throws where the compiler refuses the sources
 */
export async function buildLibrary(outDir = join(root, 'dist')) {
  await rm(outDir, { recursive: true, force: true });
  const types = ['--emitDeclarationOnly', '--declarationMap', 'false', '--sourceMap', 'false'];
  const code = await runNode(toolPath('tsc'), ['-p', join(root, 'tsconfig.build.json'), '--outDir', outDir, ...types]);
  if (code !== 0) throw new Error('the types were not built');
  const withTypes = [...entries(), 'src/tools/plugin/register.ts'];
  keepUsedTypes(
    outDir,
    withTypes.map((file) => join(outDir, file.replace(/^src\//, '').replace(/\.ts$/, '.d.ts'))),
  );
  return bundleLibrary(outDir);
}

/**
 * The JavaScript of the library, without its types.
 * @returns {Promise<import('rolldown').OutputChunk[]>}
 */
export async function bundleLibrary(outDir = join(root, 'dist')) {
  const inputs = [...new Set([...entries(), ...namedAtRunTime])];
  /** @type {ReadonlyMap<string, string>} */
  let shares = new Map();
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(inputs.map((file) => [/^src\/(.*)\.ts$/.exec(file)?.[1], join(root, file)])),
    platform: 'neutral',
    // Package names stay imports; which module `#figure-files` is, is for whoever runs or bundles the package to say.
    external: (id) => /^[a-z@#]/i.test(id) && !isAbsolute(id),
    plugins: [
      {
        name: 'cell-program',
        // The program of the cells is put together from the parts of the scripts for pages, so that the package holds it once.
        resolveId(id, importer) {
          const isPlace = importer !== undefined && resolve(dirname(importer), id) === cellProgramPlace;
          return isPlace ? { id: programText, external: true } : undefined;
        },
        renderChunk(code, { fileName }) {
          const file = posix.relative(posix.dirname(fileName), `browser/${cellProgramFile}`);
          return code.includes(programText) ? code.replaceAll(programText, file) : null;
        },
        buildEnd() {
          shares = sharesOf((id) => this.getModuleInfo(id));
        },
      },
    ],
  });
  const { output } = await bundle.write({
    dir: outDir,
    format: 'esm',
    minify: 'dce-only',
    comments: false,
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      groups: shareNames.map((name) => ({
        name,
        test: (/** @type {string} */ id) => shares.get(id) === name,
      })),
    },
  });
  await bundle.close();
  return output.filter((file) => file.type === 'chunk');
}

/** What 'secant' is made of, in the order in which a part needs the ones before it. */
const shareNames = ['calculus', 'kink-analysis', 'front-end', 'operators'];

/**
 * Which of these the modules of 'secant' are in. Each file more costs a cold process a millisecond, so there are no more than pages
 * need: what `<secant-figure>` has from the first, the two parts that it loads when they are wanted, and the rest.
 *
 * @param {import('./browser-scripts.mjs').Modules} modules
 * @returns {ReadonlyMap<string, string>}
 */
function sharesOf(modules) {
  const closure = (/** @type {string[]} */ ...path) => closureOf(join(root, 'src', ...path), modules);
  const all = closure('index.ts');
  const elements = closure('pages', 'elements', 'index.ts');
  const parts = ['kink-analysis', 'front-end'].map((name) => closure('calculus', 'parts', `${name}.ts`));
  const name = (/** @type {string} */ id) =>
    shareNames[[elements, ...parts].findIndex((each) => each.has(id))] ?? 'operators';
  return new Map([...all].map((id) => [id, name(id)]));
}

/**
 * `<secant-figure>` for one script tag, without a build and without an import map (see `browser-scripts.mjs`).
 * `secant-cell.js` is `<secant-cell>`; it takes the figures of its cells from `secant-elements.js` and what runs them from
 * `cell-program.js`, and is built by itself, so that a page with cells alone loads none of the figures' parts before it runs.
 * Throws if it cannot be built.
 *
 * @returns {Promise<string[]>} the files that are in them
 */
export async function buildScripts(outdir = join(root, 'dist', 'browser')) {
  const { chunks } = await bundleScripts({ write: outdir });
  const figures = join(root, 'src', 'pages', 'elements', 'index.ts');
  const { metafile } = await bundle({
    metafile: true,
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
    plugins: [beside(figures, './secant-elements.js'), beside(cellProgramPlace, `./${cellProgramFile}`)],
  });
  await buildPackagedPages(outdir);
  const ofCells = Object.keys(metafile.inputs).map((file) => join(root, file));
  return [...chunks.flatMap(({ moduleIds }) => moduleIds), ...ofCells];
}

/**
 * What `secant chapter` and `secant explore` serve besides: the script of a chapter, one style sheet, and the page and script
 * of the explorer, which takes the library from where it is installed. The book's own fonts are left out; these pages are
 * set in those of the system.
 * @param {string} outdir
 */
async function buildPackagedPages(outdir) {
  const book = join(root, 'book');
  const options = /** @type {const} */ ({ bundle: true, minify: true, absWorkingDir: root, logLevel: 'warning' });
  const script = /** @type {const} */ ({ ...options, format: 'esm', target: 'es2022' });
  await bundle({
    ...script,
    outdir,
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    conditions: ['source'],
    entryPoints: { chapter: join(book, 'packaged-chapter.ts') },
    plugins: [beside(join(root, answersModule), `./${answersName}.js`)],
  });
  await bundle({
    ...script,
    entryPoints: [join(book, 'explore', 'main.ts')],
    outfile: join(outdir, 'explore.js'),
    external: ['secant', 'secant/*'],
    // No copy for reading offline: the page comes from the reader's own machine.
    define: { 'import.meta.env.MODE': '"package"' },
  });
  const sheets = ['page.css', 'chapter.css', join('explore', 'explore.css')].map((name) =>
    readFileSync(join(book, name), 'utf8')
      .replace(/@font-face \{[^}]*url\([^}]*\}\n/g, '')
      .replace(/@import '[^']*';\n/g, ''),
  );
  await bundle({
    ...options,
    stdin: { contents: sheets.join('\n'), loader: 'css' },
    outfile: join(outdir, 'pages.css'),
  });
  const page = readFileSync(join(book, 'explore.html'), 'utf8')
    .replace('    <link rel="stylesheet" href="./explore/explore.css" />\n', '')
    .replace('./page.css', './pages.css')
    .replace('./explore/main.ts', './explore.js')
    .replace('<a href="./index.html">Secant</a>', 'Secant');
  await writeFile(join(outdir, 'explore.html'), page);
  await copyFile(join(book, 'icon.svg'), join(outdir, 'icon.svg'));
}

/**
 * Leaves a module to the script that holds it.
 * @param {string} module
 * @param {string} script its name beside the one that is built
 * @returns {import('esbuild').Plugin}
 */
function beside(module, script) {
  return {
    name: `secant-${basename(module)}-beside`,
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, resolveDir }) =>
        join(resolveDir, path) === module ? { path: script, external: true } : undefined,
      );
    },
  };
}

/** Throws if the page cannot be built. */
export async function buildPage() {
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
}

/** Throws if anything cannot be built. */
export async function buildAll() {
  await buildLibrary();
  await buildScripts();
  await buildPage();
  console.log('built dist/ (library, and the element for a script tag in dist/browser/) and site/ (page)');
}

if (isMain(import.meta.url)) {
  try {
    await buildAll();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
