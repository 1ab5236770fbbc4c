/**
 * What formulas mean. Each row is a formula, the JavaScript it must become, and the function in plain JavaScript
 * that it must agree with; the last column is written apart from the second, so that a wrong reading shows twice.
 */
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../base/diagnostics.ts';
import { formulaToSource } from './index.ts';
import { tokenize } from './tokens.ts';

type Row = readonly [formula: string, body: string, meaning: (w: number) => number];
const { PI, E, sin, cos, tan, abs, exp, log, sqrt, max, min } = Math;

const ofOneNumber: readonly Row[] = [
  // Products side by side.
  ['4w', '4 * w', (w) => w + w + w + w],
  ['2sin(w)', '2 * Math.sin(w)', (w) => sin(w) * 2],
  ['3(w+1)', '3 * (w + 1)', (w) => 3 * w + 3],
  ['(w+1)(w-1)', '(w + 1) * (w - 1)', (w) => w * w - 1],
  ['(w)(w)', 'w * w', (w) => w * w],
  ['w sin(w)', 'w * Math.sin(w)', (w) => sin(w) * w],
  ['w(w+1)', 'w * (w + 1)', (w) => w * w + w],
  ['2pi w', '2 * Math.PI * w', (w) => PI * w * 2],
  ['2πw', '2 * Math.PI * w', (w) => PI * w * 2],
  ['tau w', '2 * Math.PI * w', (w) => PI * w * 2],
  ['2 (w)', '2 * w', (w) => 2 * w],
  ['-w w', '-w * w', (w) => -w * w],
  ['1/2w', '1 / 2 * w', (w) => w / 2],
  ['w/2(w+1)', 'w / 2 * (w + 1)', (w) => (w * (w + 1)) / 2],
  // Powers.
  ['0.1w^2', '0.1 * w ** 2', (w) => 0.1 * w * w],
  ['w**2', 'w ** 2', (w) => w * w],
  ['-w^2', '-(w ** 2)', (w) => -(w * w)],
  ['(-w)^2', '(-w) ** 2', (w) => w * w],
  ['2 - w^2', '2 - w ** 2', (w) => 2 - w * w],
  ['2^3^2', 'Math.pow(2, 3 ** 2)', () => 512],
  ['(2^3)^2', '(2 ** 3) ** 2', () => 64],
  ['w^-2', 'w ** -2', (w) => 1 / (w * w)],
  ['2^-w', 'Math.pow(2, -w)', (w) => 1 / exp(w * log(2))],
  ['2^w', 'Math.pow(2, w)', (w) => exp(w * log(2))],
  ['(w^2+1)^w', 'Math.pow(w ** 2 + 1, w)', (w) => exp(w * log(w * w + 1))],
  ['w^2.5', 'Math.pow(w, 2.5)', (w) => w * w * sqrt(w)],
  ['w^(1/3)', 'Math.pow(w, 1 / 3)', (w) => exp(log(w) / 3)],
  ['w^(2)', 'w ** 2', (w) => w * w],
  ['w^2w', 'w ** 2 * w', (w) => w * w * w],
  ['w²', 'w ** 2', (w) => w * w],
  ['w¹⁰', 'w ** 10', (w) => w * w * w * w * w * (w * w * w * w * w)],
  ['w⁻¹', 'w ** -1', (w) => 1 / w],
  ['2w²(w+1)³', '2 * w ** 2 * (w + 1) ** 3', (w) => 2 * w * w * (w + 1) * (w + 1) * (w + 1)],
  ['pow(w, 3)', 'w ** 3', (w) => w * w * w],
  ['e^w', 'Math.exp(w)', (w) => exp(w)],
  ['2e^(-w^2/2)', '2 * Math.exp(-(w ** 2) / 2)', (w) => 2 * exp(-0.5 * w * w)],
  ['e w', 'Math.E * w', (w) => w * E],
  ['2e w', '2 * Math.E * w', (w) => w * E * 2],
  // Numbers.
  ['2e3w', '2e3 * w', (w) => 2000 * w],
  ['1.5e-3', '1.5e-3', () => 0.0015],
  ['.5w', '0.5 * w', (w) => w / 2],
  ['5.w', '5 * w', (w) => 5 * w],
  ['007', '7', () => 7],
  ['3', '3', () => 3],
  ['inf', 'Infinity', () => Infinity],
  ['-∞', '-Infinity', () => -Infinity],
  // Bars.
  ['|w|', 'Math.abs(w)', (w) => max(w, -w)],
  ['2|w|', '2 * Math.abs(w)', (w) => 2 * max(w, -w)],
  ['|w|w', 'Math.abs(w) * w', (w) => w * max(w, -w)],
  ['|w||w-1|', 'Math.abs(w) * Math.abs(w - 1)', (w) => abs(w * w - w)],
  ['|w-|w||', 'Math.abs(w - Math.abs(w))', (w) => (w < 0 ? -2 * w : 0)],
  ['||w|-1|', 'Math.abs(Math.abs(w) - 1)', (w) => abs(max(w, -w) - 1)],
  ['|2|w||', 'Math.abs(2 * Math.abs(w))', (w) => 2 * max(w, -w)],
  ['|w|+|w-1|', 'Math.abs(w) + Math.abs(w - 1)', (w) => abs(w) + abs(1 - w)],
  ['|w|w-1|w|', 'Math.abs(w) * w - 1 * Math.abs(w)', (w) => abs(w) * (w - 1)],
  ['||w||', 'Math.abs(Math.abs(w))', (w) => max(w, -w)],
  ['|w|/w', 'Math.abs(w) / w', (w) => (w < 0 ? -1 : w > 0 ? 1 : NaN)],
  ['|-w|^3', 'Math.abs(-w) ** 3', (w) => max(w, -w) * w * w],
  ['|(|w|)|', 'Math.abs(Math.abs(w))', (w) => max(w, -w)],
  ['|sin |w||', 'Math.abs(Math.sin(Math.abs(w)))', (w) => abs(sin(w))],
  ['sin²|w|', 'Math.sin(Math.abs(w)) ** 2', (w) => sin(w) * sin(w)],
  ['|max(|w|, 1)|', 'Math.abs(Math.max(Math.abs(w), 1))', (w) => max(w, -w, 1)],
  // Functions, with and without parentheses.
  ['sin w', 'Math.sin(w)', (w) => sin(w)],
  ['sin 4w', 'Math.sin(4 * w)', (w) => sin(w * 4)],
  ['sin 2pi w', 'Math.sin(2 * Math.PI * w)', (w) => sin(2 * PI * w)],
  ['sin w^2', 'Math.sin(w ** 2)', (w) => sin(w * w)],
  ['sin(w)^2', 'Math.sin(w) ** 2', (w) => sin(w) * sin(w)],
  ['sin^2(w)', 'Math.sin(w) ** 2', (w) => sin(w) * sin(w)],
  ['sin^2 w + cos^2 w', 'Math.sin(w) ** 2 + Math.cos(w) ** 2', () => 1],
  ['sin²(2w)', 'Math.sin(2 * w) ** 2', (w) => sin(2 * w) * sin(2 * w)],
  ['sin w cos w', 'Math.sin(w) * Math.cos(w)', (w) => sin(2 * w) / 2],
  ['sin cos w', 'Math.sin(Math.cos(w))', (w) => sin(cos(w))],
  ['sin w/2', 'Math.sin(w) / 2', (w) => sin(w) / 2],
  ['ln w', 'Math.log(w)', (w) => log(w)],
  ['log(w)', 'Math.log(w)', (w) => log(w)],
  ['log10(w)', 'Math.log10(w)', (w) => log(w) / log(10)],
  ['log2(w)', 'Math.log2(w)', (w) => log(w) / log(2)],
  ['log_2(w)', 'Math.log2(w)', (w) => log(w) / log(2)],
  ['log₁₀ w', 'Math.log10(w)', (w) => log(w) / log(10)],
  ['log_{3}(w)', 'Math.log(w) / Math.log(3)', (w) => log(w) / log(3)],
  ['sqrt(w)', 'Math.sqrt(w)', (w) => w ** 0.5],
  ['√w', 'Math.sqrt(w)', (w) => w ** 0.5],
  ['√(w+1)/2', 'Math.sqrt(w + 1) / 2', (w) => (w + 1) ** 0.5 / 2],
  ['√2w', 'Math.sqrt(2) * w', (w) => 2 ** 0.5 * w],
  ['∛w', 'Math.cbrt(w)', (w) => Math.sign(w) * abs(w) ** (1 / 3)],
  ['sec(w)', '1 / Math.cos(w)', (w) => 1 / cos(w)],
  ['csc(w)^2', '(1 / Math.sin(w)) ** 2', (w) => 1 / (sin(w) * sin(w))],
  ['w cot w', 'w * (1 / Math.tan(w))', (w) => (w * cos(w)) / sin(w)],
  ['tan w', 'Math.tan(w)', (w) => sin(w) / cos(w)],
  ['coth(w)', '1 / Math.tanh(w)', (w) => (exp(w) + exp(-w)) / (exp(w) - exp(-w))],
  ['arctan(w) + asinh(w)', 'Math.atan(w) + Math.asinh(w)', (w) => Math.atan(w) + Math.asinh(w)],
  ['arcsin(w/9)', 'Math.asin(w / 9)', (w) => Math.asin(w / 9)],
  ['atan2(w, 1)', 'Math.atan2(w, 1)', (w) => Math.atan(w)],
  ['expm1(w) + log1p(w^2)', 'Math.expm1(w) + Math.log1p(w ** 2)', (w) => exp(w) - 1 + log(1 + w * w)],
  ['floor(w) + ceil(w)', 'Math.floor(w) + Math.ceil(w)', (w) => 2 * Math.floor(w) + (Number.isInteger(w) ? 0 : 1)],
  ['round(w) + trunc(w) + sgn(w)', 'Math.round(w) + Math.trunc(w) + Math.sign(w)', slowRounding],
  ['max(0, w)', 'Math.max(0, w)', (w) => (w > 0 ? w : 0)],
  ['min(w, 1, 2)', 'Math.min(w, 1, 2)', (w) => (w < 1 ? w : 1)],
  ['hypot(w, 1)', 'Math.hypot(w, 1)', (w) => sqrt(w * w + 1)],
  ['relu(w)', 'Math.max(0, w)', (w) => (w > 0 ? w : 0)],
  ['sigmoid(2w)', '1 / (1 + Math.exp(-(2 * w)))', (w) => exp(2 * w) / (1 + exp(2 * w))],
  ['step(w)', '(1 + Math.sign(w)) / 2', (w) => (w > 0 ? 1 : w < 0 ? 0 : 0.5)],
  ['Math.sin(w) + Math.PI - Math.E', 'Math.sin(w) + Math.PI - Math.E', (w) => sin(w) + PI - E],
  // Signs and grouping.
  ['2·w×3÷4−1', '2 * w * 3 / 4 - 1', (w) => 1.5 * w - 1],
  ['2 - -w', '2 - -w', (w) => 2 + w],
  ['2*-w', '2 * -w', (w) => -2 * w],
  ['+w', 'w', (w) => w],
  ['-(-w)', '-(-w)', (w) => w],
  ['w - (w - 1)', 'w - (w - 1)', () => 1],
  ['1/(1/w)', '1 / (1 / w)', (w) => w],
  // Pieces.
  ['{w > 0: w, 0}', 'w > 0 ? w : 0', (w) => max(0, w)],
  ['2{w ≥ 1: 1, 0}', '2 * (w >= 1 ? 1 : 0)', (w) => (w < 1 ? 0 : 2)],
  ['{w = 0: 1, sin(w)/w}', 'w === 0 ? 1 : Math.sin(w) / w', (w) => (w === 0 ? 1 : sin(w) / w)],
  [
    '{0 < w < 1: w, w ≠ 2: -w}',
    '0 < w && w < 1 ? w : w !== 2 ? -w : NaN',
    (w) => (w > 0 && w < 1 ? w : w === 2 ? NaN : -w),
  ],
  // The examples of the first page.
  ['sin(4w) + 0.1w^2', 'Math.sin(4 * w) + 0.1 * w ** 2', (w) => sin(4 * w) + 0.1 * w * w],
  ['tanh(w)^2', 'Math.tanh(w) ** 2', (w) => Math.tanh(w) * Math.tanh(w)],
  ['cos(40w)^100/(w^2+1)', 'Math.cos(40 * w) ** 100 / (w ** 2 + 1)', (w) => cos(40 * w) ** 100 / (1 + w * w)],
  ['g(w) = w^2', 'w ** 2', (w) => w * w],
  ['y = w + tan(w)', 'w + Math.tan(w)', (w) => w + tan(w)],
  ['  f( w )\n  = min(w,\n 1) ', 'Math.min(w, 1)', (w) => min(1, w)],
];

function slowRounding(w: number): number {
  const whole = w < 0 ? Math.ceil(w) : Math.floor(w);
  return Math.floor(w + 0.5) + whole + (w > 0 ? 1 : w < 0 ? -1 : 0);
}

const ofSeveralNumbers: readonly (readonly [
  formula: string,
  options: readonly string[] | undefined,
  source: string,
  variables: readonly string[],
])[] = [
  ['w1 w2', undefined, '(w) => w[0] * w[1]', ['w1', 'w2']],
  ['w₁² + w_2^2', undefined, '(w) => w[0] ** 2 + w[1] ** 2', ['w1', 'w2']],
  ['w_{1}w_{12}', undefined, '(w) => w[0] * w[11]', Array.from({ length: 12 }, (_, place) => `w${place + 1}`)],
  ['5 + (w1 + 0.5)^2 + (w2 + 0.5)^2', undefined, '(w) => 5 + (w[0] + 0.5) ** 2 + (w[1] + 0.5) ** 2', ['w1', 'w2']],
  ['x3', undefined, '(x) => x[2]', ['x1', 'x2', 'x3']],
  ['w0 + w1', undefined, '(w) => w[0] + w[1]', ['w0', 'w1']],
  ['y - x', undefined, '(w) => w[1] - w[0]', ['x', 'y']],
  ['y - x', ['y', 'x'], '(w) => w[0] - w[1]', ['y', 'x']],
  ['f(y, x) = y - x', undefined, '(w) => w[0] - w[1]', ['y', 'x']],
  ['f(w) = w1 + w2', undefined, '(w) => w[0] + w[1]', ['w1', 'w2']],
  ['w1 w', ['w', 'w_1'], '(w) => w[1] * w[0]', ['w', 'w1']],
  ['3', ['a', 'b'], '(w) => 3', ['a', 'b']],
  ['sin(θ)φ', undefined, '(w) => Math.sin(w[0]) * w[1]', ['θ', 'φ']],
];

const compile = (source: string): ((w: number) => number) => new Function(`return ${source}`)();

describe('formulas of one number', () => {
  it.each(ofOneNumber)('%s', (formula, body, meaning) => {
    const { source, variables, vector } = formulaToSource(formula);
    expect(source).toBe(`(w) => ${body}`);
    expect([variables, vector]).toEqual([['w'], false]);
    const value = compile(source);
    for (const w of [-2.3, -1, -0.4, 0, 0.7, 1, 2, 3.25]) {
      const [got, wanted] = [value(w), meaning(w)];
      if (!Number.isFinite(wanted)) expect(Number.isFinite(got)).toBe(false);
      else expect(abs(got - wanted)).toBeLessThanOrEqual(1e-12 * max(1, abs(wanted)));
    }
  });
});

describe('formulas of several numbers', () => {
  it.each(ofSeveralNumbers)('%s with %j', (formula, given, source, variables) => {
    const read = formulaToSource(formula, { variables: given });
    expect(read.source).toBe(source);
    expect([read.variables, read.vector]).toEqual([variables, true]);
  });
});

describe('names of variables', () => {
  it.each([
    ['x^2', undefined, '(x) => x ** 2', 'x'],
    ['sin(t)', undefined, '(t) => Math.sin(t)', 't'],
    ['θ²', undefined, '(θ) => θ ** 2', 'θ'],
    ['f(x) = 3', undefined, '(x) => 3', 'x'],
    ['2theta', ['theta'], '(theta) => 2 * theta', 'theta'],
    ['w_a^2', ['w_a'], '(w_a) => w_a ** 2', 'w_a'],
    ['e^2', ['e'], '(e) => e ** 2', 'e'],
    ['if + 1', ['if'], '(if_) => if_ + 1', 'if'],
    ['w1', ['w1'], '(w1) => w1', 'w1'],
  ] as const)('%s with %j', (formula, given, source, variable) => {
    const read = formulaToSource(formula, { variables: given });
    expect([read.source, read.variables, read.vector]).toEqual([source, [variable], false]);
  });
});

describe('the way back into the formula', () => {
  const formula = 'g(w) = 2|w| + sec^2(4w)';
  const read = formulaToSource(formula);
  const back = (part: string): string | undefined => {
    const start = read.source.indexOf(part);
    const span = read.spanOf(start, start + part.length);
    return span && textOf(span);
  };
  it('finds the smallest part of the formula', () => {
    expect(read.source).toBe('(w) => 2 * Math.abs(w) + (1 / Math.cos(4 * w)) ** 2');
    expect(back('Math.abs(w)')).toBe('|w|');
    expect(back('4 * w')).toBe('4w');
    expect(back('1 / Math.cos')).toBe('sec^2(4w)');
    expect(back('2 * Math')).toBe('2|w|');
    expect(back('+')).toBe('2|w| + sec^2(4w)');
    expect(read.spanOf(read.source.indexOf('cos'))?.source).toEqual({ name: 'formula', text: formula });
  });
  it('has no place for the head', () => {
    expect(read.spanOf(0)).toBeUndefined();
    expect(read.spanOf(5)).toBeUndefined();
  });
});

it('reads the longest formula', () => {
  const formula = Array.from({ length: 2000 }, () => 'w').join('+');
  expect(compile(formulaToSource(formula).source)(0.5)).toBe(1000);
});

it('splits as its example says', () => {
  expect(tokenize({ name: 'formula', text: '2w²' }).map((token) => token.text)).toEqual(['2', 'w', '2', '']);
});
