/** The built site obeys the policy that its build writes: every page, a figure, a typed loop, cells, downloads, offline. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { serveFolder } from '../support/static-host.ts';
import { runCell, shown, write } from './chapter-page.ts';

const browser = useBrowser();

/** The headers that the build wrote for a page, as a host sends them: what is said twice is joined by commas. */
async function headers(page = ''): Promise<Record<string, string>> {
  const text = await readFile(join(inject('siteFolder'), '_headers'), 'utf8');
  const said: Record<string, string> = {};
  for (const [, path = '', lines = ''] of text.matchAll(/^(\/\S*)\n((?: {2}.*\n)+)/gm)) {
    if (path !== '/*' && path !== `/${page}`) continue;
    for (const [, name = '', value = ''] of lines.matchAll(/^ {2}([\w-]+): (.*)$/gm))
      said[name] = said[name] === undefined ? value : `${said[name]}, ${value}`;
  }
  return said;
}

/** A page that takes down what its policy forbids. */
async function watched(): Promise<{ page: Page; violations(): Promise<string[]> }> {
  const page = await browser.open({ viewport: { width: 1280, height: 900 }, expectErrors: true });
  const found: string[] = [];
  await page.exposeFunction('violated', (what: string) => void found.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      (Reflect.get(window, 'violated') as (what: string) => void)(`${effectiveDirective}: ${blockedURI} ${sample}`);
    });
  });
  page.on('console', (message) => {
    if (/Content Security Policy|violates/i.test(message.text())) found.push(message.text());
  });
  return {
    page,
    async violations() {
      await page.waitForTimeout(100);
      return found;
    },
  };
}

test('the chapter, its figures, its cells and its tools', { timeout: 120_000 }, async () => {
  const host = await serveFolder(inject('siteFolder'));
  Object.assign(host.headers, await headers());
  const { page, violations } = await watched();
  await page.goto(host.url);
  await page.locator('html[data-ready]').waitFor();
  const figure = page.locator('#tangent-on-sine');
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('.secant-slider').press('End');
  await figure
    .locator('.secant-field-text')
    .fill('w => { let s = 0; for (let k = 1; k <= 3; k++) s += k * w; return s }');
  await expect.poll(() => figure.locator('.secant-read-out').innerText(), { timeout: 20_000 }).toContain('6.00');
  await write(page, 'example-4', '6 * 7');
  await runCell(page, 'example-4');
  expect(await shown(page, 'example-4')).toBe('42');
  await write(page, 'your-own', 'tangentAlongCurve((w) => w ** 3)');
  await runCell(page, 'your-own');
  await page.locator('.cell[data-cell="your-own"] .secant-slider').waitFor();
  for (const name of ['Download as notebook', 'Download as TypeScript']) {
    await page.locator('.tool-menu summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    expect(await download.failure()).toBe(null);
  }
  // The service worker fetches what the reader may need, under the same policy.
  await page.locator('html[data-offline]').waitFor({ state: 'attached', timeout: 20_000 });
  expect(await violations()).toEqual([]);
});

test.each(['gallery.html', 'explore.html', 'two-figures.html'])('%s', async (name) => {
  const host = await serveFolder(inject('siteFolder'));
  Object.assign(host.headers, await headers(name));
  const { page, violations } = await watched();
  await page.goto(host.url + name);
  await page.locator('svg.secant-picture').first().waitFor({ timeout: 20_000 });
  // All that comes as the reader goes on.
  for (let k = 0; k < 6; k++) {
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(100);
  }
  expect(await violations()).toEqual([]);
});

test('what the policy does not name is forbidden, and seen', async () => {
  const host = await serveFolder(inject('siteFolder'));
  Object.assign(host.headers, await headers());
  const { page, violations } = await watched();
  await page.goto(host.url);
  await page.locator('html[data-ready]').waitFor();
  const act = (): Promise<unknown> =>
    page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.acted = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.com/x.png';
      document.body.append(image);
      await fetch('https://example.com/').catch(() => undefined);
      return Reflect.get(globalThis, 'acted') as unknown;
    });
  expect(await act()).toBe(undefined);
  const said = (await violations()).join('\n');
  for (const kind of ['script-src', 'img-src', 'connect-src']) expect(said).toContain(kind);
});

test('another site may hold the page of one figure in a frame, and no other page', async () => {
  const host = await serveFolder(inject('siteFolder'));
  const { page, violations } = await watched();
  const hold = async (name: string): Promise<void> => {
    for (const header of Object.keys(host.headers)) delete host.headers[header];
    Object.assign(host.headers, await headers(name.replace(/#.*/, '')));
    // A page of nowhere is of another site than any.
    await page.setContent(`<iframe src="${host.url}${name}" style="width:800px;height:600px"></iframe>`);
  };
  const spec = { kind: 'secant-to-tangent', functions: [{ notation: 'formula', text: 'sin(w)' }], options: { at: 1 } };
  await hold(`embed.html#${encodeURIComponent(JSON.stringify({ spec }))}`);
  await page.frameLocator('iframe').locator('.secant-slider').waitFor();
  expect(await violations()).toEqual([]);
  await hold('explore.html');
  await expect.poll(violations).not.toEqual([]);
  expect((await violations()).join('\n')).toContain('frame-ancestors');
});
