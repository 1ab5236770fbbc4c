/** What the tests of a chapter share: opening it, its cells, and links to share. */
import { deflateRawSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { pageUrl, type PageOptions, type TestBrowser } from '../support/browser.ts';

/** The address of the chapter. */
export function chapterUrl(): string {
  return pageUrl();
}

/** Opens the chapter and waits until its cells can be used. */
export async function openChapter(browser: TestBrowser, options: PageOptions = {}, fragment = ''): Promise<Page> {
  const page = await browser.open({ viewport: { width: 1280, height: 900 }, ...options });
  await page.goto(chapterUrl() + fragment);
  await page.locator('html[data-ready]').waitFor();
  return page;
}

/** A cell by its name. */
export function cell(page: Page, id: string): Locator {
  return page.locator(`.cell[data-cell="${id}"]`);
}

/** Types over the code of a cell. */
export async function write(page: Page, id: string, text: string): Promise<void> {
  await cell(page, id).locator('.cell-text, .cm-content').first().click();
  const editor = cell(page, id).locator('.cm-content');
  await editor.waitFor();
  await editor.fill(text);
}

/** Runs a cell and waits until nothing runs any more. */
export async function runCell(page: Page, id: string): Promise<void> {
  await cell(page, id).locator('.cell-run').click();
  await settled(page);
}

/** Waits until no cell runs or waits. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('[data-state=running],[data-state=waiting]') === null,
    undefined,
    {
      timeout: 20_000,
    },
  );
}

/** What a cell shows, as text. */
export async function shown(page: Page, id: string): Promise<string> {
  return (await cell(page, id).locator('.cell-outputs').innerText()).trim();
}

/** A link as the share button makes it, from a state of our own. */
export function linkWith(state: unknown): string {
  return linkWithText(JSON.stringify(state));
}

/** A link whose state is any text. */
export function linkWithText(state: string): string {
  return `#s=${deflateRawSync(state).toString('base64url')}`;
}
