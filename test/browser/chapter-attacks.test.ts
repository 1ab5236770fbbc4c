/** Code from a link is not the reader's own. What it must not be able to do, tried. */
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { freePort } from '../../scripts/port.mjs';
import { useBrowser } from '../support/browser.ts';
import { cell, chapterUrl, linkWith, openChapter, runCell, settled, shown, write } from './chapter-page.ts';

const browser = useBrowser();
const cellId = 'your-own';

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
];

test('a cell reaches neither storage nor page nor network', async () => {
  const page = await openChapter(browser, { expectErrors: true });
  await page.evaluate(() => localStorage.setItem('secret', 'hidden'));
  // A server that would answer anyone: only the sandbox stands in the way.
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('content-type', 'text/javascript');
    response.end('postMessage(1)');
  });
  const port = await freePort(4473);
  await new Promise<void>((settle) => server.listen(port, '127.0.0.1', settle));
  const origin = `http://127.0.0.1:${port}/`;
  expect(await (await fetch(origin)).text()).toBe('postMessage(1)');
  requests.length = 0;
  for (const [name, code] of reaching) {
    const address = `${origin}?reached=${encodeURIComponent(name)}`;
    await write(
      page,
      cellId,
      `const found = ${code.replace(/ADDRESS/g, address).replace('SOCKET', address.replace('http', 'ws'))}\nString(found)`,
    );
    await runCell(page, cellId);
    expect((await shown(page, cellId)).replace(/(undefined)+/, ''), name).toBe('');
  }
  await new Promise((settle) => server.close(settle));
  expect(requests).toEqual([]);
});

test('code from a link runs in the sandbox, and the page stays where and what it is', async () => {
  const page = await openChapter(browser, { expectErrors: true });
  const attack = [
    'try { location.href = "https://example.com/" } catch {}',
    'try { self.open("https://example.com/") } catch {}',
    'try { top.location = "https://example.com/" } catch {}',
    'try { parent.document.title = "acted" } catch {}',
    'try { self.postMessage({ kind: "finished", run: 1, id: "tools", outputs: [{ kind: "text", text: "acted" }] }) } catch {}',
    'Object.prototype.kind = "error"',
    'Array.prototype.map = () => []',
    '"ran"',
  ].join('\n');
  const fragment = await linkWith(page, { cells: { [cellId]: attack }, figures: {}, codeHidden: false });
  const opened = await openChapter(browser, { expectErrors: true }, fragment);
  await settled(opened);
  await opened.waitForTimeout(300);
  expect(opened.url()).toBe(chapterUrl() + fragment);
  expect(await opened.title()).toContain('Calculus');
  expect(await opened.locator('text=acted').count()).toBe(await cell(opened, cellId).locator('text=acted').count());
  expect(opened.context().pages().length).toBe(1);
  expect(await opened.locator('iframe').getAttribute('sandbox')).toBe('allow-scripts');
});

test('a figure from a cell cannot bring code or markup, nor hang the page', async () => {
  const page = await openChapter(browser, { expectErrors: true });
  await write(page, cellId, 'tangentAlongCurve((w) => w, { title: \'<img src=x onerror="document.title=1">\' })');
  await runCell(page, cellId);
  await cell(page, cellId).locator('.secant-slider').waitFor();
  expect(await cell(page, cellId).locator('img').count()).toBe(0);
  await write(page, cellId, 'tangentAlongCurve((w) => { let s = w; while (w === w) s++; return s })');
  await runCell(page, cellId);
  expect(await shown(page, cellId)).toContain('stopped');
});

test('a function typed in a link is tried in the sandbox before the page draws it', async () => {
  const page = await openChapter(browser);
  const text = 'w => { let s = w; while (s === s) s = s + 1 - 1; return s }';
  const state = { cells: {}, figures: { 'tangent-on-sine': { text, value: 2 } }, codeHidden: false };
  const fragment = await linkWith(page, state);
  const opened = await openChapter(browser, {}, fragment);
  await opened.waitForFunction(
    () => document.querySelector<HTMLInputElement>('#tangent-on-sine .secant-slider')?.valueAsNumber === 2,
    undefined,
    { timeout: 20_000 },
  );
  expect(await opened.locator('#tangent-on-sine .secant-field-text').inputValue()).toBe('sin(w)');
});

test('a damaged link is an ordinary page', async () => {
  const page = await openChapter(browser, {}, '#s=AAAA_not-a-state');
  expect(await shown(page, 'example-4')).toBe('1');
  expect(await page.locator('iframe').count()).toBe(0);
});
