/** A second link in the same tab: what the reader has written is kept until they say otherwise. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { cell, chapterUrl, linkWith, openChapter, runCell, settled, shown, write } from './chapter-page.ts';
import { violations } from './violations.ts';

const browser = useBrowser();
const linkTo = (text: string): string => linkWith({ cells: { 'example-4': text }, figures: {}, codeHidden: false });

/** As a click on a link of the page, or an address that is typed. */
async function follow(page: Page, fragment: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, fragment);
}

const asked = (page: Page) => page.getByRole('alertdialog');

test('without changes of the reader a second link opens at once', async () => {
  const page = await openChapter(browser, {}, linkTo('6 * 7'));
  await expect.poll(() => shown(page, 'example-4')).toBe('42');
  await settled(page);
  await follow(page, linkTo('5 + 5'));
  await expect.poll(() => shown(page, 'example-4')).toBe('10');
  expect(await asked(page).count()).toBe(0);
});

test('changes of the reader are kept until they open the link themselves', async () => {
  const page = await openChapter(browser);
  await write(page, 'example-4', '1 + 1');
  await runCell(page, 'example-4');
  await cell(page, 'example-4').locator('.cell-run').focus();
  await follow(page, linkTo('5 + 5'));
  await asked(page).waitFor();
  // The question has the keyboard, and the answer that loses nothing comes first.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep mine');
  expect(await shown(page, 'example-4')).toBe('2');
  expect(page.url()).toBe(chapterUrl());
  expect(await violations(page, '.bars')).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await asked(page).count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.className)).toContain('cell-run');
  expect(await shown(page, 'example-4')).toBe('2');

  await follow(page, linkTo('5 + 5'));
  await follow(page, linkTo('7 + 7'));
  expect(await asked(page).count()).toBe(1);
  await page.getByRole('button', { name: 'Open the link' }).click();
  await expect.poll(() => shown(page, 'example-4')).toBe('14');
  expect(page.url()).toBe(chapterUrl() + linkTo('7 + 7'));
});

test('a slider that was moved and a function that was typed are changes too', async () => {
  const page = await openChapter(browser);
  await page.locator('#tangent-on-sine').scrollIntoViewIfNeeded();
  await page.locator('#tangent-on-sine .secant-field-text').fill('w^2/2');
  await page.locator('#tangent-on-sine .secant-slider').press('End');
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('#tangent-on-sine .secant-slider')?.value === '3',
  );
  await follow(page, linkTo('5 + 5'));
  await page.getByRole('button', { name: 'Keep mine' }).click();
  expect(await page.locator('#tangent-on-sine .secant-field-text').inputValue()).toBe('w^2/2');
});

test('a place in the text is no link with changes', async () => {
  const page = await openChapter(browser);
  await write(page, 'example-4', '1 + 1');
  await follow(page, '#secant-lines');
  expect(await asked(page).count()).toBe(0);
  expect(new URL(page.url()).hash).toBe('#secant-lines');
});
