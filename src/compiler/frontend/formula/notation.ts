/**
 * The notation that formulas may be written in: one row for each thing that can be written, with its spellings and
 * what they mean in JavaScript. The page docs/formulas.md is made of these rows, and the tests read every spelling of
 * every row, so that a spelling is accepted if and only if it stands here or is made of what stands here.
 */

/** One thing that can be written. */
export interface NotationRow {
  readonly what: string;
  /** Spellings that all mean the same, the usual one first. */
  readonly written: readonly string[];
  /** What they mean, as the body of a JavaScript function of `w`. */
  readonly means: string;
}

/** Everything a formula can be made of. */
export const notation: readonly NotationRow[] = [
  { what: 'product', written: ['2 * w', '2w', '2 w', '2·w', '2×w', '2⋅w', '(2)(w)'], means: '2 * w' },
  { what: 'quotient, from left to right', written: ['1/2w', '1÷2w', '1/2*w'], means: '1 / 2 * w' },
  { what: 'difference, sign', written: ['-w - 1', '−w − 1', '–w – 1'], means: '-w - 1' },
  { what: 'power', written: ['w^2', 'w**2', 'w²', 'pow(w, 2)'], means: 'w ** 2' },
  { what: 'power of a power, from right to left', written: ['2^3^w'], means: 'Math.pow(2, Math.pow(3, w))' },
  { what: 'negative of a power', written: ['-w^2', '−w²'], means: '-(w ** 2)' },
  { what: 'number', written: ['0.5w', '.5w', '00.5w'], means: '0.5 * w' },
  { what: 'π', written: ['pi w', 'PI w', 'πw', 'π·w'], means: 'Math.PI * w' },
  { what: '2π', written: ['tau w', 'τw'], means: '2 * Math.PI * w' },
  { what: 'e, its powers', written: ['e^w', 'exp(w)', 'exp w'], means: 'Math.exp(w)' },
  { what: 'infinity', written: ['inf', '∞', 'infinity'], means: 'Infinity' },
  { what: 'absolute value', written: ['|w|', 'abs(w)'], means: 'Math.abs(w)' },
  {
    what: 'absolute values in one another',
    written: ['||w| - 2|', 'abs(abs(w) - 2)'],
    means: 'Math.abs(Math.abs(w) - 2)',
  },
  { what: 'square root', written: ['sqrt(w)', '√(w)', '√w', 'root(w, 2)', 'nthRoot(w, 2)'], means: 'Math.sqrt(w)' },
  { what: 'cube root', written: ['cbrt(w)', '∛(w)', '∛w', 'root(w, 3)', 'nthRoot(w, 3)'], means: 'Math.cbrt(w)' },
  { what: 'even root', written: ['root(w, 4)', 'nthRoot(w, 4)'], means: 'Math.pow(w, 1 / 4)' },
  {
    what: 'odd root, also of negative numbers',
    written: ['root(w, 5)', 'nthRoot(w, 5)'],
    means: 'Math.sign(w) * Math.pow(Math.abs(w), 1 / 5)',
  },
  { what: 'sine; so too cos, tan, sinh, cosh, tanh', written: ['sin(w)', 'sin w'], means: 'Math.sin(w)' },
  { what: 'secant', written: ['sec(w)'], means: '1 / Math.cos(w)' },
  { what: 'cosecant', written: ['csc(w)'], means: '1 / Math.sin(w)' },
  { what: 'cotangent', written: ['cot(w)'], means: '1 / Math.tan(w)' },
  { what: 'hyperbolic secant', written: ['sech(w)'], means: '1 / Math.cosh(w)' },
  { what: 'hyperbolic cosecant', written: ['csch(w)'], means: '1 / Math.sinh(w)' },
  { what: 'hyperbolic cotangent', written: ['coth(w)'], means: '1 / Math.tanh(w)' },
  {
    what: 'power of a function',
    written: ['sin^2(w)', 'sin²(w)', 'sin^2 w', 'sin² w', 'sin(w)^2'],
    means: 'Math.sin(w) ** 2',
  },
  { what: 'arc sine; so too acos, atan', written: ['asin(w)', 'arcsin(w)'], means: 'Math.asin(w)' },
  { what: 'arc secant', written: ['asec(w)', 'arcsec(w)'], means: 'Math.acos(1 / w)' },
  { what: 'arc cosecant', written: ['acsc(w)', 'arccsc(w)'], means: 'Math.asin(1 / w)' },
  { what: 'arc cotangent, between 0 and π', written: ['acot(w)', 'arccot(w)'], means: 'Math.PI / 2 - Math.atan(w)' },
  { what: 'area sine; so too acosh, atanh', written: ['asinh(w)', 'arsinh(w)', 'arcsinh(w)'], means: 'Math.asinh(w)' },
  { what: 'area secant', written: ['asech(w)', 'arsech(w)', 'arcsech(w)'], means: 'Math.acosh(1 / w)' },
  { what: 'area cosecant', written: ['acsch(w)', 'arcsch(w)', 'arccsch(w)'], means: 'Math.asinh(1 / w)' },
  { what: 'area cotangent', written: ['acoth(w)', 'arcoth(w)', 'arccoth(w)'], means: 'Math.atanh(1 / w)' },
  { what: 'angle of a point', written: ['atan2(w, 2)'], means: 'Math.atan2(w, 2)' },
  { what: 'length', written: ['hypot(w, 2, 3)'], means: 'Math.hypot(w, 2, 3)' },
  { what: 'natural logarithm', written: ['ln(w)', 'log(w)', 'ln w'], means: 'Math.log(w)' },
  { what: 'logarithm to base 10', written: ['log10(w)', 'log_10(w)', 'log(w, 10)'], means: 'Math.log10(w)' },
  { what: 'logarithm to base 2', written: ['log2(w)', 'log_2(w)', 'log₂(w)', 'log(w, 2)'], means: 'Math.log2(w)' },
  { what: 'logarithm to any base', written: ['log_3(w)', 'log3(w)', 'log(w, 3)'], means: 'Math.log(w) / Math.log(3)' },
  { what: 'smallest of several', written: ['min(w, 1, 2)'], means: 'Math.min(w, 1, 2)' },
  { what: 'largest of several', written: ['max(w, 1, 2)'], means: 'Math.max(w, 1, 2)' },
  {
    what: 'decimal comma, arguments with ;',
    written: ['max(0,5; w)', 'max(0.5; w)', 'max(0.5, w)'],
    means: 'Math.max(0.5, w)',
  },
  {
    what: 'remainder, of the sign of the divisor',
    written: ['mod(w, 3)', 'w mod 3'],
    means: 'w - 3 * Math.floor(w / 3)',
  },
  { what: 'sign', written: ['sign(w)', 'sgn(w)'], means: 'Math.sign(w)' },
  { what: 'whole number below; so too ceil, round, trunc', written: ['floor(w)'], means: 'Math.floor(w)' },
  { what: 'the larger of 0 and w', written: ['relu(w)'], means: 'Math.max(0, w)' },
  { what: 'logistic function', written: ['sigmoid(w)'], means: '1 / (1 + Math.exp(-w))' },
  { what: 'step from 0 to 1', written: ['step(w)'], means: '(1 + Math.sign(w)) / 2' },
  { what: 'pieces', written: ['{w < 0: -w, w}', '{w < 0: -w; w}'], means: 'w < 0 ? -w : w' },
  { what: 'comparisons', written: ['{w <= 0: 1, 2}', '{w ≤ 0: 1, 2}'], means: 'w <= 0 ? 1 : 2' },
  { what: 'comparisons that hold together', written: ['{0 < w < 1: 1, 2}'], means: '0 < w && w < 1 ? 1 : 2' },
  { what: 'factorial of a whole number', written: ['5!w'], means: '120 * w' },
  {
    what: 'sum, the name standing for each number',
    written: ['sum(k, 1, 3, w^k/k!)', '∑(k, 1, 3, w^k/k!)', 'sum(k; 1; 3; w^k/k!)'],
    means: 'w ** 1 / 1 + w ** 2 / 2 + w ** 3 / 6',
  },
  { what: 'product of many', written: ['prod(k, 1, 2, w + k)', '∏(k, 1, 2, w + k)'], means: '(w + 1) * (w + 2)' },
  {
    what: 'derivative of the product that follows',
    written: ['d/dw w^3', 'd/dw (w^3)'],
    means: 'derivative((w_) => w_ ** 3)(w)',
  },
  {
    what: 'higher derivative',
    written: ['d^2/dw^2 sin(w)', 'd²/dw² sin(w)'],
    means: 'derivative((w_) => Math.sin(w_), { order: 2 })(w)',
  },
  { what: 'with a left side', written: ['w + 1', 'y = w + 1', 'g(w) = w + 1'], means: 'w + 1' },
];

/** The rows as a table of Markdown. */
export function notationTable(): string {
  const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
  const lines = notation.map(
    ({ what, written, means }) => `| ${what} | ${written.map(code).join(' ')} | ${code(means)} |`,
  );
  return ['| | written | means |', '| --- | --- | --- |', ...lines].join('\n');
}
