/**
 * What pages leave out of the parsers: JSX with its names of characters (`&nbsp;`), since the functions that a page gives are parsed
 * without it (`parse-module.ts` turns it on, in Node), and the names of scripts in regular expressions (`\p{Script=Greek}`), which
 * the engine checks when it makes the expression. Together that is 4 kB gzipped. Sucrase takes types out of cells and does nothing
 * else: of its other transforms and its check of options only the names are left, so that a call of one is a TypeError.
 */

/** The part of the parser of types that reads JSX, between the names of its files. */
const jsx = /^\/\/ src\/extentions\/jsx\/xhtml\.ts$[\s\S]*?(?=^\/\/ src\/extentions\/import-assertions\.ts$)/m;

/** By the module: what is looked for in it, and what stands there instead. */
const parts = /** @type {const} */ ([
  [/acorn-typescript[\\/]index\.js$/, [[jsx, 'const generateJsxParser = (_acorn, _types, Parser) => Parser;\n']]],
  [
    /[\\/]acorn[\\/]dist[\\/]acorn\.mjs$/,
    [
      [/^var ecma9ScriptValues = "[^"]*";$/m, 'var ecma9ScriptValues = "";'],
      [/\{ state\.raise\("Invalid property value"\); \}/, '{}'],
    ],
  ],
]);

/** Modules of Sucrase of which nothing is asked. */
const unused = new Set([
  'CJSImportProcessor',
  'computeSourceMap',
  'util/formatTokens',
  'parser/plugins/flow',
  'parser/plugins/jsx/index',
  'transformers/CJSImportTransformer',
  'transformers/FlowTransformer',
  'transformers/JestHoistTransformer',
  'transformers/JSXTransformer',
  'transformers/NumericSeparatorTransformer',
  'transformers/OptionalCatchBindingTransformer',
  'transformers/OptionalChainingNullishTransformer',
  'transformers/ReactDisplayNameTransformer',
  'transformers/ReactHotLoaderTransformer',
]);
const sucrase = /[\\/]sucrase[\\/]dist[\\/]esm[\\/](.+)\.js$/;

/** A module of Sucrase as it is left; undefined where it stays. @param {string} id @param {string} code */
function leftOf(id, code) {
  const module = sucrase.exec(id)?.[1]?.replaceAll('\\', '/') ?? '';
  // TypeScript has made the options.
  if (module === 'Options') return 'export function validateOptions() {}\n';
  if (!unused.has(module)) return undefined;
  return [...code.matchAll(/^export (?:default|function (\w+))/gm)]
    .map(([, name]) => (name === undefined ? 'export default undefined;\n' : `export const ${name} = undefined;\n`))
    .join('');
}

/** For Vite, Rolldown and Rollup. */
export const withoutParserParts = {
  name: 'secant-parser-parts',
  transform: {
    filter: { id: [...parts.map(([module]) => module), sucrase] },
    handler(/** @type {string} */ code, /** @type {string} */ id) {
      code = leftOf(id, code) ?? code;
      for (const [module, changes] of parts) {
        if (!module.test(id)) continue;
        for (const [part, instead] of changes) {
          if (!part.test(code))
            throw new Error(`${id} no longer holds what scripts/parser-parts.mjs looks for: ${part}`);
          code = code.replace(part, instead);
        }
      }
      return { code, map: null };
    },
  },
};
