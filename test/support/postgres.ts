/**
 * A PostgreSQL server of the test's own: a new cluster in a folder of its own, on a port nobody uses, on loopback. The
 * server refuses to run as root, so there it runs as the user `postgres` of the package. Where it is not installed the
 * test fails and says how to install it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

const install = 'apt-get install -y postgresql';

function binaries(): string {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort() : [];
  const folder = versions
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .findLast((path) => existsSync(join(path, 'initdb')));
  if (folder === undefined) throw new Error(`there is no PostgreSQL server on this machine: ${install}`);
  return folder;
}

export interface PostgresServer {
  readonly port: number;
  connect(): Promise<Client>;
  stop(): void;
}

/** Starts a server; `stop` ends it and removes its folder. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = binaries();
  const folder = mkdtempSync(join(tmpdir(), 'secant-postgres-'));
  const isRoot = process.getuid?.() === 0;
  const asUser = (command: string, args: readonly string[]): readonly [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, [...args]];
  if (isRoot) execFileSync('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  const [initdb, initArgs] = asUser(join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'secant',
    '-A',
    'trust',
    '--no-sync',
    '--locale=C',
    '-E',
    'UTF8',
  ]);
  execFileSync(initdb, initArgs, { stdio: 'pipe', cwd: folder });
  const port = await freePort();
  const [server, serverArgs] = asUser(join(bin, 'postgres'), [
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    folder,
    '-F',
  ]);
  const child = spawn(server, serverArgs, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder });
  let log = '';
  const ready = new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    child.once('exit', () => reject(new Error(`PostgreSQL ended while it started:\n${log}`)));
  });
  await ready;
  const stop = (): void => {
    const [pg_ctl, stopArgs] = asUser(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop']);
    execFileSync(pg_ctl, stopArgs, { stdio: 'pipe', cwd: folder });
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    port,
    async connect() {
      const client = new Client({ host: '127.0.0.1', port, user: 'secant', database: 'postgres' });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    stop,
  };
}
