/** SQLite itself, compiled to WebAssembly: what it computes is what the process computes. */
import initSqlite, { type Database } from 'sql.js';
import { beforeAll, expect, test } from 'vitest';
import { minimize, sumOver } from 'secant/data';
import { expectSame } from './expect-same.ts';
import {
  lossFrom,
  type Parameters,
  randomLossText,
  randomNumbers,
  randomParameters,
  randomRows,
  type Row,
  valuesText,
} from './random-losses.ts';

let database: Database;

beforeAll(async () => {
  // The functions of SQLite, not those that sql.js once brought.
  const { Database: Fresh } = await initSqlite({ useOldExtensionFunctions: false } as never);
  database = new Fresh();
});

function query(sql: string, values: unknown): Record<string, unknown>[] {
  const statement = database.prepare(sql);
  try {
    statement.bind(
      Object.fromEntries(Object.entries(values as object).map(([name, value]) => [`:${name}`, value as number])),
    );
    const answer: Record<string, unknown>[] = [];
    while (statement.step()) answer.push(statement.getAsObject());
    return answer;
  } finally {
    statement.free();
  }
}

function fill(rows: readonly Row[]): void {
  database.run('DROP TABLE IF EXISTS points');
  database.run('CREATE TABLE points (x REAL, y REAL, k INTEGER)');
  database.run(`INSERT INTO points VALUES ${valuesText(rows)}`);
}

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'loss %i is that of the process',
  async (seed) => {
    const random = randomNumbers(seed);
    const loss = lossFrom(randomLossText(random));
    const rows = randomRows(random, 200);
    const parameters = randomParameters(random);
    fill(rows);
    const total = sumOver<Parameters, Row>(loss, { table: 'points', dialect: 'sqlite' });
    expectSame(await total.valueAndGrad(query, parameters), await total.valueAndGrad(rows, parameters), 1e-12);
  },
  60_000,
);

test('groups, weights, a condition with values, kinks, a Hessian', async () => {
  const rows: Row[] = [-1, 0, 1, 2, null].flatMap((x) => [0, 1, 2].map((k) => ({ x, y: 1 + k, k })));
  fill(rows);
  const loss = (p: { a: number; b: number }, row: Row): number =>
    Math.abs(p.a * row.x! - 1) ** 2 + Math.max(0, row.k * Math.max(0, p.a * row.x! - 1)) + p.b ** 2;
  const options = { groupBy: 'k', weight: 'y' } as const;
  const point = { a: 1, b: 0.5 };
  const there = await sumOver(loss, { ...options, table: 'points', dialect: 'sqlite', where: 'y < ?' }).hessian(
    query,
    point,
    { values: [2.5] },
  );
  const here = await sumOver(loss, options).hessian(
    rows.filter(({ y }) => y < 2.5),
    point,
  );
  expect(there).toEqual(here);
  expect(there.map(({ key, missing }) => [key, missing])).toEqual([[[0], 1], [[1], 1]]); // prettier-ignore
});

test('where a loss has no value, its rows are counted; a fit', async () => {
  fill([1, 2, 3, 4].map((x) => ({ x, y: 3 * x - 1, k: 0 })));
  const outside = sumOver((p: number, row: { x: number }) => Math.log(p * row.x - 2), {
    table: 'points',
    dialect: 'sqlite',
  });
  expect(await outside.value(query, 1)).toEqual({ value: NaN, rows: 4, missing: 0, outside: 1 });
  const residual = (p: { w: number; c: number }, row: { x: number; y: number }): number => p.w * row.x + p.c - row.y;
  const total = sumOver(residual, { table: 'points', dialect: 'sqlite', leastSquares: true });
  const { parameters } = await minimize(total, query, { w: 0, c: 0 });
  expect(parameters.w).toBeCloseTo(3, 10);
  expect(parameters.c).toBeCloseTo(-1, 10);
});
