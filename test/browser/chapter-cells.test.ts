import { describe, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { cell, openChapter, runCell, settled, shown, write } from './chapter-page.ts';

const browser = useBrowser();

test('a cell is edited and run, by button and by keys', async () => {
  const page = await openChapter(browser);
  await write(page, 'example-1', 'secantLine(sine, 0, 1).slope\nconst sine = (w: number) => w ** 3');
  await page.keyboard.press('Control+Enter');
  await settled(page);
  expect(await shown(page, 'example-1')).toContain("Cannot access 'sine' before initialization");
  await write(page, 'example-1', 'const sine = (w: number) => w ** 3\nsecantLine(sine, 0, 2).slope');
  await runCell(page, 'example-1');
  expect(await shown(page, 'example-1')).toBe('4');
});

test('what depends on a cell runs again, and nothing else', async () => {
  const page = await openChapter(browser);
  const before = await shown(page, 'descent');
  const slopes = await cell(page, 'slopes').locator('.cell-outputs > *').elementHandle();
  await write(page, 'partials', 'const bowl = (w: number[]) => 7 + w[0]! ** 2 + w[1]! ** 2\nbowl([0, 0])');
  await runCell(page, 'partials');
  expect(await shown(page, 'partials')).toBe('7');
  const after = await shown(page, 'descent');
  expect(after).not.toBe(before);
  expect(after).toContain('12.00000');
  expect(await slopes?.evaluate((element) => element.isConnected)).toBe(true);
});

test('while a cell runs, those that will run after it say that they wait', async () => {
  const page = await openChapter(browser);
  await write(page, 'partials', 'const bowl = (w: number[]) => w[0]!\nwhile (true) {}');
  await cell(page, 'partials').locator('.cell-run').click();
  await expect.poll(() => cell(page, 'descent').getAttribute('data-state')).toBe('waiting');
  await expect.poll(() => cell(page, 'partials').getAttribute('data-state')).toBe('running');
  await cell(page, 'partials').getByRole('button', { name: 'Stop' }).click();
  await settled(page);
  expect(await cell(page, 'descent').locator('.cell-status').innerText()).toBe('');
});

test('an error stands under its cell with its line, and cells below say where they miss a name', async () => {
  const page = await openChapter(browser);
  await write(page, 'partials', 'const bowl = (w: number[]) => w[0]!\n\nbowl(null)');
  await runCell(page, 'partials');
  expect(await shown(page, 'partials')).toMatch(/^Line 1, column 32: TypeError/);
  expect(await shown(page, 'descent')).toContain('bowl comes from a cell above that has an error');
  await write(page, 'partials', 'const a = = 1');
  await runCell(page, 'partials');
  expect(await shown(page, 'partials')).toMatch(/^Line 1, column 11: Unexpected token/);
});

test('a cell shows numbers, texts, tables and live figures; markup stays text', async () => {
  const page = await openChapter(browser);
  await write(page, 'your-own', "'<img src=x onerror=alert(1)>'");
  await runCell(page, 'your-own');
  expect(await shown(page, 'your-own')).toBe('<img src=x onerror=alert(1)>');
  await write(page, 'your-own', '[{ a: 1, b: "<b>" }]');
  await runCell(page, 'your-own');
  expect(await cell(page, 'your-own').locator('td').allInnerTexts()).toEqual(['1', '<b>']);
  await write(page, 'your-own', 'const k = 2\ntangentAlongCurve((w) => Math.sin(k * w), { value: 1 })');
  await runCell(page, 'your-own');
  const slider = cell(page, 'your-own').locator('.secant-slider');
  await slider.waitFor();
  expect(await slider.inputValue()).toBe('1');
  await slider.press('ArrowRight');
  await page.waitForFunction(() => {
    const input = document.querySelector<HTMLInputElement>('[data-cell=your-own] .secant-slider');
    return input !== null && input.valueAsNumber > 1;
  });
});

test('reset brings back the text of the chapter and what it showed', async () => {
  const page = await openChapter(browser);
  const before = await shown(page, 'example-4');
  await write(page, 'example-4', '5');
  await runCell(page, 'example-4');
  expect(await shown(page, 'example-4')).toBe('5');
  await cell(page, 'example-4').getByRole('button', { name: 'Reset' }).click();
  await settled(page);
  expect(await shown(page, 'example-4')).toBe(before);
});

describe('a cell without an end', () => {
  test('leaves the page at full speed and is stopped by its button', async () => {
    const page = await openChapter(browser);
    await write(page, 'your-own', 'while (true) {}');
    await cell(page, 'your-own').locator('.cell-run').click();
    await cell(page, 'your-own').locator('.cell-stop').waitFor();
    const frames = await page.evaluate(async () => {
      let count = 0;
      const start = performance.now();
      while (performance.now() - start < 1000) {
        await new Promise(requestAnimationFrame);
        count++;
      }
      return count;
    });
    expect(frames).toBeGreaterThan(40);
    await cell(page, 'your-own').getByRole('button', { name: 'Stop' }).click();
    await settled(page);
    expect(await cell(page, 'your-own').locator('.cell-status').innerText()).toBe('stopped');
    // All values are gone with it, and come back when they are needed.
    await runCell(page, 'descent');
    expect(await shown(page, 'descent')).toContain('5.00000');
  });

  test('is ended by the time limit, with a word about it', async () => {
    const page = await openChapter(browser);
    await write(page, 'your-own', 'while (true) {}');
    await runCell(page, 'your-own');
    expect(await shown(page, 'your-own')).toContain('stopped: this ran for more than 10 seconds');
    await write(page, 'your-own', '1 + 1');
    await runCell(page, 'your-own');
    expect(await shown(page, 'your-own')).toBe('2');
  });
});

test('the editor comes when the reader goes into a cell, and Tab leaves it', async () => {
  const page = await openChapter(browser);
  expect(await page.locator('.cm-editor').count()).toBe(0);
  await cell(page, 'tools').locator('.cell-text').focus();
  await cell(page, 'tools').locator('.cm-content').waitFor();
  expect(await page.locator('.cm-editor').count()).toBe(1);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Run');
});
