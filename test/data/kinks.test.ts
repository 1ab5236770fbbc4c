import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { grad, hessian } from 'secant';
import { minimize, sumOver } from 'secant/data';
import { expectSame, numbersIn } from './expect-same.ts';

let connection: DuckDBConnection;

interface Pair {
  readonly a: number;
  readonly b: number;
}
interface Item {
  readonly x: number;
  readonly y: number;
}
type Loss = (p: Pair, row: Item) => number;

/** Every third row stands on some kink at p = { a: 1, b: 2 }. */
const rows: Item[] = [-2, -1, 0, 1, 2, 3].flatMap((x) => [-1, 0, 1, 2, 2.5].map((y) => ({ x, y })));

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE TABLE items (x DOUBLE, y DOUBLE)');
  await connection.run(`INSERT INTO items VALUES ${rows.map(({ x, y }) => `(${x}, ${y})`).join(', ')}`);
});

const losses: [string, Loss][] = [
  ['a corner', (p, row) => Math.abs(p.a * row.x - row.y) + p.b],
  ['a hinge', (p, row) => Math.max(0, 1 - row.y * (p.a * row.x + p.b))],
  ['one hinge in another', (p, row) => Math.max(0, p.b * Math.max(0, p.a * row.x - row.y))],
  ['the largest of three', (p, row) => Math.max(p.a * row.x, row.y * p.a, p.b - row.y)],
  ['two corners beside each other', (p, row) => Math.abs(p.a - 1) * row.x + Math.abs(p.b - 2) * row.y],
  ['Huber, smooth at its joints', (p, row) => {
    const r = Math.abs(p.a * row.x - row.y);
    return r <= 1 ? 0.5 * r * r : r - 0.5;
  }],
  ['a guard that is seen through', (p, row) => {
    const u = p.a * row.x - row.y;
    return u === 0 ? p.b : (p.b * Math.sin(u)) / u;
  }],
  ['a corner squared', (p, row) => Math.abs(p.a * row.x - row.y) ** 2 * p.b],
  ['a branch that bends', (p, row) => (p.a * row.x > row.y ? 3 * (p.a * row.x - row.y) : (p.a * row.x - row.y) * p.b)],
  ['a root at its end', (p, row) => Math.sqrt((p.a * row.x - row.y) ** 4) + p.b],
  ['a length', (p, row) => Math.hypot(p.a * row.x - row.y, p.b - 2)],
]; // prettier-ignore

const point = { a: 1, b: 2 };

function expectNear(numbers: readonly number[], wanted: readonly number[]): void {
  expect(numbers.map(Number.isNaN)).toEqual(wanted.map(Number.isNaN));
  numbers.forEach((number, k) => {
    if (!Number.isNaN(number)) expect(number).toBeCloseTo(wanted[k]!, 10);
  });
}

describe.each(losses)('%s', (_name, loss) => {
  test.each(['midpoint', 'left', 'right'] as const)(
    '%s: query and process are the sum of what grad says',
    async (atKink) => {
      const total = sumOver(loss, { table: 'items', atKink });
      const there = await total.valueAndGrad(connection, point);
      const here = await total.valueAndGrad(rows, point);
      const each = rows.map((row) => numbersIn(grad(loss, { atKink })(point, row)));
      const sums = [0, 1].map((k) => each.reduce((sum, slopes) => sum + slopes[k]!, 0));
      expectSame(there, here, 1e-12);
      expect(there.kinks).toBe(here.kinks);
      expectNear(numbersIn(here.grad), sums);
    },
  );

  test('nan and throw where a row has no derivative', async () => {
    const each = rows.map((row) => numbersIn(grad(loss, { atKink: 'nan' })(point, row)));
    const sums = [0, 1].map((k) => each.reduce((sum, slopes) => sum + slopes[k]!, 0));
    const strict = sumOver(loss, { table: 'items', atKink: 'nan' });
    for (const source of [connection, rows]) {
      const { value, grad: slopes } = await strict.valueAndGrad(source, point);
      expect(value).toBeCloseTo(
        rows.reduce((sum, row) => sum + loss(point, row), 0),
        10,
      );
      expectNear(numbersIn(slopes), sums);
      const throwing = sumOver(loss, { table: 'items', atKink: 'throw' }).valueAndGrad(source, point);
      if (sums.some(Number.isNaN)) await expect(throwing).rejects.toThrow(/S301: the sum has no value in component/);
      else expectSame(await throwing, await strict.valueAndGrad(rows, point), 1e-12);
    }
  });

  test('second derivatives too', async () => {
    const total = sumOver(loss, { table: 'items' });
    const there = await total.hessian(connection, point);
    const wanted = [0, 0, 0, 0];
    for (const row of rows) numbersIn(hessian(loss)(point, row)).forEach((entry, k) => (wanted[k]! += entry));
    expectSame(there, await total.hessian(rows, point), 1e-12);
    expectNear(numbersIn(there.matrix), wanted);
  });
});

test('with groups, weights, a condition, text and truth values', async () => {
  interface Word {
    readonly x: number;
    readonly word: string;
    readonly flag: boolean;
    readonly list: readonly number[];
    readonly n: number;
    readonly k: number;
  }
  await connection.run(`CREATE TABLE words AS SELECT * FROM (VALUES
    (1.0, 'it''s', true, [0.0, 1.0], 2.0, 1), (1.0, 'it''s', true, [0.0, 1.0], 2.0, 1), (2.0, 'b', false, [1.0, 2.0], 3.0, 1),
    (0.5, 'b', true, [7.0, 0.0], 0.5, 2), (NULL, 'b', true, [7.0, 0.0], 0.5, 2), (9.0, 'b', true, [7.0, 0.0], 0.5, 3)
    ) t(x, word, flag, list, n, k)`);
  const loss = (p: { a: number }, row: Word): number =>
    Math.max(0, (row.word === "it's" ? 2 : 1) * Math.max(0, p.a * row.x - row.list[1]!)) +
    (row.flag ? Math.abs(p.a - 1) : 0);
  const some = (
    await connection.runAndReadAll('FROM words WHERE x IS NULL OR x < 5')
  ).getRowObjectsJS() as never as Word[];
  for (const atKink of ['midpoint', 'left', 'right'] as const) {
    const options = { groupBy: 'k', weight: 'n', atKink } as const;
    const total = sumOver(loss, { ...options, table: 'words', where: 'x IS NULL OR x < ?', values: [5] });
    const there = (await total.valueAndGrad(connection, { a: 1 })).toSorted(
      (a, b) => Number(a.key[0]) - Number(b.key[0]),
    );
    const here = await sumOver(loss, options).valueAndGrad(some, { a: 1 });
    expect(there).toEqual(here);
    // Two sides of a corner for each row: (2 + 1) · 2 twice, 1 · 2 · 3 with a corner at 1 · 2 − 2; then 1 · 0.5 and its slope.
    const wanted = { left: [-4, 0.25 - 0.5], midpoint: [4 + 3, 0.25], right: [2 * 2 * 3 + 3 * 2, 0.25 + 0.5] }[atKink];
    there.forEach((sum, k) => expect(sum.grad.a).toBeCloseTo(wanted[k]!, 12));
    expect(there.map(({ missing }) => missing)).toEqual([0, 1]);
  }
});

test('more rows on kinks than can be looked at have no slopes, and with throw that is an error', async () => {
  await connection.run('CREATE TABLE many AS SELECT i::DOUBLE AS x FROM range(1, 100012) t(i)');
  const loss = (p: number, row: { x: number }): number => Math.max(0, Math.max(0, p * row.x));
  const x = Float64Array.from({ length: 100_011 }, (_, k) => k + 1);
  for (const source of [connection, { x }]) {
    const answer = await sumOver(loss, { table: 'many' }).valueAndGrad(source, 0);
    expect(answer).toEqual({ value: 0, grad: NaN, rows: 100_011, missing: 0, outside: 0, kinks: 100_011 });
    await expect(sumOver(loss, { table: 'many', atKink: 'throw' }).valueAndGrad(source, 0)).rejects.toThrow(
      /S301: 100011 rows stand on a kink, and 100000 can be looked at/,
    );
  }
  // A single corner in each row is the midpoint without a look.
  const hinge = (p: number, row: { x: number }): number => Math.max(0, p * row.x);
  expect((await sumOver(hinge, { table: 'many' }).valueAndGrad(connection, 0)).grad).toBe((100_011 * 100_012) / 4);
  const fit = await minimize(sumOver(loss, { table: 'many' }), connection, 0);
  expect(fit.converged).toBe(false);
  expect(fit.reason).toMatch(/no gradient at the start/);
});

test('an option that does not exist is refused', () => {
  expect(() => sumOver((p: number, row: { x: number }) => p * row.x, { atKink: 'middle' as never })).toThrow(
    /S203: atKink is `middle`/,
  );
});
