/** A host as plain as they come: it serves the files of a folder below a path, and can be given another folder, or stop. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort } from '../../scripts/port.mjs';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A running host. */
export interface StaticHost {
  /** The address of the folder, ending in a slash. */
  readonly url: string;
  /** The folder served from now on. */
  folder: string;
  /** Paths asked for so far, below the path of the host. */
  readonly requests: string[];
  /** Headers of every answer. */
  readonly headers: Record<string, string>;
  /** Paths that are answered with a page, as hosts with a fallback route do for files they do not have. */
  readonly missing: Set<string>;
  /** From now on nobody answers. */
  stop(): Promise<void>;
}

/** Serves a folder below a path such as `/deep/er/` until the test is over. */
export async function serveFolder(folder: string, path = '/'): Promise<StaticHost> {
  const requests: string[] = [];
  const host = { folder };
  const missing = new Set<string>();
  const headers: Record<string, string> = {};
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const inside = pathname.startsWith(path) ? decodeURIComponent(pathname.slice(path.length)) : undefined;
    if (inside === undefined || normalize(inside).startsWith('..')) {
      response.writeHead(404).end();
      return;
    }
    requests.push(inside);
    const asked = missing.has(inside) ? '' : inside;
    const name = asked === '' || asked.endsWith('/') ? `${asked}index.html` : asked;
    readFile(join(host.folder, name)).then(
      (content) =>
        response.writeHead(200, { 'content-type': types[extname(name)] ?? 'text/plain', ...headers }).end(content),
      () => response.writeHead(404).end(),
    );
  });
  const port = await freePort(4573);
  await new Promise<void>((settle) => server.listen(port, '127.0.0.1', settle));
  let running = true;
  const stop = async (): Promise<void> => {
    if (!running) return;
    running = false;
    server.closeAllConnections();
    await new Promise((settle) => server.close(settle));
  };
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${port}${path}`,
    get folder() {
      return host.folder;
    },
    set folder(next) {
      host.folder = next;
    },
    requests,
    headers,
    missing,
    stop,
  };
}
