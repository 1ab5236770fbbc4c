import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import {
  centreOf,
  handle,
  nextFrame,
  openPage,
  picture,
  playButton,
  slider,
  slideTo,
  twoFiguresUrl,
  typeFunction,
  valueOf,
  type Place,
} from './two-figures-page.ts';
import { violations } from './violations.ts';

const browser = useBrowser();

describe.each(['light', 'dark'] as const)('axe, %s', (colorScheme) => {
  test.each([1280, 390])('finds nothing at %i px', async (width) => {
    const page = await openPage(browser, { colorScheme, viewport: { width, height: 900 } });
    expect(await violations(page)).toEqual([]);
    await typeFunction(page, '#first', 'max(0, w)');
    await slideTo(page, '#first', 0);
    await typeFunction(page, '#second', 'sin(4w');
    await page.locator('#second .secant-field-message p').first().waitFor();
    await page.waitForTimeout(900);
    expect(await violations(page)).toEqual([]);
  });
});

describe('dark and light', () => {
  const lightness = (colour: string): number => Math.max(...(colour.match(/\d+/g) ?? []).slice(0, 3).map(Number));
  const look = async (page: Page) => {
    const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const curve = await picture(page, '#first')
      .locator('path.sc-function')
      .first()
      .evaluate((path) => getComputedStyle(path).stroke);
    const tangent = await picture(page, '#first')
      .locator('path.sc-tangent')
      .first()
      .evaluate((path) => getComputedStyle(path).stroke);
    return { ground: lightness(ground), curve: lightness(curve), tangent };
  };

  test('the system is followed', async () => {
    const light = await look(await openPage(browser, { colorScheme: 'light' }));
    const dark = await look(await openPage(browser, { colorScheme: 'dark' }));
    expect(light).toEqual({ ground: 255, curve: 38, tangent: 'rgb(0, 143, 104)' });
    expect(dark).toEqual({ ground: 23, curve: 237, tangent: 'rgb(53, 199, 154)' });
  });

  test("the reader's choice wins, is remembered, and can be taken back", async () => {
    const page = await openPage(browser, { colorScheme: 'light' });
    const button = page.getByRole('button', { name: 'Dark colours' });
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    await button.click();
    expect((await look(page)).ground).toBe(23);
    expect((await look(page)).curve).toBe(237);
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    await page.reload();
    expect((await look(page)).ground).toBe(23);
    await button.click();
    expect((await look(page)).ground).toBe(255);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect((await look(page)).ground).toBe(23);
  });
});

describe('motion', () => {
  test.each(['no-preference', 'reduce'] as const)('nothing moves by itself (%s)', async (reducedMotion) => {
    const page = await openPage(browser, { reducedMotion });
    const before = await Promise.all([valueOf(page, '#first'), valueOf(page, '#second')]);
    await page.waitForTimeout(500);
    expect(await Promise.all([valueOf(page, '#first'), valueOf(page, '#second')])).toEqual(before);
  });

  test('with reduced motion play steps and stands still between', async () => {
    const page = await openPage(browser, { reducedMotion: 'reduce' });
    await slideTo(page, '#first', -2);
    await playButton(page, '#first').click();
    const values = await slider(page, '#first').evaluate(async (element) => {
      const rows: number[] = [];
      if (!(element instanceof HTMLInputElement)) return rows;
      const start = performance.now();
      while (performance.now() - start < 2000) {
        await new Promise(requestAnimationFrame);
        rows.push(element.valueAsNumber);
      }
      return rows;
    });
    const positions = new Set(values);
    expect(values.length).toBeGreaterThan(40);
    expect(positions.size).toBeGreaterThanOrEqual(3);
    expect(positions.size).toBeLessThanOrEqual(6);
    await playButton(page, '#first').click();
  });
});

describe('sizes', () => {
  test.each([320, 390, 768, 1280, 1920])('nothing sticks out at %i px, and targets are large enough', async (width) => {
    const page = await openPage(browser, { viewport: { width, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
    for (const place of ['#first', '#second'] as const) {
      const stage = await page.locator(`${place} .secant-stage`).boundingBox();
      const svg = await picture(page, place).boundingBox();
      expect(svg?.width).toBeCloseTo(stage?.width ?? 0, 0);
      for (const target of [playButton(page, place), handle(page, place), slider(page, place)]) {
        const box = await target.boundingBox();
        expect(box?.width).toBeGreaterThanOrEqual(44);
        expect(box?.height).toBeGreaterThanOrEqual(44);
      }
    }
  });

  test('a picture is drawn again when its column changes, in the same elements', async () => {
    const page = await openPage(browser);
    const svg = await picture(page, '#first').elementHandle();
    const wide = Number(await picture(page, '#first').getAttribute('width'));
    await page.setViewportSize({ width: 500, height: 800 });
    await nextFrame(page);
    expect(Number(await picture(page, '#first').getAttribute('width'))).toBeLessThan(wide - 200);
    expect(await svg?.evaluate((element) => element.isConnected)).toBe(true);
    const point = await centreOf(handle(page, '#first'));
    const dot = await centreOf(picture(page, '#first').locator('circle.sc-moving-point'));
    expect(point.x).toBeCloseTo(dot.x, 0);
    expect(point.y).toBeCloseTo(dot.y, 0);
  });

  test('at 200 % zoom the page still fits', async () => {
    const page = await openPage(browser, { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
  });
});

test('a finger drags the point and scrolls the page elsewhere', async () => {
  const page = await openPage(browser, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const touch = await page.context().newCDPSession(page);
  const swipe = async (from: { x: number; y: number }, dx: number, dy: number): Promise<void> => {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
    for (let step = 1; step <= 10; step++) {
      const touchPoints = [{ x: from.x + (dx * step) / 10, y: from.y + (dy * step) / 10 }];
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints });
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  const place: Place = '#first';
  await slideTo(page, place, -1);
  await handle(page, place).scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => window.scrollY);
  await swipe(await centreOf(handle(page, place)), 80, 30);
  await expect.poll(() => valueOf(page, place)).toBeGreaterThan(-0.2);
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
  const stage = await centreOf(page.locator(`${place} .secant-stage`));
  const standing = await valueOf(page, place);
  await swipe({ x: stage.x + 140, y: stage.y }, 0, -120);
  await expect.poll(() => page.evaluate(() => window.scrollY)).not.toBe(scrolled);
  expect(await valueOf(page, place)).toBe(standing);
});

test('forced colours keep every mark visible', async () => {
  const page = await openPage(browser, { forcedColors: 'active', colorScheme: 'dark' });
  const strokes = await picture(page, '#first').evaluate((svg) =>
    ['function', 'tangent'].map((role) => {
      const path = svg.querySelector(`path.sc-${role}`);
      return path === null ? '' : getComputedStyle(path).stroke;
    }),
  );
  const ground = await picture(page, '#first').evaluate((svg) => getComputedStyle(svg).backgroundColor);
  for (const stroke of strokes) expect(stroke).not.toBe(ground);
  expect(new Set(strokes).size).toBe(2);
});

test('focus is visible on the point and on every control', async () => {
  const page = await openPage(browser);
  await page.locator('#first .secant-field-text').focus();
  // Back over the menu, the slider, the two buttons that step and play.
  for (let press = 0; press < 6; press++) await page.keyboard.press('Shift+Tab');
  expect(await handle(page, '#first').evaluate((element) => element === document.activeElement)).toBe(true);
  const ring = await handle(page, '#first').evaluate((element) => getComputedStyle(element, '::after').outlineStyle);
  expect(ring).toBe('solid');
  const [back, forward] = [page.locator('#first .secant-step').first(), page.locator('#first .secant-step').last()];
  const menu = page.locator('#first .secant-menu-button');
  for (const control of [playButton(page, '#first'), back, forward, slider(page, '#first'), menu]) {
    await page.keyboard.press('Tab');
    expect(await control.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await control.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  }
});

test('print leaves the figures and no controls', async () => {
  const page = await openPage(browser, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  expect(await picture(page, '#first').isVisible()).toBe(true);
  expect(await slider(page, '#first').isVisible()).toBe(false);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
});

test('a word that names a mark lights it up', async () => {
  const page = await openPage(browser);
  const tangent = picture(page, '#first').locator('path.sc-tangent');
  const width = (): Promise<number> =>
    tangent.evaluate((path) => Number.parseFloat(getComputedStyle(path).strokeWidth));
  const before = await width();
  await page.locator('[aria-labelledby=touching] .mark[data-role=tangent]').hover();
  expect(await width()).toBeGreaterThan(before * 1.5);
  await page.mouse.move(0, 0);
  expect(await width()).toBe(before);
});

test('a policy against inline styles is kept, and the figures look as ever', async () => {
  const page = await browser.open();
  await page.route(twoFiguresUrl(), async (route) => {
    const response = await route.fetch();
    const policy = "default-src 'self'; style-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'";
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.goto(twoFiguresUrl());
  await handle(page, '#first').waitFor();
  const point = await centreOf(handle(page, '#first'));
  const dot = await centreOf(picture(page, '#first').locator('circle.sc-moving-point'));
  expect(point.x).toBeCloseTo(dot.x, 0);
  expect(await slider(page, '#first').evaluate((element) => element.clientHeight)).toBe(44);
});
