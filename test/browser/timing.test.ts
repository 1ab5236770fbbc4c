import { expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { describeScrubs, timeScrubs } from '../support/scrub-time.ts';
import { handle, openPage, slideTo, typeFunction, type Place } from './two-figures-page.ts';

const browser = useBrowser();

const places: readonly Place[] = ['#first', '#second'];
const texts = ['sin(w)', 'sin(4w) + 0.1w^2', 'max(0, w)', 'cos(40w)^100/(w^2+1)'];

/** The goal is a p95 of 2 ms; the limits leave room for a busy machine, which makes the processor's work slower too. */
test.each(places)('script time of a scrub in %s', async (place) => {
  const page = await browser.open({ viewport: { width: 1280, height: 900 } });
  await openPage({ ...browser, open: async () => page });
  for (const text of texts) {
    await typeFunction(page, place, text);
    await slideTo(page, place, -2.5);
    const times = await timeScrubs(page, handle(page, place), (step) => [step * 2, step % 3]);
    console.log(`${place} ${text}: ${describeScrubs(times)}`);
    expect(times.frames).toBeGreaterThan(40);
    expect(times.processor.p50).toBeLessThan(3);
    expect(times.processor.p95).toBeLessThan(6);
  }
});
