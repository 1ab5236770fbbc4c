/** What assistive technology is told of a figure, as a golden text, and how a figure stands at every size. */
import { describe, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { frames, menuItem, openFigure } from './mounted-figure.ts';

const browser = useBrowser();

test('the tree of a flat figure: picture, point, controls, menu, and what is announced', async () => {
  const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.sin(w))');
  await page.evaluate(() => window.mounted.step(1));
  await page.getByRole('slider').last().press('ArrowLeft');
  await page.getByLabel('Step forward').click();
  await expect.poll(() => page.locator('[role=status].secant-unseen').textContent()).toContain('1.02');
  expect(await page.locator('.secant-figure').ariaSnapshot()).toBe(
    [
      '- img "The tangent along the curve": w g(w) 0 −2 −1 1 2 3 −1.0 −0.5 0.5 1.0 tangent w0',
      '- slider "point w⁰"',
      '- button "Play"',
      '- button "Step back"',
      '- button "Step forward"',
      '- slider "w, The tangent along the curve": "1.02"',
      '- status: w = 1.02',
      '- paragraph:',
      '  - text: w',
      '  - superscript: "0"',
      '  - text: = 1.02 g(w',
      '  - superscript: "0"',
      '  - text: ) ≈ 0.85 slope ≈ 0.52 differentiable',
      '- paragraph',
      '- button "Menu, The tangent along the curve"',
      '- status: At w = 1.02 the function is ≈ 0.85. The tangent has slope ≈ 0.52.',
    ].join('\n'),
  );
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const image = nodes.find(({ ignored, role }) => !ignored && String(role?.value) === 'image');
  expect(image?.description?.value).toBe('At w = 1.02 the function is ≈ 0.85. The tangent has slope ≈ 0.52.');
  const spoken = await page
    .getByRole('slider')
    .evaluateAll((sliders) => sliders.map((slider) => slider.getAttribute('aria-valuetext')));
  expect(spoken).toEqual(['w = 1.02, slope ≈ 0.52, tangent', 'w = 1.02, slope ≈ 0.52, tangent']);
});

test('the menu is told as a menu, with what is chosen in it', async () => {
  const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.sin(w))');
  await (await menuItem(page, 'loop')).click();
  expect(await page.locator('.secant-menu').ariaSnapshot()).toBe(
    [
      '- menu:',
      '  - group "Speed":',
      '    - menuitemradio "0.25 times the usual speed": 0.25×',
      '    - menuitemradio "0.5 times the usual speed": 0.5×',
      '    - menuitemradio "usual speed" [checked]: 1×',
      '    - menuitemradio "2 times the usual speed": 2×',
      '    - menuitemradio "4 times the usual speed": 4×',
      '  - menuitemcheckbox "Loop" [checked]: Loop on',
      '  - separator',
      '  - menuitem "Zoom in"',
      '  - menuitem "Zoom out"',
      '  - menuitem "Reset figure"',
      '  - separator',
      '  - menuitem "Save as SVG"',
      '  - menuitem "Save as PNG"',
      '  - menuitem "Save as GIF"',
      '  - menuitem "Save as MP4"',
      '  - menuitem "Copy description"',
      '  - separator',
      '  - menuitem "Full screen"',
    ].join('\n'),
  );
});

describe.each([
  ['tangentAlongCurve((w) => Math.sin(w))'],
  ['secantPanels((w) => Math.sin(w))'],
  ['tangentPlanes((w) => w[0] ** 2 + w[1] ** 2)'],
])('%s', (expression) => {
  test.each([320, 390, 640, 1280, 2560])(
    'at %i px nothing sticks out, no control is cut, and text is read',
    async (width) => {
      const page = await openFigure(browser, expression, { viewport: { width, height: 900 }, width: '100%' });
      await page.evaluate(() => window.mounted.zoom(1.5));
      await frames(page, 3);
      const found = await page.evaluate(() => {
        const right = document.documentElement.clientWidth;
        const parts = document.querySelectorAll<HTMLElement>(
          '.secant-figure :is(button, input, output, .secant-read-out-item)',
        );
        const cut = [...parts].filter((part) => {
          const box = part.getBoundingClientRect();
          return box.width > 0 && (box.left < -0.5 || box.right > right + 0.5);
        });
        const words = [...document.querySelectorAll('.secant-picture text')].map((word) =>
          Number.parseFloat(getComputedStyle(word).fontSize),
        );
        return {
          over: document.documentElement.scrollWidth - right,
          cut: cut.map((part) => part.className),
          smallest: Math.min(...words),
        };
      });
      expect(found.over).toBe(0);
      expect(found.cut).toEqual([]);
      expect(found.smallest).toBeGreaterThanOrEqual(13);
      if (width === 2560) expect(found.smallest).toBeGreaterThan(26);
    },
  );

  // A window of 1280 px at 200 % is one of 640 px with two device pixels each.
  test('at 200 % zoom the menu and every control are there and large enough', async () => {
    const page = await openFigure(browser, expression, {
      viewport: { width: 640, height: 450 },
      deviceScaleFactor: 2,
      width: '100%',
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
    for (const button of await page.locator('.secant-figure button:visible').all()) {
      const box = await button.boundingBox();
      expect(box?.width).toBeGreaterThanOrEqual(44);
      expect(box?.height).toBeGreaterThanOrEqual(44);
    }
    await page.locator('.secant-menu-button').click();
    await page.locator('.secant-menu').waitFor();
    const menu = await page.locator('.secant-menu').boundingBox();
    expect(menu?.y).toBeGreaterThanOrEqual(0);
    expect((menu?.y ?? 0) + (menu?.height ?? 0)).toBeLessThanOrEqual(450);
    await (await menuItem(page, 'full-screen')).scrollIntoViewIfNeeded();
    expect(await (await menuItem(page, 'full-screen')).isVisible()).toBe(true);
  });
});

test('in forced colours menu, chosen items and the tag under the pointer can be told apart', async () => {
  const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.sin(w))', { forcedColors: 'active' });
  await page.locator('.secant-menu-button').click();
  await page.locator('.secant-menu').waitFor();
  const look = await page.locator('.secant-menu').evaluate((menu) => {
    const style = getComputedStyle(menu);
    const chosen = menu.querySelector('[aria-checked=true]');
    return {
      border: style.borderTopStyle,
      same: style.color === style.backgroundColor,
      chosen: chosen === null ? '' : getComputedStyle(chosen).textDecorationLine,
    };
  });
  expect(look).toEqual({ border: 'solid', same: false, chosen: 'underline' });
});
