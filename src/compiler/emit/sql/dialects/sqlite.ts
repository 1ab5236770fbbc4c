/** SQLite with its mathematical functions: double quotes, parameters `:name`, no NaN: a number that does not exist is NULL. */
import { type Dialect, decimal, doubled, text, words } from '../dialect.ts';
import { commonOperations, guardedLog } from '../functions.ts';

export const sqlite: Dialect = {
  name: 'sqlite',
  title: 'SQLite',
  quote: (name) => doubled(name, '"'),
  string: (value) => doubled(value, "'"),
  number: (value) =>
    Number.isFinite(value) ? decimal(value) : Number.isNaN(value) ? 'NULL' : value > 0 ? '9e999' : '-9e999',
  truth: words,
  double: (expression) => `CAST(${expression} AS REAL)`,
  isNaN: undefined,
  ordersNaN: false,
  parameter: (name) => `:${name}`,
  binding: 'named',
  element: undefined,
  field: undefined,
  sum: (column) => `sum(${column})`,
  compensated: false,
  files: [],
  aliases: false,
  named: true,
  fence: ' LIMIT -1',
  depth: 60,
  operations: {
    ...commonOperations,
    rem: text('mod($0, $1)'),
    sinh: text('sinh($0)'),
    cosh: text('cosh($0)'),
    tanh: text('tanh($0)'),
    asinh: text('asinh($0)'),
    log2: guardedLog('log2($0)'),
    log10: guardedLog('log10($0)'),
    max: text('max($0, $1)'),
    min: text('min($0, $1)'),
    floor: text('floor($0)'),
    ceil: text('ceil($0)'),
  },
};
