/** What tests of every kind share: the gallery with the first figure it has of each. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { galleryGroups } from '../../book/gallery-rows.ts';
import { figureKinds } from '../../src/pictures/figures/kinds.ts';
import { pageUrl, type PageOptions, type TestBrowser } from '../support/browser.ts';
import { frames } from './mounted-figure.ts';

/** The names of all kinds. */
export const kindNames = Object.keys(figureKinds);

const rows = galleryGroups.flatMap(([, group]) => group);
/** The first row of the gallery for each kind: `tangent-along-curve` is made by `tangentAlongCurve(`. */
const firstRows = kindNames.map((kind) => {
  const maker = kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const row = rows.find(({ call }) => call.startsWith(`${maker}(`));
  if (row === undefined) throw new Error(`the gallery has no row of ${kind}`);
  return row.id;
});

/** The gallery with these rows only. */
export async function openRows(browser: TestBrowser, ids: readonly string[], options: PageOptions = {}): Promise<Page> {
  const page = await browser.open({ viewport: { width: 1280, height: 900 }, ...options });
  await page.goto(`${pageUrl()}gallery.html?only=${ids.join()}`);
  await page.waitForFunction(
    (count) => document.querySelectorAll('figure[id][data-mounted]').length === count,
    ids.length,
  );
  return page;
}

/** The gallery with the first figure of each kind. */
export async function openKinds(browser: TestBrowser, options: PageOptions = {}, rootSize = '100%'): Promise<Page> {
  const page = await openRows(browser, firstRows, options);
  await page.evaluate(async (size) => {
    document.documentElement.style.fontSize = size;
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
