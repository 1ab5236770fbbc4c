/** `secant sql`: the sum of a loss over the rows of a table, with its derivatives, as one query. */
import { dialects } from '../../../compiler/emit/sql/dialects/index.ts';
import type { DialectName } from '../../../compiler/emit/sql/dialect.ts';
import { type Summed, type SumOptions, sumOver } from '../../../data/index.ts';
import { type Command, shared, textOption } from '../command.ts';
import { readAny } from '../function-argument.ts';
import { readPoint } from '../numbers.ts';
import { UsageError } from '../usage-error.ts';

const dialectNames = Object.keys(dialects).filter(isDialect);
/** What can be summed, as it is typed. */
const summed: Readonly<Record<string, Summed>> = {
  value: 'value',
  gradient: 'gradient',
  hessian: 'hessian',
  'gauss-newton': 'gaussNewton',
};
const summedNames = Object.keys(summed);

function isDialect(word: string): word is DialectName {
  return Object.hasOwn(dialects, word);
}

export const sqlCommand: Command = {
  name: 'sql',
  summary: 'the sum of a loss over a table, with its gradient, as an SQL query',
  args: [{ name: 'function', means: 'a loss of parameters and one row: file.ts#export, TypeScript text, or -' }],
  options: [
    { flags: '--table <name>', means: 'the table; parts of its name with dots' },
    { flags: '--dialect <name>', means: `${dialectNames.join(', ')} (duckdb)`, words: dialectNames },
    { flags: '--of <what>', means: `${summedNames.join(', ')} (gradient)`, words: summedNames },
    { flags: '--where <condition>', means: 'SQL that chooses rows, with ? for values' },
    { flags: '--group-by <columns>', means: 'one sum for each value of these columns' },
    { flags: '--weight <column>', means: 'a column that says how often a row counts' },
    { flags: '--at <parameters>', means: 'parameters as JSON, where the function does not say how many there are' },
    shared.json,
  ],
  examples: [
    ['secant sql ./loss.ts#loss --table clicks --dialect spark', 'the query for Spark'],
    [
      "secant sql '(p: { a: number; b: number }, row: { x: number; y: number }) => (p.a * row.x + p.b - row.y) ** 2' --table points",
      'least squares in DuckDB',
    ],
  ],
  async run([text = ''], options, terminal) {
    const table = textOption(options, 'table');
    if (table === undefined) throw new UsageError('it is not said which table', 'add --table clicks');
    const dialect = textOption(options, 'dialect') ?? 'duckdb';
    if (!isDialect(dialect))
      throw new UsageError(`there is no dialect ${dialect}`, `the dialects are ${dialectNames.join(', ')}`);
    const asked = textOption(options, 'of') ?? 'gradient';
    const of = Object.hasOwn(summed, asked) ? summed[asked] : undefined;
    if (of === undefined) throw new UsageError(`--of is ${asked}`, `it can be ${summedNames.join(', ')}`);
    const { fn, name } = await readAny(text, terminal);
    const [where, groupBy, weight, at] = ['where', 'groupBy', 'weight', 'at'].map((word) => textOption(options, word));
    const loss = fn as (parameters: object, row: object) => number;
    const about: Omit<SumOptions<object>, 'groupBy'> = {
      table: table.split('.'),
      dialect,
      ...(where === undefined ? {} : { where, values: [...where.matchAll(/\?/g)].map(() => null) }),
      ...(weight === undefined ? {} : { weight }),
      ...(of === 'gaussNewton' ? { leastSquares: true } : {}),
    };
    const columns = groupBy?.split(',').map((column) => column.trim());
    const total = columns === undefined ? sumOver(loss, about) : sumOver(loss, { ...about, groupBy: columns });
    const query = total.sql({ of, ...(at === undefined ? {} : { parameters: readPoint(at) as object }) });
    terminal.out(
      options['json'] === true ? `${JSON.stringify({ function: name, dialect, of, query }, null, 2)}\n` : `${query}\n`,
    );
    return 0;
  },
};
