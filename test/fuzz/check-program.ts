/**
 * What must be true of a program, whatever it is. Values: the text run by the engine itself, the interpreter, the
 * emitted code and the optimised emitted code agree bit for bit. Derivatives: forward and reverse mode agree to
 * 1e-10 (⟨w̄, v⟩ = ẏ), and both agree with differences where those can tell. In: the text, a point, a direction.
 * Out: what was found, as data; the tests decide what is a failure. Where something is wrong the parts are tried
 * one by one, so that the finding names the pass to blame.
 */
import { copyOf, type CompiledProgram } from '../../src/calculus/compile.ts';
import { programsOf } from '../../src/calculus/programs.ts';
import { fromSource } from '../../src/index.ts';
import { leavesOf, mapLeaves, zerosOf } from '../../src/calculus/trees.ts';
import { SecantError } from '../../src/base/diagnostics.ts';
import { emitJavaScript } from '../../src/compiler/emit/javascript/javascript.ts';
import { forward } from '../../src/compiler/transform/forward/forward.ts';
import { createPlainMachine, interpret } from '../../src/compiler/interpret/interpret.ts';
import { type FunctionIr, isReference } from '../../src/compiler/ir/ir.ts';
import { numericalDerivative } from '../../src/calculus/numeric/index.ts';
import { expandDerives } from '../../src/calculus/parts/inner-derivatives.ts';
import { optimize } from '../../src/compiler/optimize/index.ts';
import { reverse } from '../../src/compiler/transform/reverse/reverse.ts';

/** The passes that a check goes through; a test puts a faulty one in to see that it is noticed. */
export interface Passes {
  readonly forward: typeof forward;
  readonly reverse: typeof reverse;
  readonly optimize: (fn: FunctionIr) => FunctionIr;
}

export const realPasses: Passes = { forward, reverse, optimize };

/** What came of a program. */
export type Finding =
  | { readonly kind: 'right'; readonly derivative: 'checked' | 'kink' | 'not finite' | 'rough' }
  /** Outside the accepted language, with the message. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Both the program and Secant throw. */
  | { readonly kind: 'throws' }
  /** Something does not agree: what, and how. */
  | { readonly kind: 'wrong'; readonly what: string; readonly details: string };

/** Checks a program at a point in a direction that has one number per number of the point. */
export function checkProgram(
  source: string,
  point: readonly unknown[],
  direction: readonly number[],
  passes: Passes = realPasses,
): Finding {
  const native = new Function(`return (${source});`)() as (...args: unknown[]) => unknown;
  const expected = outcome(() => native(...copies(point)));
  let program: CompiledProgram;
  try {
    program = programsOf(fromSource<(...args: never[]) => unknown>(source)).compiledFor(point);
  } catch (error) {
    if (error instanceof SecantError) return { kind: 'refused', message: error.message.split('\n')[0]! };
    return wrong('compiler', String((error as Error).stack));
  }
  try {
    return checkLowered(native, expected, expandDerives(program.lowered.fn), point, direction, passes);
  } catch (error) {
    return wrong('compiler', String((error as Error).stack));
  }
}

function wrong(what: string, details: string): Finding {
  return { kind: 'wrong', what, details };
}

function copies(point: readonly unknown[]): unknown[] {
  return point.map(copyOf);
}

type Outcome = { readonly threw: false; readonly value: unknown } | { readonly threw: true; readonly message: string };

function outcome(run: () => unknown): Outcome {
  try {
    return { threw: false, value: run() };
  } catch (error) {
    return { threw: true, message: (error as Error).message };
  }
}

/** True if two values are the same to the bit, at every depth. */
export function identical(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
  const first = Object.entries(a);
  const second = new Map(Object.entries(b));
  return first.length === second.size && first.every(([key, value]) => identical(value, second.get(key)));
}

/** Cubes are products in Secant, and `hypot` of three is taken two by two: the engine's own may differ in the last bits. */
function near(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-12 * (1 + Math.abs(a));
}

function checkLowered(
  native: (...args: unknown[]) => unknown,
  expected: Outcome,
  fn: FunctionIr,
  point: readonly unknown[],
  direction: readonly number[],
  passes: Passes,
): Finding {
  const better = passes.optimize(fn);
  const loose = / \*\* [3-8]|Math\.(?:hypot|pow)/.test(String(native));
  const ways: readonly (readonly [string, () => unknown])[] = [
    ['parser: the interpreter', () => interpret(fn, copies(point))[0]],
    [
      'emitter: the emitted code',
      () =>
        emitJavaScript(fn, { results: 'array' })
          .compile()
          .run(...copies(point)),
    ],
    [
      'optimiser: its code',
      () =>
        emitJavaScript(better, { results: 'array' })
          .compile()
          .run(...copies(point)),
    ],
  ];
  for (const [name, run] of ways) {
    const found = outcome(run);
    const value = found.threw ? undefined : name.startsWith('parser') ? found.value : (found.value as unknown[])[0];
    if (expected.threw !== found.threw) return wrong(name, `${describe(expected)}, but ${describe(found)}`);
    if (!expected.threw && !identical(expected.value, value) && !(loose && near(expected.value, value)))
      return wrong(name, `gives ${text(value)}, JavaScript ${text(expected.value)}`);
  }
  if (expected.threw) return { kind: 'throws' };
  return checkDerivatives(native, expected.value, fn, better, point, direction, passes);
}

function describe(found: Outcome): string {
  return found.threw ? `throws ${found.message}` : `gives ${text(found.value)}`;
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' ? String(inner) : inner));
}

/** Moves the leaves of a point by t · direction. */
function moved(point: readonly unknown[], direction: readonly number[], t: number): unknown[] {
  let k = 0;
  return point.map((part) => mapLeaves(part, (value) => value + t * direction[k++ % direction.length]!));
}

function tangentsOf(point: readonly unknown[], direction: readonly number[]): unknown[] {
  return moved(point.map(zerosOf), direction, 1);
}

/** A run in forward mode: value, slope, and whether it stood on a kink. */
export function slopeOf(fn: FunctionIr, point: readonly unknown[], direction: readonly number[], passes = realPasses) {
  const dot = passes.forward(fn, point.map(() => true), { ties: true }); // prettier-ignore
  const flag = { hit: false };
  const run = (which: FunctionIr): unknown[] =>
    interpret(which, [...copies(point), ...tangentsOf(point, direction)], createPlainMachine(flag));
  const [value, slope] = run(dot);
  return { value, slope: slope as number, kink: flag.hit, dot };
}

/** A run in reverse mode: the gradient's leaves. With `seeded` the program has its cotangent built in. */
export function gradientOf(bar: FunctionIr, point: readonly unknown[], compiled: boolean, seeded = false): number[] {
  const shadows = point.map((part) => (typeof part === 'number' ? undefined : zerosOf(part)));
  const args = [...copies(point), ...(seeded ? [] : [1]), ...shadows.filter((shadow) => shadow !== undefined)];
  const results = compiled
    ? (emitJavaScript(bar, { results: 'array' })
        .compile()
        .run(...args) as unknown[])
    : interpret(bar, args);
  let next = 1;
  return point.flatMap((_, k) => (shadows[k] === undefined ? [results[next++] as number] : leavesOf(shadows[k])));
}

function checkDerivatives(
  native: (...args: unknown[]) => unknown,
  value: unknown,
  fn: FunctionIr,
  better: FunctionIr,
  point: readonly unknown[],
  direction: readonly number[],
  passes: Passes,
): Finding {
  if (typeof value !== 'number') return wrong('generator', `the program gives ${text(value)}`);
  const active = point.map(() => true);
  const plain = slopeOf(fn, point, direction, passes);
  if (!Object.is(plain.value, interpret(fn, copies(point))[0]))
    return wrong('forward: the value', `${text(plain.value)}, not ${value}`);
  const flags = better.parameters.map((parameter, k) => active[k] ?? isReference(parameter.type));
  const bars: readonly (readonly [string, () => FunctionIr])[] = [
    ['reverse', () => passes.reverse(fn, flags)],
    ['reverse of the optimised program', () => passes.reverse(better, flags)],
    ['reverse, optimised', () => passes.optimize(passes.reverse(better, flags))],
  ];
  if (!Number.isFinite(value) || !Number.isFinite(plain.slope)) return { kind: 'right', derivative: 'not finite' };
  const seeds = point.flatMap((part, k) => leavesOf(tangentsOf(point, direction)[k] ?? part));
  for (const [name, make] of bars) {
    const bar = make();
    const productAt = (at: readonly unknown[]): { total: number; scale: number; gradient: number[] } => {
      const gradient = gradientOf(bar, at, name === 'reverse, optimised');
      const products = gradient.map((part, k) => part * seeds[k]!);
      const sum = (terms: number[]): number => terms.reduce((total, term) => total + term, 0);
      return { total: sum(products), scale: sum(products.map(Math.abs)), gradient };
    };
    const { total, scale, gradient } = productAt(point);
    const difference = Math.abs(total - plain.slope);
    if (difference <= 1e-10 * (scale + Math.abs(plain.slope) + 1e-4)) continue;
    // Sums may cancel in one mode and not in the other. Then rounding shows: the last bits of the point matter.
    const noise = [1e-15, -1e-15, 3e-15].map((t) => Math.abs(productAt(moved(point, direction, t)).total - total));
    if (difference <= 100 * Math.max(...noise)) return { kind: 'right', derivative: 'rough' };
    return wrong(name, `⟨w̄, v⟩ = ${total}, but ẏ = ${plain.slope}; w̄ = ${text(gradient)}`);
  }
  const fast = emitJavaScript(passes.optimize(passes.forward(better, active)), { results: 'array' }).compile();
  const [, slope] = fast.run(...copies(point), ...tangentsOf(point, direction)) as number[];
  if (!(Math.abs(slope! - plain.slope) <= 1e-10 * (Math.abs(plain.slope) + 1e-3)))
    return wrong('forward, optimised', `${slope}, but ${plain.slope} unoptimised`);
  if (plain.kink) return { kind: 'right', derivative: 'kink' };
  const checked = againstDifferences(
    native,
    plain.slope,
    point,
    direction,
    (at) => slopeOf(fn, at, direction, passes).slope,
  );
  return typeof checked === 'string' ? { kind: 'right', derivative: checked } : checked;
}

function againstDifferences(
  native: (...args: unknown[]) => unknown,
  slope: number,
  point: readonly unknown[],
  direction: readonly number[],
  slopeAt: (point: readonly unknown[]) => number,
): 'checked' | 'rough' | Finding {
  const along = (t: number): number => native(...moved(point, direction, t)) as number;
  const { value, error, epsilon } = numericalDerivative(along).estimate(0);
  // Differences cannot follow what oscillates faster than they step.
  if (!(error <= 1e-5 * (1 + Math.abs(slope))) || Math.abs(slope) > 1e4 * (1 + Math.abs(along(0)))) return 'rough';
  if (Math.abs(value - slope) <= 4 * error + 1e-7 * (1 + Math.abs(slope))) return 'checked';
  // Where the slope itself changes within a step, differences show something else; a wrong slope does not change.
  const nearby = [epsilon / 3, -epsilon / 3].map((t) => slopeAt(moved(point, direction, t)));
  if (nearby.some((other) => !(Math.abs(other - slope) <= 0.01 * (1 + Math.abs(slope))))) return 'rough';
  return wrong('differences', `they give ${value} ± ${error}, the derivative is ${slope}`);
}
