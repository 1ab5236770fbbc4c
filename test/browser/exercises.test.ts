/** Exercises in a chapter: an answer is judged by key or button, told to screen readers, kept in the link, and left out of nothing. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';
import { linkWith, openChapter } from './chapter-page.ts';

const browser = useBrowser();

const exercise = (page: Page, id: string) => {
  const element = page.locator(`#${id}`);
  return { element, field: element.locator('input'), said: element.locator('.exercise-verdict') };
};

/** Types an answer and reads what is said of it. */
async function answer(page: Page, id: string, text: string): Promise<string> {
  const { field, said } = exercise(page, id);
  await field.fill(text);
  await field.press('Enter');
  await expect.poll(() => said.innerText()).not.toBe('');
  return said.innerText();
}

test('answers are judged with the keyboard alone: right, wrong with a reason, and what cannot be read', async () => {
  const page = await openChapter(browser);
  const { element, field, said } = exercise(page, 'slope-of-a-cube');
  await field.focus();
  await page.keyboard.type('3w^2');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Check');
  await page.keyboard.press('Enter');
  await expect.poll(() => said.innerText()).toBe('Right.');
  expect(await element.getAttribute('data-verdict')).toBe('right');

  // What was said goes as soon as the answer is another one.
  await field.press('End');
  await page.keyboard.type(' + 1');
  expect(await said.innerText()).toBe('');
  expect(await element.getAttribute('data-verdict')).toBeNull();

  expect(await answer(page, 'slope-of-a-cube', '-3w^2')).toBe(
    'The sign is wrong. At w = 2 your function gives −12, the derivative is 12.',
  );
  expect(await answer(page, 'slope-of-a-cube', 'w^3')).toContain('That is the function itself.');
  expect(await answer(page, 'slope-of-a-cube', '3w^')).toBe('Column 3: the exponent after ^ is missing\n\nWrite w^2');
  expect(await answer(page, 'chain-rule', 'cos(3w)')).toContain('A factor of 3 is missing.');
  expect(await answer(page, 'gradient-at-a-point', '4, 12')).toContain('in another order');
  expect(await answer(page, 'gradient-at-a-point', '12, 4')).toBe('Right.');
  expect(await answer(page, 'secant-of-a-cube', '8')).toContain('That is the rise.');
});

test('question, field and verdict hang together for a screen reader', async () => {
  const page = await openChapter(browser);
  const { element, field, said } = exercise(page, 'secant-of-a-cube');
  await answer(page, 'secant-of-a-cube', '4');
  expect(await page.getByRole('group', { name: /^A secant of/ }).count()).toBe(1);
  expect(await element.getByRole('textbox', { name: 'Your answer' }).count()).toBe(1);
  expect(await said.getAttribute('aria-live')).toBe('polite');
  expect(await field.getAttribute('aria-describedby')).toBe(await said.getAttribute('id'));
  expect(await field.getAttribute('aria-invalid')).toBe('false');
});

test('answers are kept in the link, reset takes them away, and nothing from a link runs', async () => {
  const page = await openChapter(browser);
  await answer(page, 'chain-rule', '3cos(3w)');
  await answer(page, 'product-rule', 'e^w');
  await page.getByRole('button', { name: 'Share' }).click();
  await expect.poll(() => page.url()).toContain('#s=');
  const other = await openChapter(browser, {}, new URL(page.url()).hash);
  await expect.poll(() => exercise(other, 'chain-rule').said.innerText()).toBe('Right.');
  expect(await exercise(other, 'product-rule').field.inputValue()).toBe('e^w');
  await expect.poll(() => exercise(other, 'product-rule').said.innerText()).toContain('The product rule has two terms');
  await other.getByRole('button', { name: 'Reset', exact: true }).first().click();
  await expect.poll(() => exercise(other, 'chain-rule').field.inputValue()).toBe('');
  expect(await exercise(other, 'product-rule').said.innerText()).toBe('');

  const answers = {
    'chain-rule': '(() => { document.title = "gone"; for (;;); })()',
    'product-rule': '<img src=x onerror="document.title=\'gone\'">',
    'secant-of-a-cube': '('.repeat(5000),
    nowhere: '1',
  };
  const attacked = await openChapter(browser, {}, linkWith({ cells: {}, figures: {}, answers, codeHidden: false }));
  await expect.poll(() => exercise(attacked, 'chain-rule').said.innerText()).toContain('An answer is a formula');
  await expect.poll(() => exercise(attacked, 'product-rule').said.innerText()).not.toBe('');
  await expect.poll(() => exercise(attacked, 'secant-of-a-cube').said.innerText()).toContain('400 letters');
  expect(await attacked.title()).not.toBe('gone');
  expect(await attacked.locator('.exercise img').count()).toBe(0);
});

test('on a phone everything fits and can be touched, and the text does not move when something is said', async () => {
  const page = await browser.open({ viewport: { width: 360, height: 740 }, hasTouch: true });
  await page.goto(`${pageUrl()}fitting.html`);
  await page.locator('html[data-ready]').waitFor();
  const height = async (element: Locator): Promise<number> => (await element.boundingBox())?.height ?? 0;
  const { element, field } = exercise(page, 'slope-of-the-law');
  await element.scrollIntoViewIfNeeded();
  const before = await height(element);
  expect(await answer(page, 'slope-of-the-law', '0.6')).toBe('Right.');
  expect(await height(element)).toBe(before);
  expect(await height(field)).toBeGreaterThanOrEqual(44);
  expect(await height(element.getByRole('button'))).toBeGreaterThanOrEqual(44);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('printed and without scripts, the question stands there and nothing that cannot be pressed', async () => {
  const page = await openChapter(browser);
  await answer(page, 'chain-rule', '3cos(3w)');
  await page.emulateMedia({ media: 'print' });
  const { element } = exercise(page, 'chain-rule');
  expect(await element.locator('.exercise-ask').isVisible()).toBe(true);
  expect(await element.getByRole('button').count()).toBe(0);
  const still = await browser.open({ javaScriptEnabled: false });
  await still.goto(pageUrl());
  expect(await exercise(still, 'chain-rule').element.locator('.exercise-ask').isVisible()).toBe(true);
  expect(await exercise(still, 'chain-rule').field.isVisible()).toBe(false);
});

test('what judges answers comes when somebody goes into a field', async () => {
  const page = await browser.open();
  const scripts: string[] = [];
  page.on('request', (request) => void (/answers-[^/]*\.js/.test(request.url()) && scripts.push(request.url())));
  await page.goto(pageUrl(), { waitUntil: 'networkidle' });
  expect(scripts).toEqual([]);
  await exercise(page, 'chain-rule').field.focus();
  await expect.poll(() => scripts.length).toBe(1);
});
