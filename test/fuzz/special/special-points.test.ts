/**
 * Every operator at points where programs branch: random programs at 0, ±1, ½, ±2 and at break points of their own,
 * against an oracle that shares nothing with Secant. `SECANT_FUZZ=100000` runs that many programs,
 * `SECANT_FUZZ_SEED=7` others, and `SECANT_FUZZ_REPORT=file` writes down all wrong answers, reduced.
 */
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { truthOf } from './germs.ts';
import type { Expression, Program } from './program.ts';
import { reportOf, runSpecial } from './special-property.ts';

const count = Number(process.env['SECANT_FUZZ'] ?? 200);
const seed = Number(process.env['SECANT_FUZZ_SEED'] ?? 20_000);
const report = process.env['SECANT_FUZZ_REPORT'];

/** The value of a function that asks for a derivative inside: NaN where its own function is singular at the tie. */
const inside = ['grad inside', 'derivative inside', 'jvp of derivative inside'];

/** The share of answers that may be NaN though there is a number: 2.3 % of the first 200 programs. */
const mostUnanswered = 0.04;
/** Of those inside it is 56 %: every other program has a quotient that only a guard fills. */
const mostUnansweredInside = 0.65;

const longest = Math.max(300_000, count * 300);

it(
  `${count} programs: every operator gives what is true beside the point`,
  () => {
    const run = runSpecial(count, seed, report === undefined ? 1 : 6, (operator) => !inside.includes(operator));
    if (report !== undefined) writeFileSync(report, reportOf(run));
    expect(run.wrong.size, `\n${reportOf(run)}`).toBe(0);
    expect(run.unanswered / run.asked).toBeLessThan(mostUnanswered);
    // Programs of which the oracle knows nothing must stay few, and no kind may be missing.
    expect(run.checked / count).toBeGreaterThan(0.7);
    for (const kind of ['twice differentiable', 'once', 'kink'])
      expect((run.tally[kind] ?? 0) / count, kind).toBeGreaterThan(0.03);
  },
  longest,
);

it(
  `${count} programs: operators inside a function give what is true, or nothing`,
  () => {
    const run = runSpecial(count, seed, 1, (operator) => inside.includes(operator));
    expect(run.wrong.size, `\n${reportOf(run)}`).toBe(0);
    expect(run.unanswered / run.asked).toBeLessThan(mostUnansweredInside);
  },
  longest,
);

const x: Expression = { kind: 'input', index: 0 };
const y: Expression = { kind: 'input', index: 1 };
const num = (value: number): Expression => ({ kind: 'number', value });
const gives = (value: Expression, inputs = 1): Program => ({
  inputs,
  scalar: inputs === 1,
  helpers: [],
  body: [{ kind: 'return', value }],
});

it('the oracle knows corners, guards, removable singularities and cones', () => {
  const abs: Expression = { kind: 'native', fn: 'abs', args: [x] };
  expect(truthOf(gives(abs), [0])).toMatchObject({ left: [-1], right: [1], gradient: undefined });
  const square: Expression = { kind: 'binary', op: '*', a: x, b: x };
  const guarded: Expression = {
    kind: 'choice',
    test: { kind: 'compare', op: '===', a: x, b: num(1) },
    a: num(1),
    b: square,
  };
  expect(truthOf(gives(guarded), [1])).toMatchObject({ gradient: [2], hessian: [[2]] });
  const sinc: Expression = {
    kind: 'choice',
    test: { kind: 'compare', op: '===', a: x, b: num(0) },
    a: num(1),
    b: { kind: 'binary', op: '/', a: { kind: 'native', fn: 'sin', args: [x] }, b: x },
  };
  expect(truthOf(gives(sinc), [0]).hessian![0]![0]).toBeCloseTo(-1 / 3, 14);
  const cone: Expression = { kind: 'native', fn: 'hypot', args: [x, y] };
  expect(truthOf(gives(cone, 2), [0, 0]).gradient).toBeUndefined();
  const paraboloid = truthOf(gives({ kind: 'power', a: cone, n: 2 }, 2), [0, 0]).hessian!;
  [2, 0, 0, 2].forEach((entry, k) => expect(paraboloid.flat()[k]).toBeCloseTo(entry, 14));
  // Beside the line y = 0 the guard does not hold.
  const line: Expression = {
    kind: 'choice',
    test: { kind: 'compare', op: '===', a: y, b: num(0) },
    a: num(0),
    b: { kind: 'binary', op: '*', a: x, b: y },
  };
  expect(truthOf(gives(line, 2), [0, 0]).hessian).toEqual([[0, 1], [1, 0]]); // prettier-ignore
});
