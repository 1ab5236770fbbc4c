/**
 * What tests of one live figure share: a figure by itself in an empty page of a given width, left on the window as
 * `mounted`, and its parts.
 */
import type { Locator, Page } from 'playwright-core';
import type { MountedFigure } from '../../src/pictures/scene/figure.ts';
import type { PageOptions, TestBrowser } from '../support/browser.ts';

declare global {
  interface Window {
    mounted: MountedFigure;
  }
}

/** Opens an empty page and mounts the figure that an expression over 'secant/figures' makes. */
export async function openFigure(
  browser: TestBrowser,
  expression: string,
  options: PageOptions & { readonly width?: string } = {},
): Promise<Page> {
  const { width = '640px', ...pageOptions } = options;
  const page = await browser.openEmpty({ viewport: { width: 900, height: 800 }, ...pageOptions });
  await page.addScriptTag({
    type: 'module',
    content: `
      import { mountFigure } from '/src/pictures/view/index.ts';
      import * as figures from '/src/pictures/figures/index.ts';
      document.documentElement.style.colorScheme = 'light dark';
      document.body.style.margin = '0';
      const meta = document.createElement('meta');
      Object.assign(meta, { name: 'viewport', content: 'width=device-width, initial-scale=1' });
      document.head.append(meta);
      const place = document.createElement('div');
      Object.assign(place.style, { width: '${width}', maxWidth: '100%' });
      document.body.append(place);
      Object.assign(window, { figures });
      const { derivativeJoint, descent, epsilonSweep, gradientField, lineAndPlane } = figures;
      const { secantPanels, secantToTangent, tangentAlongCurve, tangentPlanes, taylorFigure } = figures;
      Object.assign(window, { mounted: mountFigure(${expression}, place, { fileName: 'saved' }) });
    `,
  });
  await page.waitForFunction(() => 'mounted' in window);
  await frames(page);
  return page;
}

/** Waits until what was asked for has been drawn. */
export async function frames(page: Page, count = 2): Promise<void> {
  await page.evaluate(async (wanted) => {
    for (let k = 0; k < wanted; k++) await new Promise(requestAnimationFrame);
  }, count);
}

/** The `d` of a mark of the picture. */
export async function pathOf(page: Page, mark: string): Promise<string> {
  return (await page.locator(`.secant-picture [data-mark="${mark}"]`).getAttribute('d')) ?? '';
}

/** The middle of a part of the picture, in the window. */
export async function middleOf(part: Locator): Promise<{ x: number; y: number }> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('nothing to see there');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Opens the menu and answers one of its items by its key. */
export async function menuItem(page: Page, key: string): Promise<Locator> {
  const button = page.locator('.secant-menu-button');
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  return page.locator(`.secant-menu [data-key="${key}"]`);
}

/** A finger or two on the screen: each row is where they are; they go from row to row. */
export async function touch(
  page: Page,
  rows: readonly (readonly { readonly x: number; readonly y: number }[])[],
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const [index, fingers] of rows.entries()) {
    const touchPoints = fingers.map((finger, id) => ({ ...finger, id }));
    await session.send('Input.dispatchTouchEvent', { type: index === 0 ? 'touchStart' : 'touchMove', touchPoints });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await frames(page, 3);
}
