/** Help while writing in a cell: lists of names, and what a name is. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { cell, openChapter, runCell, shown, write } from './chapter-page.ts';
import { violations } from './violations.ts';

const browser = useBrowser();
const id = 'your-own';

const list = (page: Page): Locator => page.getByRole('listbox');
const options = (page: Page): Promise<string[]> =>
  list(page).getByRole('option').locator('.cm-completionLabel').allInnerTexts();

/** Goes into the list; right after it has come, keys still go to the text. */
async function choose(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.keyboard.press('ArrowDown');
}

/** Types at the end of a cell. */
async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(text, { delay: 5 });
}

test('names come while typing, are chosen by keys, and bring their import', async () => {
  const page = await openChapter(browser);
  // What is not imported above is brought, whatever the chapter imports.
  await write(page, 'tools', "import { derivative } from 'secant'");
  await write(page, id, '');
  await type(page, 'epsilonSw');
  await list(page).waitFor();
  expect((await options(page))[0]).toBe('epsilonSweep');
  // Enter makes a line as long as nothing is chosen.
  await page.keyboard.press('Enter');
  expect(await cell(page, id).locator('.cm-line').count()).toBe(2);
  await write(page, id, '');
  await type(page, 'epsilonSw');
  await list(page).waitFor();
  await choose(page);
  const editor = cell(page, id).locator('.cm-content');
  const chosen = list(page).getByRole('option', { selected: true });
  expect(await editor.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
  await page.locator('.cm-completionInfo').waitFor();
  expect(await page.locator('.cm-completionInfo').innerText()).toContain(
    'epsilonSweep(g: ScalarFunction, options?: Epsilon',
  );
  await page.keyboard.press('Enter');
  await type(page, '(Math.sin)');
  expect(await editor.innerText()).toBe("import { epsilonSweep } from 'secant/figures'\nepsilonSweep(Math.sin)");
  await runCell(page, id);
  await cell(page, id).locator('.secant-slider').waitFor();
});

test('Ctrl-Space lists the names of cells above; Escape closes, and Tab still leaves', async () => {
  const page = await openChapter(browser);
  await write(page, id, 'ch');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('Control+Space');
  await list(page).waitFor();
  // `chain` is defined below.
  expect(await options(page)).not.toContain('chain');
  await page.keyboard.press('Escape');
  await list(page).waitFor({ state: 'detached' });
  await write(page, 'taylor', 'cha');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('Control+Space');
  await list(page).waitFor();
  expect(await options(page)).toContain('chain');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Run');
});

test('members and options are listed where they belong', async () => {
  const page = await openChapter(browser);
  await write(page, id, 'const about = differentiability(relu, 0)\nabout');
  await type(page, '.');
  await list(page).waitFor();
  expect(await options(page)).toEqual(expect.arrayContaining(['verdict', 'left', 'right', 'reason']));
  await type(page, 'verd');
  await expect.poll(() => options(page)).toEqual(['verdict']);
  await choose(page);
  await page.keyboard.press('Enter');
  await runCell(page, id);
  expect(await shown(page, id)).toBe('corner');
  await write(page, id, 'derivative(relu, { at');
  await type(page, 'K');
  await list(page).waitFor();
  expect(await options(page)).toEqual(['atKink']);
  // Nothing opens in a text.
  await write(page, id, '"derivat');
  await type(page, 'i');
  await page.waitForTimeout(400);
  expect(await list(page).count()).toBe(0);
});

test('what a name is: under the pointer, and by a key, which is announced', async () => {
  const page = await openChapter(browser);
  await write(page, id, 'derivative(relu)(1)');
  const place = await cell(page, id)
    .locator('.cm-line')
    .evaluate((line) => {
      const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();
      if (text === null) throw new Error('the line is empty');
      const range = document.createRange();
      range.setStart(text, 12);
      range.setEnd(text, 13);
      const { x, y, width, height } = range.getBoundingClientRect();
      const whole = line.getBoundingClientRect();
      return { x: x - whole.x + width / 2, y: y - whole.y + height / 2 };
    });
  await cell(page, id).locator('.cm-line').hover({ position: place });
  const tooltip = page.locator('.cell-fact');
  await tooltip.waitFor();
  expect(await tooltip.innerText()).toMatch(
    /^const relu = \(w: number\) => Math\.max\(0, w\)\s+from the cell “verdicts”$/,
  );
  await page.mouse.move(0, 0);
  await tooltip.waitFor({ state: 'detached' });
  await page.keyboard.press('Home');
  // The editor empties its announcements soon after, so they are listened to before the key is pressed.
  await page.evaluate((name) => {
    const region = document.querySelector(`[data-cell=${name}] [aria-live]`);
    if (region === null) throw new Error('nothing announces');
    const read = (): void => {
      const text = region.textContent ?? '';
      if (text.trim() !== '') document.body.dataset['announced'] = text;
    };
    new MutationObserver(read).observe(region, { childList: true });
  }, id);
  await page.keyboard.press('ControlOrMeta+i');
  await tooltip.waitFor();
  expect(await tooltip.innerText()).toContain('The derivative of a function of one number.');
  await expect
    .poll(() => page.evaluate(() => document.body.dataset['announced'] ?? ''))
    .toContain('derivative(g: ScalarFunction');
  await page.keyboard.press('Escape');
  await tooltip.waitFor({ state: 'detached' });
});

test.each(['light', 'dark'] as const)('axe finds nothing in an open list, %s', async (colorScheme) => {
  const page = await openChapter(browser, { colorScheme, viewport: { width: 390, height: 800 } });
  await write(page, id, 'tan');
  await type(page, 'g');
  await list(page).waitFor();
  await choose(page);
  await page.locator('.cm-completionInfo').waitFor();
  expect(await violations(page, '.cm-editor')).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
});
