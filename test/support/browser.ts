/**
 * What a browser test imports. The browser and the built page are there already (browser-setup.ts); a test file
 * connects to them:
 *
 *     const browser = useBrowser();
 *     test('…', async () => {
 *       const page = await browser.open({ colorScheme: 'dark' });
 *       await page.goto(pageUrl());
 *     });
 *
 * Every page has a context of its own, closed after the test. A test fails if its page threw an error or wrote one
 * to the console, unless it says so with `expectErrors`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, JSHandle, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { ViteDevServer } from 'vite';
import { createServer, defaultClientConditions } from 'vite';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { freePort } from '../../scripts/port.mjs';
import { root } from '../../scripts/project.mjs';

/** Options of a page: Playwright's, and whether errors in the page are part of the test. */
export interface PageOptions extends BrowserContextOptions {
  readonly expectErrors?: boolean;
  /** Of an empty page: loads each file of the sources by itself, so that the test can see which are loaded. */
  readonly fileByFile?: boolean;
}

/** The browser of one test file. */
export interface TestBrowser {
  /** A new page in a context of its own. */
  open(options?: PageOptions): Promise<Page>;
  /** A new, empty page that can `load` the sources: for tests of a module by itself, without the book around it. */
  openEmpty(options?: PageOptions): Promise<Page>;
  /**
   * A module of the sources in a page of `openEmpty`, to hand to `page.evaluate`:
   *
   *     const scene = await browser.load<typeof import('../../src/pictures/scene/svg.ts')>(page, '/src/pictures/scene/svg.ts');
   *     await page.evaluate((module) => module.svgText, scene);
   */
  load<Module>(page: Page, path: string): Promise<JSHandle<Module>>;
}

/** The address of the built page, ending in a slash. */
export function pageUrl(): string {
  return inject('pageUrl');
}

/** Connects a test file to the browser; to be called at the top of the file. */
export function useBrowser(): TestBrowser {
  let browser: Browser;
  let sources: ViteDevServer | undefined;
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await chromium.connect(inject('browserEndpoint'));
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    const found = errors.splice(0);
    if (found.length > 0) throw new Error(`the page had errors:\n${found.join('\n')}`);
  });
  afterAll(async () => {
    await browser.close();
    await sources?.close();
  });

  async function open({ expectErrors = false, ...options }: PageOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    contexts.push(context);
    const page = await context.newPage();
    if (!expectErrors) {
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
      });
    }
    return page;
  }

  return {
    open,
    async openEmpty({ fileByFile = false, ...options } = {}) {
      sources ??= await serveSources();
      const page = await open(fileByFile ? { ...options, extraHTTPHeaders: { [fileByFileHeader]: 'yes' } } : options);
      await page.goto(`${sources.resolvedUrls?.local[0] ?? ''}empty.html`);
      return page;
    },
    // As a text: Vitest rewrites an `import()` in a function to its own.
    load: (page, path) => page.evaluateHandle(`import(${JSON.stringify(path)})`),
  };
}

const fileByFileHeader = 'x-file-by-file';

/** The sources as modules, the entries bundled ahead and other files each by itself, and one empty page. */
async function serveSources(): Promise<ViteDevServer> {
  const entriesFolder = inject('entriesFolder');
  const server = await createServer({
    configFile: false,
    root,
    appType: 'custom',
    logLevel: 'warn',
    resolve: { conditions: ['source', ...defaultClientConditions] },
    // Nothing is discovered later, which would reload the page in the middle of a test; what a browser cannot read as
    // it stands is bundled ahead.
    optimizeDeps: { noDiscovery: true, include: ['gifenc'] },
    // Not strict: another file may take the free port between the look and the listening.
    server: { host: '127.0.0.1', port: await freePort(4373), strictPort: false, hmr: false, watch: null },
    plugins: [
      {
        name: 'entries-and-empty-page',
        configureServer({ middlewares }) {
          middlewares.use((request, response, next) => {
            if (request.headers[fileByFileHeader] !== undefined) return next();
            const [path = ''] = (request.url ?? '').split('?');
            const file = join(entriesFolder, ...path.replace(/\.ts$/, '.js').split('/'));
            if (!/\.[jt]s$/.test(path) || !existsSync(file)) return next();
            response.setHeader('content-type', 'text/javascript; charset=utf-8');
            response.end(readFileSync(file));
          });
          middlewares.use('/empty.html', (_request, response) => {
            response.setHeader('content-type', 'text/html; charset=utf-8');
            response.end('<!doctype html><html lang="en"><title>empty</title><link rel="icon" href="data:,">');
          });
        },
      },
    ],
  });
  return server.listen();
}
