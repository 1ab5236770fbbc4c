/**
 * The answer of every operator where the program ties or is singular. In: a question, and what to do at a kink. Out: the
 * numbers asked for.
 *
 * - The sides along a generic direction and against it agree (for several ties, in a second pair of directions too):
 *   near the point the function is as smooth as the question needs, and that is the derivative.
 * - They differ: a kink. The middle is that of the two sides, if the ties do not hang together: then the mean along
 *   any generic line is the mean along each axis. Ties that hang together (the largest of three equal numbers) are
 *   looked at axis by axis, which a stated number of axes may cost.
 * - What all this leaves open is NaN, and an error with `'throw'`: never another number.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { valueOf } from '../compile.ts';
import { firstTie, status, tiesIn } from '../../compiler/kinks/trail.ts';
import { countLeaves, leavesOf } from '../trees.ts';
import type { AtKink } from '../types.ts';
import { hessianFromBends } from './bends.ts';
import { fewInputs, genericDirection, nearAxis, offAxis } from './directions.ts';
import type { Question } from './question.ts';
import { type Side, Sides, sizeOf } from './sides.ts';

/** Axes that may be looked at one by one: where all ties are linear in the inputs, and where they are not. */
const mostAxes = { straight: 1024, bent: 64 };
/** How often ties that hang together are decided by lot, to see whether they matter. */
const lots = 8;

/** Settles a question at a point where the fast answer does not hold as it stands. */
export function settle(question: Question, atKink: AtKink): number[] {
  const { program, args, active, fast } = question;
  const plain = leavesOf(valueOf(program, args));
  if (plain.length === 1 && Number.isNaN(plain[0]) && !program.derives) return fast.map(() => NaN);
  const inputs = args.reduce<number>((sum, arg, k) => sum + (active[k] ? countLeaves(arg) : 0), 0);
  if (inputs === 0) return [...fast];
  return new Settling(question, atKink, plain, inputs).answer();
}

type Pair = readonly [Side | undefined, Side | undefined];

/** What was seen in generic directions. */
interface Around {
  readonly pairs: readonly Pair[];
  readonly all: readonly (Side | undefined)[];
  /** The sides where the function has values. */
  readonly there: readonly Side[];
  /** Whether ties do not hang together. */
  readonly linear: boolean;
  /** On how many sides the values tend elsewhere than to that at the point. */
  readonly jumping: number;
  /** Whether germs had to answer on some side. */
  readonly singular: boolean;
}

class Settling {
  private readonly question: Question;
  private readonly atKink: AtKink;
  private readonly plain: readonly number[];
  private readonly inputs: number;
  private readonly sides: Sides;
  private readonly axes = new Map<number, { readonly on: Pair; beside: Pair | undefined }>();
  private readonly quadrants = new Map<string, Side | undefined>();
  private axesAllowed: number | undefined;
  private scale = 0;
  /** For each input the only side on which the function has values, or 0; empty where it has them all around. */
  private ends: readonly number[] = [];
  /** What rounding leaves of terms that cancel. */
  private noise = 0;
  private bends: { readonly hessian: ReturnType<typeof hessianFromBends> } | undefined;

  constructor(question: Question, atKink: AtKink, plain: readonly number[], inputs: number) {
    this.question = question;
    this.atKink = atKink;
    this.plain = plain;
    this.inputs = inputs;
    this.sides = new Sides(question);
  }

  answer(): number[] {
    let first = this.pair(genericDirection(this.inputs, 0));
    if (this.inputs > 1 && first.some((side) => side?.entries.includes(NaN) !== false)) {
      this.ends = this.sides.endsOfDomain(this.inputs);
      first = this.pair(genericDirection(this.inputs, 0));
    }
    const pairs = [first];
    for (const side of first)
      for (const x of side?.entries ?? []) if (Number.isFinite(x)) this.scale = Math.max(this.scale, Math.abs(x));
    const few = first.every((side) => side?.ties !== undefined && tiesIn(side.ties) <= 1);
    const more = this.inputs === 1 || few ? 0 : this.question.order > 1 ? Math.ceil(Math.log2(this.inputs)) : 1;
    for (let k = 1; k <= more; k++) pairs.push(this.pair(genericDirection(this.inputs, k)));
    // Germs do not say which ties they met: near each axis another piece may begin.
    const isOpen = first.some((side) => side !== undefined && side.ties === undefined);
    if (isOpen && this.inputs > 1 && this.inputs <= fewInputs)
      for (let axis = 0; axis < this.inputs; axis++) pairs.push(this.pair(nearAxis(this.inputs, axis)));
    const hanging = this.inputs === 1 || few ? [] : hangTogether(pairs);
    const linear =
      hanging !== undefined && (hanging.length === 0 || (this.inputs > fewInputs && this.isIdle(hanging, first)));
    const all = pairs.flat();
    const there = all.filter((side) => side !== undefined);
    const jumping = there.filter((side) => this.jumps(side)).length;
    const singular = there.some((side) => side.ties === undefined);
    const around: Around = { pairs, all, there, linear, jumping, singular };
    const entries = this.question.fast.map((fast, k) => this.entry(k, fast, around));
    // If there is not room for all axes that are needed, as many are looked at as few looks can settle.
    const waiting = entries.filter((entry) => typeof entry === 'function').length;
    const most = this.question.axisOf === 'all' ? waiting * this.inputs : waiting;
    if (most > mostAxes.bent && most > this.room) this.axesAllowed = mostAxes.bent;
    return entries.map((entry) => (typeof entry === 'number' ? entry : entry()));
  }

  /** Equal up to what rounding explains, beside the largest of the entries. */
  private agree(a: number, b: number): boolean {
    if (a === b) return true;
    if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
    const room = Math.max(1e-12 * Math.max(Math.abs(a), Math.abs(b)), 1e-15 * this.scale, this.noise);
    return Math.abs(a - b) <= room;
  }

  /**
   * Whether it does not matter to the numbers asked for how some ties come out, as in m + log Σ exp(wₖ − m) for m = max wₖ:
   * whatever is drawn for them by lot, the numbers stay. What is left of a term that cancels grows with the number of
   * inputs, beside the sum of all entries.
   */
  private isIdle(ties: readonly number[], pair: Pair): boolean {
    const change = this.sides.change(genericDirection(this.inputs, 0));
    const noise = Math.max(1e-12, 1e-15 * this.inputs) * (sizeOf(pair[0]?.entries ?? []) + change / 100);
    for (let lot = 0; lot < lots; lot++) {
      const side = pair[lot % 2];
      if (side?.ties === undefined) return false;
      const drawn = this.sides.byLot(side.ties, ties, lot);
      if (!side.entries.every((entry, k) => Math.abs(entry - drawn[k]!) <= noise)) return false;
    }
    this.noise = noise;
    return true;
  }

  /** Two sides: opposite ones, but where the function has values on one side of an input only. */
  private pair(direction: readonly number[]): Pair {
    const axis = this.inputs === 1 ? 0 : undefined;
    const along = (sign: 1 | -1): number[] =>
      direction.map((x, k) => {
        const end = this.ends[k] ?? 0;
        return end === 0 ? sign * x : end * Math.abs(x);
      });
    return [this.sides.look(along(-1), axis), this.sides.look(along(1), axis)];
  }

  /** Whether the values on a side tend elsewhere than to the value at the point. */
  private jumps({ values }: Side): boolean {
    // A derivative inside has at its own ties the value of a branch, which the sides correct.
    if (this.question.program.derives) return false;
    return (
      values?.some((value, k) => {
        const there = this.plain[k]!;
        return Math.abs(value - there) > 1e-10 * Math.max(Math.abs(value), Math.abs(there));
      }) ?? false
    );
  }

  /** An entry, or how it is found along axes. */
  private entry(
    k: number,
    fast: number,
    { pairs, all, there, linear, jumping, singular }: Around,
  ): number | (() => number) {
    // No values on any side: the point stands alone, and nothing there has a derivative.
    if (there.length === 0) return this.strict ? this.refuse(k, pairs[0]!) : Number.isFinite(fast) ? NaN : fast;
    const [one] = there;
    const a = one!.entries[k]!;
    const unknown = singular && there.some((side) => side.ties === undefined && !Number.isFinite(side.entries[k]));
    const fromValue = unknown ? this.bend(k) : undefined;
    if (fromValue !== undefined) return fromValue;
    let alike = true;
    for (const side of there) alike &&= this.agree(side.entries[k]!, a);
    const whole = there.length === all.length;
    const jumps = jumping > 0;
    if (jumps && !this.strict && Number.isFinite(fast)) {
      // A value that stands alone, or at the end of a step: the branch that the program takes.
      if (this.inputs === 1 && (jumping === there.length || !alike)) return this.branch(fast, all, k);
      if (this.inputs > 1 && jumping === there.length) return () => this.byAxes(k, NaN);
      if (!alike) return this.branch(fast, all, k);
    }
    const settled = alike && linear && !Number.isNaN(a);
    const isRefused = this.strict && (jumps || this.isAtEnd(k));
    if (settled && whole && Number.isFinite(a) && !isRefused) return this.agree(fast, a) ? fast : a;
    if (this.strict) return linear || isRefused ? this.refuse(k, pairs[0]!) : () => this.strictly(k, pairs[0]!);
    if (settled) return a;
    if (this.inputs === 1) return this.between(all[0]?.entries[k], all[1]?.entries[k]);
    if (this.atKink === 'midpoint' && linear) {
      const middleOf = ([left, right]: Pair): number => this.between(left?.entries[k], right?.entries[k]);
      const middle = middleOf(pairs[0]!);
      if (pairs.every((pair) => agreeLoosely(middleOf(pair), middle, this.noise))) return middle;
    }
    return () => this.byAxes(k, alike ? a : NaN);
  }

  /** A second derivative from those of the value along many directions. */
  private bend(k: number): number | undefined {
    const { rowTimes } = this.question;
    if (rowTimes === undefined) return undefined;
    this.bends ??= { hessian: hessianFromBends(this.inputs, (direction) => this.sides.bend(direction)) };
    const [row, vector] = rowTimes(k);
    return this.bends.hessian?.[row]!.reduce((sum, entry, j) => (vector[j] === 0 ? sum : sum + entry * vector[j]!), 0);
  }

  /** How many axes may be looked at. */
  private get room(): number {
    const isStraight = (): boolean => this.sides.findStraight(genericDirection(this.inputs, 0));
    return (this.axesAllowed ??= isStraight() ? mostAxes.straight : mostAxes.bent);
  }

  /** Whether an entry is a derivative along an input at whose end of the domain the point lies. */
  private isAtEnd(k: number): boolean {
    const { axisOf, order } = this.question;
    if (axisOf === 'all') return this.ends.some((end) => end !== 0);
    const axes = order > 1 ? [axisOf(k), Math.floor(k / this.inputs)] : [axisOf(k)];
    return axes.some((axis) => (this.ends[axis] ?? 0) !== 0);
  }

  private get strict(): boolean {
    return this.atKink === 'nan' || this.atKink === 'throw';
  }

  /** One number for two sides; a side without values leaves the other. */
  private between(left: number | undefined, right: number | undefined): number {
    if (left === undefined || right === undefined) return left ?? right ?? NaN;
    if (this.atKink === 'left') return left;
    if (this.atKink === 'right') return right;
    return left === right ? left : (left + right) / 2;
  }

  /**
   * An entry from the two sides along its own axis, or from those along all axes. A second derivative is one where it
   * comes out as `alike` along the axes too; a kink of it across ties that hang together is no matter of one axis.
   */
  private byAxes(k: number, alike: number): number {
    const { axisOf, order } = this.question;
    const axes = Array.from({ length: this.inputs }, (_, axis) => axis);
    if (order > 1) {
      const own = axisOf === 'all' ? axes : [axisOf(k), Math.floor(k / this.inputs)];
      const same = own.every((axis) => this.isAlike(this.axisPair(axis, k, alike), k, alike));
      if (same) return alike;
      return this.strict ? NaN : this.bySides(k);
    }
    if (axisOf !== 'all') return this.onAxis(axisOf(k), k, alike);
    let sum = 0;
    for (const axis of axes) sum += this.onAxis(axis, k, NaN);
    return sum;
  }

  /** An entry of a Hessian where its sides differ. A product with a vector is put together from what each input contributes. */
  private bySides(k: number): number {
    const { axisOf, rowTimes } = this.question;
    if (axisOf !== 'all') return this.secondAlong(Math.floor(k / this.inputs), axisOf(k), k);
    const vector = rowTimes?.(k)[1] ?? [];
    return vector.reduce((sum, x, axis) => (x === 0 ? sum : sum + this.secondAlong(k, axis, k, axis)), 0);
  }

  /**
   * A second derivative along two axes. Of one and the same axis it has the two sides of that axis. Of two it has four
   * quadrants: left and right are those where both inputs go that way, and without these words all four have to agree.
   */
  private secondAlong(i: number, j: number, k: number, only?: number): number {
    const signs = [-1, 1] as const;
    const entry = (a: number, b: number): number | undefined => this.quadrant(i, j, a, b, only)?.entries[k];
    if (i === j || this.atKink !== 'midpoint') return this.between(entry(-1, -1), entry(1, 1));
    const all = signs.flatMap((a) => signs.map((b) => entry(a, b) ?? NaN));
    return all.every((each) => this.agree(each, all[0]!)) ? all[0]! : NaN;
  }

  /** The side where two inputs go as the signs say; undefined without values there, and past the number of looks. */
  private quadrant(i: number, j: number, a: number, b: number, only?: number): Side | undefined {
    const key = (i < j ? [i, j, a, b, only] : [j, i, b, a, only]).join();
    if (!this.quadrants.has(key)) {
      if (this.quadrants.size >= mostAxes.straight) return undefined;
      const direction = new Array<number>(this.inputs).fill(0);
      // Not along the diagonal, where the larger of two numbers still ties.
      direction[Math.max(i, j)] = (i < j ? b : a) * 0.625;
      direction[Math.min(i, j)] = i < j ? a : b;
      this.quadrants.set(key, this.lookBeside(this.sides.look(direction, only), direction, only));
    }
    return this.quadrants.get(key);
  }

  private onAxis(axis: number, k: number, alike: number): number {
    const pair = this.axisPair(axis, k, alike);
    if (pair === undefined) return NaN;
    const fast = this.question.fast[k]!;
    const jumps = pair.some((side) => side !== undefined && this.jumps(side));
    if (jumps && this.question.axisOf !== 'all' && Number.isFinite(fast)) return this.branch(fast, pair, k);
    return this.between(pair[0]?.entries[k], pair[1]?.entries[k]);
  }

  private isAlike(pair: Pair | undefined, k: number, alike: number): boolean {
    return pair?.every((side) => side !== undefined && this.agree(side.entries[k]!, alike)) ?? false;
  }

  /**
   * Both sides along one axis, with an entry that is right; undefined past the number of axes that may be looked at.
   * `alike` is what the entry is in generic directions, NaN where these do not agree: if it is that on the axis too,
   * nothing beside the axis has to be looked at.
   */
  private axisPair(axis: number, k: number, alike: number): Pair | undefined {
    const direction = new Array<number>(this.inputs).fill(0);
    direction[axis] = 1;
    const opposite = direction.map((x) => -x);
    let looks = this.axes.get(axis);
    if (looks === undefined) {
      if (this.axes.size >= this.room) return undefined;
      looks = { on: [this.sides.look(opposite, axis), this.sides.look(direction, axis)], beside: undefined };
      this.axes.set(axis, looks);
    }
    const { on } = looks;
    if (this.isAlike(on, k, alike)) return on;
    looks.beside ??= [this.lookBeside(on[0], opposite, axis), this.lookBeside(on[1], direction, axis)];
    return looks.beside;
  }

  /**
   * A side along an axis, or between two. A tie that the direction leaves open may come from a guard that holds all along
   * it, as `w[1] === 0` does along w₀. It is passed over if just beside the path, both ways, the function is the same.
   */
  private lookBeside(side: Side | undefined, direction: readonly number[], axis: number | undefined): Side | undefined {
    if (side?.ties?.[0] === status.told || this.inputs === 1) return side;
    const bend = offAxis(this.inputs);
    const one = this.sides.look(direction, axis, bend);
    const back = bend.map((x) => -x);
    const other = this.sides.look(direction, axis, back);
    if (one === undefined || other === undefined || this.jumps(one) || this.jumps(other)) return side;
    const { axisOf } = this.question;
    const counts = (k: number): boolean => axis === undefined || axisOf === 'all' || axisOf(k) === axis;
    const entries = one.entries.map((x, k) => {
      const y = other.entries[k]!;
      if (!counts(k)) return x;
      // What is not known beside the axis is not known from a guard on it.
      if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
      return this.agree(x, y) ? x : (side?.entries[k] ?? NaN);
    });
    return { ...one, entries };
  }

  /** At a jump: one side if it is asked for, or what the program's own branch gives. */
  private branch(fast: number, [left, right]: readonly (Side | undefined)[], k: number): number {
    if (this.atKink === 'left') return left?.entries[k] ?? fast;
    if (this.atKink === 'right') return right?.entries[k] ?? fast;
    return fast;
  }

  /** With ties that hang together the axes may still agree. */
  private strictly(k: number, pair: Pair): number {
    const { axisOf, order } = this.question;
    if (order > 1) {
      const a = pair[0]?.entries[k] ?? NaN;
      const b = pair[1]?.entries[k] ?? NaN;
      const value = this.agree(a, b) ? this.byAxes(k, a) : NaN;
      return Number.isNaN(value) ? this.refuse(k, pair) : value;
    }
    const axes = axisOf === 'all' ? Array.from({ length: this.inputs }, (_, axis) => axis) : [axisOf(k)];
    const generic = pair.map((side) => side?.entries[k] ?? NaN);
    const alike = axisOf !== 'all' && this.agree(generic[0]!, generic[1]!) ? generic[0]! : NaN;
    let sum = 0;
    for (const axis of axes) {
      const [left, right] = this.axisPair(axis, k, alike) ?? [];
      const a = left?.entries[k] ?? NaN;
      const b = right?.entries[k] ?? NaN;
      if (!Number.isFinite(a) || !this.agree(a, b)) return this.refuse(k, pair);
      sum += a;
    }
    return sum;
  }

  private refuse(k: number, [left, right]: Pair): number {
    if (this.atKink === 'nan') return NaN;
    const say = (side: Side | undefined): string => {
      const slope = side?.entries[k];
      return slope === undefined || Number.isNaN(slope) ? 'none' : shorten(slope);
    };
    const { caller, args } = this.question;
    const [point] = args;
    const single = this.inputs === 1 && typeof point === 'number';
    throw new SecantError(
      'S301',
      single
        ? `there is no derivative at ${shorten(point)}: slopes ${say(left)} from the left and ${say(right)} from the right`
        : `${caller} has no value in component ${k}: ${say(left)} from one side and ${say(right)} from the other`,
      { hint: "leave out atKink: 'throw' to get the midpoint" },
    );
  }
}

/**
 * The ties that hang together, by their places in the trails: all where the sides met different ones, undefined where
 * not all sides know theirs. A tie is loose if it is decided by a term that changes its sign with the direction, as a linear one does, or that is the same
 * on all sides. A term that another tie has bent is neither.
 */
function hangTogether(pairs: readonly Pair[]): number[] | undefined {
  const known = pairs[0]?.[0]?.ties;
  const hanging = new Set<number>();
  for (const [left, right] of pairs) {
    const a = left?.ties;
    const b = right?.ties;
    // Limits of smooth pieces: what is the same on generic lines is the same on all.
    if (left !== undefined && right !== undefined && (a === undefined || b === undefined)) continue;
    if (a === undefined || b === undefined || known === undefined) return undefined;
    if (a.length !== b.length || a.length !== known.length)
      return Array.from({ length: tiesIn(known) }, (_, k) => firstTie + 2 * k);
    for (let k = firstTie; k < a.length; k += 2) {
      const term = a[k + 1]!;
      const other = b[k + 1]!;
      if (!agreeLoosely(term, -other) && !(agreeLoosely(term, other) && known?.[k] === a[k])) hanging.add(k);
    }
  }
  return [...hanging];
}

function agreeLoosely(a: number, b: number, room = 0): boolean {
  return a === b || Math.abs(a - b) <= Math.max(room, 1e-9 * Math.max(Math.abs(a), Math.abs(b)));
}

function shorten(x: number): string {
  return String(Number(x.toPrecision(6)));
}
