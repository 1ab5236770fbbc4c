import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import {
  centreOf,
  handle,
  linesShown,
  nextFrame,
  notice,
  openPage,
  picture,
  playButton,
  readOut,
  slider,
  slideTo,
  typeFunction,
  valueOf,
  type Place,
} from './two-figures-page.ts';

const browser = useBrowser();
const places: readonly Place[] = ['#first', '#second'];

async function drag(page: Page, place: Place, dx: number, steps = 12): Promise<void> {
  await handle(page, place).scrollIntoViewIfNeeded();
  const { x, y } = await centreOf(handle(page, place));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y, { steps });
  await nextFrame(page);
}

describe.each(places)('moving %s', (place) => {
  test('the point is dragged, also when taken at its rim, and stays under the pointer', async () => {
    const page = await openPage(browser);
    await slideTo(page, place, -1.5);
    await handle(page, place).scrollIntoViewIfNeeded();
    const start = await centreOf(handle(page, place));
    await page.mouse.move(start.x + 9, start.y + 5);
    await page.mouse.down();
    await nextFrame(page);
    expect(await valueOf(page, place)).toBeCloseTo(-1.5, 6);
    await page.mouse.move(start.x + 69, start.y + 5, { steps: 6 });
    await nextFrame(page);
    const now = await centreOf(handle(page, place));
    expect(now.x - start.x).toBeCloseTo(60, 0);
    expect(await valueOf(page, place)).toBeGreaterThan(-1.2);
    await page.mouse.up();
    await page.mouse.move(start.x + 200, start.y);
    await nextFrame(page);
    expect((await centreOf(handle(page, place))).x).toBeCloseTo(now.x, 1);
  });

  test.each(['slider', 'point'] as const)('every key works on the %s', async (target) => {
    const page = await openPage(browser);
    await slideTo(page, place, -1.5);
    const focused = target === 'slider' ? slider(page, place) : handle(page, place);
    await focused.focus();
    const press = async (key: string): Promise<number> => {
      await page.keyboard.press(key);
      await nextFrame(page);
      return valueOf(page, place);
    };
    const step = (await press('ArrowRight')) + 1.5;
    expect(step).toBeGreaterThan(0.005);
    expect(step).toBeLessThan(0.1);
    expect(await press('ArrowUp')).toBeCloseTo(-1.5 + 2 * step, 6);
    expect(await press('ArrowLeft')).toBeCloseTo(-1.5 + step, 6);
    expect(await press('ArrowDown')).toBeCloseTo(-1.5, 6);
    expect(await press('PageUp')).toBeCloseTo(-1.5 + 10 * step, 6);
    expect(await press('PageDown')).toBeCloseTo(-1.5, 6);
    expect(await press('End')).toBe(3);
    expect(await press('ArrowRight')).toBe(3);
    expect(await press('Home')).toBe(-3);
    expect(await focused.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await slider(page, place).getAttribute('aria-valuetext')).toContain('−3');
  });

  test('the slider moves the picture, the read-out and the words of the picture', async () => {
    const page = await openPage(browser);
    await slideTo(page, place, -2);
    const before = {
      line: await readOut(page, place),
      words: await picture(page, place).locator('desc').textContent(),
    };
    await slideTo(page, place, 1.234);
    const after = { line: await readOut(page, place), words: await picture(page, place).locator('desc').textContent() };
    expect(await valueOf(page, place)).toBeCloseTo(1.234, 6);
    expect(after.line).toContain('1.23');
    expect(after.line).not.toBe(before.line);
    expect(after.words).not.toBe(before.words);
    expect(await page.locator(`${place} .secant-value`).innerText()).toContain('1.23');
  });

  test('nothing is rebuilt while dragging', async () => {
    const page = await openPage(browser);
    await slideTo(page, place, -2.4);
    await page.evaluate((root) => {
      // Numbers of the axes make way for a label and come back; everything else stays.
      const all = Array.from(document.querySelectorAll(`${root} .secant-figure *`));
      Object.assign(window, { heldNodes: all.filter((node) => node.closest('.sc-ticks') === null) });
    }, place);
    await drag(page, place, 150, 30);
    const gone = await page.evaluate(() => {
      const held: unknown = Reflect.get(window, 'heldNodes');
      if (!Array.isArray(held)) throw new Error('nothing was held');
      return held.filter((node: Element) => !node.isConnected).map((node: Element) => node.outerHTML);
    });
    expect(gone).toEqual([]);
    await page.mouse.up();
  });

  test('play runs at a steady pace, pauses where something happens, and goes on', async () => {
    const page = await openPage(browser);
    expect(await valueOf(page, place)).toBe(await valueOf(page, place));
    await slideTo(page, place, -0.6);
    await playButton(page, place).click();
    expect(await playButton(page, place).getAttribute('aria-label')).toBe('Pause');
    const seen: { time: number; value: number }[] = await slider(page, place).evaluate(async (element) => {
      const rows: { time: number; value: number }[] = [];
      if (!(element instanceof HTMLInputElement)) return rows;
      const start = performance.now();
      while (performance.now() - start < 2600) {
        await new Promise(requestAnimationFrame);
        rows.push({ time: performance.now() - start, value: element.valueAsNumber });
      }
      return rows;
    });
    await playButton(page, place).click();
    expect(await playButton(page, place).getAttribute('aria-label')).toBe('Play');
    const values = seen.map((row) => row.value);
    expect(values.toSorted((a, b) => a - b)).toEqual(values);
    expect(values.at(-1)).toBeGreaterThan(0.1);
    if (place === '#second') {
      const resting = seen.filter((row) => row.value === 0);
      expect((resting.at(-1)?.time ?? 0) - (resting[0]?.time ?? 0)).toBeGreaterThan(600);
    }
    const standing = await valueOf(page, place);
    await page.waitForTimeout(150);
    expect(await valueOf(page, place)).toBe(standing);
  });

  test('a run ends at the end, and the next one starts at the beginning', async () => {
    const page = await openPage(browser);
    await slideTo(page, place, 2.9);
    await playButton(page, place).click();
    await page.waitForFunction((root) => document.querySelector(`${root} .secant-play[data-playing]`) === null, place);
    expect(await valueOf(page, place)).toBe(3);
    await playButton(page, place).click();
    await nextFrame(page);
    expect(await valueOf(page, place)).toBeLessThan(-2.5);
    await handle(page, place).focus();
    await page.keyboard.press('ArrowRight');
    expect(await playButton(page, place).getAttribute('aria-label')).toBe('Play');
  });

  test('what is said is said at rest, once', async () => {
    const page = await openPage(browser);
    const region = page.locator(`${place} [role=status].secant-unseen`);
    await drag(page, place, 40);
    await page.waitForTimeout(100);
    const during = await region.textContent();
    await page.mouse.up();
    expect(await region.textContent()).toBe(during);
    const sentence = await picture(page, place).locator('desc').textContent();
    await expect.poll(() => region.textContent()).toBe(sentence);
  });
});

describe('the meeting point', () => {
  test('sin at 0 turns green from either side', async () => {
    const page = await openPage(browser);
    for (const side of [-1, 1]) {
      await slideTo(page, '#second', side * 0.5);
      expect(await linesShown(page, '#second')).toEqual(['secant']);
      await slideTo(page, '#second', side * 0.001);
      expect(await valueOf(page, '#second')).toBe(0);
      expect(await linesShown(page, '#second')).toEqual(['tangent']);
    }
  });

  test('it is reached by dragging and by keys', async () => {
    const page = await openPage(browser);
    await slideTo(page, '#second', -0.3);
    await slider(page, '#second').focus();
    for (let press = 0; press < 20 && (await valueOf(page, '#second')) < 0; press++) {
      await page.keyboard.press('ArrowRight');
      await nextFrame(page);
    }
    expect(await valueOf(page, '#second')).toBe(0);
    expect(await linesShown(page, '#second')).toEqual(['tangent']);
    await slideTo(page, '#second', 0.5);
    const pixels = await slider(page, '#second').evaluate((element) => element.clientWidth);
    const from = await centreOf(handle(page, '#second'));
    await slideTo(page, '#second', 1);
    const unit = ((await centreOf(handle(page, '#second'))).x - from.x) * 2;
    expect(unit).toBeGreaterThan(pixels / 20);
    await drag(page, '#second', -unit + 1, 10);
    expect(await valueOf(page, '#second')).toBe(0);
    expect(await linesShown(page, '#second')).toEqual(['tangent']);
    await page.mouse.up();
  });

  test('max(0, w) at 0 is never green, and the figure says why', async () => {
    const page = await openPage(browser);
    await typeFunction(page, '#second', 'max(0, w)');
    for (const value of [-1, -0.1, -0.02, 0, 0.02, 0.1, 1]) {
      await slideTo(page, '#second', value);
      expect(await linesShown(page, '#second'), `at ${value}`).not.toContain('tangent');
    }
    await slideTo(page, '#second', 0);
    expect(await notice(page, '#second')).toMatch(/slopes 0 and 1/);
    expect(await picture(page, '#second').locator('desc').textContent()).toMatch(/0 and 1/);
  });

  test('tanh(w)^2 at 1 has its tangent exactly there', async () => {
    const page = await openPage(browser);
    await page.getByRole('button', { name: 'at 1' }).click();
    await slideTo(page, '#second', 1.3);
    expect(await linesShown(page, '#second')).toEqual(['secant']);
    await slideTo(page, '#second', 1);
    expect(await linesShown(page, '#second')).toEqual(['tangent']);
    expect(await readOut(page, '#second')).toContain('0.64');
  });
});
