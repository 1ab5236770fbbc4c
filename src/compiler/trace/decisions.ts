/**
 * How ties come out in a run: the traced counterpart of `compiler/kinks`. In: an operation and its operands, boxes
 * among them. Out: what the operation gives on the side that counts, as numbers and boxes, so that any level
 * differentiates it. `recording` finds the sides by the series along a direction and tells them to a trail;
 * `forcing` reads them from it. Both meet the same ties in one order, since the program is run with the same inputs moving.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { interpret, type Machine } from '../interpret/interpret.ts';
import { type FunctionIr, newValue, numberType, type Value } from '../ir/ir.ts';
import type { OperationName } from '../ir/operations.ts';
import { type Site, siteNamed } from '../kinks/sites.ts';
import { firstTie, status } from '../kinks/trail.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { rules } from '../rules/index.ts';
import { applyOperation, Box, boxTerms, type Decisions, plain } from './box.ts';
import type { TaylorLevel } from './series.ts';

/** Coefficients that agree to so many bits are taken for equal: what is left is rounding. */
const rounding = 2 ** -46;
/** A loop that ends at a tie may find a new one for ever: past so many the program's own outcome holds. */
const mostTies = 1e6;

/** Runs the rows of the table of sites on numbers and boxes. */
const machine: Machine = {
  apply: (operation, args) => applyOperation(operation, args),
  truth: (value) => Boolean(plain(value)),
  index: (value) => plain(value) as number,
  kink: () => undefined,
};

/** A row of the table of sites, as programs of its arguments. */
interface Row {
  readonly unsigned: boolean;
  tied(args: readonly unknown[]): boolean;
  terms(args: readonly unknown[], coefficients: readonly unknown[]): readonly [number, number];
  outcome(args: readonly unknown[], side: number): unknown;
}

const rows = new Map<OperationName, Row | undefined>();

function rowOf(operation: OperationName, count: number): Row | undefined {
  if (!rows.has(operation)) {
    const site = siteNamed(operation);
    rows.set(operation, site === undefined ? undefined : rowFrom(site, count));
  }
  return rows.get(operation);
}

function rowFrom(site: Site, count: number): Row {
  const tied = program(count, (b, args) => [site.tied(b, args)]);
  const terms = program(2 * count, (b, all) => site.terms(b, all.slice(0, count), all.slice(count)));
  const outcome = program(count + 1, (b, all) => [site.outcome(b, all.slice(0, count), all[count]!)]);
  return {
    unsigned: site.unsigned === true,
    tied: (args) => Boolean(tied(args.map(plain))[0]),
    terms: (args, coefficients) => terms([...args.map(plain), ...coefficients]) as [number, number],
    outcome: (args, side) => outcome([...args, side])[0],
  };
}

function program(
  count: number,
  write: (builder: Builder, args: readonly Value[]) => readonly Value[],
): (args: readonly unknown[]) => readonly unknown[] {
  const body = emptyBlock();
  const parameters = Array.from({ length: count }, (_, k) => newValue(numberType, `a${k}`));
  body.yields = [...write(new Builder(body), parameters)];
  const fn: FunctionIr = { name: 'site', parameters, body };
  return (args) => interpret(fn, args, machine);
}

/** Ends a run that takes far more operations beside a tie than at it. */
export const endless = new SecantError('S304', '');

/**
 * Finds the sides by series of a level, and tells them to a trail.
 *
 * @param limit operations that the run may take
 * @throws `endless` past the limit; the trail then says that nothing is known
 */
export function recording(level: TaylorLevel, order: number, trail: number[], limit: number): Decisions {
  let count = 0;
  const tell = (how: number): void => {
    trail[0] = Math.max(trail[0]!, how);
  };
  const coefficient = (arg: unknown, k: number): number => plain(level.coefficient(arg, k)) as number;
  return {
    outcome(operation, args) {
      if (++count > limit) {
        tell(status.singular);
        throw endless;
      }
      noteSingular(operation, args);
      const row = rowOf(operation, args.length);
      if (row === undefined || !row.tied(args)) return undefined;
      return { value: row.outcome(args, decide(row, args)) };
    },
  };

  /** The side of a tie, by the first terms that differ. */
  function decide(row: Row, args: readonly unknown[]): number {
    let side = 0;
    let term = 0;
    let isStraight = true;
    for (let k = order; k >= 1; k--) {
      const [p, q] = row.terms(args, args.map((arg) => coefficient(arg, k))); // prettier-ignore
      const difference = p - q;
      const allowed = q === 0 ? 0 : rounding * (Math.abs(p) + Math.abs(q));
      if (Math.abs(difference) <= allowed) continue;
      side = Math.sign(difference);
      term = difference;
      if (k > 1) isStraight = false;
    }
    if (Number.isNaN(side)) {
      tell(status.singular);
      side = 0;
    }
    if (row.unsigned) term = side = Math.abs(side);
    if (trail.length >= mostTies) {
      tell(status.singular);
      return 0;
    }
    if (side === 0) tell(status.open);
    if (!isStraight) trail[1] = 1;
    trail.push(side, term);
    return side;
  }

  /** Says where an operation without a derivative at its argument has one that moves. */
  function noteSingular(operation: OperationName, args: readonly unknown[]): void {
    const rule = rules[operation];
    if (rule?.singular !== true || rule.tie === undefined || operation === 'rem') return;
    const values = args.map(plain);
    const exponent = operation === 'pow' && !(args[1] instanceof Box) ? (args[1] as number) : undefined;
    // A whole power is smooth at 0.
    if (exponent !== undefined && Number.isInteger(exponent) && exponent >= 0) return;
    const [left, right] = operation === 'atan2' ? [Math.hypot(values[0] as number, values[1] as number), 0] : rule.tie(boxTerms, values); // prettier-ignore
    if (left !== right) return;
    const moves = args.some((arg) => Array.from({ length: order }, (_, k) => coefficient(arg, k + 1)).some((x) => x !== 0)); // prettier-ignore
    tell(moves ? status.singular : status.open);
  }
}

/** Takes the sides that a trail says, one after the other; past its end the operation's own outcome holds. */
export function forcing(trail: readonly number[]): Decisions {
  let next = firstTie;
  return {
    outcome(operation, args) {
      const row = rowOf(operation, args.length);
      if (row === undefined || !row.tied(args)) return undefined;
      const side = next < trail.length ? trail[next]! : 0;
      next += 2;
      return { value: row.outcome(args, side) };
    },
  };
}
