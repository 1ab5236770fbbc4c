/** Sections 9 to 11 of the chapter: the reader's function as a graph, stepped through, with its code beside it. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { PageOptions } from '../support/browser.ts';
import { useBrowser } from '../support/browser.ts';
import { chapterUrl, openChapter } from './chapter-page.ts';

const browser = useBrowser();

/** Opens the chapter at a graph, alive. */
async function openGraph(id: string, options: PageOptions = {}): Promise<{ page: Page; graph: Locator }> {
  const page = await openChapter(browser, options);
  const graph = page.locator(`#${id}`);
  await graph.scrollIntoViewIfNeeded();
  await page.locator(`#${id}[data-living]`).waitFor();
  return { page, graph };
}

const boxTexts = (graph: Locator): Promise<string[]> =>
  graph
    .locator('.secant-picture [data-mark^="graph/node"]')
    .evaluateAll((boxes) =>
      boxes.map((box) => [...box.querySelectorAll('text')].map((line) => line.textContent).join(' | ')),
    );

async function readOut(graph: Locator): Promise<string> {
  return (await graph.locator('.secant-read-out').innerText()).replace(/\s+/g, ' ').trim();
}

async function type(page: Page, graph: Locator, text: string): Promise<void> {
  await graph.locator('.secant-field-text').fill(text);
  await page.waitForTimeout(100);
}

const nextFrame = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

test('keys step through the graph, and what is said follows', async () => {
  const { page, graph } = await openGraph('graph-forward');
  const slider = graph.locator('.secant-slider');
  expect(await slider.getAttribute('aria-valuetext')).toBe('step 4 of 4, y ≈ 3.64, derivative ≈ 1.97');
  await slider.focus();
  await page.keyboard.press('Home');
  await nextFrame(page);
  expect(await boxTexts(graph)).toEqual(['w', 'a = sin(w)', 'b = w2', 'y = a b']);
  for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight');
  await nextFrame(page);
  expect((await boxTexts(graph))[2]).toBe('b = w2 | 4.00 | ḃ = 4.00');
  expect((await boxTexts(graph))[3]).toBe('y = a b');
  expect(await slider.getAttribute('aria-valuetext')).toBe('step 3 of 4, b = 4.00, derivative 4.00');
  expect(await graph.locator('.secant-picture desc').textContent()).toBe(
    'Step 3 of 4: b = w² has value 4.00 and derivative 4.00.',
  );
  expect(await readOut(graph)).toBe('step 3 of 4 b = w2 = 4.00 ḃ = 2 w ẇ = 4.00');
});

test('playing runs along the arrows and ends at the result', async () => {
  const { page, graph } = await openGraph('graph-values');
  await graph.locator('.secant-play').click();
  await graph.locator('.secant-picture circle').first().waitFor({ state: 'attached', timeout: 10_000 });
  await graph.locator('.secant-play').click();
  await graph.locator('.secant-slider').focus();
  await page.keyboard.press('End');
  await nextFrame(page);
  expect(await graph.locator('.secant-picture circle').count()).toBe(0);
  expect(await readOut(graph)).toBe('step 4 of 4 y = a b ≈ 3.64');
});

describe('the reader’s own function', () => {
  test('has its graph, whole, and its code', async () => {
    const { page, graph } = await openGraph('graph-forward');
    await type(page, graph, 'tanh(w)^2');
    expect(await boxTexts(graph)).toEqual([
      'w | 2.00 | ẇ = 1.00',
      'a = tanh(w) | 0.96 | ȧ ≈ 0.071',
      'y = a2 | 0.93 | ẏ ≈ 0.14',
    ]);
    expect(await graph.locator('.emitted-code code').textContent()).toContain(
      'function g_dot(w) {\n  // 1: (w) => Math.tanh(w) ** 2',
    );
  });

  test('may have a loop, and is as high as its graph', async () => {
    const { page, graph } = await openGraph('graph-values');
    const before = await graph.locator('.secant-picture').boundingBox();
    await type(page, graph, 'w => { let x = 1; for (let k = 0; k < 3; k++) x = (x + w / x) / 2; return x }');
    // A text with a loop is tried in the sandbox before the page draws it.
    await graph.locator('[data-mark="graph/node8"]').waitFor();
    expect((await boxTexts(graph)).length).toBe(9);
    const after = await graph.locator('.secant-picture').boundingBox();
    expect(after!.height).toBeGreaterThan(before!.height);
  });

  test('may have several inputs, and then one pass gives the whole gradient', async () => {
    const { page, graph } = await openGraph('graph-reverse');
    await type(page, graph, 'w1 w2 + sin(w1 w3)');
    expect(await graph.locator('.secant-picture desc').textContent()).toMatch(/The gradient is \(.+, 2\.00, .+\)\.$/);
    expect(await graph.locator('.emitted-code code').textContent()).toContain('w_bar[2] +=');
    await type(page, graph, 'sin(w) w^2');
    expect((await boxTexts(graph))[0]).toBe('w | 2.00 | w̄ ≈ 1.97');
    expect(await graph.locator('.emitted-code code').textContent()).not.toContain('w_bar[');
  });

  test('that has no graph is refused in words, and the last graph stays', async () => {
    const { page, graph } = await openGraph('graph-values');
    const before = await boxTexts(graph);
    await graph
      .locator('.secant-field-text')
      .fill('w => { let x = w; for (let k = 0; k < 99; k++) x = Math.sin(x); return x }');
    await graph.locator('.secant-field-message', { hasText: 'more than 60 operations' }).waitFor();
    await graph.locator('.secant-field-text').fill('w => w ^ 2');
    await graph.locator('.secant-field-message', { hasText: 'has no derivative' }).waitFor();
    expect(await boxTexts(graph)).toEqual(before);
    await type(page, graph, 'w^2');
    expect(await graph.locator('.secant-field-message').textContent()).toBe('');
    expect((await boxTexts(graph)).at(-1)).toBe('y = w2 | 4.00');
  });
});

test('a link carries the function and the step', async () => {
  const { page, graph } = await openGraph('graph-reverse');
  await type(page, graph, 'w1 w2');
  await graph.locator('.secant-slider').focus();
  await page.keyboard.press('ArrowLeft');
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: (text: string) => Promise.resolve(void (document.body.dataset['copied'] = text)) },
    });
  });
  await page
    .getByRole('button', { name: /share|link/i })
    .first()
    .click();
  await page.waitForFunction(() => document.body.dataset['copied'] !== undefined);
  const link = await page.evaluate(() => document.body.dataset['copied'] ?? '');
  const other = await openChapter(browser, {}, link.slice(link.indexOf('#')));
  await other.locator('#graph-reverse[data-living]').waitFor();
  await other.waitForFunction(
    () =>
      document.querySelector('#graph-reverse .secant-slider')?.getAttribute('aria-valuetext') ===
      'step 2 of 3, w₂, adjoint 2.00',
  );
  expect(await other.locator('#graph-reverse .emitted-code code').textContent()).toContain('w_bar[1]');
});

test('on a phone the graph runs downwards and keeps the size of its words', async () => {
  const { graph } = await openGraph('graph-forward', { viewport: { width: 390, height: 844 } });
  const [w, , , y] = await graph
    .locator('.secant-picture [data-mark^="graph/node"] rect:first-child')
    .evaluateAll((boxes) => boxes.map((box) => box.getBoundingClientRect().toJSON() as DOMRect));
  expect(y!.top).toBeGreaterThan(w!.bottom);
  const size = await graph.locator('.secant-picture text').first().getAttribute('font-size');
  expect(Number(size)).toBeGreaterThanOrEqual(14);
});

test('with scripts off the whole graph and the code of the first function are there', async () => {
  const page = await browser.open({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  await page.goto(chapterUrl());
  const graph = page.locator('#graph-reverse');
  expect(await graph.locator('svg text').count()).toBeGreaterThan(10);
  expect(await graph.locator('.emitted-code code').textContent()).toContain('function g_bar(w) {');
});

test('the code switch hides the code beside the graph', async () => {
  const { page, graph } = await openGraph('graph-forward');
  await page.evaluate(() => void (document.documentElement.dataset['code'] = 'hidden'));
  expect(await graph.locator('.emitted-code').isVisible()).toBe(false);
});

test('forced colours keep boxes, arrows and words visible', async () => {
  const { graph } = await openGraph('graph-reverse', { forcedColors: 'active' });
  const looks = await graph
    .locator('.secant-picture [data-mark] path, .secant-picture [data-mark] rect')
    .evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).stroke));
  expect(looks.length).toBeGreaterThan(7);
  const ground = await graph.evaluate(
    (element) => getComputedStyle(element.ownerDocument.documentElement).backgroundColor,
  );
  for (const stroke of looks.filter((stroke) => stroke !== 'none')) expect(stroke).not.toBe(ground);
});
