/** Many small models in one query: each group of rows with parameters of its own. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import initSqlite from 'sql.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { type GroupState, InterruptedError, type Method, minimize, sumOver } from 'secant/data';
import { expectSame } from './expect-same.ts';
import { randomNumbers } from './random-losses.ts';

interface Row {
  readonly shop: string;
  readonly year: number;
  readonly x: number;
  readonly y: number;
}
interface Line {
  readonly w: number;
  readonly c: number;
}

const random = randomNumbers(7);
const names = ['a', "b'; DROP TABLE sales; --", 'ç"'];
const rows: Row[] = Array.from({ length: 600 }, (_, k) => {
  const [shop, year, x] = [names[k % 3]!, 2020 + (k % 2), random() * 4 - 2];
  return { shop, year, x, y: (k % 3) * x - (k % 2) + random() - 0.5 };
});
const residual = (p: Line, row: Row): number => p.w * row.x + p.c - row.y;
const start: Line = { w: 0, c: 0 };

let connection: DuckDBConnection;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const inserted = rows.map(({ shop, year, x, y }) => `(${text(shop)}, ${year}, ${x}, ${y})`).join(', ');

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE TABLE sales (shop VARCHAR, year INTEGER, x DOUBLE, y DOUBLE)');
  await connection.run(`INSERT INTO sales VALUES ${inserted}`);
});

/** Slope and intercept of one group as textbooks have them. */
function line(of: readonly Row[]): Line {
  const mean = (f: (row: Row) => number): number => of.reduce((sum, row) => sum + f(row), 0) / of.length;
  const [x, y] = [mean((row) => row.x), mean((row) => row.y)];
  const w = mean((row) => (row.x - x) * (row.y - y)) / mean((row) => (row.x - x) ** 2);
  return { w, c: y - w * x };
}

function expectLines(fits: readonly { readonly key: readonly unknown[]; readonly parameters: Line }[]): void {
  expect(fits).toHaveLength(6);
  for (const { key, parameters } of fits) {
    const wanted = line(rows.filter((row) => row.shop === key[0] && row.year === Number(key[1])));
    expect(parameters.w).toBeCloseTo(wanted.w, 6);
    expect(parameters.c).toBeCloseTo(wanted.c, 6);
  }
}

const options = { table: 'sales', groupBy: ['shop', 'year'], leastSquares: true } as const;

describe.each(['levenberg-marquardt', 'newton', 'l-bfgs', 'gradient'] as const)('%s', (method: Method) => {
  test('fits a line to each group, with as many queries as the slowest of them takes', async () => {
    const how = { method, tolerance: method === 'gradient' ? 1e-8 : 1e-11, iterations: 500 };
    let sent = 0;
    const counting = async (sql: string, values: unknown): Promise<Record<string, unknown>[]> => {
      sent++;
      return (await connection.runAndReadAll(sql, values as never)).getRowObjectsJS();
    };
    const fits = await minimize(sumOver(residual, options), counting, start, how);
    expectLines(fits);
    expect(sent).toBe(Math.max(...fits.map(({ evaluations }) => evaluations)));
    const { table: _, ...here } = options;
    expectLines(await minimize(sumOver(residual, here), rows, start, how));
  }, 60_000);
});

test('one gradient for each group at its own parameters', async () => {
  const models = names.map((shop, k) => ({ key: [shop], parameters: { w: k, c: k / 2 } })).slice(1);
  const bent = (p: Line, row: Row): number => Math.abs(p.w * row.x + p.c) + Math.max(0, Math.max(0, p.w - 1) * row.y);
  const total = sumOver(bent, { table: 'sales', groupBy: 'shop', where: 'year = ?', values: [2020] });
  const there = await total.hessian(connection, start, { models });
  expect(new Set(there.map(({ key }) => key[0]))).toEqual(new Set(names.slice(1)));
  for (const { key, parameters } of models) {
    const own = rows.filter(({ shop, year }) => shop === key[0] && year === 2020);
    expectSame(
      there.find((sum) => sum.key[0] === key[0])!,
      await sumOver(bent).hessian(own, parameters),
      1e-12,
    );
  }
});

test('a lost connection costs one step of every group', async () => {
  const total = sumOver((p: Line, row: Row) => Math.log(1 + (p.w * row.x + p.c - row.y) ** 2), {
    table: 'sales',
    groupBy: 'shop',
  });
  const whole = await minimize(total, connection, start);
  let sent = 0;
  const breaking = async (sql: string, values: unknown): Promise<Record<string, unknown>[]> => {
    if (++sent === 6) throw new Error('connection lost');
    return (await connection.runAndReadAll(sql, values as never)).getRowObjectsJS();
  };
  const error: unknown = await minimize(total, breaking, start).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InterruptedError);
  expect((error as InterruptedError).message).toMatch(/connection lost[^]*resume: error\.states/);
  const states = JSON.parse(JSON.stringify((error as InterruptedError).states)) as GroupState[];
  const rest = await minimize(total, connection, start, { resume: states });
  const byKey = (fits: typeof whole) => new Map(fits.map(({ key, parameters }) => [key[0], parameters]));
  expect(byKey(rest)).toEqual(byKey(whole));
  await expect(minimize(total, connection, start, { resume: states[0]!.state })).rejects.toThrow(
    /S201[^]*error\.states/,
  );
});

test('five hundred models in a query or two; keys that are NULL are told', async () => {
  await connection.run(
    'CREATE TABLE small AS SELECT i % 500 AS g, i::DOUBLE AS x, (i % 500) * i::DOUBLE AS y FROM range(2000) t(i)',
  );
  const slope = (p: number, row: { x: number; y: number }): number => p * row.x - row.y;
  const total = sumOver(slope, { table: 'small', groupBy: 'g', leastSquares: true });
  const fits = await minimize(total, connection, 1);
  expect(fits).toHaveLength(500);
  // Keys are plain data, so that states are.
  expect(() => JSON.stringify(fits)).not.toThrow();
  for (const { key, parameters } of fits) expect(parameters).toBeCloseTo(Number(key[0]), 9);
  await connection.run('INSERT INTO small VALUES (NULL, 1, 2)');
  await expect(minimize(total, connection, 1)).rejects.toThrow(
    /S201: \[null\] is no key[^]*leave rows without one out/,
  );
}, 60_000);

test('SQLite too', async () => {
  const { Database } = await initSqlite({ useOldExtensionFunctions: false } as never);
  const database = new Database();
  database.run('CREATE TABLE sales (shop TEXT, year INTEGER, x REAL, y REAL)');
  database.run(`INSERT INTO sales VALUES ${inserted}`);
  const query = (sql: string, values: unknown): Record<string, unknown>[] => {
    const statement = database.prepare(sql);
    statement.bind(
      Object.fromEntries(Object.entries(values as object).map(([name, value]) => [`:${name}`, value as number])),
    );
    const answer: Record<string, unknown>[] = [];
    while (statement.step()) answer.push(statement.getAsObject());
    statement.free();
    return answer;
  };
  expectLines(await minimize(sumOver(residual, { ...options, dialect: 'sqlite' }), query, start));
});

test('what cannot be is refused', async () => {
  const models = [{ key: ['a'], parameters: start }];
  await expect(sumOver(residual).value(rows, start, { models })).rejects.toThrow(
    /S203: groups have models, and there are no/,
  );
  const total = sumOver(residual, { table: 'sales', groupBy: 'shop' });
  await expect(total.value(connection, start, { models: [{ key: ['a'], parameters: [1] as never }] })).rejects.toThrow(
    /S201: the model of \["a"\] has 1 parameters, and not 2/,
  );
  const clickhouse = sumOver(residual, { table: 'sales', groupBy: 'shop', dialect: 'clickhouse' });
  await expect(clickhouse.value(connection, start, { models })).rejects.toThrow(/S103: ClickHouse is not asked/);
});
