/**
 * What the scripts of a page leave out of the parser of types: the names of characters in JSX (`&nbsp;`), 1.8 kB gzipped.
 * The functions that a page gives are parsed without JSX, which nobody turns on there (`parse-module.ts` does, in Node).
 */

const table = /^var xhtml_default = \{[^}]*\};$/m;

/** For Vite, Rolldown and Rollup. */
export const withoutJsx = {
  name: 'secant-without-jsx',
  transform: {
    filter: { id: /acorn-typescript[\\/]index\.js$/ },
    handler(/** @type {string} */ code) {
      if (!table.test(code))
        throw new Error('the table of JSX is no longer where scripts/without-jsx.mjs looks for it');
      return { code: code.replace(table, 'var xhtml_default = {};'), map: null };
    },
  },
};
