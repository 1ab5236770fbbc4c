/** BigQuery: backquotes, parameters `@name`, arrays by SAFE_OFFSET, IEEE_DIVIDE, NaN unequal to all. */
import { backslashed, type Dialect, decimal, text, words } from '../dialect.ts';
import { commonOperations } from '../functions.ts';

export const bigquery: Dialect = {
  name: 'bigquery',
  title: 'BigQuery',
  quote: (name) => backslashed(name, '`'),
  string: (value) => backslashed(value, "'"),
  number: (value) => (Number.isFinite(value) ? decimal(value) : `CAST('${value}' AS FLOAT64)`),
  truth: words,
  double: (expression) => `CAST(${expression} AS FLOAT64)`,
  isNaN: (expression) => `IS_NAN(${expression})`,
  ordersNaN: false,
  parameter: (name) => `@${name}`,
  binding: 'named',
  element: (array, index) => `${array}[SAFE_OFFSET(${index})]`,
  field: (record, quoted) => `${record}.${quoted}`,
  sum: (column) => `sum(${column})`,
  compensated: false,
  files: [],
  aliases: false,
  named: true,
  fence: '',
  depth: 90,
  operations: {
    ...commonOperations,
    div: text('IEEE_DIVIDE($0, $1)'),
    exp: text('CASE WHEN $0 > {709.782712893384} THEN {Infinity} ELSE exp($0) END'),
    pow: text(
      'CASE WHEN $0 < {0} AND $1 <> floor($1) THEN {NaN} WHEN $0 = {0} AND $1 < {0} THEN {Infinity} ELSE pow($0, $1) END',
    ),
    sinh: text('sinh($0)'),
    cosh: text('cosh($0)'),
    tanh: text('tanh($0)'),
    asinh: text('asinh($0)'),
    acosh: text('CASE WHEN $0 >= {1} THEN acosh($0) ELSE {NaN} END'),
    cbrt: text('cbrt($0)'),
  },
};
