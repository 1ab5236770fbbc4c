/**
 * What a function does on one side of a point. In: a question and a direction. Out: the numbers asked for, as they are
 * just beside the point in that direction, and how the program's ties came out there.
 *
 * The program is run once on truncated series along the direction, compiled, and writes down how each comparison that
 * ties comes out; then the ordinary derivative is run, compiled, with these decisions forced. That is two runs, for
 * any number of inputs. Where an operation is singular on the way (√ at 0, 0/0 behind a guard), the derivative
 * program itself is run on germs, and its limits are taken: slower, and bounded in work.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { NotYet } from '../../base/parts.ts';
import { limitsAlong } from '../../compiler/interpret/germ-limits.ts';
import { Bent, directedGradient } from '../../compiler/interpret/germ.ts';
import { forceDecisions } from '../../compiler/kinks/force.ts';
import { recordDecisions } from '../../compiler/kinks/record.ts';
import { firstTie, status, type Trail } from '../../compiler/kinks/trail.ts';
import { type Makes, type Runnable, type Transform, valueTransform } from '../compile.ts';
import { padded } from '../passes.ts';
import { scattered } from './directions.ts';
import { leavesOf, mapLeaves, zerosOf } from '../trees.ts';
import type { Question } from './question.ts';

/** Orders of the series, until every tie is decided. */
const orders: readonly number[] = [1, 3, 8];
/** Where only what is linear is compared: the direction decides, or the term after it. */
const straightOrders: readonly number[] = [1, 2];
/** How far from a point it is seen whether a tie stands still. */
const nearby = 2 ** -6;
/** How far from a point it is seen how fast derivatives change. */
const slightly = 2 ** -20;
/** How far from a point it is seen whether the function has values there. */
const close = 2 ** -40;
/** Operations on germs for one question. */
const work = 200_000;

export interface Side {
  /** The numbers asked for; NaN for what is not known. */
  readonly entries: readonly number[];
  /** The values that the function tends to; undefined where only limits of derivatives are known. */
  readonly values: readonly number[] | undefined;
  /** The trail: sides of the ties in the order of the run, and the terms that decided; undefined where germs answered. */
  readonly ties: Trail | undefined;
}

/** The sides of one point. */
export class Sides {
  private readonly question: Question;
  private readonly known: { readonly trail: Trail; readonly entries: readonly number[] }[] = [];
  private readonly budget = { left: work };
  private straight = false;

  constructor(question: Question) {
    this.question = question;
  }

  /**
   * Whether all ties come from terms that are linear in the inputs, so that along an axis too the first term decides.
   */
  findStraight(direction: readonly number[]): boolean {
    const run = this.follow(direction, undefined, orders.slice(-1));
    this.straight = run !== undefined && run.trail[0] !== status.singular && run.trail[1] === 0;
    return this.straight;
  }

  /**
   * One side; undefined where the function has no values there. A path along an axis can be bent off it, in a term so
   * high that it decides only what the direction leaves open: a guard on a line or a plane.
   */
  look(direction: readonly number[], axis?: number, bend?: readonly number[]): Side | undefined {
    const { program } = this.question;
    // Ties of inner derivatives are not told apart in a traced run.
    if (program.road.name === 'traced' && program.derives) return this.nothing();
    const run = this.follow(direction, bend);
    if (run === undefined) return undefined;
    const { trail, values } = run;
    if (trail[0] !== status.singular) {
      const entries = this.forced(trail, axis);
      if (entries.every(Number.isFinite)) return { entries, values, ties: trail };
    }
    // Germs of the value know the bodies of functions, and not the rules that stand for them.
    return this.question.orderOf !== undefined && axis !== undefined && !this.question.program.hasRules
      ? this.byValue(direction, axis, bend)
      : this.byGerms(direction, axis, bend);
  }

  /** First and second derivative of the value along a direction, from its germ. */
  bend(direction: readonly number[]): readonly [number, number] | undefined {
    const { program, args, active } = this.question;
    if (program.hasRules) return undefined;
    const along = directedGradient(program.closed(), args, directionsOf(args, active, direction), 2, this.budget);
    const [value, slope, bend] = along.derivatives;
    const known = along.kind === 'finite' && Number.isFinite(value) && Number.isFinite(slope) && Number.isFinite(bend);
    return known ? [slope!, bend!] : undefined;
  }

  private follow(
    direction: readonly number[],
    bend?: readonly number[],
    tried = this.straight ? (bend === undefined ? straightOrders.slice(0, 1) : straightOrders.slice(1)) : orders,
  ): { trail: number[]; values: number[] } | undefined {
    const { program, args, active } = this.question;
    const bends = bend === undefined ? [] : directionsOf(args, active, bend);
    const bentAt = this.straight ? 2 : 3;
    for (const order of tried) {
      const made = program.get(recording(this.question, order));
      const trail = [0, 0];
      const paths = directionsOf(args, active, direction).flatMap((tree, k) => {
        if (tree === undefined) return [];
        const term = (at: number): unknown => (at === 1 ? tree : at === bentAt ? bends[k] : undefined);
        return Array.from({ length: order }, (_, at) => term(at + 1) ?? zerosOf(args[k]));
      });
      try {
        const results = made.run([...program.safe(args), ...program.captured(), trail, ...paths]);
        const isLast = order === tried.at(-1);
        if (trail[0] === status.open && isLast && this.movesLater(trail, direction, bend)) trail[0] = status.singular;
        if (trail[0] !== status.open || isLast) return { trail, values: leavesOf(results.slice(0, program.outputs)) };
      } catch (error) {
        if (error instanceof SecantError && !(error instanceof NotYet)) return undefined;
        throw error;
      }
    }
    return undefined;
  }

  /**
   * Whether a tie that no term tells apart moves all the same, in a later one, as that of w¹⁰ with 0 does: just beside
   * the point fewer of them are left.
   */
  private movesLater(trail: Trail, direction: readonly number[], bend = direction): boolean {
    const { program, args, active } = this.question;
    if (program.road.name === 'traced') return false;
    const step = direction.map((x, k) => x + bend[k]! * nearby);
    const there = [0, 0];
    const paths = directionsOf(args, active, direction).filter((tree) => tree !== undefined);
    const made = program.get(recording(this.question, 1));
    return (
      this.runBeside(step, (inputs) => made.run([...inputs, there, ...paths]), nearby) !== undefined &&
      untold(there) < untold(trail)
    );
  }

  /** What a run gives just beside the point; undefined where it fails, which says nothing of the point itself. */
  private runBeside<T>(step: readonly number[], run: (inputs: unknown[]) => T, far: number): T | undefined {
    const { program, args, active } = this.question;
    let next = 0;
    const place = (x: number): number => x + far * step[next++]! * Math.max(1, Math.abs(x));
    const beside = args.map((arg, k) => (active[k] ? mapLeaves(arg, place, undefined, true) : arg));
    try {
      return run([...program.safe(beside), ...program.captured()]);
    } catch (error) {
      if (error instanceof NotYet) throw error;
      return undefined;
    }
  }

  /**
   * How fast the numbers asked for change beside the point, all together: where they vanish there, and all that is left of
   * them is rounding, this tells how large the terms are that cancel.
   */
  change(direction: readonly number[]): number {
    const { question } = this;
    // Both on one side of the point, where no tie comes between.
    const [near, far] = [slightly, 2 * slightly].map((distance) =>
      this.runBeside(direction, (inputs) => question.entries(question.program, () => inputs), distance),
    );
    return sizeOf(question.fast.map((_, k) => ((far?.[k] ?? NaN) - (near?.[k] ?? NaN)) / slightly));
  }

  /**
   * The ends of the domain that the point lies on: for each input the direction in which alone the function has values,
   * 1 or −1, and 0 where it has them in both.
   */
  endsOfDomain(inputs: number): number[] {
    const { program } = this.question;
    const ends = new Array<number>(inputs).fill(0);
    const value = program.get(valueTransform);
    const look = (sign: 1 | -1, from: number, to: number): void => {
      const step = ends.map((_, k) => (k >= from && k < to ? sign : 0));
      if (this.runBeside(step, (given) => leavesOf(value.run(given)), close)?.includes(NaN) === false) return;
      if (to - from === 1) {
        ends[from] = -sign;
        return;
      }
      const middle = (from + to) >> 1;
      look(sign, from, middle);
      look(sign, middle, to);
    };
    look(1, 0, inputs);
    look(-1, 0, inputs);
    return ends;
  }

  /** The numbers asked for with some ties of a trail decided by lot. */
  byLot(trail: Trail, ties: readonly number[], lot: number): readonly number[] {
    const told = trail.slice();
    ties.forEach((tie, k) => (told[tie] = scattered(k, lot) < 0.5 ? -1 : 1));
    return this.forced(told, undefined);
  }

  /** The derivative with decisions forced. */
  private forced(trail: readonly number[], axis: number | undefined): readonly number[] {
    const before = axis === undefined ? this.known.find((each) => sameSides(each.trail, trail)) : undefined;
    if (before !== undefined) return before.entries;
    const { program, args, active } = this.question;
    const beside = besides(program, active);
    const entries = this.question.entries(
      beside,
      () => {
        const told = trail.slice();
        told[0] = firstTie;
        return [...program.safe(args), ...program.captured(), told];
      },
      axis,
    );
    if (axis === undefined) this.known.push({ trail, entries });
    return entries;
  }

  /** A side of which nothing is known. */
  private nothing(): Side {
    return { entries: this.question.fast.map(() => NaN), values: undefined, ties: undefined };
  }

  private byGerms(direction: readonly number[], axis?: number, bend?: readonly number[]): Side | undefined {
    const { question, budget } = this;
    const { program, args, active } = question;
    // Limits are the same on all paths.
    const directions = bent(args, active, direction.map(short), bend?.map(short), 2);
    const germs: Makes = {
      get(transform: Transform): Runnable {
        const made = program.get(transform);
        const derivative = program.derivative(transform, args.length);
        const run = (inputs: readonly unknown[]): unknown[] => {
          const limits = limitsAlong(derivative, inputs, directions, budget);
          if (limits === undefined) throw new Unsettled();
          return limits;
        };
        return { ...made, run };
      },
    };
    try {
      const entries = question.entries(germs, () => [...program.safe(args), ...program.captured()], axis);
      // Slopes without bound may be those of a jump.
      const asked = question.orderOf !== undefined && !program.hasRules && !entries.every(Number.isFinite);
      const value = asked ? directedGradient(program.closed(), args, directions, 1, budget).value : NaN;
      return { entries, values: Number.isNaN(value) ? undefined : [value], ties: undefined };
    } catch (error) {
      if (error instanceof Unsettled) return this.nothing();
      throw error;
    }
  }

  /** One-sided derivatives along an axis, from the germ of the value. */
  private byValue(direction: readonly number[], axis: number, bend?: readonly number[]): Side | undefined {
    const { program, args, active, order, fast, axisOf, orderOf } = this.question;
    const directions = bent(args, active, direction, bend?.map(short), order + 1);
    const along = directedGradient(program.closed(), args, directions, order, this.budget);
    if (along.kind === 'undefined') return undefined;
    const down = direction[axis]! < 0;
    const turned = (k: number, x: number): number => (down && k % 2 === 1 ? 0 - x : x);
    const limits = along.kind === 'jump' || along.kind === 'unknown' ? this.byGerms(direction, axis, bend) : undefined;
    const entries = fast.map((_, k) => {
      if (axisOf === 'all' || axisOf(k) !== axis) return NaN;
      const at = orderOf?.(k) ?? 1;
      if (limits !== undefined) return limits.entries[k]!;
      if (at === 1 && along.kind === 'infinite') return turned(1, along.slope);
      const known = along.derivatives[at];
      return known === undefined ? (this.byGerms(direction, axis, bend)?.entries[k] ?? NaN) : turned(at, known);
    });
    return { entries, values: Number.isFinite(along.value) ? [along.value] : undefined, ties: undefined };
  }
}

/** Germs do not settle what a derivative program tends to. */
class Unsettled extends Error {}

function besides(program: Question['program'], active: readonly boolean[]): Makes {
  return program.beside(active, (fn) => forceDecisions(fn, padded(active, fn)));
}

function recording({ active, order: derivatives }: Question, order: number): Transform {
  return {
    key: `recording ${active.join()} ${order} ${derivatives}`,
    apply: (fn) => recordDecisions(fn, padded(active, fn), order, derivatives),
    traced: { mode: 'recording', active, order },
  };
}

/** The sum of the sizes of what is finite. */
export function sizeOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => (Number.isFinite(x) ? sum + Math.abs(x) : sum), 0);
}

/** How many ties no term tells apart. */
function untold(trail: Trail): number {
  return trail.filter((side, k) => k >= firstTie && k % 2 === 0 && side === 0).length;
}

/** Whether two runs met the same ties and came out on the same sides. */
function sameSides(a: Trail, b: Trail): boolean {
  if (a.length !== b.length) return false;
  for (let k = firstTie; k < a.length; k += 2) if (a[k] !== b[k]) return false;
  return true;
}

/** A direction as trees beside the arguments; undefined for those that stay. */
function directionsOf(args: readonly unknown[], active: readonly boolean[], direction: readonly number[]): unknown[] {
  let next = 0;
  return args.map((arg, k) => (active[k] ? mapLeaves(arg, () => direction[next++]!) : undefined));
}

/** A direction for germs, with what bends the path. */
function bent(
  args: readonly unknown[],
  active: readonly boolean[],
  direction: readonly number[],
  bend: readonly number[] | undefined,
  n: number,
): unknown[] {
  if (bend === undefined) return directionsOf(args, active, direction);
  let next = 0;
  return args.map((arg, k) =>
    active[k] ? mapLeaves(arg, () => new Bent(direction[next]!, bend[next++]!, n)) : undefined,
  );
}

/** A short number: sums and products of such are exact. */
function short(x: number): number {
  return Math.round(x * 1024) / 1024;
}
