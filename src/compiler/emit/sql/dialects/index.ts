/** The dialects, by name. */
import type { Dialect, DialectName } from '../dialect.ts';
import { bigquery } from './bigquery.ts';
import { clickhouse } from './clickhouse.ts';
import { duckdb } from './duckdb.ts';
import { mysql } from './mysql.ts';
import { postgres } from './postgres.ts';
import { snowflake } from './snowflake.ts';
import { spark } from './spark.ts';
import { sqlite } from './sqlite.ts';

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  duckdb,
  postgres,
  clickhouse,
  spark,
  bigquery,
  snowflake,
  mysql,
  sqlite,
};
