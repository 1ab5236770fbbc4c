/**
 * Views into space as Chromium draws them, against rays: the picture of surface and planes is put on a canvas, and
 * every pixel that no edge runs through must have the colour of what its ray meets, laid over one another.
 */
import { expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { compareWithRays, facesAsSvg, panelOf, rows, size, views } from '../support/space-rays.ts';

const browser = useBrowser();

const chosen = ['bowl with a secant plane', 'saddle beside it', 'egg box', 'two planes'];

test('surfaces and planes cut one another in Chromium as rays say', { timeout: 90_000 }, async () => {
  const page = await browser.openEmpty();
  const taken = rows.filter(([name]) => chosen.includes(name));
  expect(taken.length).toBe(chosen.length);
  for (const [index, [name, f, at, gradients]] of taken.entries()) {
    const view = views[index] ?? [20, 150];
    const panel = panelOf(f, at, gradients, view);
    const pixels = await page.evaluate(
      async ({ svg, width, height }) => {
        const image = new Image();
        image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = width;
        canvas.height = height;
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('no canvas');
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, width, height).data.join();
      },
      { svg: facesAsSvg(panel), ...size },
    );
    const { compared, wrong } = compareWithRays(panel, pixels.split(',').map(Number));
    expect(compared, name).toBeGreaterThan(500);
    expect(wrong, `${name}, seen from ${view.join(', ')}`).toBeLessThanOrEqual(12);
  }
});
