/**
 * The examples of `<secant-figure>`, built and run: each shows the value that is dragged, takes a function from a text
 * field, and puts the figure somewhere. And the script for a script tag, served as plain files.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildScripts } from '../../scripts/build.mjs';
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

describe('one script tag', () => {
  test.each(['secant-elements.js', 'secant-elements-whole.js'])('%s', async (script) => {
    writeFileSync(
      join(folder, 'page.html'),
      '<!doctype html><html lang="en"><title>page</title><link rel="icon" href="data:,">' +
        `<script type="module" src="dist/browser/${script}"></script>` +
        '<secant-figure kind="line-and-plane" g="w => Math.sin(w)" g2="sin(w1 + w2)"></secant-figure></html>',
    );
    const page = await browser.open();
    const files: string[] = [];
    page.on('request', (request) => files.push(new URL(request.url()).pathname));
    await page.goto(`${server.url}page.html`);
    await page.locator('.secant-picture').waitFor();
    const scripts = files.filter((file) => file.endsWith('.js'));
    expect(scripts[0]).toBe(`/dist/browser/${script}`);
    expect(scripts.length > 1).toBe(script === 'secant-elements.js');
    expect(scripts.some((file) => /tangent-planes|secant-to-tangent/.test(file))).toBe(false);
  });

  test('both on one page do no harm', async () => {
    writeFileSync(
      join(folder, 'both.html'),
      '<!doctype html><html lang="en"><title>page</title><link rel="icon" href="data:,">' +
        '<script type="module" src="dist/browser/secant-elements.js"></script>' +
        '<script type="module" src="dist/browser/secant-elements-whole.js"></script>' +
        '<secant-figure kind="secant-to-tangent" g="sin(w)"></secant-figure></html>',
    );
    const page = await browser.open();
    await page.goto(`${server.url}both.html`, { waitUntil: 'load' });
    await page.locator('.secant-picture').waitFor();
    expect(await page.locator('.secant-picture').count()).toBe(1);
  });
});
