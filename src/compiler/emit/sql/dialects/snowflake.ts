/** Snowflake: double quotes, parameters `:1`, arrays of variants from 0, NaN above all numbers. x/0 is an error, so it is guarded. */
import { backslashed, type Dialect, decimal, doubled, text, words } from '../dialect.ts';
import { commonOperations } from '../functions.ts';

export const snowflake: Dialect = {
  name: 'snowflake',
  title: 'Snowflake',
  quote: (name) => doubled(name, '"'),
  string: (value) => backslashed(value, "'"),
  number: (value) => (Number.isFinite(value) ? `${decimal(value)}::FLOAT` : `'${infinite(value)}'::FLOAT`),
  truth: words,
  double: (expression) => `CAST(${expression} AS FLOAT)`,
  isNaN: (expression) => `(${expression} = 'NaN'::FLOAT)`,
  ordersNaN: true,
  parameter: (_name, position) => `:${position}`,
  binding: 'positional',
  element: (array, index) => `${array}[${index}]`,
  field: (record, quoted) => `${record}:${quoted}`,
  sum: (column) => `sum(${column})`,
  compensated: false,
  files: [],
  aliases: false,
  named: true,
  fence: '',
  depth: 90,
  operations: {
    ...commonOperations,
    div: text(
      'CASE WHEN $1 <> {0} THEN $0 / $1 WHEN $0 = {0} OR $0 = {NaN} THEN {NaN} WHEN $0 > {0} THEN {Infinity} ELSE {-Infinity} END',
    ),
    sinh: text('sinh($0)'),
    cosh: text('cosh($0)'),
    tanh: text('tanh($0)'),
    asinh: text('asinh($0)'),
    cbrt: text('cbrt($0)'),
  },
};

function infinite(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf';
}
