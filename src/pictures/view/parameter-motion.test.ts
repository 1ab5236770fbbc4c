import { describe, expect, test } from 'vitest';
import {
  advancePlay,
  clampToParameter,
  glidingPace,
  heldSpeed,
  pacedBy,
  snapToStop,
  stepFrom,
  steppingPace,
  movedByKey,
  valueAfterKey,
  type PlayState,
} from './parameter-motion.ts';
import type { FigureParameter } from '../scene/figure.ts';

const parameter: FigureParameter = { name: 'w', min: -3, max: 3, step: 0.03, value: -1, stops: [0, 1] };

describe('keys', () => {
  test('arrows move one step, pages ten, Home and End to the ends', () => {
    expect(valueAfterKey(parameter, -1, 'ArrowRight')).toBeCloseTo(-0.97, 12);
    expect(valueAfterKey(parameter, -1, 'ArrowUp')).toBeCloseTo(-0.97, 12);
    expect(valueAfterKey(parameter, -1, 'ArrowLeft')).toBeCloseTo(-1.03, 12);
    expect(valueAfterKey(parameter, -1, 'ArrowDown')).toBeCloseTo(-1.03, 12);
    expect(valueAfterKey(parameter, -1, 'PageUp')).toBeCloseTo(-0.7, 12);
    expect(valueAfterKey(parameter, -1, 'PageDown')).toBeCloseTo(-1.3, 12);
    expect(valueAfterKey(parameter, -1, 'Home')).toBe(-3);
    expect(valueAfterKey(parameter, -1, 'End')).toBe(3);
    expect(valueAfterKey(parameter, -1, 'Tab')).toBeUndefined();
  });
  test('the ends hold', () => {
    expect(valueAfterKey(parameter, 2.99, 'ArrowRight')).toBe(3);
    expect(valueAfterKey(parameter, -2.9, 'PageDown')).toBe(-3);
  });
  test('a single step never jumps over a stop', () => {
    expect(valueAfterKey(parameter, -0.014, 'ArrowRight')).toBe(0);
    expect(valueAfterKey(parameter, 0.014, 'ArrowLeft')).toBe(0);
    expect(valueAfterKey(parameter, 0, 'ArrowRight')).toBeCloseTo(0.03, 12);
  });
});

describe('pointer', () => {
  test('a place near a stop means the stop, the nearest one', () => {
    expect(snapToStop(parameter, 0.02, 0.03)).toBe(0);
    expect(snapToStop(parameter, 0.04, 0.03)).toBe(0.04);
    expect(snapToStop({ ...parameter, stops: [0, 0.05] }, 0.03, 0.04)).toBe(0.05);
  });
  test('outside the range is the end, no number is the first position', () => {
    expect(snapToStop(parameter, 9, 0.03)).toBe(3);
    expect(clampToParameter(parameter, Number.NaN)).toBe(-1);
  });
});

describe('playing', () => {
  const run = (from: number, pace: typeof glidingPace, frame: number): { values: number[]; time: number } => {
    let state: PlayState = { value: from, rest: 0, ended: false };
    const values: number[] = [];
    let time = 0;
    while (!state.ended && time < 60_000) {
      state = advancePlay(parameter, state, frame, pace);
      time += frame;
      values.push(state.value);
    }
    return { values, time };
  };
  test('is even, lands on every stop, rests there, and ends at the end', () => {
    const { values, time } = run(-3, glidingPace, 16);
    expect(values).toContain(0);
    expect(values.filter((value) => value === 0).length * 16).toBeGreaterThanOrEqual(glidingPace.rest);
    expect(values.at(-1)).toBe(3);
    expect(time).toBeGreaterThan(glidingPace.run + 2 * glidingPace.rest - 100);
    expect(time).toBeLessThan(glidingPace.run + 2 * glidingPace.rest + 200);
    for (const [index, value] of values.entries()) expect(value).toBeGreaterThanOrEqual(values[index - 1] ?? -3);
  });
  test('with reduced motion stands still between separate positions', () => {
    const { values } = run(-3, steppingPace, 16);
    const positions = new Set(values);
    expect(positions.size).toBeLessThanOrEqual(steppingPace.positions + parameter.stops.length + 2);
    expect(positions).toContain(0);
    expect(positions).toContain(1);
  });
});

test('on a point of a plane the upright keys move the second parameter, all others the first', () => {
  const moved = ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].map((key) =>
    movedByKey([1, 2], key),
  );
  expect(moved).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  expect(movedByKey([1], 'ArrowUp')).toBe(1);
});

describe('steps, speed and loop', () => {
  test('several steps stop where one by one would, and at the ends', () => {
    expect(stepFrom(parameter, -0.05, 2)).toBe(0);
    expect(stepFrom(parameter, -0.05, 3)).toBeCloseTo(0.03, 12);
    expect(stepFrom(parameter, 0.05, -2)).toBe(0);
    expect(stepFrom(parameter, 2.9, 1e9)).toBe(3);
    expect(stepFrom(parameter, 1, 0)).toBe(1);
  });
  test('twice the speed takes half the time, rests and all', () => {
    const pace = pacedBy(glidingPace, 2);
    expect(pace).toMatchObject({ run: glidingPace.run / 2, rest: glidingPace.rest / 2 });
    expect(pacedBy(steppingPace, 0.5).stand).toBe(steppingPace.stand * 2);
    expect([heldSpeed(9), heldSpeed(0), heldSpeed(Number.NaN)]).toEqual([4, 0.25, 1]);
  });
  test('a loop rests at the end, then begins again', () => {
    let state: PlayState = { value: 2.9, rest: 0, ended: false };
    const values: number[] = [];
    for (let frame = 0; frame < 300; frame++) {
      state = advancePlay(parameter, state, 16, glidingPace, true);
      expect(state.ended).toBe(false);
      values.push(state.value);
    }
    expect(values.filter((value) => value === 3).length * 16).toBeGreaterThanOrEqual(glidingPace.rest);
    expect(values.slice(values.lastIndexOf(3))).toContain(-3);
    expect(values.at(-1)).toBeGreaterThan(-3);
  });
});
