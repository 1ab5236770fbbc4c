/** Points stand on their curves, peaks are shown whole, and numbers are told apart: what figures draw and say is true. */
import { describe, expect, test } from 'vitest';
import { makeFigure, type FigureKind } from '../../src/pictures/figures/index.ts';
import { sampleCurve } from '../../src/pictures/scene/sample-curve.ts';
import { axisName, axisTicks } from '../../src/pictures/scene/ticks.ts';
import { plainText, variable } from '../../src/pictures/scene/text.ts';
import { roundLevels } from '../../src/pictures/scene/contour-levels.ts';
import { contourLines } from '../../src/pictures/scene/contours.ts';
import { samplePlane } from '../../src/pictures/scene/plane-grid.ts';
import { sampleSurface } from '../../src/pictures/scene/surface-grid.ts';
import { filled } from '../../src/pictures/scene/filled-holes.ts';
import { markOf, panelOf, readOutOf } from '../support/marks.ts';

function panelText(kind: FigureKind, texts: readonly string[], options: object): string[] {
  return makeFigure(kind, texts, options)
    .scene(0)
    .panels.map(({ title = [] }) => plainText(title));
}

describe('a point is on its curve, at the edge with an arrow, or plainly none', () => {
  test('the other point of a secant stands on the curve where the fixed point has no value', () => {
    const figure = makeFigure('secant-to-tangent', ['sin(w)/w'], { at: 0 });
    const scene = figure.sceneAt(2);
    expect(markOf(scene, 'curve', 'dot', 'second')?.at).toEqual([2, Math.sin(2) / 2]);
    expect(markOf(scene, 'curve', 'dot', 'fixed')).toMatchObject({ away: 'nowhere' });
    expect(markOf(scene, 'curve', 'dot', 'second')?.away).toBeUndefined();
  });

  test('a point beyond the picture is an arrow at its edge', () => {
    const scene = makeFigure('secant-to-tangent', ['tan(w)'], { at: 0 }).sceneAt(1.5);
    const [, top] = panelOf(scene, 'curve').y.domain;
    expect(markOf(scene, 'curve', 'dot', 'second')).toMatchObject({ at: [1.5, top], away: 'up' });
  });

  test.each(['tangent-along-curve', 'derivative-joint'] as const)(
    'where %s has no value there is a cross and no ring',
    (kind) => {
      const scene = makeFigure(kind, ['sqrt(w)'], {}).sceneAt(-2);
      expect(markOf(scene, 'curve', 'dot', 'point')).toMatchObject({ away: 'nowhere' });
    },
  );

  test('shapes of such marks are drawn', () => {
    const figure = makeFigure('tangent-along-curve', ['1/w'], {});
    expect(figure.scene(0)).toBeDefined();
    const { window } = { window: panelOf(figure.sceneAt(0.1), 'curve') };
    expect(window.marks.some((mark) => mark.kind === 'dot' && mark.away === 'up')).toBe(true);
  });
});

describe('peaks are shown to their tops', () => {
  test.each([
    ['exp(-((w-1.23456)/0.001)^2/2)', 1],
    ['exp(-((w-1.23456)/1e-4)^2/2)', 1],
    ['1/(1+((w-1.23456)/0.003)^2)', 1],
    ['1/(1+((w-1.23456)/1e-5)^2)', 1],
    ['exp(-((w-0.777)/1e-3)^2/2)+sin(w)', 1 + Math.sin(0.777)],
  ])('%s', (text, top) => {
    const panel = panelOf(makeFigure('tangent-along-curve', [text], {}).sceneAt(1), 'curve');
    const curve = panel.marks.find(({ key }) => key === 'curve');
    const highest = Math.max(...(curve?.kind === 'path' ? curve.pieces.flat().map(([, y]) => y) : []));
    expect(Math.abs(highest - top)).toBeLessThan(2e-3);
    expect(panel.y.domain[1]).toBeGreaterThan(top);
    expect(panel.y.domain[1]).toBeLessThan(1.3 * top);
  });

  test('random peaks at random places', () => {
    let random = 0.37;
    const next = (): number => (random = (random * 9301 + 0.49297) % 1);
    for (let k = 0; k < 60; k++) {
      const [place, height, size] = [-2.9 + 5.8 * next(), 0.1 + 10 * next(), 10 ** (3 - 6 * next())];
      const width = size * 10 ** (-1 - 2.5 * next());
      const isBell = k % 2 === 0;
      const g = (w: number): number => {
        const t = (w - place * size) / width;
        return height * (isBell ? Math.exp((-t * t) / 2) : 1 / (1 + t * t));
      };
      const { pieces, y } = sampleCurve(g, [-3 * size, 3 * size]);
      const highest = Math.max(...pieces.flat().map(([, value]) => value));
      expect(highest / height, `${width} wide at ${place}·${size}`).toBeGreaterThan(0.995);
      expect(y[1]).toBeGreaterThan(height);
    }
  });

  test('what swings faster than pixels looks alike from end to end', () => {
    const points = sampleCurve((w) => Math.sin(1000 * w), [-3, 3]).pieces.flat();
    const parts = Array.from({ length: 6 }, (_, k) => points.filter(([w]) => w >= k - 3 && w < k - 2).length);
    expect(Math.max(...parts) / Math.min(...parts)).toBeLessThan(2);
  });
});

describe('numbers have the digits that tell them apart', () => {
  test('secant and tangent of 12345 w + 0.5 w²', () => {
    const figure = makeFigure('secant-panels', ['12345w+0.5w^2'], { at: 1, through: 2 });
    const [point, secant, tangent] = panelText('secant-panels', ['12345w+0.5w^2'], { at: 1, through: 2 });
    expect(point).toContain('12345.5');
    expect(secant).not.toBe(tangent);
    expect(secant).toContain('12346.5');
    const { secant: one, tangent: other } = readOutOf(figure.scene(0));
    expect(one).not.toBe(other);
  });

  test('title and sentence of a Taylor polynomial say the same number', () => {
    const figure = makeFigure('taylor-figure', ['w^6'], { at: 5, domain: [0, 6], value: 5 });
    const [title] = figure.sceneAt(figure.parameter.value).panels.map((panel) => plainText(panel.title ?? []));
    expect(title).toContain('15625');
    expect(figure.describeAt(figure.parameter.value)).toContain('15625');
  });

  test('a rounded number says so', () => {
    const [point, secant] = panelText('secant-panels', ['sin(w)'], { at: 0.5, through: 2 });
    expect(point).toMatch(/≈ \(0\.5, 0\.479\)/);
    expect(secant).toContain('h(w) ≈ ');
    const [exact] = panelText('secant-panels', ['w^2'], { at: 0.5, through: 2 });
    expect(exact).toContain('at (0.5, 0.25)');
  });

  test.each([
    [[1e9 - 1, 1e9 + 1], '1000000000.25', 1e9 + 0.25],
    [[1, 1 + 1e-9], '1.00000000025', 1 + 2.5e-10],
  ] as const)('read-outs in %j change with the point', (domain, text, w) => {
    const figure = makeFigure('tangent-along-curve', ['w^2'], { domain });
    const [here, there] = [readOutOf(figure.sceneAt(w)), readOutOf(figure.sceneAt(domain[0]))];
    expect(here['w']).toContain(text);
    expect(here['w']).not.toBe(there['w']);
    expect(here['g']).not.toBe(there['g']);
  });

  test('axes far from zero say once what their numbers have in common', () => {
    const far = axisTicks([1e9 - 1, 1e9 + 1], 4);
    expect(far.ticks.map(({ label }) => label)).toEqual(['−1.0', '−0.5', '0', '0.5', '1.0']);
    expect(plainText(axisName(variable('w'), far))).toBe('w − 10⁹');
    const near = axisTicks([-1e-9, 1e-9], 4);
    expect(near.ticks.map(({ label }) => label)).toEqual(['−1.0', '−0.5', '0', '0.5', '1.0']);
    expect(plainText(axisName(variable('w'), near))).toBe('w/10⁻⁹');
    const both = axisTicks([1, 1 + 1e-9], 2);
    expect(plainText(axisName(variable('w'), both))).toBe('(w − 1)/10⁻⁹');
    expect(both.ticks.map(({ value }) => value)).toEqual([1, 1 + 5e-10, 1 + 1e-9]);
  });
});

describe('places and views that figures choose', () => {
  const view = (elevation: number, azimuth: number): unknown => {
    const figure = makeFigure('tangent-planes', ['w1^2+w2'], { view: [elevation, azimuth] });
    return panelOf(figure.scene(0), figure.scene(0).panels[0]!.key).space?.camera.view;
  };
  test('views are reduced to their usual angles', () => {
    expect(view(345, 150)).toEqual([-15, 150]);
    expect(view(180, 30)).toEqual([0, -150]);
    expect(view(100, 0)).toEqual([80, 180]);
    expect(view(20, 150)).toEqual([20, 150]);
  });

  test('a descent that starts where there is no value has a start to take hold of', () => {
    const figure = makeFigure('descent', ['sqrt(w)'], { from: -2 });
    const start = markOf(figure.scene(0), 'curve', 'dot', 'start');
    expect(start).toMatchObject({ away: 'nowhere' });
    expect(start?.at.every(Number.isFinite)).toBe(true);
  });

  test('the error is studied where the curve can be seen', () => {
    const sentence = makeFigure('epsilon-sweep', ['tan(w)'], {}).describeAt(1);
    const at = Number(/at w = (\S+) is/.exec(sentence)?.[1]?.replace('−', '-'));
    expect(Math.abs(Math.tan(at))).toBeLessThan(5);
  });

  test('a function whose derivative is far higher has a panel of its own', () => {
    const scene = makeFigure('epsilon-sweep', ['cos(40w)^100/(w^2+1)'], { at: 0.01 }).scene(0);
    expect(scene.panels.map(({ key }) => key)).toEqual(['function', 'curve', 'error']);
    expect(panelOf(scene, 'function').y.domain[1]).toBeLessThan(1.5);
    expect(makeFigure('epsilon-sweep', ['sin(w)'], {}).scene(0).panels).toHaveLength(2);
  });
});

describe('contours and surfaces', () => {
  const levelsOf = (f: (x: number, y: number) => number): readonly number[] => {
    const { values } = samplePlane(f, [-3, 3], [-3, 3], 64);
    return roundLevels(values, [-17, 17]);
  };

  test('levels are round numbers, and fill a map whose values are spread unevenly', () => {
    expect(levelsOf((x, y) => 1 / (x * x + y * y))).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10]);
    expect(levelsOf((x, y) => -1 / (x * x + y * y))).toEqual([-10, -5, -2, -1, -0.5, -0.2, -0.1]);
    expect(levelsOf((x, y) => y / x)).toEqual([-10, -5, -2, -1, -0.5, 0, 0.5, 1, 2, 5, 10]);
  });

  test.each([
    ['w1 w2, with the saddle on the grid', (x: number, y: number) => x * y, 0, [0, 0]],
    ['w1 w2, with the saddle in a cell', (x: number, y: number) => (x - 0.011) * (y + 0.017), 0, [0.011, -0.017]],
    ['sin 3w1 cos 3w2', (x: number, y: number) => Math.sin(3 * x) * Math.cos(3 * y), 0, [Math.PI / 3, Math.PI / 6]],
  ] as const)('the lines of %s cross', (_name, f, level, [x, y]) => {
    const lines = contourLines(samplePlane(f, [-3, 3], [-3, 3]), level);
    const distance = Math.min(...lines.flat().map(([a, b]) => Math.hypot(a - x, b - y)));
    expect(distance).toBeLessThan(1e-6);
    for (const [a, b] of lines.flat()) expect(Math.abs(f(a, b) - level)).toBeLessThan(1e-3);
  });

  test('a hole of a surface is filled by its limit, and a jump is not', () => {
    const top = filled((x, y) => Math.sin(Math.hypot(x, y)) / Math.hypot(x, y), 6);
    expect(top(0, 0)).toBeCloseTo(1, 8);
    const slit = filled((x, y) => (x * x - y * y) / (x - y), 6);
    for (const t of [-2.5, 0, 1.1, 3]) expect(slit(t, t)).toBeCloseTo(2 * t, 8);
    expect(filled((x, y) => (x * y) / (x * x + y * y), 6)(0, 0)).toBeNaN();
    expect(filled((x, y) => 1 / (x * x + y * y), 6)(0, 0)).toBeNaN();
    expect(filled((x, y) => Math.sqrt(4 - x * x - y * y), 6)(2.5, 0)).toBeNaN();
  });

  test('a surface ends at its rim, not a cell before', () => {
    const { rim } = sampleSurface((x, y) => Math.sqrt(4 - x * x - y * y), [-3, 3], [-3, 3]);
    const points = rim.flatMap(({ lower, upper }) => [lower, upper].flatMap((half) => half?.points ?? []));
    const low = points.filter(([, , z]) => z < 1e-3);
    expect(low.length).toBeGreaterThan(40);
    for (const [x, y] of low) expect(Math.hypot(x, y)).toBeCloseTo(2, 6);
  });
});
