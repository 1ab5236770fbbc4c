import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { grad } from 'secant';
import { minimize, sumOver } from 'secant/data';
import { expectSame, numbersIn } from './expect-same.ts';
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

let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});

const run = (sql: string): Promise<unknown> => connection.run(sql);

describe('losses written at random', () => {
  test.each(Array.from({ length: 20 }, (_, k) => 100 + k))(
    'loss %i: query, process and gradient row by row',
    async (seed) => {
      const random = randomNumbers(seed);
      const text = randomLossText(random);
      const loss = lossFrom(text);
      const rows = randomRows(random, 100);
      const parameters = randomParameters(random);
      await run('CREATE OR REPLACE TABLE random (x DOUBLE, y DOUBLE, k INTEGER)');
      await run(`INSERT INTO random VALUES ${valuesText(rows)}`);
      const total = sumOver<Parameters, Row>(loss, { table: 'random' });
      const there = await total.valueAndGrad(connection, parameters);
      const here = await total.valueAndGrad(rows, parameters);
      expectSame(there, here, 1e-12);
      // Independent of all that: the gradient of each row by `grad`, added up.
      const complete = rows.filter(({ x }) => x !== null);
      const slopes = complete.map((row) => numbersIn(grad(loss)(parameters, row)));
      const sums = slopes[0]!.map((_, k) => slopes.reduce((sum, slope) => sum + slope[k]!, 0));
      const scale = Math.max(...sums.map(Math.abs));
      numbersIn(here.grad).forEach((slope, k) => expect(Math.abs(slope - sums[k]!) / scale).toBeLessThan(1e-12));
      expect(there.missing).toBe(rows.length - complete.length);
    },
    60_000,
  );
});

const functions: [string, number[]][] = [
  ['sin', [0, 1, -2, 1e5]],
  ['cos', [0, 1, -2, 1e5]],
  ['tan', [0, 1, -2]],
  ['asin', [0, 0.5, -1, 1, 2]],
  ['acos', [0, 0.5, -1, 1, 2]],
  ['atan', [0, 1, -1e300]],
  ['sinh', [0, 1e-9, -3, 720]],
  ['cosh', [0, 1e-9, -3, 720]],
  ['tanh', [0, 1e-9, -3, 30]],
  ['asinh', [0, 1e-9, -3, 1e20]],
  ['acosh', [1, 1.5, 0.5, 1e20]],
  ['atanh', [0, 1e-9, -0.5, 1, 2]],
  ['exp', [0, 1, -800, 720]],
  ['expm1', [0, 1e-12, -50, 720]],
  ['log', [1, 0.5, 0, -1, 1e300]],
  ['log1p', [0, 1e-12, -1, -2, 1e300]],
  ['log2', [1, 8, 0, -1]],
  ['log10', [1, 1000, 0, -1]],
  ['sqrt', [4, 0, -1]],
  ['cbrt', [8, -27, 0]],
  ['abs', [2, -2, 0]],
  ['floor', [2.5, -2.5]],
  ['ceil', [2.5, -2.5]],
  ['round', [2.5, -2.5, 0.49999999999999994]],
  ['trunc', [2.5, -2.5]],
  ['sign', [2.5, -2.5, 0]],
  ['fround', [0.1, 1e10]],
];

test.each(functions)(
  'Math.%s has the value and slope of the process at every point, its edges too',
  async (name, points) => {
    const { fromSource } = await import('secant');
    const loss = fromSource<(p: number, row: { x: number }) => number>(`(p, row) => Math.${name}(p * row.x)`);
    await run('CREATE OR REPLACE TABLE points (x DOUBLE)');
    await run(`INSERT INTO points VALUES ${points.map((x) => `(${x})`).join(', ')}`);
    const total = sumOver<number, { x: number }>(loss, { table: 'points', groupBy: 'x' });
    const there = await total.valueAndGrad(connection, 1);
    const here = await total.valueAndGrad(
      points.map((x) => ({ x })),
      1,
    );
    for (const sum of here)
      expectSame(
        there.find(({ key }) => key[0] === sum.key[0])!,
        sum,
        1e-14,
      );
  },
);

describe('rows and columns', () => {
  beforeAll(async () => {
    await run(`CREATE TABLE shop AS SELECT * FROM (VALUES
      (1.5, 'new', [1.0, 2.0, 3.0], {'u': 1.0, 'v': 2}, true, 1),
      (2.5, 'old', [4.0, 5.0, 6.0], {'u': 3.0, 'v': 4}, false, 2),
      (NULL, 'new', [1.0, 1.0, 1.0], {'u': 1.0, 'v': 1}, true, 1),
      (3.5, NULL, [1.0, NULL, 1.0], {'u': 1.0, 'v': 1}, true, 3)) t(x, kind, list, record, flag, n)`);
  });
  const rowsOf = async (): Promise<never> => (await connection.runAndReadAll('FROM shop')).getRowObjectsJS() as never;

  test('text, lists, records, truth values', async () => {
    interface Item {
      readonly x: number;
      readonly kind: string;
      readonly list: readonly number[];
      readonly record: { readonly u: number; readonly v: number };
      readonly flag: boolean;
    }
    const loss = (p: { a: number; b: number }, row: Item): number => {
      const base = row.kind === 'new' ? p.a : p.b;
      return (
        (base * row.x + row.list[0]! * row.list[2]! + row.record.u * row.record.v * p.b) ** 2 + (row.flag ? p.a : 0)
      );
    };
    const total = sumOver(loss, { table: 'shop' });
    const there = await total.valueAndGrad(connection, { a: 0.5, b: 2 });
    expectSame(there, await total.valueAndGrad(await rowsOf(), { a: 0.5, b: 2 }), 1e-14);
    expect(there).toMatchObject({ rows: 2, missing: 2, outside: 0 });
  });

  test('a loss that asks for NULL itself keeps the row', async () => {
    const loss = (p: { a: number; b: number }, row: { x: number | null; n: number }): number =>
      (row.x === null ? p.b : p.a * row.x) + (row.x ?? 7) * row.n;
    const total = sumOver(loss, { table: 'shop' });
    const there = await total.valueAndGrad(connection, { a: 2, b: 100 });
    expect(there).toEqual({
      value: 15 + 100 + 1.5 + 5 + 7 + 10.5,
      grad: { a: 7.5, b: 1 },
      rows: 4,
      missing: 0,
      outside: 0,
    });
    expect(await total.valueAndGrad(await rowsOf(), { a: 2, b: 100 })).toEqual(there);
  });

  test('where the loss has no value, neither has the sum, and the rows are counted', async () => {
    const loss = (p: number, row: { x: number }): number => Math.log(p * row.x - 2);
    const total = sumOver(loss, { table: 'shop' });
    expect(await total.value(connection, 1)).toEqual({ value: NaN, rows: 3, missing: 1, outside: 1 });
    expect(await total.value(await rowsOf(), 1)).toEqual({ value: NaN, rows: 3, missing: 1, outside: 1 });
  });

  test('no rows at all sum to 0; an infinite loss is infinite', async () => {
    const loss = (p: number, row: { x: number }): number => Math.exp(p * row.x);
    const total = sumOver(loss, { table: 'shop', where: 'x > ?', values: [100] });
    expect(await total.valueAndGrad(connection, 1)).toEqual({ value: 0, grad: 0, rows: 0, missing: 0, outside: 0 });
    const all = sumOver(loss, { table: 'shop' });
    expect((await all.value(connection, 1e4)).value).toBe(Infinity);
    expect((await all.value(await rowsOf(), 1e4)).value).toBe(Infinity);
  });

  test('typed columns and an Arrow table are rows too', async () => {
    const loss = (p: { a: number }, row: { x: number; y: number }): number => (p.a * row.x - row.y) ** 2;
    const total = sumOver(loss);
    const x = Float64Array.of(1, 2, 3);
    const y = [2, null, 5];
    const wanted = { value: 0 + 1, grad: { a: 6 }, rows: 2, missing: 1, outside: 0 };
    expect(await total.valueAndGrad({ x, y }, { a: 2 })).toEqual(wanted);
    const vector = (values: ArrayLike<unknown>, nullCount: number) => ({
      get: (k: number) => values[k],
      toArray: () => values,
      nullCount,
    });
    const arrow = {
      numRows: 3,
      getChild: (name: string) => (name === 'x' ? vector(x, 0) : name === 'y' ? vector(y, 1) : null),
    };
    expect(await total.valueAndGrad(arrow, { a: 2 })).toEqual(wanted);
    await expect(total.value({ x }, { a: 1 })).rejects.toThrow(/S201: there is no column `y`/);
    await expect(total.value({ x, y: [1] }, { a: 1 })).rejects.toThrow(
      /S201: the column `y` has 1 rows, and `x` has 3/,
    );
  });

  test('a sum of many small parts beside a large one keeps its digits', async () => {
    await run(
      'CREATE OR REPLACE TABLE many AS SELECT 0.1 AS x FROM range(300000) UNION ALL SELECT 1e16 UNION ALL SELECT -1e16',
    );
    const total = sumOver((p: number, row: { x: number }) => p * row.x, { table: 'many' });
    const { value } = await total.value(connection, 1);
    expect(Math.abs(value - 30000)).toBeLessThan(1e-6);
    const rows = (await connection.runAndReadAll('SELECT x::DOUBLE AS x FROM many')).getRowObjectsJS() as never;
    expect((await total.value(rows, 1)).value).toBeCloseTo(30000, 9);
  });

  test('a file is a table', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'secant-data-'));
    try {
      const file = join(folder, "it's a file.parquet");
      await run(`COPY (SELECT i AS x, 2 * i + 1 AS y FROM range(10) t(i)) TO '${file.replaceAll("'", "''")}'`);
      const residual = (p: { w: number; b: number }, row: { x: number; y: number }): number =>
        p.w * row.x + p.b - row.y;
      const { parameters } = await minimize(sumOver(residual, { table: file, leastSquares: true }), connection, {
        w: 0,
        b: 0,
      });
      expect(parameters.w).toBeCloseTo(2, 10);
      expect(parameters.b).toBeCloseTo(1, 10);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('nothing is injected', () => {
  const hostile = [
    'a"b',
    'a"; DROP TABLE victim; --',
    "a' OR 1=1 --",
    'a`b',
    'a\\"b',
    'a/*b*/',
    '"',
    'select',
    'x) FROM victim; --',
    'ä ö',
    '$1',
    '{x:Float64}',
  ];

  test.each(hostile)('a table and columns named %s', async (name) => {
    await run('CREATE OR REPLACE TABLE victim (x DOUBLE)');
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await run(`CREATE OR REPLACE TABLE ${quoted} (${quoted} DOUBLE, "${name.replaceAll('"', '""')} group" INTEGER)`);
    await run(`INSERT INTO ${quoted} VALUES (2, 1), (3, 1)`);
    const { fromSource } = await import('secant');
    const loss = fromSource<(p: number, row: Record<string, number>) => number>(
      `(p, row) => p * row[${JSON.stringify(name)}]`,
    );
    const total = sumOver<number, Record<string, number>>(loss, {
      table: [name],
      groupBy: `${name} group`,
      weight: name,
    });
    expect(await total.valueAndGrad(connection, 2)).toEqual([
      { key: [1], value: 26, grad: 13, rows: 2, missing: 0, outside: 0 },
    ]);
    expect((await connection.runAndReadAll('SELECT count(*) FROM victim')).getRowsJS()[0]![0]).toBe(0n);
  });

  test.each(hostile)('text of the loss that is compared with %s', async (name) => {
    await run('CREATE OR REPLACE TABLE words (word VARCHAR)');
    const insert = await connection.prepare('INSERT INTO words VALUES ($1)');
    insert.bindVarchar(1, name);
    await insert.run();
    const { fromSource } = await import('secant');
    const loss = fromSource<(p: number, row: { word: string }) => number>(
      `(p, row) => row.word === ${JSON.stringify(name)} ? p : 0`,
    );
    expect((await sumOver<number, { word: string }>(loss, { table: 'words' }).value(connection, 5)).value).toBe(5);
  });

  test.each([
    ['x > 1) OR (1=1', 'closes a bracket'],
    ['x > 1; DROP TABLE victim', 'ends a statement'],
    ['x > 1 --', 'has a comment'],
    ['x > 1 /* ', 'has a comment'],
    ["x = 'a", 'leaves a quote open'],
    ["x = '\\' OR 1=1 --'", 'has a backslash inside quotes'],
    ['x > $$1$$', 'has a dollar quote'],
    ['(x > 1', 'leaves a bracket open'],
    ['', 'is empty'],
  ])('the condition %s is refused', (where, why) => {
    expect(() => sumOver((p: number, row: { x: number }) => p * row.x, { table: 't', where })).toThrow(why);
  });

  test('values of a condition are bound', async () => {
    await run("CREATE OR REPLACE TABLE days AS SELECT * FROM (VALUES (1.0, 'mon'), (2.0, 'tue')) t(x, day)");
    const total = sumOver((p: number, row: { x: number }) => p * row.x, {
      table: 'days',
      where: "day = ? OR day = '?'",
    });
    expect((await total.value(connection, 1, { values: ['tue'] })).value).toBe(2);
    expect((await total.value(connection, 1, { values: ["' OR 1=1 --"] })).value).toBe(0);
    await expect(total.value(connection, 1)).rejects.toThrow(/the condition has 1 \?, and 0 values were given/);
  });

  test('numbers are bound: the query is the same for all', async () => {
    let seen = '';
    const total = sumOver((p: { a: number }, row: { x: number }) => p.a * row.x, { table: 'shop' });
    const spy = (sql: string, values: unknown): Record<string, unknown>[] => {
      seen = sql;
      expect(values).toEqual({ a: 123.456 });
      return [{ row_count: 1, summed_count: 1, outside_count: 0, loss: 1, d_a: 1 }];
    };
    await total.valueAndGrad(spy, { a: 123.456 });
    expect(seen).not.toContain('123.456');
    expect(seen).toBe(total.sql());
  });
});

test('the text grows with the program and no faster', () => {
  const loss = (p: number[], row: { x: number }): number => {
    let v = row.x;
    for (const w of p) v = Math.tanh(v * w + v);
    return v;
  };
  const length = (size: number): number =>
    sumOver(loss, { table: 't' }).sql({ parameters: new Array<number>(size).fill(0) }).length;
  const [small, large] = [length(10), length(40)];
  expect(large / small).toBeLessThan(4.5);
});
