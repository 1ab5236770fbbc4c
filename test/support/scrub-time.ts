/**
 * Script time while something is dragged: for every frame the time of its callbacks and of the pointer events before
 * it, as the browser itself notes them. Each twice: as it passed on the clock, and as the processor worked on it,
 * which is what the page costs however busy the machine is with other things. Nothing is put into the page.
 */
import type { Locator, Page } from 'playwright-core';

/** Middle and 95th percentile of the frames, in milliseconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
}

/** Times of the frames of one drag. */
export interface ScrubTimes {
  readonly frames: number;
  readonly clock: Quantiles;
  readonly processor: Quantiles;
}

/** What is needed of an event of Chromium's trace: microseconds since some moment, on the clock and of the thread. */
interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly tdur: number;
}

function isTraceEvent(event: object): event is TraceEvent {
  return ['ts', 'dur', 'tdur'].every((name) => typeof Reflect.get(event, name) === 'number');
}

/** The events of a drag that take script time, in the order in which they began. */
async function traced(page: Page, drag: () => Promise<void>): Promise<TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    const found: readonly object[] = value;
    events.push(...found.filter(isTraceEvent));
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline'], excludedCategories: ['*'] },
  });
  await drag();
  const complete = new Promise<void>((settle) => session.once('Tracing.tracingComplete', () => settle()));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return events
    .filter(({ name }) => name === 'EventDispatch' || name === 'FireAnimationFrame')
    .sort((a, b) => a.ts - b.ts);
}

/** The times of the frames, each with the events before it. */
function timesOf(events: readonly TraceEvent[]): ScrubTimes {
  const clock: number[] = [];
  const processor: number[] = [];
  let [spent, worked, end] = [0, 0, 0];
  for (const { name, ts, dur, tdur } of events) {
    // What one event sends off is part of it already.
    if (ts < end) continue;
    end = ts + dur;
    spent += dur / 1000;
    worked += tdur / 1000;
    if (name !== 'FireAnimationFrame') continue;
    clock.push(spent);
    processor.push(worked);
    [spent, worked] = [0, 0];
  }
  return { frames: clock.length, clock: quantiles(clock), processor: quantiles(processor) };
}

function quantiles(times: readonly number[]): Quantiles {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

/** Where a drag begins, in shares of the target's width and height. */
export type Grip = readonly [across: number, down: number];

/** The first frames compile the code that the others run. */
const [warmUp, last] = [50, 150];

async function placeIn(target: Locator, grip: Grip): Promise<readonly [number, number]> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error('there is nothing to drag');
  return [box.x + grip[0] * box.width, box.y + grip[1] * box.height];
}

async function timeSteps(page: Page, step: (index: number) => Promise<void>, until = last): Promise<ScrubTimes> {
  for (let index = 0; index < warmUp; index++) await step(index);
  const events = await traced(page, async () => {
    for (let index = warmUp; index < until; index++) await step(index);
  });
  return timesOf(events);
}

/** Drags along a path from a place of the target and gives the times of its frames. */
export async function timeScrubs(
  page: Page,
  target: Locator,
  path: (step: number) => readonly [number, number],
  grip: Grip = [0.5, 0.5],
): Promise<ScrubTimes> {
  const [x, y] = await placeIn(target, grip);
  await page.mouse.move(x, y);
  await page.mouse.down();
  // Moved past Playwright, which would put listeners of its own into the page for every move with a button held.
  const input = await page.context().newCDPSession(page);
  const moveTo = (left: number, top: number) =>
    input.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: left, y: top, button: 'left', buttons: 1 });
  const times = await timeSteps(page, async (step) => {
    const [dx, dy] = path(step);
    await moveTo(x + dx, y + dy);
  });
  await input.detach();
  await page.mouse.up();
  return times;
}

/** Zooms in and out again by the wheel over a place of the target, up to seven times, and gives the times of the frames. */
export async function timeZooms(page: Page, target: Locator, grip: Grip): Promise<ScrubTimes> {
  await page.mouse.move(...(await placeIn(target, grip)));
  await page.keyboard.down('Control');
  // The logarithm of the zoom; a wheel zooms by a hundredth of its turn there.
  const zoomAt = (step: number): number => 1 - Math.cos(step / 20);
  const times = await timeSteps(page, async (step) => {
    await page.mouse.wheel(0, 100 * (zoomAt(step) - zoomAt(step + 1)));
  });
  await page.keyboard.up('Control');
  return times;
}

/**
 * Times frames of a fixed piece of work in the same page: what a wheel over a bare layer asks for, 40 000 sines and a few hundred
 * attributes of SVG. What a figure's frame takes over this does not depend on how fast the machine is.
 */
export async function timeReference(page: Page): Promise<ScrubTimes> {
  await page.evaluate(() => {
    const layer = document.createElement('div');
    layer.id = 'reference-work';
    layer.style.cssText = 'position: fixed; inset: 0; z-index: 9999';
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const paths = Array.from({ length: 60 }, () => {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      svg.append(path);
      return path;
    });
    layer.append(svg);
    document.body.append(layer);
    let turn = 0;
    const work = (): void => {
      turn += 0.01;
      for (const [k, path] of paths.entries()) {
        let text = 'M0 0';
        let sum = 0;
        for (let j = 0; j < 600; j++) {
          sum += Math.sin(turn + j * 0.01 + k);
          if (j % 30 === 0) text += `L${j} ${sum.toFixed(2)}`;
        }
        path.setAttribute('d', text);
        path.setAttribute('stroke-width', String(1 + (sum % 1)));
      }
    };
    layer.addEventListener('wheel', () => requestAnimationFrame(work), { passive: true });
  });
  await page.mouse.move(200, 200);
  const times = await timeSteps(
    page,
    async () => {
      await page.mouse.wheel(0, 10);
    },
    110,
  );
  await page.evaluate(() => document.querySelector('#reference-work')?.remove());
  return times;
}

/** The times in one line of a report. */
export function describeScrubs({ frames, clock, processor }: ScrubTimes): string {
  const pair = ({ p50, p95 }: Quantiles): string => `p50 ${p50.toFixed(2)}, p95 ${p95.toFixed(2)}`;
  return `${pair(processor)} ms of the processor; ${pair(clock)} ms on the clock; ${frames} frames`;
}
