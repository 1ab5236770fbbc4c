/** The book without a network: kept after the first visit, from any folder of a host, and replaced by the next build. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { root } from '../../scripts/project.mjs';
import { useBrowser } from '../support/browser.ts';
import { serveFolder } from '../support/static-host.ts';
import { runCell, shown, write } from './chapter-page.ts';

const browser = useBrowser();

/** Another build of the book, which differs in its title and in one part. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secant-second-build-'));
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, sourcemap: false },
    plugins: [
      {
        name: 'another-build',
        transformIndexHtml: (html) => html.replace(/<title>/, '<title>Second: '),
        transform: (code, id) =>
          id.endsWith('book/page/editor.ts') ? `${code}\nglobalThis.secondEditor = true;` : undefined,
      },
    ],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Opens the chapter of a host. */
async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('html[data-ready]').waitFor();
}

/** Waits until all is kept. */
async function kept(page: Page): Promise<void> {
  await page.locator('html[data-offline]').waitFor({ state: 'attached' });
}

/** How many versions are kept; 0 while one is on its way. */
function versionsKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { length } = await caches.keys();
    const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration()) ?? {};
    return installing === null && waiting === null && active?.state === 'activated' ? length : 0;
  });
}

/** What a reader does with a chapter: reads, looks at a figure, edits and runs a cell, saves. */
async function useChapter(page: Page): Promise<void> {
  expect(await page.locator('h2').count()).toBeGreaterThanOrEqual(8);
  await page.locator('#tangent-on-sine').scrollIntoViewIfNeeded();
  await page.locator('#tangent-on-sine .secant-slider').press('End');
  await page.waitForFunction(() =>
    document.querySelector('#tangent-on-sine .secant-read-out')?.textContent?.includes('3.00'),
  );
  await write(page, 'example-4', '6 * 7');
  await runCell(page, 'example-4');
  expect(await shown(page, 'example-4')).toBe('42');
  await page.locator('.tool-menu summary').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as TypeScript' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('calculus.ts');
}

test('once loaded, text, figures, editing and cells work when the host is gone, from any folder', async () => {
  const host = await serveFolder(inject('siteFolder'), '/deep/er/');
  const page = await browser.open();
  await visit(page, host.url);
  await kept(page);
  await host.stop();
  // What was not needed so far, on the page that is open.
  await write(page, 'slopes', '2 + 3');
  await runCell(page, 'slopes');
  expect(await shown(page, 'slopes')).toBe('5');
  await page.reload();
  await page.locator('html[data-ready]').waitFor();
  await useChapter(page);
  await page.evaluate(() => document.fonts.ready);
  const fonts = await page.evaluate(() =>
    ['16px "Source Serif 4"', '16px "KaTeX_Main"'].map((font) => document.fonts.check(font)),
  );
  expect(fonts).toEqual([true, true]);
  for (const name of ['gallery.html', 'two-figures.html', 'index.html']) {
    await page.goto(host.url + name);
    expect(await page.locator('h1').innerText()).not.toBe('');
  }
});

test('without a network the address with its fragment opens too', async () => {
  const host = await serveFolder(inject('siteFolder'));
  const page = await browser.open();
  await visit(page, host.url);
  await kept(page);
  await page.context().setOffline(true);
  await visit(page, `${host.url}?from=elsewhere#secant-lines`);
  expect(await page.locator('#secant-lines').isVisible()).toBe(true);
  await useChapter(page);
});

test('a new build is seen at once, is kept in its turn, and does not mix with the one before', async () => {
  const chunk = async (of: string): Promise<string | undefined> =>
    (await readdir(join(of, 'assets'))).find((name) => /^editor-.*\.js$/.test(name));
  expect(await chunk(folder)).not.toBe(await chunk(inject('siteFolder')));

  const host = await serveFolder(inject('siteFolder'));
  const page = await browser.open();
  await visit(page, host.url);
  await kept(page);
  const other = await page.context().newPage();
  host.folder = folder;

  await visit(other, host.url);
  expect(await other.title()).toMatch(/^Second: /);
  // The browser looks for a new service worker a little after the page has come.
  await expect.poll(() => versionsKept(other), { timeout: 20_000 }).toBe(2);
  // The open page is told, and not changed under its reader's hands.
  await page.locator('.update').waitFor();
  expect(await page.title()).not.toMatch(/^Second: /);
  await host.stop();
  // The page of the first build is still open, and the host no longer has its parts. Behind another one it would be slow.
  await page.bringToFront();
  await write(page, 'slopes', '2 + 3');
  await runCell(page, 'slopes');
  expect(await shown(page, 'slopes')).toBe('5');
  expect(await page.evaluate(() => Reflect.get(globalThis, 'secondEditor') as unknown)).toBe(undefined);
  // From now on the second build is what is there without a network.
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => page.title()).toMatch(/^Second: /);
  await page.locator('html[data-ready]').waitFor();
  expect(await page.locator('.update').count()).toBe(0);
  await useChapter(page);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'secondEditor') as unknown)).toBe(true);
}, 120_000);

/** The name of the file that holds the editor, which no page loads by itself. */
async function editorFile(): Promise<string> {
  const name = (await readdir(join(inject('siteFolder'), 'assets'))).find((each) => /^editor-.*\.js$/.test(each));
  return `assets/${name!}`;
}

/** What the stores hold under the name of a file. */
function heldAs(page: Page, file: string): Promise<string[]> {
  return page.evaluate(async (name) => {
    const texts: string[] = [];
    for (const store of await caches.keys()) {
      const found = await (await caches.open(store)).match(new URL(name, location.href));
      if (found !== undefined) texts.push(await found.text());
    }
    return texts;
  }, file);
}

test('a page that a host gives in place of a file is never kept, nor is anything else until the file comes', async () => {
  const host = await serveFolder(inject('siteFolder'));
  const file = await editorFile();
  host.missing.add(file);
  const page = await browser.open({ expectErrors: true });
  await visit(page, host.url);
  // It is asked for twice, the second time past what the browser remembers.
  await expect.poll(() => host.requests.filter((asked) => asked === file).length, { timeout: 20_000 }).toBe(2);
  await expect.poll(() => page.evaluate(() => caches.keys()), { timeout: 20_000 }).toEqual([]);
  expect(await page.locator('html[data-offline]').count()).toBe(0);
  host.missing.clear();
  await page.reload();
  await kept(page);
  const content = await readFile(join(inject('siteFolder'), file), 'utf8');
  expect(await heldAs(page, file)).toEqual([content]);
});

test('a bad file that an earlier version kept is not copied', async () => {
  const host = await serveFolder(inject('siteFolder'));
  const file = await editorFile();
  host.missing.add('service-worker.js');
  const page = await browser.open({ expectErrors: true });
  await visit(page, host.url);
  await page.evaluate(
    async ([store, name]) => {
      const bad = new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
      await (await caches.open(store!)).put(new URL(name!, location.href), bad);
    },
    [`secant ${host.url} before`, file],
  );
  host.missing.clear();
  await page.reload();
  await kept(page);
  const content = await readFile(join(inject('siteFolder'), file), 'utf8');
  expect((await heldAs(page, file)).filter((text) => text === content)).toHaveLength(1);
  await host.stop();
  await write(page, 'slopes', '2 + 3');
  await runCell(page, 'slopes');
  expect(await shown(page, 'slopes')).toBe('5');
});
