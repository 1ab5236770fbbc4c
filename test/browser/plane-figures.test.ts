/** The figures with more than one slider, and the joint of a function and its derivative, in the gallery. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useBrowser, type PageOptions } from '../support/browser.ts';
import { openRows } from './gallery-kinds.ts';

const browser = useBrowser();

const openGallery = (options?: PageOptions): Promise<Page> =>
  openRows(browser, ['gradient-bowl', 'taylor-sin', 'descent-bowl', 'descent-corner', 'joint-sin'], options);

async function frames(page: Page, count = 2): Promise<void> {
  await page.evaluate(async (wanted) => {
    for (let k = 0; k < wanted; k++) await new Promise(requestAnimationFrame);
  }, count);
}

const handleOf = (page: Page, id: string, index = 0): Locator => page.locator(`#${id} .secant-handle`).nth(index);
const sliderOf = (page: Page, id: string): Locator => page.locator(`#${id} .secant-controls .secant-slider`);
const otherOf = (page: Page, id: string, index: number): Locator =>
  page.locator(`#${id} .secant-other .secant-slider`).nth(index);

async function numberOf(slider: Locator): Promise<number> {
  return slider.evaluate((element) => (element instanceof HTMLInputElement ? element.valueAsNumber : NaN));
}

async function readOut(page: Page, id: string): Promise<string> {
  return (await page.locator(`#${id} .secant-read-out`).innerText()).replace(/\s+/g, ' ');
}

async function drag(page: Page, target: Locator, dx: number, dy: number): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error('there is no point to drag');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y + dy, { steps: 8 });
  await page.mouse.up();
  await frames(page);
}

describe('a point in the plane', () => {
  const id = 'gradient-bowl';

  test('is dragged in both directions and stays under the pointer', async () => {
    const page = await openGallery();
    const point = handleOf(page, id);
    await point.scrollIntoViewIfNeeded();
    const before = await point.boundingBox();
    await drag(page, point, -60, 40);
    const after = await point.boundingBox();
    expect((after?.x ?? 0) - (before?.x ?? 0)).toBeCloseTo(-60, 0);
    expect((after?.y ?? 0) - (before?.y ?? 0)).toBeCloseTo(40, 0);
    const dot = await page.locator(`#${id} circle.sc-moving-point`).first().boundingBox();
    expect((dot?.x ?? 0) + (dot?.width ?? 0) / 2).toBeCloseTo((after?.x ?? 0) + (after?.width ?? 0) / 2, 0);
    const [w1, w2] = [await numberOf(sliderOf(page, id)), await numberOf(otherOf(page, id, 0))];
    expect(w1).toBeLessThan(1);
    expect(w2).toBeLessThan(0.5);
    expect(await readOut(page, id)).toContain(`(${(2 * w1 + 1).toFixed(2)},`);
  });

  test('keys on the point move it along and upwards, and each slider moves its own coordinate', async () => {
    const page = await openGallery();
    const both = async (): Promise<number[]> => [
      await numberOf(sliderOf(page, id)),
      await numberOf(otherOf(page, id, 0)),
    ];
    const point = handleOf(page, id);
    await point.focus();
    const [x, y] = await both();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await frames(page);
    const [x1, y1] = await both();
    const step = x1! - x!;
    expect(step).toBeGreaterThan(0);
    expect(y1! - y!).toBeCloseTo(2 * step, 9);
    await otherOf(page, id, 0).focus();
    await page.keyboard.press('Home');
    await frames(page);
    expect(await both()).toEqual([x1, -3]);
    expect(await otherOf(page, id, 0).getAttribute('aria-valuetext')).toBe('w₂ = −3.00');
    expect(await otherOf(page, id, 0).getAttribute('aria-label')).toBe('w₂, Contours and gradients');
    expect(await page.locator(`#${id} desc`).textContent()).toContain('−3.00) the function is');
  });

  test('a finger drags it', async () => {
    const page = await openGallery({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
    const point = handleOf(page, id);
    await point.scrollIntoViewIfNeeded();
    const box = await point.boundingBox();
    const [x, y] = [(box?.x ?? 0) + 22, (box?.y ?? 0) + 22];
    const touch = await page.context().newCDPSession(page);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    for (let k = 1; k <= 8; k++)
      await touch.send('Input.dispatchTouchEvent', {
        type: 'touchMove',
        touchPoints: [{ x: x - 5 * k, y: y + 5 * k }],
      });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await frames(page);
    expect(await numberOf(sliderOf(page, id))).toBeLessThan(0.5);
    expect(await numberOf(otherOf(page, id, 0))).toBeLessThan(0);
  });

  test('every slider of a phone is large enough to hit', async () => {
    const page = await openGallery({ viewport: { width: 320, height: 800 } });
    for (const place of [id, 'descent-bowl', 'taylor-sin'])
      for (const slider of await page.locator(`#${place} .secant-slider`).all()) {
        const box = await slider.boundingBox();
        expect(box?.height).toBeGreaterThanOrEqual(44);
        expect(box?.width).toBeGreaterThanOrEqual(100);
      }
  });
});

test('taylor: keys change the order by one, the point is dragged, and the order stays', async () => {
  const page = await openGallery();
  const id = 'taylor-sin';
  await sliderOf(page, id).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await frames(page);
  expect(await readOut(page, id)).toContain('order 5');
  await drag(page, handleOf(page, id), 100, 0);
  expect(await numberOf(sliderOf(page, id))).toBe(5);
  const at = await numberOf(otherOf(page, id, 0));
  expect(at).toBeGreaterThan(0.3);
  expect(await readOut(page, id)).toMatch(new RegExp(`w0 [=≈] ${at.toFixed(2)}`));
  await sliderOf(page, id).focus();
  await page.keyboard.press('End');
  await frames(page);
  expect(await sliderOf(page, id).getAttribute('aria-valuetext')).toContain('order 10');
});

test('descent: the slider takes steps, the start is dragged, the rate has a slider', async () => {
  const page = await openGallery();
  const id = 'descent-bowl';
  await sliderOf(page, id).focus();
  await page.keyboard.press('Home');
  for (let k = 0; k < 4; k++) await page.keyboard.press('ArrowRight');
  await frames(page);
  expect(await readOut(page, id)).toContain('step 4');
  const before = await readOut(page, id);
  await drag(page, handleOf(page, id), -80, 60);
  expect(await readOut(page, id)).not.toBe(before);
  expect(await readOut(page, id)).toContain('step 4');
  await otherOf(page, id, 0).focus();
  await page.keyboard.press('End');
  await frames(page);
  expect(await readOut(page, id)).toContain('rate 0.8');
  expect(await page.locator('#descent-corner .secant-notice').innerText()).toBe(
    'the walk ends at step 4, no gradient there: slopes −1 and 1',
  );
});

test('joint: both points can be dragged, and move together', async () => {
  const page = await openGallery();
  const id = 'joint-sin';
  await drag(page, handleOf(page, id, 0), -80, 0);
  const first = await numberOf(sliderOf(page, id));
  expect(first).toBeLessThan(0.5);
  await drag(page, handleOf(page, id, 1), 120, 0);
  const second = await numberOf(sliderOf(page, id));
  expect(second).toBeGreaterThan(first + 0.5);
  expect(await readOut(page, id)).toContain(Math.abs(Math.cos(second)).toFixed(2));
});
