/**
 * A transform adds no decision about derivatives. A comparison of a tangent or an adjoint would be taken by the next
 * transform for the program's own: passing over an adjoint that is 0 loses how it moves, and so a second derivative.
 * Checked on what every transform writes, and on every transform of that: no comparison there depends on a tangent, an
 * adjoint or a coefficient. (`guarded_mul` keeps structural zeros, and every transform knows it.) Whether there is a
 * place in memory may be asked: that is its shape, which does not move.
 */
import { expect, it } from 'vitest';
import { analyseActivity } from '../../src/compiler/analysis/activity.ts';
import { aliasClasses } from '../../src/compiler/analysis/alias.ts';
import type { FunctionIr } from '../../src/compiler/ir/ir.ts';
import { reachable, walk } from '../../src/compiler/ir/visit.ts';
import { optimize } from '../../src/compiler/optimize/index.ts';
import { forward } from '../../src/compiler/transform/forward/forward.ts';
import { reverse } from '../../src/compiler/transform/reverse/reverse.ts';
import { taylorTransform } from '../../src/compiler/transform/taylor/taylor.ts';
import { lowered } from './check-second-order.ts';
import { choicesFromSeed } from './choices.ts';
import { writeProgram } from './random-program.ts';
import { skippingZeros } from './rewritten.ts';

/** Comparisons of what only the parameters from `first` on bring in. */
function decisionsAbout(fn: FunctionIr, first: number): string[] {
  const moving = fn.parameters.map((_, k) => k >= first);
  const passes = (operation: string): boolean => operation !== 'is_undefined' && operation !== 'is_null';
  const activity = analyseActivity(fn, moving, aliasClasses(fn), passes);
  const found: string[] = [];
  for (const each of reachable(fn)) {
    walk(each.body, (instruction) => {
      if (instruction.kind !== 'apply' || !passes(instruction.operation)) return;
      const { operation, args, result } = instruction;
      if (result.type.kind === 'boolean' && operation !== 'select' && args.some((arg) => activity.isActive(arg)))
        found.push(operation);
    });
  }
  return found;
}

type Written = readonly [name: string, fn: FunctionIr];

function transforms(fn: FunctionIr, depth: number): Written[] {
  const every = fn.parameters.map(() => true);
  const once: Written[] = [
    ['forward', forward(fn, every)],
    ['reverse', reverse(fn, every)],
    ['taylor', taylorTransform(fn, every, 2)],
  ];
  return once.flatMap(([name, written]): Written[] => {
    const each: Written[] = [[name, written], [`${name}, optimised`, optimize(written)]]; // prettier-ignore
    return depth === 1 ? each : [...each, ...transforms(each[1]![1], 1).map(([outer, twice]): Written => [`${outer} of ${name}`, twice])]; // prettier-ignore
  });
}

const programs: readonly (readonly [source: string, point: readonly unknown[]])[] = [
  ['(x) => x[0] > 5 ? 3 : x[0] ** 2', [[0]]],
  ['(w, b) => { const y = w.map((e) => Math.max(e, 0) * b); return y.reduce((s, e) => s + Math.hypot(e, 1), 0); }', [[1, 2], 3]],
  ['(w) => { let s = 0; for (let i = 0; i < w.length; i++) s += (w[i - 1] ?? 0) * w[i] * (w[i + 1] || 1); return s; }', [[1, 2, 3]]],
  ['(w) => { const s = []; for (const e of w) { while (s.length > 0 && s[s.length - 1] > e) s.pop(); s.push(e); } return s[0] ** s[0]; }', [[3, 1]]],
  ['(x) => { const f = (n) => n < 2 ? x : f(n - 1) * x + f(n - 2); return Math.tanh(f(5)) + Math.log(x) + Math.atanh(x); }', [0.5]],
]; // prettier-ignore

it('no transform compares tangents, adjoints or coefficients', () => {
  const random = Array.from({ length: 12 }, (_, seed) => writeProgram(choicesFromSeed(seed + 1, 160)));
  for (const [source, point] of [...programs, ...random.map((each) => [each.source, each.point] as const)]) {
    const fn = lowered(source, point);
    for (const [name, written] of transforms(fn, 2))
      expect([name, decisionsAbout(written, fn.parameters.length), source]).toEqual([name, [], source]);
  }
}, 60_000);

it('a transform that passes over zero adjoints is seen', () => {
  const bar = reverse(lowered('(x) => x[0] > 5 ? 3 : x[0] ** 2', [[0]]), [true]);
  expect(decisionsAbout(bar, 1)).toEqual([]);
  expect(decisionsAbout(skippingZeros(bar), 1)).toContain('ne');
});
