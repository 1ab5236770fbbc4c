/** Parameters in a page: their sliders, by pointer and keys, how they play, and what elements and fields make of them. */
import { expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { alive, openWith } from '../support/element-page.ts';
import { frames, openFigure, pathOf } from './mounted-figure.ts';

const browser = useBrowser();
const square = "figures.makeFigure('tangent-along-curve', ['a |w| + b'], { parameters: { b: { value: -1 } } })";

test('each parameter has a slider with its name and value, and moves the curve', async () => {
  const page = await openFigure(browser, square);
  const a = page.getByRole('slider', { name: 'a, The tangent along the curve' });
  expect(await a.getAttribute('aria-valuetext')).toBe('a = 1.00');
  expect(await page.locator('.secant-other output').allInnerTexts()).toEqual(['a = 1.00', 'b = −1.00']);
  const before = await pathOf(page, 'curve/curve');
  await a.press('ArrowRight');
  await frames(page);
  expect(await a.getAttribute('aria-valuetext')).toBe('a = 1.10');
  expect(await pathOf(page, 'curve/curve')).not.toBe(before);
  expect(await page.locator('.secant-read-out').innerText()).toMatch(/a\s*=\s*1\.10/);
  await a.press('Home');
  await frames(page);
  expect(await page.evaluate(() => window.mounted.others)).toEqual([-5, -1]);
  const box = await a.boundingBox();
  if (box === null) throw new Error('there is no slider');
  expect(box.height).toBeGreaterThanOrEqual(44);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await frames(page);
  expect(await page.evaluate(() => Math.abs(window.mounted.others[0] ?? NaN))).toBeLessThan(0.2);
});

test('a parameter plays by its own button, and the figure by its own', async () => {
  const page = await openFigure(browser, square);
  await page.getByRole('button', { name: 'Play a', exact: true }).click();
  await page.waitForFunction(() => (window.mounted.others[0] ?? 0) > 1.02);
  expect(await page.evaluate(() => [window.mounted.playing, window.mounted.value === 1])).toEqual([true, true]);
  expect(await page.getByRole('button', { name: 'Play', exact: true }).count()).toBe(1);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  expect(await page.getByRole('button', { name: 'Play a', exact: true }).count()).toBe(1);
  const others = await page.evaluate(() => window.mounted.others);
  await page.waitForFunction(() => window.mounted.value > 1.02);
  expect(await page.evaluate(() => window.mounted.others)).toEqual(others);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  expect(await page.evaluate(() => window.mounted.playing)).toBe(false);
});

test('the point stops at the corner where the parameter has put it', async () => {
  const page = await openFigure(browser, "figures.makeFigure('tangent-along-curve', ['|w - c|'])");
  await page.evaluate(() => {
    window.mounted.others = [-1];
    window.mounted.value = -1.1;
  });
  await frames(page);
  const point = page.locator('.secant-handle');
  for (let press = 0; press < 10 && (await page.evaluate(() => window.mounted.value)) < -1; press++) {
    await point.press('ArrowRight');
    await frames(page);
  }
  expect(await page.evaluate(() => window.mounted.value)).toBe(-1);
  expect(await page.locator('.secant-notice').innerText()).toContain('slopes −1 and 1');
});

test('an element has sliders for its letters, and a typed function gets its own', async () => {
  const page = await openWith(
    browser,
    `<secant-figure kind="tangent-along-curve" g="a w^2" field others="2" also="d/da" parameters='{"a":{"min":0,"max":3}}'></secant-figure>`,
  );
  await alive(page);
  expect(await page.evaluate(() => [window.figure.others, window.figure.parameters, window.figure.also])).toEqual([
    [2],
    { a: { min: 0, max: 3 } },
    ['d/da'],
  ]);
  expect(await page.locator('.secant-read-out').innerText()).toMatch(/∂g\/∂a\s*=\s*1\.00/);
  await page.evaluate(() => {
    window.figure.also = undefined;
  });
  await page.locator('textarea').fill('a w^2 + c w');
  await page.waitForFunction(() => window.figure.others.length === 2);
  expect(await page.evaluate(() => window.figure.others)).toEqual([2, 1]);
  await page.locator('textarea').fill('cos(w)');
  await page.waitForFunction(() => window.figure.others.length === 0);
  expect(await page.locator('.secant-others').isVisible()).toBe(false);
  await page.locator('textarea').fill('beta w');
  await expect
    .poll(() => page.locator('.secant-field-message').first().innerText())
    .toContain('beta is not a known name');
});
