/** Pages that figures stand on: written from right to left, printed, dark without saying so, transformed, and not yet scrolled to. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { alive, define, frames, handleAt, openWith } from '../support/element-page.ts';

const browser = useBrowser();
const secant = '<secant-figure kind="secant-to-tangent" g="sin(w)" at="1" value="2" domain="-3 3"></secant-figure>';

/** Drags the point by so many pixels of the screen, and answers where its middle is then. */
async function dragBy(page: Page, dx: number, dy: number): Promise<readonly [number, number]> {
  const { x, y } = await handleAt(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy);
  await page.mouse.up();
  await frames(page);
  const after = await handleAt(page);
  return [after.x - x, after.y - y];
}

describe('the point stays under the pointer', () => {
  test.each([
    ['as it is', ''],
    ['at half size', 'transform:scale(0.5);transform-origin:0 0'],
    ['at one and a half times the size', 'transform:scale(1.5);transform-origin:0 0'],
    ['zoomed', 'zoom:1.5'],
  ])('%s', async (_name, style) => {
    const page = await openWith(browser, `<div style="width:500px;${style}">${secant}</div>`);
    await alive(page);
    const [moved] = await dragBy(page, -60, 0);
    expect(Math.abs(moved + 60)).toBeLessThan(2);
  });

  test('turned by a quarter', async () => {
    const page = await openWith(
      browser,
      `<div style="width:500px;height:500px;transform:rotate(90deg)">${secant}</div>`,
    );
    await alive(page);
    const [, moved] = await dragBy(page, 0, -50);
    expect(Math.abs(moved + 50)).toBeLessThan(2);
  });
});

test('on a page written from right to left everything inside reads from left to right', async () => {
  const page = await openWith(browser, `<div dir="rtl" style="width:600px">${secant}</div>`);
  await alive(page);
  const found = await page.evaluate(() => {
    const root = document.querySelector('secant-figure')?.shadowRoot;
    const direction = (selector: string): string => {
      const element = root?.querySelector(selector);
      return element === null || element === undefined ? 'missing' : getComputedStyle(element).direction;
    };
    const text = [...(root?.querySelectorAll('.secant-picture text') ?? [])].find((node) => node.textContent === '−2');
    const first = text instanceof SVGTextElement ? text.getStartPositionOfChar(0).x : NaN;
    const last = text instanceof SVGTextElement ? text.getStartPositionOfChar(1).x : NaN;
    return { all: ['.secant-picture', '.secant-slider', '.secant-read-out'].map(direction), minusFirst: first < last };
  });
  expect(found).toEqual({ all: ['ltr', 'ltr', 'ltr'], minusFirst: true });
});

test('a figure on a dark page that sets no color-scheme stands on a ground of its own', async () => {
  const page = await openWith(browser, `<div style="background:#111;color:#eee;width:600px">${secant}</div>`, {
    colorScheme: 'dark',
  });
  await page.evaluate(() => (document.documentElement.style.colorScheme = 'normal'));
  await alive(page);
  const { ground, ink } = await page.evaluate(() => {
    const figure = document.querySelector('secant-figure')?.shadowRoot?.querySelector('.secant-figure');
    const line = figure?.querySelector('.secant-read-out');
    if (figure === null || figure === undefined || line === null || line === undefined) throw new Error('no figure');
    return { ground: getComputedStyle(figure).backgroundColor, ink: getComputedStyle(line).color };
  });
  expect(ground).toBe('rgb(255, 255, 255)');
  expect(ink).toBe('rgb(29, 32, 38)');
});

describe('on paper', () => {
  test('light colours, whatever the screen has', async () => {
    const page = await openWith(browser, `<div style="width:600px">${secant}</div>`, { colorScheme: 'dark' });
    await page.evaluate(() => (document.documentElement.style.colorScheme = 'dark'));
    await alive(page);
    await page.emulateMedia({ media: 'print' });
    const [ground, line] = await page.evaluate(() => {
      const root = document.querySelector('secant-figure')?.shadowRoot;
      const picture = root?.querySelector('.secant-picture');
      const curve = root?.querySelector('[data-mark="curve/curve"]');
      return [picture, curve].map((node, k) =>
        node === null || node === undefined
          ? 'missing'
          : k === 0
            ? getComputedStyle(node).backgroundColor
            : getComputedStyle(node).stroke,
      );
    });
    expect([ground, line]).toEqual(['rgb(255, 255, 255)', 'rgb(29, 32, 38)']);
  });

  test('a figure that was not scrolled to is drawn before the page is printed', async () => {
    const page = await openWith(browser, `<div style="width:600px">${secant}<div style="height:9000px"></div><secant-figure id="far" kind="tangent-along-curve" g="w^2"></secant-figure></div>`); // prettier-ignore
    await alive(page);
    const isDrawn = (): Promise<boolean> =>
      page.evaluate(() => document.querySelector('#far')?.shadowRoot?.querySelector('.secant-picture') !== null);
    expect(await isDrawn()).toBe(false);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.waitForFunction(
      () => document.querySelector('#far')?.shadowRoot?.querySelector('.secant-picture') !== null,
    );
    expect(await isDrawn()).toBe(true);
  });
});

test.each([390, 1280])('places keep their size before they are filled, at %d px', async (width) => {
  const kinds = [
    ['tangent-along-curve', 'sin(w)'],
    ['derivative-joint', 'sin(w)'],
    ['secant-panels', 'sin(w)'],
    ['gradient-field', 'w1^2+w2'],
    ['tangent-planes', 'w1^2+w2'],
    ['secant-planes', 'w1^2+w2'],
  ];
  const page = await browser.openEmpty({ viewport: { width, height: 800 } });
  await page.setContent(
    `<meta name="viewport" content="width=device-width"><body style="margin:0">${kinds
      .map(([kind, g]) => `<secant-figure kind="${kind}" g="${g}"></secant-figure><p>words between</p>`)
      .join('')}`,
  );
  await define(page);
  const heights = (): Promise<number[]> =>
    page.evaluate(() => [...document.querySelectorAll('secant-figure')].map((element) => element.clientHeight));
  const before = await heights();
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('secant-figure')) element.setAttribute('eager', '');
  });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('secant-figure')].every(
      (it) => it.shadowRoot?.querySelector('.secant-picture') !== null,
    ),
  );
  await frames(page);
  const after = await heights();
  for (const [k, height] of after.entries())
    expect(Math.abs(height - (before[k] ?? 0)), `${kinds[k]?.[0]}: ${before[k]} → ${height}`).toBeLessThan(30);
});
