/**
 * Figures of functions that take their time: a first picture after a few calls, the rest while the page is idle, with a
 * word and a button; functions of the page's own, functions from text, and maps.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';

const browser = useBrowser();

/** A sine whose text has a loop, of a number, and a plane of a list of two. */
const sine = (rounds: number): string =>
  `(w) => { let s = 0; for (let k = 0; k < ${rounds}; k++) s += Math.sin(w + 1e-9 * k); return s / ${rounds}; }`;
const wave = (rounds: number): string =>
  `(w) => { let s = 0; for (let k = 0; k < ${rounds}; k++) s += Math.sin(w[0] + 1e-9 * k) * w[1]; return s / ${rounds}; }`;

/** An empty page in which a module runs to its end. */
async function openWith(script: string): Promise<Page> {
  const page = await browser.openEmpty({ viewport: { width: 700, height: 700 } });
  await page.addScriptTag({
    type: 'module',
    content: `
      import '/src/pictures/view/index.ts';
      import '/src/pages/elements/index.ts';
      import * as figures from '/src/pictures/figures/index.ts';
      const place = document.createElement('div');
      document.body.append(place);
      ${script}
      document.title = 'ready';
    `,
  });
  await page.waitForFunction(() => document.title === 'ready', undefined, { timeout: 30_000 });
  return page;
}

const tangent = 'path.sc-tangent';

function waitFor(page: Page, selector: string, state: 'attached' | 'detached' = 'attached'): Promise<unknown> {
  return page.locator(selector).first().waitFor({ state, timeout: 90_000 });
}

test('a function of the page: known values, then coarse, then fine; the row goes away', async () => {
  const page = await openWith(`
    const figure = figures.tangentAlongCurve(${sine(1.5e5)}, { value: 1 });
    figure.mount(place);
  `);
  await waitFor(page, '.secant-picture [data-mark*="known"]');
  expect(await page.locator('.secant-work').innerText()).toMatch(/drawing: .*\d+ values so far/);
  await waitFor(page, tangent);
  const pieces = (): Promise<number> =>
    page.evaluate(() => document.querySelector('path.sc-function')?.getAttribute('d')?.length ?? 0);
  const coarse = await pieces();
  expect(await page.locator('.secant-read-out').innerText()).toContain('0.54');
  await waitFor(page, '.secant-work', 'detached');
  expect(await pieces()).toBeGreaterThan(coarse);
  expect(await page.locator('.secant-notice').innerText()).toBe('');
}, 180_000);

test('it is stopped by its button and by Escape, goes on when asked, and the picture stays', async () => {
  const page = await openWith(`figures.secantToTangent(${sine(1e6)}, { at: 0 }).mount(place);`);
  const button = page.getByRole('button', { name: 'Stop drawing' });
  await button.waitFor();
  expect(await button.getAttribute('aria-keyshortcuts')).toBe('Escape');
  await page.locator('.secant-figure [role=status]', { hasText: 'Stop drawing' }).waitFor({ state: 'attached' });
  await button.click();
  expect(await page.locator('.secant-work').innerText()).toContain('stopped');
  const count = (): Promise<string> => page.locator('.secant-work span').innerText();
  const before = await count();
  await page.waitForTimeout(600);
  expect(await count()).toBe(before);
  await page.getByRole('button', { name: 'Go on drawing' }).click();
  await expect.poll(count, { timeout: 60_000 }).not.toBe(before.replace('stopped', 'drawing'));
  await page.keyboard.press('Escape');
  expect(await page.locator('.secant-work').innerText()).toContain('stopped');
  expect(await page.locator('.secant-picture').isVisible()).toBe(true);
}, 120_000);

test('a map and planes in space', async () => {
  const page = await openWith(`
    figures.gradientField(${wave(2e4)}, { at: [1, 2] }).mount(place);
    const other = document.createElement('div');
    document.body.append(other);
    figures.tangentPlanes(${wave(2e4)}, { at: [1, 2] }).mount(other);
  `);
  // What does the work is loaded when it is wanted.
  await expect.poll(() => page.locator('.secant-work').count(), { timeout: 10_000 }).toBe(2);
  await page.waitForFunction(() => document.querySelectorAll('.secant-work').length === 0, undefined, {
    timeout: 150_000,
  });
  const words = await page.locator('.secant-read-out').allInnerTexts();
  expect(words[0]).toMatch(/gradient\s≈\s\(1\.08, 0\.84\)/);
  expect(words[1]).toContain('1.08');
}, 180_000);

test.each([
  ['tangentAlongCurve', sine(5e6), '1'],
  ['gradientField', wave(5e6), '[1, 2]'],
])(
  'the page goes on: between two frames %s calls a function of 50 ms a few times',
  async (maker, text, at) => {
    const page = await openWith(`
    const fn = ${text};
    const timed = () => { const start = performance.now(); fn(${at}); return performance.now() - start; };
    timed();
    window.call = Math.min(timed(), timed(), timed());
    figures.${maker}(fn, { ${maker === 'gradientField' ? 'at' : 'value'}: ${at} }).mount(place);
    window.gaps = [];
    let last;
    const tick = (now) => {
      if (last !== undefined) window.gaps.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  `);
    await page.waitForFunction(() => (Reflect.get(window, 'gaps') as number[]).length > 60, undefined, {
      timeout: 60_000,
    });
    expect(await page.locator('.secant-work').innerText()).toContain('values so far');
    const [call, gaps] = await page.evaluate(
      () => [Reflect.get(window, 'call') as number, Reflect.get(window, 'gaps') as number[]] as const,
    );
    // One in twenty may be held up by something else on the machine.
    const longest = gaps.toSorted((a, b) => a - b)[Math.floor(0.95 * gaps.length)] ?? NaN;
    expect(longest).toBeLessThan(Math.max(300, 6 * call));
  },
  120_000,
);

test('an element: a text, a value asked for meanwhile, and another function that leaves the picture until it is there', async () => {
  const page = await openWith(`
    place.innerHTML = '<secant-figure eager kind="tangent-along-curve" value="1"></secant-figure>';
    const element = place.firstChild;
    element.g = ${JSON.stringify(sine(6e4))};
    window.element = element;
  `);
  await waitFor(page, '.secant-work');
  await page.evaluate(() => {
    (Reflect.get(window, 'element') as { value: number }).value = 2;
  });
  await waitFor(page, tangent);
  expect(await page.evaluate(() => (Reflect.get(window, 'element') as { value: number }).value)).toBe(2);
  expect(await page.locator('.secant-read-out').innerText()).toContain('0.91');
  await page.evaluate(
    (g) => {
      (Reflect.get(window, 'element') as { g: string }).g = g;
    },
    sine(6e4).replace('/ 60000', '/ 30000'),
  );
  await page.waitForTimeout(50);
  expect(await page.locator('.secant-read-out').innerText()).toContain('0.91');
  await page.waitForFunction(
    () => {
      const root = (Reflect.get(window, 'element') as HTMLElement).shadowRoot;
      return root?.querySelector('.secant-read-out')?.textContent?.includes('1.82');
    },
    undefined,
    { timeout: 60_000 },
  );
}, 180_000);

test('what a page asks of such a figure is answered at once, and buildFigure ends with an error', async () => {
  const page = await openWith(`
    const figure = figures.tangentAlongCurve(${sine(4e3).replace('Math.sin(w', 'Math.sin(w')}, { value: 1 });
    window.answers = [figure.kind, figure.describeAt(1), figure.svg(0).slice(0, 4)];
    const source = (text) => ({ notation: 'source', text });
    try {
      figures.buildFigure({ kind: 'tangent-along-curve', functions: [source(${JSON.stringify(sine(1e6))})], options: {} });
    } catch (error) {
      window.answers.push(error.code);
    }
  `);
  expect(await page.evaluate(() => Reflect.get(window, 'answers') as string[])).toEqual([
    'tangent-along-curve',
    'At w = 1.00 the function is ≈ 0.84. The tangent has slope ≈ 0.54.',
    '<svg',
    'S305',
  ]);
}, 120_000);

test('an error on the way is told in the figure, and the picture before it stays', async () => {
  const page = await openWith(`
    const calm = figures.tangentAlongCurve((w) => 2 * w, { value: 1 });
    const mounted = calm.mount(place);
    const spoiled = ${sine(1e6)};
    let calls = 0;
    const figure = figures.tangentAlongCurve(spoiled, { value: 1 });
    figure.work.advance = () => { throw new Error('no data for this year'); };
    mounted.replace(figure);
  `);
  await page.locator('.secant-notice', { hasText: 'no data for this year' }).waitFor();
  expect(await page.locator('.secant-work').count()).toBe(0);
  expect(await page.locator('.secant-read-out').innerText()).toContain('2.00');
}, 60_000);
