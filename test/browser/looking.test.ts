/** Looking closer: zoom by wheel, keys, fingers and menu, moving what is zoomed, the way back, and what hover reads out. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Figure } from '../../src/pictures/scene/figure.ts';
import { useBrowser } from '../support/browser.ts';
import { frames, menuItem, middleOf, openFigure, pathOf, touch } from './mounted-figure.ts';

const browser = useBrowser();
const sine = 'tangentAlongCurve((w) => Math.sin(w))';

/** The largest angle between neighbouring segments of a path, in degrees. */
function sharpestTurn(d: string): number {
  const points = [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  let sharpest = 0;
  for (let k = 2; k < points.length; k++) {
    const [[ax, ay] = [0, 0], [bx, by] = [0, 0], [cx, cy] = [0, 0]] = points.slice(k - 2, k + 1);
    if (Math.hypot(bx - ax, by - ay) < 2 || Math.hypot(cx - bx, cy - by) < 2) continue;
    const turn = Math.abs(Math.atan2(cy - by, cx - bx) - Math.atan2(by - ay, bx - ax));
    sharpest = Math.max(sharpest, (Math.min(turn, 2 * Math.PI - turn) * 180) / Math.PI);
  }
  return sharpest;
}

describe('zooming a flat panel', () => {
  test('a wheel scrolls the page; with Ctrl it zooms where the pointer is, and the point there stays', async () => {
    const page = await openFigure(browser, sine);
    await page.evaluate(() =>
      document.body.append(Object.assign(document.createElement('div'), { style: 'height:2000px' })),
    );
    const dot = page.locator('.secant-picture circle.sc-moving-point');
    const before = await middleOf(dot);
    await page.mouse.move(before.x + 60, before.y + 60);
    await page.mouse.wheel(0, 100);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(0);
    expect(await page.evaluate(() => window.mounted.windows)).toEqual({});
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.keyboard.down('Control');
    await page.mouse.move(before.x, before.y);
    for (let turn = 0; turn < 6; turn++) await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await frames(page);
    const { curve } = await page.evaluate(() => window.mounted.windows);
    expect((curve?.x[1] ?? 9) - (curve?.x[0] ?? 0)).toBeLessThan(2);
    const after = await middleOf(dot);
    // A pointer stands on whole pixels: half of one becomes two in a picture four times as large.
    expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(4);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
  });

  test('the curve is sampled again: it stays smooth, and a jump stays a jump', async () => {
    const page = await openFigure(
      browser,
      'tangentAlongCurve((w) => Math.sin(20 * w) + (w < 0.505 ? 0 : 1), { value: 0.5 })',
    );
    await page.evaluate(() => window.mounted.zoom(60));
    await frames(page);
    const d = await pathOf(page, 'curve/curve');
    expect(d.match(/M/g)).toHaveLength(2);
    for (const piece of d.split('M').slice(1)) expect(sharpestTurn(piece)).toBeLessThan(6);
  });

  test('keys zoom around the point, move what is zoomed, and go back; it is said at rest', async () => {
    const page = await openFigure(browser, sine);
    await page.locator('.secant-handle').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await frames(page);
    const near = (await page.evaluate(() => window.mounted.windows))['curve'];
    expect(6.36 / ((near?.x[1] ?? 0) - (near?.x[0] ?? 0))).toBeCloseTo(2.25, 6);
    await page.keyboard.press('Shift+ArrowLeft');
    await frames(page);
    const left = (await page.evaluate(() => window.mounted.windows))['curve'];
    expect(left?.x[0]).toBeLessThan(near?.x[0] ?? 0);
    expect(await page.evaluate(() => window.mounted.value)).toBe(1);
    await expect
      .poll(() => page.locator('[role=status].secant-unseen').textContent())
      .toMatch(/^zoomed 2\.3 times, showing −?\d/);
    expect(await page.getByRole('button', { name: 'Reset view' }).isVisible()).toBe(true);
    await page.keyboard.press('0');
    await frames(page);
    expect(await page.evaluate(() => window.mounted.windows)).toEqual({});
    expect(await page.locator('.secant-reset').isVisible()).toBe(false);
  });

  test('steps are finer where the picture is larger, and near a kink the point is beside it', async () => {
    const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.abs(w), { value: 0 })');
    await page.evaluate(() => window.mounted.zoom(100));
    await frames(page);
    await page.evaluate(() => window.mounted.step(1));
    await frames(page);
    const value = await page.evaluate(() => window.mounted.value);
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(0.001);
    expect(await page.locator('.secant-read-out').innerText()).toContain('slope 1.00');
    expect(await page.locator('desc').textContent()).toContain('The tangent has slope 1.00');
  });

  test('what has no point in the zoomed panel keeps its step', async () => {
    const page = await openFigure(browser, 'taylorFigure((w) => Math.sin(w), { value: 3 })');
    await page.evaluate(() => window.mounted.zoom(10));
    await frames(page);
    await page.evaluate(() => window.mounted.step(1));
    expect(await page.evaluate(() => window.mounted.value)).toBe(4);
    await page.locator('.secant-handle').press('ArrowRight');
    const [point = 0] = await page.evaluate(() => window.mounted.others);
    expect(point).toBeGreaterThan(0);
    expect(point).toBeLessThan(0.005);
  });

  test('a drag on the ground moves what is zoomed, and nothing before', async () => {
    const page = await openFigure(browser, sine);
    const drag = async (): Promise<void> => {
      await page.mouse.move(200, 300);
      await page.mouse.down();
      await page.mouse.move(300, 260, { steps: 5 });
      await page.mouse.up();
      await frames(page);
    };
    await drag();
    expect(await page.evaluate(() => window.mounted.windows)).toEqual({});
    await page.evaluate(() => window.mounted.zoom(3));
    await frames(page);
    const before = (await page.evaluate(() => window.mounted.windows))['curve'];
    await drag();
    const after = (await page.evaluate(() => window.mounted.windows))['curve'];
    const perPixel = 6.36 / 3 / 600;
    expect((before?.x[0] ?? 0) - (after?.x[0] ?? 0)).toBeCloseTo(100 * perPixel, 1);
    expect(after?.y[0]).toBeLessThan(before?.y[0] ?? 0);
    expect(await page.evaluate(() => window.mounted.value)).toBe(1);
  });

  test('windows set from a program are held inside what the figure shows', async () => {
    const page = await openFigure(browser, 'epsilonSweep((w) => Math.sin(w))');
    const held = await page.evaluate(() => {
      window.mounted.windows = { curve: { x: [2, 5], y: [0, 1] }, error: { x: [-9, -8], y: [-3, -2] } };
      return window.mounted.windows;
    });
    expect(Object.keys(held)).toEqual(['curve']);
    expect(held['curve']?.x[1]).toBeCloseTo(3.18, 10);
  });
});

describe('fingers', () => {
  const phone = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true } as const;

  test('two zoom the picture and not the page', async () => {
    const page = await openFigure(browser, sine, phone);
    const { x, y } = await middleOf(page.locator('.secant-stage'));
    await touch(
      page,
      Array.from({ length: 9 }, (_, k) => [
        { x: x - 20 - 8 * k, y: y + 60 },
        { x: x + 20 + 8 * k, y: y + 60 },
      ]),
    );
    const { curve } = await page.evaluate(() => window.mounted.windows);
    expect(6.36 / ((curve?.x[1] ?? 9) - (curve?.x[0] ?? 0))).toBeCloseTo(4.2, 0);
    expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1);
  });

  test('one scrolls the page over the whole picture and moves the zoomed one', async () => {
    const page = await openFigure(browser, sine, phone);
    await page.evaluate(() =>
      document.body.append(Object.assign(document.createElement('div'), { style: 'height:2000px' })),
    );
    const { x, y } = await middleOf(page.locator('.secant-stage'));
    const stroke = Array.from({ length: 11 }, (_, k) => [{ x: x + 100, y: y + 60 - 9 * k }]);
    await touch(page, stroke);
    // The page runs on for a moment after the finger has left.
    await expect
      .poll(async () => {
        const before = await page.evaluate(() => window.scrollY);
        await frames(page, 6);
        return before > 40 && before === (await page.evaluate(() => window.scrollY));
      })
      .toBe(true);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.evaluate(() => window.mounted.zoom(4));
    await frames(page);
    const before = (await page.evaluate(() => window.mounted.windows))['curve'];
    await touch(page, stroke);
    await expect
      .poll(async () => (await page.evaluate(() => window.mounted.windows))['curve']?.y[0])
      .toBeLessThan(before?.y[0] ?? 0);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
  });

  test('two on a view into space draw it larger and do not turn it', async () => {
    const page = await openFigure(browser, 'tangentPlanes((w) => w[0] ** 2 + w[1] ** 2)', phone);
    const { x, y } = await middleOf(page.locator('.secant-turntable').first());
    const view = await page.evaluate(() => window.mounted.view);
    await touch(
      page,
      Array.from({ length: 9 }, (_, k) => [
        { x: x - 30 - 5 * k, y: y - 70 },
        { x: x + 30 + 5 * k, y: y - 70 },
      ]),
    );
    expect(await page.evaluate(() => window.mounted.magnification)).toBeGreaterThan(1.8);
    expect(await page.evaluate(() => window.mounted.view)).toEqual(view);
    const cut = page.locator('.secant-picture svg').first();
    expect(await cut.count()).toBe(1);
    await page.evaluate(() => window.mounted.resetView());
    await frames(page);
    expect(await page.locator('.secant-picture svg').count()).toBe(0);
  });
});

test('a view into space is drawn larger around its point, by keys and by the menu', async () => {
  const page = await openFigure(browser, 'tangentPlanes((w) => w[0] ** 2 + w[1] ** 2, { at: [1, 1] })');
  const dot = page.locator('.secant-picture circle.sc-moving-point, .secant-picture circle.sc-fixed-point').first();
  const before = await middleOf(dot);
  await page.locator('.secant-turntable').first().focus();
  await page.keyboard.press('+');
  await frames(page);
  expect(await page.evaluate(() => window.mounted.magnification)).toBeCloseTo(1.5, 12);
  const after = await middleOf(dot);
  expect(after.x).toBeCloseTo(before.x, 0);
  expect(after.y).toBeCloseTo(before.y, 0);
  await (await menuItem(page, 'zoom-out')).click();
  await frames(page);
  expect(await page.evaluate(() => window.mounted.magnification)).toBe(1);
});

describe('under the pointer', () => {
  test('the nearest point of the curve is read out, exactly, beside the points that can be dragged', async () => {
    const page = await openFigure(browser, sine);
    const stage = await page.locator('.secant-stage').boundingBox();
    const at = async (w: number): Promise<string> => {
      const pixel = await page.evaluate(
        ({ argument }) => {
          const curve = document.querySelector('.secant-picture path.sc-function');
          const numbers = [...(curve?.getAttribute('d') ?? '').matchAll(/(-?[\d.]+),(-?[\d.]+)/g)];
          const first = Number(numbers[0]?.[1]);
          const last = Number(numbers.at(-1)?.[1]);
          const x = first + ((last - first) * (argument + 3)) / 6;
          const near = numbers.reduce((a, b) => (Math.abs(Number(b[1]) - x) < Math.abs(Number(a[1]) - x) ? b : a));
          return { x: Number(near[1]), y: Number(near[2]) };
        },
        { argument: w },
      );
      await page.mouse.move((stage?.x ?? 0) + pixel.x, (stage?.y ?? 0) + pixel.y + 3);
      return page.locator('.secant-hover-tag').innerText();
    };
    const text = await at(-1.57);
    const [, w, g] = /w\s[=≈]\s(−?[\d.]+)\s+g\(w\)\s[=≈]\s(−?[\d.]+)/.exec(text) ?? [];
    const number = (shown: string | undefined): number => Number((shown ?? '').replace('−', '-'));
    expect(number(w)).toBeCloseTo(-1.57, 1);
    expect(number(g)).toBeCloseTo(Math.sin(number(w)), 2);
    expect(await page.locator('.secant-hover-tag').getAttribute('aria-hidden')).toBe('true');
    const tag = await page.locator('.secant-hover-tag').boundingBox();
    await at(1.1);
    const dot = await middleOf(page.locator('.secant-picture circle.sc-moving-point'));
    const near = await page.locator('.secant-hover-tag').boundingBox();
    expect(near).not.toEqual(tag);
    const inside =
      near !== null && dot.x > near.x && dot.x < near.x + near.width && dot.y > near.y && dot.y < near.y + near.height;
    expect(inside).toBe(false);
    await page.mouse.move((stage?.x ?? 0) + 300, (stage?.y ?? 0) + 20);
    expect(await page.locator('.secant-hover-tag').isVisible()).toBe(false);
  });

  test('nothing on touch', async () => {
    const page = await openFigure(browser, sine, {
      viewport: { width: 390, height: 800 },
      hasTouch: true,
      isMobile: true,
    });
    const curve = await middleOf(page.locator('.secant-picture path.sc-function'));
    await page.touchscreen.tap(curve.x, curve.y);
    await frames(page);
    expect(await page.locator('.secant-hover-tag').count()).toBe(0);
  });
});

const bowl = ([x, y]: readonly [number, number]): number => x ** 2 + 2 * y ** 2;
const maps = [
  ['gradientField', 'gradientField((w) => w[0] ** 2 + 2 * w[1] ** 2, { at: [1, 0.5] })'],
  ['descent', 'descent((w) => w[0] ** 2 + 2 * w[1] ** 2, { from: [1, 0.5], rate: 0.1, value: 0 })'],
] as const;

describe.each(maps)('a map of contours, %s', (_name, expression) => {
  /** What the tag under the pointer says: both inputs, and the value there. */
  async function readAt(page: Page, x: number, y: number): Promise<{ at: [number, number]; value: number }> {
    await page.mouse.move(x, y);
    await frames(page);
    const text = await page.locator('.secant-hover-tag').innerText();
    const numbers = [...text.matchAll(/[=≈]\s(−?[\d.]+)/g)].map(([, number = '']) => Number(number.replace('−', '-')));
    expect(numbers).toHaveLength(3);
    return { at: [numbers[0] ?? NaN, numbers[1] ?? NaN], value: numbers[2] ?? NaN };
  }

  /** Numbers written on the contours that are seen. */
  const levels = (page: Page): Promise<string[]> =>
    page
      .locator('.secant-picture text.sc-surface')
      .evaluateAll((words) =>
        words.filter((word) => word.getAttribute('visibility') !== 'hidden').map((word) => word.textContent ?? ''),
      );

  test('zooms where the pointer is: one scale both ways, contours of its own, smooth, and a way back', async () => {
    const page = await openFigure(browser, expression);
    const dot = page.locator('.secant-picture circle.sc-moving-point, .secant-picture circle.sc-fixed-point').first();
    const before = await middleOf(dot);
    const whole = await levels(page);
    await page.mouse.move(before.x, before.y);
    await page.keyboard.down('Control');
    for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await frames(page);
    const { map } = await page.evaluate(() => window.mounted.windows);
    const [across, up] = [(map?.x[1] ?? 0) - (map?.x[0] ?? 0), (map?.y[1] ?? 0) - (map?.y[0] ?? 0)];
    expect(across).toBeLessThan(2);
    expect(up).toBeCloseTo(across, 12);
    const after = await middleOf(dot);
    // A pointer stands on whole pixels: what it misses the point by grows as the picture does.
    expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1 + 6 / across);
    const seen = await levels(page);
    expect(seen.length).toBeGreaterThan(2);
    for (const level of seen) {
      const value = Number(level.replace('−', '-'));
      // A bowl has its largest value in a corner of the window.
      const corners = [0, 1].flatMap((i) => [0, 1].map((j) => bowl([map?.x[i] ?? NaN, map?.y[j] ?? NaN])));
      expect(value).toBeLessThanOrEqual(Math.max(...corners));
    }
    expect(seen).not.toEqual(whole);
    const drawn = await page
      .locator('.secant-picture [data-mark^="map/contour"]')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? ''));
    const pieces = drawn.flatMap((d) => d.split('M').slice(1));
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(sharpestTurn(piece)).toBeLessThan(12);
    await page.locator('.secant-handle').focus();
    await page.keyboard.press('0');
    await frames(page);
    expect(await page.evaluate(() => window.mounted.windows)).toEqual({});
    expect(await levels(page)).toEqual(whole);
  });

  test('reads out both inputs and the value under the pointer, more finely where it is zoomed', async () => {
    const page = await openFigure(browser, expression);
    const dot = await middleOf(
      page.locator('.secant-picture circle.sc-moving-point, .secant-picture circle.sc-fixed-point').first(),
    );
    const first = await readAt(page, dot.x + 40, dot.y);
    const second = await readAt(page, dot.x - 60, dot.y);
    const third = await readAt(page, dot.x + 40, dot.y - 100);
    for (const { at, value } of [first, second, third]) expect(Math.abs(value - bowl(at))).toBeLessThan(0.06);
    expect(first.at[0]).toBeGreaterThan(1);
    expect(second.at[1]).toBeCloseTo(first.at[1], 2);
    expect(third.at[1] - first.at[1]).toBeCloseTo(first.at[0] - second.at[0], 1);
    await page.evaluate(() => window.mounted.zoom(100));
    await frames(page);
    await readAt(page, dot.x, dot.y + 60);
    expect(await page.locator('.secant-hover-tag').innerText()).toMatch(/[=≈]\s\d\.\d{4}/);
    await page.mouse.move(2, 2);
    expect(await page.locator('.secant-hover-tag').isVisible()).toBe(false);
  });
});

describe('another function in the same figure', () => {
  const zoomedIn = async (page: Page, next: string): Promise<readonly (readonly number[])[]> => {
    await page.evaluate(() => window.mounted.zoom(4));
    await frames(page);
    const before = (await page.evaluate(() => window.mounted.windows))['curve'];
    await page.evaluate((text) => {
      const make = new Function('figures', `return figures.${text}`) as (from: unknown) => Figure;
      window.mounted.replace(make(Reflect.get(window, 'figures')));
    }, next);
    await frames(page);
    const after = (await page.evaluate(() => window.mounted.windows))['curve'];
    return [before?.x ?? [], before?.y ?? [], after?.x ?? [], after?.y ?? []];
  };

  test('keeps the part that is seen', async () => {
    const page = await openFigure(browser, sine);
    const [x, y, nextX, nextY] = await zoomedIn(page, 'tangentAlongCurve((w) => Math.sin(w) + 0.1 * (w - 1))');
    expect(nextX?.[0]).toBeCloseTo(x?.[0] ?? NaN, 12);
    expect(nextX?.[1]).toBeCloseTo(x?.[1] ?? NaN, 12);
    expect(((nextY?.[0] ?? 0) + (nextY?.[1] ?? 0)) / 2).toBeCloseTo(((y?.[0] ?? 0) + (y?.[1] ?? 0)) / 2, 6);
    expect(await page.locator('.secant-reset').isVisible()).toBe(true);
  });

  test('is followed up or down where its curve is elsewhere', async () => {
    const page = await openFigure(browser, sine);
    const [x, , nextX, nextY] = await zoomedIn(page, 'tangentAlongCurve((w) => 40 + w ** 2)');
    expect(nextX?.[0]).toBeCloseTo(x?.[0] ?? NaN, 12);
    expect(nextX?.[1]).toBeCloseTo(x?.[1] ?? NaN, 12);
    expect(nextY?.[0]).toBeLessThan(41);
    expect(nextY?.[1]).toBeGreaterThan(41);
    expect(await pathOf(page, 'curve/curve')).not.toBe('');
  });

  test('is seen whole where it has nothing there', async () => {
    const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.sin(w), { value: -2 })');
    const [, , nextX] = await zoomedIn(page, 'tangentAlongCurve((w) => Math.log(w))');
    expect(nextX).toEqual([]);
  });
});
