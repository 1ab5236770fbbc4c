/**
 * MySQL: backquotes, parameters `?`. It has neither NaN nor infinities: a number that does not exist is NULL, and what
 * would be infinite is NULL too.
 */
import { backslashed, type Dialect, decimal, doubled, text, words } from '../dialect.ts';
import { commonOperations } from '../functions.ts';

export const mysql: Dialect = {
  name: 'mysql',
  title: 'MySQL',
  quote: (name) => doubled(name, '`'),
  string: (value) => backslashed(value, "'"),
  number: (value) => (Number.isFinite(value) ? exponential(value) : 'NULL'),
  truth: words,
  double: (expression) => `CAST(${expression} AS DOUBLE)`,
  isNaN: undefined,
  ordersNaN: false,
  parameter: () => '?',
  binding: 'positional',
  element: undefined,
  field: undefined,
  sum: (column) => `sum(${column})`,
  compensated: false,
  files: [],
  aliases: false,
  named: true,
  fence: '',
  depth: 60,
  operations: {
    ...commonOperations,
    exp: text('CASE WHEN $0 <= {709.782712893384} THEN exp($0) END'),
    pow: text(
      'CASE WHEN $0 < {0} AND $1 <> floor($1) THEN NULL WHEN $0 = {0} AND $1 < {0} THEN NULL ELSE pow($0, $1) END',
    ),
  },
};

function exponential(value: number): string {
  const written = decimal(value).replace(/\.0$/, '');
  return written.includes('e') ? written : `${written}e0`;
}
