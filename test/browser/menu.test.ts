/** The menu of a figure, steps, speed, loop, and what the menu does: keys, reset, copying, full screen. */
import { describe, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { frames, menuItem, openFigure } from './mounted-figure.ts';

const browser = useBrowser();
const sine = 'tangentAlongCurve((w) => Math.sin(w))';

describe('the menu', () => {
  test('opens and closes as menus do, and gives the focus back', async () => {
    const page = await openFigure(browser, sine);
    const button = page.locator('.secant-menu-button');
    expect(await button.getAttribute('aria-haspopup')).toBe('menu');
    expect(await button.getAttribute('aria-label')).toBe('Menu, The tangent along the curve');
    await button.focus();
    await page.keyboard.press('Enter');
    // The list is fetched when the focus comes.
    await page.locator('.secant-menu').waitFor();
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.textContent ?? null);
    expect(await focused()).toBe('0.25×');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('Full screen');
    await page.keyboard.press('Home');
    expect(await focused()).toBe('0.25×');
    await page.keyboard.press('s');
    expect(await focused()).toBe('Save as SVG');
    await page.keyboard.press('s');
    expect(await focused()).toBe('Save as PNG');
    await page.keyboard.press('Escape');
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    expect(await page.locator('.secant-menu').isVisible()).toBe(false);
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('Full screen');
    await page.mouse.click(400, 780);
    expect(await button.getAttribute('aria-expanded')).toBe('false');
  });

  test('stands inside the window, also where the button is at its end and in a box that cuts', async () => {
    const page = await openFigure(browser, sine, { viewport: { width: 320, height: 500 }, width: '320px' });
    await page.evaluate(() => {
      const place = document.querySelector<HTMLElement>('.secant-figure')?.parentElement;
      if (place) Object.assign(place.style, { overflow: 'hidden', marginTop: '380px' });
    });
    await page.locator('.secant-menu-button').click();
    await page.locator('.secant-menu').waitFor();
    const box = await page.locator('.secant-menu').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(500);
    await (await menuItem(page, 'full-screen')).hover();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  test('a figure that stands still has no speed, one without a part to show no zoom', async () => {
    const page = await openFigure(browser, 'secantPanels((w) => Math.sin(w))');
    await page.locator('.secant-menu-button').click();
    await page.locator('.secant-menu').waitFor();
    expect(await page.locator('.secant-menu-item').allInnerTexts()).toEqual([
      'Zoom in\n+',
      'Zoom out\n−',
      'Reset figure',
      'Save as SVG',
      'Save as PNG',
      'Copy description',
      'Full screen',
    ]);
    await page.evaluate(() => window.mounted.destroy());
    expect(await page.locator('.secant-menu').count()).toBe(0);
  });

  test('reset puts value and view back', async () => {
    const page = await openFigure(browser, sine);
    await page.evaluate(() => {
      window.mounted.value = 2;
      window.mounted.zoom(4);
    });
    await (await menuItem(page, 'reset')).click();
    await frames(page);
    expect(await page.evaluate(() => [window.mounted.value, window.mounted.windows])).toEqual([1, {}]);
  });

  test('the description is copied', async () => {
    const page = await openFigure(browser, sine, { permissions: ['clipboard-read', 'clipboard-write'] });
    await (await menuItem(page, 'copy-description')).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'At w = 1.00 the function is ≈ 0.84. The tangent has slope ≈ 0.54.',
    );
  });

  test('a page that knows how its figure is embedded has an entry for it', async () => {
    const page = await openFigure(browser, sine, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.locator('.secant-menu-button').click();
    await page.locator('.secant-menu').waitFor();
    expect(await page.getByRole('menuitem', { name: 'Copy embed' }).count()).toBe(0);
    await page.addScriptTag({
      type: 'module',
      content: `
        import { mountFigure } from '/src/pictures/view/index.ts';
        mounted.destroy();
        const embed = async () => '<iframe src="#' + mounted.value + '"></iframe>';
        window.mounted = mountFigure(figures.${sine}, document.body, { embed });
      `,
    });
    await page.locator('.secant-menu').waitFor({ state: 'detached' });
    await (await menuItem(page, 'copy-embed')).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('<iframe src="#1"></iframe>');
    await expect.poll(() => page.locator('[aria-live]').allTextContents()).toContain('embed code copied');
  });

  test('the whole screen is the figure, and the picture takes the room there is', async () => {
    const page = await openFigure(browser, sine);
    const before = await page.locator('.secant-picture').boundingBox();
    await (await menuItem(page, 'full-screen')).click();
    await page.waitForFunction(() => document.fullscreenElement?.classList.contains('secant-figure'));
    await frames(page, 4);
    const root = await page.locator('.secant-figure').boundingBox();
    const after = await page.locator('.secant-picture').boundingBox();
    expect(after?.width).toBeGreaterThan((before?.width ?? 0) + 100);
    const end = await page.locator('.secant-notice').boundingBox();
    expect((end?.y ?? 0) + (end?.height ?? 0)).toBeLessThanOrEqual((root?.y ?? 0) + (root?.height ?? 0));
    await (await menuItem(page, 'full-screen')).click();
    await page.waitForFunction(() => document.fullscreenElement === null);
    await frames(page, 4);
    expect((await page.locator('.secant-picture').boundingBox())?.width).toBe(before?.width);
  });
});

describe('steps, speed and loop', () => {
  test('the buttons step, and never over a stop', async () => {
    const page = await openFigure(browser, 'secantToTangent((w) => Math.sin(w), { at: 0, value: -0.03 })');
    const [back, forward] = [page.getByLabel('Step back'), page.getByLabel('Step forward')];
    await forward.click();
    await forward.click();
    expect(await page.evaluate(() => window.mounted.value)).toBe(0);
    await forward.click();
    expect(await page.evaluate(() => window.mounted.value)).toBeCloseTo(0.02, 12);
    await back.click();
    await back.click();
    expect(await page.evaluate(() => window.mounted.value)).toBeCloseTo(-0.02, 12);
    await page.evaluate(() => window.mounted.step(3));
    expect(await page.evaluate(() => window.mounted.value)).toBeCloseTo(0.04, 12);
  });

  test('in a narrow column the steps are in the menu, which stays open for them', async () => {
    const page = await openFigure(browser, sine, { viewport: { width: 360, height: 740 } });
    expect(await page.getByLabel('Step forward').isVisible()).toBe(false);
    const item = await menuItem(page, 'step-forward');
    await item.click();
    await item.click();
    expect(await page.evaluate(() => window.mounted.value)).toBeCloseTo(1.04, 12);
    expect(await page.locator('.secant-menu').isVisible()).toBe(true);
  });

  /** How far the slider comes in a second and a half of playing. */
  const playedAt = async (speed: string): Promise<number> => {
    const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.sin(w), { value: -3 })');
    await page.locator('.secant-menu-button').click();
    await page.getByRole('menuitemradio', { name: speed, exact: true }).click();
    await page.keyboard.press('Escape');
    return page.evaluate(async () => {
      window.mounted.play();
      const start = performance.now();
      while (performance.now() - start < 1500) await new Promise(requestAnimationFrame);
      window.mounted.pause();
      return window.mounted.value + 3;
    });
  };
  test('speed is chosen in the menu', async () => {
    const usual = await playedAt('usual speed');
    const slow = await playedAt('0.25 times the usual speed');
    const fast = await playedAt('4 times the usual speed');
    expect(slow / usual).toBeGreaterThan(0.15);
    expect(slow / usual).toBeLessThan(0.4);
    expect(fast / usual).toBeGreaterThan(2.5);
  });

  test('speed and loop belong to one figure and are held to what there is', async () => {
    const page = await openFigure(browser, sine);
    const held = await page.evaluate(() => {
      window.mounted.speed = 100;
      const fastest = window.mounted.speed;
      window.mounted.speed = Number.NaN;
      return [fastest, window.mounted.speed, window.mounted.loop];
    });
    expect(held).toEqual([4, 1, false]);
    const loop = await menuItem(page, 'loop');
    expect(await loop.getAttribute('aria-checked')).toBe('false');
    await loop.click();
    expect(await loop.getAttribute('aria-checked')).toBe('true');
    expect(await page.evaluate(() => window.mounted.loop)).toBe(true);
  });

  test.each(['no-preference', 'reduce'] as const)('a loop begins again by itself (%s)', async (reducedMotion) => {
    const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.sin(w), { value: 2.6 })', { reducedMotion });
    const values = await page.evaluate(async () => {
      const { mounted } = window;
      [mounted.loop, mounted.speed] = [true, 4];
      mounted.play();
      const seen: number[] = [];
      const start = performance.now();
      while (performance.now() - start < 2000) {
        await new Promise(requestAnimationFrame);
        seen.push(mounted.value);
      }
      const { playing } = mounted;
      mounted.pause();
      return { seen, playing };
    });
    expect(values.playing).toBe(true);
    expect(values.seen).toContain(3);
    expect(values.seen.slice(values.seen.lastIndexOf(3) + 1)[0]).toBe(-3);
    expect(values.seen.at(-1)).toBeGreaterThan(-3);
  });
});
