/**
 * Exact derivatives and numerical ones hold each other to account: on random smooth functions the exact value lies
 * within the bound that the estimate gives. The two share no code but the function itself.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivative, fromSource, numericalDerivative } from 'secant';

/** Smooth everywhere, with moderate values: no poles, no roots of what may be negative. */
const smooth = fc.letrec<{ term: string }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('w', 'w', '2', '0.5', '3'),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `(${a} + ${b})`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `(${a} - ${b})`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `(${a} * ${b})`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `(${a} / (1 + ${b} ** 2))`),
    tie('term').map((a) => `Math.sin(${a})`),
    tie('term').map((a) => `Math.cos(${a})`),
    tie('term').map((a) => `Math.tanh(${a})`),
    tie('term').map((a) => `Math.exp(Math.sin(${a}))`),
    tie('term').map((a) => `Math.log(2 + ${a} ** 2)`),
    tie('term').map((a) => `Math.atan(${a})`),
    tie('term').map((a) => `Math.sqrt(1 + ${a} ** 2)`),
  ),
})).term;

test.each([
  [1, 300],
  [2, 120],
])('order %i: the bound covers the exact value at least 95 times in 100', (order, runs) => {
  const samples = fc.sample(fc.tuple(smooth, fc.double({ min: -2, max: 2, noNaN: true })), {
    numRuns: runs,
    seed: 20 + order,
  });
  const missed: string[] = [];
  let asked = 0;
  for (const [text, w] of samples) {
    const g = fromSource(`w => ${text}`);
    const exact = derivative(g, { order })(w);
    const { value, error } = numericalDerivative(g, { order }).estimate(w);
    if (!Number.isFinite(value)) continue;
    asked++;
    if (Math.abs(exact - value) > error) missed.push(`${text} at ${w}: ${exact}, estimated ${value} ± ${error}`);
  }
  expect(asked).toBeGreaterThan(0.95 * runs);
  expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(0.05 * asked);
});
