import { join } from 'node:path';
import { SparkSQL } from 'dt-sql-parser/dist/parser/spark/index.js';
import sqlParser from 'node-sql-parser';
import { describe, expect, test } from 'vitest';
import { type DialectName, sumOver } from 'secant/data';
import { lossFrom, type Parameters, randomLossText, randomNumbers, type Row } from './random-losses.ts';

const dialects: DialectName[] = [
  'duckdb',
  'postgres',
  'clickhouse',
  'spark',
  'bigquery',
  'snowflake',
  'mysql',
  'sqlite',
];

/** Grammars of one parser; Spark has its own. DuckDB and ClickHouse run instead. */
const grammars: Partial<Record<DialectName, string>> = {
  postgres: 'PostgresQL',
  bigquery: 'BigQuery',
  snowflake: 'Snowflake',
  mysql: 'MySQL',
  sqlite: 'Sqlite',
};

const logistic = (p: { w: number[]; b: number }, row: { x1: number; x2: number; y: number }): number => {
  const z = p.w[0]! * row.x1 + p.w[1]! * row.x2 + p.b;
  return Math.log1p(Math.exp(-row.y * z)) + 0.01 * (p.w[0]! ** 2 + p.w[1]! ** 2);
};

const huber = (p: { a: number; b: number }, row: { x: number; y: number }): number => {
  const r = Math.abs(p.a * row.x + p.b - row.y);
  return r <= 1 ? 0.5 * r * r : r - 0.5;
};

test.each(dialects)('the query of a logistic loss for %s, as it has been', async (dialect) => {
  const total = sumOver(logistic, { table: 'clicks', where: 'day >= ?', dialect });
  await expect(`${total.sql()}\n`).toMatchFileSnapshot(join('golden', `logistic-${dialect}.sql`));
});

const parser = new sqlParser.Parser();

describe.each(Object.entries(grammars) as [DialectName, string][])('%s', (dialect, database) => {
  const parse = (sql: string): unknown => parser.parse(sql, { database });

  test('a parser of the dialect reads losses of people', () => {
    for (const summed of ['value', 'gradient', 'hessian'] as const) {
      expect(() => parse(sumOver(logistic, { table: 'clicks', dialect }).sql({ of: summed }))).not.toThrow();
      expect(() =>
        parse(sumOver(huber, { table: 'shop.points', groupBy: 'region', weight: 'n', dialect }).sql({ of: summed })),
      ).not.toThrow();
    }
  });

  test.each([1, 2, 3, 4])(
    'and the loss written at random %i',
    (seed) => {
      const loss = lossFrom(randomLossText(randomNumbers(seed)));
      const sql = sumOver<Parameters, Row>(loss, { table: 'points', dialect }).sql({
        parameters: { a: 0, b: 0, w: [0, 0, 0] },
      });
      expect(() => parse(sql)).not.toThrow();
    },
    60_000,
  );

  test('names that want out stay in', () => {
    const total = sumOver((p: number, row: { x: number }) => p * row.x, {
      // Names of BigQuery can hold no backquote.
      table: [dialect === 'bigquery' ? 'a"b' : 'a"b`c'],
      groupBy: "d'e",
      dialect,
    });
    const { tableList } = parse(total.sql()) as { tableList: string[] };
    expect(tableList.every((table) => table.startsWith('select::'))).toBe(true);
  });
});

describe('spark', () => {
  const spark = new SparkSQL();

  test('a parser of the dialect reads losses of people and one written at random', () => {
    const random = lossFrom(randomLossText(randomNumbers(2)));
    const texts = [
      ...(['value', 'gradient', 'hessian'] as const).map((of) =>
        sumOver(logistic, { table: 'clicks', where: 'day >= ?', dialect: 'spark' }).sql({ of }),
      ),
      sumOver(huber, { table: 'shop.points', groupBy: 'region', weight: 'n', dialect: 'spark' }).sql(),
      sumOver<Parameters, Row>(random, { table: 'points', dialect: 'spark' }).sql({
        parameters: { a: 0, b: 0, w: [0, 0, 0] },
      }),
    ];
    for (const text of texts) expect(spark.validate(text)).toEqual([]);
    // It does find faults.
    expect(spark.validate(texts[0]!.replace('FROM step_0', 'FROM FROM step_0'))).not.toEqual([]);
  }, 120_000);

  test('names that want out stay in', () => {
    const name = 'a"b`c; DROP TABLE victim; --';
    const text = sumOver((p: number, row: { x: number }) => p * row.x, {
      table: [name],
      groupBy: "d'e`",
      dialect: 'spark',
    }).sql();
    expect(spark.validate(text)).toEqual([]);
    expect(spark.splitSQLByStatement(text)).toHaveLength(1);
    expect(text).toContain('`a"b``c; DROP TABLE victim; --`');
  }, 60_000);
});

test('what a dialect has not is refused with the place and a way out', () => {
  const loss = (p: number, row: { x: number[] }): number => p * row.x[0]!;
  expect(() => sumOver(loss, { table: 't', dialect: 'mysql' }).sql()).toThrow(
    /MySQL has no arrays in columns, and `x` is read as one[^]*give each number a column/,
  );
  const bits = (p: number, row: { k: number }): number => p * (row.k & 3);
  expect(() => sumOver(bits, { table: 't' }).sql()).toThrow(/1:\d+ S103: DuckDB has no `bitand`[^]*use arithmetic/);
});
