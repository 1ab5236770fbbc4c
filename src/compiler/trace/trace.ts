/**
 * Runs of a function as it is, its arithmetic recorded. In: a function in its rewritten form, arguments, and what is
 * asked for. Out: values and derivatives, by reverse mode (`tape.ts`), Taylor series (`series.ts`) or on a machine of
 * the interpreter (`machine-level.ts`). Runs nest: a derivative inside a run opens a level above.
 *
 * Guaranteed: when a run ends, what it changed of the program's data is as it was, whether it gave a result or failed;
 * a result holds no box of a level that is closed.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { Machine } from '../interpret/interpret.ts';
import type { KinkFlag } from '../ir/ir.ts';
import { Box, plain, withDecisions } from './box.ts';
import { endless, forcing, recording } from './decisions.ts';
import { callable, construct, method } from './calls.ts';
import { shared, untraced } from './marks.ts';
import { items } from './memory.ts';
import { MachineLevel } from './machine-level.ts';
import { type AnyFunction, closeRun, openRun, type Rewriter } from './run.ts';
import { runtime } from './runtime.ts';
import { TaylorLevel } from './series.ts';
import { Tape } from './tape.ts';
import { forgetShadows, isTyped, writeTyped } from './transaction.ts';
import { isFromOutside } from './outside-numbers.ts';
import { originOf } from './words.ts';

Object.assign(shared.runtime, runtime);

/** True while a traced function runs. */
export function isTracing(): boolean {
  return shared.on.on;
}

/** A function that can be run on boxes. */
export interface Traceable {
  /** The function in its rewritten form, made when it is first wanted: it may look at what is captured now. */
  readonly fn: AnyFunction;
  readonly rewrite: Rewriter;
  /** What is called in other functions' place. */
  readonly twins: WeakMap<object, AnyFunction>;
  /** The name of its text, for errors. */
  readonly file: string;
  /** Called with the function's own errors. */
  readonly failed: (error: unknown) => unknown;
  /** Operations of its last run at a point, once it has run. */
  operations?: number;
}

let depth = 0;

function withRun<T>(
  traceable: Traceable,
  use: (depth: number, call: (args: readonly unknown[]) => unknown) => T,
  kink?: KinkFlag,
): T {
  const before = shared.on.on;
  const run = openRun(traceable, { callable, construct, callMethod: (object, name) => method(object, name, '1:1 ') });
  shared.on.on = true;
  depth++;
  try {
    return use(depth, (args) => {
      try {
        return traceable.fn(...args);
      } catch (error) {
        // Inside another run the error is the program's own, for its own `catch`.
        throw depth > 1 ? error : traceable.failed(error);
      }
    });
  } finally {
    if (run.missed && kink?.hit === false) kink.hit = 'missed';
    depth--;
    shared.on.on = before;
    try {
      closeRun();
    } finally {
      if (depth === 0) forgetShadows();
    }
  }
}

// ── Arguments with their numbers replaced ───────────────────────────────────────────────────────────────

/** Puts a box for each number of a tree; containers are copied, instances of classes are changed for the run. */
export function withBoxes(tree: unknown, box: (value: unknown, k: number) => unknown): unknown {
  let count = 0;
  const known = new Map<unknown, unknown>();
  const visit = (value: unknown): unknown => {
    if (typeof value === 'number' || value instanceof Box) return box(value, count++);
    if (typeof value !== 'object' || value === null) return value;
    if (known.has(value)) return known.get(value);
    if (isTyped(value)) return boxTyped(value, (inner) => box(inner, count++));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (Array.isArray(value) && prototype === Array.prototype) {
      const copy: unknown[] = new Array(value.length);
      known.set(value, copy);
      value.forEach((inner, k) => (copy[k] = visit(inner)));
      return copy;
    }
    if (prototype === Object.prototype || prototype === null || Object.isFrozen(value)) {
      const copy = Object.create(prototype as object | null) as Record<string, unknown>;
      known.set(value, copy);
      for (const [name, inner] of Object.entries(value)) copy[name] = visit(inner);
      return copy;
    }
    known.set(value, value);
    for (const [name, inner] of Object.entries(value)) {
      const boxed = visit(inner);
      if (boxed !== inner) runtime.set(value, name, boxed);
    }
    return value;
  };
  return visit(tree);
}

function boxTyped(array: Float64Array, box: (value: unknown) => unknown): unknown {
  const values = Array.from(items(array) as Iterable<unknown>, box);
  const copy = array.slice();
  values.forEach((value, k) => {
    if (value instanceof Box)
      writeTyped(copy, k, array[k]!, value, () => {
        throw new TypeError('a new array');
      });
  });
  return copy;
}

/** A number of an answer: what is no box of a run is plain, or refused. */
function answer(value: unknown): unknown {
  return originOf(value) !== undefined || isFromOutside(value) ? plain(value) : value;
}

/** A tree with each number or box replaced; typed arrays become lists if what comes out is no number. */
export function mapNumbers(
  tree: unknown,
  map: (value: unknown) => unknown,
  known = new Map<unknown, unknown>(),
): unknown {
  if (typeof tree === 'number' || tree instanceof Box) return map(answer(tree));
  if (typeof tree !== 'object' || tree === null) return tree;
  if (known.has(tree)) return known.get(tree);
  if (isTyped(tree)) {
    const values = Array.from(items(tree) as Iterable<unknown>, (one) => map(answer(one)));
    if (!values.every((value) => typeof value === 'number')) return values;
    const copy = tree.slice();
    values.forEach((value, k) => (copy[k] = value));
    return copy;
  }
  const copy: Record<string, unknown> = Array.isArray(tree)
    ? (new Array(tree.length) as unknown as Record<string, unknown>)
    : (Object.create(Object.getPrototypeOf(tree) as object) as Record<string, unknown>);
  known.set(tree, copy);
  for (const [name, inner] of Object.entries(tree)) copy[name] = mapNumbers(inner, map, known);
  return copy;
}

/** Numbers in the shape of a tree. */
export function arranged(tree: unknown, numbers: readonly unknown[]): unknown {
  let k = 0;
  return mapNumbers(tree, () => numbers[k++] ?? 0);
}

/** The numbers and boxes of a tree in order. */
export function numbersOf(tree: unknown, into: unknown[] = [], seen = new Set<unknown>()): unknown[] {
  if (typeof tree === 'number' || tree instanceof Box) into.push(answer(tree));
  else if (typeof tree === 'object' && tree !== null && !seen.has(tree)) {
    seen.add(tree);
    if (isTyped(tree)) into.push(...Array.from(items(tree) as Iterable<unknown>, answer));
    else if (tree instanceof Map || tree instanceof Set) for (const inner of tree) numbersOf(inner, into, seen);
    else for (const inner of Object.values(tree)) numbersOf(inner, into, seen);
  }
  return into;
}

// ── What can be asked of a run ──────────────────────────────────────────────────────────────────────────

/** The value alone. */
export function runValue(traceable: Traceable, args: readonly unknown[]): unknown {
  return withRun(traceable, (_depth, call) => mapNumbers(call(args), (value) => value));
}

/** What reverse mode gives: the value, and adjoints of the numbers of each active argument, in order. */
export interface Reversed {
  readonly value: unknown;
  readonly adjoints: ReadonlyMap<number, readonly unknown[]>;
}

/**
 * Reverse mode. `cotangents` gives one number for each number of the value.
 */
export function runReverse(
  traceable: Traceable,
  args: readonly unknown[],
  active: readonly boolean[],
  cotangents: (value: unknown) => readonly unknown[],
  kink: KinkFlag,
): Reversed {
  return withRun(
    traceable,
    (level, call) => {
      const tape = new Tape(level, kink);
      const inputs = new Map<number, Box[]>();
      const boxed = args.map((arg, k) => {
        if (active[k] !== true) return arg;
        const boxes: Box[] = [];
        inputs.set(k, boxes);
        return withBoxes(arg, (value) => {
          const box = tape.input(value);
          boxes.push(box);
          return box;
        });
      });
      const result = call(boxed);
      const value = mapNumbers(result, (inner) =>
        inner instanceof Box && inner.boxLevel === tape ? inner.boxValue : inner,
      );
      const seeds = cotangents(value);
      traceable.operations = tape.operations;
      const adjoints = tape.sweep(numbersOf(result).map((inner, k) => [inner, seeds[k] ?? 0] as const));
      const reversed = {
        value,
        adjoints: new Map([...inputs].map(([k, boxes]) => [k, boxes.map((box) => tape.adjointOf(box, adjoints))])),
      };
      tape.release();
      return reversed;
    },
    kink,
  );
}

/** Arguments with their numbers on their way. */
function moved(
  series: TaylorLevel,
  args: readonly unknown[],
  coefficients: readonly (readonly unknown[] | undefined)[],
): unknown[] {
  return args.map((arg, k) => {
    const given = coefficients[k]?.map((tree) => numbersOf(tree));
    if (given === undefined) return arg;
    return withBoxes(arg, (value, i) =>
      series.input(
        value,
        given.map((one) => one[i] ?? 0),
      ),
    );
  });
}

/**
 * Taylor series along a direction: the value's coefficients 0 … order, each of the value's shape.
 *
 * @param coefficients of each argument from the first on, of its shape; undefined for one that stays
 */
export function runSeries(
  traceable: Traceable,
  args: readonly unknown[],
  coefficients: readonly (readonly unknown[] | undefined)[],
  order: number,
  kink: KinkFlag,
): unknown[] {
  return withRun(
    traceable,
    (level, call) => {
      const series = new TaylorLevel(level, order, kink);
      const result = call(moved(series, args, coefficients));
      traceable.operations = series.operations;
      return Array.from({ length: order + 1 }, (_, k) => mapNumbers(result, (inner) => series.coefficient(inner, k)));
    },
    kink,
  );
}

/**
 * The value along a direction, with the sides of its ties told to a trail: arguments as for `runSeries`.
 */
export function runRecording(
  traceable: Traceable,
  args: readonly unknown[],
  coefficients: readonly (readonly unknown[] | undefined)[],
  order: number,
  trail: number[],
): unknown {
  return withRun(traceable, (level, call) => {
    const series = new TaylorLevel(level, order, { hit: false });
    const moving = moved(series, args, coefficients);
    // Beside a tie a loop may never end that ends at it: digits are counted until nothing is left of a number.
    const limit = 32 * (traceable.operations ?? Infinity) + 2 ** 16;
    const decisions = recording(series, order, trail, limit);
    try {
      const result = withDecisions(decisions, () => call(moving));
      return mapNumbers(result, (inner) => series.coefficient(inner, 0));
    } catch (error) {
      if (error !== endless) throw error;
      return NaN;
    }
  });
}

/** Runs with the sides of ties read from a trail. */
export function forced<T>(trail: readonly number[], use: () => T): T {
  return withDecisions(forcing(trail), use);
}

/** Forward over reverse: value, adjoints, and the change of the adjoints along a direction of one argument. */
export function runForwardOverReverse(
  traceable: Traceable,
  args: readonly unknown[],
  which: number,
  direction: unknown,
  kink: KinkFlag,
): {
  readonly value: unknown;
  readonly tangent: unknown;
  readonly adjoints: readonly unknown[];
  readonly changes: readonly unknown[];
} {
  return withRun(traceable, (outer) => {
    const series = new TaylorLevel(outer, 1, kink);
    const tangents = numbersOf(direction);
    const moving = args.map((arg, k) =>
      k === which ? withBoxes(arg, (value, i) => series.input(value, [tangents[i] ?? 0])) : arg,
    );
    const active = args.map((_, k) => k === which);
    const { value, adjoints } = runReverse(traceable, moving, active, (of) => numbersOf(of).map(() => 1), kink);
    const found = adjoints.get(which) ?? [];
    return {
      value: mapNumbers(value, (inner) => series.coefficient(inner, 0)),
      tangent: mapNumbers(value, (inner) => series.coefficient(inner, 1)),
      adjoints: found.map((one) => series.coefficient(one, 0)),
      changes: found.map((one) => series.coefficient(one, 1)),
    };
  });
}

/**
 * A function whose derivative is given, called on numbers and boxes. The function is called on plain numbers only, and
 * nothing else is known of it.
 *
 * @param call the function itself
 * @param rule from the same arguments: one partial derivative for each of their numbers, for each number of the value
 * @throws SecantError S105 where the rule gives another number of partial derivatives
 */
export function callGiven(
  call: (...args: readonly unknown[]) => unknown,
  rule: (...args: readonly unknown[]) => unknown,
  name: string,
  args: readonly unknown[],
): unknown {
  const numbers = args.flatMap((arg) => numbersOf(arg));
  let top: Box | undefined;
  for (const one of numbers)
    if (one instanceof Box && (top === undefined || one.boxLevel.depth > top.boxLevel.depth)) top = one;
  if (top === undefined) return untraced(() => call(...args));
  const { boxLevel: level } = top;
  const below = args.map((arg) =>
    mapNumbers(arg, (one) => (one instanceof Box && one.boxLevel === level ? level.below(one) : one)),
  );
  const value = callGiven(call, rule, name, below);
  const count = numbersOf(value).length;
  let row = 0;
  return mapNumbers(value, (one) => {
    const from = numbers.length * row++;
    return level.given(one, numbers, (at) => {
      // Ties in a rule are its author's affair.
      const partials = numbersOf(withDecisions(undefined, () => rule(...(at === 'own' ? args : below))));
      if (partials.length === numbers.length * count) return partials.slice(from, from + numbers.length);
      throw new SecantError(
        'S105',
        `the derivative given for \`${name}\` has too ${partials.length < numbers.length * count ? 'few' : 'many'} partial derivatives: ${partials.length} of ${numbers.length * count}`,
        { hint: 'give one partial derivative for each number of the arguments' },
      );
    });
  });
}

/** A run on a machine of the interpreter. `lift` makes the machine's number of the k-th number of an argument. */
export function runOnMachine(
  traceable: Traceable,
  args: readonly unknown[],
  machine: Machine,
  lift: (value: number, argument: number, k: number) => unknown,
): unknown {
  return withRun(traceable, (level, call) => {
    const on = new MachineLevel(level, machine);
    const moved = args.map((arg, j) => withBoxes(arg, (value, k) => on.box(lift(value as number, j, k))));
    return mapNumbers(call(moved), (value) => on.open(value));
  });
}

/**
 * A derivative run on a machine of the interpreter: the first `count` inputs are arguments and move, the others are
 * cotangents and shadows, and come back as the run leaves them.
 */
export function runDerivativeOnMachine(
  traceable: Traceable,
  run: (inputs: readonly unknown[]) => readonly unknown[],
  given: { readonly inputs: readonly unknown[]; readonly count: number },
  machine: Machine,
  lift: (value: number, input: number, k: number) => unknown,
): { readonly results: readonly unknown[]; readonly held: readonly unknown[] } {
  return withRun(traceable, (level) => {
    const on = new MachineLevel(level, machine);
    const opened = (tree: unknown): unknown => mapNumbers(tree, (value) => on.open(value));
    const moved = given.inputs.map((input, j) =>
      j < given.count ? withBoxes(input, (value, k) => on.box(lift(value as number, j, k))) : asLists(input),
    );
    const results = run(moved).map(opened);
    return { results, held: moved.map((input, j) => (j < given.count ? undefined : opened(input))) };
  });
}

/** A copy in which typed arrays, which hold plain numbers only, are lists. */
function asLists(tree: unknown): unknown {
  if (isTyped(tree)) return Array.from(tree);
  if (Array.isArray(tree)) return tree.map(asLists);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([name, inner]) => [name, asLists(inner)]));
}
