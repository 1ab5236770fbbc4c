import { describe, expect, test } from 'vitest';
import { robustExtent } from './robust-extent.ts';
import { roundLevels } from './contour-levels.ts';
import { clipRing } from './clip.ts';
import { areaAbove, contourLines } from './contours.ts';
import { samplePlane } from './plane-grid.ts';
import type { Point } from './scene.ts';

type F = (x: number, y: number) => number;

const square = [-3, 3] as const;

/** Functions with some of their levels, and in how many lines each runs. */
const rows: readonly (readonly [string, F, readonly (readonly [level: number, lines: number])[]])[] = [
  [
    'a bowl',
    (x, y) => 5 + (x + 0.5) ** 2 + (y + 0.5) ** 2,
    [
      [6, 1],
      [10, 1],
      [17.25, 2],
    ],
  ],
  [
    'a saddle',
    (x, y) => x * x - y * y,
    [
      [1, 2],
      [-2, 2],
    ],
  ],
  [
    'a wave',
    (x, y) => Math.sin(x + y),
    [
      [0.5, 4],
      [-0.9, 4],
    ],
  ],
  ['an egg tray', (x, y) => Math.sin(2 * x) * Math.cos(2 * y), [[0.5, 10]]],
  [
    "Rosenbrock's valley",
    (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    [
      [30, 2],
      [100, 2],
    ],
  ],
  [
    'a bent valley a tenth of a cell wide',
    (x, y) => (1 - x) ** 2 + 1e5 * (y - x * x) ** 2,
    [
      [1, 1],
      [2, 1],
    ],
  ],
  ['a valley a twentieth of a cell wide', (x, y) => 1e6 * (y - 0.31 * x + 0.017) ** 2, [[1, 2]]],
  ['a ridge a tenth of a cell wide', (x, y) => -Math.abs(y + 0.73 * x), [[-0.0025, 2]]],
  [
    'a cross of ridges',
    (x, y) => Math.max(-Math.abs(x + 0.4 * y - 0.01), -Math.abs(y - 0.6 * x + 0.013)),
    [[-0.005, 4]],
  ],
  ['a corner', (x, y) => Math.max(Math.abs(x), Math.abs(y)), [[2, 1]]],
  ['half a plane', (x, y) => Math.log(x) + y, [[0, 1]]],
];

function levelsOf(f: F): number[] {
  const grid = samplePlane(f, square, square);
  return roundLevels(grid.values, robustExtent(f, grid, grid.values));
}

describe('contours', () => {
  test.each(rows)('%s: every vertex has the value of its level', (_, f, levels) => {
    const grid = samplePlane(f, square, square);
    for (const [level, count] of levels) {
      const lines = contourLines(grid, level);
      expect(lines, `level ${level}`).toHaveLength(count);
      for (const [x, y] of lines.flat()) expect(Math.abs(f(x, y) - level)).toBeLessThan(1e-6 * grid.range);
    }
  });

  test('a closed line ends where it began, and goes all the way round', () => {
    const [line = []] = contourLines(
      samplePlane((x, y) => Math.hypot(x, y), square, square),
      2,
    );
    expect(line[0]).toEqual(line.at(-1));
    const length = line.slice(1).reduce((sum, [x, y], k) => sum + Math.hypot(x - line[k]![0], y - line[k]![1]), 0);
    expect(length).toBeCloseTo(4 * Math.PI, 2);
  });

  test('pieces are no longer than a cell: nothing is joined across', () => {
    for (const [, f, levels] of rows)
      for (const [level] of levels)
        for (const line of contourLines(samplePlane(f, square, square), level))
          for (const [k, [x, y]] of line.slice(1).entries())
            expect(Math.hypot(x - line[k]![0], y - line[k]![1])).toBeLessThan(1.42 * (6 / 128));
  });

  test.each<readonly [string, F, number]>([
    ['a cliff', (x, y) => (x > 0.01 ? 10 : 0) + 0.1 * y, 5],
    ['a pole', (x) => 1 / x, 0],
    ['a pole between grid lines', (x) => 1 / (x - 0.013), 0],
  ])('%s has no contour where the level is jumped over', (_, f, level) => {
    expect(contourLines(samplePlane(f, square, square), level)).toEqual([]);
  });

  test('a line that meets a cliff ends there', () => {
    const f: F = (x, y) => (x > 0.01 ? 10 : 0) + y;
    const lines = contourLines(samplePlane(f, square, square), 1);
    expect(lines).toHaveLength(1);
    for (const [x, y] of lines.flat()) expect([x <= 6 / 128, y]).toEqual([true, 1]);
  });

  test('constants and functions without values have none', () => {
    expect(
      contourLines(
        samplePlane(() => 1, square, square),
        1,
      ),
    ).toEqual([]);
    expect(
      contourLines(
        samplePlane(() => NaN, square, square),
        1,
      ),
    ).toEqual([]);
    expect(levelsOf(() => 1)).toEqual([]);
  });
});

/** Whether a point is inside an odd number of rings. */
function isCovered(rings: readonly (readonly Point[])[], [x, y]: Point): boolean {
  let count = 0;
  for (const ring of rings)
    for (const [k, [x1, y1]] of ring.entries()) {
      const [x0, y0] = ring.at(k - 1)!;
      if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) count++;
    }
  return count % 2 === 1;
}

describe('areas', () => {
  const more: typeof rows = [
    ['a cliff that is not upright', (x, y) => (x > 0.3 * y ? 2 : 0) + 0.3 * y, [[0.5, 0], [2.2, 0]]],
    ['a pole', (x, y) => 1 / x + 0.3 * y, [[0, 0], [5, 0]]],
    ['a dome', (x, y) => Math.sqrt(4 - x * x - y * y), [[0.01, 0], [1.5, 0]]],
    ['a floor', () => 1, [[1, 0], [2, 0]]],
  ]; // prettier-ignore

  test.each([...rows, ...more])('%s: a place is covered where the function has the level or more', (_, f, levels) => {
    const grid = samplePlane(f, square, square);
    for (const [level] of [...levels, [-Number.MAX_VALUE]] as const) {
      const area = areaAbove(grid, level);
      for (const ring of area) expect(ring[0]).toEqual(ring.at(-1));
      let wrong = 0;
      for (let k = 0; k < 2000; k++) {
        // Kronecker's sequence with the plastic number, which fills a square evenly.
        const [x, y] = [(k * 0.7548776662466927) % 1, (k * 0.5698402909980532) % 1].map((share) => 6 * share - 3);
        if (isCovered(area, [x!, y!]) !== f(x!, y!) >= level) wrong++;
      }
      // Lines between two vertices are straight, and rims of a domain are cut corner by corner.
      expect(wrong, `level ${level}`).toBeLessThanOrEqual(8);
    }
  });

  test('cut to a part of the square they cover the same of it', () => {
    const f: F = (x, y) => Math.sin(2 * x) * Math.cos(2 * y);
    const part = { x: [-1.3, 0.9], y: [0.2, 2.4] } as const;
    const area = areaAbove(samplePlane(f, square, square), 0.25).map((ring) => clipRing(ring, part));
    for (const [x, y] of area.flat())
      expect([x >= part.x[0], x <= part.x[1], y >= part.y[0], y <= part.y[1]]).not.toContain(false);
    for (let x = -1.29; x < 0.9; x += 0.0511)
      for (let y = 0.21; y < 2.4; y += 0.0517)
        if (Math.abs(f(x, y) - 0.25) > 0.01) expect(isCovered(area, [x, y]), `${x}, ${y}`).toBe(f(x, y) > 0.25);
  });
});

describe('levels', () => {
  test('evenly spaced and round', () => {
    expect(levelsOf((x, y) => 5 + (x + 0.5) ** 2 + (y + 0.5) ** 2)).toEqual([
      6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28,
    ]);
    expect(levelsOf((x, y) => Math.sin(x + y))).toEqual([-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8]);
  });

  test('growing where a valley would be left without lines', () => {
    const levels = levelsOf((x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2);
    expect(levels.length).toBeGreaterThan(4);
    expect(levels[0]).toBeLessThan(30);
    expect(levels.at(-1)).toBeGreaterThan(2000);
    for (const level of levels) expect(['1', '2', '5']).toContain(String(level)[0]);
  });

  test('up to the top of a steep bell', () => {
    const levels = levelsOf((x, y) => 3 * Math.exp(-3 * (x * x + y * y)));
    expect(levels.at(-1)).toBeGreaterThanOrEqual(2);
    expect(levels[0]).toBeGreaterThan(1e-5);
    expect(levels.length).toBeGreaterThan(6);
  });

  test('a pole does not take all of them', () => {
    const levels = levelsOf((x, y) => 1 / (x * x + y * y));
    expect(levels.some((level) => level < 1)).toBe(true);
    expect(levels.length).toBeLessThan(16);
  });
});

test.each<[string, (x: number, y: number) => number]>([
  ['everywhere', (x, y) => Math.sin(1000 * x * y)],
  ['over a large part', (x, y) => Math.sin((Math.max(x, y) / Math.atan(y / x)) * (x * x + y))],
])('a function that turns in every cell, %s, takes no more than a picture needs', (_where, f) => {
  let calls = 0;
  const plane = samplePlane(
    (x, y) => {
      calls++;
      return f(x, y);
    },
    [-3, 3],
    [-3, 3],
  );
  for (const level of [-0.5, 0, 0.5]) {
    expect(contourLines(plane, level).length).toBeGreaterThan(0);
    expect(areaAbove(plane, level).length).toBeGreaterThan(0);
  }
  // Without a bound, minutes and the whole memory.
  expect(calls).toBeLessThan(4e6);
});
