/**
 * Pictures at positions that matter, in other sizes and themes than the gallery's (gallery.test.ts has a picture of
 * each of its rows): the points that met, a corner, the outside of a domain, a dark figure on a phone.
 */
import { test } from 'vitest';
import {
  computationGraphFigure,
  derivativeJoint,
  descent,
  epsilonSweep,
  gradientField,
  lineAndPlane,
  secantPanels,
  secantPlanes,
  secantToTangent,
  tangentAlongCurve,
  tangentPlanes,
  taylorFigure,
  type Figure,
  type GraphMode,
  type SvgOptions,
} from '../../src/pictures/figures/index.ts';
import { expectGolden } from './golden-picture.ts';

const narrow = { width: 360, height: 300 } as const;

const bowl = (w: number[]): number => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2;

const graphOf = (mode: GraphMode): Figure =>
  computationGraphFigure((w: number) => Math.sin(w) * w ** 2, { mode, at: 2 });

const rows: readonly (readonly [string, Figure, number, SvgOptions])[] = [
  ['tangent-sin-at-1', tangentAlongCurve((w) => Math.sin(w)), 1, {}],
  [
    'tangent-orders-narrow-dark',
    tangentAlongCurve((w) => Math.sin(4 * w) + 0.1 * w ** 2, { orders: [1, 2] }),
    1,
    { ...narrow, theme: 'dark' },
  ],
  ['tangent-relu-at-0', tangentAlongCurve((w) => Math.max(0, w)), 0, {}],
  ['tangent-inverse-at-1-auto', tangentAlongCurve((w) => 1 / w), 1, { theme: 'auto' }],
  ['tangent-log-outside', tangentAlongCurve((w) => Math.log(w)), -1, narrow],
  ['derivative-joint-sin', derivativeJoint((w) => Math.sin(w)), 1, {}],
  ['derivative-joint-abs-dark', derivativeJoint((w) => Math.abs(w)), 0, { theme: 'dark', width: 360, height: 620 }],
  ['secant-sin-from-far', secantToTangent((w) => Math.sin(w)), -2.6, {}],
  ['secant-sin-met', secantToTangent((w) => Math.sin(w)), 0, {}],
  [
    'secant-tanh-met-narrow-dark',
    secantToTangent((w) => Math.tanh(w) ** 2, { at: 1 }),
    1,
    { ...narrow, theme: 'dark' },
  ],
  ['secant-relu-met', secantToTangent((w) => Math.max(0, w)), 0, {}],
  ['secant-panels-sin', secantPanels((w) => Math.sin(w)), 0, { height: 300 }],
  ['epsilon-sweep-sin', epsilonSweep((w) => Math.sin(w), { at: 1 }), 3, { height: 340 }],
  ['taylor-sin-order-5', taylorFigure((w) => Math.sin(w)), 5, {}],
  ['taylor-bent-ends', taylorFigure((w) => Math.abs(w) * w), 2, { ...narrow, theme: 'dark' }],
  ['gradient-bowl', gradientField(bowl), 1, {}],
  [
    'gradient-ridge-auto',
    gradientField((w) => Math.max(w[0]!, w[1]!), { at: [0, 0] }),
    0,
    { width: 360, theme: 'auto' },
  ],
  ['descent-square', descent((w: number) => w ** 2, { from: 2.5, rate: 0.2 }), 3, {}],
  ['descent-bowl-narrow-dark', descent(bowl, { from: [2.5, 2], rate: 0.2 }), 3, { width: 360, theme: 'dark' }],
  ['secant-planes-bowl-met-dark', secantPlanes(bowl), 0, { theme: 'dark', width: 640 }],
  ['tangent-planes-bowl-auto', tangentPlanes(bowl), 0, { theme: 'auto' }],
  ['tangent-planes-kink', tangentPlanes((w) => Math.max(w[0]!, w[1]!)), 0, {}],
  [
    'line-and-plane',
    lineAndPlane(
      (w) => 2 + Math.sin(w),
      (w) => 2 + Math.sin(w[0]! + w[1]!),
    ),
    0,
    { view: [30, -50] },
  ],
  ['graph-values-at-step-2', graphOf('values'), 2, {}],
  ['graph-forward-between-steps-narrow-dark', graphOf('forward'), 2.5, { theme: 'dark', width: 320 }],
  ['graph-reverse-whole-auto', graphOf('reverse'), 4, { theme: 'auto' }],
];

test.each(rows)('%s', (name, figure, value, options) => expectGolden(name, figure, value, options));
