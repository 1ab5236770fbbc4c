/**
 * A formula has two roads to the IR: straight from its tree, and through its JavaScript text like any function.
 * They must be the same road: the same program, so the same values, derivatives, verdicts, places and errors. And what
 * works on programs in a straight line (forward mode, the optimiser, emitted code) must give what its whole form gives.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  derivative,
  differentiability,
  fromFormula,
  fromSource,
  grad,
  hessian,
  jacobian,
  SecantError,
  taylor,
  vmap,
} from '../../src/index.ts';
import { lowerFormula } from '../../src/calculus/lower-formula.ts';
import { lowerDescribed } from '../../src/calculus/lower-described.ts';
import { describeFunction } from '../../src/calculus/functions.ts';
import { type FormulaSource, formulaToSource } from '../../src/compiler/frontend/formula/index.ts';
import { emitJavaScript } from '../../src/compiler/emit/javascript/javascript.ts';
import { emitStraightLine } from '../../src/compiler/emit/javascript/straight-line.ts';
import { forward } from '../../src/compiler/transform/forward/forward.ts';
import { type ForwardOptions, forwardStraightLine } from '../../src/compiler/transform/forward/straight-line.ts';
import type { ArgumentDescription, Lowered, TextDescription } from '../../src/compiler/ir/described.ts';
import { type Block, type FunctionIr, numberType } from '../../src/compiler/ir/ir.ts';
import { type Facts, smoothOperations } from '../../src/compiler/ir/operations.ts';
import { printFunction } from '../../src/compiler/ir/print.ts';
import { blocksOf } from '../../src/compiler/ir/visit.ts';
import { optimize, optimizeStraightLine } from '../../src/compiler/optimize/index.ts';
import { lowerToIr } from '../../src/compiler/frontend/lower/lower.ts';
import { taylorTransform } from '../../src/compiler/transform/taylor/taylor.ts';

const number: ArgumentDescription = { kind: 'value', type: numberType };
const list: ArgumentDescription = { kind: 'value', type: { kind: 'array', element: numberType, storage: 'list' } };
const typed: ArgumentDescription = {
  kind: 'value',
  type: { kind: 'array', element: numberType, storage: 'Float64Array' },
};

/** A program with the place of every instruction. */
function whole({ fn, gives, captured }: Lowered): string {
  const places = (block: Block): string[] =>
    block.instructions.flatMap((instruction) => {
      const span = 'span' in instruction ? instruction.span : undefined;
      return [`${span?.start}-${span?.end}`, ...blocksOf(instruction).flatMap(places)];
    });
  return [printFunction(fn), places(fn.body).join(' '), gives, captured.length].join('\n');
}

/** What a road gives, or the error it ends in. */
function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof SecantError) return error.message.replace(/^source:/, 'formula:');
    throw error;
  }
}

function roads(formula: FormulaSource, args: readonly ArgumentDescription[]): { direct: unknown; read: unknown } {
  const source = { name: 'formula', text: formula.source };
  const description: TextDescription = {
    kind: 'function',
    source,
    environment: { describe: () => undefined, names: [] },
  };
  return {
    direct: outcome(() => {
      const lowered = lowerFormula(formula, source, args, 'g');
      return lowered && whole(lowered);
    }),
    read: outcome(() => whole(lowerToIr(description, args, 'g'))),
  };
}

const corpus = [
  'sin(4w) + 0.1w^2',
  'w',
  '3',
  'max(0, w)',
  'max(1, w, w^2, 2)',
  'hypot(w)',
  'hypot(w, 1, 2)',
  '|w||w-1|',
  'cos(40w)^100/(w^2+1)',
  '-w^2 - -w',
  'w^-2 + w^0.5 + w^w + 2^w + w^0 + w^1 + w^9',
  'e^w + e + pi w + tau + inf',
  'sec w + csc w + cot w + sech w + csch w + coth w + relu w + sigmoid w + step w',
  'log10 w + log2 w + log_3 w + ln w + atan2(w, 2) + pow(w, 3) + cbrt w + ∛w',
  'floor w + ceil w + round w + trunc w + sign w',
  '{w > 0: w, 0}',
  '{w > 0: w}',
  '{0 < w < 1: w^2, w >= 1: 2w - 1, -w}',
  '{0 <= w <= 1 < 2w: 1, w = 3: 2, w != 4: 3, 5}',
  '{1 < 2: w, 0}',
  '{1 < 0: w, 2 > 1: w^2, 0}',
  '{1 < 2 < w: w, 3}',
  '{3 = 3: {w > 0: 1, 1}, 0}',
  '{w > 0: 2, w < -1: 2, 2}',
  '2{w > 0: sin(w), {w < -1: cos w, w}} + 1',
  'sin({w > 0: w, -w})^2',
  'w - w + 0w + w/1 + 1w',
  '5 + (w1 + 0.5)^2 + (w2 + 0.5)^2',
  '2 + sin(w1 + w2)',
  'x y + x/y - {x > y: x, y = 1: 2, 0}',
  'max(x, y) + |x - y| + hypot(x, y)',
  'w0 w1 w2 - w3',
  'x1',
];

const called = Object.values<Facts>(smoothOperations).flatMap(({ math, arity }) =>
  math !== undefined && !math.endsWith('round') ? [[math, arity] as const] : [],
);

const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('w', 'w', 'w', '0', '1', '2', '0.5', '3', 'pi', 'e', 'inf'),
    fc
      .tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/', '^'), tie('tree'))
      .map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
    tie('tree').map((inner) => `-(${inner})`),
    fc
      .tuple(fc.constantFrom(...called), tie('tree'), tie('tree'))
      .map(([[name, count], a, b]) => `${name}(${[a, b].slice(0, count).join(', ')})`),
    fc
      .tuple(fc.constantFrom('abs', 'sign', 'floor', 'relu', 'step', 'sigmoid', 'sqrt'), tie('tree'))
      .map(([name, a]) => `${name}(${a})`),
    fc
      .tuple(fc.constantFrom('min', 'max', 'hypot'), fc.array(tie('tree'), { minLength: 2, maxLength: 4 }))
      .map(([name, list]) => `${name}(${list.join(', ')})`),
    fc
      .tuple(
        fc.constantFrom('<', '>', '<=', '>=', '=', '!='),
        fc.constantFrom('<', '>='),
        fc.array(tie('tree'), { minLength: 5, maxLength: 5 }),
      )
      .map(
        ([first, second, [a, b, c, d, e]]) =>
          `{${a} ${first} ${b}: ${c}, ${b} ${second} ${a} ${first} ${e}: ${d}, ${e}}`,
      ),
  ),
}));

describe('both roads of a formula', () => {
  it.each(corpus)('%s', (text) => {
    const formula = formulaToSource(text);
    for (const args of [[number], [list], [typed]]) {
      const { direct, read } = roads(formula, args);
      expect(direct).toBe(read);
      expect(direct).not.toBeUndefined();
    }
  });

  it('are one for random formulas, of one number and of two', () => {
    fc.assert(
      fc.property(tree, fc.boolean(), (text, pair) => {
        const formula = pair
          ? formulaToSource(text.replace(/\bw\b/g, 'y').replace(/\by\b/, 'x'), { variables: ['x', 'y'] })
          : formulaToSource(text, { variables: ['w'] });
        for (const args of [[number], [list]]) {
          const { direct, read } = roads(formula, args);
          expect(direct).toBe(read);
        }
      }),
      { seed: 20261, numRuns: 1500 },
    );
  });

  it('are told apart by nobody: what is called with anything else is read from its text', () => {
    const source = fromSource('(w) => Math.sin(w)');
    const formula = fromFormula<(...args: unknown[]) => unknown>('sin(w)');
    const told = (run: () => unknown): unknown => outcome(run);
    for (const args of [[], [undefined], [true], ['1'], [null], [1, 2], [{ a: 1 }], [[1, 'a']], [[]]]) {
      const given = args as never[];
      expect(told(() => formula(...given))).toEqual(told(() => (source as (...args: never[]) => unknown)(...given)));
    }
  });
});

describe('derivatives of formulas', () => {
  const points = [-2.5, -1, -0.5, 0, 0.3, 1, 2, 3];

  it.each(corpus.filter((text) => !formulaToSource(text).vector))('%s', (text) => {
    const formula = fromFormula(text);
    const source = fromSource(formulaToSource(text).source);
    for (const w of points) {
      const both = (ask: (g: (w: number) => number) => unknown): void => {
        expect(outcome(() => ask(formula))).toEqual(outcome(() => ask(source)));
      };
      both((g) => g(w));
      both((g) => derivative(g)(w));
      both((g) => derivative(g, { order: 3 })(w));
      both((g) => derivative(derivative(g))(w));
      both((g) => derivative((v: number) => g(v) * v, { scope: { g } })(w));
      both((g) => derivative((v: number) => derivative(g)(v) * v, { scope: { g, derivative } })(w));
      both((g) => grad(g)(w));
      both((g) => grad(derivative(g))(w));
      both((g) => taylor(g, w, 4));
      both((g) => hessian(g)(w));
      both((g) => jacobian(g)(w));
      both((g) => vmap(derivative(g))(Float64Array.of(w)));
      both((g) => differentiability(g, w));
      both((g) => differentiability(derivative(g), w));
    }
  });

  it('of two numbers too', () => {
    for (const text of corpus.filter((row) => formulaToSource(row).vector)) {
      const formula = fromFormula<(w: number[]) => number>(text);
      const source = fromSource<(w: number[]) => number>(formulaToSource(text).source);
      for (const point of [[0, 0, 0, 0], [1, 1, 2, 3], [-1, 0.5, 1, 1], [1]]) {
        const both = (ask: (f: (w: number[]) => number) => unknown): void => {
          expect(outcome(() => ask(formula))).toEqual(outcome(() => ask(source)));
        };
        both((f) => f(point));
        both((f) => grad(f)(point));
        both((f) => grad(f)(Float64Array.from(point) as never));
        both((f) => jacobian(f)(point));
        both((f) => hessian(f)(point));
        both((f) => grad((w: number[]) => f(w) + f([1, 2, 3, 4]), { scope: { f } })(point));
      }
    }
  });

  it('a derivative as a program of its own is that of the reader', () => {
    for (const order of [1, 2, 3]) {
      const of = (g: (w: number) => number): FunctionIr => {
        const d = derivative(g, { order });
        return optimize(lowerDescribed(describeFunction(d), [number], 'd').fn);
      };
      const text = '{w > 1: sin(w) w^3, exp(2w)}';
      expect(printFunction(of(fromFormula(text)))).toBe(printFunction(of(fromSource(formulaToSource(text).source))));
    }
  });
});

it('what is made for programs in a straight line gives there what is made for all programs', () => {
  fc.assert(
    fc.property(tree, fc.boolean(), (text, pair) => {
      const variables = pair ? ['x', 'w'] : ['w'];
      const formula = formulaToSource(text, { variables });
      const source = { name: 'formula', text: formula.source };
      const lowered = lowerFormula(formula, source, [pair ? list : number], 'g');
      if (lowered === undefined) throw new Error('a formula that is not lowered');
      const same = (fn: FunctionIr): FunctionIr => {
        const light = optimizeStraightLine(fn);
        expect(printFunction(light)).toBe(printFunction(optimize(fn)));
        const options = { results: 'array', comments: true } as const;
        expect(emitStraightLine(light, options).code).toBe(emitJavaScript(light, options).code);
        return light;
      };
      const carried = (fn: FunctionIr, options: ForwardOptions): FunctionIr => {
        const light = forwardStraightLine(fn, [true], options);
        expect(printFunction(light)).toBe(printFunction(forward(fn, [true], options)));
        return same(light);
      };
      const plain = same(lowered.fn);
      for (const width of [1, 2]) carried(plain, { ties: true, width });
      // Figures differentiate twice by nesting.
      if (!pair) carried(carried(plain, { ties: true, seed: 1 }), { ties: true, seed: 1 });
      if (!pair) same(taylorTransform(plain, [true], 3));
    }),
    { seed: 20262, numRuns: 400 },
  );
});
