/**
 * The scripts of the package, installed from its packed file, in pages that were opened from a disk, where a browser loads plain
 * scripts and no modules.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { installPackage } from '../support/installed-package.ts';

const browser = useBrowser();
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secant-from-disk-'));
  await installPackage(folder, join(folder, 'project'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pageOf = (script: string, body: string): string => {
  const file = join(folder, 'project', 'page.html');
  writeFileSync(
    file,
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>From a disk</title></head>' +
      `<body>${body}<script src="node_modules/secant/dist/browser/${script}"></script></body></html>`,
  );
  return pathToFileURL(file).href;
};

test('a figure of a formula is dragged', async () => {
  const page = await browser.open({ viewport: { width: 800, height: 700 } });
  await page.goto(
    pageOf('secant-elements.classic.js', '<secant-figure kind="secant-to-tangent" g="sin(w)" at="1"></secant-figure>'),
  );
  const slider = page.locator('.secant-slider');
  await slider.waitFor();
  const before = Number(await slider.inputValue());
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  expect(Number(await slider.inputValue())).toBeGreaterThan(before);
});

test('a figure of TypeScript lives, with the parts that it asks for later', async () => {
  const page = await browser.open({ viewport: { width: 800, height: 700 } });
  await page.goto(
    pageOf(
      'secant-elements.classic.js',
      '<secant-figure kind="tangent-along-curve" g="(w) => Math.abs(w)"></secant-figure>',
    ),
  );
  const slider = page.locator('.secant-slider');
  await slider.waitFor();
  // A first picture may be unfinished where the machine is busy.
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toContain('slope');
});

test('where the folder of the parts is missing, the console says which file', async () => {
  const page = await browser.open({ viewport: { width: 800, height: 700 }, expectErrors: true });
  const alone = join(folder, 'alone');
  const name = 'secant-elements.classic.js';
  cpSync(join(folder, 'project', 'node_modules', 'secant', 'dist', 'browser', name), join(alone, name));
  const file = join(alone, 'page.html');
  writeFileSync(file, '<!doctype html><script src="secant-elements.classic.js"></script>');
  const fault = page.waitForEvent('pageerror');
  await page.goto(pathToFileURL(file).href);
  expect((await fault).message).toMatch(/parts\/[\w.-]+\.js cannot be loaded/);
});
