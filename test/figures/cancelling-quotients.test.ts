/**
 * Quotients that cancel: a curve with one hole, and near it nothing but rounding noise. The picture shows the curve on both
 * sides, one open dot at the limit, and no line across. Truth comes from closed forms that do not cancel.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeFigure, type Figure, type FigureKind } from '../../src/pictures/figures/index.ts';
import type { Point, Scene } from '../../src/pictures/scene/scene.ts';
import { sampleCurve } from '../../src/pictures/scene/sample-curve.ts';
import { panelOf } from '../support/marks.ts';

type Domain = readonly [number, number];

function drawn(scene: Scene): {
  readonly pieces: readonly (readonly Point[])[];
  readonly open: readonly Point[];
  readonly filled: readonly Point[];
  readonly span: number;
} {
  const { marks, y } = panelOf(scene, 'curve');
  const dots = marks.flatMap((mark) => (mark.kind === 'dot' && mark.role === 'function' ? [mark] : []));
  const curve = marks.find(({ key }) => key === 'curve');
  return {
    pieces: curve?.kind === 'path' ? curve.pieces : [],
    open: dots.filter(({ open }) => open === true).map(({ at }) => at),
    filled: dots.filter(({ open }) => open !== true).map(({ at }) => at),
    span: y.domain[1] - y.domain[0],
  };
}

/** One hole, and a curve that follows the truth on both sides of it. */
function expectOneHole(figure: Figure, hole: Point, truth: (w: number) => number, domain: Domain): void {
  const { pieces, open, filled, span } = drawn(figure.sceneAt(figure.parameter.value));
  const width = domain[1] - domain[0];
  expect(filled).toEqual([]);
  expect(open).toHaveLength(1);
  expect(Math.abs(open[0]![0] - hole[0])).toBeLessThan(1e-9 * width);
  expect(Math.abs(open[0]![1] - hole[1])).toBeLessThan(Math.max(1e-4 * span, 1e-9 * Math.abs(hole[1])));
  expect(pieces).toHaveLength(2);
  for (const piece of pieces) {
    const [first, last] = [piece[0]![0], piece.at(-1)![0]];
    expect(first >= open[0]![0] || last <= open[0]![0]).toBe(true);
    for (const [w, y] of piece)
      expect(Math.abs(y - truth(w)), `${y} at ${w}, not ${truth(w)}`).toBeLessThan(0.003 * span);
  }
}

/** (u − 1)-like quotients at 0, as series: 1 + u/2! + … */
const seriesOf =
  (coefficients: (k: number) => number) =>
  (w: number): number => {
    let [sum, power] = [0, 1];
    for (let k = 0; k < 60; k++, power *= w) sum += coefficients(k) * power;
    return sum;
  };
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
const divided = (w: number, value: number, limit: number): number => (w === 0 ? limit : value / w);
/** Tangent less sine is tan·2 sin², half the angle. */
const tanLessSine = (w: number): number =>
  Math.abs(w) < 1e-100 ? 0.5 : (Math.tan(w) * 2 * Math.sin(w / 2) ** 2) / w ** 3;

interface Row {
  readonly text: string;
  readonly hole: Point;
  readonly truth: (w: number) => number;
  readonly domain?: Domain;
}

const rows: readonly Row[] = [
  { text: '((2+w)^2-4)/w', hole: [0, 4], truth: (w) => 4 + w },
  { text: '(e^w-1)/w', hole: [0, 1], truth: (w) => divided(w, Math.expm1(w), 1) },
  { text: 'ln(1+w)/w', hole: [0, 1], truth: (w) => divided(w, Math.log1p(w), 1), domain: [-0.9, 3] },
  {
    text: '(1-cos w)/w^2',
    hole: [0, 0.5],
    truth: (w) => (Math.abs(w) < 1e-100 ? 0.5 : 2 * (Math.sin(w / 2) / w) ** 2),
  },
  { text: '(tan w - sin w)/w^3', hole: [0, 0.5], truth: tanLessSine, domain: [-1, 1] },
  { text: '(sqrt(w+4)-2)/w', hole: [0, 0.25], truth: (w) => 1 / (Math.sqrt(w + 4) + 2) },
  { text: '(1+w)^(1/w)', hole: [0, Math.E], truth: (w) => Math.exp(divided(w, Math.log1p(w), 1)), domain: [-0.9, 3] },
  { text: 'w/(e^w-1)', hole: [0, 1], truth: (w) => 1 / divided(w, Math.expm1(w), 1) },
  { text: '1/(1-w)-2/(1-w^2)', hole: [1, -0.5], truth: (w) => -1 / (1 + w), domain: [-0.5, 3] },
  { text: '(e^w-1-w)/w^2', hole: [0, 0.5], truth: seriesOf((k) => 1 / factorial(k + 2)) },
  {
    text: '(sin w - w)/w^3',
    hole: [0, -1 / 6],
    truth: seriesOf((k) => (k % 2 === 1 ? 0 : (k % 4 === 0 ? -1 : 1) / factorial(k + 3))),
  },
  { text: '(w^3-1)/(w-1)', hole: [1, 3], truth: (w) => w * w + w + 1 },
  { text: '(3w-1)^2/(3w-1)', hole: [1 / 3, 0], truth: (w) => 3 * w - 1 },
];

const kinds = [
  'tangent-along-curve',
  'derivative-joint',
  'secant-to-tangent',
  'epsilon-sweep',
  'descent',
] as const satisfies readonly FigureKind[];

describe.each(rows)('$text', ({ text, hole, truth, domain = [-3, 3] }) => {
  test.each(kinds)('%s', (kind) => {
    const start = kind === 'secant-to-tangent' ? { at: domain[0] + 0.9 * (domain[1] - domain[0]) } : {};
    expectOneHole(makeFigure(kind, [text], { domain, ...start }), hole, truth, domain);
  });

  test.each([1e-3, 1e-6, 1e-9])('seen %d times as large', (size) => {
    const near: Domain = [hole[0] - size, hole[0] + 1.3 * size];
    expectOneHole(makeFigure('tangent-along-curve', [text], { domain: near }), hole, truth, near);
  });
});

test('the limit is where the slope is read as well', () => {
  const figure = makeFigure('derivative-joint', ['(1-cos w)/w^2'], {});
  const { marks } = panelOf(figure.sceneAt(1), 'derivative');
  const open = marks.flatMap((mark) => (mark.kind === 'dot' && mark.open === true ? [mark.at] : []));
  expect(open).toHaveLength(1);
  expect(open[0]![1]).toBeCloseTo(0, 6);
});

test('a hole where the zero of the divisor falls between two numbers', () => {
  const { pieces, open } = drawn(makeFigure('tangent-along-curve', ['(w^4-4)/(w^2-2)'], {}).sceneAt(1));
  expect(pieces).toHaveLength(3);
  expect(open.map(([w]) => w)).toEqual([expect.closeTo(-Math.SQRT2, 9), expect.closeTo(Math.SQRT2, 9)]);
  for (const [, y] of open) expect(y).toBeCloseTo(4, 6);
});

test('where values grow, noise on the way makes no limit', () => {
  for (const text of ['(e^w-1)/w^2', '(1-cos w)/w^3', '(sqrt(1+w)-1)/w^2']) {
    const { pieces, open } = drawn(makeFigure('tangent-along-curve', [text], { domain: [-0.9, 2] }).sceneAt(1));
    expect(open).toEqual([]);
    expect(pieces).toHaveLength(2);
  }
});

test('one-sided limits that differ are two open dots', () => {
  const { open } = drawn(makeFigure('tangent-along-curve', ['(e^|w|-1)/w'], {}).sceneAt(1));
  expect(open.map(([w, y]) => [w, Number(y.toFixed(6))])).toEqual([[0, -1], [0, 1]]); // prettier-ignore
});

test('a function that is only called shows its hole too', () => {
  const { pieces, events } = sampleCurve((w) => ((2 + w) ** 2 - 4) / w, [-3, 3]);
  expect(pieces).toHaveLength(2);
  expect(events).toEqual([{ kind: 'hole', w: 0, y: expect.closeTo(4, 9), value: NaN }]);
});

test('what is narrow and smooth is no noise', () => {
  // A peak of width 1e-6 in front of the hole, followed down to the last bit.
  const { events, y } = sampleCurve((w) => 1 + ((4e-12 / (1e-12 + w * w)) * Math.sin(w)) / w, [-1, 1]);
  expect(events).toEqual([{ kind: 'hole', w: 0, y: expect.closeTo(5, 6), value: NaN }]);
  expect(y[1]).toBeGreaterThan(0);
});

/** A function h, and (h(w) − h(a))/(w − a) without cancellation. */
interface Divided {
  readonly text: (w: string) => string;
  readonly quotient: (w: number, a: number) => number;
}

const half = (w: number, a: number): number => (w === a ? 1 : Math.sin((w - a) / 2) / ((w - a) / 2));
const functions: readonly Divided[] = [
  { text: (w) => `(${w})^2`, quotient: (w, a) => w + a },
  { text: (w) => `(${w})^3`, quotient: (w, a) => w * w + w * a + a * a },
  { text: (w) => `(${w})^5`, quotient: (w, a) => w ** 4 + w ** 3 * a + w * w * a * a + w * a ** 3 + a ** 4 },
  { text: (w) => `sin(${w})`, quotient: (w, a) => Math.cos((w + a) / 2) * half(w, a) },
  { text: (w) => `cos(${w})`, quotient: (w, a) => -Math.sin((w + a) / 2) * half(w, a) },
  { text: (w) => `e^(${w})`, quotient: (w, a) => Math.exp(a) * divided(w - a, Math.expm1(w - a), 1) },
  { text: (w) => `sqrt(${w}+9)`, quotient: (w, a) => 1 / (Math.sqrt(w + 9) + Math.sqrt(a + 9)) },
  { text: (w) => `1/(${w}+9)`, quotient: (w, a) => -1 / ((w + 9) * (a + 9)) },
  { text: (w) => `ln(${w}+9)`, quotient: (w, a) => divided(w - a, Math.log1p((w - a) / (a + 9)), 1 / (a + 9)) },
];

test('random difference quotients, at any place and of any size', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...functions),
      fc.double({ min: -2.5, max: 2.5, noNaN: true }),
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: -6, max: 6 }),
      fc.boolean(),
      ({ text, quotient }, place, digits, power, around) => {
        const a = Math.abs(place) < 1e-3 ? 0.5 : Number(place.toPrecision(digits));
        const size = 10 ** power;
        // In the argument itself, or in the step h = w − a, as a text of calculus writes it.
        const inner = `(w/1e${power})`;
        const formula = around
          ? `(${text(inner)}-${text(`(${a})`)})/(${inner}-(${a}))`
          : `(${text(`((${a})+${inner})`)}-${text(`(${a})`)})/${inner}`;
        const hole = around ? a * size : 0;
        const domain: Domain = [hole - 1.1 * size, hole + 0.8 * size];
        const truth = (w: number): number => quotient((around ? 0 : a) + w / size, a);
        expectOneHole(makeFigure('tangent-along-curve', [formula], { domain }), [hole, truth(hole)], truth, domain);
      },
    ),
    { seed: 13, numRuns: Number(process.env['RUNS'] ?? 60) },
  );
});

test('random polynomials divided by a power of a factor that is multiplied out', () => {
  const times = (p: readonly number[], a: number): number[] =>
    [...p, 0].map((_, k) => (p[k - 1] ?? 0) - a * (p[k] ?? 0));
  const at = (p: readonly number[], w: number): number => p.reduceRight((sum, c) => sum * w + c, 0);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: -16, max: 16 }),
      fc.integer({ min: 1, max: 4 }),
      (p, sixteenths, power) => {
        // A place that is a short number, so that the coefficients are exact and the quotient has a limit.
        const a = sixteenths / 16;
        let product: number[] = p;
        for (let k = 0; k < power; k++) product = times(product, a);
        const text = product.map((c, k) => `(${c})w^${k}`).join('+');
        if (p.every((c) => c === 0)) return;
        const domain: Domain = [-2, 2];
        const truth = (w: number): number => at(p, w);
        expectOneHole(makeFigure('tangent-along-curve', [`(${text})/(w-(${a}))^${power}`], { domain }), [a, truth(a)], truth, domain); // prettier-ignore
      },
    ),
    { seed: 7, numRuns: Number(process.env['RUNS'] ?? 40) },
  );
});
