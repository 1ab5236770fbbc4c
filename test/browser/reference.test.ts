/** The page of the reference: searched, linked, and without a fault that axe knows. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';

const browser = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test('what is typed leaves the names that have it; Enter goes to the first, a link shows what was hidden', async () => {
  const page = await browser.open({ viewport: { width: 390, height: 844 } });
  await page.goto(`${pageUrl()}reference.html`);
  const shown = (): Promise<number> => page.evaluate(() => document.querySelectorAll('.entry:not([hidden])').length);
  const all = await shown();
  expect(all).toBeGreaterThan(200);
  await page.keyboard.press('/');
  await page.keyboard.type('tangent plane');
  expect(await shown()).toBeLessThan(all / 10);
  expect(await shown()).toBeGreaterThan(0);
  expect(await page.locator('#found').innerText()).toMatch(/^\d+ names?$/);
  await page.locator('#search').fill('hessian');
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).hash).toMatch(/hessian/i);
  await page.evaluate(() => {
    location.hash = 'tangentLine';
  });
  await page.locator('#tangentLine').waitFor();
  expect(await page.locator('#search').inputValue()).toBe('');
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(isWide).toBe(false);
});

test('axe finds nothing, light and dark', async () => {
  const page = await browser.open({ colorScheme: 'light' });
  await page.goto(`${pageUrl()}reference.html`);
  // All entries are made alike: a few are enough, and axe takes its time over hundreds.
  await page.locator('#search').fill('hessian');
  await page.addScriptTag({ content: axe });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(async () => {
      const tool = (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe;
      return (await tool.run()).violations.map(({ id }) => id);
    });
    expect(found, colorScheme).toEqual([]);
  }
});
