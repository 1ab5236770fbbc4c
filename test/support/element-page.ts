/** Pages with `<secant-figure>` in them, for browser tests: the element from the sources, in an empty page. */
import type { Page } from 'playwright-core';
import type { PageOptions, TestBrowser } from './browser.ts';
import type { SecantFigureElement } from '../../src/pages/elements/index.ts';

declare global {
  interface Window {
    /** The first figure of the page. */
    figure: SecantFigureElement;
    /** Events that came to the body, as `type value`. */
    heard: string[];
    defined?: true;
  }
}

/** The script that defines the element. */
export const elementScript = "import '/src/pages/elements/index.ts'; window.defined = true;";

/** Opens a page with this HTML in its body and defines the element; what is heard at the body is kept. */
export async function openWith(browser: TestBrowser, html: string, options: PageOptions = {}): Promise<Page> {
  const page = await browser.openEmpty(options);
  await page.evaluate((text) => {
    document.body.innerHTML = text;
    window.heard = [];
    for (const type of ['input', 'change', 'secant-input', 'secant-change', 'secant-view']) {
      document.body.addEventListener(type, (event) => {
        const { target } = event;
        const value: unknown = target === null ? undefined : Reflect.get(target, 'value');
        window.heard.push(`${type} ${typeof value === 'number' ? Number(value.toFixed(3)) : 'none'}`);
      });
    }
  }, html);
  await define(page);
  await page.evaluate(() => {
    const figure = document.querySelector('secant-figure');
    if (figure !== null) window.figure = figure;
  });
  return page;
}

/** Defines the element in a page. */
export async function define(page: Page): Promise<void> {
  await page.addScriptTag({ type: 'module', content: elementScript });
  await page.waitForFunction(() => window.defined);
}

/** Waits until the first figure is alive. */
export async function alive(page: Page): Promise<void> {
  await page.locator('secant-figure .secant-picture[role=img]').first().waitFor();
  await frames(page);
}

/** Two frames: what was asked for is drawn. */
export async function frames(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** The middle of the first handle. */
export async function handleAt(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const box = await page.locator('.secant-handle').first().boundingBox();
  if (box === null) throw new Error('there is no handle');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** What was heard since the last time. */
export function heard(page: Page): Promise<string[]> {
  return page.evaluate(() => window.heard.splice(0));
}
