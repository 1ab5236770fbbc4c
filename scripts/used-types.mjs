/**
 * The types of the package: of the files that the compiler wrote, the declarations that a public name leads to, each with its
 * comment. The others belong to the inside, which a bundle does not show.
 */
import { readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';

/**
 * @typedef {object} Types a file of types
 * @property {string} text
 * @property {readonly any[]} statements
 * @property {ReadonlySet<any>} always  statements that say something whoever asks: `declare global`, `import './a'`
 * @property {ReadonlyMap<string, any[]>} declared  statements by the names that they declare
 * @property {ReadonlyMap<string, Link>} imported  by the name inside
 * @property {ReadonlyMap<string, Link>} exported  by the name outside
 */

/**
 * What a name of a file is: one of its own, or one of another file.
 * @typedef {object} Link
 * @property {any} specifier of the statement that names it; undefined for a declaration that is exported where it stands
 * @property {string | undefined} file the other file
 * @property {string} name there; `*` for all of it
 */

/** What is between a file and the names that it uses, in code and in comments: `from './a.ts'`, `import('./a.ts')`. */
const specifiers = /\b(from|import)\s*\(?\s*['"](\.[^'"]+\.ts)['"]/g;

/**
 * Leaves in a folder of types what its entries lead to. Imports get the ending of the files that a package has.
 * @param {string} folder
 * @param {readonly string[]} entries files of types
 */
export function keepUsedTypes(folder, entries) {
  /** @type {Map<string, Types>} */
  const files = new Map();
  /** What is kept, and specifiers of imports and exports. @type {Set<any>} */
  const kept = new Set();
  const typesOf = (/** @type {string} */ file) => {
    let types = files.get(file);
    if (types === undefined) {
      files.set(file, (types = readTypes(file)));
      for (const statement of types.always) keep(file, statement);
    }
    return types;
  };
  const keep = (/** @type {string} */ file, /** @type {any} */ statement) => {
    if (kept.has(statement)) return;
    kept.add(statement);
    const { text } = typesOf(file);
    if (statement.type === 'ImportDeclaration') typesOf(besides(file, statement.source.value));
    const code = text.slice(statement.start, statement.end).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    for (const [, specifier = '', name = '*'] of code.matchAll(/\bimport\(['"](\.[^'"]+)['"]\)(?:\.(\w+))?/g))
      keepExport(besides(file, specifier), name);
    for (const [name] of code.matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)) keepName(file, name);
  };
  const keepName = (/** @type {string} */ file, /** @type {string} */ name) => {
    const { declared, imported } = typesOf(file);
    for (const statement of declared.get(name) ?? []) keep(file, statement);
    const link = imported.get(name);
    if (link !== undefined) keepLink(file, link);
  };
  const keepLink = (/** @type {string} */ file, /** @type {Link} */ link) => {
    if (kept.has(link)) return;
    kept.add(link).add(link.specifier);
    if (link.file === undefined) keepName(file, link.name);
    else keepExport(link.file, link.name);
  };
  /** @returns {boolean} whether the file has it */
  const keepExport = (/** @type {string} */ file, /** @type {string} */ name) => {
    const { exported, statements } = typesOf(file);
    const links = name === '*' ? [...exported.values()] : [exported.get(name)].filter((link) => link !== undefined);
    for (const link of links) keepLink(file, link);
    let found = links.length > 0;
    if (found && name !== '*') return true;
    for (const statement of statements) {
      if (statement.type !== 'ExportAllDeclaration') continue;
      if (!keepExport(besides(file, statement.source.value), name)) continue;
      kept.add(statement);
      found = true;
    }
    return found;
  };
  for (const entry of entries) keepExport(entry, '*');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    if (!name.endsWith('.d.ts')) continue;
    const types = files.get(file);
    const text = types === undefined ? '' : written(types, kept);
    if (text === '') rmSync(file);
    else writeFileSync(file, text);
  }
  removeEmptyFolders(folder);
}

/** @param {string} file @param {string} specifier @returns {string} the file of types that it names */
const besides = (file, specifier) => join(dirname(file), specifier.replace(/(?:\.d)?\.[jt]s$/, '.d.ts'));

/** @param {string} file @returns {Types} */
function readTypes(file) {
  const text = readFileSync(file, 'utf8').replace(specifiers, (whole) => whole.replace(/\.ts(['"])$/, '.js$1'));
  const { program, errors } = parseSync(file, text, { lang: 'dts' });
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message}`);
  const statements = /** @type {any[]} */ (program.body);
  /** @type {Set<any>} */
  const always = new Set();
  /** @type {Map<string, any[]>} */
  const declared = new Map();
  /** @type {Map<string, Link>} */
  const imported = new Map();
  /** @type {Map<string, Link>} */
  const exported = new Map();
  for (const statement of statements) {
    const { type } = statement;
    const from = statement.source?.value.startsWith('.') ? besides(file, statement.source.value) : undefined;
    if (type === 'ImportDeclaration') {
      if (statement.specifiers.length === 0) always.add(statement);
      for (const specifier of statement.specifiers)
        imported.set(specifier.local.name, { specifier, file: from, name: specifier.imported?.name ?? '*' });
    } else if (type === 'ExportNamedDeclaration' && !statement.declaration) {
      if (statement.specifiers.length === 0) always.add(statement);
      for (const specifier of statement.specifiers)
        exported.set(specifier.exported.name, { specifier, file: from, name: specifier.local.name });
    } else if (type !== 'ExportAllDeclaration') {
      const node = statement.declaration ?? statement;
      const names = (node.declarations ?? [node]).map((/** @type {any} */ each) => each.id?.name);
      if (names.includes(undefined) || node.type === 'TSModuleDeclaration') always.add(statement);
      for (const name of names) {
        declared.set(name, [...(declared.get(name) ?? []), statement]);
        if (type === 'ExportNamedDeclaration') exported.set(name, { specifier: undefined, file: undefined, name });
      }
    }
  }
  return { text, statements, always, declared, imported, exported };
}

/**
 * A file with what is kept of it.
 * @param {Types} types
 * @param {ReadonlySet<any>} kept
 */
function written({ text, statements }, kept) {
  let before = 0;
  const parts = statements.map((statement) => {
    const start = before;
    before = statement.end;
    const { specifiers: names, source } = statement;
    if (kept.has(statement)) return text.slice(start, statement.end);
    const used = (names ?? []).filter((/** @type {any} */ each) => kept.has(each));
    if (used.length === 0) return '';
    const [first] = used;
    // `import * as a` and `import a` stand alone in these files.
    if (!/^(?:ImportSpecifier|ExportSpecifier)$/.test(first.type)) return text.slice(start, statement.end);
    const word = /^(?:import|export)(?: type)?/.exec(text.slice(statement.start))?.[0];
    const listed = used.map((/** @type {any} */ each) => text.slice(each.start, each.end)).join(', ');
    return `\n${word} { ${listed} }${source === null ? '' : ` from ${source.raw}`};`;
  });
  const whole = parts.join('').trim();
  return whole === '' ? '' : `${whole}\n`;
}

/** @param {string} folder */
function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
