/**
 * The SQL servers of test/data. As root on Debian those that are missing are installed, as the browser is; elsewhere nothing is
 * done, and the tests of a server that is missing fail with the line that installs it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What each package brings, by a file that is there once it is installed. */
const packages = [
  { names: ['postgresql'], file: '/usr/lib/postgresql' },
  { names: ['clickhouse-server', 'clickhouse-client'], file: '/usr/bin/clickhouse-client' },
];

/** Installs what is missing, where that can be done without asking. */
export function ensureServers() {
  const missing = packages.filter(({ file }) => !existsSync(file)).flatMap(({ names }) => names);
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.error(`The tests of SQL need ${missing.join(', ')}; installing.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {readonly string[]} */ ...args) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 2, 2], timeout: 600_000 });
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...missing);
}
