/** What figures show when a part of a panel is looked at, and the authors' cuts in every figure with a curve. */
import { describe, expect, test } from 'vitest';
import { curveIn } from '../../src/pictures/figures/curve-in.ts';
import { prepareCurve } from '../../src/pictures/figures/curve.ts';
import {
  derivativeJoint,
  epsilonSweep,
  gradientField,
  lineAndPlane,
  secantPanels,
  secantToTangent,
  tangentAlongCurve,
  tangentPlanes,
  taylorFigure,
  type Figure,
  type Mark,
} from '../../src/pictures/figures/index.ts';

const sine = (w: number): number => Math.sin(w);
const pair = (w: number[]): number => Math.sin(w[0]! + w[1]!);
const window = { x: [0.9, 1.1], y: [0.8, 0.9] } as const;

const figures: readonly (readonly [string, (options: { exclusions?: number[] }) => Figure])[] = [
  ['tangentAlongCurve', (options) => tangentAlongCurve(sine, options)],
  ['secantToTangent', (options) => secantToTangent(sine, options)],
  ['secantPanels', (options) => secantPanels(sine, options)],
  ['epsilonSweep', (options) => epsilonSweep(sine, options)],
  ['lineAndPlane', (options) => lineAndPlane(sine, pair, options)],
  ['derivativeJoint', (options) => derivativeJoint(sine, options)],
  ['taylorFigure', (options) => taylorFigure(sine, options)],
];

type Path = Extract<Mark, { readonly kind: 'path' }>;

/** The curve of a panel that can be zoomed. */
function curveOf(figure: Figure, panel: string, zoomed: boolean): Path {
  const scene = figure.sceneAt(figure.parameter.value, undefined, zoomed ? { [panel]: window } : undefined);
  const found = scene.panels
    .find(({ key }) => key === panel)
    ?.marks.find((mark) => mark.kind === 'path' && mark.key === 'curve');
  if (found?.kind !== 'path') throw new Error(`no curve in ${panel}`);
  return found;
}

describe.each(figures)('%s', (_name, make) => {
  test('an exclusion cuts the drawn line, whole and zoomed', () => {
    const panel = make({}).zoomable?.[0] ?? '';
    expect(curveOf(make({}), panel, false).pieces).toHaveLength(1);
    expect(curveOf(make({ exclusions: [1] }), panel, false).pieces).toHaveLength(2);
    expect(curveOf(make({ exclusions: [1] }), panel, true).pieces).toHaveLength(2);
  });

  test('a window shows its part, sampled for it, and the exact value is known there', () => {
    const figure = make({});
    for (const panel of figure.zoomable ?? []) {
      const scene = figure.sceneAt(figure.parameter.value, undefined, { [panel]: window });
      const shown = scene.panels.find(({ key }) => key === panel);
      expect(shown?.x.domain).toEqual(window.x);
      expect(shown?.y.domain).toEqual(window.y);
    }
    const [panel = ''] = figure.zoomable ?? [];
    const points = curveOf(figure, panel, true).pieces.flat();
    expect(points[0]?.[0]).toBe(window.x[0]);
    expect(points.at(-1)?.[0]).toBe(window.x[1]);
    for (const [w, y] of points) expect(y).toBe(Math.min(window.y[1] + 0.1, Math.max(window.y[0] - 0.1, Math.sin(w))));
    expect(figure.curveAt?.(panel, 0.3)).toBe(Math.sin(0.3));
  });

  test('the same window gives the same curve, so that nothing is sampled while a point moves', () => {
    const figure = make({});
    const [panel = ''] = figure.zoomable ?? [];
    expect(curveOf(figure, panel, true).pieces).toBe(curveOf(figure, panel, true).pieces);
  });
});

test('beside a corner that is zoomed the words and the picture agree', () => {
  const figure = tangentAlongCurve((w) => Math.abs(w));
  const windows = { curve: { x: [-0.01, 0.01], y: [-0.005, 0.005] } } as const;
  expect(figure.describeAt(0.003)).toContain('no tangent');
  expect(figure.describeAt(0.003, undefined, windows)).toContain('The tangent has slope 1.00');
  expect(figure.sceneAt(0.003, undefined, windows).notice).toBeUndefined();
  expect(figure.valueText(0.003, undefined, windows)).toContain('slope 1.00');
  expect(figure.sceneAt(0, undefined, windows).notice).toContain('no tangent here');
});

test('a point that is not in the window takes its word with it', () => {
  const figure = tangentAlongCurve(sine);
  const svg = figure.svg(0, { windows: { curve: window } });
  expect(svg).not.toContain('data-mark="curve/point"');
  expect(svg.match(/sc-text sc-moving-point/g)).toBeNull();
});

test('zooming samples a curve about once for every doubling, and what it shows is the curve', () => {
  let calls = 0;
  const g = (w: number): number => {
    calls++;
    return Math.sin(5 * w) + 0.2 * w;
  };
  const { x, y } = { x: [-3.18, 3.18], y: [-1.8, 1.8] } as const;
  const curve = curveIn(g, [-3, 3], { x, y });
  let most = 0;
  const counts: number[] = [];
  for (let step = 1; step <= 120; step++) {
    // Around a place of the picture, up to eight times.
    const size = 8 ** (-step / 120);
    const along = ([low, high]: readonly [number, number], share: number) => {
      const [at, length] = [low + share * (high - low), high - low];
      return [at - share * size * length, at + (1 - share) * size * length] as const;
    };
    const window = { x: along(x, 0.3), y: along(y, 0.6) };
    const before = calls;
    const { pieces } = curve(window);
    counts.push(calls - before);
    expect(pieces).toHaveLength(1);
    const points = pieces.flat();
    expect([points[0]?.[0], points.at(-1)?.[0]]).toEqual([Math.max(-3, window.x[0]), Math.min(3, window.x[1])]);
    // Half-way between two points the curve is nowhere more than a fifth of a pixel off the line.
    const [across, up] = [(window.x[1] - window.x[0]) / 640, (window.y[1] - window.y[0]) / 400];
    for (const [k, [w, v]] of points.slice(1).entries()) {
      const [w0, v0] = points[k] ?? [NaN, NaN];
      const slope = (v - v0) / up / ((w - w0) / across);
      const off = Math.abs(Math.sin(2.5 * (w + w0)) + 0.1 * (w + w0) - (v + v0) / 2) / up / Math.hypot(1, slope);
      const isInside = Math.max(v, v0) <= window.y[1] && Math.min(v, v0) >= window.y[0];
      if (isInside) most = Math.max(most, off);
    }
  }
  expect(most).toBeLessThan(0.2);
  expect(counts.filter((count) => count > 2).length).toBeLessThanOrEqual(12);
});

test('what happens on a curve is told of the part that is shown', () => {
  const curve = prepareCurve((w) => Math.floor(4 * w), [-3, 3]);
  const { events, pieces } = curve.within({ x: [0.1, 0.6], y: [0, 3] }).sampled;
  expect(events.map((event) => ('w' in event ? event.w : NaN))).toEqual([0.25, 0.5]);
  expect(pieces.map((piece) => piece[0]?.[1])).toEqual([0, 1, 2]);
});

test.each([
  ['1e9 ± 1', [1e9 - 1, 1e9 + 1]],
  ['1 to 1 + 1e-9', [1, 1 + 1e-9]],
] as const)('over %s the read-outs of maps and planes move, and no two contours are called alike', (_, domain) => {
  const at = [domain[0] + 0.3 * (domain[1] - domain[0]), domain[0] + 0.5 * (domain[1] - domain[0])] as const;
  const slopes = (w: number[]): number => (w[0] ?? NaN) + (w[1] ?? NaN);
  const step = 0.1 * (domain[1] - domain[0]);
  for (const figure of [gradientField(slopes, { domain, at }), tangentPlanes(slopes, { domain, at })]) {
    const texts = [at[0], at[0] + step, at[0] + 2 * step].map((value) => figure.valueText(value));
    expect(new Set(texts).size).toBe(3);
    const sentences = [at[0], at[0] + step].map((value) => figure.describeAt(value));
    expect(sentences[0]).not.toBe(sentences[1]);
  }
  const levels = gradientField(slopes, { domain, at })
    .sceneAt(at[0])
    .panels.flatMap(({ marks }) => marks)
    .flatMap((mark) => (mark.kind === 'text' && mark.key.startsWith('level') ? [mark] : []));
  const names = new Map(levels.map(({ key, runs }) => [key.split('-')[0], runs.map(({ text }) => text).join('')]));
  expect(names.size).toBeGreaterThan(2);
  expect(new Set(names.values()).size).toBe(names.size);
});
