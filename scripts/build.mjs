/**
 * `npm run build`: the library to dist/ (a bundle with an entry for each name of the package, and its types), the element for
 * a script tag to dist/browser/, the page to site/.
 */
import { readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { build as bundle } from 'esbuild';
import { rolldown } from 'rolldown';
import { build } from 'vite';
import { answersModule, answersName, bundleScripts } from './browser-scripts.mjs';
import {
  cellProgram,
  cellProgramFile,
  cellProgramModule,
  cellProgramPlace,
  cellProgramPlugin,
} from './cell-program.mjs';
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
  keepTypesOf(outDir, entries());
  return bundleLibrary(outDir);
}

/**
 * The JavaScript of the library, without its types.
 * @returns {Promise<import('rolldown').OutputChunk[]>}
 */
export async function bundleLibrary(outDir = join(root, 'dist')) {
  const inputs = [...new Set([...entries(), ...namedAtRunTime])];
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(inputs.map((file) => [/^src\/(.*)\.ts$/.exec(file)?.[1], join(root, file)])),
    platform: 'neutral',
    // Package names stay imports; which module `#figure-files` is, is for whoever runs or bundles the package to say.
    external: (id) => /^[a-z@#]/i.test(id) && !isAbsolute(id),
    plugins: [cellProgramPlugin()],
    // That the program of the cells is built in between is no news.
    checks: { bundlerTimings: false },
  });
  const { output } = await bundle.write({
    dir: outDir,
    format: 'esm',
    minify: 'dce-only',
    comments: false,
    // The program of the cells stands where the script of the cells has it too, so that the package holds it once.
    chunkFileNames: ({ name, facadeModuleId }) =>
      facadeModuleId === cellProgramPlace ? `browser/${cellProgramFile}` : `chunks/${name}.js`,
  });
  await bundle.close();
  return output.filter((file) => file.type === 'chunk');
}

/**
 * Of the types that the compiler wrote, those stay that an entry leads to. The others belong to the inside, which a bundle
 * does not show. Their imports get the ending of the files that a package has.
 * @param {string} outDir
 * @param {readonly string[]} sources of the entries
 */
function keepTypesOf(outDir, sources) {
  /** @type {Set<string>} */
  const kept = new Set();
  const keep = (/** @type {string} */ file) => {
    if (kept.has(file)) return;
    kept.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, , specifier = ''] of text.matchAll(typeImports))
      keep(join(dirname(file), specifier.replace(/\.ts$/, '.d.ts')));
    writeFileSync(
      file,
      text.replace(typeImports, (whole) => whole.replace(/\.ts(['"])$/, '.js$1')),
    );
  };
  for (const source of [...sources, ...namedAtRunTime.filter((file) => file.endsWith('/register.ts'))])
    keep(join(outDir, source.replace(/^src\//, '').replace(/\.ts$/, '.d.ts')));
  for (const name of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
    const file = join(outDir, name);
    if (name.endsWith('.ts') && !kept.has(file)) rmSync(file);
  }
  removeEmptyFolders(outDir);
}

/** `from './a.ts'`, `import './a.ts'` and `import('./a.ts')` in a file of types. */
const typeImports = /\b(from|import)\s*\(?\s*['"](\.[^'"]+\.ts)['"]/g;

/** @param {string} folder */
function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

/**
 * `<secant-figure>` for one script tag, without a build and without an import map (see `browser-scripts.mjs`).
 * `secant-cell.js` is `<secant-cell>`; it takes the figures of its cells from `secant-elements.js` and what runs them from
 * `cell-program.js`, and is built by itself, so that a page with figures alone loads the same files as without it. Throws if
 * it cannot be built.
 *
 * @returns {Promise<string[]>} the files that are in them
 */
export async function buildScripts(outdir = join(root, 'dist', 'browser')) {
  const chunks = await bundleScripts({ write: outdir });
  const program = await cellProgram();
  await writeFile(join(outdir, cellProgramFile), cellProgramModule(program.text));
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
  return [...chunks.flatMap(({ moduleIds }) => moduleIds), ...program.modules, ...ofCells];
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
