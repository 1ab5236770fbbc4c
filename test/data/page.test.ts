/** The program of docs/data.md: from a CSV file to a fitted model in ten lines. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as duckdb from '@duckdb/node-api';
import * as data from 'secant/data';
import { transform } from 'sucrase';
import { expect, test } from 'vitest';
import { randomNumbers } from './random-losses.ts';

test('the page starts with a CSV file and ends with a fitted model', async () => {
  const program = /```ts\n([^]*?)```/.exec(readFileSync('docs/data.md', 'utf8'))![1]!;
  expect(
    program
      .trim()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('import')),
  ).toHaveLength(8);
  const random = randomNumbers(1);
  const lines = Array.from({ length: 5000 }, () => {
    const [age, visits] = [random() * 4 - 2, random() * 4 - 2];
    const bought = random() < 1 / (1 + Math.exp(-(1.5 * age - 0.5 * visits + 0.25))) ? 1 : 0;
    return `${age},${random() < 0.01 ? '' : visits},${bought}`;
  });
  const folder = mkdtempSync(join(tmpdir(), 'secant-page-'));
  try {
    const file = join(folder, 'customers.csv');
    writeFileSync(file, `age,visits,bought\n${lines.join('\n')}\n`);
    const { code } = transform(program.replace("'customers.csv'", JSON.stringify(file)), {
      transforms: ['typescript', 'imports'],
    });
    const shown: unknown[] = [];
    const modules: Record<string, unknown> = { '@duckdb/node-api': duckdb, 'secant/data': data };
    const run = new Function('require', 'exports', 'console', `return (async () => {${code}})()`) as (
      ...args: unknown[]
    ) => Promise<void>;
    await run((name: string) => modules[name], {}, { log: (...args: unknown[]) => shown.push(...args) });
    const [parameters, rows, missing] = shown as [{ w: number[]; b: number }, number, number];
    expect(rows + missing).toBe(5000);
    expect(missing).toBeGreaterThan(20);
    expect(Math.abs(parameters.w[0]! - 1.5)).toBeLessThan(0.2);
    expect(Math.abs(parameters.w[1]! + 0.5)).toBeLessThan(0.15);
    expect(Math.abs(parameters.b - 0.25)).toBeLessThan(0.15);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
