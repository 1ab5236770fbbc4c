/**
 * `npm run bench -- data-fit`: a logistic and a Huber regression with an interaction, each fitted to 1e7 rows of a Parquet
 * file in DuckDB by L-BFGS. The gradient at the end and at another point is compared with that of the process over the same
 * rows as typed columns, and the coefficients with those that the rows were made from. It takes some minutes; another
 * number of rows may follow: `npm run bench -- data-fit 1e5`. Ends with an error where something differs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { minimize, sumOver } from 'secant/data';

interface Row {
  readonly a: number;
  readonly b: number;
  readonly label: number;
  readonly z: number;
}
interface Coefficients {
  readonly w: number[];
  readonly c: number;
}

const logistic = (p: Coefficients, row: Row): number => {
  const z = p.w[0]! * row.a + p.w[1]! * row.b + p.w[2]! * row.a * row.b + p.c;
  return Math.log1p(Math.exp(-row.label * z));
};

const huber = (p: Coefficients, row: Row): number => {
  const r = Math.abs(p.w[0]! * row.a + p.w[1]! * row.b + p.w[2]! * row.a * row.b + p.c - row.z);
  return r <= 1 ? 0.5 * r * r : r - 0.5;
};

const numbers = ({ w, c }: Coefficients): number[] => [...w, c];
const truth: Coefficients = { w: [0.7, -1.2, 0.4], c: 0.3 };
const elsewhere: Coefficients = { w: [0.5, -1, 0.3], c: 0.2 };

/** The columns of the file, number by number. */
async function columnsOf(connection: DuckDBConnection, file: string, rows: number) {
  const columns = { a: new Float64Array(rows), b: new Float64Array(rows), label: new Float64Array(rows), z: new Float64Array(rows) }; // prettier-ignore
  const result = await connection.stream(`SELECT a, b, label::DOUBLE, z FROM '${file}'`);
  let filled = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    Object.values(columns).forEach((column, k) => {
      const vector = chunk.getColumnVector(k);
      for (let row = 0; row < chunk.rowCount; row++) column[filled + row] = vector.getItem(row) as number;
    });
    filled += chunk.rowCount;
  }
  if (filled !== rows) throw new Error(`${filled} rows came, and not ${rows}`);
  return columns;
}

/** Fits both, and prints what came out. */
export async function benchDataFit(rows: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'secant-fit-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const file = join(folder, 'rows.parquet');
  try {
    console.log(`\ndata-fit: ${rows} rows, Node ${process.version}, ${cpus().length} × ${cpus()[0]!.model.trim()}`);
    await connection.run('SELECT setseed(0.25)');
    // One row in twenty is far off, always to one side.
    await connection.run(
      `COPY (SELECT a, b, CASE WHEN random() < 1 / (1 + exp(-z)) THEN 1 ELSE -1 END AS label,
         z + CASE WHEN random() < 0.05 THEN 20 * random() ELSE random() + random() - 1 END AS z
       FROM (SELECT *, 0.7 * a - 1.2 * b + 0.4 * a * b + 0.3 AS z
       FROM (SELECT random() * 4 - 2 AS a, random() * 4 - 2 AS b FROM range(${rows})))) TO '${file}' (FORMAT parquet)`,
    );
    const columns = await columnsOf(connection, file, rows);
    for (const [name, loss] of [
      ['logistic', logistic],
      ['huber', huber],
    ] as const) {
      const total = sumOver(loss, { table: file });
      const began = performance.now();
      const fit = await minimize(total, connection, { w: [0, 0, 0], c: 0 }, { tolerance: 1e-9 });
      const seconds = (performance.now() - began) / 1000;
      // At the least sum the gradient is nothing but rounding: there it is seen beside the sum, elsewhere beside itself.
      let off = 0;
      for (const point of [fit.parameters, elsewhere]) {
        const there = await total.valueAndGrad(connection, point);
        const here = await total.valueAndGrad(columns, point);
        const scale = point === fit.parameters ? here.value : Math.max(...numbers(here.grad).map(Math.abs));
        const slopes = numbers(there.grad).map((slope, k) => Math.abs(slope - numbers(here.grad)[k]!) / scale);
        off = Math.max(off, Math.abs(there.value / here.value - 1), ...slopes);
      }
      const away = Math.max(...numbers(fit.parameters).map((value, k) => Math.abs(value - numbers(truth)[k]!)));
      console.log(
        `${name.padEnd(9)} ${fit.evaluations} queries in ${seconds.toFixed(0)} s, ${((rows * fit.evaluations) / seconds / 1e6).toFixed(2)} million rows a second; ` +
          `coefficients ${numbers(fit.parameters)
            .map((value) => value.toFixed(4))
            .join(', ')} (made from ${numbers(truth).join(', ')}), ` +
          `query and process differ by ${off.toExponential(0)}`,
      );
      // The outliers lie on one side and move the constant a little; nothing else.
      const allowed = (name === 'huber' ? 0.06 : 0) + 20 / Math.sqrt(rows);
      if (!fit.converged || off > 1e-12 || away > allowed) throw new Error(`${name}: ${fit.reason}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
