/**
 * What is published. In: the project. Out: a folder with what users install (`npm run package`), from which
 * `npm pack` and `npm publish` take it. The manifest differs from the project's own: nothing in it leads to the sources or
 * to what only the project runs, and `sideEffects` names the files of this very build that have some.
 *
 *     node scripts/package.mjs [folder]   build/package unless said otherwise
 *     node scripts/package.mjs --prepack  the project's own folder, for `npm pack` there; --postpack undoes it
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { buildLibrary, buildScripts } from './build.mjs';
import { isMain, npmPath, root } from './project.mjs';

/** @typedef {string | { readonly [condition: string]: Target }} Target */
/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {readonly string[]} sideEffects
 * @property {Readonly<Record<string, Target>>} exports
 * @property {Readonly<Record<string, Target>>} imports
 * @property {readonly string[]} files
 */

/** Fields of the project's manifest that mean nothing where the package is installed. */
const ofTheProject = new Set(['scripts', 'devDependencies', 'allowScripts']);

/** @returns {Manifest} the project's own */
const readManifest = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * The manifest that is published.
 * @param {Manifest} own
 * @param {readonly string[]} sideEffects files of the build that do something when they are imported
 */
export function publishedManifest(own, sideEffects) {
  const kept = Object.fromEntries(Object.entries(own).filter(([field]) => !ofTheProject.has(field)));
  return {
    ...kept,
    sideEffects,
    exports: withoutSources(own.exports),
    imports: withoutSources(own.imports),
  };
}

/** @param {Target} target @returns {Target} without the conditions that lead to src/ */
function withoutSources(target) {
  if (typeof target === 'string') return target;
  return Object.fromEntries(
    Object.entries(target).flatMap(([condition, inner]) =>
      condition === 'source' ? [] : [[condition, withoutSources(inner)]],
    ),
  );
}

/** @param {string} pattern a path in which a * stands for one name or a part of it */
function matcherOf(pattern) {
  const parts = pattern.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}

/**
 * The files of a build that hold a module of which the project says that importing it does something.
 * @param {readonly import('rolldown').OutputChunk[]} chunks
 * @param {readonly string[]} sources the project's `sideEffects`
 * @returns {string[]}
 */
export function filesWithEffects(chunks, sources) {
  const effects = sources.map(matcherOf);
  const hasEffects = (/** @type {string} */ id) => {
    const file = `./${relative(root, id).split(sep).join('/')}`;
    return effects.some((pattern) => pattern.test(file));
  };
  return chunks
    .filter(({ moduleIds, facadeModuleId }) => [...moduleIds, facadeModuleId ?? ''].some(hasEffects))
    .map(({ fileName }) => `./dist/${fileName}`)
    .sort();
}

/**
 * Builds the package into a folder.
 * @param {string} folder
 */
export async function makePackage(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const own = readManifest();
  const published = await buildInto(join(folder, 'dist'), own);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  const others = own.files.filter((name) => name !== 'dist');
  for (const name of ['LICENSE', 'README.md', ...others]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
}

/**
 * @param {string} dist
 * @param {Manifest} own
 * @returns {Promise<object>} the manifest of what was built
 */
async function buildInto(dist, own) {
  const chunks = await buildLibrary(dist);
  const inScripts = await buildScripts(join(dist, 'browser'));
  const modules = [...chunks.flatMap(({ moduleIds }) => moduleIds), ...inScripts];
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licencesOf(modules));
  const scripts = ['./dist/browser/*.js', './dist/browser/parts/*.js'];
  return publishedManifest(own, [...filesWithEffects(chunks, own.sideEffects), ...scripts]);
}

/**
 * The licence texts of the packages that files come from.
 * @param {readonly string[]} modules
 * @returns {string}
 */
export function licencesOf(modules) {
  const folders = new Set(
    modules.flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? []),
  );
  const texts = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^(?:licen[cs]e|copying)(?:\.|$)/i.test(each));
    if (file === undefined) throw new Error(`${name} is bundled and comes without the text of its licence (${folder})`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `Parts of these packages are in the files of this folder.\n${rule}${texts.sort().join(rule)}`;
}

/**
 * Packs a folder that `makePackage` made.
 * @param {string} folder
 * @param {string} into the folder of the packed file
 */
export function packInto(folder, into) {
  const args = [npmPath(), 'pack', '--json', '--ignore-scripts', '--pack-destination', into];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm pack ended with ${status}: ${stderr}`);
  const [{ filename, size, entryCount }] = JSON.parse(stdout);
  return {
    tarball: join(into, filename),
    size: /** @type {number} */ (size),
    files: /** @type {number} */ (entryCount),
  };
}

const ownManifest = join(root, 'package.json');
/** Where the project's manifest waits while the published one stands in its place. */
const setAside = join(root, 'node_modules', '.cache', 'secant-package', 'package.json');

/** The published manifest in the place of the project's own, as `npm pack` reads it from there. */
async function prepack() {
  postpack();
  const published = await buildInto(join(root, 'dist'), readManifest());
  mkdirSync(dirname(setAside), { recursive: true });
  cpSync(ownManifest, setAside);
  writeFileSync(ownManifest, `${JSON.stringify(published, null, 2)}\n`);
}

function postpack() {
  if (existsSync(setAside)) renameSync(setAside, ownManifest);
}

if (isMain(import.meta.url)) {
  const [word = join('build', 'package')] = process.argv.slice(2);
  if (word === '--prepack') await prepack();
  else if (word === '--postpack') postpack();
  else {
    const folder = resolve(root, word);
    await makePackage(folder);
    console.log(`the package is in ${relative(process.cwd(), folder).split(sep).join('/')}`);
  }
}
