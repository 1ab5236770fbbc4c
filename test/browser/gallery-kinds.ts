/** What tests of every kind share: the gallery with the first figure it has of each. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { figureKinds } from '../../src/pictures/figures/kinds.ts';
import { pageUrl, type PageOptions, type TestBrowser } from '../support/browser.ts';
import { frames } from './mounted-figure.ts';

/** The names of all kinds. */
export const kindNames = Object.keys(figureKinds);

/** The gallery with one figure of each kind alive, all others away. */
export async function openKinds(browser: TestBrowser, options: PageOptions = {}, rootSize = '100%'): Promise<Page> {
  const page = await browser.open({ viewport: { width: 1280, height: 900 }, ...options });
  await page.goto(`${pageUrl()}gallery.html?all`);
  await page.waitForFunction(() => document.querySelector('figure[id]:not([data-mounted])') === null);
  await page.evaluate(async (size) => {
    document.documentElement.style.fontSize = size;
    const known = new Set<string>();
    for (const row of document.querySelectorAll('figure[id]')) {
      const kind = row.querySelector<HTMLElement>('.secant-figure')?.dataset['kind'] ?? '';
      if (known.has(kind)) row.remove();
      known.add(kind);
    }
    await document.fonts.ready;
    // Figures take the size of text when they are measured.
    window.dispatchEvent(new Event('resize'));
    for (const place of document.querySelectorAll<HTMLElement>('.secant-stage')) place.style.width = 'calc(100% - 1px)';
    await new Promise(requestAnimationFrame);
    for (const place of document.querySelectorAll<HTMLElement>('.secant-stage')) place.style.width = '';
  }, rootSize);
  await frames(page, 4);
  const shown = await page
    .locator('.secant-figure')
    .evaluateAll((found) => found.map((figure) => figure.getAttribute('data-kind')));
  expect(new Set(shown)).toEqual(new Set(kindNames));
  expect(shown).toHaveLength(kindNames.length);
  return page;
}
