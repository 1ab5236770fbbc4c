/** Germs beyond the verdict table: reasons, arrays, higher orders, rounding noise, and what they do not claim. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Type } from '../ir/ir.ts';
import { newValue, numberType } from '../ir/ir.ts';
import { lowerToIr } from '../frontend/lower/lower.ts';
import { Builder } from '../rules/builder.ts';
import { directedGradient, directedSlope, germVerdict } from './germ.ts';
import { interpret } from './interpret.ts';

const environment = { describe: () => undefined, names: [] };
const list: Type = { kind: 'array', element: numberType, storage: 'list' };
const floats: Type = { kind: 'array', element: numberType, storage: 'Float64Array' };

function parse(text: string, types: readonly Type[] = [numberType]) {
  const description = { kind: 'function', source: { name: 'g', text }, environment } as const;
  return lowerToIr(description, types.map((type) => ({ kind: 'value', type }) as const), 'g').fn; // prettier-ignore
}

describe('reasons are sentences', () => {
  it.each([
    ['w => Math.max(0, w)', 0, 'slopes from the left settle at 0, from the right at 1'],
    ['w => Math.max(w, (1 + 1e-9) * w)', 0, 'slopes from the left settle at 1, from the right at 1.000000001'],
    ['w => w * w', 3, 'slopes from both sides settle at 6'],
    ['w => Math.cbrt(w)', 0, 'slopes from both sides grow without bound: the tangent is vertical'],
    ['w => Math.cbrt(w * w)', 0, 'slopes from the left fall without bound, from the right they grow without bound'],
    ['w => Math.sign(w)', 0, 'the value is 0, but values from the left approach -1, from the right they approach 1'],
    ['w => 1 / (w * w)', 0, 'values from both sides grow without bound'],
    ['w => Math.sqrt(w)', 0, 'there are no values on the left: slopes from the right grow without bound'],
    ['w => Math.log(w)', 0, 'there are no values on the left: values from the right fall without bound'],
    ['w => Math.sin(w) / w', 0, 'the function has no value at 0, though both sides approach 1'],
    ['w => Math.sqrt(w)', -1, 'the function has no value at -1'],
    ['w => (w === 0 ? 0 : w * Math.sin(1 / w))', 0, 'slopes from both sides swing for ever and settle at no number'],
  ])('%s at %d', (text, at, reason) => {
    expect(germVerdict(parse(text), at).reason).toBe(reason);
  });
});

describe('one side', () => {
  it('has the program’s own value and higher derivatives', () => {
    const fn = parse('w => (w < 1 ? w ** 4 : Math.exp(w - 1))');
    expect(directedSlope(fn, 1, -1, 3).derivatives).toEqual([1, 4, 12, 24]);
    expect(directedSlope(fn, 1, 1, 3).derivatives).toEqual([1, 1, 1, 1]);
  });

  it('gives derivatives only as far as they exist', () => {
    expect(directedSlope(parse('w => w * Math.sqrt(w)'), 0, 1, 3).derivatives).toEqual([0, 0]);
    expect(directedSlope(parse('w => Math.abs(w) ** 2.5'), 0, 1, 3).derivatives).toEqual([0, 0, 0]);
  });

  it('runs loops, arrays, records and helpers', () => {
    const fn = parse(`w => {
      const relu = (x) => (x > 0 ? x : 0);
      const p = { low: [w, -w], high: new Float64Array(2) };
      for (let i = 0; i < 2; i++) p.high[i] = relu(p.low[i]) * (i + 1);
      let s = 0;
      for (const x of p.high) s += x;
      return s;
    }`);
    expect(germVerdict(fn, 0)).toMatchObject({ verdict: 'corner', left: -2, right: 1 });
  });

  it('keeps a smooth but steep point smooth', () => {
    const at = Math.PI / 2;
    const slope = 1 / Math.cos(at) ** 2;
    expect(germVerdict(parse('w => Math.tan(w)'), at)).toMatchObject({ verdict: 'differentiable', derivative: slope });
  });
});

describe('directional derivatives of functions of arrays', () => {
  const fn = parse('(a, b) => Math.max(a[0], a[1]) * b[0] + Math.abs(a[0])', [list, floats]);
  const point = [[0, 0], new Float64Array([3])];

  it.each([
    [[1, 0], 3 + 1],
    [[-1, 0], 0 + 1],
    [[0, 1], 3],
    [[0, -1], 0],
    [[1, 2], 6 + 1],
  ])('along %j', (direction, expected) => {
    expect(directedGradient(fn, point, [direction, undefined])).toMatchObject({ kind: 'finite', slope: expected });
    expect(point).toEqual([[0, 0], new Float64Array([3])]);
  });

  it('moves typed arrays and rounds what they round', () => {
    const typed = parse('(x, k) => { k[0] = x[0] * 2.5; return k[0] + x[0]; }', [
      floats,
      { kind: 'array', element: numberType, storage: 'Int32Array' },
    ]);
    expect(
      directedGradient(typed, [new Float64Array([2.1]), new Int32Array(1)], [new Float64Array([1]), undefined]),
    ).toMatchObject({ kind: 'finite', value: 7.1, slope: 1 });
  });

  it('takes a stopped number as a constant, while the verdict sees what the program computes', () => {
    const w = newValue(numberType, 'w');
    const b = new Builder();
    b.block.yields = [b.apply('mul', w, b.apply('stop', w))];
    const program = { name: 'g', parameters: [w], body: b.block };
    expect(directedGradient(program, [3], [1]).slope).toBe(3);
    expect(directedSlope(program, 3, 1).slope).toBe(6);
  });
});

describe('rounding noise is not taken for behaviour', () => {
  it('slopes that cancel are 0 within their bound', () => {
    const one = 'w => Math.abs(Math.sin(w) ** 2 + Math.cos(w) ** 2 - 1)';
    expect(germVerdict(parse(one), 0)).toMatchObject({ verdict: 'differentiable', derivative: 0 });
    expect(germVerdict(parse(one), 1)).toMatchObject({ verdict: 'differentiable', derivative: 0 });
  });

  it.each([
    ['w => (Math.exp(w) - Math.sinh(w) - Math.cosh(w) > 0 ? 1 : w)', 0.5],
    ['w => Math.sqrt(Math.sin(w) ** 2 + Math.cos(w) ** 2 - 1)', 0.3],
  ])('%s at %d: a sign of noise decides nothing', (text, at) => {
    expect(germVerdict(parse(text), at)).toMatchObject({ verdict: 'unknown', exact: false });
  });

  it('noise that the program divides by zero is a pole of the program', () => {
    expect(germVerdict(parse('w => ((w - 0.1) * 3 - (3 * w - 0.3)) / (w - 0.1)'), 0.1).verdict).toBe('jump');
  });

  it('pieces that meet up to rounding are continuous', () => {
    const spline = 'w => (w < 0.3 ? 1.7 * w * w * w : 0.0459 + 0.459 * (w - 0.3) + 1.53 * (w - 0.3) ** 2)';
    expect(germVerdict(parse(spline), 0.3)).toMatchObject({ verdict: 'differentiable', exact: true });
  });

  it('a step of 1e-9 and an angle of 1e-6 are seen', () => {
    expect(germVerdict(parse('w => Math.sin(w) + (w < 2 ? 0 : 1e-9)'), 2).verdict).toBe('jump');
    expect(germVerdict(parse('w => Math.sin(w) + 1e-6 * Math.abs(w - 2)'), 2).verdict).toBe('corner');
  });
});

describe('what cancels', () => {
  it('is looked at with more terms', () => {
    const far = 'w => (w === 0 ? 0 : (Math.sin(w) - w + w ** 3 / 6 - w ** 5 / 120) / w ** 6)';
    expect(germVerdict(parse(far), 0).exact, 'w³/6 meets the rounded 1/6 of the sine').toBe(false);
    const exact = 'w => (w === 0 ? 0 : (w + w ** 12 - w) / w ** 11)';
    expect(germVerdict(parse(exact), 0)).toMatchObject({ verdict: 'differentiable', derivative: 1, exact: true });
    const late = 'w => (w === 0 ? 0 : (Math.cos(w ** 6) - 1) / w ** 11)';
    expect(germVerdict(parse(late), 0)).toMatchObject({ verdict: 'differentiable', derivative: -0.5, exact: true });
  });

  it('is unknown where no number of terms tells', () => {
    const found = germVerdict(parse('w => (Math.sin(2 * w) - 2 * Math.sin(w) * Math.cos(w) > 0 ? 1 : w)'), 0);
    expect(found).toMatchObject({ verdict: 'unknown', exact: false, differentiable: false });
    expect(germVerdict(parse('w => (w === 0 ? 0 : Math.sin(1 / w) > 0 ? w : -w)'), 0).exact).toBe(false);
  });
});

const leaf = fc.constantFrom('w', 'w', 'w', '1', '2', '0.5');
const program = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('tree'), tie('tree'), fc.constantFrom('+', '-', '*')).map(([a, b, op]) => `(${a} ${op} ${b})`),
    fc
      .tuple(fc.constantFrom('abs', 'floor', 'round', 'sign', 'trunc', 'sin', 'cos', 'tanh', 'atan'), tie('tree'))
      .map(([name, a]) => `Math.${name}(${a})`),
    fc.tuple(fc.constantFrom('max', 'min'), tie('tree'), tie('tree')).map(([name, a, b]) => `Math.${name}(${a}, ${b})`),
    fc
      .tuple(tie('tree'), fc.constantFrom('<', '<=', '>='), tie('tree'), tie('tree'), tie('tree'))
      .map(([a, op, b, yes, no]) => `(${a} ${op} ${b} ? ${yes} : ${no})`),
  ),
})).tree;

describe('random piecewise programs', () => {
  it('secants settle where the germ says', () => {
    fc.assert(
      fc.property(
        program,
        fc.constantFrom(0, 1, -1, 0.5, 2),
        fc.constantFrom<(1 | -1)[]>(1, -1),
        (body, at, direction) => {
          const fn = parse(`w => ${body}`);
          const side = directedSlope(fn, at, direction);
          const g = (w: number): number => interpret(fn, [w])[0] as number;
          if (side.kind === 'unknown') return;
          expect(['finite', 'jump']).toContain(side.kind);
          const steps = [1e-3, 1e-5, 1e-7];
          const values = steps.map((t) => g(at + direction * t));
          const near = (x: number, y: number): boolean => Math.abs(x - y) <= 0.02 * (1 + Math.abs(y));
          expect(
            values.some((value) => near(value, side.value)),
            body,
          ).toBe(true);
          if (side.kind !== 'finite') return;
          const slopes = values.map((value, k) => (value - side.value) / (direction * steps[k]!));
          expect(slopes.some((slope) => near(slope, side.slope)), `${body} at ${at}: ${slopes.join()} for ${side.slope}`).toBe(true); // prettier-ignore
        },
      ),
      { seed: 20240607, numRuns: 400 },
    );
  });
});
