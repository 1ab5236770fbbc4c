/** Finding a port to listen on. */
import { createServer } from 'node:net';

/**
 * True if nothing listens on the port, on either of the addresses that `localhost` may mean.
 * @param {number} port
 */
export async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function canListen(port, host) {
  return new Promise((settle) => {
    const server = createServer();
    // A machine without IPv6 has nobody listening there either.
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      settle(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => settle(true)));
  });
}

/**
 * The first free port from the given one upwards.
 * @param {number} first
 */
export async function freePort(first) {
  for (let port = first; port < first + 200 && port < 65_536; port++) {
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${first} on`);
}
