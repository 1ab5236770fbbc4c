/**
 * The scripts for pages: `dist/browser/`. In: the sources. Out: parts, each once, and small files that start them.
 *
 * A part is a chunk of the bundle as a function: `secantParts['core-….js'] = function (need, load) { … }`. So the same
 * text serves three ways of running it: as a module that a page imports; as a plain script, which is all that a page opened from a
 * disk may load; and, since a function gives its text, inside the sandbox of cells, which can fetch nothing.
 *
 * A figure must not wait for a chain of small files, and small files compress badly. So what every figure needs is one
 * part, `core`: all that the element imports, and all that every kind of figure imports. The rest follows the imports.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'acorn';
import { MagicString } from 'magic-string';
import { rolldown } from 'rolldown';
import { cellProgramFile, cellProgramPlace } from './cell-program.mjs';
import { root } from './project.mjs';

/** @typedef {import('rolldown').OutputChunk} OutputChunk */
/** @typedef {Readonly<Record<string, string>>} Files */

/** What a page starts, by the name of its script. */
const scripts = { 'secant-elements': 'elements/index.ts', 'secant-cell': 'elements/cell.ts' };
/** The program of the cells among the entries. */
const program = 'cell-program';
/** What stands for the program of the cells in an import. */
export const programText = 'secant:cell-program';

/** Something that a page runs, and what has to be there before. */
/** @typedef {(name: string) => Promise<unknown>} FetchPart */

/**
 * What runs parts. It stands in each file that starts something, as text, so it uses nothing from around it.
 * @param {FetchPart} fetchPart what brings a part that is not here yet
 */
function runner(fetchPart) {
  /** @type {Record<string, ((need: unknown, load: unknown) => object) & { made?: object }>} */
  const parts = /** @type {any} */ (globalThis).secantParts;
  const need = (/** @type {string} */ name) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`the part ${name} of Secant is not there`);
    return (part.made ??= part(need, load));
  };
  const fetchAll = (/** @type {readonly string[]} */ names) =>
    Promise.all(names.filter((name) => parts[name] === undefined).map(fetchPart));
  /** The first of some parts, which needs the others. */
  const load = async (/** @type {string[]} */ ...names) => {
    await fetchAll(names);
    return need(String(names[0]));
  };
  /** A program that runs the first of some parts where nothing can be fetched, as text. */
  load.text = (/** @type {string[]} */ ...names) => {
    const texts = names.map((name) => `${JSON.stringify(name)}:${String(parts[name])}`);
    return `self.secantParts={${texts.join(',\n')}};(${String(runner)})()(${JSON.stringify(names[0])})`;
  };
  load.program = async (/** @type {string[]} */ ...names) => {
    await fetchAll(names);
    return { program: load.text(...names) };
  };
  return Object.assign(need, { load });
}

/** Brings a part to a page that was opened from a disk. It stands in a plain script, as text. */
function byScriptTag() {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  return (/** @type {string} */ name) =>
    new Promise((settle, fail) => {
      const script = document.createElement('script');
      // A script that stands in the page itself has its parts beside it.
      script.src = new URL(`parts/${name}`, src || document.baseURI).href;
      script.addEventListener('load', settle);
      script.addEventListener('error', () => fail(new Error(`${script.src} cannot be loaded`)));
      document.head.append(script);
    });
}

/**
 * Bundles the scripts.
 *
 * @param {object} options
 * @param {string} [options.folder] the project tree
 * @param {string} [options.write]  the folder to write to; nothing is written if absent
 * @returns {Promise<{ readonly chunks: OutputChunk[], readonly files: Files }>} the chunks, with the text of their parts, and
 *   all files by their names
 */
export async function bundleScripts({ folder = root, write }) {
  const pages = join(folder, 'src', 'pages');
  const entry = join(pages, scripts['secant-elements']);
  const worker = join(pages, 'cells', 'worker.ts');
  const figures = join(folder, 'src', 'pictures', 'figures');
  /** @type {Set<string>} */
  let core = new Set();
  const bundle = await rolldown({
    input: {
      ...Object.fromEntries(Object.entries(scripts).map(([name, file]) => [name, join(pages, file)])),
      [program]: worker,
    },
    platform: 'browser',
    resolve: { conditionNames: ['source', 'browser', 'import', 'default'] },
    external: [programText],
    plugins: [
      {
        name: 'core',
        resolveId(id, importer) {
          const place = join('src', 'pages', 'cells', basename(cellProgramPlace));
          const isPlace = importer !== undefined && resolve(dirname(importer), id) === join(folder, place);
          return isPlace ? { id: programText, external: true } : undefined;
        },
        // Nobody asks what an element shows in a console; what stands here are the same names.
        load(id) {
          return id === join(folder, 'src', 'base', 'shown.ts')
            ? "export const notebookSymbol = Symbol.for('Jupyter.display');\nexport const shownAs = (_kind, result) => result;\n"
            : undefined;
        },
        buildEnd() {
          const modules = (/** @type {string} */ id) => this.getModuleInfo(id);
          const kinds = (modules(join(figures, 'load-figure.ts'))?.dynamicallyImportedIds ?? []).filter((id) =>
            id.startsWith(figures),
          );
          const [first, ...others] = kinds.map((id) => closureOf(id, modules));
          const shared = [...(first ?? [])].filter((id) => others.every((other) => other.has(id)));
          core = new Set([...closureOf(entry, modules), ...shared]);
        },
      },
    ],
  });
  const { output } = await bundle.generate({
    format: 'esm',
    minify: true,
    entryFileNames: 'parts/[name]-[hash].js',
    chunkFileNames: 'parts/[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: 'core', test: (/** @type {string} */ id) => core.has(id) },
        // What figures of curves share: small files compress badly.
        { name: 'curves', test: /figures[\\/](?:curve|curve-parts)\.ts$/ },
      ],
    },
  });
  await bundle.close();
  const made = output.filter((file) => file.type === 'chunk');
  const chunks = made.map((chunk) => ({ ...chunk, code: partText(chunk, made) }));
  const files = { ...Object.fromEntries(chunks.map(({ fileName, code }) => [fileName, code])), ...startFiles(made) };
  if (write !== undefined) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(write, name)), { recursive: true });
      writeFileSync(join(write, name), text);
    }
  }
  return { chunks, files };
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

/**
 * A chunk and those it needs, itself first.
 * @param {string} start its file
 * @param {readonly OutputChunk[]} chunks
 * @param {boolean} [later] also what it imports later
 * @returns {string[]} names of parts
 */
function partsOf(start, chunks, later = false) {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (/** @type {string} */ name) => {
    const chunk = byName.get(name);
    if (chunk === undefined || found.has(name)) return;
    found.add(name);
    for (const next of [...chunk.imports, ...(later ? chunk.dynamicImports : [])]) visit(next);
  };
  visit(start);
  return [...found].map((name) => basename(name));
}

/** @param {readonly OutputChunk[]} chunks @param {string} name of an entry */
function entryOf(chunks, name) {
  const found = chunks.find((chunk) => chunk.isEntry && chunk.name === name);
  if (found === undefined) throw new Error(`there is no entry ${name} among the scripts`);
  return found;
}

/** @param {readonly string[]} names */
const listed = (names) => names.map((name) => JSON.stringify(name)).join(',');

/**
 * A chunk as a function that is given what it imports, and gives what it exports. Imports become constants, so what is exported
 * may not change later: no module of the sources exports a variable, and the chunks have no circle, which is looked at here.
 *
 * @param {OutputChunk} chunk
 * @param {readonly OutputChunk[]} chunks
 * @returns {string}
 */
function partText(chunk, chunks) {
  const { code, fileName } = chunk;
  const text = new MagicString(code);
  /** @type {string[]} */
  const exported = [];
  const needed = new Set(chunk.imports);
  for (const name of needed)
    if (partsOf(name, chunks).includes(basename(fileName))) throw new Error(`${fileName} and ${name} need each other`);
  const tree = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  const named = (/** @type {import('acorn').Identifier | import('acorn').Literal} */ node) =>
    node.type === 'Identifier' ? node.name : JSON.stringify(node.value);
  const needOf = (/** @type {unknown} */ source) => `need(${JSON.stringify(basename(String(source)))})`;
  for (const statement of tree.body) {
    if (statement.type === 'ImportDeclaration') {
      const names = statement.specifiers.map((each) => {
        if (each.type !== 'ImportSpecifier') throw new Error(`${fileName} imports something whole`);
        return `${named(each.imported)}:${each.local.name}`;
      });
      const got = needOf(statement.source.value);
      text.overwrite(statement.start, statement.end, names.length === 0 ? `${got};` : `const{${names.join()}}=${got};`);
    } else if (statement.type === 'ExportNamedDeclaration') {
      if (statement.declaration) throw new Error(`${fileName} exports a declaration`);
      const from = statement.source ? `${needOf(statement.source.value)}.` : '';
      for (const { local, exported: name } of statement.specifiers)
        exported.push(`${named(name)}:${from}${named(local)}`);
      text.remove(statement.start, statement.end);
    } else if (statement.type === 'ExportDefaultDeclaration' || statement.type === 'ExportAllDeclaration')
      throw new Error(`${fileName} has an export of a kind that is not foreseen`);
  }
  for (const { start, end, name } of laterImports(tree)) {
    if (name === programText) {
      const parts = partsOf(entryOf(chunks, program).fileName, chunks, true);
      text.overwrite(start, end, `load.program(${listed(parts)})`);
    } else
      text.overwrite(
        start,
        end,
        `load(${listed(partsOf(join('parts', basename(name)).replaceAll('\\', '/'), chunks))})`,
      );
  }
  const body = text.toString().trim();
  return (
    `(globalThis.secantParts??={})[${JSON.stringify(basename(fileName))}]??=(need,load)=>{"use strict";${body}\n` +
    `return{${exported.join()}}};\n`
  );
}

/**
 * Every `import('…')` in a tree.
 * @param {unknown} node
 * @returns {Generator<{ readonly start: number, readonly end: number, readonly name: string }>}
 */
function* laterImports(node) {
  if (Array.isArray(node)) for (const each of node) yield* laterImports(each);
  else if (typeof node === 'object' && node !== null) {
    const { type, start, end, source } = /** @type {any} */ (node);
    if (type === 'ImportExpression') {
      const name = source.type === 'TemplateLiteral' ? source.quasis[0]?.value.cooked : source.value;
      if (typeof name !== 'string') throw new Error('an import of a name that is not known');
      yield { start, end, name };
    } else for (const inner of Object.values(node)) yield* laterImports(inner);
  }
}

/**
 * The files that start something: a module and a plain script for each element, and the module with the program of the cells.
 * @param {readonly OutputChunk[]} chunks
 * @returns {Files}
 */
function startFiles(chunks) {
  /** @type {Record<string, string>} */
  const files = {};
  const imports = (/** @type {readonly string[]} */ parts) =>
    parts
      .toReversed()
      .map((part) => `import "./parts/${part}";\n`)
      .join('');
  const run = String(runner);
  for (const name of Object.keys(scripts)) {
    const entry = entryOf(chunks, name);
    const parts = partsOf(entry.fileName, chunks);
    files[`${name}.js`] =
      `${imports(parts)}const fetchPart = (name) => import(/* @vite-ignore */ "./parts/" + name);\n` +
      `export const { ${entry.exports.join(', ')} } = (${run})(fetchPart)(${JSON.stringify(parts[0])});\n`;
    files[`${name}.classic.js`] =
      `globalThis.secantParts ??= {};\n(${run})((${String(byScriptTag)})()).load(${listed(parts)});\n`;
  }
  const parts = partsOf(entryOf(chunks, program).fileName, chunks, true);
  files[cellProgramFile] = `${imports(parts)}export const program = (${run})().load.text(${listed(parts)});\n`;
  return files;
}
