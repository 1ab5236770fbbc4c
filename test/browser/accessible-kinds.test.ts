/**
 * Axe on every kind of figure at three widths, light, dark and in forced colours: as it stands, moved and zoomed, with
 * its menu open, and while a file is asked for. The page is loaded once for each width; only the look changes.
 */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openKinds } from './gallery-kinds.ts';
import { frames } from './mounted-figure.ts';
import { violations } from './violations.ts';
import { useBrowser } from '../support/browser.ts';

const browser = useBrowser();

const looks = (['none', 'active'] as const).flatMap((forcedColors) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ forcedColors, colorScheme })),
);

/** Runs a check in every look; answers what it found by the name of the look. */
async function inEveryLook(page: Page, check: () => Promise<readonly string[]>): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const look of looks) {
    await page.emulateMedia(look);
    await frames(page);
    const wrong = await check();
    if (wrong.length > 0) found[`${look.colorScheme}, forced colours ${look.forcedColors}`] = wrong;
  }
  return found;
}

/** Opens, one after the other, each menu that holds other items than those before, and answers what axe finds in it. */
async function violationsOfMenus(page: Page): Promise<string[]> {
  const known = new Set<string>();
  const found: string[] = [];
  for (const figure of await page.locator('.secant-figure').all()) {
    const button = figure.locator('.secant-menu-button');
    await button.focus();
    await page.keyboard.press('Enter');
    const menu = figure.locator('.secant-menu');
    await menu.waitFor();
    const items = await menu.evaluate((list) => list.textContent ?? '');
    if (!known.has(items)) {
      known.add(items);
      found.push(...(await violations(page, '.secant-menu:not([hidden])')));
    }
    await page.keyboard.press('Escape');
  }
  expect(known.size).toBeGreaterThan(2);
  return found;
}

describe.each([320, 390, 1280])('axe finds nothing at %i px', (width) => {
  test('in a figure of each kind: as it stands, in its menu, moved and zoomed', async () => {
    const page = await openKinds(browser, { viewport: { width, height: 900 } });
    expect(await inEveryLook(page, () => violations(page))).toEqual({});
    expect(await inEveryLook(page, () => violationsOfMenus(page))).toEqual({});
    await page.locator('.secant-figure').evaluateAll((figures) => {
      for (const figure of figures) {
        figure.querySelector<HTMLButtonElement>('.secant-controls:not([hidden]) .secant-step')?.click();
        const target = figure.querySelector('.secant-handle, .secant-turntable, .secant-slider');
        target?.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));
      }
    });
    await frames(page);
    expect(await page.locator('.secant-reset:not([hidden])').count()).toBeGreaterThan(5);
    expect(await inEveryLook(page, () => violations(page))).toEqual({});
  }, 240_000);

  test('while a film is asked for and made', async () => {
    const page = await openKinds(browser, { viewport: { width, height: 900 } });
    await page.evaluate(() => Reflect.deleteProperty(window, 'VideoEncoder'));
    const figure = page.locator('.secant-figure').first();
    await figure.locator('.secant-menu-button').click();
    await figure.locator('[data-key=save-mp4]').click();
    const panel = figure.locator('.secant-saving');
    await panel.getByRole('button', { name: 'Save as GIF' }).waitFor();
    expect(await inEveryLook(page, () => violations(page, '.secant-saving:not([hidden])'))).toEqual({});
    // A film that would be ready before axe is.
    await page.evaluate(() => {
      HTMLImageElement.prototype.decode = () => new Promise(() => undefined);
    });
    await panel.getByRole('button', { name: 'Save as GIF' }).click();
    await panel.locator('progress').waitFor();
    expect(await inEveryLook(page, () => violations(page, '.secant-saving:not([hidden])'))).toEqual({});
  }, 120_000);
});
