/** Views into space in the gallery: turning by drag and keys, the slider, dragging a point, playing, and what is said. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useBrowser, type PageOptions } from '../support/browser.ts';
import { violations } from './violations.ts';
import { openRows } from './gallery-kinds.ts';

const browser = useBrowser();

const openGallery = (options?: PageOptions): Promise<Page> =>
  openRows(browser, ['line-and-plane', 'secant-planes', 'secant-planes-kink', 'tangent-planes'], options);

async function frames(page: Page, count = 2): Promise<void> {
  await page.evaluate(async (wanted) => {
    for (let k = 0; k < wanted; k++) await new Promise(requestAnimationFrame);
  }, count);
}

function turntable(page: Page, id: string, index = 0): Locator {
  return page.locator(`#${id} .secant-turntable`).nth(index);
}

async function viewOf(page: Page, id: string): Promise<string> {
  return (await turntable(page, id).getAttribute('aria-label')) ?? '';
}

async function slideTo(page: Page, id: string, value: number): Promise<void> {
  await page.locator(`#${id} .secant-slider`).evaluate((element, wanted) => {
    if (!(element instanceof HTMLInputElement)) throw new Error('not a slider');
    element.value = String(wanted);
    element.dispatchEvent(new Event('input', { bubbles: true }));
    element.dispatchEvent(new Event('change', { bubbles: true }));
  }, value);
  await frames(page);
}

async function rolesOfPlanes(page: Page, id: string): Promise<string[]> {
  return page
    .locator(`#${id} .sc-space path.sc-fill`)
    .evaluateAll((paths) =>
      paths.map((path) => /sc-(secant|tangent)/.exec(path.getAttribute('class') ?? '')?.[1] ?? ''),
    );
}

describe('turning', () => {
  test('a drag turns both panels, double click goes back', async () => {
    const page = await openGallery();
    const target = turntable(page, 'secant-planes');
    await target.scrollIntoViewIfNeeded();
    const before = await viewOf(page, 'secant-planes');
    expect(before).toContain('seen from 20° above, turned to 150°');
    const box = await target.boundingBox();
    const [x, y] = [(box?.x ?? 0) + 40, (box?.y ?? 0) + 60];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 90, y + 40, { steps: 6 });
    await frames(page);
    const during = await viewOf(page, 'secant-planes');
    expect(during).not.toBe(before);
    await page.mouse.up();
    const others = await turntable(page, 'secant-planes', 1).getAttribute('aria-label');
    expect(others?.replace('w₂', 'w₁')).toBe(await viewOf(page, 'secant-planes'));
    expect(await page.locator('#secant-planes .secant-reset').isVisible()).toBe(true);
    await page.locator('#secant-planes .secant-reset').click();
    await frames(page);
    expect(await viewOf(page, 'secant-planes')).toBe(before);
    expect(await page.locator('#secant-planes .secant-reset').isVisible()).toBe(false);
  });

  test('keys turn, Home goes back, and it is said at rest', async () => {
    const page = await openGallery();
    await turntable(page, 'tangent-planes').focus();
    const before = await viewOf(page, 'tangent-planes');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await frames(page);
    expect(await viewOf(page, 'tangent-planes')).toContain('seen from 15° above, turned to 155°');
    await expect
      .poll(() => page.locator('#tangent-planes [role=status].secant-unseen').textContent())
      .toContain('15° above');
    await page.keyboard.press('Home');
    await frames(page);
    expect(await viewOf(page, 'tangent-planes')).toBe(before);
  });

  test('events tell the view and the value', async () => {
    const page = await openGallery();
    await page.evaluate(() => {
      const seen: unknown[] = [];
      Object.assign(window, { seen });
      for (const name of ['secant-view', 'secant-input', 'secant-change'])
        document.addEventListener(name, (event) =>
          seen.push([name, event instanceof CustomEvent ? event.detail : null]),
        );
    });
    await turntable(page, 'secant-planes').focus();
    await page.keyboard.press('ArrowUp');
    await slideTo(page, 'secant-planes', 0);
    const seen = await page.evaluate(() => Reflect.get(window, 'seen') as unknown);
    const rest = { others: [], view: [25, 150], windows: {}, magnification: 1 };
    expect(seen).toEqual([
      ['secant-view', { value: -2.6, ...rest }],
      ['secant-change', { value: -2.6, ...rest }],
      ['secant-input', { value: 0, ...rest }],
      ['secant-change', { value: 0, ...rest }],
    ]);
  });

  test('the figure keeps its elements while it is turned', async () => {
    const page = await openGallery();
    const cell = await page.locator('#tangent-planes .sc-space [class^=sc-shade]').nth(3).elementHandle();
    await turntable(page, 'tangent-planes').focus();
    for (let k = 0; k < 8; k++) await page.keyboard.press('PageUp');
    await frames(page);
    expect(await cell?.evaluate((element) => element.isConnected)).toBe(true);
  });
});

describe('secant planes', () => {
  test('red before the points meet, green where they have, and the words agree', async () => {
    const page = await openGallery();
    expect(await rolesOfPlanes(page, 'secant-planes')).toEqual(['secant', 'secant']);
    await slideTo(page, 'secant-planes', 0);
    expect(await rolesOfPlanes(page, 'secant-planes')).toEqual(['tangent', 'tangent']);
    const slider = page.locator('#secant-planes .secant-slider');
    expect(await slider.getAttribute('aria-valuetext')).toBe('h = 0.00, slopes 1.00 and 1.00, tangent planes');
    expect(await page.locator('#secant-planes desc').textContent()).toContain('the plane is tangent, with slope 1.00');
  });

  test('at a kink there is no plane, and the notice says why', async () => {
    const page = await openGallery();
    expect(await rolesOfPlanes(page, 'secant-planes-kink')).toEqual([]);
    expect(await page.locator('#secant-planes-kink .secant-notice').textContent()).toBe(
      'no tangent planes here: slopes 0 and 1',
    );
  });

  test('the moved point is dragged along its curve', async () => {
    const page = await openGallery();
    const handle = page.locator('#secant-planes .secant-handle').first();
    await handle.scrollIntoViewIfNeeded();
    const box = await handle.boundingBox();
    const [x, y] = [(box?.x ?? 0) + 22, (box?.y ?? 0) + 22];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 60, y - 30, { steps: 12 });
    await frames(page);
    expect(Number(await page.locator('#secant-planes .secant-slider').inputValue())).toBeGreaterThan(-2);
    await page.mouse.up();
  });

  test('play moves, and rests where the planes turn green', async () => {
    const page = await openGallery();
    await slideTo(page, 'secant-planes', -0.5);
    await page.locator('#secant-planes .secant-play').click();
    await expect.poll(() => rolesOfPlanes(page, 'secant-planes')).toEqual(['tangent', 'tangent']);
    await page.locator('#secant-planes .secant-play').click();
  });
});

test('on touch a sideways stroke turns the picture', async () => {
  const page = await openGallery({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const touch = await page.context().newCDPSession(page);
  const target = turntable(page, 'line-and-plane');
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  const from = { x: (box?.x ?? 0) + 300, y: (box?.y ?? 0) + 60 };
  const before = await viewOf(page, 'line-and-plane');
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
  for (let step = 1; step <= 10; step++)
    await touch.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: [{ x: from.x - 12 * step, y: from.y }],
    });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await frames(page, 4);
  expect(await viewOf(page, 'line-and-plane')).not.toBe(before);
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing in the gallery, %s',
  async (colorScheme) => {
    const page = await openGallery({ colorScheme });
    expect(await violations(page)).toEqual([]);
    // The gallery has some sixty live figures, and axe looks at every element of them.
  },
  120_000,
);

test.each([320, 390, 720, 1280])('nothing sticks out of the gallery at %i px', async (width) => {
  const page = await openGallery({ viewport: { width, height: 800 } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
});
