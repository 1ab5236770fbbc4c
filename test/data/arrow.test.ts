/** Tables of Apache Arrow itself, as rows of the process. */
import { Bool, Float32, Float64, Int64, List, makeVector, Field, Struct, Table, tableFromArrays, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'; // prettier-ignore
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';
import { minimize, sumOver } from 'secant/data';
import { expectSame } from './expect-same.ts';
import { lossFrom, type Parameters, randomLossText, randomNumbers, randomParameters, randomRows, type Row, valuesText } from './random-losses.ts'; // prettier-ignore

let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});

test.each([31, 32, 33, 34, 35, 36])(
  'loss %i over objects, columns, an Arrow table and a query',
  async (seed) => {
    const random = randomNumbers(seed);
    const loss = lossFrom(randomLossText(random));
    const rows = randomRows(random, 300);
    const parameters = randomParameters(random);
    const x = rows.map((row) => row.x);
    const y = Float64Array.from(rows, (row) => row.y);
    const k = Int32Array.from(rows, (row) => row.k);
    const made = new Table({ x: vectorFromArray(x, new Float64()), y: makeVector(y), k: makeVector(k) });
    // As it comes over a wire.
    const arrow = tableFromIPC(tableToIPC(made));
    const total = sumOver<Parameters, Row>(loss, { table: 'random' });
    const wanted = await total.valueAndGrad(rows, parameters);
    expect(wanted.missing).toBe(x.filter((value) => value === null).length);
    expect(await total.valueAndGrad(arrow, parameters)).toEqual(wanted);
    expect(await total.valueAndGrad({ x, y, k }, parameters)).toEqual(wanted);
    await connection.run('CREATE OR REPLACE TABLE random (x DOUBLE, y DOUBLE, k INTEGER)');
    await connection.run(`INSERT INTO random VALUES ${valuesText(rows)}`);
    expectSame(await total.valueAndGrad(connection, parameters), wanted, 1e-12);
  },
  60_000,
);

test('whole numbers of 64 bits, single precision, text, truth values, lists, records, several batches', async () => {
  interface Item {
    readonly n: number;
    readonly f: number;
    readonly word: string;
    readonly flag: boolean;
    readonly list: readonly number[];
    readonly record: { readonly u: number };
  }
  const rows: (Item | (Omit<Item, 'word'> & { readonly word: null }))[] = [
    { n: 1, f: 0.5, word: 'a', flag: true, list: [1, 2], record: { u: 3 } },
    { n: 2, f: 1.5, word: 'b', flag: false, list: [4, 5], record: { u: 6 } },
    { n: 3, f: 2.5, word: null, flag: true, list: [7, 8], record: { u: 9 } },
  ];
  const types = {
    n: new Int64(), f: new Float32(), word: new Utf8(), flag: new Bool(),
    list: new List(new Field('item', new Float64())), record: new Struct([new Field('u', new Float64())]),
  }; // prettier-ignore
  const batch = (part: typeof rows) =>
    new Table(
      Object.fromEntries(
        Object.entries(types).map(([name, type]) => [
          name,
          vectorFromArray(part.map((row) => (name === 'n' ? BigInt(row.n) : row[name as 'f'])) as never, type as never),
        ]),
      ),
    );
  const whole = batch(rows.slice(0, 2)).concat(batch(rows.slice(2)));
  expect(whole.batches.length).toBe(2);
  const loss = (p: { a: number }, row: Item): number =>
    (p.a * row.n + row.f + (row.word === 'a' ? p.a : 0) + row.list[1]! * row.record.u * p.a) ** 2 +
    (row.flag ? p.a : 0);
  const total = sumOver(loss, { groupBy: 'flag' });
  const there = await total.valueAndGrad(whole, { a: 0.5 });
  expect(there).toEqual(await total.valueAndGrad(rows as never, { a: 0.5 }));
  expect(there.map(({ key, rows: count, missing }) => [key[0], count, missing])).toEqual([[true, 1, 1], [false, 1, 0]]); // prettier-ignore
});

test('a fit, and a column that is not there', async () => {
  const table = tableFromArrays({ x: Float64Array.of(0, 1, 2), y: Float64Array.of(1, 3, 5) });
  const residual = (p: { w: number; b: number }, row: { x: number; y: number }): number => p.w * row.x + p.b - row.y;
  const { parameters } = await minimize(sumOver(residual, { leastSquares: true }), table, { w: 0, b: 0 });
  expect(parameters.w).toBeCloseTo(2, 12);
  const other = (p: number, row: { z: number }): number => p * row.z;
  await expect(sumOver(other).value(table, 1)).rejects.toThrow(/S201: there is no column `z`/);
});
