/** Edges: zeros, infinities, NaN, signed zeros, kinks, huge and tiny numbers, what is not taken. */
import * as c from './closed-forms.ts';
import { gradient, type Row, scalar } from './row.ts';

const { constant, identity, polynomial, power, product, scaled } = c;

export const edges: readonly Row[] = [
  scalar(
    'NaN in a branch that is not taken',
    (w: number) => (w > 0 ? Math.log(w) : w),
    [-2, 2],
    c.piecewise([(w) => w > 0, c.log], [() => true, identity]),
  ),
  scalar('a guarded quotient', (w: number) => (w === 0 ? 1 : Math.sin(w) / w), [0.5, 2], product(c.sin, power(-1)), {
    tolerance: 1e-12,
    reason: 'terms cancel near 0 in the closed form',
  }),
  scalar(
    'NaN outside the domain',
    (w: number) => Math.log(w) + Math.sqrt(w),
    [-1],
    () => NaN,
  ),
  scalar(
    'asin outside the domain',
    (w: number) => Math.asin(w),
    [2],
    () => NaN,
  ),
  scalar(
    'a fraction to a negative base',
    (w: number) => w ** 0.5,
    [-1],
    () => NaN,
  ),
  scalar(
    'an infinite slope is told',
    (w: number) => Math.sqrt(w),
    [0],
    (k) => (k === 0 ? 0 : Infinity),
    { orders: 1 },
  ),
  scalar(
    'log at 0',
    (w: number) => Math.log(w),
    [0],
    (k) => (k === 0 ? -Infinity : Infinity),
    { orders: 0 },
  ),
  scalar(
    '0 · ∞ does not appear',
    (w: number) => w * 0 + Math.sqrt(w * w + 1),
    [0],
    c.compose(c.sqrt, polynomial(1, 0, 1)),
  ),
  scalar(
    'overflow stays infinite',
    (w: number) => Math.exp(w),
    [800],
    () => Infinity,
    { orders: 1 },
  ),
  scalar('underflow', (w: number) => Math.exp(-w * w), [40], constant(0), { orders: 2 }),
  scalar('tiny numbers', (w: number) => w * w * 1e300, [1e-200], scaled(1e300, power(2)), {
    scale: 0,
    orders: 1,
    tolerance: 1e-13,
    looseValue: true,
  }),
  scalar(
    'minus zero',
    (w: number) => 1 / (w * -1) + w,
    [-0],
    () => Infinity,
    { orders: 0 },
  ),
  scalar('a large offset', (w: number) => 1e15 + w * w, [3], polynomial(1e15, 0, 1)),
  scalar('a constant function', (_w: number) => 7, [3], constant(7)),
  scalar(
    'a function without parameters in use',
    (w: number) => {
      void w;
      return Math.PI;
    },
    [3],
    constant(Math.PI),
  ),
  scalar(
    'a value that is thrown away',
    (w: number) => {
      Math.sin(w);
      const unused = w ** 5;
      void unused;
      return w;
    },
    [3],
    identity,
  ),
  scalar('a zero factor', (w: number) => 0 * Math.sin(w) + w, [3], identity),
  scalar('x − x', (w: number) => w - w, [3], constant(0)),
  scalar('x / x', (w: number) => w / w, [3, -2], constant(1), { tolerance: 2e-14, scale: 1 }),
  scalar('powers of zero', (w: number) => w ** 1 + w ** 2 + w ** 3 + Math.pow(w, 0), [0], polynomial(1, 1, 1, 1)),
  scalar('a double negation', (w: number) => -(-w), [3], identity),
  scalar('|w|² is smooth', (w: number) => Math.abs(w) ** 2, [0, -3], power(2), { orders: 1 }),
  scalar('max(w², 0) is smooth', (w: number) => Math.max(w * w, 0), [0, 2], power(2), { orders: 1 }),
  scalar('a comparison chain with NaN', (w: number) => (w < NaN ? 1 : w > NaN ? 2 : w), [3], identity),
  scalar(
    'Infinity as a start',
    (w: number) => {
      let best = Infinity;
      for (const x of [w, w * w, 9]) if (x < best) best = x;
      return best;
    },
    [2],
    identity,
  ),
  scalar(
    'many names',
    (w: number) => {
      const a = w,
        b = a + 1,
        d = b * a,
        e = d - b,
        f = e / 2,
        g = f ** 2,
        h = g + a;
      return h;
    },
    [2],
    polynomial(0.25, 1, -0.5, 0, 0.25),
  ),
  scalar(
    'deep nesting',
    (w: number) => {
      if (w > 0) {
        if (w > 1) {
          for (const k of [1, 2]) {
            if (k > 1) {
              while (true) {
                if (w > 2) return w * k;
                break;
              }
            }
          }
        }
      }
      return w;
    },
    [3, 1.5],
    c.piecewise([(w) => w > 2, scaled(2, identity)], [() => true, identity]),
  ),
  gradient(
    'NaN in one input stays in its own',
    (w: number[]) => w[0]! ** 2 + Math.sin(w[1]!),
    () => [[3, NaN]],
    () => [6, NaN],
  ),
  gradient(
    'an input that is not used',
    (w: number[]) => w[0]! ** 2,
    () => [[3, 4]],
    () => [6, 0],
    {
      hessian: () => [
        [2, 0],
        [0, 0],
      ],
    },
  ),
  gradient(
    'an input used once in a branch',
    (w: number[]) => (w[0]! > 0 ? w[0]! : w[1]!) + w[2]!,
    () => [[1, 2, 3]],
    () => [1, 0, 1],
  ),
  gradient(
    'relu at its corner, many inputs',
    (w: number[]) => w.reduce((s, x) => s + Math.max(0, x), 0),
    () => [[0, 1, -1]],
    () => [0.5, 1, 0],
  ),
  gradient(
    'a tie of three',
    (w: number[]) => Math.max(w[0]!, w[1]!) + Math.min(w[1]!, w[2]!),
    () => [[1, 1, 2]],
    () => [0.5, 1.5, 0],
  ),
  gradient(
    'hypot at the origin is a corner',
    (w: number[]) => Math.hypot(w[0]!, w[1]!) + w[0]!,
    () => [[0, 0]],
    () => [1, 0],
  ),
];
