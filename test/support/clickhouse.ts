/**
 * A ClickHouse server of the test's own, from Debian's package: folders and ports of its own, on loopback. Where it is not
 * installed the test fails and says how to install it.
 *
 * Debian's version is of 2018 and knows no parameters in a query (they came in 2019), so this connection does what old
 * drivers do: it puts each number in its place itself, written by JavaScript, never by the caller.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const install = 'apt-get install -y clickhouse-server clickhouse-client';
const binary = ['/usr/sbin/clickhouse-server', '/usr/bin/clickhouse-server'].find((path) => existsSync(path));

export interface ClickHouseServer {
  readonly httpPort: number;
  readonly tcpPort: number;
  /** Sends a query as it is. */
  run(sql: string): Promise<string>;
  /** For `sumOver`. */
  query(sql: string, values: object): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Ports of two servers, so that each can name the other in its configuration. */
export async function clickHousePorts(): Promise<{ http: number; tcp: number; interserver: number }> {
  return { http: await freePort(), tcp: await freePort(), interserver: await freePort() };
}

/** Starts a server that knows a cluster `pair` of all the given TCP ports. */
export async function startClickHouse(
  ports: { http: number; tcp: number; interserver: number },
  cluster: readonly number[],
): Promise<ClickHouseServer> {
  if (binary === undefined) throw new Error(`there is no ClickHouse server on this machine: ${install}`);
  const folder = mkdtempSync(join(tmpdir(), 'secant-clickhouse-'));
  for (const name of ['data', 'tmp']) mkdirSync(join(folder, name));
  const shards = cluster.map((port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`);
  writeFileSync(
    join(folder, 'config.xml'),
    `<yandex><logger><level>error</level><console>1</console></logger><path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path>
<http_port>${ports.http}</http_port><tcp_port>${ports.tcp}</tcp_port><interserver_http_port>${ports.interserver}</interserver_http_port>
<listen_host>127.0.0.1</listen_host><mark_cache_size>5368709</mark_cache_size><users_config>users.xml</users_config>
<default_profile>default</default_profile><default_database>default</default_database>
<remote_servers><pair>${shards.join('')}</pair></remote_servers></yandex>`,
  );
  writeFileSync(
    join(folder, 'users.xml'),
    `<yandex><profiles><default></default></profiles><quotas><default></default></quotas><users><default><password></password>
<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users></yandex>`,
  );
  const child = spawn(binary, [`--config-file=${join(folder, 'config.xml')}`], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void (log += chunk.toString()));
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${ports.http}/`;
  const run = async (sql: string): Promise<string> => {
    const answer = await fetch(url, { method: 'POST', body: sql });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${body}\n${sql}`);
    return body;
  };
  for (;;) {
    if (child.exitCode !== null) throw new Error(`ClickHouse ended while it started:\n${log}`);
    const answers = await run('SELECT 1').then(
      () => true,
      () => false,
    );
    if (answers) break;
    await Promise.race([new Promise((resolve) => void setTimeout(resolve, 50)), ended]);
  }
  return {
    httpPort: ports.http,
    tcpPort: ports.tcp,
    run,
    async query(sql, values) {
      const filled = sql.replace(/\{(\w+):Float64\}/g, (_, name: string) => {
        const value: unknown = (values as Record<string, unknown>)[name];
        if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${name} is no number`);
        return `toFloat64(${value})`;
      });
      const text = await run(`${filled} FORMAT JSON`);
      return (
        JSON.parse(text.replace(/:\s*-?nan\b/g, ': null').replace(/:\s*(-?)inf\b/g, ': "$1Infinity"')) as {
          data: Record<string, unknown>[];
        }
      ).data;
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
