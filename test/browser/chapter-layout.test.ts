/** Nothing on the chapter jumps while it is read from its first line to its last: places keep their true size. */
import { expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';

const browser = useBrowser();

/** What the browser saw move, without the reader having done anything: its share of the window, and what it was. */
interface Shift {
  readonly value: number;
  readonly moved: readonly string[];
}

declare global {
  interface Window {
    shifts: Shift[];
  }
}

/** Shares of the window that may be moved in all. */
const most = 0.02;

test.each([1280, 390])(
  'the chapter, read slowly, %i pixels wide',
  async (width) => {
    const page = await browser.open({ viewport: { width, height: 800 } });
    await page.addInitScript(() => {
      window.shifts = [];
      const nameOf = (node: Node | null | undefined): string =>
        node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}#${node.id}` : String(node?.nodeName);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
            readonly value: number;
            readonly hadRecentInput: boolean;
            readonly sources: readonly { readonly node: Node | null }[];
          };
          if (!hadRecentInput) window.shifts.push({ value, moved: sources.map(({ node }) => nameOf(node)) });
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(pageUrl());
    await page.locator('html[data-ready]').waitFor();
    // Slowly enough that what comes to life near the window has come before it is reached.
    await page.evaluate(async () => {
      const step = innerHeight / 4;
      for (let top = 0; top < document.documentElement.scrollHeight; top += step) {
        scrollTo(0, top);
        await new Promise((done) => setTimeout(done, 120));
        await new Promise(requestAnimationFrame);
      }
    });
    await page.waitForTimeout(500);
    const shifts = await page.evaluate(() => window.shifts);
    const total = shifts.reduce((sum, { value }) => sum + value, 0);
    expect(total, JSON.stringify(shifts.filter(({ value }) => value > 0.001))).toBeLessThanOrEqual(most);
    // All figures were there.
    expect(await page.locator('.secant-picture').count()).toBeGreaterThan(5);
  },
  120_000,
);

test('a shift would be seen: a place that grows when it comes into view', async () => {
  const page = await browser.openEmpty({ viewport: { width: 600, height: 600 } });
  const total = await page.evaluate(async () => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { readonly value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
    document.body.innerHTML = '<div id="grows"></div><p style="font-size:60px">words below</p>';
    await new Promise((done) => setTimeout(done, 200));
    document.getElementById('grows')?.setAttribute('style', 'height:200px');
    await new Promise((done) => setTimeout(done, 400));
    return sum;
  });
  expect(total).toBeGreaterThan(0.02);
});
