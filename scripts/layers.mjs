/**
 * The layer check: which folder of src/ may import which, and which packages. Every import counts, also
 * `import type`, `export … from`, `import()`, `import('…')` in a type and `new URL('…', import.meta.url)`.
 * The files are parsed, not searched, so a comment or a string is never taken for an import. Tests (*.test.ts)
 * may import from anywhere; book/ and examples/ use public names only, as any reader would.
 *
 *     node scripts/layers.mjs [directory]
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseSync } from 'vite';
import { isMain, root as project } from './project.mjs';

/**
 * @typedef {object} Row
 * @property {readonly string[]} layers    rows whose files this folder may import, besides its own
 * @property {readonly string[]} packages  packages it may import; a trailing * stands for any ending
 * @property {true} [loads]  it may import files that its user names, whose names nobody can know here
 */

/**
 * The table. A folder belongs to its own row or to that of the nearest folder around it; one that has neither is an
 * error: say first where it stands. `index.ts` is the public face.
 * @type {Readonly<Record<string, Row>>}
 */
export const table = {
  base: { layers: [], packages: [] },

  'compiler/ir': { layers: ['base'], packages: [] },
  'compiler/analysis': { layers: ['compiler/ir', 'base'], packages: [] },
  'calculus/numeric': { layers: ['base'], packages: [] },
  'calculus/geometry': { layers: ['base'], packages: [] },
  'compiler/frontend/formula': { layers: ['compiler/ir', 'base'], packages: [] },

  // The only folder that knows acorn.
  'compiler/frontend/syntax': { layers: ['base'], packages: ['acorn', '@sveltejs/acorn-typescript'] },

  'compiler/rules': { layers: ['compiler/ir', 'base'], packages: [] },
  'compiler/frontend/lower': {
    layers: ['compiler/frontend/syntax', 'compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'],
    packages: [],
  },

  'compiler/transform/propagate': {
    layers: ['compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'],
    packages: [],
  },
  'compiler/transform/forward': {
    layers: ['compiler/transform/propagate', 'compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'],
    packages: [],
  },
  'compiler/transform/reverse': {
    layers: ['compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'],
    packages: [],
  },
  'compiler/transform/taylor': {
    layers: ['compiler/transform/propagate', 'compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'],
    packages: [],
  },

  'compiler/transform/unfold': { layers: ['compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'], packages: [] },
  'compiler/kinks': {
    layers: ['compiler/transform/taylor', 'compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'],
    packages: [],
  },

  'compiler/optimize': { layers: ['compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'], packages: [] },
  'compiler/interpret': { layers: ['compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'], packages: [] },
  'compiler/emit/javascript': { layers: ['compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'], packages: [] },
  'compiler/emit/webassembly': {
    // The plan of tapes is one for both.
    layers: ['compiler/emit/javascript', 'compiler/rules', 'compiler/analysis', 'compiler/ir', 'base'],
    packages: [],
  },
  'compiler/emit/module': { layers: ['compiler/rules', 'base'], packages: [] },
  'compiler/trace': {
    layers: [
      'compiler/frontend/syntax',
      'compiler/kinks',
      'compiler/interpret',
      'compiler/rules',
      'compiler/ir',
      'base',
    ],
    packages: [],
  },
  'compiler/emit/sql': { layers: ['compiler/rules', 'compiler/ir', 'base'], packages: [] },

  // `loaded-parts.ts` alone names what comes by import(); the check of sizes holds pages of formulas free of it.
  calculus: {
    layers: [
      'compiler/frontend/syntax',
      'compiler/frontend/lower',
      'compiler/frontend/formula',
      'compiler/rules',
      'compiler/ir',
      'compiler/analysis',
      'compiler/transform/forward',
      'compiler/transform/reverse',
      'compiler/transform/taylor',
      'compiler/kinks',
      'compiler/optimize',
      'compiler/interpret',
      'compiler/trace',
      'compiler/emit/javascript',
      // By `import()`, when it is asked for.
      'compiler/emit/webassembly',
      'calculus/numeric',
      'calculus/geometry',
      'base',
    ],
    packages: [],
  },
  data: {
    layers: [
      'calculus',
      'compiler/emit/sql',
      'compiler/emit/module',
      'compiler/transform/unfold',
      'compiler/transform/forward',
      'compiler/transform/reverse',
      'compiler/rules',
      'compiler/ir',
      'compiler/analysis',
      'base',
    ],
    packages: [],
  },
  'index.ts': {
    layers: ['calculus', 'calculus/geometry', 'calculus/numeric', 'base'],
    packages: [],
  },

  'pictures/scene': { layers: ['base'], packages: [] },
  'pictures/figures': {
    layers: ['pictures/scene', 'calculus', 'calculus/geometry', 'base'],
    packages: ['#figure-files'],
  },
  'pictures/film': { layers: ['pictures/scene', 'base'], packages: ['gifenc'] },
  'pictures/film/node': {
    layers: ['pictures/film', 'pictures/scene', 'base'],
    packages: ['@resvg/resvg-js', 'sharp', 'node:*'],
  },
  'pages/notebook': {
    layers: ['compiler/frontend/syntax', 'index.ts', 'pictures/figures', 'base'],
    packages: ['sucrase'],
  },
  'pictures/view': {
    layers: ['pictures/film', 'pictures/figures', 'pictures/scene', 'calculus', 'base'],
    packages: [],
  },
  'pages/cells': { layers: ['pages/notebook', 'pictures/figures', 'pictures/scene', 'base'], packages: [] },
  // react for the types of JSX in elements/react.ts, nothing else.
  'pages/elements': {
    layers: [
      'pages/cells',
      'pages/notebook',
      'pictures/view',
      'pictures/figures',
      'pictures/scene',
      'calculus',
      'base',
    ],
    packages: ['react'],
  },
  'pages/show': {
    layers: ['pages/elements', 'pictures/view', 'pictures/figures', 'base'],
    packages: ['#figure-files'],
  },
  'tools/plugin': {
    layers: ['compiler/trace', 'compiler/frontend/syntax', 'base'],
    packages: ['magic-string', 'node:*'],
  },
  'tools/chapter': {
    layers: ['pages/elements', 'pages/cells', 'pages/notebook', 'pictures/figures', 'index.ts', 'base'],
    // The types of markdown-it and KaTeX; whoever reads a chapter brings them.
    packages: ['markdown-it', 'katex'],
  },
  'tools/cli': {
    layers: [
      'tools/chapter',
      'index.ts',
      'data',
      'compiler/emit/sql',
      'tools/plugin',
      'compiler/frontend/syntax',
      'pages/elements',
      'pages/notebook',
      'pictures/film/node',
      'pictures/figures',
      'pictures/scene',
      'base',
    ],
    packages: ['commander', 'markdown-it', 'katex', 'node:*'],
    loads: true,
  },
};

/** Folders outside src/ that may use public names only. */
const publicOnly = ['book', 'examples'];

/** Where one of them may reach in all the same: the book is built by what the command makes chapters with. */
const alsoAllowed = [{ from: 'book/', to: 'src/tools/chapter/' }];

/**
 * @typedef {object} Import
 * @property {string | undefined} specifier  undefined if it is computed, so that nobody can tell what it names
 * @property {number} start                  offset in the text
 */

/**
 * All imports of a TypeScript text.
 * @param {string} file its name, for errors
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(file, text) {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  /** @type {Import[]} */
  const found = [];
  /** @param {any} literal @param {number} start */
  const add = (literal, start) => {
    const known = literal?.type === 'Literal' && typeof literal.value === 'string';
    found.push({ specifier: known ? literal.value : undefined, start });
  };
  /** @param {any} node */
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== 'object' || typeof node.type !== 'string') return;
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
        add(node.source, node.start);
        break;
      case 'ExportNamedDeclaration':
        if (node.source) add(node.source, node.start);
        break;
      case 'TSImportType':
        add(node.source ?? node.argument?.literal ?? node.argument, node.start);
        break;
      case 'TSExternalModuleReference':
        add(node.expression, node.start);
        break;
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') add(node.arguments[0], node.start);
        break;
      case 'NewExpression':
        if (node.callee.name === 'URL' && node.arguments[1]?.object?.type === 'MetaProperty') {
          add(node.arguments[0], node.start);
        }
        break;
      default:
    }
    for (const key of Object.keys(node)) visit(node[key]);
  };
  visit(program);
  return found;
}

/** @param {string} name @param {readonly string[]} patterns */
function matches(name, patterns) {
  return patterns.some((p) => (p.endsWith('*') ? name.startsWith(p.slice(0, -1)) : name === p));
}

/** @param {string} specifier `@scope/name/sub` and `name/sub` become the package's name. */
function packageOf(specifier) {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** @param {string} folder @returns {string[]} the code files in it and below, without tests, in a fixed order */
function codeFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !/\.test\.[cm]?[jt]sx?$/.test(name))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

/**
 * Checks a project tree.
 * @param {string} root the folder that holds src/
 * @param {Readonly<Record<string, Row>>} [rows]
 * @returns {{ files: number, edges: number, problems: string[] }}
 */
export function checkLayers(root, rows = table) {
  const source = join(root, 'src');
  /** @type {string[]} */
  const problems = [];
  let edges = 0;

  /** @param {string} file the deepest folder around it that has a row, or the outermost folder where none has */
  const layerOf = (file) => {
    const parts = relative(source, file).split(sep);
    for (let k = parts.length; k > 0; k--) {
      const name = parts.slice(0, k).join('/');
      if (Object.hasOwn(rows, name)) return name;
    }
    return parts.slice(0, -1).join('/');
  };
  /** @param {string} file */
  const nameOf = (file) => relative(root, file).split(sep).join('/');
  /** @param {string} file @param {(specifier: string) => string | undefined} judge */
  const checkFile = (file, judge) => {
    const text = readFileSync(file, 'utf8');
    for (const { specifier, start } of importsOf(file, text)) {
      edges++;
      const line = text.slice(0, start).split('\n').length;
      const problem =
        specifier !== undefined
          ? judge(specifier)
          : rows[layerOf(file)]?.loads === true
            ? undefined
            : 'the name of the imported file is computed, so it cannot be checked';
      if (problem !== undefined) problems.push(`${nameOf(file)}:${line}: ${problem}`);
    }
  };

  const files = codeFiles(source);
  const missing = new Set(files.map(layerOf).filter((layer) => !Object.hasOwn(rows, layer)));
  for (const layer of missing) {
    problems.push(`src/${layer} has no row in the table of scripts/layers.mjs: say what it may import`);
  }
  for (const file of files) {
    const from = layerOf(file);
    const row = Object.hasOwn(rows, from) ? rows[from] : undefined;
    if (row === undefined) continue;
    checkFile(file, (specifier) => {
      if (specifier.startsWith('.')) {
        const target = resolve(dirname(file), specifier);
        if (relative(source, target).startsWith('..')) return `${from} -> ${nameOf(target)}: outside src`;
        const to = layerOf(target);
        if (/\.test\.[cm]?[jt]sx?$/.test(target)) return `${from} -> ${nameOf(target)}: a test`;
        if (to === from || row.layers.includes(to)) return undefined;
        return `${from} -> ${to} is not allowed (${specifier}); ${from} may import ${list(row.layers)}`;
      }
      const name = packageOf(specifier);
      if (name === 'secant') return `${from} -> ${specifier}: src does not import itself by its public name`;
      if (matches(name, row.packages)) return undefined;
      return `${from} -> package ${name} is not allowed; packages of ${from}: ${list(row.packages)}`;
    });
  }
  for (const folder of publicOnly) {
    for (const file of codeFiles(join(root, folder))) {
      checkFile(file, (specifier) => {
        if (!specifier.startsWith('.')) return undefined;
        const target = resolve(dirname(file), specifier);
        const inside = !relative(join(root, folder), target).startsWith('..');
        const known = alsoAllowed.some(
          ({ from, to }) => nameOf(file).startsWith(from) && nameOf(target).startsWith(to),
        );
        return inside || known
          ? undefined
          : `${folder} -> ${nameOf(target)}: ${folder} uses public names only ('secant', 'secant/…')`;
      });
    }
  }
  return { files: files.length, edges, problems };
}

/** @param {readonly string[]} names */
function list(names) {
  return names.length === 0 ? 'nothing' : names.join(', ');
}

if (isMain(import.meta.url)) {
  const root = resolve(process.argv[2] ?? project);
  const { files, edges, problems } = checkLayers(root);
  for (const problem of problems) console.error(problem);
  console.log(`layers: ${files} files, ${edges} imports, ${problems.length} against the table`);
  if (files === 0) console.error('no files found: nothing was checked');
  process.exitCode = problems.length > 0 || files === 0 ? 1 : 0;
}
