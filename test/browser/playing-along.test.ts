/**
 * Playing a figure that names a way of its own: the point of a gradient field goes along its contour, as in its film,
 * and all that is true of playing elsewhere is true there.
 */
import { describe, expect, test } from 'vitest';
import type * as Figures from '../../src/pictures/figures/index.ts';
import { frames, middleOf, openFigure } from './mounted-figure.ts';
import { useBrowser } from '../support/browser.ts';

const browser = useBrowser();

const bowl = 'gradientField((w) => (w[0] + 0.5) ** 2 + (w[1] + 0.5) ** 2, { at: [1, 0.5] })';
const saddle = 'gradientField((w) => w[0] * w[1], { at: [1, 0.5] })';

/** What is seen while a figure plays, frame by frame, until it ends, so many milliseconds are over, or the page has such an element. */
async function played(page: Awaited<ReturnType<typeof openFigure>>, most = 20_000, until = 'never') {
  return page.evaluate(
    async ([longest, sign]) => {
      const { mounted } = window;
      const told: Record<string, number> = { 'secant-input': 0, 'secant-change': 0 };
      for (const name of Object.keys(told)) document.addEventListener(name, () => told[name]!++);
      const sliders = [...document.querySelectorAll<HTMLInputElement>('input.secant-slider')];
      const places = [[mounted.value, ...mounted.others]];
      const shown: number[][] = [];
      const start = performance.now();
      mounted.play();
      while (mounted.playing && performance.now() - start < longest && document.querySelector(sign) === null) {
        await new Promise(requestAnimationFrame);
        places.push([mounted.value, ...mounted.others]);
        shown.push(sliders.map((slider) => slider.valueAsNumber));
      }
      const time = performance.now() - start;
      const { playing } = mounted;
      mounted.pause();
      const position = document.querySelector('.secant-figure desc')?.textContent;
      return { places, shown, told, time, playing, position };
    },
    [most, until] as const,
  );
}

const fromMiddle = ([x = NaN, y = NaN]: readonly number[] = []): number => Math.hypot(x + 0.5, y + 0.5);
const angles = (places: readonly (readonly number[])[]): number[] =>
  places.map(([x = NaN, y = NaN]) => Math.atan2(y + 0.5, x + 0.5));
/** How far round a middle a row of angles goes, and how far by its shortest and longest turn. */
function turnsOf(row: readonly number[]): { whole: number; least: number } {
  const turns = row.slice(1).map((angle, k) => {
    const by = angle - row[k]!;
    return by > Math.PI ? by - 2 * Math.PI : by < -Math.PI ? by + 2 * Math.PI : by;
  });
  const whole = turns.reduce((sum, by) => sum + by, 0);
  return { whole: Math.abs(whole), least: Math.min(...turns.map((by) => by * Math.sign(whole))) };
}

describe('playing along a closed contour', () => {
  test('goes once round it at an even pace and ends where it began; sliders, events and words follow', async () => {
    const page = await openFigure(browser, bowl);
    await page.evaluate(() => void (window.mounted.speed = 4));
    const seen = await played(page);
    expect(seen.playing).toBe(false);
    // A quarter of eight seconds.
    expect(seen.time).toBeGreaterThan(1900);
    for (const place of seen.places) expect(Math.abs(fromMiddle(place) - fromMiddle([1, 0.5]))).toBeLessThan(0.01);
    expect(seen.places.at(-1)).toEqual([1, 0.5]);
    const { whole, least } = turnsOf(angles(seen.places));
    expect(whole).toBeCloseTo(2 * Math.PI, 6);
    expect(least).toBeGreaterThanOrEqual(-1e-3);
    expect(Math.min(...seen.shown.map(([x = NaN]) => x))).toBeLessThan(-2.2);
    expect(Math.min(...seen.shown.map(([, y = NaN]) => y))).toBeLessThan(-2.2);
    expect(seen.told['secant-change']).toBe(1);
    expect(seen.told['secant-input']).toBeGreaterThan(10);
    await page.waitForFunction(
      (words) => document.querySelector('[aria-live=polite]')?.textContent === words,
      seen.position,
    );
  });

  test('with reduced motion stands at separate places of the same contour', async () => {
    const page = await openFigure(browser, bowl, { reducedMotion: 'reduce' });
    await page.evaluate(() => void (window.mounted.speed = 4));
    const { places } = await played(page);
    const different = new Set(places.map(String));
    expect(different.size).toBeGreaterThan(20);
    expect(different.size).toBeLessThan(27);
    for (const place of places) expect(Math.abs(fromMiddle(place) - fromMiddle([1, 0.5]))).toBeLessThan(0.01);
  });

  test('a loop goes on, and another function takes the point along its own contour', async () => {
    const page = await openFigure(browser, bowl);
    await page.evaluate(() => {
      [window.mounted.loop, window.mounted.speed] = [true, 4];
      window.mounted.play();
    });
    // As long as it takes: how many frames there are in a second is the machine's affair.
    await page.evaluate(() => {
      const { mounted } = window;
      let [turned, angle] = [0, NaN];
      const look = (): void => {
        const next = Math.atan2((mounted.others[0] ?? NaN) + 0.5, mounted.value + 0.5);
        turned += Number.isNaN(angle) ? 0 : Math.abs(Math.atan2(Math.sin(next - angle), Math.cos(next - angle)));
        angle = next;
        // More than a turn: recording begins a little later.
        if (turned > 10) document.body.dataset['wentRound'] = '';
        else requestAnimationFrame(look);
      };
      look();
    });
    const before = await played(page, 20_000, 'body[data-went-round]');
    expect(before.playing).toBe(true);
    expect(turnsOf(angles(before.places)).whole).toBeGreaterThan(6.3);
    const figures = await browser.load<typeof Figures>(page, '/src/pictures/figures/index.ts');
    const [begun, ended] = await page.evaluate(async (module) => {
      const { mounted } = window;
      mounted.play();
      await new Promise(requestAnimationFrame);
      mounted.replace(module.gradientField((w) => w[0]! + w[1]!, { at: [1, 0.5] }));
      const sum = (): number => mounted.value + mounted.others[0]!;
      const first = sum();
      for (let frame = 0; frame < 30; frame++) await new Promise(requestAnimationFrame);
      return [first, sum()];
    }, figures);
    expect(ended).toBeCloseTo(begun ?? NaN, 6);
  });

  test('the point can be taken meanwhile, which ends playing, and its next way is another', async () => {
    const page = await openFigure(browser, bowl);
    await page.locator('.secant-play').click();
    await page.waitForFunction(() => window.mounted.others[0] !== 0.5);
    const target = page.locator('.secant-handle');
    // It moves on between the look and the press; its target is larger than that.
    const at = await middleOf(target);
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    expect(await page.evaluate(() => window.mounted.playing)).toBe(false);
    const middle = await middleOf(page.locator('.secant-picture'));
    await page.mouse.move(middle.x, middle.y, { steps: 4 });
    await page.mouse.up();
    await frames(page);
    const dropped = await page.evaluate(() => [window.mounted.value, ...window.mounted.others]);
    expect(Math.abs(fromMiddle(dropped) - fromMiddle([1, 0.5]))).toBeGreaterThan(0.3);
    const { places } = await played(page, 1500);
    expect(places.length).toBeGreaterThan(5);
    for (const place of places) expect(Math.abs(fromMiddle(place) - fromMiddle(dropped))).toBeLessThan(0.01);
  });
});

test('a contour that leaves the picture is gone along to its end, and from its start the next time', async () => {
  const page = await openFigure(browser, saddle);
  await page.evaluate(() => void (window.mounted.speed = 4));
  const first = await played(page);
  for (const [x = NaN, y = NaN] of first.places) expect(x * y).toBeCloseTo(0.5, 1);
  const jumps = first.places
    .slice(1)
    .map(([x = NaN, y = NaN], k) => Math.hypot(x - first.places[k]![0]!, y - first.places[k]![1]!));
  expect(Math.max(...jumps)).toBeLessThan(0.5);
  expect(Math.max(...first.places.at(-1)!)).toBeCloseTo(3, 6);
  const again = await played(page);
  expect(Math.max(...again.places[1]!)).toBeCloseTo(3, 1);
  expect(
    Math.hypot(again.places[1]![0]! - again.places[0]![0]!, again.places[1]![1]! - again.places[0]![1]!),
  ).toBeGreaterThan(3);
  expect(again.places.at(-1)).toEqual(again.places[0]);
});

test.each([
  ['there is no contour', 'gradientField(() => 4, { at: [1, 0.5] })'],
  ['the way cannot be found', `{ ...${saddle}, wayFrom: () => { throw new Error('no way'); } }`],
])('where %s, the slider moves from end to end as in other figures', async (_, expression) => {
  const page = await openFigure(browser, expression);
  await page.evaluate(() => void (window.mounted.speed = 4));
  const { places } = await played(page);
  expect(places.at(-1)).toEqual([3, 0.5]);
});
