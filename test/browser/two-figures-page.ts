/**
 * What the tests of the page share: opening it, and reading and moving its two figures the way a reader or
 * assistive technology would. `#first` is the tangent along a curve, `#second` the secant that becomes a tangent.
 */
import type { Locator, Page } from 'playwright-core';
import { pageUrl, type PageOptions, type TestBrowser } from '../support/browser.ts';

/** The two figures by the id of their place. */
export type Place = '#first' | '#second';

/** The address of the page of two figures. */
export function twoFiguresUrl(): string {
  return `${pageUrl()}two-figures.html`;
}

/** Opens the page and waits for both pictures. */
export async function openPage(browser: TestBrowser, options: PageOptions = {}): Promise<Page> {
  const page = await browser.open({ viewport: { width: 1280, height: 900 }, ...options });
  await page.goto(twoFiguresUrl());
  for (const place of ['#first', '#second'] as const) await picture(page, place).locator('path').first().waitFor();
  return page;
}

/** The SVG of a figure. */
export function picture(page: Page, place: Place): Locator {
  return page.locator(`${place} .secant-picture`);
}

/** The range input of a figure. */
export function slider(page: Page, place: Place): Locator {
  return page.locator(`${place} .secant-slider`);
}

/** The target over the point that can be dragged. */
export function handle(page: Page, place: Place): Locator {
  return page.locator(`${place} .secant-handle`).first();
}

/** The play button of a figure. */
export function playButton(page: Page, place: Place): Locator {
  return page.locator(`${place} .secant-play`);
}

/** The field in which the function of a figure is typed. */
export function functionField(page: Page, place: Place): Locator {
  return page.locator(`${place} .secant-field-text`);
}

/** Where a figure stands. */
export async function valueOf(page: Page, place: Place): Promise<number> {
  return Number(await slider(page, place).inputValue());
}

/** The read-out line as a reader sees it, spaces evened out. */
export async function readOut(page: Page, place: Place): Promise<string> {
  const text = await page.locator(`${place} .secant-read-out`).innerText();
  return text.replace(/\s+/g, ' ').trim();
}

/** The line under a figure that says what is not there. */
export async function notice(page: Page, place: Place): Promise<string> {
  return (await page.locator(`${place} .secant-notice`).innerText()).trim();
}

/** Waits until what was asked for has been drawn. */
export async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Moves the slider as a pointer would. */
export async function slideTo(page: Page, place: Place, value: number): Promise<void> {
  await slider(page, place).evaluate((element, wanted) => {
    if (!(element instanceof HTMLInputElement)) throw new Error('no slider');
    element.value = String(wanted);
    element.dispatchEvent(new Event('input', { bubbles: true }));
    element.dispatchEvent(new Event('change', { bubbles: true }));
  }, value);
  await nextFrame(page);
}

/** Types over what a field holds. */
export async function typeFunction(page: Page, place: Place, text: string): Promise<void> {
  await functionField(page, place).fill(text);
  await nextFrame(page);
}

/** Roles of the straight lines a figure shows at the moment: 'secant', 'tangent' or both. */
export async function linesShown(page: Page, place: Place): Promise<string[]> {
  return picture(page, place).evaluate((svg) =>
    ['secant', 'tangent'].filter((role) =>
      Array.from(svg.querySelectorAll(`path.sc-line.sc-${role}`)).some((path) => (path.getAttribute('d') ?? '') !== ''),
    ),
  );
}

/** The path of the curve. */
export async function curveOf(page: Page, place: Place): Promise<string> {
  return (await picture(page, place).locator('path.sc-function').first().getAttribute('d')) ?? '';
}

/** The middle of an element in the window. */
export async function centreOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('nothing to see there');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
