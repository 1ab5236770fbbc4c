/**
 * The public names of the package with their signatures, as a text under review: `docs/api-report.txt`. In: the types that are
 * built. Out: for each entry its names, then the types that these name and no entry exports, since a change in one of
 * them reaches users too. Comments and private members are left out, so the text changes only when a signature does.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';

/** Where the report is kept. */
export const reportFile = join('docs', 'api-report.txt');

/**
 * @typedef {object} Declaration
 * @property {string} file
 * @property {string} name  as it is declared there
 * @property {readonly string[]} texts  one for each overload
 */

/**
 * @typedef {object} Module
 * @property {ReadonlyMap<string, string[]>} declared  texts by local name
 * @property {ReadonlyMap<string, { readonly file: string, readonly name: string }>} imported  by local name
 * @property {ReadonlyMap<string, { readonly file: string | undefined, readonly name: string }>} exported  by public name
 * @property {readonly string[]} all  files all of whose names are exported
 */

/** @type {Map<string, Module>} */
const modules = new Map();

/** @param {string} file @returns {Module} */
function moduleOf(file) {
  const known = modules.get(file);
  if (known !== undefined) return known;
  const written = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, written, { lang: 'dts' });
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message}`);
  const text = blanked(written, comments);
  /** @type {Map<string, string[]>} */
  const declared = new Map();
  /** @type {Map<string, { file: string, name: string }>} */
  const imported = new Map();
  /** @type {Map<string, { file: string | undefined, name: string }>} */
  const exported = new Map();
  /** @type {string[]} */
  const all = [];
  const fileOf = (/** @type {string} */ specifier) => join(dirname(file), specifier.replace(/\.js$/, '.d.ts'));
  const declare = (/** @type {any} */ node, /** @type {boolean} */ isExported) => {
    const names =
      node.type === 'VariableDeclaration'
        ? node.declarations.map((/** @type {any} */ one) => one.id.name)
        : [node.id.name];
    for (const name of names) {
      declared.set(name, [...(declared.get(name) ?? []), tidy(text.slice(node.start, node.end))]);
      if (isExported) exported.set(name, { file: undefined, name });
    }
  };
  for (const node of /** @type {any[]} */ (program.body)) {
    if (node.type === 'ImportDeclaration' && node.source.value.startsWith('.')) {
      for (const one of node.specifiers)
        imported.set(one.local.name, { file: fileOf(node.source.value), name: one.imported?.name ?? '*' });
    } else if (node.type === 'ExportAllDeclaration') all.push(fileOf(node.source.value));
    else if (node.type === 'ExportNamedDeclaration' && node.declaration) declare(node.declaration, true);
    else if (node.type === 'ExportNamedDeclaration') {
      const from = node.source === null ? undefined : fileOf(node.source.value);
      for (const one of node.specifiers) exported.set(one.exported.name, { file: from, name: one.local.name });
    } else if ('id' in node || node.type === 'VariableDeclaration') declare(node, false);
  }
  const made = { declared, imported, exported, all };
  modules.set(file, made);
  return made;
}

/** @param {string} text @param {readonly { start: number, end: number }[]} comments */
function blanked(text, comments) {
  let without = text;
  for (const { start, end } of comments)
    without = without.slice(0, start) + without.slice(start, end).replace(/[^\n]/g, ' ') + without.slice(end);
  return without;
}

/** @param {string} text */
function tidy(text) {
  return text
    .replace(/^(?:export )?declare /, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s+(?:private\b|#private)/.test(line))
    .join('\n');
}

/** @param {string} file @returns {Map<string, Declaration>} the public names of a file */
function namesOf(file) {
  const { exported, all } = moduleOf(file);
  /** @type {Map<string, Declaration>} */
  const names = new Map(all.flatMap((other) => [...namesOf(other)]));
  for (const [name, { file: from, name: local }] of exported) {
    const found = from === undefined ? declarationOf(file, local) : namesOf(from).get(local);
    if (found === undefined) throw new Error(`${file} exports ${name}, which is declared nowhere`);
    names.set(name, found);
  }
  return names;
}

/** @param {string} file @param {string} name @returns {Declaration | undefined} what a name means inside a file */
function declarationOf(file, name) {
  const { declared, imported } = moduleOf(file);
  const texts = declared.get(name);
  if (texts !== undefined) return { file, name, texts };
  const from = imported.get(name);
  return from === undefined ? undefined : namesOf(from.file).get(from.name);
}

/**
 * The report.
 * @param {string} folder of the built package
 * @param {Readonly<Record<string, unknown>>} exports of its manifest
 * @returns {string}
 */
export function apiReport(folder, exports) {
  modules.clear();
  /** @type {Map<string, Declaration>} */
  const shown = new Map();
  const keyOf = (/** @type {Declaration} */ one) => `${one.file} ${one.name}`;
  const show = (/** @type {string} */ name, /** @type {Declaration} */ one) => {
    const before = shown.get(keyOf(one));
    shown.set(keyOf(one), one);
    const renamed = name === one.name ? '' : ` as ${name}`;
    if (before !== undefined) return `${one.name}${renamed}  (above)`;
    return one.texts.join('\n') + (renamed === '' ? '' : `\n${one.name}${renamed}`);
  };
  const sections = Object.entries(exports).map(([entry, target]) => {
    const { types } = /** @type {{ types: string }} */ (target);
    const names = [...namesOf(join(folder, types))].sort(([one], [other]) => (one < other ? -1 : 1));
    return [`== ${entry.replace('.', 'secant')}`, ...names.map(([name, one]) => show(name, one))].join('\n\n');
  });
  /** @type {Declaration[]} */
  const inside = [];
  for (const one of shown.values()) {
    for (const name of new Set(one.texts.join('\n').match(/[A-Za-z_$][\w$]*/g))) {
      const named = declarationOf(one.file, name);
      if (named === undefined || shown.has(keyOf(named))) continue;
      // The list grows while it is walked, so what these name is found too.
      shown.set(keyOf(named), named);
      inside.push(named);
    }
  }
  inside.sort((one, other) => (one.name + one.file < other.name + other.file ? -1 : 1));
  const last = ['== named by these, and exported by no entry', ...inside.map(({ texts }) => texts.join('\n'))];
  return `${[...sections, last.join('\n\n')].join('\n\n')}\n`;
}

/**
 * The first line that two texts do not share.
 * @param {string} before
 * @param {string} now
 * @returns {string}
 */
export function firstChange(before, now) {
  const [old, fresh] = [before.split('\n'), now.split('\n')];
  const at = fresh.findIndex((line, k) => line !== old[k]);
  const line = at < 0 ? fresh.length : at;
  return `line ${line + 1}:\n- ${old[line] ?? '(the end)'}\n+ ${fresh[line] ?? '(the end)'}`;
}
