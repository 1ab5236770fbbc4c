/** Contours have the values written on them, arrows the directions of gradients, and the point both. */
import { describe, expect, test } from 'vitest';
import { gradientField, type Figure, type Point } from '../../src/pictures/figures/index.ts';
import { arrowText } from '../../src/pictures/scene/arrows.ts';
import { samplePlane } from '../../src/pictures/scene/plane-grid.ts';
import { formatNumber } from '../../src/pictures/scene/format.ts';
import { coordinateSystem } from '../../src/pictures/scene/layout.ts';
import { markOf, panelOf, pointsOf, readOutOf } from '../support/marks.ts';

type F = (w: number[]) => number;

/** Functions with their gradients in closed form. */
const rows: readonly (readonly [string, F, (x: number, y: number) => Point])[] = [
  ['a bowl', (w) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2, (x, y) => [2 * x + 1, 2 * y + 1]],
  ['a saddle', (w) => w[0]! * w[1]!, (x, y) => [y, x]],
  [
    'an egg tray',
    (w) => Math.sin(1.5 * w[0]!) * Math.cos(1.5 * w[1]!),
    (x, y) => [1.5 * Math.cos(1.5 * x) * Math.cos(1.5 * y), -1.5 * Math.sin(1.5 * x) * Math.sin(1.5 * y)],
  ],
  [
    "Rosenbrock's valley",
    (w) => (1 - w[0]!) ** 2 + 100 * (w[1]! - w[0]! ** 2) ** 2,
    (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  ],
  ['half a plane', (w) => Math.log(w[0]!) * w[1]!, (x, y) => [y / x, Math.log(x)]],
];

function arrowsOf(figure: Figure, key = 'field') {
  return markOf(figure.sceneAt(1), 'map', 'arrows', key)?.arrows ?? [];
}

const middleOf = ([tail, head]: readonly [Point, Point]): Point => [(tail[0] + head[0]) / 2, (tail[1] + head[1]) / 2];

describe.each(rows)('gradientField of %s', (_, f, gradient) => {
  const figure = gradientField(f);
  const { range } = samplePlane((x, y) => f([x, y]), [-3, 3], [-3, 3]);

  test('every arrow is parallel to the gradient, and grows with the square root of the slope', () => {
    const arrows = arrowsOf(figure);
    expect(arrows.length).toBeGreaterThan(50);
    const lengths: [number, number][] = [];
    for (const arrow of arrows) {
      const [tail, head] = arrow;
      const [a, b] = gradient(...middleOf(arrow));
      const [u, v] = [head[0] - tail[0], head[1] - tail[1]];
      const size = Math.hypot(a, b) * Math.hypot(u, v);
      expect(Math.abs(a * v - b * u) / size).toBeLessThan(1e-9);
      expect(a * u + b * v).toBeGreaterThan(0);
      lengths.push([Math.hypot(a, b), Math.hypot(u, v)]);
    }
    // Below the longest, length² is the slope times one and the same number.
    const most = Math.max(...lengths.map(([, length]) => length));
    const ratios = lengths.filter(([, length]) => length < 0.999 * most).map(([slope, length]) => length ** 2 / slope);
    for (const ratio of ratios) expect(ratio / ratios[0]!).toBeCloseTo(1, 6);
  });

  test('no two arrows can meet: each stays within its own place', () => {
    for (const arrow of arrowsOf(figure)) {
      const [tail, head] = arrow;
      expect(Math.hypot(head[0] - tail[0], head[1] - tail[1])).toBeLessThan(6 / 11);
    }
    const middles = arrowsOf(figure).map(middleOf);
    for (const [k, a] of middles.entries())
      for (const b of middles.slice(k + 1)) expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThan(5.99 / 11);
  });

  test('a value written on a contour is the value there', () => {
    const texts = panelOf(figure.sceneAt(1), 'map').marks.filter(
      (mark) => mark.kind === 'text' && mark.key.startsWith('level'),
    );
    expect(texts.length).toBeGreaterThan(2);
    for (const mark of texts) {
      if (mark.kind !== 'text') continue;
      const level = Number(
        mark.runs
          .map(({ text }) => text)
          .join('')
          .replace('−', '-'),
      );
      expect(f([...mark.at])).toBeCloseTo(level, 4);
    }
  });

  test('the contour through the point has its value, passes it, and meets its gradient at a right angle', () => {
    for (const [x, y] of [
      [1, 0.5],
      [0.7, -1.3],
      [2.2, 2.1],
    ] as const) {
      const scene = figure.sceneAt(x, [y]);
      expect(markOf(scene, 'map', 'path', 'through')?.role).toBe('function');
      const points = pointsOf(scene, 'map', 'through');
      for (const point of points) expect(Math.abs(f([...point]) - f([x, y]))).toBeLessThan(1e-6 * range);
      expect(Math.min(...points.map(([u, v]) => Math.hypot(u - x, v - y)))).toBeLessThan(0.05);
      const [tail, head] = markOf(scene, 'map', 'arrows', 'gradient')?.arrows[0] ?? [];
      expect(tail).toEqual([x, y]);
      const [a, b] = gradient(x, y);
      expect(((head?.[0] ?? NaN) - x) * b - ((head?.[1] ?? NaN) - y) * a).toBeCloseTo(0, 9);
      expect(readOutOf(scene)['slope']).toBe(formatNumber(Math.hypot(a, b)));
    }
  });
});

describe('gradientField', () => {
  const bowl = gradientField((w) => (w[0]! - 1) ** 2 + w[1]! ** 2);
  const ridge = gradientField((w) => Math.max(w[0]!, w[1]!));

  test('the point moves in the plane: slider along w₁, a second one along w₂', () => {
    expect(bowl.parameter).toMatchObject({ name: 'w₁', min: -3, max: 3, value: 1 });
    expect(bowl.others?.map(({ name, value }) => [name, value])).toEqual([['w₂', 0.5]]);
    const [handle] = bowl.handles;
    expect(handle?.moves).toEqual([0, 1]);
    expect([handle?.parameterAt(2, -1), handle?.acrossAt?.(2, -1)]).toEqual([2, -1]);
    expect(markOf(bowl.sceneAt(2, [-1]), 'map', 'dot', 'point')?.at).toEqual([2, -1]);
    expect(bowl.sceneAt(2)).toEqual(bowl.sceneAt(2, [0.5]));
  });

  test('sentence, slider and read-out', () => {
    expect(bowl.describeAt(2, [-1])).toBe(
      'At w = (2.00, −1.00) the function is 2.00. It climbs fastest along the gradient (2.00, −2.00), with slope ≈ 2.83, at a right angle to the contour through the point.',
    );
    expect(bowl.valueText(2, [-1])).toBe('w = (2.00, −1.00), gradient (2.00, −2.00)');
    expect(readOutOf(bowl.sceneAt(2, [-1]))).toMatchObject({ gradient: '(2.00, −2.00)', rule: '∝ √slope' });
  });

  test('at the lowest place the gradient is zero and has no arrow', () => {
    const scene = bowl.sceneAt(1, [0]);
    expect(scene.notice).toBe('the gradient is zero here: no direction climbs');
    expect(markOf(scene, 'map', 'arrows', 'gradient')).toBeUndefined();
  });

  test('on a ridge there is no gradient: open dots in the field, no arrow at the point, and the reason', () => {
    const scene = ridge.sceneAt(0, [0]);
    expect(scene.notice).toBe('no gradient here: slopes 0 and 1, along w₁');
    expect(markOf(scene, 'map', 'arrows', 'gradient')).toBeUndefined();
    const dots = panelOf(scene, 'map').marks.filter((mark) => mark.kind === 'dot' && mark.open === true);
    expect(dots).toHaveLength(11);
    for (const dot of dots) if (dot.kind === 'dot') expect(dot.at[0]).toBe(dot.at[1]);
    expect(arrowsOf(ridge)).toHaveLength(110);
    expect(ridge.describeAt(0, [0])).toContain('At 11 of the 121 places');
  });

  test('where the function has no value there are no arrows and no dots', () => {
    const half = gradientField((w) => Math.sqrt(w[0]!) + w[1]!);
    for (const arrow of arrowsOf(half)) expect(middleOf(arrow)[0]).toBeGreaterThan(0);
    const scene = half.sceneAt(-1);
    expect(scene.notice).toBe('no gradient here: the function is not defined');
    expect(pointsOf(scene, 'map', 'through')).toEqual([]);
  });

  test('a map is true to scale at every size, so that right angles are right', () => {
    for (const size of [
      { width: 320, height: 300 },
      { width: 640, height: 500 },
      { width: 1200, height: 500 },
    ]) {
      const [panel] = coordinateSystem(bowl.sceneAt(1), size).panels;
      const [x0, y0] = panel!.toPixel([0, 0]);
      const [x1, y1] = panel!.toPixel([1, 1]);
      expect(x1 - x0).toBeCloseTo(y0 - y1, 9);
    }
  });

  test('heads of arrows are measured in pixels, smaller on short arrows, and cut arrows have none', () => {
    const [frame] = coordinateSystem(bowl.sceneAt(1), { width: 640, height: 500 }).panels;
    const unit = frame!.toPixel([1, 0])[0] - frame!.toPixel([0, 0])[0];
    const barbs = (length: number): number => {
      const numbers =
        arrowText(
          [
            [
              [0, 0],
              [length, 0],
            ],
          ],
          frame!,
          1,
        )
          .match(/-?[\d.]+/g)
          ?.map(Number) ?? [];
      return Math.hypot(numbers[4]! - numbers[2]!, numbers[5]! - numbers[3]!);
    };
    expect(barbs(2)).toBeCloseTo(9, 1);
    expect(barbs(1)).toBeCloseTo(9, 1);
    expect(barbs(10 / unit)).toBeCloseTo(4, 1);
    expect(
      arrowText(
        [
          [
            [0, 0],
            [9, 0],
          ],
        ],
        frame!,
        1,
      ).match(/[ML]/g),
    ).toEqual(['M', 'L']);
    expect(
      arrowText(
        [
          [
            [0, 0],
            [0, 0],
          ],
        ],
        frame!,
        1,
      ),
    ).toBe('');
  });

  test('options that make no figure are refused', () => {
    expect(() => gradientField((w) => w[0]!, { at: [4, 0] })).toThrow('S203');
    expect(() => gradientField((w) => w[0]!, { domain: [1, 0] })).toThrow('S203');
  });
});

test('a part of the plane has levels, arrows and a contour of its own, by the same rules', () => {
  const figure = gradientField((w) => (w[0]! - 1) ** 2 + w[1]! ** 2);
  expect(figure.zoomable).toEqual(['map']);
  const window = { x: [1, 1.5], y: [0.25, 0.75] } as const;
  const scene = figure.sceneAt(1.25, [0.5], { map: window });
  const panel = panelOf(scene, 'map');
  expect([panel.x.domain, panel.y.domain]).toEqual([window.x, window.y]);
  const arrows = markOf(scene, 'map', 'arrows', 'field')?.arrows ?? [];
  expect(Math.sqrt(arrows.length)).toBeGreaterThanOrEqual(7);
  expect(Math.sqrt(arrows.length)).toBeLessThanOrEqual(14);
  for (const arrow of arrows) {
    const [x, y] = middleOf(arrow);
    expect(x > 1 && x < 1.5 && y > 0.25 && y < 0.75).toBe(true);
    const [tail, head] = arrow;
    expect(Math.hypot(head[0] - tail[0], head[1] - tail[1])).toBeLessThan(0.5 / 7);
    expect((head[0] - tail[0]) * y - (head[1] - tail[1]) * (x - 1)).toBeCloseTo(0, 12);
  }
  const isOnEdge = (w: number, [low, high]: readonly [number, number]): boolean => w === low || w === high;
  for (const [x, y] of pointsOf(scene, 'map', 'through')) {
    // Where the window cuts a line, its end lies on a straight piece of it.
    const digits = isOnEdge(x, window.x) || isOnEdge(y, window.y) ? 4 : 6;
    expect((x - 1) ** 2 + y ** 2).toBeCloseTo(0.3125, digits);
  }
  const written = panel.marks.filter((mark) => mark.kind === 'text' && mark.key.startsWith('level'));
  expect(written.length).toBeGreaterThan(2);
  expect(figure.heightAt?.('map', 2, 1)).toBe(2);
});

test('arrows and contours stay where they are while a part is looked at more closely', () => {
  const figure = gradientField((w) => w[0]! ** 2 + 3 * w[1]! ** 2);
  const [larger, smaller] = [0.7, 0.6].map((side) => ({ x: [1, 1 + side], y: [0.25, 0.25 + side] }) as const);
  const sceneIn = (window: NonNullable<typeof larger>) => figure.sceneAt(1.25, [0.5], { map: window });
  if (larger === undefined || smaller === undefined) throw new Error('no windows');
  const arrowsIn = (window: typeof larger) => markOf(sceneIn(window), 'map', 'arrows', 'field')?.arrows ?? [];
  const [all, some] = [arrowsIn(larger), arrowsIn(smaller)];
  expect(some.length).toBeLessThan(all.length);
  for (const arrow of some) expect(all).toContainEqual(arrow);
  const levelsIn = (window: typeof larger): string[] =>
    panelOf(sceneIn(window), 'map').marks.flatMap((mark) =>
      mark.kind === 'text' && mark.key.startsWith('level') ? [mark.runs.map((run) => run.text).join('')] : [],
    );
  expect(levelsIn(larger).length).toBeGreaterThan(2);
  for (const level of new Set(levelsIn(smaller))) expect(levelsIn(larger)).toContain(level);
});

describe('the way of a film', () => {
  const [, bowl] = rows[0]!;

  test('is once round the contour of the point: the value stands still, the gradient turns, and it ends where it began', () => {
    const figure = gradientField(bowl, { at: [1, 0.5], frames: 121 });
    const way = figure.wayFrom?.(1, [0.5]);
    expect(way?.frames).toBe(121);
    const places = Array.from({ length: 121 }, (_, k) => way?.at(k) ?? { value: NaN, others: [] });
    expect(places[0]).toEqual({ value: 1, others: [0.5] });
    expect(places.at(-1)).toEqual(places[0]);
    const angles = places.map(({ value, others: [y = NaN] }) => {
      expect(Math.abs(bowl([value, y]) - bowl([1, 0.5]))).toBeLessThan(0.02);
      return Math.atan2(y + 0.5, value + 0.5);
    });
    const turns = angles.slice(1).map((angle, k) => {
      const by = angle - angles[k]!;
      return by > Math.PI ? by - 2 * Math.PI : by < -Math.PI ? by + 2 * Math.PI : by;
    });
    expect(Math.abs(turns.reduce((sum, by) => sum + by, 0))).toBeCloseTo(2 * Math.PI, 6);
    for (const by of turns) expect(Math.abs(by)).toBeCloseTo((2 * Math.PI) / 120, 2);
  });

  test('is from end to end where the contour leaves the picture, through the point, with a rest there', () => {
    const figure = gradientField((w) => w[0]! * w[1]!, { at: [1, 0.5], frames: 101 });
    const way = figure.wayFrom?.(1, [0.5]);
    const [rest = NaN] = way?.rests ?? [];
    expect(way?.at(rest)).toEqual({ value: 1, others: [0.5] });
    const ends = [way?.at(0), way?.at(100)].map((place) => Math.max(place?.value ?? NaN, place?.others[0] ?? NaN));
    for (const end of ends) expect(end).toBeCloseTo(3, 6);
  });

  test('begins where the point stands now, stays in the window, and is not there without a contour', () => {
    const figure = gradientField(bowl);
    expect(figure.wayFrom?.(-2, [1])?.at(0)).toEqual({ value: -2, others: [1] });
    const window = { x: [0, 1.5], y: [0, 1.5] } as const;
    const way = figure.wayFrom?.(1, [0.5], { map: window });
    for (let k = 0; k < (way?.frames ?? 0); k++) {
      const { value, others = [] } = way?.at(k) ?? { value: NaN };
      for (const w of [value, ...others]) expect(w >= -1e-9 && w <= 1.5 + 1e-9).toBe(true);
    }
    const half = gradientField((w) => Math.log(w[0]!) * w[1]!);
    expect(half.wayFrom?.(-1, [0.5])).toBeUndefined();
    expect(gradientField(() => 4).wayFrom?.(1, [0.5])).toBeUndefined();
  });
});

test('areas of height lie under the map, from its lowest to its highest, and end where the function does', () => {
  const marksOf = (f: (w: number[]) => number) => gradientField(f).sceneAt(1, [1]).panels[0]!.marks;
  const areas = marksOf((w) => w[0]! ** 2 + w[1]! ** 2).filter((mark) => mark.kind === 'area');
  expect(areas.map(({ height }) => height)).toEqual(areas.map((_, k) => k / (areas.length - 1)));
  expect(marksOf((w) => w[0]! ** 2 + w[1]! ** 2).findIndex(({ kind }) => kind !== 'area')).toBe(areas.length);
  const half = marksOf((w) => Math.sqrt(w[0]!)).filter((mark) => mark.kind === 'area');
  for (const [x] of half.flatMap(({ pieces }) => pieces.flat())) expect(x).toBeGreaterThan(-1e-6);
});
