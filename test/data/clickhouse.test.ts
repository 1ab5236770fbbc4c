import { afterAll, beforeAll, expect, test } from 'vitest';
import { sumOver } from 'secant/data';
import { type ClickHouseServer, clickHousePorts, startClickHouse } from '../support/clickhouse.ts';
import { expectSame } from './expect-same.ts';
import {
  lossFrom,
  type Parameters,
  randomLossText,
  randomNumbers,
  randomParameters,
  randomRows,
  type Row,
} from './random-losses.ts';

let servers: readonly [ClickHouseServer, ClickHouseServer];

beforeAll(async () => {
  const ports = [await clickHousePorts(), await clickHousePorts()] as const;
  const cluster = ports.map(({ tcp }) => tcp);
  servers = [await startClickHouse(ports[0], cluster), await startClickHouse(ports[1], cluster)];
}, 60_000);

afterAll(async () => {
  for (const server of servers ?? []) await server.stop();
});

/** Rows on two servers, half each, and a table over both. */
async function distribute(name: string, rows: readonly Row[]): Promise<void> {
  for (const [k, server] of servers.entries()) {
    await server.run(`DROP TABLE IF EXISTS ${name}`);
    await server.run(`DROP TABLE IF EXISTS ${name}_here`);
    await server.run(`CREATE TABLE ${name}_here (x Nullable(Float64), y Float64, k UInt8) ENGINE = Memory`);
    await server.run(`CREATE TABLE ${name} AS ${name}_here ENGINE = Distributed(pair, default, ${name}_here)`);
    const half = rows.filter((_, index) => index % 2 === k);
    await server.run(
      `INSERT INTO ${name}_here VALUES ${half.map((row) => `(${row.x ?? 'NULL'},${row.y},${row.k})`).join(',')}`,
    );
  }
}

// Those of them that its analysis is quick about; all do agree.
test.each([6, 8, 12, 20])(
  'loss %i over a table on two servers is that of the process',
  async (seed) => {
    const random = randomNumbers(seed);
    const loss = lossFrom(randomLossText(random));
    const rows = randomRows(random, 200);
    const parameters = randomParameters(random);
    await distribute('spread', rows);
    const total = sumOver<Parameters, Row>(loss, { table: 'spread', dialect: 'clickhouse' });
    const there = await total.valueAndGrad((sql, values) => servers[0].query(sql, values), parameters);
    expectSame(there, await total.valueAndGrad(rows, parameters), 1e-12);
  },
  60_000,
);

test('groups and weights', async () => {
  const random = randomNumbers(9);
  const rows = randomRows(random, 100);
  await distribute('grouped', rows);
  const loss = (p: { a: number }, row: { x: number; y: number }): number => Math.log1p(Math.exp(p.a * row.x * row.y));
  const total = sumOver(loss, { table: 'grouped', dialect: 'clickhouse', groupBy: 'k', weight: 'y' });
  const byKey = <S extends { readonly key: readonly unknown[] }>(sums: readonly S[]): S[] =>
    sums.toSorted((a, b) => Number(a.key[0]) - Number(b.key[0]));
  const there = byKey(await total.valueAndGrad((sql, values) => servers[1].query(sql, values), { a: 0.5 }));
  const here = byKey(await total.valueAndGrad(rows as never, { a: 0.5 }));
  expect(there.map(({ key }) => key)).toEqual([[0], [1], [2]]);
  there.forEach((sum, k) => expectSame(sum, here[k]!, 1e-12));
});

test('rows on kinks', async () => {
  const rows: Row[] = [-1, 0, 1, 2, null].flatMap((x) => [0, 1, 2].map((k) => ({ x, y: 1, k })));
  await distribute('bent', rows);
  const loss = (p: { a: number }, row: Row): number => Math.max(0, row.k * Math.max(0, p.a * row.x! - row.y));
  for (const atKink of ['left', 'right'] as const) {
    const total = sumOver(loss, { table: 'bent', where: 'y < 5', dialect: 'clickhouse', atKink });
    const there = await total.valueAndGrad((sql, values) => servers[0].query(sql, values), { a: 1 });
    expect(there).toEqual(await sumOver(loss, { atKink }).valueAndGrad(rows, { a: 1 }));
    expect(there.kinks).toBe(10);
  }
});
