/**
 * A server for this machine alone: the pages of `secant chapter` and `secant explore`. In: what answers a path. Out: an
 * address at a free port, until the person at the terminal ends it. Open pages can be told to load anew.
 */
import { spawn } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { readWhole } from './numbers.ts';
import { type Option, type OptionValues, textOption } from './command.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What a path leads to: a text that was made, or a file. */
export type Answer = { readonly status?: number; readonly html: string } | { readonly file: string };

/** A running server. */
export interface Served {
  /** With a slash at its end. */
  readonly address: string;
  /** Makes open pages load anew. */
  reload(): void;
  close(): Promise<void>;
}

export const serveOptions: readonly Option[] = [
  { flags: '--port <number>', means: 'the port (4173, or the next free one)' },
  { flags: '--open', means: 'open the page in the browser' },
];

const host = '127.0.0.1';
const usualPort = 4173;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
};

const changesPath = '/.changes';

/** Stands in a page that is to load anew when the server says so. */
export const reloadScript = `<script>new EventSource('${changesPath}').onmessage = () => location.reload()</script>\n`;

/** A file of a folder, if the path stays inside it and no part of it begins with a dot. */
export function fileIn(folder: string, path: string): string | undefined {
  const file = resolve(folder, `.${path.startsWith('/') ? path : `/${path}`}`);
  if (!file.startsWith(resolve(folder) + sep) || /(?:^|[\\/])\./.test(file.slice(resolve(folder).length)))
    return undefined;
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

/** Begins to serve. */
export async function serve(answer: (path: string) => Promise<Answer | undefined>, port?: number): Promise<Served> {
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = decodePath(request.url ?? '/');
    if (path === changesPath) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write('\n');
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      return;
    }
    answer(path).then(
      (found) => send(response, found),
      (error: unknown) => {
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
        response.end(error instanceof Error ? error.message : String(error));
      },
    );
  });
  const found = await listen(server, port);
  return {
    address: `http://${host}:${found}/`,
    reload: () => {
      for (const each of listeners) each.write('data: anew\n\n');
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function decodePath(url: string): string {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/s, ''));
  } catch {
    return url;
  }
}

function send(response: ServerResponse, answer: Answer | undefined): void {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (answer === undefined) {
    response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end('there is no such page');
  } else if ('html' in answer) {
    response.writeHead(answer.status ?? 200, { ...headers, 'content-type': types['.html'] }).end(answer.html);
  } else {
    const type = types[extname(answer.file).toLowerCase()] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'content-type': type });
    createReadStream(answer.file).pipe(response);
  }
}

async function listen(server: Server, wanted: number | undefined): Promise<number> {
  const last = wanted ?? usualPort + 199;
  for (let port = wanted ?? usualPort; port <= last; port++) if (await canListen(server, port)) return port;
  throw wanted === undefined
    ? new UsageError(`no port from ${usualPort} to ${last} is free`, 'add --port with one that is')
    : new UsageError(`port ${wanted} is taken or may not be used`, 'leave --port out, and a free one is taken');
}

function canListen(server: Server, port: number): Promise<boolean> {
  return new Promise((done, fail) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') done(false);
      else fail(error);
    };
    server.once('error', failed);
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', failed);
      done(true);
    });
  });
}

/** The port of the options. */
export function portOf(options: OptionValues): number | undefined {
  const text = textOption(options, 'port');
  if (text === undefined) return undefined;
  const port = readWhole(text, '--port', 1);
  if (port > 65_535) throw new UsageError(`--port is ${port}`, 'ports end at 65535');
  return port;
}

/**
 * Says where the page is, opens it if that was asked for, and waits until the person ends it with Ctrl-C, which is how a
 * server is meant to end: the exit code is 0.
 */
export async function untilEnded(
  { close }: Served,
  what: string,
  address: string,
  options: OptionValues,
  terminal: Terminal,
): Promise<number> {
  terminal.out(`${what} is at ${address}\n`);
  terminal.err('Ctrl-C ends it\n');
  if (options['open'] === true) openInBrowser(address, terminal);
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });
  await close();
  return 0;
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

function openInBrowser(address: string, terminal: Terminal): void {
  const [program, ...words] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...words, address], { stdio: 'ignore', detached: true });
  child.on('error', () => terminal.err(`no browser could be opened; the address is ${address}\n`));
  child.unref();
}

/** The files for pages that come with the package. */
export function pageFiles(packageFolder: string): string {
  const folder = join(packageFolder, 'dist', 'browser');
  if (!existsSync(join(folder, 'pages.css')))
    throw new UsageError('the pages of the package are not built', 'in a clone: npm run build');
  return folder;
}
