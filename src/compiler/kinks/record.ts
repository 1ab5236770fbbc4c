/**
 * Which way a program goes just beside a point: the Taylor transform once more, with an eye on ties. In: a program, which
 * of its parameters move, and an order. Out: the program of Taylor coefficients along a direction, with a trail as its
 * last primal parameter. Where an operation ties, the first coefficients that differ decide, and the trail is told. So
 * the run follows the function along x + t·d for small t > 0, and costs what its Taylor coefficients cost.
 *
 * Guaranteed: a trail whose status is `told` holds every tie that the run met. `open`: somewhere no term up to the
 * order tells the sides apart; more terms may. `singular`: coefficients are not defined, or an operation stood where
 * it has no derivative (√ at 0) with an argument that moves.
 */
import { type Activity, analyseActivity } from '../analysis/activity.ts';
import { aliasClasses } from '../analysis/alias.ts';
import type { Apply, FunctionIr, Value } from '../ir/ir.ts';
import { numberType } from '../ir/ir.ts';
import { rules } from '../rules/index.ts';
import { TaylorMode } from '../transform/taylor/taylor.ts';
import { type Site, siteOf } from './sites.ts';
import { status, withTrail } from './trail.ts';

/** Coefficients that agree to so many bits are taken for equal: what is left is rounding. */
const rounding = 2 ** -46;
/** A loop that ends at a tie may find a new one for ever: past so many the program's own outcome holds. */
const mostTies = 1e6;

/** The program that runs along a direction and writes its trail; `derivatives` says how often it is differentiated afterwards. */
export function recordDecisions(
  fn: FunctionIr,
  active: readonly boolean[],
  order: number,
  derivatives: number,
): FunctionIr {
  const trailed = withTrail(fn);
  const activity = analyseActivity(trailed.fn, active, aliasClasses(trailed.fn));
  return new Recording(order, derivatives, activity, [...trailed.trails.values()]).entry(trailed.fn, active);
}

class Recording extends TaylorMode {
  private readonly differentiated: number;
  private readonly trails: readonly Value[];

  constructor(order: number, derivatives: number, activity: Activity, trails: readonly Value[]) {
    super(order, activity);
    this.differentiated = derivatives;
    this.trails = trails;
  }

  protected override sibling(): TaylorMode {
    return new Recording(this.order, this.differentiated, this.activity, this.trails);
  }

  /** The trail of the function that is being written. */
  private trail(): Value {
    for (const trail of this.trails) {
      const own = this.primals.get(trail);
      if (own !== undefined) return own;
    }
    throw new Error('a function without a trail');
  }

  protected override apply(instruction: Apply): void {
    const site = siteOf(instruction, (value) => this.isActive(value));
    if (site !== undefined) this.site(instruction, site);
    else super.apply(instruction);
    if (instruction.operation !== 'rem' && instruction.operation in rules) this.singular(instruction);
  }

  private site(instruction: Apply, site: Site): void {
    const { builder } = this;
    const { operation, result, span } = instruction;
    builder.span = span;
    const args = instruction.args.map((arg) => this.primal(arg));
    const series = instruction.args.map((arg) => this.coefficients(arg));
    const tied = site.tied(builder, args);
    const [side] = builder.choose(
      tied,
      [{ type: numberType, name: 'side' }],
      () => [this.decide(site, args, series)],
      () => [builder.constant(NaN)],
    );
    const outcome = site.outcome(builder, args, side!);
    const plain = builder.applyNamed(undefined, operation, args);
    this.primals.set(result, builder.applyNamed(result.name, 'select', [tied, outcome, plain]));
    if (!this.isActive(result)) return;
    const higher = site.higher?.(builder, args, series, tied, side!);
    this.derivatives.set(result, higher ?? this.propagate(instruction, plain));
  }

  /** The side of a tie, by the first terms that differ; the trail is told. */
  private decide(site: Site, args: readonly Value[], series: readonly (readonly Value[])[]): Value {
    const { builder } = this;
    const c = (value: number): Value => builder.constant(value);
    let side: Value = c(0);
    let term: Value = c(0);
    let straight: Value = builder.constant(true);
    for (let k = this.order; k >= 1; k--) {
      const [p, q] = site.terms(builder, args, series.map((each) => each[k]!)); // prettier-ignore
      const difference = builder.apply('sub', p, q);
      const size = builder.apply('add', builder.apply('abs', p), builder.apply('abs', q));
      const allowed = isZero(q) ? c(0) : builder.apply('mul', c(rounding), size);
      const same = builder.apply('le', builder.apply('abs', difference), allowed);
      side = builder.apply('select', same, side, builder.apply('sign', difference));
      term = builder.apply('select', same, term, difference);
      if (k > 1) straight = builder.apply('select', same, straight, builder.constant(false));
    }
    const trail = this.trail();
    const defined = builder.apply('eq', side, side);
    let told = builder.apply('select', defined, side, c(0));
    // Where only a difference counts, all directions but a few tell the same.
    if (site.unsigned) {
      told = builder.apply('abs', told);
      term = told;
    }
    const open = builder.apply('select', builder.apply('eq', told, c(0)), c(status.open), c(status.told));
    const room = builder.apply('lt', builder.length(trail), c(mostTies));
    this.tell(
      builder.apply(
        'select',
        builder.apply('select', defined, room, builder.constant(false)),
        open,
        c(status.singular),
      ),
    );
    builder.choose(
      straight,
      [],
      () => [],
      () => {
        builder.emit({ kind: 'store', array: trail, index: c(1), value: c(1) });
        return [];
      },
    );
    builder.choose(
      room,
      [],
      () => {
        builder.emit({ kind: 'push', array: trail, value: told });
        builder.emit({ kind: 'push', array: trail, value: term });
        return [];
      },
      () => [],
    );
    return builder.apply('select', room, told, c(0));
  }

  /** Raises the status of the trail. */
  private tell(how: Value): void {
    const { builder } = this;
    const zero = builder.constant(0);
    const value = builder.apply('max', builder.load(this.trail(), zero), how);
    builder.emit({ kind: 'store', array: this.trail(), index: zero, value });
  }

  /** A power of what leaves 0 upwards has as many derivatives as its exponent is large. */
  private powerThatMoves({ args: [base, exponent] }: Apply, power: Value): Value {
    const { builder } = this;
    const [zero, singular] = [builder.constant(0), builder.constant(status.singular)];
    if (this.isActive(exponent!)) return singular;
    let leading = zero;
    for (const term of this.coefficients(base!).slice(1).toReversed())
      leading = builder.apply('select', builder.apply('eq', term, zero), leading, term);
    const smooth = builder.apply('gt', power, builder.constant(this.differentiated));
    const told = builder.apply('select', smooth, builder.constant(status.told), singular);
    return builder.apply('select', builder.apply('gt', leading, zero), told, singular);
  }

  /** Says where an operation without a derivative at its argument has one that moves. */
  private singular(instruction: Apply): void {
    const { operation } = instruction;
    const rule = rules[operation];
    if (rule.singular !== true || rule.tie === undefined) return;
    const moving = instruction.args.filter((arg) => arg.type.kind === 'number' && this.isActive(arg));
    if (moving.length === 0) return;
    const { builder } = this;
    const args = instruction.args.map((arg) => this.primal(arg));
    // A whole power is smooth at 0.
    const exponent = operation === 'pow' ? args[1]!.constant?.value : undefined;
    if (typeof exponent === 'number' && Number.isInteger(exponent) && exponent >= 0) return;
    const [left, right] = operation === 'atan2' ? [builder.apply('hypot2', args[0]!, args[1]!), builder.constant(0)] : rule.tie(builder, args); // prettier-ignore
    builder.choose(
      builder.apply('eq', left, right),
      [],
      () => {
        let still: Value = builder.constant(true);
        for (const arg of moving)
          for (const term of this.coefficients(arg).slice(1))
            still = builder.apply('select', still, builder.apply('eq', term, builder.constant(0)), still);
        const moves = operation === 'pow' ? this.powerThatMoves(instruction, args[1]!) : builder.constant(status.singular); // prettier-ignore
        this.tell(builder.apply('select', still, builder.constant(status.open), moves));
        return [];
      },
      () => [],
    );
  }
}

function isZero(value: Value): boolean {
  return value.constant?.value === 0;
}
