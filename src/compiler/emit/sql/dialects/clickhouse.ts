/**
 * ClickHouse: backquotes, parameters `{name:Float64}`, arrays from 1, NaN unequal to all. Written with the functions that
 * versions of 2018 have already.
 */
import { backslashed, type Dialect, decimal, text } from '../dialect.ts';
import { commonOperations } from '../functions.ts';

const special = (value: number): string => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf');

export const clickhouse: Dialect = {
  name: 'clickhouse',
  title: 'ClickHouse',
  quote: (name) => backslashed(name, '`'),
  string: (value) => backslashed(value, "'"),
  number: (value) => (Number.isFinite(value) ? decimal(value) : special(value)),
  truth: (value) => (value ? '1' : '0'),
  double: (expression) => `toFloat64(${expression})`,
  isNaN: (expression) => `isNaN(${expression})`,
  ordersNaN: false,
  parameter: (name) => `{${name}:Float64}`,
  binding: 'named',
  element: (array, index) => `${array}[${index + 1}]`,
  field: (record, quoted) => `tupleElement(${record}, ${quoted.replaceAll('`', "'")})`,
  sum: (column) => `sum(${column})`,
  compensated: false,
  files: [],
  aliases: true,
  named: false,
  fence: '',
  depth: 90,
  operations: {
    ...commonOperations,
    atan2: text(
      'CASE WHEN $1 > {0} THEN atan($0 / $1) WHEN $1 < {0} THEN CASE WHEN $0 < {0} THEN atan($0 / $1) - {3.141592653589793} ELSE atan($0 / $1) + {3.141592653589793} END' +
        ' WHEN $0 > {0} THEN {1.5707963267948966} WHEN $0 < {0} THEN {-1.5707963267948966} WHEN $0 = {0} THEN {0} ELSE {NaN} END',
    ),
    log: text('log($0)'),
    log2: text('log2($0)'),
    log10: text('log10($0)'),
    sqrt: text('sqrt($0)'),
    cbrt: text('cbrt($0)'),
    pow: text('pow($0, $1)'),
    max: text('CASE WHEN $0 > $1 THEN $0 ELSE $1 END'),
    min: text('CASE WHEN $0 < $1 THEN $0 ELSE $1 END'),
    fround: text('toFloat64(toFloat32($0))'),
  },
};
