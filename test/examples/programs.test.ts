/** The programs of examples/, run as a reader runs them. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examples } from '../../scripts/example.mjs';

function program(...args: readonly string[]): { readonly status: number | null; readonly lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [join('scripts', 'example.mjs'), ...args], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trimEnd().split('\n') };
}

test('the list names the programs, each with what it does', () => {
  const known = examples();
  expect(known.map(({ name }) => name)).toEqual(['hello', 'mixture', 'nist-in-duckdb', 'nist']);
  expect(known.every(({ about }) => about.length > 10)).toBe(true);
  const { status, lines } = program();
  expect(status).toBe(0);
  expect(lines).toHaveLength(known.length);
});

test('an unknown name is an error', () => {
  expect(program('nowhere').status).toBe(1);
});

test('hello', () => {
  const { status, lines } = program('hello');
  expect(status).toBe(0);
  expect(lines).toEqual([
    "g'(1) = -2.4145744834544476",
    'gradient of f at (0, 0) = [ 1, 1 ]',
    'max(0, w) at 0: corner; slopes from the left settle at 0, from the right at 1',
  ]);
});

// Fits every set twice, in a process of its own.
test('nist prints a row for both starts of every set, with at least 8 digits', { timeout: 120_000 }, () => {
  const { status, lines } = program('nist');
  expect(status).toBe(0);
  const [, ...rows] = lines.map((line) => line.trim().split(/\s+/));
  expect(rows).toHaveLength(2 * readdirSync(join('examples', 'data', 'nist')).length);
  for (const row of rows) expect(Number(row[3]), row.join(' ')).toBeGreaterThan(8);
});

test('mixture prints the objective rising', () => {
  const { status, lines } = program('mixture');
  expect(status).toBe(0);
  const values = lines.filter((line) => line.startsWith('step')).map((line) => Number(line.split(/\s+/)[2]));
  expect(values.length).toBeGreaterThan(5);
  values.slice(1).forEach((value, k) => expect(value).toBeGreaterThan(values[k]!));
});
