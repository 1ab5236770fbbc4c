import { describe, expect, test } from 'vitest';
import { heldWindow, MOST_ZOOM, movedWindow, zoomedWindow, zoomOf } from './plane-zoom.ts';

const whole = { x: [-3, 3], y: [-1, 2] } as const;

describe('zooming', () => {
  test('the point under the pointer stays where it is', () => {
    const now = zoomedWindow(whole, whole, 2, [1, 0.5]);
    expect(now).toEqual({ x: [-1, 2], y: [-0.25, 1.25] });
    const closer = zoomedWindow(whole, now ?? whole, 4, [1, 0.5]);
    const share = (1 - (closer?.x[0] ?? 0)) / ((closer?.x[1] ?? 0) - (closer?.x[0] ?? 0));
    expect(share).toBeCloseTo(4 / 6, 12);
  });

  test('out again is the whole, and never more', () => {
    const now = zoomedWindow(whole, whole, 2, [1, 0.5]) ?? whole;
    expect(zoomedWindow(whole, now, 0.5, [1, 0.5])).toBeUndefined();
    expect(zoomedWindow(whole, now, 0.1, [1, 0.5])).toBeUndefined();
    expect(zoomedWindow(whole, whole, 0.7, [0, 0])).toBeUndefined();
  });

  test('zooming out beside an end stays inside', () => {
    const now = zoomedWindow(whole, whole, 10, [3, 2]) ?? whole;
    expect(now.x[1]).toBe(3);
    const wider = zoomedWindow(whole, now, 0.2, [2.4, 1.7]) ?? whole;
    expect(wider.x[1]).toBeLessThanOrEqual(3);
    expect(wider.y[1]).toBeLessThanOrEqual(2);
    expect(zoomOf(whole, wider)).toBeCloseTo(2, 12);
  });

  test('there is an end to it', () => {
    const now = zoomedWindow(whole, whole, 1e9, [1, 0.5]) ?? whole;
    expect(zoomOf(whole, now)).toBeCloseTo(MOST_ZOOM, 6);
    expect(zoomedWindow(whole, now, 2, [1, 0.5])?.x[0]).toBeCloseTo(now.x[0], 9);
  });
});

test('a window is moved as far as the whole goes', () => {
  const now = { x: [-1, 2], y: [-0.25, 1.25] } as const;
  expect(movedWindow(whole, now, [-1, 0.25])).toEqual({ x: [-2, 1], y: [0, 1.5] });
  expect(movedWindow(whole, now, [9, -9])).toEqual({ x: [0, 3], y: [-1, 0.5] });
});

test('a window from outside is brought into the whole, in its proportions', () => {
  expect(heldWindow(whole, { x: [2, 4], y: [0, 9] })).toEqual({ x: [1, 3], y: [1, 2] });
  expect(heldWindow(whole, { x: [1, 0], y: [0, 0] })).toEqual({ x: [0, 1], y: [-0.25, 0.25] });
  expect(heldWindow(whole, { x: [-9, 9], y: [0, 1] })).toBeUndefined();
  expect(heldWindow(whole, { x: [NaN, 1], y: [0, 1] })).toBeUndefined();
});
