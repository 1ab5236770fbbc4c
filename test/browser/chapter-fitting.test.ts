/** The second chapter: it stands beside the first, its letters have sliders that a link keeps, and its cells run. */
import { expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';
import { linkWith, runCell, shown } from './chapter-page.ts';

const browser = useBrowser();
const title = 'Fitting curves to data';

test('the chapters name one another', async () => {
  const page = await browser.open({ viewport: { width: 1280, height: 900 } });
  await page.goto(pageUrl());
  expect(await page.locator('.neighbours [rel=next]').innerText()).toBe(`Next: ${title}`);
  await page.locator('.contents').getByRole('link', { name: title }).click();
  await page.locator('html[data-ready]').waitFor();
  expect(await page.locator('h1').innerText()).toBe(title);
  expect(await page.locator('.neighbours [rel=prev]').innerText()).toBe('Previous: Calculus for machine learning');
});

test('letters have sliders with the names of the law, a link brings them back, and cells run', async () => {
  const page = await browser.open({ viewport: { width: 1280, height: 900 } });
  const link = linkWith({ cells: {}, figures: { law: { others: [3, 0.5] } }, codeHidden: false });
  await page.goto(`${pageUrl()}fitting.html${link}`);
  await page.locator('html[data-ready]').waitFor();
  const law = page.locator('#law');
  await law.scrollIntoViewIfNeeded();
  await law.locator('.secant-slider').first().waitFor();
  await expect.poll(() => law.locator('.secant-other output').allInnerTexts()).toEqual(['a = 3.00', 'b = 0.50']);
  expect(await law.locator('.secant-picture desc').textContent()).toContain('At x = 3.00 the function is ≈ 2.33.');
  expect(await law.locator('.secant-field-text').inputValue()).toBe('y(x) = a (1 - e^(-b x))');
  await runCell(page, 'data');
  expect(await shown(page, 'data')).toContain('14');
});
