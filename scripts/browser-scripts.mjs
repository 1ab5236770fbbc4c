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
import { basename, dirname, join } from 'node:path';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { MagicString } from 'magic-string';
import { rolldown } from 'rolldown';
import { cellProgramFile } from './cell-program.mjs';
import { root } from './project.mjs';
import { withoutParserParts } from './parser-parts.mjs';

/** @typedef {import('rolldown').OutputChunk} OutputChunk */
/** @typedef {Readonly<Record<string, string>>} Files */

/** The name of the script of figures, without its ending. */
export const scriptName = 'secant-elements';

/** What judges answers to exercises in chapters: it reads formulas with the parts that figures have, so that they stand once. */
export const answersName = 'chapter-answers';
export const answersModule = join('book', 'page', 'answers.ts');

/** The program of the cells among the entries. It has all parts of the compiler from the first. */
const programName = 'cell-program';
const programEntry = 'secant:cell-program';

/**
 * What runs parts. It stands in each file that starts something, as text, so it uses nothing from around it.
 * @param {(name: string) => unknown} [fetchPart] what brings a part that is not here yet
 */
function runner(fetchPart) {
  /** @type {Record<string, ((need: unknown, load: unknown) => object) & { made?: object }>} */
  const parts = /** @type {any} */ (globalThis).secantParts;
  const need = (/** @type {string} */ name) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`the part ${name} of Secant is not there`);
    return (part.made ??= part(need, load));
  };
  /** The first of some parts, which needs the others. */
  const load = async (/** @type {string[]} */ ...names) => {
    await Promise.all(names.map((name) => parts[name] ?? fetchPart?.(name)));
    return need(String(names[0]));
  };
  return { need, load };
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
  const source = join(folder, 'src');
  const entry = join(source, 'pages', 'elements', 'index.ts');
  const figures = join(source, 'pictures', 'figures');
  /** @type {Set<string>} */
  let core = new Set();
  /** @type {Set<string>} */
  let ofProgram = new Set();
  const bundle = await rolldown({
    input: { [scriptName]: entry, [answersName]: join(folder, answersModule), [programName]: programEntry },
    platform: 'browser',
    resolve: { conditionNames: ['source', 'browser', 'import', 'default'] },
    plugins: [
      withoutParserParts,
      {
        name: 'core',
        // Parts of the library load when a figure or an answer asks for them, and WebAssembly never does. The program of the
        // cells has all.
        resolveId(id, importer) {
          if (id === programEntry || importer === programEntry) return id;
          // Cells import all names of 'secant'; answers in chapters a few, and load no more for the sake of cells.
          if (importer === join(source, 'pages', 'notebook', 'cell-modules.ts') && id === '../../index.ts')
            return join(source, 'calculus', 'index.ts');
          const instead = id.endsWith('/parts/index.ts') ? 'no-parts.ts' : id === './backend.ts' ? 'no-webassembly.ts' : undefined; // prettier-ignore
          return instead === undefined ? undefined : join(folder, 'book', 'build', instead);
        },
        load(id) {
          if (id === programEntry) return programSource(folder);
          // Nobody asks what an element shows in a console, or what its attributes mean; what stands here are the same names.
          if (id === join(source, 'pages', 'elements', 'attribute-meanings.ts'))
            return 'export const figureAttributes = {};\n';
          return id === join(source, 'base', 'shown.ts')
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
          ofProgram = closureOf(programEntry, modules, true);
          core = new Set([
            ...closureOf(entry, modules),
            ...shared,
            join(source, 'calculus', 'geometry', 'coefficient-text.ts'),
          ]);
        },
      },
    ],
  });
  const { output } = await bundle.generate({
    format: 'esm',
    minify: true,
    entryFileNames: 'parts/[name]-[hash:7].js',
    chunkFileNames: 'parts/[name]-[hash:7].js',
    // Besides the core: what the program of the cells needs too stays with what a page asks for it by, since small files compress badly.
    codeSplitting: {
      groups: [
        { name: 'core', test: (/** @type {string} */ id) => core.has(id) },
        { name: 'kink-analysis', test: /[\\/]parts[\\/]kink-analysis\.ts$/ },
        { name: 'films', test: /[\\/]film[\\/](?:index|make-film|figure-files)\.ts$/ },
        ...['surface', 'computation-graph-figure', 'secant-planes', 'secant-to-tangent', 'taylor-figure'].map(
          (name) => ({
            name,
            test: (/** @type {string} */ id) => id === join(figures, `${name}.ts`),
          }),
        ),
      ],
    },
  });
  await bundle.close();
  const built = output.filter((file) => file.type === 'chunk');
  // What cells import whole keeps the mark of a module.
  const ofPages = partsOf(entryOf(built, scriptName).fileName, built, () => true);
  const made = built.map((chunk) => (ofPages.includes(basename(chunk.fileName)) ? withoutHelpers(chunk) : chunk));
  const chunks = made.map((chunk) => {
    const isStart = chunk.isEntry && chunk.name !== programName;
    return isStart
      ? { ...chunk, fileName: `${chunk.name}.js`, code: startModule(chunk, made) }
      : { ...chunk, code: partText(chunk, made) };
  });
  const files = {
    ...Object.fromEntries(chunks.map(({ fileName, code }) => [fileName, code])),
    [`${scriptName}.classic.js`]: plainScript(entryOf(made, scriptName), made),
    [cellProgramFile]: programModule(entryOf(made, programName), made, ofProgram),
  };
  if (write !== undefined) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(write, name)), { recursive: true });
      writeFileSync(join(write, name), text);
    }
  }
  return { chunks, files };
}

/**
 * The program of the cells, with all parts of the compiler and the back ends.
 * @param {string} folder the project tree
 */
function programSource(folder) {
  const from = (/** @type {string[]} */ ...path) => `from ${JSON.stringify(join(folder, ...path))};\n`;
  const calculus = join('src', 'calculus');
  return (
    `import ${JSON.stringify(join(folder, 'src', 'pages', 'cells', 'worker.ts'))};\n` +
    `import { useBackends } ${from('book', 'build', 'no-webassembly.ts')}` +
    `import { BackendChoice } ${from(calculus, 'backend.ts')}` +
    `import { useParts } ${from(calculus, 'loaded-parts.ts')}` +
    `import { allParts } ${from(calculus, 'parts', 'index.ts')}` +
    'useParts(allParts);\nuseBackends((wanted) => new BackendChoice(wanted));\n'
  );
}

/** @typedef {(id: string) => { readonly importedIds: readonly string[], readonly dynamicallyImportedIds: readonly string[] } | null} Modules */

/**
 * A module and all that it imports.
 *
 * @param {string} start
 * @param {Modules} modules
 * @param {boolean} [later] also what is imported later
 */
export function closureOf(start, modules, later = false) {
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (/** @type {string} */ id) => {
    if (found.has(id)) return;
    found.add(id);
    const module = modules(id);
    for (const next of [...(module?.importedIds ?? []), ...((later && module?.dynamicallyImportedIds) || [])])
      visit(next);
  };
  visit(start);
  return found;
}

/**
 * A chunk and those it needs, itself first.
 * @param {string} start its file
 * @param {readonly OutputChunk[]} chunks
 * @param {(later: OutputChunk) => boolean} [isWanted] says which of those that are imported later are needed too
 * @returns {string[]} names of parts
 */
function partsOf(start, chunks, isWanted = () => false) {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (/** @type {string} */ name) => {
    const chunk = byName.get(name);
    if (chunk === undefined || found.has(name)) return;
    found.add(name);
    for (const next of chunk.imports) visit(next);
    for (const next of chunk.dynamicImports) {
      const later = byName.get(next);
      if (later !== undefined && isWanted(later)) visit(next);
    }
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
 * The body of a chunk, and what it exports: `name:value`. What it imports is given by `need`, what it imports later by `load`.
 * Imports become constants, so what is exported may not change later: no module of the sources exports a variable, and the
 * chunks have no circle, which is looked at here.
 *
 * @param {OutputChunk} chunk
 * @param {readonly OutputChunk[]} chunks
 */
function bodyOf(chunk, chunks) {
  const { code, fileName } = chunk;
  const text = new MagicString(code);
  /** @type {[name: string, value: string][]} */
  const exported = [];
  for (const name of new Set(chunk.imports))
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
        exported.push([named(name), `${from}${named(local)}`]);
      text.remove(statement.start, statement.end);
    } else if (statement.type === 'ExportDefaultDeclaration' || statement.type === 'ExportAllDeclaration')
      throw new Error(`${fileName} has an export of a kind that is not foreseen`);
  }
  const here = new Set(partsOf(fileName, chunks));
  for (const { start, end, name } of laterImports(tree)) {
    const parts = partsOf(`parts/${basename(name)}`, chunks);
    text.overwrite(start, end, `load(${listed(parts.filter((part, at) => at === 0 || !here.has(part)))})`);
  }
  return { body: text.toString().trim(), exported };
}

/** The file with what the bundler's own code calls. */
const helpersFile = /rolldown-runtime-[\w-]+\.js$/;

/**
 * What a page loads later comes as the object of its names. The bundler makes it with a helper in a file of its own where a part
 * has others besides; an object with getters says the same without that file.
 *
 * @param {OutputChunk} chunk
 * @returns {OutputChunk} the same where helpers are used for anything else
 */
function withoutHelpers(chunk) {
  const text = new MagicString(chunk.code);
  const tree = parse(chunk.code, { ecmaVersion: 'latest', sourceType: 'module' });
  const helpers = tree.body.find(
    (each) => each.type === 'ImportDeclaration' && helpersFile.test(String(each.source.value)),
  );
  if (helpers?.type !== 'ImportDeclaration' || helpers.specifiers.length !== 1) return chunk;
  const helper = helpers.specifiers[0]?.local.name;
  const calls = tree.body
    .flatMap((each) => (each.type === 'VariableDeclaration' ? each.declarations : []))
    .flatMap(({ init }) =>
      init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === helper ? [init] : [],
    );
  for (const { start, end, arguments: given } of calls) {
    if (given.length !== 1 || given[0]?.type !== 'ObjectExpression') return chunk;
    const getters = given[0].properties.map((each) => {
      if (each.type !== 'Property' || each.value.type !== 'ArrowFunctionExpression') return undefined;
      const { key, value } = each;
      return `get ${chunk.code.slice(key.start, key.end)}(){return ${chunk.code.slice(value.body.start, value.body.end)}}`;
    });
    if (getters.includes(undefined)) return chunk;
    text.overwrite(start, end, `{${getters.join()}}`);
  }
  text.remove(helpers.start, helpers.end);
  return { ...chunk, code: text.toString(), imports: chunk.imports.filter((name) => !helpersFile.test(name)) };
}

/**
 * A chunk as a function that is given what it imports, and gives what it exports.
 * @param {OutputChunk} chunk
 * @param {readonly OutputChunk[]} chunks
 */
function partText(chunk, chunks) {
  const { body, exported } = bodyOf(chunk, chunks);
  return (
    `(globalThis.secantParts??={})[${JSON.stringify(basename(chunk.fileName))}]??=(need,load)=>{"use strict";${body}\n` +
    `return{${exported.map((each) => each.join(':')).join()}}};\n`
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

/** @param {readonly string[]} parts */
const importsOf = (parts) =>
  parts
    .toReversed()
    .map((part) => `import "./parts/${part}";\n`)
    .join('');

/** @param {string} code */
const minified = (code) => transformSync(code, { minify: true, target: 'es2022' }).code;

/**
 * What a page imports.
 * @param {OutputChunk} entry
 * @param {readonly OutputChunk[]} chunks
 */
function startModule(entry, chunks) {
  const [, ...parts] = partsOf(entry.fileName, chunks);
  const { body, exported } = bodyOf(entry, chunks);
  const exports = exported.map(([name, value], at) => `const out${at}=${value};export{out${at} as ${name}};`);
  return minified(
    `${importsOf(parts)}const{need,load}=(${String(runner)})((name)=>import(/* @vite-ignore */"./parts/"+name));\n` +
      `${body}\n${exports.join('')}`,
  );
}

/**
 * The same as a plain script, for pages opened from a disk.
 * @param {OutputChunk} entry
 * @param {readonly OutputChunk[]} chunks
 */
function plainScript(entry, chunks) {
  const [, ...parts] = partsOf(entry.fileName, chunks);
  return minified(
    `globalThis.secantParts??={};(${String(runner)})((${String(byScriptTag)})()).load(${listed(parts)});\n`,
  );
}

/**
 * The module with the program of the cells: the text of all its parts.
 * @param {OutputChunk} entry
 * @param {readonly OutputChunk[]} chunks
 * @param {ReadonlySet<string>} wanted the modules that the program can reach
 */
function programModule(entry, chunks, wanted) {
  const parts = partsOf(entry.fileName, chunks, ({ moduleIds }) => moduleIds.some((id) => wanted.has(id)));
  const start = `}};(\${run})().need(${JSON.stringify(parts[0])})`;
  return minified(
    `${importsOf(parts)}const run=${String(runner)};const texts=[${listed(parts)}].map((name)=>JSON.stringify(name)+":"+secantParts[name]);\n` +
      `export const program=\`self.secantParts={\${texts.join()${start}\`;\n`,
  );
}
