/** Pages with `<secant-cell>` in them, for browser tests: the built script, served as plain files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { buildScripts } from '../../scripts/build.mjs';
import type { PageOptions, TestBrowser } from './browser.ts';
import { serveFolder } from './static-server.ts';

/** A folder with the scripts and pages of a test file. */
export interface CellSite {
  /** Opens a page with this HTML in its body. */
  open(html: string, options?: PageOptions & { readonly head?: string; readonly script?: string }): Promise<Page>;
}

const scriptTag = '<script type="module" src="dist/browser/secant-cell.js"></script>';

/** Builds the scripts once for a test file; to be called at its top. */
export function useCellSite(browser: TestBrowser): CellSite {
  let folder = '';
  let server: Awaited<ReturnType<typeof serveFolder>>;
  let pages = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'secant-cells-'));
    await buildScripts(join(folder, 'dist', 'browser'));
    server = await serveFolder(folder);
  }, 120_000);
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    async open(html, { head = '', script = scriptTag, ...options } = {}) {
      const name = `page-${++pages}.html`;
      writeFileSync(
        join(folder, name),
        '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
          '<meta name="viewport" content="width=device-width, initial-scale=1">' +
          `<meta name="color-scheme" content="light dark"><title>Cells</title><link rel="icon" href="data:,">` +
          `${head}${script}</head><body><main><h1>Cells</h1>${html}</main></body></html>`,
      );
      const page = await browser.open(options);
      await page.goto(`${server.url}${name}`);
      return page;
    },
  };
}

/** Text as it can stand in HTML. */
export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

/** Writes code into a cell. */
export async function writeCell(cell: Locator, code: string): Promise<void> {
  await cell.locator('.cell-text').fill(code);
}

/** Runs a cell by its button, waits until it rests, and gives what it shows as text. */
export async function runCell(cell: Locator): Promise<string> {
  await cell.locator('.cell-run').click();
  return restOf(cell);
}

/** Waits until a cell rests, and gives what it shows as text. */
export async function restOf(cell: Locator): Promise<string> {
  await cell.locator('.cell[data-state=rest]').waitFor({ timeout: 20_000 });
  return (await cell.locator('.cell-outputs').innerText()).trim();
}
