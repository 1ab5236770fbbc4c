/**
 * `npm run bench -- data`: a logistic regression with an interaction over Parquet files of 1e5, 1e6 and 1e7 rows in DuckDB.
 * Rows a second of the query that is printed, beside a gradient query written by hand; a line by least squares beside the
 * regression that DuckDB has built in; bytes that the process read for the query (Linux counts them) beside the size of the
 * file, which has a column more than is used; and the sum in the process. Then how far plain summation is off.
 * Files stand in a temporary folder and are removed.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
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

const residual = (p: { w: number; c: number }, row: Row): number => p.w * row.a + p.c - row.y;

/** As people write it: plain sums, no care for overflow or missing values. */
const byHand = (file: string): string => `
SELECT sum(ln(1 + exp(-y * z))), sum(s * a), sum(s * b), sum(s * a * b), sum(s)
FROM (SELECT *, -y / (1 + exp(y * z)) AS s
FROM (SELECT *, $w0 * a + $w1 * b + $w2 * a * b + $c AS z FROM '${file}'))`;

const builtIn = (file: string): string => `SELECT regr_slope(y, a), regr_intercept(y, a) FROM '${file}'`;

/** Bytes that this process has read by now, where the system counts them. */
function bytesRead(): number {
  try {
    return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))![1]);
  } catch {
    return NaN;
  }
}

/** The best of five, in seconds. */
async function best(run: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let k = 0; k < 5; k++) {
    const began = performance.now();
    await run();
    least = Math.min(least, (performance.now() - began) / 1000);
  }
  return least;
}

function same(one: number, other: number, tolerance: number): void {
  if (!(Math.abs(one / other - 1) <= tolerance)) throw new Error(`${one} and ${other} differ`);
}

/** Prints the tables. */
export async function benchData(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'secant-bench-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    const [version] = (await connection.runAndReadAll('SELECT version()')).getRowsJS() as [string[]];
    console.log(
      `\ndata: DuckDB ${version[0]!}, Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model.trim()}; ` +
        'millions of rows a second, the best of five runs',
    );
    console.log('              ----- bytes -----   --- logistic, 4 slopes ---   ------ line ------');
    console.log('       rows    file MB  read MB   by hand   sumOver   ratio   built-in  sumOver');
    for (const rows of [1e5, 1e6, 1e7]) await benchRows(connection, join(folder, `rows-${rows}.parquet`), rows);
    await benchSums(connection);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function benchRows(connection: DuckDBConnection, file: string, rows: number): Promise<void> {
  const values = { w: [0.5, -1, 0.3], c: 0.2 };
  const hand = { w0: 0.5, w1: -1, w2: 0.3, c: 0.2 };
  await connection.run(`SELECT setseed(0.5)`);
  await connection.run(
    `COPY (SELECT a, b, random() AS unused, CASE WHEN random() < 1 / (1 + exp(-(0.7 * a - 1.2 * b + 0.4 * a * b + 0.3))) THEN 1 ELSE -1 END AS y
     FROM (SELECT random() * 4 - 2 AS a, random() * 4 - 2 AS b FROM range(${rows}))) TO '${file}' (FORMAT parquet)`,
  );
  const total = sumOver(loss, { table: file });
  const before = bytesRead();
  const sum = await total.valueAndGrad(connection, values);
  const read = bytesRead() - before;
  const [fromHand] = (await connection.runAndReadAll(byHand(file), hand)).getRowsJS() as [number[]];
  [sum.value, ...sum.grad.w, sum.grad.c].forEach((value, k) => same(value, fromHand[k]!, 1e-6));
  const line = sumOver(residual, { table: file, leastSquares: true });
  // One step of Newton is the whole fit of a line.
  const [slope, intercept] = (await connection.runAndReadAll(builtIn(file))).getRowsJS()[0] as [number, number];
  const { matrix, grad } = await line.gaussNewton(connection, { w: 0, c: 0 });
  const [[p, q], [, r]] = matrix as [[number, number], [number, number]];
  same((q * grad.c - r * grad.w) / (p * r - q * q), slope, 1e-9);
  same((q * grad.w - p * grad.c) / (p * r - q * q), intercept, 1e-9);
  const seconds = [
    await best(() => connection.runAndReadAll(byHand(file), hand)),
    await best(() => total.valueAndGrad(connection, values)),
    await best(() => connection.runAndReadAll(builtIn(file))),
    await best(() => line.gaussNewton(connection, { w: 0, c: 0 })),
  ] as const;
  const speed = seconds.map((time) => rows / time / 1e6);
  const cells = [
    statSync(file).size / 1e6,
    read / 1e6,
    speed[0]!,
    speed[1]!,
    speed[1]! / speed[0]!,
    speed[2]!,
    speed[3]!,
  ];
  const widths = [10, 8, 9, 9, 7, 10, 8];
  const text = cells.map((value, k) => value.toFixed(2).padStart(widths[k]!)).join(' ');
  console.log(`${rows.toExponential(0).replace('+', '').padStart(11)} ${text}`);
  if (rows > 1e5) return;
  const here = (await connection.runAndReadAll(`FROM '${file}'`)).getRowObjectsJS() as unknown as Row[];
  const columns = {
    a: Float64Array.from(here, ({ a }) => a),
    b: Float64Array.from(here, ({ b }) => b),
    y: Float64Array.from(here, ({ y }) => y),
  };
  const objects = await best(() => total.valueAndGrad(here, values));
  const typed = await best(() => total.valueAndGrad(columns, values));
  console.log(
    `            in the process: objects ${(rows / objects / 1e6).toFixed(2)}, typed columns ${(rows / typed / 1e6).toFixed(2)}`,
  );
}

/**
 * How far sums are off: one number after the other, as engines do that say no more than `sum`; DuckDB's `sum`; DuckDB's
 * `fsum`, which `sumOver` uses. Beside the bound of plain summation, n·1.1e-16 of the sum of sizes.
 */
async function benchSums(connection: DuckDBConnection): Promise<void> {
  console.log('\nerror of sums, relative to the sum of sizes, for numbers between -1 and 2');
  console.log('       rows   one by one    DuckDB sum   sumOver   n·1.1e-16   √n·1.1e-16');
  for (const rows of [1e5, 1e6, 1e7]) {
    await connection.run('SELECT setseed(0.5)');
    await connection.run(`CREATE OR REPLACE TABLE sums AS SELECT random() * 3 - 1 AS x FROM range(${rows})`);
    // Whole numbers of 2^-80, added exactly.
    const answer = await connection.runAndReadAll('SELECT x FROM sums');
    let exact = 0n;
    let plain = 0;
    let size = 0;
    for (const x of answer.getColumnsJS()[0] as number[]) {
      exact += BigInt(x * 2 ** 80);
      plain += x;
      size += Math.abs(x);
    }
    const total = sumOver((p: number, row: { x: number }) => p * row.x, { table: 'sums' });
    const { value } = await total.value(connection, 1);
    const [[summed]] = (await connection.runAndReadAll('SELECT sum(x) FROM sums')).getRowsJS() as [[number]];
    const off = (sum: number): number => Math.abs(Number(BigInt(sum * 2 ** 80) - exact) / 2 ** 80) / size;
    const cells = [off(plain), off(summed), off(value), rows * 2 ** -53, Math.sqrt(rows) * 2 ** -53];
    const widths = [12, 13, 9, 11, 12];
    const line = cells.map((error, k) => error.toExponential(0).padStart(widths[k]!)).join(' ');
    console.log(`${rows.toExponential(0).replace('+', '').padStart(11)} ${line}`);
  }
}
