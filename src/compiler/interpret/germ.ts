/**
 * Whether a program has a derivative at a point, and why: the verdict from its two sides. In: a function of the
 * IR of one number, and the point. Out: a verdict, both one-sided slopes and a sentence for a student. The
 * sides come from `directedSlope`, so that a verdict marked `exact` rests on the program's source and not on
 * samples; where a side is not settled the verdict is `unknown`, `exact` is false, and the caller samples secants.
 *
 * - differentiable: one finite slope from both sides; corner: two slopes, at least one finite;
 * - cusp, vertical tangent: both infinite, of opposite or of the same sign;
 * - jump: the values on a side do not tend to the value at the point; oscillating: the secants have no limit;
 * - outside the domain: no value at the point, or none on one side of it.
 */
import { ulp } from './germ-ball.ts';
import { directedSlope, valueWithin, type DirectedSlope, type Program } from './germ-slope.ts';

export type { Budget } from './germ-machine.ts';
export {
  Bent,
  directedGradient,
  directedSlope,
  type DirectedSlope,
  type MachineProgram,
  type Program,
  type SlopeKind,
} from './germ-slope.ts';

export type GermVerdictKind =
  'differentiable' | 'corner' | 'cusp' | 'vertical tangent' | 'jump' | 'oscillating' | 'outside the domain' | 'unknown';

/** The verdict at a point. */
export interface GermVerdict {
  readonly verdict: GermVerdictKind;
  readonly differentiable: boolean;
  /** One-sided slopes; NaN where there is none. */
  readonly left: number;
  readonly right: number;
  /** Present only where there is a derivative. */
  readonly derivative?: number;
  /** One sentence a student understands. */
  readonly reason: string;
  /** True if the verdict follows from the program; false only for `unknown`. */
  readonly exact: boolean;
}

/** The verdict on a one-number function at a point. */
export function germVerdict(fn: Program, w0: number): GermVerdict {
  const at = valueWithin(fn, [w0]);
  if (at === undefined) return unknown(undecided, undecided);
  if (!Number.isFinite(w0) || Number.isNaN(at)) return outside(fn, w0);
  return verdictOf(at, directedSlope(fn, w0, -1), directedSlope(fn, w0, 1));
}

/** Equal up to what rounding explains. */
function agree(left: DirectedSlope, right: DirectedSlope): boolean {
  const size = Math.max(Math.abs(left.slope), Math.abs(right.slope));
  return Math.abs(left.slope - right.slope) <= left.error + right.error + 16 * ulp * size;
}

function outside(fn: Program, w0: number): GermVerdict {
  const nothing = { verdict: 'outside the domain', differentiable: false, left: NaN, right: NaN, exact: true } as const;
  if (!Number.isFinite(w0)) return { ...nothing, reason: `${format(w0)} is not a point of the number line` };
  const left = directedSlope(fn, w0, -1);
  const right = directedSlope(fn, w0, 1);
  const there = `the function has no value at ${format(w0)}`;
  const approached = left.kind === 'finite' && right.kind === 'finite' && left.value === right.value;
  return { ...nothing, reason: approached ? `${there}, though both sides approach ${format(left.value)}` : there };
}

function verdictOf(at: number, left: DirectedSlope, right: DirectedSlope): GermVerdict {
  const slopes = { left: left.slope, right: right.slope, differentiable: false, exact: true } as const;
  const kinds = new Set([left.kind, right.kind]);
  const say = (verdict: GermVerdictKind, reason: string): GermVerdict => ({ verdict, ...slopes, reason });
  if (kinds.has('undefined')) {
    if (kinds.has('unknown')) return unknown(left, right);
    if (left.kind === right.kind)
      return say(
        'outside the domain',
        Number.isFinite(at)
          ? 'there are no values on either side of the point'
          : 'the values here and nearby are not finite',
      );
    const [missing, other, name] = left.kind === 'undefined' ? ['left', right, 'right'] as const : ['right', left, 'left'] as const; // prettier-ignore
    if (other.kind === 'jump' && Number.isFinite(at)) return say('jump', jumpReason(at, left, right));
    return say('outside the domain', `there are no values on the ${missing}: ${edgeReason(other, name)}`);
  }
  if (kinds.has('jump')) return say('jump', jumpReason(at, left, right));
  if (kinds.has('unknown')) return unknown(left, right);
  if (kinds.has('oscillating')) return say('oscillating', oscillationReason(left, right));
  if (left.kind === 'infinite' && right.kind === 'infinite') {
    if (left.slope === right.slope) {
      return say('vertical tangent', `slopes from both sides ${motion(left.slope)}: the tangent is vertical`);
    }
    return say('cusp', `slopes from the left ${motion(left.slope)}, from the right they ${motion(right.slope)}`);
  }
  if (left.kind === 'finite' && right.kind === 'finite' && agree(left, right)) {
    const derivative = left.slope === right.slope ? left.slope : (left.slope + right.slope) / 2;
    return {
      verdict: 'differentiable',
      ...slopes,
      differentiable: true,
      derivative,
      reason: `slopes from both sides settle at ${format(derivative)}`,
    };
  }
  const second = right.kind === 'finite' ? `at ${format(right.slope)}` : `they ${motion(right.slope)}`;
  const both = left.kind === 'finite' && right.kind === 'finite';
  const from = `slopes from the left ${motion(left.slope)}, from the right `;
  if (both) return say('corner', `${from}at ${distinct(right.slope, left.slope)}`);
  return say('corner', from + (left.kind === 'finite' ? second : `they ${motion(right.slope)}`));
}

const undecided: DirectedSlope = { kind: 'unknown', value: NaN, slope: NaN, error: 0, derivatives: [] };

function unknown(left: DirectedSlope, right: DirectedSlope): GermVerdict {
  return {
    verdict: 'unknown',
    differentiable: false,
    left: left.slope,
    right: right.slope,
    reason: 'the program alone does not tell how it behaves here',
    exact: false,
  };
}

function motion(slope: number): string {
  if (slope === Infinity) return 'grow without bound';
  return slope === -Infinity ? 'fall without bound' : `settle at ${format(slope)}`;
}

function approach(side: DirectedSlope): string {
  if (side.kind === 'undefined') return 'do not exist';
  if (Number.isNaN(side.value)) return 'approach nothing';
  if (Number.isFinite(side.value)) return `approach ${format(side.value)}`;
  return side.value > 0 ? 'grow without bound' : 'fall without bound';
}

function jumpReason(at: number, left: DirectedSlope, right: DirectedSlope): string {
  const [from, to] = [approach(left), approach(right)];
  const sides =
    from === to ? `values from both sides ${from}` : `values from the left ${from}, from the right they ${to}`;
  return Number.isFinite(at) ? `the value is ${format(at)}, but ${sides}` : sides;
}

function edgeReason(side: DirectedSlope, name: 'left' | 'right'): string {
  if (side.kind === 'jump') return `values from the ${name} ${approach(side)}`;
  if (side.kind === 'oscillating') return `slopes from the ${name} swing and settle at no number`;
  return `slopes from the ${name} ${motion(side.slope)}`;
}

function oscillationReason(left: DirectedSlope, right: DirectedSlope): string {
  if (left.kind === right.kind) return 'slopes from both sides swing for ever and settle at no number';
  const [swinging, other, name] = left.kind === 'oscillating' ? ['left', right, 'right'] as const : ['right', left, 'left'] as const; // prettier-ignore
  return `slopes from the ${swinging} swing for ever and settle at no number, from the ${name} they ${motion(other.slope)}`;
}

/** Six digits, or as many more as tell the number from another. */
function distinct(x: number, other: number): string {
  for (let digits = 6; digits < 17; digits++) {
    if (Number(x.toPrecision(digits)) !== Number(other.toPrecision(digits))) return format(x, digits);
  }
  return String(x);
}

function format(x: number, digits = 6): string {
  return String(Number(x.toPrecision(digits)) + 0);
}
