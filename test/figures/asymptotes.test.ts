/**
 * Lines that a curve comes near and does not meet, and tangents that stand upright: drawn where the values grow without bound, or
 * the slopes do on both sides alike, said in the description, and nowhere else.
 */
import { describe, expect, test } from 'vitest';
import {
  derivativeJoint,
  descent,
  epsilonSweep,
  lineAndPlane,
  secantPanels,
  secantToTangent,
  tangentAlongCurve,
  taylorFigure,
  type Figure,
} from '../../src/pictures/figures/index.ts';
import { prepareCurve } from '../../src/pictures/figures/curve.ts';
import { asymptotesOf } from '../../src/pictures/figures/marks.ts';

type G = (w: number) => number;
const half = Math.PI / 2;

describe('where', () => {
  test.each<readonly [string, G, readonly number[]]>([
    ['1/w', (w) => 1 / w, [0]],
    ['1/w²', (w) => 1 / w ** 2, [0]],
    ['w/(w² − 2)', (w) => w / (w ** 2 - 2), [-Math.SQRT2, Math.SQRT2]],
    ['tan w', (w) => Math.tan(w), [-half, half]],
    ['log |w − 1|', (w) => Math.log(Math.abs(w - 1)), [1]],
  ])('%s', (_, g, places) => {
    const found = asymptotesOf(prepareCurve(g, [-3, 3]));
    expect(found.length).toBe(places.length);
    for (const [k, w] of places.entries()) expect(found[k]).toBeCloseTo(w, 12);
  });

  test.each<readonly [string, G]>([
    ['a jump', (w) => Math.sign(w)],
    ['a large jump', (w) => (w < 1 ? 0 : 1e6)],
    ['a hole', (w) => Math.sin(w) / w],
    ['a value off the curve', (w) => (w === 1 ? 50 : w)],
    ['a root that ends upright', (w) => Math.sqrt(w)],
    ['a domain with steep ends', (w) => Math.asin(w)],
    ['a steep end', (w) => 100 / (w + 0.01) + Math.sqrt(w)],
    ['a vertical tangent', (w) => Math.cbrt(w)],
    ['a wall that is none', (w) => Math.atan(1e9 * w)],
    ['a needle', (w) => 1e3 * Math.exp(-1e4 * w * w)],
    ['waves that never settle', (w) => Math.sin(1 / w)],
    ['values too large for numbers before they get there', (w) => Math.exp(1 / w)],
    ['a gap', (w) => Math.sqrt(w * w - 1)],
  ])('not at %s', (_, g) => {
    expect(asymptotesOf(prepareCurve(g, [-3, 3]))).toEqual([]);
  });

  test('a fence of them is not drawn', () => {
    expect(asymptotesOf(prepareCurve((w) => Math.tan(40 * w), [-3, 3]))).toEqual([]);
  });

  test('in a part of the picture those that are in it', () => {
    const curve = prepareCurve((w) => Math.tan(w), [-3, 3]);
    expect(asymptotesOf(curve.within({ x: [1, 2], y: [-5, 5] })).map((w) => w.toFixed(6))).toEqual(['1.570796']);
    expect(asymptotesOf(curve.within({ x: [-1, 1], y: [-5, 5] }))).toEqual([]);
  });
});

/** Sides of the lines in the first panel of a figure's first picture. */
function linesOf(figure: Figure, value: number) {
  const [panel] = figure.sceneAt(value).panels;
  return panel!.marks.flatMap((mark) =>
    mark.kind === 'path' && mark.key.startsWith('asymptote') ? [{ mark, panel: panel! }] : [],
  );
}

const inverse: G = (w) => 1 / w;
const figures: readonly (readonly [string, Figure, number])[] = [
  ['tangentAlongCurve', tangentAlongCurve(inverse), 1],
  ['derivativeJoint', derivativeJoint(inverse), 1],
  ['secantToTangent', secantToTangent(inverse, { at: 1 }), 2],
  ['secantPanels', secantPanels(inverse, { at: 1, through: 2 }), 1],
  ['epsilonSweep', epsilonSweep(inverse, { at: 1 }), 1],
  ['taylorFigure', taylorFigure(inverse, { at: 1 }), 2],
  ['descent', descent(inverse, { from: 1 }), 1],
  ['lineAndPlane', lineAndPlane(inverse, (w: number[]) => w[0]! * w[1]!, { at: 1 }), 1],
];

test.each(figures)('%s draws one thin dashed line and says it', (_, figure, value) => {
  const lines = linesOf(figure, value);
  expect(lines).toHaveLength(1);
  const [{ mark, panel }] = lines as [(typeof lines)[0]];
  expect(mark.role).toBe('guide');
  expect(mark.pieces.flat().map(([w]) => w)).toEqual([0, 0]);
  expect(panel.y.domain[0]).toBeLessThanOrEqual(Math.min(...mark.pieces.flat().map(([, y]) => y)));
  expect(figure.describeAt(value)).toMatch(/ The curve has a vertical asymptote at w = 0\.00\.$/);
});

test('several are named, many are counted', () => {
  expect(tangentAlongCurve((w) => Math.tan(w)).describeAt(1)).toContain(
    'The curve has 2 vertical asymptotes at w ≈ −1.57 and w ≈ 1.57.',
  );
  expect(tangentAlongCurve((w) => Math.tan(3 * w)).describeAt(0.1)).toContain('The curve has 6 vertical asymptotes.');
});

describe('a tangent that stands upright', () => {
  const root: G = (w) => Math.cbrt(w);

  test.each<readonly [string, Figure, number]>([
    ['tangentAlongCurve', tangentAlongCurve(root), 0],
    ['secantToTangent', secantToTangent(root), 0],
    ['secantPanels', secantPanels(root), 0],
    ['lineAndPlane', lineAndPlane(root, (w: number[]) => Math.cbrt(w[0]!) + w[1]!), 0],
  ])('is drawn by %s, and its slope is told to be infinite', (name, figure, value) => {
    const { panels, notice } = figure.sceneAt(value);
    const panel = panels[name === 'secantPanels' ? 2 : 0]!;
    const [line] = panel.marks.filter(({ key }) => key === 'upright');
    expect(line?.role).toBe('guide');
    // Green is for derivatives.
    expect(panel.marks.filter(({ role }) => role === 'tangent')).toEqual([]);
    expect(line?.kind === 'path' && line.pieces).toEqual([panel.y.domain.map((y) => [0, y])]);
    expect(notice).toContain('the tangent is vertical here: its slope is infinite');
    expect(figure.describeAt(value)).toMatch(/the tangent is vertical here: its slope is infinite\./i);
    expect(figure.describeAt(value)).not.toMatch(/no tangent[^ p]/);
  });

  test('neither at a cusp nor at a corner', () => {
    for (const g of [(w: number) => Math.sqrt(Math.abs(w)), (w: number) => Math.abs(w)]) {
      const { panels, notice } = secantToTangent(g).sceneAt(0);
      expect(panels[0]!.marks.filter(({ role }) => role === 'tangent')).toEqual([]);
      expect(notice).toContain('no tangent here');
    }
  });
});
