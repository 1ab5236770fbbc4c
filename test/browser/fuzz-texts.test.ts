/**
 * Random texts in the fields and links of the built site: every one is answered, by a picture or by a sentence for people, and none holds
 * the page for 300 ms. `npm run fuzz -- 10000` tries as many as it is told, from the seed that it is told.
 *
 * A machine that does much else stretches time, so two counts must agree that a text held the page: the longest task by the
 * clock, and the processor's time of all tasks of that text, which no single one can exceed.
 */
import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';
import { randomText } from '../support/random-texts.ts';
import { chapterUrl, settled } from './chapter-page.ts';
import { twoFiguresUrl } from './two-figures-page.ts';

const browser = useBrowser();
const count = Number(process.env['SECANT_TEXTS'] ?? 200);
const firstSeed = Number(process.env['SECANT_SEED'] ?? 20_261_129);
const longest = 300;
const isLong = count > 1000;

/**
 * What is not held to that yet, save in long runs: functions that use up the steps of a picture. A step of theirs may be a call
 * with a full stack or a sine of a large number, and all of them take up to a second.
 */
const usesUp = /too slow to be drawn|without an end for too many/;

/** Words of engines, which say nothing to whoever typed the text; that an equation, or this, is no function is a sentence of ours. */
const raw =
  /RangeError|TypeError|ReferenceError|SyntaxError|Maximum call stack|(?<![Aa]n equation |this )is not a function|Cannot read|\[object/;

/** Counts the processor's time of the page's thread, in milliseconds. */
async function timer(page: Page): Promise<() => Promise<number>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
}

/** Keeps the length of the longest task since it was asked for last, and a sign of life. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let most = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) most = Math.max(most, duration);
    }).observe({ type: 'longtask', buffered: true });
    Object.assign(window, {
      longestTask() {
        const length = most;
        most = 0;
        return length;
      },
    });
  });
}

interface Answer {
  /** What the field says; empty where the function is drawn. */
  readonly message: string;
  readonly longestTask: number;
}

/** Types a text into the first figure and waits for the answer; undefined where none comes. */
function typed(page: Page, text: string): Promise<Answer | undefined> {
  return page.evaluate(async (letters) => {
    const field = document.querySelector<HTMLTextAreaElement>('#first .secant-field-text')!;
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    field.value = letters;
    // The field says whether it has read the text by this word.
    field.setAttribute('aria-invalid', 'pending');
    field.dispatchEvent(new Event('change', { bubbles: true }));
    for (let k = 0; k < 1200 && field.getAttribute('aria-invalid') === 'pending'; k++) await frame();
    const answer = field.getAttribute('aria-invalid');
    // A picture follows in the next frames; a point of it is looked at as well.
    const slider = document.querySelector<HTMLInputElement>('#first .secant-slider')!;
    slider.value = String(-2 + ((letters.length * 0.37) % 4));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await frame();
    await frame();
    await new Promise((done) => setTimeout(done));
    const said = document.querySelector<HTMLElement>('#first .secant-field-message')!.innerText;
    const longestTask = (Reflect.get(window, 'longestTask') as () => number)();
    return answer === 'pending' ? undefined : { message: answer === 'true' ? said || 'nothing' : '', longestTask };
  }, text);
}

test(`${count} random texts from seed ${firstSeed}`, { timeout: 120_000 + 4000 * count }, async () => {
  const options = { expectErrors: true, viewport: { width: 1000, height: 800 } };
  const [fields, explorer, chapter] = [
    await browser.open(options),
    await browser.open(options),
    await browser.open(options),
  ];
  const errors: string[] = [];
  for (const page of [fields, explorer, chapter]) page.on('pageerror', (error) => errors.push(error.message));
  await watch(fields);
  await watch(explorer);
  await fields.goto(twoFiguresUrl());
  await fields.locator('#first .secant-picture path').first().waitFor();
  await explorer.goto(`${pageUrl()}explore.html`);
  await explorer.locator('svg.secant-picture').first().waitFor();
  const clocks = { field: await timer(fields), explorer: await timer(explorer) };
  await typed(fields, 'w^2');

  const faults: string[] = [];
  const answered = { drawn: 0, refused: 0, links: 0 };
  for (let k = 0; k < count; k++) {
    const seed = firstSeed + k;
    const { place, text } = randomText(seed);
    const fault = (sentence: string): void => {
      faults.push(`seed ${seed}: ${sentence}\n${text.slice(0, 400)}`);
      if (isLong) console.log(`seed ${seed}: ${sentence}`);
    };
    if (place === 'chapter') {
      answered.links++;
      await chapter.goto('about:blank');
      await chapter.goto(chapterUrl() + text);
      await chapter.locator('html[data-ready]').waitFor({ timeout: 30_000 });
      await settled(chapter);
    } else if (place === 'explorer') {
      answered.links++;
      const before = await clocks.explorer();
      const task = await explorer.evaluate(async (fragment) => {
        location.hash = fragment;
        for (let wait = 0; wait < 4; wait++) await new Promise(requestAnimationFrame);
        await new Promise((done) => setTimeout(done));
        return (Reflect.get(window, 'longestTask') as () => number)();
      }, text);
      const spent = (await clocks.explorer()) - before;
      if (Math.min(task, spent) > longest) fault(`held the explorer ${Math.min(task, spent).toFixed(0)} ms`);
      const shown = await explorer.locator('main').innerText();
      if (raw.test(shown)) fault(`the explorer says ${raw.exec(shown)?.[0]}`);
    } else {
      const before = await clocks.field();
      const answer = await typed(fields, text);
      const spent = (await clocks.field()) - before;
      if (answer === undefined) {
        fault('was not answered');
        continue;
      }
      if (answer.message === '') answered.drawn++;
      else answered.refused++;
      if (answer.message === 'nothing' || raw.test(answer.message)) fault(`was answered by ${answer.message}`);
      const held = Math.min(answer.longestTask, spent);
      if (held > longest && (isLong || !usesUp.test(answer.message))) fault(`held the page ${held.toFixed(0)} ms`);
    }
    if (errors.length > 0) fault(`left an error: ${errors.splice(0).join()}`);
    if (k % 500 === 499) console.log(`${k + 1} texts, ${faults.length} faults, ${JSON.stringify(answered)}`);
  }
  // The page works as before.
  expect((await typed(fields, 'w^2'))?.message).toBe('');
  console.log(`${count} texts from seed ${firstSeed}: ${JSON.stringify(answered)}`);
  expect(faults).toEqual([]);
  // Texts of all kinds came.
  expect(Math.min(answered.drawn, answered.refused, answered.links)).toBeGreaterThan(count / 50);
});
