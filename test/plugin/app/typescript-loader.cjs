// A loader for webpack that takes the types out, as ts-loader and its kind do.
const { transformSync } = require('esbuild');

/** @param {string} code */
module.exports = function strip(code) {
  return transformSync(code, { loader: 'ts' }).code;
};
