/**
 * PostgreSQL: `$1`, arrays from 1, NaN above all numbers. It raises an error where a product, a quotient or a power leaves
 * the range of doubles, at the small end too, and where something is divided by 0. The query is written without regard to
 * that, and once more with guards where the first one failed. Sums of two numbers have no guard, and fail from 1.8e308.
 */
import { type Dialect, doubled, text, words } from '../dialect.ts';
import { commonOperations, guardedWave } from '../functions.ts';

/** Both factors far from the ends of the range. */
const tame = (name: string): string => `abs(${name}) BETWEEN {1e-150} AND {1e150}`;

const operations: Dialect['operations'] = {
  ...commonOperations,
  exp: text(
    'CASE WHEN $0 < {-745} THEN {0} WHEN $0 > {709.782712893384} AND $0 <= {Infinity} THEN {Infinity} ELSE exp($0) END',
  ),
  sin: guardedWave('sin'),
  cos: guardedWave('cos'),
  tan: guardedWave('tan'),
  tanh: text('tanh($0)'),
  asinh: text('asinh($0)'),
  cbrt: text('cbrt($0)'),
  acosh: text('CASE WHEN $0 >= {1} THEN acosh($0) ELSE {NaN} END'),
};

export const postgres: Dialect = {
  name: 'postgres',
  title: 'PostgreSQL',
  quote: (name) => doubled(name, '"'),
  string: (value) => (value.includes('\\') ? `E${doubled(value.replaceAll('\\', '\\\\'), "'")}` : doubled(value, "'")),
  number: (value) => `'${Object.is(value, -0) ? '-0' : value}'::float8`,
  truth: words,
  double: (expression) => `CAST(${expression} AS double precision)`,
  isNaN: (expression) => `(${expression} = 'NaN'::float8)`,
  ordersNaN: true,
  parameter: (_name, position) => `$${position}`,
  binding: 'positional',
  element: (array, index) => `${array}[${index + 1}]`,
  field: (record, quoted) => `(${record}).${quoted}`,
  sum: (column) => `sum(${column})`,
  compensated: false,
  files: [],
  // Without it the planner writes every column out where it is used, again and again.
  aliases: false,
  named: true,
  fence: ' OFFSET 0',
  depth: 400,
  operations,
  careful: {
    // Out of range, divided by zero, no such power.
    isNeeded: (error) =>
      ['22003', '22012', '2201F'].includes(String((error as { readonly code?: unknown } | null)?.code)),
    operations: {
      ...operations,
      mul: text(
        `CASE WHEN ${tame('$0')} AND ${tame('$1')} THEN $0 * $1` +
          ` WHEN $0 = {0} OR $1 = {0} OR abs($0) >= {Infinity} OR abs($1) >= {Infinity} THEN $0 * $1` +
          ` WHEN abs($0) > {1} AND abs($1) > {1.7976931348623157e308} / greatest(abs($0), {1})` +
          ` THEN CASE WHEN ($0 > {0}) = ($1 > {0}) THEN {Infinity} ELSE {-Infinity} END` +
          ` WHEN abs($0) < {1} AND abs($1) < {1} AND ln(abs($0)) + ln(abs($1)) < {-745} THEN {0} ELSE $0 * $1 END`,
      ),
      div: text(
        `CASE WHEN ${tame('$0')} AND ${tame('$1')} THEN $0 / $1` +
          ` WHEN $1 = {0} THEN CASE WHEN $0 = {0} OR $0 = {NaN} THEN {NaN} WHEN $0 > {0} THEN {Infinity} ELSE {-Infinity} END` +
          ` WHEN $0 = {0} OR abs($0) >= {Infinity} OR abs($1) >= {Infinity} THEN $0 / $1` +
          ` WHEN ln(abs($0)) - ln(abs($1)) > {709.7} THEN CASE WHEN ($0 > {0}) = ($1 > {0}) THEN {Infinity} ELSE {-Infinity} END` +
          ` WHEN ln(abs($0)) - ln(abs($1)) < {-745} THEN {0} ELSE $0 / $1 END`,
      ),
      pow: text(
        `CASE WHEN $0 < {0} AND $1 <> floor($1) THEN {NaN} WHEN $0 = {0} AND $1 < {0} THEN {Infinity}` +
          ` WHEN $0 = {0} OR abs($0) >= {Infinity} OR abs($1) >= {Infinity} THEN power($0, $1)` +
          ` WHEN $1 * ln(abs($0)) < {-745} THEN {0}` +
          ` WHEN $1 * ln(abs($0)) > {709.78} THEN CASE WHEN $0 < {0} AND mod(CAST($1 AS numeric), 2) <> 0 THEN {-Infinity} ELSE {Infinity} END` +
          ` ELSE power($0, $1) END`,
      ),
    },
  },
};
