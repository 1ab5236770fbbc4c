/**
 * What docs/architecture.md promises to whoever adds a row to the rule table: value, partial derivatives and Taylor
 * recurrence are held against one another and against differences of the value, and germs know the operation.
 */
import { differentiability, fromSource, numericalDerivative } from 'secant';
import { describe, expect, test } from 'vitest';
import { type SmoothName, smoothOperations } from '../../src/compiler/ir/operations.ts';
import { evaluate, type Rule, rules, type TaylorRule, type Terms } from '../../src/compiler/rules/index.ts';
import { taylorRules } from '../../src/compiler/rules/taylor-rules.ts';

const numbers: Terms<number> = {
  constant: (value) => value,
  apply: (operation, ...args) => evaluate(operation, args) as number,
  known: (term) => term,
};

const points = [0.3, -0.45, 1.7, 2.6];
/** Rounding to fewer digits is taken as the identity, which differences do not see. */
const names = (Object.keys(smoothOperations) as SmoothName[]).filter((name) => !name.endsWith('round'));

/** A row and its recurrence. */
function rowOf(name: SmoothName): Rule & { readonly taylor: TaylorRule } {
  return { ...rules[name], taylor: taylorRules[name] };
}

/** What does not agree for one row, and how many places were looked at. */
function faultsOf(
  name: string,
  rule: Rule & { readonly taylor: TaylorRule },
  arity: number,
): { readonly faults: string[]; readonly looked: number } {
  const value = rule.value as (...args: number[]) => number;
  const faults: string[] = [];
  let looked = 0;
  for (const point of points) {
    const args = arity === 1 ? [point] : [point, 1.3];
    args.forEach((at, k) => {
      const alone = (x: number): number => value(...args.map((arg, j) => (j === k ? x : arg)));
      const first = numericalDerivative(alone).estimate(at);
      const second = numericalDerivative(alone, { order: 2 }).estimate(at);
      if (Number.isNaN(first.value) || first.side !== 'both' || Number.isNaN(second.value)) return;
      looked++;
      const compare = (
        what: string,
        got: number,
        expected: { readonly value: number; readonly error: number },
      ): void => {
        const allowed = 3 * expected.error + 1e-9 * (1 + Math.abs(expected.value));
        if (!(Math.abs(got - expected.value) <= allowed))
          faults.push(`${name}(${args.join(', ')}): ${what} ${k} is ${got}, and differences give ${expected.value}`);
      };
      compare('partial derivative', rule.partials![k]!(numbers, args, value(...args)), first);
      const series = rule.taylor(
        numbers,
        args.map((arg, j) => [arg, j === k ? 1 : 0, 0]),
      );
      compare('Taylor coefficient of order 1 in argument', series[1]!, first);
      compare('second derivative by the recurrence in argument', 2 * series[2]!, second);
    });
  }
  return { faults, looked };
}

describe('every smooth operation', () => {
  test.each(names)('%s', (name) => {
    const { faults, looked } = faultsOf(name, rowOf(name), smoothOperations[name].arity);
    expect(faults).toEqual([]);
    expect(looked).toBeGreaterThan(0);
  });

  test('a planted wrong partial and a planted wrong recurrence are found', () => {
    const tanh = rowOf('tanh');
    const partials = [(): never => 0.5 as never];
    expect(faultsOf('tanh', { ...tanh, partials }, 1).faults.length).toBeGreaterThan(0);
    expect(faultsOf('tanh', { ...tanh, taylor: taylorRules.atan }, 1).faults.length).toBeGreaterThan(0);
  });
});

describe('germs know every operation that can be written as a function of Math', () => {
  const written = names.filter((name) => !['neg', 'add', 'sub', 'mul', 'div', 'rem', 'hypot2'].includes(name));
  test.each(written)('%s', (name) => {
    const second = smoothOperations[name].arity === 2 ? ', 1.3' : '';
    const g = fromSource(`(w) => Math.${name}(w${second})`);
    const at = points.find((w) => Number.isFinite(g(w)))!;
    expect(differentiability(g, at)).toMatchObject({ verdict: 'differentiable', exact: true });
  });
});
