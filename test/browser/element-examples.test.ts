/**
 * The examples of `<secant-figure>`, built and run: each shows the value that is dragged, takes a function from a text
 * field, and puts the figure somewhere. And the script for a script tag, served as plain files.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildScripts, bundleLibrary } from '../../scripts/build.mjs';
import { root } from '../../scripts/project.mjs';
import { useBrowser } from '../support/browser.ts';
import { handleAt } from '../support/element-page.ts';
import { serveFolder } from '../support/static-server.ts';

const browser = useBrowser();
const examples = join(root, 'examples', 'elements');
let folder = '';
let server: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secant-examples-'));
  await build({
    configFile: join(examples, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(folder, 'examples', 'elements'), emptyOutDir: true },
  });
  // The plain page finds its script where the project has it.
  cpSync(join(examples, 'plain'), join(folder, 'examples', 'elements', 'plain'), { recursive: true });
  await buildScripts(join(folder, 'dist', 'browser'));
  server = await serveFolder(folder);
}, 120_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['plain', 'react', 'vue', 'svelte'])('%s', (framework) => {
  test('the value comes out, function and value go in', async () => {
    const page = await browser.open({ viewport: { width: 800, height: 900 } });
    await page.goto(`${server.url}examples/elements/${framework}/index.html`);
    await page.locator('.secant-handle').first().waitFor();
    expect(await page.title()).toContain('A figure in');
    const value = page.locator('p > output');
    expect(await value.innerText()).toBe('-2.00');

    const { x, y } = await handleAt(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y, { steps: 4 });
    await page.mouse.up();
    const shown = await page.evaluate(() => document.querySelector('secant-figure')?.value.toFixed(2));
    expect(Number(shown)).toBeGreaterThan(-1.8);
    await expect.poll(() => value.innerText()).toBe(shown);

    // The slider stays where it is while functions come and go, and a bad one leaves the last good one.
    const picture = await page.locator('.secant-picture').first().elementHandle();
    await page.getByLabel('g(w) =').fill('w^2');
    const readOut = page.locator('.secant-read-out');
    await expect
      .poll(() => readOut.innerText())
      .toContain(((await slopeOfSquare(page)) ?? NaN).toFixed(2).replace('-', '−'));
    expect(await value.innerText()).toBe(shown);
    await page.getByLabel('g(w) =').fill('w^2 +');
    await expect.poll(() => page.locator('.secant-field-message').innerText()).toContain('Column');
    await page.getByLabel('g(w) =').fill('w => w ** 3');
    await expect.poll(() => page.locator('.secant-field-message').innerText()).toBe('');

    await page.getByRole('button', { name: 'Let the points meet' }).click();
    await expect.poll(() => readOut.innerText()).toContain('tangent');
    expect(await readOut.innerText()).toMatch(/slope\s+3\.00/);
    expect(await value.innerText()).toBe('1.00');
    expect(await picture?.evaluate((element) => element.isConnected)).toBe(true);
  });
});

/** The slope of the secant of w² through 1 and where the slider stands. */
function slopeOfSquare(page: Page): Promise<number | undefined> {
  return page.evaluate(() => {
    const value = document.querySelector('secant-figure')?.value;
    return value === undefined ? undefined : 1 + value;
  });
}

test('one script tag', async () => {
  writeFileSync(
    join(folder, 'page.html'),
    '<!doctype html><html lang="en"><title>page</title><link rel="icon" href="data:,">' +
      '<script type="module" src="dist/browser/secant-elements.js"></script>' +
      '<secant-figure kind="line-and-plane" g="w => Math.sin(w)" g2="sin(w1 + w2)"></secant-figure></html>',
  );
  const page = await browser.open();
  const files: string[] = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  await page.goto(`${server.url}page.html`);
  await page.locator('.secant-picture').waitFor();
  const scripts = files.filter((file) => file.endsWith('.js'));
  expect(scripts[0]).toBe('/dist/browser/secant-elements.js');
  expect(scripts.length).toBeGreaterThan(1);
  expect(scripts.some((file) => /tangent-planes|secant-to-tangent/.test(file))).toBe(false);
});

test('two copies on one page do no harm', async () => {
  cpSync(join(folder, 'dist', 'browser'), join(folder, 'other'), { recursive: true });
  writeFileSync(
    join(folder, 'both.html'),
    '<!doctype html><html lang="en"><title>page</title><link rel="icon" href="data:,">' +
      '<script type="module" src="dist/browser/secant-elements.js"></script>' +
      '<script type="module" src="other/secant-elements.js"></script>' +
      '<secant-figure kind="secant-to-tangent" g="sin(w)"></secant-figure></html>',
  );
  const page = await browser.open();
  await page.goto(`${server.url}both.html`, { waitUntil: 'load' });
  await page.locator('.secant-picture').waitFor();
  expect(await page.locator('.secant-picture').count()).toBe(1);
});

test('a page that the command writes lives from a disk, alone', async () => {
  await bundleLibrary(join(folder, 'dist'));
  for (const name of ['node_modules', 'package.json']) symlinkSync(join(root, name), join(folder, name), 'junction');
  const command = [join(folder, 'dist', 'tools', 'cli', 'main.js'), 'figure', 'secant-to-tangent'];
  const file = join(folder, 'alone.html');
  const made = spawnSync(process.execPath, [...command, 'w => w % 7 < 8 ? Math.sin(w) : 0', '-o', file], {
    encoding: 'utf8',
  });
  expect(made).toMatchObject({ status: 0, stderr: '' });
  const page = await browser.open();
  await page.context().setOffline(true);
  const files: string[] = [];
  page.on('request', (request) => files.push(request.url().slice(0, 5)));
  await page.goto(pathToFileURL(file).href);
  const { x, y } = await handleAt(page);
  const before = await page.locator('.secant-read-out').innerText();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => page.locator('.secant-read-out').innerText()).not.toBe(before);
  expect(files.filter((start) => start !== 'data:')).toEqual(['file:']);
}, 60_000);
