/** How the cells of a chapter look before anybody has touched them, and while they run. */
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';
import { cell, linkWith, openChapter, runCell, write } from './chapter-page.ts';

const browser = useBrowser();

const colourOf = (element: Locator): Promise<string> => element.evaluate((node) => getComputedStyle(node).color);

test('code has its colours before it is opened, with scripts and without, and the editor has the same', async () => {
  const still = await browser.open({ javaScriptEnabled: false });
  await still.goto(pageUrl());
  const source = cell(still, 'example-4').locator('.cell-source');
  const keyword = await colourOf(source.locator('.keyword').first());
  expect(keyword).not.toBe(await colourOf(source));

  const page = await openChapter(browser);
  const example = cell(page, 'example-4');
  expect(await colourOf(example.locator('.cell-colours .keyword').first())).toBe(keyword);
  // The copy in colours lies under the letters of the field and is not read out.
  expect(await example.locator('.cell-colours').getAttribute('aria-hidden')).toBe('true');
  expect(await example.locator('.cell-colours').innerText()).toBe(await example.locator('.cell-text').inputValue());
  const boxes = await example
    .locator('.cell-text, .cell-colours')
    .evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
  expect(boxes[0]).toBe(boxes[1]);

  await example.locator('.cell-text').click();
  await example.locator('.cm-content').waitFor();
  expect(await example.locator('.cell-colours').count()).toBe(0);
  const word = example.locator('.cm-line span').filter({ hasText: /^const$/ });
  expect(await colourOf(word.first())).toBe(keyword);
});

test('a cell that a link has changed has the colours of its own text', async () => {
  const link = linkWith({ cells: { 'example-4': 'let changed = 1\nchanged' }, figures: {}, codeHidden: false });
  const page = await openChapter(browser, {}, link);
  const copy = cell(page, 'example-4').locator('.cell-colours');
  await expect.poll(() => copy.innerText()).toContain('let changed = 1');
  expect(await copy.locator('.keyword').allInnerTexts()).toEqual(['let']);
});

test.each([390, 1280])(
  'no line of code is broken at %i px, closed or opened, and the page is not wider',
  async (width) => {
    const page = await openChapter(browser, { viewport: { width, height: 900 } });
    const broken = await page.locator('.cell-text').evaluateAll((fields) =>
      fields.flatMap((field) => {
        const { lineHeight, paddingBlockStart } = getComputedStyle(field);
        const lines = (field as HTMLTextAreaElement).value.split('\n').length;
        const wanted = lines * parseFloat(lineHeight) + 2 * parseFloat(paddingBlockStart);
        return field.scrollHeight > wanted + 2
          ? [[(field as HTMLTextAreaElement).value.slice(0, 40), field.scrollHeight, wanted]]
          : [];
      }),
    );
    expect(broken).toEqual([]);
    const long = cell(page, 'numerical');
    await long.locator('.cell-text').evaluate((field) => (field.scrollLeft = 40));
    await expect
      .poll(() => long.locator('.cell-colours').evaluate((copy) => copy.scrollLeft))
      .toBe(await long.locator('.cell-text').evaluate((field) => field.scrollLeft));
    await long.locator('.cell-text').click();
    await long.locator('.cm-content').waitFor();
    const heights = await long
      .locator('.cm-line')
      .evaluateAll((lines) => new Set(lines.map((line) => Math.round(line.getBoundingClientRect().height))).size);
    expect(heights).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  },
);

test('the run button has an edge of its own, and a cell that runs for a while shows it', async () => {
  const page = await openChapter(browser);
  const run = cell(page, 'slopes').locator('.cell-run');
  expect(await run.evaluate((button) => getComputedStyle(button).borderTopStyle)).toBe('solid');
  expect((await run.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await runCell(page, 'tools');
  await write(page, 'slopes', 'const end = Date.now() + 4000\nwhile (Date.now() < end) {}\n1');
  await run.click();
  const code = cell(page, 'slopes').locator('.cell-code');
  await expect.poll(() => code.evaluate((element) => getComputedStyle(element).boxShadow)).toContain('2px');
  expect(await cell(page, 'slopes').locator('.cell-status').innerText()).toBe('running');
  expect(await cell(page, 'slopes').locator('.cell-outputs').getAttribute('aria-busy')).toBe('true');
  await cell(page, 'slopes').locator('.cell-stop').click();
  await expect.poll(() => code.evaluate((element) => getComputedStyle(element).boxShadow)).toBe('none');
  expect(await cell(page, 'slopes').locator('.cell-outputs').getAttribute('aria-busy')).toBeNull();
});
