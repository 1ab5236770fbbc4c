/**
 * Faults planted on purpose, each of a kind that has been made before: the checks on random programs must see
 * every one of them, or they would prove nothing.
 */
import { expect, it, vi } from 'vitest';
import { constantValue, type Instruction } from '../../src/compiler/ir/ir.ts';
import type { Rule } from '../../src/compiler/rules/index.ts';
import { checkHessians } from './check-hessians.ts';
import { checkProgram, type Finding, type Passes, realPasses } from './check-program.ts';
import { choicesFromSeed } from './choices.ts';
import { writeProgram } from './random-program.ts';
import { rewritten, skippingZeros } from './rewritten.ts';

const switches = vi.hoisted(() => ({ wrongPartial: false }));

// A copy of the rule table in which tanh′ is 1 − tanh instead of 1/cosh², while the switch is on.
vi.mock('../../src/compiler/rules/index.ts', async (importOriginal) => {
  const original = await importOriginal<{ rules: Record<string, Rule> }>();
  const { tanh } = original.rules;
  const faulty: Rule = {
    ...tanh!,
    get partials() {
      const wrong: NonNullable<Rule['partials']> = [
        (terms, _args, result) => terms.apply('sub', terms.constant(1), result),
      ];
      return switches.wrongPartial ? wrong : tanh!.partials!;
    },
  };
  return { ...original, rules: { ...original.rules, tanh: faulty } };
});

/** What the first of `most` programs that is not right is wrong about. */
function firstWrong(passes: Passes, most = 150): string | undefined {
  for (let seed = 1; seed <= most; seed++) {
    const { source, point } = writeProgram(choicesFromSeed(seed, 240));
    const finding: Finding = checkProgram(source, point, [0.7, -0.4, 0.9, 0.3, -0.8], passes);
    if (finding.kind === 'wrong') return finding.what;
  }
  return undefined;
}

it('nothing is wrong without a fault', { timeout: 120_000 }, () => {
  expect(firstWrong(realPasses, 40)).toBeUndefined();
});

it('a wrong partial derivative is seen', () => {
  switches.wrongPartial = true;
  try {
    expect(firstWrong(realPasses)).toBe('differences');
  } finally {
    switches.wrongPartial = false;
  }
});

it('a reverse rule that forgets to set a stored element’s adjoint to zero is seen', () => {
  const forgetful: Passes = {
    ...realPasses,
    reverse: (fn, active, options) =>
      rewritten(realPasses.reverse(fn, active, options), (instructions) =>
        instructions.filter((instruction, k) => {
          const before = instructions[k - 1];
          return !(
            instruction.kind === 'store' &&
            instruction.value.constant?.value === 0 &&
            before?.kind === 'load' &&
            before.array === instruction.array
          );
        }),
      ),
  };
  expect(firstWrong(forgetful)).toMatch(/^reverse/);
});

it('an optimiser that moves a read before a write is seen', () => {
  const hasty: Passes = {
    ...realPasses,
    optimize: (fn) =>
      rewritten(realPasses.optimize(fn), (instructions) => {
        const moved = [...instructions];
        for (let k = 1; k < moved.length; k++) {
          const [first, second] = [moved[k - 1]!, moved[k]!];
          if (first.kind === 'store' && second.kind === 'load' && first.array.type.kind === 'array')
            [moved[k - 1], moved[k]] = [second, first];
        }
        return moved;
      }),
  };
  expect(firstWrong(hasty, 600)).toMatch(/optimise/);
});

it('a forward mode that loses the tangent of a branch is seen', () => {
  const lossy: Passes = {
    ...realPasses,
    forward: (fn, active, options) =>
      rewritten(realPasses.forward(fn, active, options), (instructions) =>
        instructions.map((instruction): Instruction => {
          if (instruction.kind !== 'if') return instruction;
          const isTangent = (k: number): boolean => instruction.results[k]!.name?.endsWith('_dot') === true;
          const yields = instruction.then.yields.map((value, k) => (isTangent(k) ? constantValue(0) : value));
          return { ...instruction, then: { ...instruction.then, yields } };
        }),
      ),
  };
  expect(firstWrong(lossy)).toMatch(/^reverse/);
});

it('a reverse mode that passes over adjoints which are 0, as if the program did, is seen', () => {
  // What is passed over has a value of 0 and a derivative that is not.
  const hurried: Passes = {
    ...realPasses,
    reverse: (fn, active, options) => skippingZeros(realPasses.reverse(fn, active, options)),
  };
  const check = (passes: Passes): Finding[] =>
    [
      ['(x) => x[0] > 5 ? 3 : x[0] ** 2', [[0]]] as const,
      ['(w) => w[0] > 5 ? 3 : w[0] * w[1]', [[0, 0]]] as const,
      ['(x) => { const r = x[0] - 1; return Math.abs(r) < 1 ? 0.5 * r * r : Math.abs(r) - 0.5; }', [[1.5]]] as const,
    ].map(([source, point]) => checkHessians(source, point, passes));
  expect(check(realPasses).map(({ kind }) => kind)).toEqual(['right', 'right', 'right']);
  expect(check(hurried).map(({ kind }) => kind)).toEqual(['wrong', 'wrong', 'right']);
});
