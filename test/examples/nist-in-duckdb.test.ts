/** NIST's sets fitted inside DuckDB: from both starts to the certified digits. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { fitSet, loadSet } from '../../examples/nist-in-duckdb.ts';
import { models, parseNist } from '../../examples/nist-models.ts';

const folder = join('examples', 'data', 'nist');

test.each(readdirSync(folder).sort())(
  '%s',
  async (file) => {
    const set = parseNist(readFileSync(join(folder, file), 'utf8'));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await loadSet(connection, set);
    for (const start of set.starts) {
      const { digits, value, converged, rows } = await fitSet(connection, set, models[set.name]!, start);
      expect(converged).toBe(true);
      expect(rows).toBe(set.xs.length);
      // The certified values have 11 digits: half a unit in the last is 10.3 of ours at the least.
      expect(digits).toBeGreaterThan(10.2);
      expect(Math.abs(value / set.sumOfSquares - 1)).toBeLessThan(1e-9);
    }
  },
  60_000,
);
