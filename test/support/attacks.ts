/** What code in a cell tries to get out of its sandbox, for the cells of a chapter and for the element alike. */
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { freePort } from '../../scripts/port.mjs';

/** Expressions that reach for what a page has, and must fail or find nothing. */
const reaching: readonly (readonly [name: string, code: string])[] = [
  ['storage', 'typeof localStorage'],
  ['session storage', 'typeof sessionStorage'],
  ['the document', 'typeof document + typeof window + typeof parent'],
  [
    'cookies',
    'typeof cookieStore === "undefined" ? "undefined" : String(await cookieStore.getAll().then(String, () => "undefined"))',
  ],
  [
    'a database',
    'await new Promise((settle) => { try { const r = indexedDB.open("x"); r.onerror = () => settle("undefined"); r.onsuccess = () => settle("OPEN") } catch { settle("undefined") } })',
  ],
  ['caches', 'typeof caches === "undefined" ? "undefined" : await caches.keys().then(() => "OPEN", () => "undefined")'],
  ['the network', 'await fetch("ADDRESS").then(() => "OPEN", () => "undefined")'],
  [
    'a request of the old kind',
    'await new Promise((settle) => { try { const r = new XMLHttpRequest(); r.open("GET", "ADDRESS"); r.onload = () => settle("OPEN"); r.onerror = () => settle("undefined"); r.send() } catch { settle("undefined") } })',
  ],
  [
    'a socket',
    'await new Promise((settle) => { try { const s = new WebSocket("SOCKET"); s.onopen = () => settle("OPEN"); s.onerror = () => settle("undefined") } catch { settle("undefined") } })',
  ],
  [
    'scripts from elsewhere',
    'await (async () => { try { importScripts("ADDRESS"); return "OPEN" } catch { return "undefined" } })()',
  ],
  [
    'modules from elsewhere',
    'await new Function("a", "return import(a)")("ADDRESS").then(() => "OPEN", () => "undefined")',
  ],
  [
    'a worker of its own from elsewhere',
    'await new Promise((settle) => { try { const w = new Worker("ADDRESS"); w.onerror = () => settle("undefined"); w.onmessage = () => settle("OPEN"); setTimeout(() => settle("undefined"), 500) } catch { settle("undefined") } })',
  ],
  [
    'a transport',
    'await (async () => { const t = new WebTransport("ADDRESS"); await t.ready; return "OPEN" })().catch(() => "undefined")',
  ],
  [
    'events of a server',
    'await new Promise((settle) => { try { const s = new EventSource("ADDRESS"); s.onopen = () => settle("OPEN"); s.onerror = () => settle("undefined") } catch { settle("undefined") } })',
  ],
  ['calls between browsers', 'typeof RTCPeerConnection'],
  ['fonts', 'await new FontFace("x", "url(ADDRESS)").load().then(() => "OPEN", () => "undefined")'],
  ['beacons', 'typeof navigator.sendBeacon'],
  [
    'files of the origin',
    'await (async () => { await navigator.storage.getDirectory(); return "OPEN" })().catch(() => "undefined")',
  ],
  ['service workers', 'typeof navigator.serviceWorker'],
  ['shared workers', 'typeof SharedWorker'],
  ['workers beside it', 'typeof Worker'],
  ['messages to the frame', 'typeof postMessage + typeof Object.getPrototypeOf(self).postMessage'],
  ['messages to all', 'typeof BroadcastChannel'],
  ['a script as data', 'await import("data:text/javascript,export default 1").then(() => "OPEN", () => "undefined")'],
];

/**
 * Runs every row of the table in a cell, with a server that would answer anyone: only the sandbox stands in the way.
 *
 * @param runCode runs a text in a cell and gives what the cell shows
 * @returns the rows that reached something, and requests that came
 */
export async function reachedBy(runCode: (code: string) => Promise<string>): Promise<string[]> {
  const reached: string[] = [];
  const server = createServer((request, response) => {
    reached.push(`the server: ${request.url ?? ''}`);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('content-type', 'text/javascript');
    response.end('postMessage(1)');
  });
  const port = await freePort(4473);
  await new Promise<void>((settle) => server.listen(port, '127.0.0.1', settle));
  const origin = `http://127.0.0.1:${port}/`;
  expect(await (await fetch(origin)).text()).toBe('postMessage(1)');
  reached.length = 0;
  for (const [name, expression] of reaching) {
    const address = `${origin}?reached=${encodeURIComponent(name)}`;
    const code = expression.replace(/ADDRESS/g, address).replace('SOCKET', address.replace('http', 'ws'));
    const shown = await runCode(`const found = ${code}\nString(found)`);
    if (!/^(?:undefined)+$/.test(shown)) reached.push(`${name}: ${shown}`);
  }
  await new Promise((settle) => server.close(settle));
  return reached;
}

/** Cells that do as much as they can of one thing. */
export const floods: readonly (readonly [name: string, code: string])[] = [
  ['messages', 'const say = self.postMessage ?? (() => {})\nwhile (true) say(new Array(100).fill(1))'],
  [
    'messages between ports',
    'const { port1, port2 } = new MessageChannel()\nport2.start()\nwhile (true) port1.postMessage(1)',
  ],
  ['lines', 'while (true) console.log("x".repeat(10000))'],
  [
    'tables',
    'const row = Array.from({ length: 1000 }, () => ({ a: "y".repeat(1e5) }))\nwhile (true) console.table(row)',
  ],
  [
    'timers',
    'for (let k = 0; k < 1e5; k++) setInterval(() => {}, 0)\nawait new Promise((settle) => setTimeout(settle, 4000))',
  ],
];

/**
 * Whether the page has its frames: more than half of them in some half second of four. A page that is held up has
 * hardly any in all of them; on a machine with much else to do one half second says little.
 */
export async function hasItsFrames(page: Page): Promise<boolean> {
  for (let k = 0; k < 4; k++) if ((await framesOf(page)) > 15) return true;
  return false;
}

/** Frames of the page in half a second. */
function framesOf(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let count = 0;
    const start = performance.now();
    while (performance.now() - start < 500) {
      await new Promise(requestAnimationFrame);
      count++;
    }
    return count;
  });
}
