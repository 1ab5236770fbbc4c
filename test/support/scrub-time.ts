/**
 * Script time of one scrub, measured inside a page: the time spent in the callbacks of one frame plus that in the
 * pointer events before it.
 */
import type { Locator, Page } from 'playwright-core';

/** Begins to measure; to be called before the page is opened. */
export async function watchScrubs(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const samples: number[] = [];
    let spent = 0;
    Object.assign(window, { scrubSamples: samples });
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) =>
      request((now) => {
        const start = performance.now();
        callback(now);
        samples.push(spent + performance.now() - start);
        spent = 0;
      });
    const add = Element.prototype.addEventListener;
    Element.prototype.addEventListener = function (this: Element, type: string, listener: unknown, options?: unknown) {
      const timed =
        type === 'pointermove' && typeof listener === 'function'
          ? (event: Event) => {
              const start = performance.now();
              Reflect.apply(listener, this, [event]);
              spent += performance.now() - start;
            }
          : listener;
      Reflect.apply(add, this, [type, timed, options]);
    };
  });
}

/** Drags a point along a path around where it stands and gives the times of its frames, the shortest first. */
export async function timeScrubs(page: Page, target: Locator, path: (step: number) => readonly [number, number]) {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error('there is no point to drag');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const to = (step: number): Promise<void> => {
    const [dx, dy] = path(step);
    return page.mouse.move(x + dx, y + dy);
  };
  await page.mouse.move(x, y);
  await page.mouse.down();
  // The first frames compile the code that the others run.
  for (let step = 0; step < 40; step++) await to(step);
  await page.evaluate(() => {
    const samples: unknown = Reflect.get(window, 'scrubSamples');
    if (Array.isArray(samples)) samples.length = 0;
  });
  for (let step = 40; step < 160; step++) await to(step);
  await page.mouse.up();
  const samples = await page.evaluate(() => {
    const found: unknown = Reflect.get(window, 'scrubSamples');
    return Array.isArray(found) ? found.map(Number) : [];
  });
  const sorted = samples.toSorted((a, b) => a - b);
  const quantile = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { frames: sorted.length, p50: quantile(0.5), p95: quantile(0.95) };
}
