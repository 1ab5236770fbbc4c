/** Columns of every kind, tables without rows, numbers at the ends of their range, losses that read no column. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromSource } from 'secant';
import { sumOver } from 'secant/data';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

type Loss = (p: { a: number }, row: Record<string, never>) => number;

let connection: DuckDBConnection;
let server: PostgresServer;
let client: Client;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`CREATE TABLE kinds AS SELECT * FROM (VALUES
    (1::TINYINT, 7::DECIMAL(9,2), 3::HUGEINT, 2::UBIGINT, true, DATE '2024-01-02', '5', 0.1::FLOAT, 'Infinity'::DOUBLE, 1e308, 5e-324),
    (2, 0.25, 4, 3, false, DATE '2024-01-03', '7', 0.2::FLOAT, '-Infinity'::DOUBLE, -1e308, -5e-324)
    ) t(i, d, h, u, flag, day, s, f, endless, large, small)`);
  server = await startPostgres();
  client = await server.connect();
  await client.query(`CREATE TABLE kinds (i smallint, d numeric, h bigint, u bigint, flag boolean, day date, s text, f real,
    endless float8, large float8, small float8)`);
  await client.query(`INSERT INTO kinds VALUES
    (1, 7, 3, 2, true, '2024-01-02', '5', 0.1, 'Infinity', 1e308, 5e-324),
    (2, 0.25, 4, 3, false, '2024-01-03', '7', 0.2, '-Infinity', -1e308, -5e-324)`);
}, 60_000);

afterAll(async () => {
  await client?.end();
  server?.stop();
});

/** The same rows in the process. */
const rows = [
  { i: 1, d: 7, h: 3, u: 2, flag: true, day: 'x', s: '5', f: Math.fround(0.1), endless: Infinity, large: 1e308, small: 5e-324 },
  { i: 2, d: 0.25, h: 4, u: 3, flag: false, day: 'x', s: '7', f: Math.fround(0.2), endless: -Infinity, large: -1e308, small: -5e-324 },
]; // prettier-ignore

test.each([
  ['whole numbers are divided as numbers are', 'p.a * (row.i / row.u) + row.i / 2'],
  ['decimals', 'p.a / row.d'],
  ['powers by whole numbers', '(2 + p.a) ** row.h'],
  ['single precision', 'p.a * row.f'],
  ['remainders and floors', '(2.2 * p.a * row.i) % 3 + Math.floor(2.2 * p.a * row.i)'],
  ['truth values as conditions', 'row.flag ? p.a : 2 * p.a'],
  ['truth values that are compared', 'row.flag === true ? p.a : 2 * p.a'],
  ['truth values as numbers', 'p.a * row.flag + !row.flag'],
  ['text', "row.s === '5' ? p.a : 0"],
  ['infinities', 'Math.tanh(p.a * row.endless) + Math.atan(row.endless * p.a)'],
  ['numbers near the end of the range', '10 * p.a * row.large'],
  ['the smallest numbers', 'Math.exp(p.a * row.small) + p.a * row.small'],
  ['no column', 'p.a ** 2'],
  ['a corner of the parameters alone', 'Math.max(0, p.a - 1, Math.abs(p.a - 1))'],
])('%s: DuckDB, PostgreSQL and the process agree', async (_name, text) => {
  const loss = fromSource<Loss>(`(p, row) => ${text}`);
  // What says that a column holds truth values, where the engine makes no numbers of them.
  const sample = rows[0] as never;
  const here = await sumOver(loss, { sample }).valueAndGrad(rows as never, { a: 1 });
  const near = (sum: typeof here) => {
    expect({ ...sum, value: 0, grad: 0 }).toEqual({ ...here, value: 0, grad: 0 });
    for (const [one, other] of [[sum.value, here.value], [sum.grad.a, here.grad.a]] as const)
      if (!Object.is(one, other)) expect(one).toBeCloseTo(other, 12);
  }; // prettier-ignore
  near(await sumOver(loss, { table: 'kinds' }).valueAndGrad(connection, { a: 1 }));
  near(await sumOver(loss, { table: 'kinds', dialect: 'postgres', sample }).valueAndGrad(client, { a: 1 }));
});

describe('tables with nothing in them', () => {
  beforeAll(async () => {
    for (const run of [(sql: string) => connection.run(sql), (sql: string) => client.query(sql)]) {
      await run('CREATE TABLE nothing (x double precision, g integer)');
      await run('CREATE TABLE nulls (x double precision, g integer)');
      await run("INSERT INTO nulls VALUES (NULL, 1), (NULL, NULL), ('NaN', 2)");
    }
  });
  const loss = fromSource<Loss>('(p, row) => Math.abs(p.a * row.x) ** 3');

  test.each(['duckdb', 'postgres'] as const)('%s', async (dialect) => {
    const source = dialect === 'duckdb' ? connection : client;
    const zero = { value: 0, grad: { a: 0 }, matrix: [[0]], outside: 0 };
    const of = (table: string) => sumOver(loss, { table, dialect }).hessian(source, { a: 0 });
    expect(await of('nothing')).toEqual({ ...zero, rows: 0, missing: 0 });
    expect(await of('nulls')).toEqual({ ...zero, rows: 0, missing: 3 });
    const groups = (table: string) => sumOver(loss, { table, dialect, groupBy: 'g' }).hessian(source, { a: 0 });
    expect(await groups('nothing')).toEqual([]);
    const found = await groups('nulls');
    expect(new Set(found.map(({ key }) => key[0]))).toEqual(new Set([1, 2, null]));
    for (const { key: _, ...sum } of found) expect(sum).toEqual({ ...zero, rows: 0, missing: 1 });
  });
});

test('columns with the names that the query itself uses, and words of SQL', async () => {
  const columns = [
    'group',
    'select',
    'complete',
    'at_kink',
    'row_count',
    't1',
    'step_0',
    'models',
    'key_1',
    'order',
    'A',
    'b',
  ];
  await connection.run(`CREATE TABLE "order" (${columns.map((name) => `"${name}" DOUBLE`).join(', ')})`);
  await connection.run(
    `INSERT INTO "order" VALUES (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), (1, 2, 3, 4, 6, 6, 7, 8, 9, 10, 11, 12)`,
  );
  const product = columns.map((name) => `row[${JSON.stringify(name)}]`).join(' * ');
  const loss = fromSource<(p: { complete: number }, row: Record<string, never>) => number>(
    `(p, row) => Math.max(0, Math.abs(p.complete) * ${product})`,
  );
  const options = {
    table: 'order',
    groupBy: ['row_count', 'complete'],
    weight: 't1',
    where: '"group" < ?',
    atKink: 'right',
  } as const;
  const models = [{ key: [5, 3], parameters: { complete: 0 } }];
  const values = [2];
  const [sum] = await sumOver(loss, options).valueAndGrad(connection, { complete: 1 }, { models, values });
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].reduce((a, b) => a * b, 1);
  expect(sum).toEqual({
    key: [5, 3],
    value: 0,
    grad: { complete: 6 * all },
    rows: 1,
    missing: 0,
    outside: 0,
    kinks: 1,
  });
});

test('a row that is taken for a number is refused', () => {
  const loss = fromSource<(p: number, row: never) => number>('(p, row) => p * row');
  expect(() => sumOver(loss, { table: 't' }).sql()).toThrow(
    /S106: the loss takes the row itself for a number[^]*row\.x/,
  );
});
