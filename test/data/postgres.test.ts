import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from 'pg';
import { InterruptedError, minimize, type MinimizeState, sumOver } from 'secant/data';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { expectSame } from './expect-same.ts';
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

let server: PostgresServer;
let client: Client;

beforeAll(async () => {
  server = await startPostgres();
  client = await server.connect();
  await client.query('CREATE TABLE parted (x float8, y float8, k integer) PARTITION BY LIST (k)');
  for (const k of [0, 1, 2]) await client.query(`CREATE TABLE parted_${k} PARTITION OF parted FOR VALUES IN (${k})`);
}, 60_000);

afterAll(async () => {
  await client?.end();
  server?.stop();
});

async function fill(rows: readonly Row[]): Promise<void> {
  await client.query('TRUNCATE parted');
  await client.query(`INSERT INTO parted VALUES ${valuesText(rows)}`);
}

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
  'loss %i over a partitioned table is that of the process',
  async (seed) => {
    const random = randomNumbers(seed);
    const loss = lossFrom(randomLossText(random));
    const rows = randomRows(random, 200);
    const parameters = randomParameters(random);
    await fill(rows);
    const total = sumOver<Parameters, Row>(loss, { table: 'public.parted', dialect: 'postgres' });
    expectSame(await total.valueAndGrad(client, parameters), await total.valueAndGrad(rows, parameters), 1e-12);
  },
  60_000,
);

test('Hessian, weights, condition with values, groups', async () => {
  const rows = randomRows(randomNumbers(5), 300).filter(({ x }) => x !== null);
  await fill(rows);
  const loss = (p: { a: number; b: number }, row: { x: number; y: number }): number =>
    Math.log1p(Math.exp(-row.y * (p.a * row.x + p.b)));
  const options = { dialect: 'postgres', weight: 'y', groupBy: 'k' } as const;
  const there = await sumOver(loss, { ...options, table: 'parted', where: 'x > ? AND y < ?' }).hessian(
    client,
    { a: 0.5, b: -0.2 },
    { values: [-1, 2] },
  );
  const here = await sumOver(loss, options).hessian(rows.filter(({ x, y }) => x! > -1 && y < 2) as never, {
    a: 0.5,
    b: -0.2,
  });
  expect(there).toHaveLength(3);
  for (const sum of there)
    expectSame(
      sum,
      here.find(({ key }) => key[0] === sum.key[0])!,
      1e-12,
    );
});

test.each(['midpoint', 'left', 'right'] as const)('rows on kinks, %s', async (atKink) => {
  const rows: Row[] = [-1, 0, 1, 2, null].flatMap((x) => [0, 1, 2].map((k) => ({ x, y: 1, k })));
  await fill(rows);
  const loss = (p: { a: number }, row: Row): number => Math.max(0, row.k * Math.max(0, p.a * row.x! - row.y));
  const total = sumOver(loss, { table: 'parted', dialect: 'postgres', where: 'y < ?', values: [5], atKink });
  const there = await total.valueAndGrad(client, { a: 1 });
  expect(there).toEqual(await sumOver(loss, { atKink }).valueAndGrad(rows, { a: 1 }));
  // Three rows at x = 1; those at x = 2 slope by 2k.
  expect(there.grad.a).toBe({ left: 0, midpoint: 1.5, right: 3 }[atKink] + 6);
  // Where a side is asked for, a corner counts wherever it is.
  expect(there.kinks).toBe(atKink === 'midpoint' ? 3 : 10);
});

test('groups with parameters of their own', async () => {
  const random = randomNumbers(4);
  const rows = randomRows(random, 300).map((row) => ({ ...row, y: (row.k + 1) * (row.x ?? 0) + 0.1 * row.y }));
  await fill(rows);
  const residual = (p: { w: number }, row: Row): number => p.w * row.x! - row.y;
  const options = { groupBy: 'k', leastSquares: true } as const;
  const total = sumOver(residual, { ...options, table: 'parted', dialect: 'postgres', where: 'x > ?', values: [-2] });
  const fits = await minimize(total, client, { w: 0 });
  expect(fits).toHaveLength(3);
  for (const { key, parameters } of fits) {
    const own = rows.filter(({ x, k }) => k === key[0] && x !== null && x > -2);
    const slope = own.reduce((sum, { x, y }) => sum + x! * y, 0) / own.reduce((sum, { x }) => sum + x! ** 2, 0);
    expect(parameters.w).toBeCloseTo(slope, 9);
  }
});

test('a plain sum is off by no more than is said of it, and a compensated one by a rounding', async () => {
  const count = 200_000;
  await client.query(`CREATE TABLE tenths AS SELECT 0.1::float8 AS x FROM generate_series(1, ${count}) t(i)`);
  const rows = Array.from({ length: count }, () => ({ x: 0.1 }));
  // Whole numbers of 2^-70, added exactly; all of them positive, so that the sum is the sum of sizes.
  const exact = rows.reduce((sum, { x }) => sum + BigInt(x * 2 ** 70), 0n);
  const off = (value: number): number => Math.abs(Number(BigInt(value * 2 ** 70) - exact)) / Number(exact);
  const total = sumOver((p: number, row: { x: number }) => p * row.x, { table: 'tenths', dialect: 'postgres' });
  const plain = off((await total.value(client, 1)).value);
  expect(plain).toBeLessThan(count * 2 ** -53);
  // It does lose digits: this is no bound that holds for other reasons.
  expect(plain).toBeGreaterThan(2 ** -53);
  expect(off((await total.value(rows, 1)).value)).toBeLessThanOrEqual(2 ** -53);
});

test('what leaves the range of doubles is infinite or 0, and no error', async () => {
  await client.query('CREATE TABLE extreme (x float8, y float8)');
  const rows = [
    { x: 1e300, y: 1e300 },
    { x: 1e-300, y: 1e-300 },
    { x: 800, y: 0 },
    { x: -800, y: 1e-30 },
    { x: 2, y: 3 },
  ];
  for (const { x, y } of rows) await client.query('INSERT INTO extreme VALUES ($1, $2)', [x, y]);
  const one = (p: number, row: { x: number; y: number }): number => 1 / (1 + p * row.x * row.y) + p * row.y * 1e-30;
  const two = (p: number, row: { x: number; y: number }): number =>
    Math.exp(-Math.abs(row.x)) * row.y * p + Math.exp(-row.x) / (1 + Math.exp(-row.x));
  for (const loss of [one, two]) {
    const total = sumOver(loss, { table: 'extreme', dialect: 'postgres' });
    expectSame(await total.value(client, 1.5), await total.value(rows, 1.5), 1e-12);
    expectSame(await total.valueAndGrad(client, 1.5), await total.valueAndGrad(rows, 1.5), 1e-12);
  }
});

test('a query that is killed in the middle costs one step', async () => {
  await fill(randomRows(randomNumbers(3), 2000));
  const loss = (p: { a: number; b: number }, row: { x: number; y: number }): number =>
    Math.log1p(Math.exp(-Math.sign(row.y) * (p.a * row.x + p.b))) + 0.01 * p.a ** 2;
  const total = sumOver(loss, { table: 'parted', dialect: 'postgres' });
  const start = { a: 1, b: 1 };
  const whole = await minimize(total, client, start);
  expect(whole.converged).toBe(true);

  // The server itself ends the connection while the query runs: another session asks it to, once it sees the query.
  const victim = await server.connect();
  const killer = await server.connect();
  const pid = (await victim.query('SELECT pg_backend_pid() AS pid')).rows[0].pid as number;
  let kept: MinimizeState | undefined;
  let sent = 0;
  const slow = async (sql: string, values: unknown): Promise<Record<string, unknown>[]> => {
    if (++sent < 4) return (await victim.query(sql, values as unknown[])).rows;
    // The same query, held up by a lock that the killer holds.
    await killer.query('BEGIN; LOCK TABLE parted IN ACCESS EXCLUSIVE MODE');
    const running = victim.query(sql, values as unknown[]);
    const ended = running.then(
      () => undefined,
      (error: unknown) => error,
    );
    for (let waiting = 0; waiting === 0;) {
      const { rows } = await killer.query('SELECT count(*)::int AS n FROM pg_locks WHERE pid = $1 AND NOT granted', [
        pid,
      ]);
      waiting = rows[0].n as number;
    }
    await killer.query('SELECT pg_terminate_backend($1)', [pid]);
    const error = await ended;
    await killer.query('ROLLBACK');
    throw error;
  };
  const error: unknown = await minimize(total, slow, start, { onProgress: (_, state) => void (kept = state) }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InterruptedError);
  expect((error as InterruptedError).message).toMatch(/terminating connection/);
  const { state } = error as InterruptedError;
  expect(state).toEqual(kept);
  expect(state!.iteration).toBeGreaterThan(0);
  const again = await minimize(total, client, start, { resume: JSON.parse(JSON.stringify(state)) as MinimizeState });
  expect(again.parameters).toEqual(whole.parameters);
  expect(again.value).toBe(whole.value);
  await killer.end();
});

test('two servers joined by foreign tables', async () => {
  const other = await startPostgres();
  const far = await other.connect();
  try {
    const rows = randomRows(randomNumbers(11), 400);
    await far.query('CREATE TABLE half (x float8, y float8, k integer)');
    await far.query(`INSERT INTO half VALUES ${valuesText(rows.slice(0, 200))}`);
    await client.query('CREATE EXTENSION postgres_fdw');
    await client.query(
      `CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '${other.port}', dbname 'postgres')`,
    );
    await client.query("CREATE USER MAPPING FOR secant SERVER far OPTIONS (user 'secant', password_required 'false')");
    await client.query('CREATE TABLE both_halves (x float8, y float8, k integer)');
    await client.query(
      "CREATE FOREIGN TABLE far_half () INHERITS (both_halves) SERVER far OPTIONS (table_name 'half')",
    );
    await client.query(`INSERT INTO both_halves VALUES ${valuesText(rows.slice(200))}`);
    const loss = lossFrom(randomLossText(randomNumbers(6)));
    const total = sumOver<Parameters, Row>(loss, { table: 'both_halves', dialect: 'postgres' });
    const parameters = randomParameters(randomNumbers(7));
    expectSame(await total.valueAndGrad(client, parameters), await total.valueAndGrad(rows, parameters), 1e-12);
  } finally {
    await far.end();
    other.stop();
  }
}, 60_000);
