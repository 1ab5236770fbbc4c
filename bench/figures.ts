/**
 * Figures while they are dragged, in a browser: the script time of a frame, beside what it should be at most. Takes the path
 * of the browser and that of the bundled page (bench/figures-page.ts). Prints a table; nothing here passes or fails.
 */
import { readFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { timeScrubs, type ScrubTimes } from '../test/support/scrub-time.ts';

const [browserPath, pagePath, ...launchArgs] = process.argv.slice(2);
if (browserPath === undefined || pagePath === undefined) throw new Error('give the browser and the page');

/** Goal for the 95th percentile of flat figures and of views into space, in milliseconds. */
const goals = { flat: 2, space: 6 } as const;

type Way = 'point' | 'slider' | 'turn';
const rows: readonly (readonly [name: string, way: Way, kind: keyof typeof goals])[] = [
  ['tangent-along-curve', 'point', 'flat'],
  ['secant-to-tangent', 'point', 'flat'],
  ['epsilon-sweep', 'slider', 'flat'],
  ['secant-planes', 'slider', 'space'],
  ['tangent-planes', 'slider', 'space'],
  ['tangent-planes-waves', 'slider', 'space'],
  ['line-and-plane', 'slider', 'space'],
  ['secant-planes', 'turn', 'space'],
  ['tangent-planes', 'turn', 'space'],
  ['tangent-planes-waves', 'turn', 'space'],
  ['line-and-plane', 'turn', 'space'],
];

async function drag(page: Page, name: string, way: Way): Promise<ScrubTimes> {
  const figure = page.locator(`#${name}`);
  const path = (step: number): readonly [number, number] => [step * 2, step % 5];
  switch (way) {
    case 'point':
      return timeScrubs(page, figure.locator('.secant-handle').first(), path);
    case 'slider':
      return timeScrubs(page, figure.locator('.secant-slider').first(), path, [0.1, 0.5]);
    case 'turn':
      return timeScrubs(page, figure.locator('.secant-turntable').first(), path, [0.1, 0.15]);
  }
}

const browser = await chromium.launch({ executablePath: browserPath, headless: true, args: launchArgs });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent('<!doctype html><html lang="en"><title>figures</title><body></body></html>');
  await page.addScriptTag({ content: readFileSync(pagePath, 'utf8') });
  console.log(`\nscript time of a frame while figures are dragged, ${browser.version()}, 1280 px wide`);
  console.log(`${' '.repeat(36)}processor p50     p95   goal      clock p50     p95`);
  for (const [name, way, kind] of rows) {
    const { clock, processor } = await drag(page, name, way);
    const [a, b, c, d] = [processor.p50, processor.p95, clock.p50, clock.p95].map((ms) => ms.toFixed(2).padStart(7));
    console.log(
      `  ${`${name}, ${way}`.padEnd(38)} ${a} ${b} ${`≤ ${goals[kind]}`.padStart(6)} ms ${c?.padStart(11)} ${d} ms`,
    );
  }
} finally {
  await browser.close();
}
