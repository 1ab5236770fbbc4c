/**
 * What a reader of a page has to load, held to budgets. The element is the script of `dist/browser/`, or what a page's own
 * bundler makes of the sources; the first load of a kind of figure is the element, the chunk of that kind, and all that
 * both import statically: what must be there before a figure of a formula lives. What is fetched later or on demand (the
 * menu, the analysis of kinks, the front end of JavaScript, other kinds) is counted in rows of its own. Each chunk is gzipped
 * by itself, as a server sends it.
 *
 *     node scripts/size.mjs            the table, and exit code 1 where a row is over its budget
 *     node scripts/size.mjs --folders  also where the kilobytes are, for each row
 */
import { join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, defaultClientConditions } from 'vite';
import { bundleScripts } from './browser-scripts.mjs';
import { cellProgramPlugin } from './cell-program.mjs';
import { isMain, root } from './project.mjs';

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} entry             a module of the project that a page imports
 * @property {boolean} [script]         the entry as it is built for a script tag; otherwise as Vite builds a page
 * @property {readonly string[]} [with]    modules that it imports later, counted too
 * @property {readonly string[]} [without] text that no path of a counted module may hold
 * @property {boolean} [whole]          counts everything, also what is imported later
 * @property {number} budget            in kilobytes (1000 bytes), gzipped
 */

/** What a figure of a formula must not load. */
const neverForFormulas = [
  'src/compiler/frontend/lower/',
  'src/calculus/parts/',
  'src/compiler/interpret/germ',
  'node_modules/acorn',
  'acorn-typescript',
];

/** The element, as a script. */
const elements = { entry: 'src/pages/elements/index.ts', script: true };

/** @param {string} kind @param {number} budget @returns {Row} */
const element = (kind, budget) => ({
  ...elements,
  name: `<secant-figure kind="${kind}">, a formula`,
  with: [`src/pictures/figures/${kind}.ts`],
  without: neverForFormulas,
  budget,
});

/**
 * What each row may weigh: what it weighs, and a few hundredths more.
 * @type {readonly Row[]}
 */
export const rows = [
  element('secant-to-tangent', 110),
  element('tangent-along-curve', 110),
  element('tangent-planes', 110),
  element('secant-planes', 110),
  {
    ...elements,
    name: 'the same, secant-to-tangent, once somebody reaches for it (menu, zoom, read-out under the pointer)',
    with: ['src/pictures/figures/secant-to-tangent.ts', 'src/pictures/view/interactions.ts'],
    without: neverForFormulas,
    budget: 115,
  },
  {
    ...elements,
    name: 'the same, secant-to-tangent, with the analysis of kinks',
    with: ['src/pictures/figures/secant-to-tangent.ts', 'src/calculus/parts/kink-analysis.ts'],
    budget: 158,
  },
  {
    ...elements,
    name: 'the same, secant-to-tangent, with the front end of JavaScript too',
    with: [
      'src/pictures/figures/secant-to-tangent.ts',
      'src/calculus/parts/front-end.ts',
      'src/calculus/parts/kink-analysis.ts',
    ],
    budget: 277,
  },
  { ...elements, name: "the script 'secant-elements.js', all it can load", whole: true, budget: 335 },
  {
    name: 'secant-to-tangent of a formula, built by a page with Vite',
    entry: 'src/pages/elements/index.ts',
    with: ['src/pictures/figures/secant-to-tangent.ts'],
    without: neverForFormulas,
    budget: 118,
  },
  {
    name: '<secant-cell>, before it runs',
    entry: 'src/pages/elements/cell.ts',
    without: [...neverForFormulas, 'src/calculus/', 'src/pictures/view/', 'src/pages/notebook/notebook.ts'],
    budget: 10,
  },
  {
    name: 'the same, with the program of its first run',
    entry: 'src/pages/elements/cell.ts',
    with: ['src/pages/cells/program.ts'],
    // The traced road is a part of it, for functions of the page itself.
    budget: 388,
  },
  // With the back end of WebAssembly, which loads when it is asked for.
  { name: "'secant', whole", entry: 'src/index.ts', whole: true, budget: 268 },
];

/**
 * @typedef {object} Weight
 * @property {number} gzipped  in bytes
 * @property {ReadonlyMap<string, number>} modules  length of what is used of each counted module, before it is minified
 */

/**
 * Bundles the entries of some rows and weighs what each of them loads.
 * @param {readonly Row[]} wanted
 * @param {string} folder the project tree
 * @returns {Promise<Weight[]>}
 */
export async function weigh(wanted, folder = root) {
  const bundles = new Map(wanted.map((row) => [bundleOf(row), row]));
  return (await Promise.all([...bundles].map(([bundle, row]) => weighBundle(bundle, row, wanted, folder))))
    .flat()
    .sort((a, b) => a.at - b.at);
}

/** @param {Row} row @returns {string} the same for rows that come from one bundle */
const bundleOf = ({ entry, script = false }) => `${entry} ${script}`;

/** @param {string} entry @param {string} folder @returns {Promise<import('rolldown').OutputChunk[]>} */
async function buildPage(entry, folder) {
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [cellProgramPlugin()],
    resolve: { conditions: ['source', ...defaultClientConditions] },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: join(folder, entry), preserveEntrySignatures: 'strict' },
    },
  });
  if (Array.isArray(built) || !('output' in built)) throw new Error('one bundle was expected');
  return built.output.filter((each) => each.type === 'chunk');
}

/** @param {string} bundle @param {Row} first @param {readonly Row[]} wanted @param {string} folder */
async function weighBundle(bundle, { entry, script }, wanted, folder) {
  const built = script === true ? (await bundleScripts({ folder })).chunks : await buildPage(entry, folder);
  const chunks = new Map(built.map((each) => [each.fileName, each]));
  /** @param {string | null} id */
  const moduleOf = (id) => (id === null ? '' : relative(folder, id).split(sep).join('/'));
  const chunkOf = (/** @type {string} */ module) => {
    const all = [...chunks.values()];
    // A module that is imported both later and at once stands in a chunk without a module of its own.
    const found =
      all.find(({ facadeModuleId }) => moduleOf(facadeModuleId) === module) ??
      all.find(({ moduleIds }) => moduleIds.some((id) => moduleOf(id) === module));
    if (found === undefined) throw new Error(`${entry} does not import ${module} at a later time`);
    return found.fileName;
  };
  return wanted.flatMap((row, at) => {
    if (bundleOf(row) !== bundle) return [];
    /** @type {Set<string>} */
    const counted = new Set();
    const count = (/** @type {string} */ name) => {
      const chunk = chunks.get(name);
      if (chunk === undefined || counted.has(name)) return;
      counted.add(name);
      for (const next of [...chunk.imports, ...(row.whole === true ? chunk.dynamicImports : [])]) count(next);
    };
    for (const module of [entry, ...(row.with ?? [])]) count(chunkOf(module));
    /** @type {Map<string, number>} */
    const modules = new Map();
    let gzipped = 0;
    for (const name of counted) {
      const chunk = chunks.get(name);
      gzipped += gzipSync(chunk?.code ?? '', { level: 9 }).length;
      for (const [id, { renderedLength }] of Object.entries(chunk?.modules ?? {}))
        if (renderedLength > 0) modules.set(moduleOf(id), renderedLength);
    }
    return [{ at, gzipped, modules }];
  });
}

/** @param {number} bytes */
const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

/** @param {string} module @returns {string} the folder of src/ or the package that a module belongs to */
function groupOf(module) {
  return (
    /^src\/([^/]+(?:\/[^/]+)?)\//.exec(module)?.[1] ?? /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? module
  );
}

/**
 * Where the kilobytes are: the share of each folder in the text before it is minified, taken of the gzipped whole.
 * @param {Weight} weight
 * @returns {string[]}
 */
function foldersOf({ gzipped, modules }) {
  /** @type {Map<string, number>} */
  const groups = new Map();
  let all = 0;
  for (const [module, length] of modules) {
    groups.set(groupOf(module), (groups.get(groupOf(module)) ?? 0) + length);
    all += length;
  }
  return [...groups]
    .sort((one, other) => other[1] - one[1])
    .map(([name, length]) => `${name.padEnd(28)} about ${kilobytes((length * gzipped) / all).padStart(5)} kB`);
}

/**
 * Weighs the rows and reports them.
 * @param {object} [options]
 * @param {readonly Row[]} [options.rows]
 * @param {string} [options.folder]
 * @param {boolean} [options.folders] also where the kilobytes are
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<number>} 1 if a row is over its budget, or counts what it must not
 */
export async function checkSizes({ rows: wanted = rows, folder = root, folders = false, log = console.log } = {}) {
  const weights = await weigh(wanted, folder);
  let failed = 0;
  for (const [k, row] of wanted.entries()) {
    const weight = weights[k];
    if (weight === undefined) throw new Error(`${row.name} was not weighed`);
    const over = weight.gzipped > row.budget * 1000;
    const said = `${row.name}: ${kilobytes(weight.gzipped)} kB of ${row.budget} kB gzipped`;
    log(over ? `OVER  ${said}` : `ok    ${said}`);
    const refused = [...weight.modules.keys()].filter((module) => row.without?.some((text) => module.includes(text)));
    for (const module of refused) log(`      ${module} must not be loaded there`);
    if (over || refused.length > 0) failed++;
    if (folders) for (const line of foldersOf(weight)) log(`      ${line}`);
  }
  return failed === 0 ? 0 : 1;
}

if (isMain(import.meta.url)) process.exitCode = await checkSizes({ folders: process.argv.includes('--folders') });
