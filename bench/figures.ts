/**
 * Figures while they are dragged, in a browser: the script time of a frame, beside what it should be at most. Takes the path
 * of the browser, that of the bundled page (bench/figures-page.ts), the browser's own arguments, and after `--` words
 * that choose rows by their names. Prints a table; nothing here passes or fails.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { chromium, type Page } from 'playwright-core';
import { timeScrubs, timeZooms, type ScrubTimes } from '../test/support/scrub-time.ts';
import { draggedPictures, goals, waysOf, type Way } from './dragged-figures.ts';

const [browserPath, pagePath, ...others] = process.argv.slice(2);
if (browserPath === undefined || pagePath === undefined) throw new Error('give the browser and the page');
const end = others.indexOf('--');
const [launchArgs, wanted] = end < 0 ? [others, []] : [others.slice(0, end), others.slice(end + 1)];

/** A slider or a view is moved along and a little up and down; a point that moves in the plane goes round. */
const along = (step: number): readonly [number, number] => [step * 2, step % 5];
const around = (step: number): readonly [number, number] => [60 * Math.sin(step / 9), 40 - 40 * Math.cos(step / 9)];

async function drag(page: Page, way: Way, isPlanar: boolean): Promise<ScrubTimes> {
  const first = (selector: string) => page.locator(selector).first();
  switch (way) {
    case 'point':
      return timeScrubs(page, first('.secant-handle'), isPlanar ? around : along);
    case 'slider':
      return timeScrubs(page, first('.secant-controls .secant-slider'), along, [0.1, 0.5]);
    case 'other slider':
      return timeScrubs(page, first('.secant-other .secant-slider'), along, [0.1, 0.5]);
    case 'turn':
      return timeScrubs(page, first('.secant-turntable'), along, [0.1, 0.15]);
    case 'zoom':
      return timeZooms(page, first('.secant-picture'), [0.2, 0.55]);
  }
}

const browser = await chromium.launch({ executablePath: browserPath, headless: true, args: launchArgs });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent('<!doctype html><html lang="en"><title>figures</title><body></body></html>');
  await page.addScriptTag({ content: readFileSync(pagePath, 'utf8') });
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  console.log(
    `\nscript time of a frame while figures are dragged, Chromium ${browser.version()}, 1280 px wide, ${machine}`,
  );
  console.log(`${' '.repeat(44)}processor p50     p95   goal      clock p50     p95`);
  for (const [index, { id, goal, make }] of draggedPictures().entries()) {
    const figure = make();
    for (const way of waysOf(figure)) {
      const row = `${id}, ${way}`;
      if (wanted.length > 0 && !wanted.some((word) => row.includes(word))) continue;
      await page.evaluate(`showPicture(${index})`);
      const isPlanar = figure.handles[0]?.moves?.length === 2;
      const { clock, processor } = await drag(page, way, isPlanar);
      const [a, b, c, d] = [processor.p50, processor.p95, clock.p50, clock.p95].map((ms) => ms.toFixed(2).padStart(7));
      const limit = `≤ ${goals[goal]}`.padStart(6);
      const mark = processor.p95 > goals[goal] ? ' over' : '';
      console.log(`  ${row.padEnd(46)} ${a} ${b} ${limit} ms ${c?.padStart(11)} ${d} ms${mark}`);
    }
  }
} finally {
  await browser.close();
}
