/**
 * `npm start`: builds everything and serves the page. The port is 4173 or the next free one; PORT asks for a
 * certain one, HOST for another address than this machine's own (0.0.0.0 opens it to the network).
 */
import { join } from 'node:path';
import { preview } from 'vite';
import { buildAll } from './build.mjs';
import { freePort, isFree } from './port.mjs';
import { root } from './project.mjs';

/** @returns {Promise<number>} */
async function choosePort() {
  const wanted = process.env['PORT'];
  if (wanted === undefined || wanted === '') return freePort(4173);
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT=${wanted} is not a port number`);
  if (!(await isFree(port))) throw new Error(`port ${port} is taken; set PORT to another one, or leave it unset`);
  return port;
}

/** Under npm there is a shell in between, which a signal to npm ends alone: then the server goes with it. */
function stopWithParent() {
  if (process.env['npm_lifecycle_event'] !== 'start') return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit();
  }, 500).unref();
}

async function start() {
  // First, so that a wrong PORT is told before the build.
  const port = await choosePort();
  const host = process.env['HOST'] ?? '127.0.0.1';
  await buildAll();
  await preview({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    preview: { host, port, strictPort: true, open: false },
  });
  stopWithParent();
  console.log(`Secant is at http://localhost:${port}/ (stop with Ctrl+C)`);
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
