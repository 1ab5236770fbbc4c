/**
 * Once for all browser tests: finds the browser and starts it, builds the page and serves it. The tests get the
 * addresses through `inject`; test/support/browser.ts is what they import.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { ensureBrowser, launchOptions } from '../../scripts/browser.mjs';
import { freePort } from '../../scripts/port.mjs';
import { root } from '../../scripts/project.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the running browser listens for tests. */
    browserEndpoint: string;
    /** The address of the built page. */
    pageUrl: string;
    /** The folder of the built page. */
    siteFolder: string;
    /** The folder of the sources' entries, bundled. */
    entriesFolder: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(join(root, 'book', 'index.html'))) throw new Error('the browser tests need the page book/index.html');
  const found = await ensureBrowser();
  const configFile = join(root, 'vite.config.ts');
  const outDir = await mkdtemp(join(tmpdir(), 'secant-site-'));
  await build({ configFile, logLevel: 'warn', build: { outDir } });
  const entriesFolder = await mkdtemp(join(tmpdir(), 'secant-entries-'));
  await bundleEntries(entriesFolder);
  const browser = await chromium.launchServer(launchOptions(found));
  const site = await preview({
    configFile,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1', port: await freePort(4273), strictPort: true, open: false },
  });

  project.provide('browserEndpoint', browser.wsEndpoint());
  project.provide('pageUrl', site.resolvedUrls?.local[0] ?? '');
  project.provide('siteFolder', outDir);
  project.provide('entriesFolder', entriesFolder);

  return async () => {
    await browser.close();
    await site.close();
    for (const folder of [outDir, entriesFolder]) await rm(folder, { recursive: true, force: true });
  };
}

/**
 * What tests import from the sources, in few files that share their parts: module by module each empty page would ask
 * for hundreds. Their addresses are those of the sources with another ending.
 */
async function bundleEntries(outdir: string): Promise<void> {
  await bundle({
    entryPoints: [
      'src/index.ts',
      'src/pictures/figures/index.ts',
      'src/pictures/view/index.ts',
      'src/pictures/film/index.ts',
      'src/pages/elements/index.ts',
    ].map((path) => join(root, path)),
    outbase: root,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'esnext',
    conditions: ['source'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
