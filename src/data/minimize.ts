/**
 * The loop on top of a sum: parameters for which it is least. In: the sum, a connection or rows, a start. Out: the
 * parameters, how it went, and a state from which the loop can go on. Every step is one query or a few, and between two
 * of them everything that the loop knows is in its state, plain data that JSON holds: a lost connection costs one step.
 *
 * Methods: limited-memory BFGS (Nocedal and Wright, Numerical Optimization, 7.4) and the gradient itself, with a line
 * search for the weak conditions of Wolfe by bisection, which does not mind corners (Lewis and Overton, 2013); Newton and
 * Levenberg–Marquardt with a damping that grows where a step does not lower the sum (Nielsen, 1999).
 */
import { SecantError } from '../base/diagnostics.ts';
import { checkOptions } from '../calculus/options.ts';
import { countLeaves, leavesOf, mapLeaves } from '../calculus/trees.ts';
import { along, dot, largest, solvePositive } from './linear-algebra.ts';
import { keyText } from './row-sums.ts';
import type { CallOptions, Grouped, RowSource, RowSum, TotalLoss } from './sum-over.ts';

/** How `minimize` goes down. */
export type Method = 'l-bfgs' | 'gradient' | 'newton' | 'levenberg-marquardt';

/** What the loop knows after a step: plain data, to be kept and given back as `resume`. */
export interface MinimizeState {
  readonly method: Method;
  readonly iteration: number;
  /** Sums that were asked for. */
  readonly evaluations: number;
  readonly point: readonly number[];
  readonly value: number;
  readonly slopes: readonly number[];
  /** The matrix at the point, for the methods that have one. */
  readonly matrix?: readonly (readonly number[])[] | undefined;
  /** Damping of the matrix, and how it grows. */
  readonly damping?: number;
  readonly growth?: number;
  /** The last steps and the changes of the gradient along them. */
  readonly steps: readonly (readonly number[])[];
  readonly changes: readonly (readonly number[])[];
  /** Rows in the sum at the start: no step may lose one. */
  readonly rows: number;
  readonly missing: number;
}

/** One line of the trace. */
export interface TraceEntry {
  readonly iteration: number;
  readonly value: number;
  /** The largest component of the gradient. */
  readonly slope: number;
  readonly evaluations: number;
}

/** What the loop knows of a group. */
export type GroupState = Grouped<{ readonly state: MinimizeState }>;

/** Options of `minimize`. */
export interface MinimizeOptions extends Pick<CallOptions, 'values'> {
  /** 'l-bfgs' if not given, and 'levenberg-marquardt' where the loss is a sum of squares. */
  readonly method?: Method;
  /**
   * Ends where no component of the gradient is larger than this times 1 + |value|; 1e-8 if not given. The methods with a
   * matrix end where a step would lower the sum by less than the square of this, relative to it; 1e-12 if not given.
   */
  readonly tolerance?: number;
  /** Most steps; 200 if not given. */
  readonly iterations?: number;
  /** Called after each step, for groups with the key of each; the state can be kept to resume from. */
  readonly onProgress?: (entry: TraceEntry, state: MinimizeState, key?: readonly unknown[]) => void;
  /** A state to go on from, instead of `start`; for groups one of each. */
  readonly resume?: MinimizeState | readonly GroupState[];
  /** Stops before the next query. */
  readonly signal?: AbortSignal;
}

/** Where `minimize` ended, and how. */
export interface Minimum<P> {
  readonly parameters: P;
  readonly value: number;
  readonly grad: P;
  /** True if the gradient is small enough, or no step lowers the sum any more that rounding lets see. */
  readonly converged: boolean;
  /** Why it ended, in a sentence. */
  readonly reason: string;
  readonly iterations: number;
  readonly evaluations: number;
  readonly rows: number;
  readonly missing: number;
  readonly trace: readonly TraceEntry[];
  readonly state: MinimizeState;
}

/** What `minimize` throws when the database does not answer: with the state to resume from. */
export class InterruptedError extends SecantError {
  readonly state: MinimizeState | undefined;
  /** For groups the state of each. */
  readonly states: readonly GroupState[] | undefined;

  constructor(cause: unknown, state: MinimizeState | undefined, states?: readonly GroupState[]) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super('S602', `the sum could not be computed: ${why}`, {
      hint:
        state !== undefined
          ? 'go on from the state of this error: { resume: error.state }'
          : states !== undefined
            ? 'go on from the states of this error: { resume: error.states }'
            : 'look at the connection',
      cause,
    });
    this.state = state;
    this.states = states;
  }
}

const memory = 10;
const names = ['method', 'tolerance', 'iterations', 'onProgress', 'resume', 'signal', 'values'];

/**
 * Parameters for which the sum is least; with `groupBy` for each group its own, all of them in one query at a time.
 *
 * @param start - parameters to begin with; they also say what shape the result has
 * @throws InterruptedError where a query fails, with the state to resume from
 *
 * @example
 * ```ts
 * const residual = (p: { w: number; b: number }, row: { x: number; y: number }) => p.w * row.x + p.b - row.y
 * const total = sumOver(residual, { leastSquares: true })
 * const rows = [{ x: 0, y: 1 }, { x: 1, y: 3 }, { x: 2, y: 5 }]
 * const { parameters } = await minimize(total, rows, { w: 0, b: 0 })
 * ;[parameters.w, parameters.b].map((value) => Math.round(value * 1e9) / 1e9) // → [2, 1]
 * ```
 */
export async function minimize<P, Row>(
  total: TotalLoss<P, Row, 'groups'>,
  source: RowSource<Row>,
  start: P,
  options?: MinimizeOptions,
): Promise<Grouped<Minimum<P>>[]>;
export async function minimize<P, Row>(
  total: TotalLoss<P, Row>,
  source: RowSource<Row>,
  start: P,
  options?: MinimizeOptions,
): Promise<Minimum<P>>;
export async function minimize<P>(
  total: TotalLoss<P, unknown, 'one' | 'groups'>,
  source: RowSource<unknown>,
  start: P,
  options: MinimizeOptions = {},
): Promise<Minimum<P> | Grouped<Minimum<P>>[]> {
  checkOptions(options, names, 'minimize');
  const { resume } = options;
  const states = (Array.isArray(resume) ? resume.map(({ state }: GroupState) => state) : [resume]) as MinimizeState[];
  const method = states[0]?.method ?? options.method ?? (total.leastSquares ? 'levenberg-marquardt' : 'l-bfgs');
  if (!Object.hasOwn(methods, method)) {
    throw new SecantError('S203', `the method is \`${method}\``, {
      hint: `it can be ${Object.keys(methods).join(', ')}`,
    });
  }
  if (resume !== undefined && Array.isArray(resume) !== total.grouped) {
    throw new SecantError(
      'S201',
      `the state to resume from is ${total.grouped ? 'one, and not one' : 'that'} of groups`,
      {
        hint: total.grouped ? 'give the states of the groups: { resume: error.states }' : 'give a state of this sum',
      },
    );
  }
  if (states.some((state) => state !== undefined && state.point.length !== countLeaves(start))) {
    throw new SecantError('S201', 'the state to resume from has another number of parameters than the start', {
      hint: 'give the start that it was begun with',
    });
  }
  const { values } = options;
  const call = values === undefined ? {} : { values };
  const ask = (parameters: unknown, more: CallOptions): Promise<never> =>
    asking[method](total as never, source as never, parameters as never, { ...call, ...more } as never) as never;
  if (total.grouped) return minimizeGroups<P>(ask, start, method, options);
  return new Descent((parameters) => ask(parameters, {}), start, method, options, states[0]).run<P>();
}

type AnyTotal = TotalLoss<never, never, 'one' | 'groups'>;
type Sum = RowSum<unknown> & { readonly matrix?: readonly (readonly number[])[] };

/** What each method needs to know at a point. */
const asking: Readonly<
  Record<Method, (total: AnyTotal, ...args: Parameters<AnyTotal['hessian']>) => Promise<unknown>>
> = {
  'l-bfgs': (total, ...args) => total.valueAndGrad(...args),
  gradient: (total, ...args) => total.valueAndGrad(...args),
  newton: (total, ...args) => total.hessian(...args),
  'levenberg-marquardt': (total, ...args) => total.gaussNewton(...args),
};

/**
 * All groups at once: each goes its own way, and where all that still go wait for a sum, one query gives it to all of them.
 */
async function minimizeGroups<P>(
  ask: (parameters: unknown, more: CallOptions) => Promise<readonly Grouped<Sum>[]>,
  start: P,
  method: Method,
  options: MinimizeOptions,
): Promise<Grouped<Minimum<P>>[]> {
  const { resume, signal, onProgress } = options;
  let begun: readonly Grouped<Partial<Sum & { state: MinimizeState }>>[];
  try {
    signal?.throwIfAborted();
    begun = resume === undefined ? await ask(start, {}) : (resume as readonly GroupState[]);
  } catch (error) {
    throw interrupted(error, undefined);
  }
  let waiting: {
    key: readonly unknown[];
    parameters: unknown;
    give: (sum: Sum) => void;
    fail: (error: unknown) => void;
  }[] = [];
  let running = begun.length;
  const sendIfAllWait = (): void => {
    if (waiting.length < running || waiting.length === 0) return;
    const asked = waiting;
    waiting = [];
    const models = asked.map(({ key, parameters }) => ({ key, parameters }));
    ask(start, { models }).then(
      (sums) => {
        const byKey = new Map(sums.map((sum) => [keyText(sum.key), sum]));
        for (const { key, give, fail } of asked) {
          const sum = byKey.get(keyText(key));
          if (sum === undefined) fail(new Error(`the group ${keyText(key)} has no rows any more`));
          else give(sum);
        }
      },
      (error: unknown) => asked.forEach(({ fail }) => fail(error)),
    );
  };
  const descents = begun.map(({ key, state, ...sum }) => {
    let first = state === undefined ? (sum as Sum) : undefined;
    const at = (parameters: unknown): Promise<Sum> => {
      if (first !== undefined) {
        const known = first;
        first = undefined;
        return Promise.resolve(known);
      }
      return new Promise((give, fail) => {
        waiting.push({ key, parameters, give, fail });
        sendIfAllWait();
      });
    };
    const progress = onProgress && {
      onProgress: (entry: TraceEntry, now: MinimizeState) => onProgress(entry, now, key),
    };
    return new Descent(at, start, method, { ...options, ...progress }, state);
  });
  const ended = await Promise.allSettled(
    descents.map((descent) =>
      descent.run<P>().finally(() => {
        running--;
        sendIfAllWait();
      }),
    ),
  );
  const failed = ended.find((end) => end.status === 'rejected');
  if (failed === undefined)
    return ended.map((end, k) => ({ key: begun[k]!.key, ...(end as PromiseFulfilledResult<Minimum<P>>).value }));
  if (!(failed.reason instanceof InterruptedError)) throw failed.reason;
  const states = descents.map(({ state }, k) => ({ key: begun[k]!.key, state: state! }));
  throw new InterruptedError(failed.reason.cause, undefined, states);
}

/** What is wrong with the call itself is told as it is. */
function interrupted(error: unknown, state: MinimizeState | undefined): unknown {
  return error instanceof SecantError && error.code !== 'S602' ? error : new InterruptedError(error, state);
}

/** The sum at a point. */
interface Evaluated {
  readonly point: readonly number[];
  readonly value: number;
  readonly slopes: readonly number[];
  readonly matrix?: readonly (readonly number[])[] | undefined;
  readonly rows: number;
  readonly missing: number;
}

/** A step: the next state, or why there is none. */
type Step = (descent: Descent, state: MinimizeState) => Promise<MinimizeState | string>;

class Descent {
  private readonly ask: (parameters: unknown) => Promise<Sum>;
  private readonly start: unknown;
  readonly options: MinimizeOptions;
  private readonly method: Method;
  private readonly trace: TraceEntry[] = [];
  private evaluations = 0;
  state: MinimizeState | undefined;

  constructor(
    ask: (parameters: unknown) => Promise<Sum>,
    start: unknown,
    method: Method,
    options: MinimizeOptions,
    state: MinimizeState | undefined,
  ) {
    this.ask = ask;
    this.start = start;
    this.method = method;
    this.options = options;
    this.state = state;
    this.evaluations = state?.evaluations ?? 0;
  }

  async run<P>(): Promise<Minimum<P>> {
    const { tolerance = 1e-8, iterations = 200, onProgress } = this.options;
    const hasMatrix = methods[this.method] === damped;
    let state = this.state ?? (await this.first());
    this.state = state;
    let reason = `it went through ${iterations} steps`;
    let converged = false;
    if (!Number.isFinite(state.value)) reason = 'the sum has no value at the start';
    else if (!state.slopes.every(Number.isFinite)) reason = 'the sum has no gradient at the start';
    else {
      for (let k = 0; k <= iterations; k++) {
        const most = hasMatrix ? 0 : tolerance * (1 + Math.abs(state.value));
        if (largest(state.slopes) <= most) {
          [converged, reason] = [true, 'the gradient is small enough'];
          break;
        }
        if (k === iterations) break;
        const next = await methods[this.method](this, state);
        if (typeof next === 'string') {
          [converged, reason] = [next === settled, next];
          break;
        }
        this.state = state = { ...next, iteration: state.iteration + 1, evaluations: this.evaluations };
        const { iteration, value, slopes, evaluations } = state;
        const entry: TraceEntry = { iteration, value, slope: largest(slopes), evaluations };
        this.trace.push(entry);
        onProgress?.(entry, state);
      }
    }
    const shape = (numbers: readonly number[]): P => mapLeaves(this.start, (_, k) => numbers[k]!) as P;
    const { iteration, value, rows, missing, point, slopes } = state;
    return {
      parameters: shape(point),
      value,
      grad: shape(slopes),
      converged,
      reason,
      iterations: iteration,
      evaluations: this.evaluations,
      rows,
      missing,
      trace: this.trace,
      state: { ...state, evaluations: this.evaluations },
    };
  }

  private async first(): Promise<MinimizeState> {
    const at = await this.at(leavesOf(this.start));
    return { method: this.method, iteration: 0, evaluations: this.evaluations, ...at, steps: [], changes: [] };
  }

  /** The sum at a point; infinite where it has no value, or where rows have dropped out of it. */
  async at(point: readonly number[]): Promise<Evaluated> {
    const parameters = mapLeaves(this.start, (_, k) => point[k]!);
    try {
      this.options.signal?.throwIfAborted();
      this.evaluations++;
      const sum = await this.ask(parameters);
      const { value, rows, missing } = sum;
      const slopes = leavesOf(sum.grad);
      const isWhole = this.state === undefined || missing === this.state.missing;
      const isFine = isWhole && Number.isFinite(value) && slopes.every(Number.isFinite);
      const { matrix } = sum;
      return {
        point,
        value: isFine || this.state === undefined ? value : Infinity,
        slopes,
        ...(matrix && { matrix }),
        rows,
        missing,
      };
    } catch (error) {
      throw interrupted(error, this.state);
    }
  }
}

const settled = 'no step lowers the sum by more than rounding';

/** A point on the line that lowers the sum enough and where its slope has risen enough. */
async function lineSearch(
  descent: Descent,
  state: MinimizeState,
  direction: readonly number[],
  first: number,
): Promise<Evaluated | string> {
  const slope = dot(state.slopes, direction);
  let [low, high, t] = [0, Infinity, first];
  let best: Evaluated | undefined;
  for (let k = 0; k < 40; k++) {
    const next = await descent.at(along(state.point, t, direction));
    if (!(next.value <= state.value + 1e-4 * t * slope)) high = t;
    else if (dot(next.slopes, direction) < 0.9 * slope) {
      best = next;
      low = t;
    } else return next;
    if (high < Infinity) t = (low + high) / 2;
    else t = 2 * low;
    // The step has become smaller than the numbers can tell apart.
    if (largest(direction) * t <= 1e-16 * (1 + largest(state.point))) break;
  }
  return best ?? settled;
}

async function bfgs(descent: Descent, state: MinimizeState): Promise<MinimizeState | string> {
  let { steps, changes } = state;
  let direction = descentDirection(state.slopes, steps, changes);
  if (!(dot(direction, state.slopes) < 0)) {
    direction = state.slopes.map((slope) => -slope);
    [steps, changes] = [[], []];
  }
  const first = steps.length === 0 ? Math.min(1, 1 / largest(state.slopes)) : 1;
  const next = await lineSearch(descent, state, direction, first);
  if (typeof next === 'string') {
    // Once more along the gradient: the remembered curvature may have been misleading.
    return steps.length === 0 ? next : bfgs(descent, { ...state, steps: [], changes: [] });
  }
  const step = next.point.map((value, k) => value - state.point[k]!);
  const change = next.slopes.map((value, k) => value - state.slopes[k]!);
  const isCurved = dot(step, change) > 1e-12 * Math.sqrt(dot(step, step) * dot(change, change));
  return {
    ...state,
    ...next,
    steps: isCurved ? [...steps, step].slice(-memory) : steps,
    changes: isCurved ? [...changes, change].slice(-memory) : changes,
  };
}

/** −H g, where H is the inverse Hessian as the last steps tell it: the two loops of L-BFGS. */
function descentDirection(
  slopes: readonly number[],
  steps: MinimizeState['steps'],
  changes: MinimizeState['changes'],
): number[] {
  let q = slopes.map((slope) => -slope);
  const shares: number[] = [];
  for (let k = steps.length - 1; k >= 0; k--) {
    shares[k] = dot(steps[k]!, q) / dot(steps[k]!, changes[k]!);
    q = along(q, -shares[k]!, changes[k]!);
  }
  const [step, change] = [steps.at(-1), changes.at(-1)];
  if (step && change) q = q.map((value) => (value * dot(step, change)) / dot(change, change));
  for (let k = 0; k < steps.length; k++) {
    const share = dot(changes[k]!, q) / dot(steps[k]!, changes[k]!);
    q = along(q, shares[k]! - share, steps[k]!);
  }
  return q;
}

async function gradient(descent: Descent, state: MinimizeState): Promise<MinimizeState | string> {
  const direction = state.slopes.map((slope) => -slope);
  const last = state.steps.at(-1)?.[0];
  const next = await lineSearch(
    descent,
    state,
    direction,
    last === undefined ? Math.min(1, 1 / largest(state.slopes)) : 2 * last,
  );
  if (typeof next === 'string') return next;
  const k = direction.findIndex((value) => value !== 0);
  return { ...state, ...next, steps: [[(next.point[k]! - state.point[k]!) / direction[k]!]] };
}

/** (A + damping·D) step = −gradient, where A is the Hessian or that of Gauss and Newton and D the size of its diagonal. */
async function damped(descent: Descent, state: MinimizeState): Promise<MinimizeState | string> {
  const matrix = state.matrix!;
  const { tolerance = 1e-12 } = descent.options;
  let damping = state.damping ?? (state.method === 'newton' ? 0 : 1e-3);
  let growth = state.growth ?? 2;
  const raise = (): void => {
    damping = Math.max(1e-10, damping * growth);
    growth *= 2;
  };
  for (let k = 0; k < 60; k++) {
    const shifted = matrix.map((row, i) =>
      row.map((value, j) => (i === j ? value + damping * (Math.abs(value) || 1) : value)),
    );
    const step = solvePositive(
      shifted,
      state.slopes.map((slope) => -slope),
    );
    if (step === undefined) {
      raise();
      continue;
    }
    const expected = -0.5 * dot(step, state.slopes);
    const isTiny = step.every((part, j) => Math.abs(part) <= 1e-15 * Math.abs(state.point[j]!));
    if (isTiny || expected <= tolerance * tolerance * Math.abs(state.value)) return settled;
    const next = await descent.at(along(state.point, 1, step));
    const ratio = (state.value - next.value) / expected;
    // Near the end the sum is flat to its last digits, and only the slopes tell which point is the better one.
    const isFlat = expected <= 1e-8 * Math.abs(state.value) && next.value <= state.value * (1 + 1e-12);
    const rest = isFlat ? solvePositive(shifted, next.slopes) : undefined;
    if (next.value < state.value || (rest !== undefined && dot(rest, next.slopes) < expected)) {
      const factor = ratio > 0 ? Math.max(1 / 3, 1 - (2 * ratio - 1) ** 3) : 1 / 3;
      const lower = damping * factor;
      return { ...state, ...next, damping: lower < 1e-12 ? 0 : lower, growth: 2 };
    }
    raise();
  }
  return settled;
}

const methods: Readonly<Record<Method, Step>> = {
  'l-bfgs': bfgs,
  gradient,
  newton: damped,
  'levenberg-marquardt': damped,
};
