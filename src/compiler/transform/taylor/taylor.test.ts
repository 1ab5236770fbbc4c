/**
 * The transform against germs and closed forms: the interpreter on transformed IR gives the program's own values
 * bit for bit, and coefficients that agree with the directed derivatives of the untransformed program.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FunctionIr, Type } from '../../ir/ir.ts';
import { newValue, numberType } from '../../ir/ir.ts';
import { printFunction } from '../../ir/print.ts';
import { directedSlope } from '../../interpret/germ.ts';
import { createPlainMachine, interpret } from '../../interpret/interpret.ts';
import { lowerToIr } from '../../frontend/lower/lower.ts';
import { Builder } from '../../rules/builder.ts';
import { taylorTransform } from './taylor.ts';

const environment = { describe: () => undefined, names: [] };
const list: Type = { kind: 'array', element: numberType, storage: 'list' };
const floats: Type = { kind: 'array', element: numberType, storage: 'Float64Array' };

function parse(text: string, types: readonly Type[] = [numberType]): FunctionIr {
  const description = { kind: 'function', source: { name: 'g', text }, environment } as const;
  return lowerToIr(description, types.map((type) => ({ kind: 'value', type }) as const), 'g').fn; // prettier-ignore
}

/** g(w0) and its coefficients along w0 + t. */
function coefficients(fn: FunctionIr, w0: number, order: number): number[] {
  const seed = [1, ...new Array<number>(order - 1).fill(0)];
  return interpret(taylorTransform(fn, [true], order), [w0, ...seed]) as number[];
}

const programs: readonly [text: string, at: number][] = [
  ['w => w * w * w - 2 * w', 1.5],
  ['w => Math.sin(Math.exp(w)) / (1 + w * w)', 0.3],
  ['w => Math.tanh(w) * Math.atan(w) + Math.log(2 + w) ** 3', 0.7],
  ['w => Math.hypot(w, 2) + Math.atan2(w, 3) + Math.cbrt(w)', 1.25],
  ['w => { let s = 0; for (let i = 1; i <= 5; i++) s += w ** i / i; return s; }', 0.5],
  ['w => { let x = w; for (let i = 0; i < 6; i++) x = (x + w / x) / 2; return x; }', 2],
  ['w => { const a = [1, w, w * w]; a.push(a[1] * a[2]); a[0] += w; let s = 0; for (const x of a) s += x * x; return s; }', 0.75],
  ['w => { const a = new Float64Array(4); for (let i = 0; i < 4; i++) a[i] = Math.sin(w * i); return a.reduce((s, x) => s + x, 0); }', 0.4],
  ['w => { const p = { x: w, y: w * w, n: 3 }; p.x += p.y; const q = p; q.y *= 2; return p.x * p.y * p.n; }', 1.1],
  ['w => { const m = [[w, 1], [2, w * w]]; return m[0][0] * m[1][1] - m[0][1] * m[1][0]; }', 1.3],
  ['w => { const f = (n, x) => (n <= 0 ? 1 : x * f(n - 1, x) + 1); return f(5, w); }', 0.9],
  ['w => { let x = w; while (x > 1) x = x / 2; return x * x; }', 5],
  ['w => (w > 1 ? Math.sqrt(w) : w * w) + Math.max(w, 2) + Math.min(w, 3) + Math.abs(w - 4)', 2.5],
  ['w => Math.floor(w) * w + Math.trunc(3 * w) + (w % 0.7)', 1.6],
  ['w => 2 ** w + w ** w + w ** 2.5 + w ** -2', 1.4],
  ['w => { const a = [w, 2 * w]; const b = w > 0 ? a : [0, 0]; b[0] = b[0] * b[1]; return a[0]; }', 0.8],
  ['w => { const a = [3, 1, 2].map((x) => x * w); const last = a.pop(); return last * a.length + a[0]; }', 0.8],
]; // prettier-ignore

describe('the Taylor transform', () => {
  it.each(programs)('%s at %d', (text, at) => {
    const order = 4;
    const fn = parse(text);
    const found = coefficients(fn, at, order);
    expect(found[0]).toBe(interpret(fn, [at])[0]);
    const germ = directedSlope(fn, at, 1, order);
    expect(germ.kind).toBe('finite');
    let factorial = 1;
    for (let k = 1; k <= order; k++) {
      factorial *= k;
      const expected = germ.derivatives[k]! / factorial;
      expect(Math.abs(found[k]! - expected), `order ${k}: ${found[k]}, ${expected}`).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(expected)),
      );
    }
  });

  it('takes seeds for arrays and leaves inactive parameters without', () => {
    const fn = parse('(a, k, b) => { a[0] = a[0] * k + b[1]; return [a[0] * a[1], a]; }', [list, numberType, floats]);
    const transformed = taylorTransform(fn, [true, false, false], 2);
    expect(transformed.parameters.map((p) => p.name)).toEqual(['a', 'k', 'b', 'a_1', 'a_2']);
    const [pair, ...shadows] = interpret(transformed, [[2, 3], 5, new Float64Array([1, 7]), [1, 10], [100, 0]]);
    expect(pair).toEqual([51, [17, 3]]);
    // (17 + 5t + 500t²)(3 + 10t) = 51 + 185t + 1550t² + …
    expect(shadows).toEqual([[185, [5, 10]], [1550, [500, 0]]]); // prettier-ignore
  });

  it('a parameter that is not seeded but written to gets shadows of zeros', () => {
    const fn = parse('(w, a) => { a[0] = w * a[1]; return a[0] + a[1]; }', [numberType, floats]);
    const transformed = taylorTransform(fn, [true, false], 2);
    expect(interpret(transformed, [3, new Float64Array([1, 2]), 1, 0])).toEqual([8, 2, 0]);
  });

  it('inactive results have immediate zeros', () => {
    const fn = parse('(w, k) => Math.sin(k)', [numberType, numberType]);
    const transformed = taylorTransform(fn, [true, false], 2);
    expect(transformed.body.instructions.length).toBe(1);
    expect(transformed.body.yields.slice(1).map((value) => value.constant?.value)).toEqual([0, 0]);
  });

  it('prints as people would write it', () => {
    const w = newValue(numberType, 'w');
    const builder = new Builder();
    builder.block.yields = [builder.applyNamed('y', 'exp', [w])];
    const fn: FunctionIr = { name: 'g', parameters: [w], body: builder.block };
    expect(printFunction(taylorTransform(fn, [true], 2))).toBe(
      [
        'function g_taylor(%0:w number, %1:w_1 number, %2:w_2 number) {',
        '  %3:y = exp %0:w',
        '  %4 = mul 2, %2:w_2',
        '  %5 = mul %1:w_1, %3:y',
        '  %6 = mul %1:w_1, %5',
        '  %7 = mul %4, %3:y',
        '  %8 = add %6, %7',
        '  %9 = mul 0.5, %8',
        '  yield %3:y, %5, %9',
        '}',
      ].join('\n'),
    );
  });

  it('says where the program stands on a kink, and takes the midpoint there', () => {
    const flag = { hit: false };
    const run = (text: string, at: number): unknown[] => {
      flag.hit = false;
      return interpret(taylorTransform(parse(text), [true], 1), [at, 1], createPlainMachine(flag));
    };
    expect([run('w => Math.abs(w)', 0), flag.hit]).toEqual([[0, 0], true]);
    expect([run('w => Math.max(w, 3 * w)', 0), flag.hit]).toEqual([[0, 2], true]);
    expect([run('w => Math.max(w, 3 * w)', 1), flag.hit]).toEqual([[3, 3], false]);
    expect([run('w => (w > 0 ? w : 0)', 0), flag.hit]).toEqual([[0, 0], true]);
  });

  it('nests: coefficients of coefficients are mixed derivatives', () => {
    const fn = parse('w => Math.sin(w) * w');
    const twice = taylorTransform(taylorTransform(fn, [true], 1), [true, false], 1);
    const [, , firstAgain, second] = interpret(twice, [0.7, 1, 1]) as number[];
    expect(firstAgain).toBeCloseTo(Math.cos(0.7) * 0.7 + Math.sin(0.7), 14);
    expect(second).toBeCloseTo(2 * Math.cos(0.7) - Math.sin(0.7) * 0.7, 14);
  });
});

const leaf = fc.constantFrom('w', '0.5', '1.25', '2');
const expression = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('tree'), tie('tree'), fc.constantFrom('+', '-', '*', '/')).map(([a, b, op]) => `(${a} ${op} ${b})`),
    fc
      .tuple(fc.constantFrom('sin', 'cos', 'tanh', 'atan', 'asinh', 'exp', 'sinh', 'cosh', 'expm1'), tie('tree'))
      .map(([name, a]) => `Math.${name}(${a} / 2)`),
    tie('tree').map((a) => `Math.sqrt(1 + ${a} * ${a})`),
    tie('tree').map((a) => `Math.log(2 + ${a} * ${a})`),
    tie('tree').map((a) => `(${a}) ** 3`),
  ),
})).tree;

describe('random expressions', () => {
  it('order 3 by one pass is order 3 by three nested passes of order 1', () => {
    fc.assert(
      fc.property(expression, fc.double({ min: -1, max: 1, noNaN: true }), (body, at) => {
        const fn = parse(`w => ${body}`);
        const direct = coefficients(fn, at, 3);
        let nested = fn;
        for (let k = 0; k < 3; k++) {
          // One derivative more: the last yield, with the seed 1 built in.
          const step = taylorTransform(nested, [true], 1);
          const w = step.parameters[0]!;
          const body = { instructions: [...step.body.instructions], yields: step.body.yields.slice(-1) };
          const one = { ...step.parameters[1]!, constant: { value: 1 } };
          nested = replaceValue({ name: 'g', parameters: [w], body }, step.parameters[1]!, one);
        }
        const third = interpret(nested, [at])[0] as number;
        const scale = Math.max(1, ...direct.map(Math.abs)) * 1e6;
        if (!Number.isFinite(third) || scale > 1e12) return;
        expect(Math.abs(third / 6 - direct[3]!)).toBeLessThanOrEqual(1e-13 * scale);
      }),
      { seed: 20240607, numRuns: 300 },
    );
  });
});

function replaceValue(fn: FunctionIr, from: unknown, to: unknown): FunctionIr {
  const swap = (part: unknown): unknown => {
    if (part === from) return to;
    if (Array.isArray(part)) return part.map(swap);
    if (typeof part !== 'object' || part === null) return part;
    const { kind } = part as { kind?: unknown };
    const isInstruction = typeof kind === 'string' && !('source' in part);
    if (!isInstruction && !('instructions' in part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, key === 'span' ? each : swap(each)]));
  };
  return { ...fn, body: swap(fn.body) as FunctionIr['body'] };
}
