import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import type { MountedFigure } from '../../src/pictures/scene/figure.ts';
import { frames } from './mounted-figure.ts';

const browser = useBrowser();

declare global {
  interface Window {
    inner: HTMLElement;
    mounted: MountedFigure;
  }
}

/** Mounts a figure in an empty page and leaves it, with its place, on the window. */
async function mount(page: Page, where: 'page' | 'shadow' | 'later', functionText = 'w => Math.sin(w)'): Promise<void> {
  await page.addScriptTag({
    type: 'module',
    content: `
      import { mountFigure } from '/src/pictures/view/index.ts';
      import { tangentAlongCurve } from '/src/pictures/figures/index.ts';
      import { fromSource } from '/src/index.ts';
      const where = ${JSON.stringify(where)};
      const host = document.createElement('div');
      host.style.width = '600px';
      const inner = document.createElement('div');
      (where === 'shadow' ? host.attachShadow({ mode: 'open' }) : host).append(inner);
      if (where !== 'later') document.body.append(host);
      const mounted = mountFigure(tangentAlongCurve(fromSource(${JSON.stringify(functionText)})), inner);
      if (where === 'later') document.body.append(host);
      Object.assign(window, { inner, mounted });
    `,
  });
  // On a machine that does much else a first picture may come in parts.
  await page.waitForFunction(() => 'mounted' in window && window.inner.querySelector('path.sc-function') !== null);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

describe.each(['page', 'shadow', 'later'] as const)('a figure mounted in a place of its own: %s', (where) => {
  test('is drawn to size and wears its style sheet, once', async () => {
    const page = await browser.openEmpty();
    await mount(page, where);
    const found = await page.evaluate(() => {
      const root = window.inner.getRootNode();
      const svg = window.inner.querySelector('svg.secant-picture');
      const curve = window.inner.querySelector('path.sc-function');
      return {
        width: svg?.getAttribute('width'),
        stroke: curve === null ? '' : getComputedStyle(curve).stroke,
        sheets: (root as ShadowRoot | Document).adoptedStyleSheets.filter((sheet) =>
          [...sheet.cssRules].some((rule) => rule.cssText.startsWith('.secant-picture {')),
        ).length,
        styles: document.querySelectorAll('style').length,
        inline: document.querySelectorAll('svg [style]').length,
      };
    });
    expect(found).toEqual({ width: '600', stroke: 'rgb(29, 32, 38)', sheets: 1, styles: 0, inline: 0 });
  });
});

test('a mounted figure is moved, played, paused and taken out by its methods', async () => {
  const page = await browser.openEmpty();
  await mount(page, 'page');
  const seen = await page.evaluate(async () => {
    const { mounted, inner } = window;
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    const words = (): string => inner.querySelector('desc')?.textContent ?? '';
    const before = words();
    mounted.value = 2;
    const atOnce = words() === before;
    await frame();
    await frame();
    const moved = words() !== before;
    mounted.value = 99;
    const held = mounted.value;
    mounted.value = 0;
    mounted.play();
    const playing = mounted.playing;
    for (let k = 0; k < 12; k++) await frame();
    mounted.pause();
    const played = mounted.value;
    mounted.destroy();
    return { atOnce, moved, held, playing, stopped: mounted.playing, played, left: inner.childElementCount };
  });
  expect(seen).toMatchObject({ atOnce: true, moved: true, held: 3, playing: true, stopped: false, left: 0 });
  expect(seen.played).toBeGreaterThan(0);
});

test('where the function has no value a drag goes on', async () => {
  const page = await browser.openEmpty();
  await mount(page, 'page', 'w => Math.sqrt(w)');
  await page.evaluate(() => {
    window.mounted.value = 1;
  });
  await frames(page);
  const handle = page.locator('.secant-handle');
  const box = await handle.boundingBox();
  const from = { x: (box?.x ?? 0) + 22, y: (box?.y ?? 0) + 22 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - 200, from.y, { steps: 8 });
  await frames(page);
  expect(await page.evaluate(() => window.mounted.value)).toBeLessThan(-0.5);
  const stage = await page.locator('.secant-stage').boundingBox();
  const gone = await handle.boundingBox();
  expect((gone?.x ?? 0) + 22).toBeCloseTo(from.x - 200, 0);
  expect((gone?.y ?? 0) + 22).toBeLessThan((stage?.y ?? 0) + (stage?.height ?? 0));
  await page.mouse.move(from.x + 20, from.y, { steps: 8 });
  await frames(page);
  expect(await page.evaluate(() => window.mounted.value)).toBeGreaterThan(1);
  await page.mouse.up();
});
