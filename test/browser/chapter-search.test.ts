/** One table of contents and one search over both chapters. */
import { expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';
import { openChapter } from './chapter-page.ts';

const browser = useBrowser();

test('the table of contents is the same on both pages, and says which one is here', async () => {
  const page = await openChapter(browser);
  const first = await page.locator('.contents a').allInnerTexts();
  expect(first).toContain('Reverse mode');
  expect(first).toContain('Levenberg and Marquardt');
  expect(await page.locator('.contents [aria-current=page]').innerText()).toBe('Calculus for machine learning');
  await page.locator('.contents').getByRole('link', { name: 'Levenberg and Marquardt' }).click();
  await page.locator('html[data-ready]').waitFor();
  expect(page.url()).toBe(`${pageUrl()}fitting.html#levenberg-and-marquardt`);
  expect(await page.locator('.contents a').allInnerTexts()).toEqual(first);
  expect(await page.locator('.contents [aria-current=page]').innerText()).toBe('Fitting curves to data');
});

test.each([360, 1280])('words are looked for in both chapters with the keyboard, at %i px', async (width) => {
  const page = await openChapter(browser, { viewport: { width, height: 800 } });
  await page.getByRole('button', { name: 'Search' }).click();
  const search = page.getByRole('dialog', { name: 'Search all chapters' });
  await search.waitFor();
  await page.keyboard.type('damping');
  await expect.poll(() => search.getByRole('status').innerText()).toBe('1 section');
  expect(await search.locator('mark').first().innerText()).toBe('damping');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await search.locator('input').fill('nothing like this');
  await expect.poll(() => search.getByRole('status').innerText()).toBe('No sections');
  await page.keyboard.press('Escape');
  expect(await search.count()).toBe(0);

  await page.getByRole('button', { name: 'Search' }).click();
  await search.locator('input').fill('reverse mode');
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toBe('#reverse-mode');
  expect(await search.count()).toBe(0);
  await page.getByRole('button', { name: 'Search' }).click();
  await search.locator('input').fill('marquardt');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toContain('fitting.html#levenberg-and-marquardt');
});
