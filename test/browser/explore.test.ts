/** The explorer: what is typed is shown from all sides, a link brings it back, and what cannot be read leaves what stood there. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';
import { violations } from './violations.ts';

const browser = useBrowser();

async function open(fragment = '', width = 1280): Promise<Page> {
  const page = await browser.open({ viewport: { width, height: 900 } });
  await page.goto(`${pageUrl()}explore.html${fragment}`);
  await page.locator('#tangent secant-figure, #planes secant-figure').waitFor();
  return page;
}

/** Scrolls a section in, so that it is made, and gives its text. */
async function textOf(page: Page, id: string): Promise<string> {
  const section = page.locator(`#${id}`);
  await expect
    .poll(async () => {
      await page.evaluate(() => scrollBy(0, 600));
      return section.count();
    })
    .toBe(1);
  return section.innerText();
}

test('a function of one number, from a link', async () => {
  const page = await open('#g=max(0,w)&from=-2&to=2&at=0');
  expect(await page.locator('#tangent').innerText()).toContain('there is no derivative (corner)');
  expect(await textOf(page, 'places')).toContain('slopes from the left settle at 0, from the right at 1');
  expect(await textOf(page, 'numbers')).toContain('undefined');
  await textOf(page, 'code');
  await page.locator('#code summary').first().click();
  await expect.poll(() => page.locator('#code pre').first().innerText()).toContain('function g_dot(w)');
});

test('typing shows another function, in the address too, and an error leaves it', async () => {
  const page = await open();
  await page.locator('#function').fill('w^3');
  await expect.poll(() => page.url()).toContain('g=w%5E3');
  await expect.poll(() => page.locator('#tangent').innerText()).toContain('the derivative 3');
  await page.locator('#function').fill('w^');
  await expect.poll(() => page.locator('#function-message').innerText()).not.toBe('');
  expect(await page.locator('#tangent').innerText()).toContain('the derivative 3');
  await page.locator('#at').fill('x');
  await expect.poll(() => page.locator('#function-message').innerText()).toContain('one number');
});

test('a function of two numbers has planes, a gradient and a Hessian', async () => {
  const page = await open('#g=w1^2-w2^2&at=1,0.5');
  expect(await page.locator('#planes').innerText()).toContain('the gradient is (2, −1)');
  expect((await textOf(page, 'numbers')).replace(/\s+/g, ' ')).toContain('∂/∂w₁ of it 2 0 ∂/∂w₂ of it 0 −2');
});

test('TypeScript of a list is a function of two', async () => {
  const page = await open(`#g=${encodeURIComponent('(w: number[]) => w[0]! * w[1]!')}&at=2,3`);
  expect(await page.locator('#planes').innerText()).toContain('the gradient is (3, 2)');
});

test('a program without an end does not stop the page', async () => {
  const page = await open();
  await page.locator('#function').fill('w => { let s = 0; while (s < 1) s += 0 * w; return s }');
  await expect.poll(() => page.locator('body').innerText(), { timeout: 20_000 }).toMatch(/steps|end/);
  expect(await page.evaluate(() => 1 + 1)).toBe(2);
});

test.each([390, 1280])('nothing is too wide and axe finds nothing at %i px', async (width) => {
  const page = await open('#g=sin(w)/w&at=0', width);
  await textOf(page, 'code');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  expect(await violations(page)).toEqual([]);
});
