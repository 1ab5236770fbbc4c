import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { InterruptedError, type Method, minimize, type MinimizeState, sumOver } from 'secant/data';
import { randomNumbers } from './random-losses.ts';

let connection: DuckDBConnection;

/** Logistic rows and linear rows with outliers, both with an interaction, from known coefficients. */
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  const random = randomNumbers(42);
  const rows = Array.from({ length: 20_000 }, () => {
    const [a, b] = [random() * 4 - 2, random() * 4 - 2];
    const z = 0.7 * a - 1.2 * b + 0.4 * a * b + 0.3;
    const label = random() < 1 / (1 + Math.exp(-z)) ? 1 : -1;
    const noise = random() < 0.05 ? 20 * random() : random() + random() - 1;
    return `(${a}, ${b}, ${label}, ${z + noise})`;
  });
  await connection.run('CREATE TABLE seen (a DOUBLE, b DOUBLE, label INTEGER, z DOUBLE)');
  await connection.run(`INSERT INTO seen VALUES ${rows.join(', ')}`);
}, 60_000);

interface Coefficients {
  readonly w: number[];
  readonly c: number;
}
interface Seen {
  readonly a: number;
  readonly b: number;
  readonly label: number;
  readonly z: number;
}

const logistic = (p: Coefficients, row: Seen): number => {
  const z = p.w[0]! * row.a + p.w[1]! * row.b + p.w[2]! * row.a * row.b + p.c;
  return Math.log1p(Math.exp(-row.label * z));
};
const huber = (p: Coefficients, row: Seen): number => {
  const r = Math.abs(p.w[0]! * row.a + p.w[1]! * row.b + p.w[2]! * row.a * row.b + p.c - row.z);
  return r <= 1 ? 0.5 * r * r : r - 0.5;
};
const start: Coefficients = { w: [0, 0, 0], c: 0 };

describe.each(['l-bfgs', 'newton', 'gradient'] as const)('%s', (method: Method) => {
  test('finds the coefficients of a logistic regression, and every method the same', async () => {
    const total = sumOver(logistic, { table: 'seen' });
    const tolerance = method === 'gradient' ? 1e-6 : 1e-9;
    const found = await minimize(total, connection, start, { method, tolerance, iterations: 500 });
    expect(found.reason).toMatch(/small enough|rounding/);
    expect(found.converged).toBe(true);
    [0.7, -1.2, 0.4].forEach((wanted, k) => expect(Math.abs(found.parameters.w[k]! - wanted)).toBeLessThan(0.06));
    expect(Math.abs(found.parameters.c - 0.3)).toBeLessThan(0.06);
    const rows = (await connection.runAndReadAll('FROM seen')).getRowObjectsJS() as never;
    const here = await minimize(total, rows, start, { method: 'newton' });
    const digits = method === 'gradient' ? 3 : 7;
    found.parameters.w.forEach((value, k) => expect(value).toBeCloseTo(here.parameters.w[k]!, digits));
  }, 60_000);
});

test('a Huber regression is not drawn by the outliers', async () => {
  const total = sumOver(huber, { table: 'seen' });
  const { parameters, converged } = await minimize(total, connection, start);
  expect(converged).toBe(true);
  [0.7, -1.2, 0.4].forEach((wanted, k) => expect(Math.abs(parameters.w[k]! - wanted)).toBeLessThan(0.05));
});

test('squares are left to Levenberg and Marquardt, and agree with the regression of the database', async () => {
  const residual = (p: Coefficients, row: Seen): number => p.w[0]! * row.a + p.c - row.z;
  const total = sumOver(residual, { table: 'seen', leastSquares: true });
  const found = await minimize(total, connection, { w: [0], c: 0 });
  const [row] = (
    await connection.runAndReadAll('SELECT regr_slope(z, a) AS slope, regr_intercept(z, a) AS intercept FROM seen')
  ).getRowObjectsJS();
  expect(found.parameters.w[0]).toBeCloseTo(row!['slope'] as number, 10);
  expect(found.parameters.c).toBeCloseTo(row!['intercept'] as number, 10);
  expect(found.iterations).toBeLessThan(15);
});

test('a resumed run goes the same way as one that was not stopped', async () => {
  const total = sumOver(logistic, { table: 'seen' });
  const states: MinimizeState[] = [];
  const whole = await minimize(total, connection, start, { onProgress: (_, state) => void states.push(state) });
  expect(whole.trace.map(({ value }) => value)).toEqual(states.map(({ value }) => value));
  const state = JSON.parse(JSON.stringify(states[3])) as MinimizeState;
  const rest = await minimize(total, connection, start, { resume: state });
  expect(rest.parameters).toEqual(whole.parameters);
  expect(rest.iterations).toBe(whole.iterations);
  expect(rest.evaluations).toBe(whole.evaluations);
});

test('a query that is interrupted leaves the state to go on from', async () => {
  const total = sumOver(logistic, { table: 'seen' });
  let sent = 0;
  const breaking = async (sql: string, values: unknown): Promise<Record<string, unknown>[]> => {
    if (++sent === 5) {
      // The engine itself ends a query that would run for long.
      const endless = connection.runAndReadAll(
        'SELECT count(*) FROM range(100000) a, range(1000000) b WHERE hash(a.range + b.range) = 1',
      );
      const interrupting = setInterval(() => connection.interrupt(), 5);
      await endless.finally(() => clearInterval(interrupting));
    }
    return (await connection.runAndReadAll(sql, values as never)).getRowObjectsJS();
  };
  const error: unknown = await minimize(total, breaking, start).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InterruptedError);
  expect((error as InterruptedError).message).toMatch(/S602: the sum could not be computed: .*nterrupt/);
  const { state } = error as InterruptedError;
  const rest = await minimize(total, connection, start, { resume: state! });
  const whole = await minimize(total, connection, start);
  expect(rest.parameters).toEqual(whole.parameters);
});

test('a step that would lose rows or leave the domain is not taken', async () => {
  const loss = (p: number, row: Seen): number => p * (2 + row.a) - Math.log(p - 1 + 0.01 * row.b);
  const total = sumOver(loss, { table: 'seen' });
  const { parameters, converged } = await minimize(total, connection, 1.5);
  expect(converged).toBe(true);
  expect(parameters).toBeGreaterThan(1.02);
});

test('a signal stops it; wrong options are told', async () => {
  const total = sumOver(logistic, { table: 'seen' });
  await expect(minimize(total, connection, start, { signal: AbortSignal.abort() })).rejects.toThrow(InterruptedError);
  await expect(minimize(total, connection, start, { method: 'sgd' as never })).rejects.toThrow(
    /the method is `sgd`[^]*it can be l-bfgs/,
  );
  await expect(minimize(total, connection, start, { method: 'levenberg-marquardt' })).rejects.toThrow(
    /S203: the matrix of Gauss and Newton/,
  );
  await expect(minimize(total, connection, { w: [NaN], c: 0 })).rejects.toThrow(/S202: a parameter is not finite/);
});
