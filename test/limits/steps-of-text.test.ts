/**
 * Functions from text have a budget of steps: whatever they do, every operator and every figure answers or ends with a
 * located S305, in compiled code and in the interpreter alike. Functions of the program have one when they ask for it.
 */
import { afterEach, describe, expect, test } from 'vitest';
import {
  checkGradient,
  computationGraph,
  derivative,
  differentiability,
  fromFormula,
  fromSource,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  numericalDerivative,
  SecantError,
  taylor,
  valueAndGrad,
  vjp,
  vmap,
} from 'secant';
import { makeFigure, tangentAlongCurve, tangentPlanes } from 'secant/figures';
import { forbidCompiling } from '../support/forbid-compiling.ts';

/** Texts that never end at w = 3, each by another way; all of them are harmless to read. */
const endless: Readonly<Record<string, string>> = {
  'a loop that does not move': 'w => { let s = 0; while (s < 1) s += 0 * w; return s + w }',
  'a loop only beyond 2.9': 'w => { let s = w; while (w > 2.9 && s < 9) s += 0 * w; return s }',
  'for without a test': 'w => { let s = w; for (;;) s = s / 2 + 1; return s }',
  'loops in loops': 'w => { let s = 0; for (let i = 0; i < 1e9; i++) for (let j = 0; j < 1e9; j++) s += w; return s }',
  'do while': 'w => { let s = w; do { s = Math.cos(s) } while (s > -2); return s }',
  'two calls, a comment between': 'const f = (n) => n < 1 ? 1 : f/**/(n - 1) + f(n - 2); w => f(60) * w',
  'two calls, asserted': 'const f = (n: number): number => n < 1 ? 1 : f!(n - 1) + f!(n - 2); w => f(60) * w',
  'two calls, a line comment between': 'const f = (n) => n < 1 ? 1 : f//\n(n - 1) + f(n - 2); w => f(60) * w',
  'a list without end': 'w => { const a = [w]; for (;;) a.push(w); return a[0] }',
  'a list of a thousand million': 'w => { const a = new Array(1e9).fill(w); return a[0] * w }',
  'lists of lists': 'w => { let s = 0; for (let i = 0; i < 1e8; i++) { const a = [w, i]; s += a[0] } return s }',
};

const operators: Readonly<Record<string, (f: (w: number) => number) => unknown>> = {
  'the function': (f) => f(3),
  vmap: (f) => vmap(f)(Float64Array.of(3)),
  grad: (f) => grad(f)(3),
  'order 2': (f) => derivative(f, { order: 2 })(3),
  jvp: (f) => jvp(f, [3], [1]),
  vjp: (f) => vjp(f, 3)[1](1),
  valueAndGrad: (f) => valueAndGrad(f)(3),
  hvp: (f) => hvp(f as never)(3 as never, 1 as never),
  checkGradient: (f) => checkGradient(f, 3),
  jacobian: (f) => jacobian(f)(3),
  hessian: (f) => hessian(f)(3),
  taylor: (f) => taylor(f, 3, 4),
  differentiability: (f) => differentiability(f, 3),
  numericalDerivative: (f) => numericalDerivative(f)(3),
  computationGraph: (f) => computationGraph(f, 3),
};

function errorOf(run: () => unknown): SecantError {
  try {
    run();
  } catch (error) {
    if (error instanceof SecantError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe.each(Object.entries(endless))('%s', (_, text) => {
  test.each(Object.entries(operators))('%s ends with a clear error', (name, ask) => {
    // A graph may have too many operations before it has too many steps.
    const codes = name === 'computationGraph' ? ['S304', 'S305'] : ['S305'];
    expect(codes).toContain(errorOf(() => ask(fromSource(text, { steps: 1e5 }))).code);
  });
});

test.each([
  ['tangent-along-curve', 'a loop that does not move'],
  ['secant-to-tangent', 'a loop only beyond 2.9'],
  ['epsilon-sweep', 'two calls, a comment between'],
  ['descent', 'a list of a thousand million'],
])('no %s is drawn of %s', (kind, name) => {
  const error = errorOf(() => {
    const figure = makeFigure(kind, [endless[name]!], {});
    figure.sceneAt(figure.parameter.value);
  });
  expect(error.code).toBe('S305');
});

const withoutEnd = 'function g(w) { return w > 1e9 ? w : g(w) + g(w) }';

test.each(['tangent-along-curve', 'secant-to-tangent'])('a %s of a recursion without an end is refused', (kind) => {
  const error = errorOf(() => makeFigure(kind, [withoutEnd], {}));
  expect(error.code).toBe('S305');
  expect(error.sentence).toBe('the function calls itself without an end for too many arguments to be drawn');
  // A picture drawn afterwards is not blamed for it.
  expect(makeFigure(kind, ['sin(w)'], {}).kind).toBe(kind);
  const slow = errorOf(() => makeFigure(kind, [endless['a loop that does not move']!], {}));
  expect(slow.sentence).not.toContain('itself');
});

test('figures that a page makes itself refuse such a recursion too', () => {
  const curve = (): unknown => tangentAlongCurve(fromSource<(w: number) => number>(withoutEnd));
  const surface = (): unknown => tangentPlanes(fromSource(`(v) => { ${withoutEnd}; return g(v[0]) + v[1] }`));
  for (const make of [curve, surface])
    expect(errorOf(make).sentence).toBe('the function calls itself without an end for too many arguments to be drawn');
});

test.each(Object.keys(operators))('%s of a recursion without an end ends with a clear error', (name) => {
  const ask = operators[name]!;
  const f = fromSource(withoutEnd);
  // Black boxes have no value where they fail.
  if (name === 'numericalDerivative') expect(ask(f)).toBeNaN();
  else expect(['S303', 'S304', 'S305']).toContain(errorOf(() => ask(f)).code);
});

test('the error names the loop', () => {
  const error = errorOf(() => fromSource('w => {\n  let s = w\n  while (s < 9) s += 0 * w\n  return s\n}')(1));
  expect(error.message).toBe(
    'source:3:3 S305: the function takes more than 10 000 000 steps; perhaps it has no end\n' +
      '  3 |   while (s < 9) s += 0 * w\n' +
      '    |   ^^^^^^^^^^^^^^^^^^^^^^^^  let it end sooner, or allow more with { steps }',
  );
});

describe('steps as an option', () => {
  const loop = (w: number): number => {
    let s = 0;
    for (let k = 0; k < w; k++) s += w;
    return s;
  };

  test('a function of the program has no limit unless it asks for one', () => {
    // Between whole numbers: at them the loop runs once more on one side, and the function jumps.
    expect(derivative(loop)(2e4 - 0.5)).toBe(2e4);
    expect(errorOf(() => derivative(loop, { steps: 1000 })(2e4)).code).toBe('S305');
    expect(derivative(loop, { steps: 1000 })(499.5)).toBe(500);
    expect(errorOf(() => grad(loop, { steps: 1000 })(2e4)).code).toBe('S305');
    expect(errorOf(() => jacobian(loop, { steps: 1000 })(2e4)).code).toBe('S305');
    expect(errorOf(() => taylor(loop, 2e4, 2, { steps: 1000 })).code).toBe('S305');
    expect(errorOf(() => vmap(loop, { steps: 1000 })(Float64Array.of(2e4, 2e4))).code).toBe('S305');
    expect(errorOf(() => jvp(loop, [2e4], [1], { steps: 1000 })).code).toBe('S305');
    expect(errorOf(() => differentiability(loop, 2e4, { steps: 1000 })).code).toBe('S305');
    expect(errorOf(() => computationGraph(loop, 2e4, { steps: 1000, limit: 1e6 })).code).toBe('S305');
    expect(errorOf(() => checkGradient(loop, 2e4, { steps: 1000 })).code).toBe('S305');
    expect(errorOf(() => checkGradient(loop, 2e4, { steps: 1000, order: 2 })).code).toBe('S305');
    expect(checkGradient(loop, 99.5, { steps: 1000 }).agrees).toBe(true);
    const product = vjp.with({ steps: 1000 });
    expect(errorOf(() => product(loop, 2e4)).code).toBe('S305');
    expect(product(loop, 499.5)[1](2)).toEqual([1000]);
    expect(vjp(loop, 2e4 - 0.5)[1](1)).toEqual([2e4]);
  });

  test('a derivative of a derivative keeps it', () => {
    expect(errorOf(() => derivative(derivative(loop, { steps: 1000 }))(2e6)).code).toBe('S305');
  });

  test('vmap counts for each point', () => {
    const points = Float64Array.from({ length: 200 }, () => 400);
    expect(vmap(loop, { steps: 1000 })(points)[199]).toBe(400 ** 2);
  });

  test('text may be given more, or less', () => {
    const text = 'w => { let s = 0; for (let k = 0; k < 1e4; k++) s += w; return s }';
    expect(fromSource(text)(1)).toBe(1e4);
    expect(errorOf(() => fromSource(text, { steps: 1e3 })(1)).code).toBe('S305');
    expect(fromSource(text, { steps: Infinity })(1)).toBe(1e4);
    expect(fromFormula('w^2', { steps: 10 })(3)).toBe(9);
  });

  test('what is no number of steps is refused', () => {
    expect(errorOf(() => vjp.with({ steps: 0 })).code).toBe('S203');
    expect(errorOf(() => vjp.with({ wrt: 0 } as object)).code).toBe('S203');
    expect(errorOf(() => derivative(loop, { steps: 0 })).code).toBe('S203');
    expect(errorOf(() => grad(loop, { steps: NaN })).code).toBe('S203');
    expect(errorOf(() => fromSource('w => w', { steps: -1 })).code).toBe('S203');
  });
});

describe('the meter', () => {
  test('a run that failed leaves nothing behind', () => {
    const g = fromSource('w => { let s = 0; for (let k = 0; k < w; k++) s += 1; return s }', { steps: 1e6 });
    for (let round = 0; round < 3; round++) {
      expect(errorOf(() => g(1e7)).code).toBe('S305');
      expect(g(9e5)).toBe(9e5);
    }
  });

  test('a function called while another runs does not spend its steps', () => {
    const inner = fromSource('w => { let s = 0; for (let k = 0; k < w; k++) s += 1; return s }', { steps: 1e5 });
    const outer = fromSource<(p: { readonly a: number }) => number>(
      'p => { let s = 0; for (let k = 0; k < 3; k++) s += p.a; return s }',
      { steps: 1e3 },
    );
    const point = new Proxy({ a: 1 }, { get: () => inner(9e4) });
    expect(outer(point)).toBe(27e4);
  });
});

describe('the interpreter', () => {
  afterEach(() => forbidCompiling(false));

  test('counts the same steps', () => {
    const text = 'w => { let s = 0; for (let k = 0; k < w; k++) s += Math.sin(k) / (1 + w); return s }';
    const limit = 400;
    const longest = (): number => {
      const g = fromSource(text, { steps: limit });
      let [low, high] = [1, 1000];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        try {
          g(middle);
          low = middle;
        } catch {
          high = middle;
        }
      }
      return low;
    };
    const compiled = longest();
    forbidCompiling(true);
    expect(longest()).toBe(compiled);
    expect(compiled).toBeGreaterThan(50);
  });

  test.each(Object.entries(endless))('%s ends', (_, text) => {
    forbidCompiling(true);
    expect(errorOf(() => fromSource(text, { steps: 1e4 })(3)).code).toBe('S305');
    expect(errorOf(() => grad(fromSource(text, { steps: 1e4 }))(3)).code).toBe('S305');
  });
});

describe('a function that is merely slow', () => {
  const newton = (rounds: number): string =>
    `w => { let s = w; for (let k = 0; k < ${rounds}; k++) s = s - (s * s * s - w) / (3 * s * s + 1); return s }`;

  test('is drawn coarser', () => {
    const pointsOf = (rounds: number): number => {
      const figure = makeFigure('secant-to-tangent', [newton(rounds)], {});
      return figure.svg(0).length;
    };
    expect(pointsOf(1000)).toBeGreaterThan(1000);
    expect(() => pointsOf(3000)).not.toThrow();
  });

  test('or refused in words that say so', () => {
    const error = errorOf(() => makeFigure('tangent-along-curve', [newton(1e6)], {}));
    expect(error.code).toBe('S305');
    expect(error.sentence).toContain('too slow to be drawn');
  });
});
