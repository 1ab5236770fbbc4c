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

test('a function of three numbers has a gradient, a Hessian, its graph and its code', async () => {
  const page = await browser.open({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${pageUrl()}explore.html#g=w1+w2%2Bw3^2&at=2,3,5`.replace('w1+w2', 'w1%20w2'));
  await page.getByText('the gradient is (3, 2, 10)').waitFor();
  expect((await textOf(page, 'numbers')).replace(/\s+/g, ' ')).toContain('∂/∂w₃ of it 0 0 2');
  expect(await textOf(page, 'numbers')).toMatch(/From values of g alone the slopes are 3(?:\.\d+)? ± /);
  await textOf(page, 'graph');
  await page.locator('#graph secant-figure .secant-slider').waitFor();
  await page.locator('#function').fill('(w: number[]) => w[0]! * w[1]! + w[2]! ** 2');
  await page.getByText('the gradient is (3, 2, 10)').waitFor();
});

test('every corner, jump and pole in view is listed, and a table of two inputs holds values', async () => {
  const page = await open('#g=1/w%2Babs(w-1)%2Bfloor(w/2)&at=1');
  const rows = (await textOf(page, 'places')).replace(/[ \t]+/g, ' ');
  for (const row of [/−2 jump the value is/, /0 jump .*without bound/, /1 corner slopes/, /2 jump/])
    expect(rows).toMatch(row);
  await page.locator('#function').fill('w1^2 - w2^2');
  await page.locator('#planes').waitFor();
  expect((await textOf(page, 'values')).replace(/\s+/g, ' ')).toContain('−3 0 5 8 9 8 5 0');
});

test('the point that a reader moves is where the page looks, in its link too', async () => {
  const page = await open('#g=w^2&at=1');
  const slider = page.locator('#tangent .secant-slider');
  await slider.focus();
  await page.keyboard.press('End');
  await expect.poll(() => page.url()).toMatch(/at=3(?:&|$)/);
  expect(await page.locator('#at').inputValue()).toBe('3');
  expect(await page.locator('#tangent').innerText()).toContain('the derivative 6');
  await textOf(page, 'derivative');
  await expect.poll(() => page.locator('#derivative .secant-slider').inputValue()).toBe('3');
  // The figure stays as the reader has it, focus included; the others follow.
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('secant-figure');
  expect(await textOf(page, 'taylor')).toContain('around 3');
  // A page that is loaded anew stands where it stood, and makes what is seen there.
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await page.getByText('At w = 3 the value is 9').waitFor();
}, 60_000);

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
