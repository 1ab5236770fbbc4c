import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Download, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';
import { cell, chapterUrl, linkWithText, openChapter, runCell, settled, shown, write } from './chapter-page.ts';
import { violations } from './violations.ts';

const browser = useBrowser();

const folder = mkdtempSync(join(tmpdir(), 'secant-downloads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function contentOf(download: Download): Promise<Buffer> {
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return readFileSync(file);
}

/** Scrolls to a figure and waits until it lives. */
async function bring(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}`).scrollIntoViewIfNeeded();
  await page.locator(`#${id}[data-living] .secant-slider`).waitFor();
}

/** Lets every figure come to life. */
async function readThrough(page: Page): Promise<void> {
  // The page grows while figures come.
  const height = (): Promise<number> => page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < (await height()); y += 700) {
    // What nears the window is told once a frame.
    await page.evaluate(async (top) => {
      window.scrollTo(0, top);
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }, y);
  }
  const waiting = page.locator('figure[data-figure]:not([data-living])');
  await expect
    .poll(() => waiting.evaluateAll((figures) => figures.map(({ id }) => id)), { timeout: 30_000 })
    .toEqual([]);
}

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([1280, 390])(
    'axe finds nothing at %i px, nothing sticks out, and every figure comes to life',
    async (width) => {
      const page = await openChapter(browser, { colorScheme, viewport: { width, height: 900 } });
      await readThrough(page);
      await cell(page, 'example-4').locator('.cell-text').focus();
      await cell(page, 'example-4').locator('.cm-content').waitFor();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBe(0);
      expect(await violations(page)).toEqual([]);
    },
    90_000,
  );
});

test('with scripts off the text, the mathematics, the code, its results and the pictures are there', async () => {
  const page = await browser.open({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  await page.goto(chapterUrl());
  expect(await page.locator('h2').count()).toBeGreaterThanOrEqual(8);
  expect(await page.locator('math').count()).toBeGreaterThan(20);
  expect(await page.locator('figure svg').count()).toBe(await page.locator('figure').count());
  expect(await cell(page, 'example-4').locator('.cell-source').innerText()).toContain('const step = 0.0001');
  expect(await shown(page, 'example-4')).toBe('1');
  expect(await page.locator('.tools').isVisible()).toBe(false);
  const colour = await page
    .locator('.mark[data-role=tangent]')
    .first()
    .evaluate((word) => getComputedStyle(word).color)
    .catch(() => '');
  expect(colour).not.toBe('rgb(29, 32, 38)');
});

test('the code switch hides all code, keeps what it shows, and is remembered', async () => {
  const page = await openChapter(browser);
  const button = page.getByRole('button', { name: 'Code', exact: true });
  expect(await button.getAttribute('aria-pressed')).toBe('true');
  await button.click();
  expect(await button.getAttribute('aria-pressed')).toBe('false');
  expect(await cell(page, 'example-4').locator('.cell-text').isVisible()).toBe(false);
  expect(await cell(page, 'example-4').locator('.cell-outputs').isVisible()).toBe(true);
  await page.reload();
  expect(await cell(page, 'example-4').locator('.cell-text').isVisible()).toBe(false);
});

test('a shared link opens with edits, typed functions and sliders as they were', async () => {
  const page = await openChapter(browser);
  const slider = page.locator('#tangent-on-sine .secant-slider');
  await bring(page, 'tangent-on-sine');
  await page.locator('#tangent-on-sine .secant-field-text').fill('w^2/2');
  await slider.press('End');
  // The slider follows in the next frame.
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('#tangent-on-sine .secant-slider')?.value === '3',
  );
  const value = await slider.inputValue();
  await write(page, 'example-4', '6 * 7');
  await runCell(page, 'example-4');
  await page.getByRole('button', { name: 'Share' }).click();
  await page.waitForFunction(() => location.hash.startsWith('#s='));
  const address = page.url();
  expect(address.length).toBeLessThan(400);

  const other = await browser.open({ viewport: { width: 1280, height: 900 } });
  await other.goto(address);
  await other.locator('html[data-ready]').waitFor();
  await other.waitForFunction(() => document.querySelector('[data-cell="example-4"] .output')?.textContent === '42');
  await settled(other);
  await other.waitForFunction(() => document.querySelector('#tangent-on-sine[data-living]') !== null);
  expect(await other.locator('#tangent-on-sine .secant-field-text').inputValue()).toBe('w^2/2');
  expect(await other.locator('#tangent-on-sine .secant-slider').inputValue()).toBe(value);

  await other.getByRole('button', { name: 'Reset', exact: true }).first().click();
  await other.waitForFunction(() => document.querySelector('[data-cell="example-4"] .output')?.textContent === '1');
  expect(await other.locator('#tangent-on-sine .secant-field-text').inputValue()).toBe('sin(w)');
  expect(new URL(other.url()).hash).toBe('');
});

test('a shared link keeps what is zoomed and turned, and no more than a figure can show', async () => {
  const page = await openChapter(browser);
  await bring(page, 'tangent-on-sine');
  const handle = page.locator('#tangent-on-sine .secant-handle');
  await handle.press('+');
  await handle.press('+');
  const space = 'partial-secants';
  await bring(page, space);
  await page.locator(`#${space} .secant-turntable`).first().press('ArrowLeft');
  const axis = (from: Page, id: string): Promise<string[]> =>
    from.locator(`#${id} .secant-picture .sc-ticks text`).allTextContents();
  await settled(page);
  const [numbers, turned] = [
    await axis(page, 'tangent-on-sine'),
    await page.locator(`#${space} .secant-turntable`).first().getAttribute('aria-label'),
  ];
  await page.getByRole('button', { name: 'Share' }).click();
  await page.waitForFunction(() => location.hash.startsWith('#s='));
  expect(page.url().length).toBeLessThan(400);
  const other = await browser.open({ viewport: { width: 1280, height: 900 } });
  await other.goto(page.url());
  for (const id of ['tangent-on-sine', space])
    await other.waitForFunction((name) => document.getElementById(name)?.dataset['living'] !== undefined, id);
  await settled(other);
  expect(await axis(other, 'tangent-on-sine')).toEqual(numbers);
  expect(await other.locator(`#${space} .secant-turntable`).first().getAttribute('aria-label')).toBe(turned);
  await other.getByRole('button', { name: 'Reset', exact: true }).first().click();
  await other.locator('#tangent-on-sine .secant-reset').waitFor({ state: 'hidden' });
  expect(await axis(other, 'tangent-on-sine')).not.toEqual(numbers);

  const wild = {
    windows: { curve: { x: [1e300, 1.7e308], y: [0, 1] }, toString: { x: [0, 1], y: [0, 1] } },
    magnification: 1e9,
    view: [1e9, -1e300],
  };
  const hostile = await openChapter(
    browser,
    {},
    linkWithText(
      JSON.stringify({
        cells: {},
        figures: { 'tangent-on-sine': { sight: wild }, [space]: { sight: wild } },
        codeHidden: false,
      }),
    ),
  );
  await settled(hostile);
  for (const id of ['tangent-on-sine', space]) {
    await bring(hostile, id);
    expect(await hostile.locator(`#${id} .secant-picture path`).count()).toBeGreaterThan(0);
    expect(await hostile.locator(`#${id} .secant-picture`).innerHTML()).not.toContain('NaN');
  }
});

test('the chapter is downloaded as a notebook and as TypeScript, with the edits', async () => {
  const page = await openChapter(browser);
  await write(page, 'example-4', 'const mark = 42');
  await bring(page, 'tangent-on-sine');
  await page.locator('#tangent-on-sine .secant-field-text').fill('cos(2w)');
  await expect
    .poll(() => page.locator('#tangent-on-sine .secant-picture desc').textContent())
    .toContain('the function is ≈ −');
  const save = async (name: string): Promise<string> => {
    await page.locator('.tool-menu summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return (await contentOf(download)).toString('utf8');
  };
  const notebook = JSON.parse(await save('Download as notebook')) as {
    nbformat: number;
    metadata: { kernelspec: { name: string } };
    cells: { cell_type: string; source: string[] }[];
  };
  expect(notebook.nbformat).toBe(4);
  expect(notebook.metadata.kernelspec.name).toBe('deno');
  const code = notebook.cells.filter((one) => one.cell_type === 'code').map(({ source }) => source.join(''));
  const calls = code.filter((text) => text.includes('makeFigure('));
  expect(calls.length).toBe(await page.locator('main figure[data-figure][id]').count());
  expect(code.length - calls.length).toBe(await page.locator('.cell').count());
  expect(code).toContain('const mark = 42');
  expect(calls[0]).toBe(
    'import { makeFigure } from \'npm:secant/figures\'\nmakeFigure("tangent-along-curve", ["cos(2w)"], {})',
  );
  expect(code[0]).toContain("from 'npm:secant'");
  const typescript = await save('Download as TypeScript');
  expect(typescript).toContain('const mark = 42');
  expect(typescript).toContain('// 2. Secant lines');
});

test('a figure is saved as SVG and as PNG', async () => {
  const page = await openChapter(browser);
  await bring(page, 'tangent-on-sine');
  const save = async (format: string): Promise<Buffer> => {
    await page.locator('#tangent-on-sine .secant-menu-button').click();
    const item = page.getByRole('menuitem', { name: `Save as ${format}` });
    const [download] = await Promise.all([page.waitForEvent('download'), item.click()]);
    expect(download.suggestedFilename()).toBe(`tangent-on-sine.${format.toLowerCase()}`);
    return contentOf(download);
  };
  expect((await save('SVG')).toString('utf8')).toMatch(/^<svg .*slope ≈ 0\.54.*<\/svg>$/s);
  expect([...(await save('PNG')).subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
});

test('every address in the chapter leads somewhere', async () => {
  const page = await openChapter(browser);
  const addresses = await page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLAnchorElement>('a[href]'), ({ href }) => href),
  );
  for (const address of new Set(addresses.map((href) => href.replace(/#.*$/, '')))) {
    expect(address.startsWith(pageUrl()), address).toBe(true);
    expect((await page.request.get(address)).status(), address).toBe(200);
  }
});

test('in print the chapter has no buttons', async () => {
  const page = await openChapter(browser);
  await page.emulateMedia({ media: 'print' });
  for (const selector of ['.tools', '.cell-bar', '.secant-corner'])
    expect(await page.locator(selector).first().isVisible()).toBe(false);
  expect(await page.locator('.cell').first().isVisible()).toBe(true);
});

test.each([820, 640, 320])('at %i px nothing sticks out sideways', async (width) => {
  // 640 px is also a window of 1280 px at 200 % zoom.
  const page = await openChapter(browser, { viewport: { width, height: 700 } });
  await readThrough(page);
  const over = await page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('main > *, main section > *'))
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  expect(over).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
});

test('the text is one column of readable lines, in a serif of 18 to 20 px', async () => {
  for (const width of [1280, 390]) {
    const page = await openChapter(browser, { viewport: { width, height: 900 } });
    const { size, family, letters } = await page.evaluate(async () => {
      await document.fonts.ready;
      const paragraph = document.querySelector('section p');
      if (paragraph === null) throw new Error('there is no text');
      const style = getComputedStyle(paragraph);
      const context = document.createElement('canvas').getContext('2d');
      if (context === null) throw new Error('there is no canvas');
      context.font = `${style.fontSize} ${style.fontFamily}`;
      const text = paragraph.textContent ?? '';
      const letter = context.measureText(text).width / text.length;
      return { size: parseFloat(style.fontSize), family: style.fontFamily, letters: paragraph.clientWidth / letter };
    });
    expect(size).toBeGreaterThanOrEqual(18);
    expect(size).toBeLessThanOrEqual(20);
    expect(family).toMatch(/Serif/);
    if (width === 1280) {
      expect(letters).toBeGreaterThan(60);
      expect(letters).toBeLessThan(72);
    }
  }
});

test('a word that names a mark lights it up in the figure, by pointer and by keyboard', async () => {
  const page = await openChapter(browser);
  await bring(page, 'tangent-on-sine');
  const word = page.locator('section .mark[data-role=tangent]').first();
  const figure = page.locator('#tangent-on-sine .secant-figure');
  await word.hover();
  expect(await figure.getAttribute('data-highlight')).toBe('tangent');
  await page.mouse.move(0, 0);
  expect(await figure.getAttribute('data-highlight')).toBe(null);
  await page.locator('section .mark[data-role=moving-point]').first().focus();
  await page.keyboard.press('Tab');
  expect(await word.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await figure.getAttribute('data-highlight')).toBe('tangent');
  expect(await word.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  await page.keyboard.press('Tab');
  expect(await figure.getAttribute('data-highlight')).toBe(null);
});

test('a dark page is printed in black on white, with the figures as they stand', async () => {
  const page = await openChapter(browser, { colorScheme: 'dark' });
  await bring(page, 'tangent-on-sine');
  await page.locator('#tangent-on-sine .secant-slider').press('End');
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  expect(
    await page
      .locator('section p')
      .first()
      .evaluate((text) => getComputedStyle(text).color),
  ).toBe('rgb(29, 32, 38)');
  expect(await page.locator('#tangent-on-sine .secant-read-out').innerText()).toContain('3.00');
  expect(await page.locator('#tangent-on-sine .secant-slider').isVisible()).toBe(false);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(8);
  expect(pages).toBeLessThan(60);
});

test('the largest part of the first screen is painted within 1.5 s', async () => {
  const times: number[] = [];
  for (let visit = 0; visit < 3; visit++) {
    const page = await browser.open({ viewport: { width: 1280, height: 900 } });
    await page.goto(chapterUrl(), { waitUntil: 'networkidle' });
    const time = await page.evaluate(
      () =>
        new Promise<number>((settle) =>
          new PerformanceObserver((list) => settle(list.getEntries().at(-1)?.startTime ?? Infinity)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          }),
        ),
    );
    times.push(time);
    await page.context().close();
  }
  console.log(`largest contentful paint: ${times.map((time) => `${Math.round(time)} ms`).join(', ')}`);
  // The best of three: other programs may have the machine during one of them.
  expect(Math.min(...times)).toBeLessThan(1500);
});

/** Bytes of script that have come to a page, compressed. */
function scriptsOf(page: Page): () => Promise<number> {
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body());
  });
  return async () => (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0);
}

test('before anything is touched at most 150 kB of script have come, and no editor, no sandbox', async () => {
  const page = await browser.open({ viewport: { width: 1280, height: 900 } });
  const bytes = scriptsOf(page);
  await page.goto(chapterUrl(), { waitUntil: 'networkidle' });
  const first = await bytes();
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(150_000);
  expect(await page.locator('.cm-editor, iframe').count()).toBe(0);
  // Reading on brings the figures, and with them the compiler; the editor and the cells still wait.
  await readThrough(page);
  const read = await bytes();
  console.log(
    `script: ${Math.round(first / 1000)} kB gzipped at first, ${Math.round(read / 1000)} kB when all is read`,
  );
  expect(read).toBeLessThan(330_000);
  expect(await page.locator('.cm-editor, iframe').count()).toBe(0);
});
