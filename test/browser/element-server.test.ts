/** `<secant-figure>` from a server: it reads with scripts off, and nothing jumps when the live figure comes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildScripts } from '../../scripts/build.mjs';
import { elementHtml, figurePage } from '../../src/pages/elements/server.ts';
import { useBrowser } from '../support/browser.ts';
import { serveFolder } from '../support/static-server.ts';

const browser = useBrowser();
let folder = '';
let server: Awaited<ReturnType<typeof serveFolder>>;

/** A page with figures between paragraphs. */
function pageOf(figures: readonly string[], head = ''): string {
  return (
    '<!doctype html><html lang="en"><head><title>page</title><meta name="viewport" content="width=device-width">' +
    `<link rel="icon" href="data:,">${head}<script type="module" src="secant-elements.js"></script></head><body><main>` +
    `<h1>Figures</h1>${figures.map((html) => `${html}<p class="between">Text between figures.</p>`).join('')}</main></body></html>`
  );
}

const figures = {
  'secant-to-tangent': elementHtml('secant-to-tangent', 'sin(w)', { at: 1 }),
  'secant-panels': elementHtml('secant-panels', 'sin(w)', { at: 0, through: -2.6 }),
  'line-and-plane': elementHtml('line-and-plane', ['2 + sin(w)', '2 + sin(w1 + w2)']),
  'tangent-planes': elementHtml('tangent-planes', '5 + (w1 + 0.5)^2 + (w2 + 0.5)^2'),
  'epsilon-sweep': elementHtml('epsilon-sweep', 'sin(w)'),
  descent: elementHtml('descent', 'w^2'),
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secant-server-'));
  await buildScripts(folder);
  for (const [kind, html] of Object.entries(figures)) writeFileSync(join(folder, `${kind}.html`), pageOf([html]));
  const dark = '<meta name="color-scheme" content="light dark">';
  writeFileSync(join(folder, 'all.html'), pageOf(Object.values(figures), dark));
  const policy = `<meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'self'; img-src data:">`;
  writeFileSync(join(folder, 'policy.html'), pageOf([figures['secant-to-tangent']], policy));
  writeFileSync(
    join(folder, 'alone.html'),
    figurePage('tangent-along-curve', 'w => w ** 2', { value: 1 }, 'secant-elements.js'),
  );
  server = await serveFolder(folder);
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('with scripts off', () => {
  test.each([1280, 390])('pictures and words are there, %d px wide', async (width) => {
    const page = await browser.open({ javaScriptEnabled: false, viewport: { width, height: 800 } });
    await page.goto(`${server.url}all.html`);
    const pictures = page.getByRole('img');
    expect(await pictures.count()).toBe(Object.keys(figures).length);
    for (let k = 0; k < Object.keys(figures).length; k++) {
      const box = await pictures.nth(k).boundingBox();
      expect(box?.width).toBeLessThanOrEqual(width);
      expect(box?.width).toBeGreaterThan(width * 0.9);
      // As high as its own shape, with no empty room.
      expect((box?.height ?? 0) / (box?.width ?? 1)).toBeLessThan(0.85);
    }
    expect(await page.locator('main').innerText()).toMatch(/w1\s=\s−\d\.\d\d/);
  });
});

describe('nothing jumps when the live figure comes', () => {
  test.each(Object.keys(figures).flatMap((kind) => [1280, 700, 390, 320].map((width) => [kind, width] as const)))(
    '%s, %d px wide',
    async (kind, width) => {
      const page = await browser.open({ viewport: { width, height: 800 } });
      await page.route('**/secant-elements.js', async (route) => {
        await new Promise((done) => setTimeout(done, 300));
        await route.continue();
      });
      await page.goto(`${server.url}${kind}.html`, { waitUntil: 'commit' });
      const between = page.locator('.between');
      await between.waitFor();
      const top = (): Promise<number> => between.evaluate((element) => element.getBoundingClientRect().top + scrollY);
      const before = await top();
      await page.locator('.secant-controls, .secant-read-out').first().waitFor({ state: 'attached' });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      expect(Math.abs((await top()) - before), `${before} became ${await top()}`).toBeLessThanOrEqual(3);
      expect(await page.locator('secant-figure > div[id]').isVisible()).toBe(false);
    },
  );
});

test('dark and light as the page has it, before and after', async () => {
  for (const [colorScheme, colour] of [
    ['dark', 'rgb(232, 234, 237)'],
    ['light', 'rgb(29, 32, 38)'],
  ] as const) {
    for (const javaScriptEnabled of [false, true]) {
      const page = await browser.open({ colorScheme, javaScriptEnabled });
      await page.goto(`${server.url}all.html`);
      if (javaScriptEnabled) await page.locator('.secant-controls').first().waitFor();
      const curve = page.locator('path.sc-function:visible').first();
      // A figure may come alive between finding its curve and asking for the colour: then the old curve has none.
      await expect.poll(() => curve.evaluate((path) => getComputedStyle(path).stroke)).toBe(colour);
    }
  }
});

test('a page that forbids styles shows the picture, and the live figure in its colours', async () => {
  const page = await browser.open({ expectErrors: true });
  await page.goto(`${server.url}policy.html`);
  await page.locator('.secant-controls').waitFor();
  const curve = page.locator('path.sc-function:visible');
  expect(await curve.evaluate((path) => getComputedStyle(path).stroke)).toBe('rgb(29, 32, 38)');
});

test('a page of one figure comes to life', async () => {
  const page = await browser.open();
  await page.goto(`${server.url}alone.html`);
  await page.locator('.secant-handle').waitFor();
  expect(await page.locator('.secant-read-out').innerText()).toMatch(/slope\s+2\.00/);
});
