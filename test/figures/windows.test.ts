/** What figures show when a part of a panel is looked at, and the authors' cuts in every figure with a curve. */
import { describe, expect, test } from 'vitest';
import {
  derivativeJoint,
  epsilonSweep,
  lineAndPlane,
  secantPanels,
  secantToTangent,
  tangentAlongCurve,
  taylorFigure,
  type Figure,
  type Mark,
} from '../../src/figures/index.ts';

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
