/**
 * The book without a network. A service worker of the built site keeps one copy of every file that a page may ask
 * for, also of those that are loaded only when they are needed, so that text, figures, editor and cells work when the
 * server is gone. In: the list of files and their version, which the build writes in place of `SITE`.
 *
 * Pages come from the network whenever it answers in time, so nobody is left with an old page; the kept one serves
 * otherwise. All other files carry a hash of their content in their name and come from what is kept, where a name can
 * only mean one content. Every version has a store of its own, filled as a whole before the version takes over or not
 * at all, and a page is taken into it only if it says that it is of this version: what is served together was built
 * together. The version before is kept as well, for pages of it that are still open.
 */
declare const self: ServiceWorkerGlobalScope;

/** The files of one version, below the folder of the site. */
export interface SiteFiles {
  readonly version: string;
  readonly pages: readonly string[];
  /** The first half of the SHA-256 of each file, so that what a host answers in its place is never kept. */
  readonly assets: Readonly<Record<string, string>>;
}

declare const SITE: SiteFiles;

/** Longest that a page may keep the reader waiting, in milliseconds, when there is a kept one. */
const PATIENCE = 4_000;
/** Versions that are kept: this one and the one before. */
const MOST_VERSIONS = 2;
/** Files that are fetched at the same time. */
const AT_ONCE = 6;

const { scope } = self.registration;
/** Stores belong to an origin, which several books may share, each in a folder of its own. */
const prefix = `secant ${scope} `;
const storeName = prefix + SITE.version;

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldVersions().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  if (request.mode === 'navigate') event.respondWith(newestPage(request));
  else if (request.url.startsWith(`${scope}assets/`)) event.respondWith(keptAsset(request));
});

/** The stores of this book, the newest first. */
async function storeNames(): Promise<string[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== storeName);
  return [storeName, ...names.reverse()];
}

/** What a store has under an address. Hosts let answers vary with things that make no difference to a file. */
async function lookUp(address: string, cacheName: string): Promise<Response | undefined> {
  return caches.match(address, { cacheName, ignoreVary: true });
}

async function kept(address: string): Promise<Response | undefined> {
  for (const cacheName of await storeNames()) {
    const found = await lookUp(address, cacheName);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Fills the store of this version. Throws if anything is missing; the browser then tries again another time. */
async function keepAll(): Promise<void> {
  const waiting = [
    ...Object.keys(SITE.assets).map((file) => () => keepAsset(file)),
    ...SITE.pages.map((file) => () => keepPage(file)),
  ];
  const work = async (): Promise<void> => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  };
  // All have ended before the store is dropped: what is put into it later would bring it back, half filled.
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed === undefined) return;
  await caches.delete(storeName);
  throw failed.reason;
}

async function keepAsset(file: string): Promise<void> {
  const address = new URL(file, scope).href;
  // What an earlier version kept may be bad, and so may what the browser remembers of the host's answer.
  for (const get of [() => kept(address), () => fetch(address), () => fetch(address, { cache: 'reload' })]) {
    const response = await get();
    if (response === undefined || !(await isWhole(file, response))) continue;
    await (await caches.open(storeName)).put(address, response);
    return;
  }
  throw new Error(`${file}: the host answers with something else`);
}

/** True if a response is the file as it was built: some hosts answer with a page where a file is missing. */
async function isWhole(file: string, response: Response): Promise<boolean> {
  if (!response.ok) return false;
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  const hex = Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === SITE.assets[file];
}

async function keepPage(file: string): Promise<void> {
  const address = new URL(file, scope).href;
  const response = await fetch(address, { cache: 'no-cache' });
  const text = await response.text();
  if (!response.ok || !text.includes(SITE.version)) throw new Error(`${file} is not of the version ${SITE.version}`);
  // Made anew: a host may have redirected, and a page may not be answered with that.
  const headers = { 'content-type': response.headers.get('content-type') ?? 'text/html; charset=utf-8' };
  await (await caches.open(storeName)).put(address, new Response(text, { headers }));
}

async function forgetOldVersions(): Promise<void> {
  const old = (await storeNames()).slice(MOST_VERSIONS);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function newestPage(request: Request): Promise<Response> {
  const coming = fetch(request);
  const patience = new Promise<undefined>((settle) => setTimeout(() => settle(undefined), PATIENCE));
  const answer = await Promise.race([coming, patience]).catch(() => undefined);
  if (answer !== undefined && answer.status < 500) return answer;
  const page = await keptPage(request.url);
  // Nobody waits for it any more, so nobody hears of its failure.
  if (page !== undefined) coming.catch(() => undefined);
  return page ?? coming;
}

/** A page by any of the addresses that hosts give it: the file, its folder, or the file without its ending. */
async function keptPage(address: string): Promise<Response | undefined> {
  const [path = ''] = address.split(/[?#]/);
  for (const ending of path.endsWith('/') ? ['index.html'] : ['', '.html']) {
    const found = await lookUp(path + ending, storeName);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function keptAsset(request: Request): Promise<Response> {
  const found = await kept(request.url);
  if (found !== undefined) return found;
  const response = await fetch(request);
  const file = request.url.slice(scope.length);
  // Files of other versions are not known here.
  if (SITE.assets[file] === undefined || (await isWhole(file, response))) return response;
  return fetch(request.url, { cache: 'reload' });
}
