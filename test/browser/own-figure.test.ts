/** The figure of docs/figure-of-your-own.md, its code as it stands on the page, in a browser. */
import { join } from 'node:path';
import { transformWithOxc } from 'vite';
import { expect, test } from 'vitest';
import { root } from '../../scripts/project.mjs';
import { examplesOfMarkdown } from '../docs/code-examples.ts';
import { useBrowser } from '../support/browser.ts';

const browser = useBrowser();

/** Where the public names are in the sources. */
const sources: Readonly<Record<string, string>> = {
  secant: '/src/index.ts',
  'secant/figures': '/src/pictures/figures/index.ts',
};

/** The first example of the page as a module that a browser can load. */
async function ownModule(): Promise<string> {
  const [example] = examplesOfMarkdown(join(root, 'docs', 'figure-of-your-own.md'));
  const { code } = await transformWithOxc(example?.code ?? '', 'own.ts', { target: 'esnext', sourcemap: false });
  return code.replace(/from ["']([^"']+)["']/g, (_, name: string) => `from ${JSON.stringify(sources[name] ?? name)}`);
}

test('it is mounted, dragged, moved by keys, and said', async () => {
  const page = await browser.openEmpty({ viewport: { width: 900, height: 700 } });
  const module = await ownModule();
  await page.route('**/own-figure.js', (route) =>
    route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: module }),
  );
  const view = await browser.load<{ readonly mountFigure: unknown }>(page, '/src/pictures/view/index.ts');
  const own = await browser.load<{ meanValue(g: (w: number) => number): { mount(element: HTMLElement): unknown } }>(
    page,
    '/own-figure.js',
  );
  expect(await view.evaluate(({ mountFigure }) => typeof mountFigure)).toBe('function');
  await own.evaluate(({ meanValue }) => {
    const place = document.createElement('div');
    document.body.append(place);
    meanValue((w) => Math.sin(w)).mount(place);
  });
  const slider = page.locator('.secant-controls .secant-slider');
  expect(await slider.getAttribute('aria-valuetext')).toBe(
    'The chord to b = 2.00 has slope 0.21, so has the tangent at −1.35.',
  );
  const tangent = page.locator('path.sc-tangent');
  const before = await tangent.getAttribute('d');
  const handle = page.locator('.secant-handle');
  const box = await handle.boundingBox();
  if (box === null) throw new Error('there is no point to drag');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 100, y, { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction((old) => document.querySelector('path.sc-tangent')?.getAttribute('d') !== old, before);
  await slider.focus();
  await page.keyboard.press('End');
  await page.waitForFunction(() => document.querySelector('desc')?.textContent?.startsWith('The chord to b = 3.00'));
  expect(await page.locator('path.sc-secant').getAttribute('d')).not.toBe('');
});
