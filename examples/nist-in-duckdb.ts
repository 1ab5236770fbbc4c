/** Fits the NIST reference sets where they lie, as tables of DuckDB: `npm run example nist-in-duckdb`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { minimize, sumOver } from 'secant/data';
import { type Model, models, type NistSet, parseNist } from './nist-models.ts';

interface Row {
  readonly x: number;
  readonly y: number;
}

/** The rows of a set as a table of its name. */
export async function loadSet(connection: DuckDBConnection, { name, xs, ys }: NistSet): Promise<void> {
  await connection.run(`CREATE OR REPLACE TABLE ${name} (x DOUBLE, y DOUBLE)`);
  await connection.run(`INSERT INTO ${name} VALUES ${xs.map((x, k) => `(${x}, ${ys[k]!})`).join(', ')}`);
}

/** Least squares by Levenberg and Marquardt: every step asks the database for Σ r², its gradient and 2 Σ ∇r ∇rᵀ. */
export async function fitSet(connection: DuckDBConnection, set: NistSet, model: Model, start: number[]) {
  const residual = (b: number[], row: Row): number => model(b, row.x) - row.y;
  const total = sumOver(residual, { table: set.name, leastSquares: true, scope: { model } });
  const fit = await minimize(total, connection, start, { iterations: 2000 });
  const off = Math.max(...fit.parameters.map((value, k) => Math.abs(value / set.certified[k]! - 1)));
  return { ...fit, digits: Math.min(11, -Math.log10(off)) };
}

/** Both starts of every set in the folder. */
export async function main(folder: string, log: (line: string) => void): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  log('set       start  queries  digits  sum of squares');
  for (const file of readdirSync(folder).sort()) {
    const set = parseNist(readFileSync(join(folder, file), 'utf8'));
    const model = models[set.name];
    if (model === undefined) continue;
    await loadSet(connection, set);
    for (const [k, start] of set.starts.entries()) {
      const { evaluations, digits, value } = await fitSet(connection, set, model, start);
      const cells = [String(k + 1).padStart(5), String(evaluations).padStart(7), digits.toFixed(1).padStart(6)];
      log(`${set.name.padEnd(9)} ${cells.join('  ')}  ${value.toExponential(8).padStart(14)}`);
    }
  }
}

if (process.argv[1]?.includes('nist-in-duckdb') === true) await main(join('examples', 'data', 'nist'), console.log);
