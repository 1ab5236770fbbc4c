/** DuckDB: double quotes, named parameters `$name`, lists from 1, compensated sums by `fsum`, NaN above all numbers. */
import { type Dialect, decimal, doubled, text, words } from '../dialect.ts';
import { commonOperations, guardedLog, guardedWave } from '../functions.ts';

export const duckdb: Dialect = {
  name: 'duckdb',
  title: 'DuckDB',
  quote: (name) => doubled(name, '"'),
  string: (value) => doubled(value, "'"),
  // 0.1 alone would be a DECIMAL.
  number: (value) => (Number.isFinite(value) ? exponential(value) : `'${value}'::DOUBLE`),
  truth: words,
  double: (expression) => `CAST(${expression} AS DOUBLE)`,
  isNaN: (expression) => `isnan(${expression})`,
  ordersNaN: true,
  parameter: (name) => `$${name}`,
  binding: 'named',
  element: (array, index) => `${array}[${index + 1}]`,
  field: (record, quoted) => `(${record}).${quoted}`,
  // fsum is Kahan's sum, and makes NaN of an infinity.
  sum: (column) => `CASE WHEN isfinite(sum(${column})) THEN fsum(${column}) ELSE sum(${column}) END`,
  compensated: true,
  files: ['parquet', 'csv', 'tsv', 'json', 'jsonl', 'ndjson', 'gz', 'zst'],
  aliases: false,
  named: true,
  fence: '',
  depth: 250,
  operations: {
    ...commonOperations,
    sin: guardedWave('sin'),
    cos: guardedWave('cos'),
    tan: guardedWave('tan'),
    sinh: text('sinh($0)'),
    cosh: text('cosh($0)'),
    tanh: text('tanh($0)'),
    asinh: text('asinh($0)'),
    log2: guardedLog('log2($0)'),
    log10: guardedLog('log10($0)'),
    cbrt: text('cbrt($0)'),
    acosh: text('CASE WHEN $0 >= {1} THEN acosh($0) ELSE {NaN} END'),
    fround: text('CAST(CAST($0 AS FLOAT) AS DOUBLE)'),
  },
};

function exponential(value: number): string {
  const written = decimal(value).replace(/\.0$/, '');
  return written.includes('e') ? written : `${written}e0`;
}
