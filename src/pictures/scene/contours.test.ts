import { describe, expect, test } from 'vitest';
import { robustExtent } from './robust-extent.ts';
import { roundLevels } from './contour-levels.ts';
import { contourLines } from './contours.ts';
import { samplePlane } from './plane-grid.ts';

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
