import { describe, expect, test } from 'vitest';
import { filmFrames } from './film-frames.ts';
import { usualPace } from '../scene/pace.ts';

const figure = {
  parameter: { name: 'w', min: -3, max: 3, step: 0.01, value: 0, stops: [0.123, 9] },
  frames: 301,
  valueAt: (k: number) => -3 + (6 * k) / 300,
};

describe('the pictures of a film', () => {
  test('are the first, the last, and evenly spread ones between, in order, with every stop exactly', () => {
    const frames = filmFrames(figure, 61);
    expect(frames).toHaveLength(62);
    expect(frames[0]?.value).toBe(-3);
    expect(frames.at(-1)?.value).toBe(3);
    expect(frames.map(({ value }) => value)).toContain(0.123);
    expect(frames.map(({ value }) => value)).toEqual(frames.map(({ value }) => value).sort((a, b) => a - b));
  });

  test('take the time that playing takes, with a rest at the stop and at both ends', () => {
    const time = (speed?: number): number => filmFrames(figure, 61, speed).reduce((sum, frame) => sum + frame.time, 0);
    expect(time()).toBeCloseTo(usualPace.run + 3 * usualPace.rest, 6);
    expect(time(2)).toBeCloseTo(time() / 2, 6);
    const rests = filmFrames(figure, 61).filter(({ time: stands }) => stands > usualPace.rest);
    expect(rests.map(({ value }) => value)).toEqual([-3, 0.123, 3]);
  });

  test('go along the way that a figure names, from where it stands', () => {
    const wayFrom = (value: number, others: readonly number[] = [0]) => ({
      frames: 21,
      from: 7,
      rests: [7],
      at: (k: number) => ({ value: value + k, others: [(others[0] ?? 0) - k] }),
    });
    const frames = filmFrames({ ...figure, wayFrom }, 5, 1, { value: 1, others: [3] });
    expect(frames.map(({ value, others }) => [value, others])).toEqual(
      [0, 5, 7, 10, 15, 20].map((k) => [1 + k, [3 - k]]),
    );
    expect(frames.filter(({ time }) => time > usualPace.run / 6 + 1).map(({ value }) => value)).toEqual([1, 8, 21]);
    expect(filmFrames({ ...figure, wayFrom: () => undefined }, 5)[0]?.value).toBe(-3);
  });

  test('are no more than the figure has', () => {
    expect(filmFrames({ ...figure, frames: 5, valueAt: (k) => k - 2 }, 120).map(({ value }) => value)).toEqual([
      -2, -1, 0, 0.123, 1, 2,
    ]);
    expect(
      filmFrames({ ...figure, frames: 1, valueAt: () => 1, parameter: { ...figure.parameter, stops: [] } }, 9),
    ).toHaveLength(1);
  });
});
