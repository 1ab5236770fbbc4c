/**
 * Random formulas over all smooth operations: interpreter = emitted code to the bit, forward = reverse, Taylor mode
 * = forward mode nested, and each against differences that know nothing of the program.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { derivative, fromSource, grad, numericalDerivative } from '../../src/index.ts';
import { valueTransform } from '../../src/calculus/compile.ts';
import { programsOf } from '../../src/calculus/programs.ts';
import { interpret } from '../../src/compiler/interpret/interpret.ts';
import type { SmoothName } from '../../src/compiler/ir/operations.ts';
import { Choices } from './choices.ts';
import { formulaOperations, randomFormula, rounding } from './random-formula.ts';

type Scalar = (w: number) => number;

const agree = (a: number, b: number, scale: number): boolean => Math.abs(a - b) <= scale * (1 + Math.abs(b));

function check(source: string, w: number, at: number): void {
  const g = fromSource<Scalar>(source);
  const program = programsOf(g).compiledFor([w]);
  const value = g(w);
  expect(value).toBe(program.get(valueTransform).run([w])[0]);
  expect(value).toBe(interpret(program.lowered.fn, [w])[0]);
  const slope = derivative(g)(w);
  expect(grad(g)(w), 'reverse mode').toSatisfy((other: number) => agree(other, slope, 1e-11));
  const second = derivative(derivative(g));
  const third = derivative(second);
  expect(derivative(g, { order: 2 })(w), 'Taylor mode, order 2').toSatisfy((x: number) => agree(x, second(w), 1e-9));
  expect(derivative(g, { order: 3 })(w), 'Taylor mode, order 3').toSatisfy((x: number) => agree(x, third(w), 1e-8));
  if (rounding.test(source)) return;
  for (const [order, exact] of [
    [1, slope],
    [2, second(w)],
  ] as const) {
    const { value: estimate, error } = numericalDerivative(g, { order }).estimate(w);
    if (error > 1e-4 * (1 + Math.abs(exact))) continue;
    expect(Math.abs(estimate - exact), `order ${order} at ${at}`).toBeLessThanOrEqual(
      4 * error + 1e-8 * (1 + Math.abs(exact)),
    );
  }
}

it.each(formulaOperations.map((name) => [name]))('%s and what stands inside it', (name: SmoothName) => {
  const list = fc.array(fc.nat(999), { minLength: 4, maxLength: 40 });
  const at = fc.integer({ min: -12, max: 12 });
  fc.assert(
    fc.property(list, at, (choices, k) => {
      check(randomFormula(new Choices(choices), name), k / 8 + 0.01, k);
    }),
    { seed: 20260, numRuns: 12 },
  );
});
