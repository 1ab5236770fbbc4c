/**
 * `npm run bench -- data`: a logistic regression with an interaction over Parquet files of 1e5, 1e6 and 1e7 rows in DuckDB.
 * Rows a second of the query that is printed, beside a gradient query written by hand, and beside the sum in the process
 * for the smallest file; the bytes that the columns take in the file. Files stand in a temporary folder and are removed.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { sumOver } from 'secant/data';

interface Row {
  readonly a: number;
  readonly b: number;
  readonly y: number;
}

const loss = (p: { w: number[]; c: number }, row: Row): number => {
  const z = p.w[0]! * row.a + p.w[1]! * row.b + p.w[2]! * row.a * row.b + p.c;
  return Math.log1p(Math.exp(-row.y * z));
};

/** As people write it: plain sums, no care for overflow or missing values. */
const byHand = (file: string): string => `
SELECT sum(ln(1 + exp(-y * z))), sum(s * a), sum(s * b), sum(s * a * b), sum(s)
FROM (SELECT *, -y / (1 + exp(y * z)) AS s
FROM (SELECT *, $w0 * a + $w1 * b + $w2 * a * b + $c AS z FROM '${file}'))`;

/** Prints the table. */
export async function benchData(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'secant-bench-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const values = { w: [0.5, -1, 0.3], c: 0.2 };
  const hand = { w0: 0.5, w1: -1, w2: 0.3, c: 0.2 };
  /** The best of five, in seconds. */
  const best = async (run: () => Promise<unknown>): Promise<number> => {
    let least = Infinity;
    for (let k = 0; k < 5; k++) {
      const began = performance.now();
      await run();
      least = Math.min(least, (performance.now() - began) / 1000);
    }
    return least;
  };
  try {
    console.log('\ndata: gradient of a logistic loss in DuckDB, millions of rows a second');
    console.log('       rows    file MB   by hand    sumOver   ratio');
    for (const rows of [1e5, 1e6, 1e7]) {
      const file = join(folder, `rows-${rows}.parquet`);
      await connection.run(`SELECT setseed(0.5)`);
      await connection.run(
        `COPY (SELECT a, b, CASE WHEN random() < 1 / (1 + exp(-(0.7 * a - 1.2 * b + 0.4 * a * b + 0.3))) THEN 1 ELSE -1 END AS y
         FROM (SELECT random() * 4 - 2 AS a, random() * 4 - 2 AS b FROM range(${rows}))) TO '${file}' (FORMAT parquet)`,
      );
      const total = sumOver(loss, { table: file });
      const [fromHand] = (await connection.runAndReadAll(byHand(file), hand)).getRowsJS() as [number[]];
      const sum = await total.valueAndGrad(connection, values);
      const own = [sum.value, ...sum.grad.w, sum.grad.c];
      own.forEach((value, k) => {
        if (Math.abs(value / fromHand[k]! - 1) > 1e-6) throw new Error(`${value} and ${fromHand[k]!} differ`);
      });
      const slow = await best(() => connection.runAndReadAll(byHand(file), hand));
      const fast = await best(() => total.valueAndGrad(connection, values));
      const cells = [rows, statSync(file).size / 1e6, rows / slow / 1e6, rows / fast / 1e6, slow / fast];
      const widths = [11, 10, 9, 10, 7];
      console.log(cells.map((value, k) => (k === 0 ? String(value) : value.toFixed(2)).padStart(widths[k]!)).join(' '));
      if (rows > 1e5) continue;
      const here = (await connection.runAndReadAll(`FROM '${file}'`)).getRowObjectsJS() as unknown as Row[];
      const columns = {
        a: Float64Array.from(here, ({ a }) => a),
        b: Float64Array.from(here, ({ b }) => b),
        y: Float64Array.from(here, ({ y }) => y),
      };
      const objects = await best(() => total.valueAndGrad(here, values));
      const typed = await best(() => total.valueAndGrad(columns, values));
      console.log(
        `             in the process: objects ${(rows / objects / 1e6).toFixed(2)}, typed columns ${(rows / typed / 1e6).toFixed(2)}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
