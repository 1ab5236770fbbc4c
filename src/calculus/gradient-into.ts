/**
 * Gradients written into an array of the caller's. Where one flat array is differentiated and up to two other
 * arguments are passed along, the call goes straight to the compiled code and makes no garbage; everything else is
 * computed as usual and copied.
 */
import { kindOf } from './argument-kinds.ts';
import { endlessOr, type Program, type Runnable } from './compile.ts';
import type { BackendChoice } from './backend.ts';
import { checkOut, copyInto, frozen, overlap, refuseShared } from './into.ts';
import { gradientIntoTransform } from './reverse-transforms.ts';
import type { Tree } from './trees.ts';

/** What a gradient function is made of, as far as writing into an array needs it. */
export interface GradientParts {
  readonly caller: 'grad' | 'valueAndGrad';
  /** Which argument, or which arguments, are differentiated. */
  readonly wrt: number | readonly number[];
  programFor(args: readonly unknown[]): Program;
  run(args: readonly unknown[]): { readonly value: number; readonly grad: Tree };
  readonly backend: BackendChoice;
}

/** `(out, ...args) => value`; the value is undefined where only the gradient is asked for. */
export type Into = (out: Tree, ...args: readonly unknown[]) => number;

/** Makes the function that writes gradients. */
export function gradientInto(parts: GradientParts): Into {
  let direct: Direct | undefined;
  const into = function (out: Tree, a: unknown, b: unknown, c: unknown): number {
    // Arguments by name: a list of the rest would be garbage of its own.
    const count = arguments.length - 1;
    if (direct !== undefined && direct.fits(out, count, a, b, c)) {
      const value = direct.write(out as number[], a as number[], b, c);
      if (value !== undefined) return value;
    }
    const args: unknown[] = Array.prototype.slice.call(arguments, 1);
    const value = computeInto(parts, out, args);
    direct ??= Direct.for(parts, args);
    return value;
  };
  return into;
}

function computeInto({ caller, wrt, run }: GradientParts, out: Tree, args: readonly unknown[]): number {
  const one = typeof wrt === 'number';
  const wanted: readonly number[] = one ? [wrt] : wrt;
  const like = wanted.map((k) => args[k]);
  if (one) checkOut(out, like[0], caller);
  else checkOut(out, like.map((part) => (typeof part === 'number' ? 0 : part)), caller, 'the list of arguments'); // prettier-ignore
  refuseShared(out, args, caller);
  const { value, grad } = run(args);
  copyInto(out, grad);
  return value;
}

/** The straight way, for arguments of kinds seen before. */
class Direct {
  private readonly kinds: readonly string[];
  private readonly made: Runnable;

  private constructor(kinds: readonly string[], made: Runnable) {
    this.kinds = kinds;
    this.made = made;
  }

  static for({ caller, wrt, programFor, backend }: GradientParts, args: readonly unknown[]): Direct | undefined {
    if (wrt !== 0 || args.length > 3) return undefined;
    const program = programFor(args);
    // A traced function takes arguments that have no kind.
    if (!program.isPlain) return undefined;
    const kinds = args.map(kindOf);
    if (kinds[0] !== 'a' && kinds[0] !== 'F') return undefined;
    if (args.some((arg) => typeof arg === 'function')) return undefined;
    const active = args.map((_, k) => k === 0);
    const made = program.get(gradientIntoTransform(active, caller === 'valueAndGrad'));
    return new Direct(kinds, backend.of(made));
  }

  fits(out: Tree, count: number, a: unknown, b: unknown, c: unknown): boolean {
    const { kinds } = this;
    if (count !== kinds.length || kindOf(a) !== kinds[0]) return false;
    if (kinds[0] === 'F' ? !(out instanceof Float64Array) : !Array.isArray(out)) return false;
    if ((out as ArrayLike<number>).length !== (a as ArrayLike<number>).length || overlap(out, a)) return false;
    if (count > 1 && (kindOf(b) !== kinds[1] || sharesOrNests(out, b))) return false;
    return count < 3 || (kindOf(c) === kinds[2] && !sharesOrNests(out, c));
  }

  /** The value, or undefined if the program stands on a kink. */
  write(out: number[], a: number[], b: unknown, c: unknown): number | undefined {
    const { kinds, made } = this;
    const { length } = out;
    made.kink.hit = false;
    let value: unknown;
    try {
      out.fill(0);
      if (kinds.length === 1) value = made.raw(a, out);
      else value = kinds.length === 2 ? made.raw(a, b, out) : made.raw(a, b, c, out);
    } catch (error) {
      throw Object.isFrozen(out) && length > 0 ? frozen() : endlessOr(error);
    }
    // A read past the end of a list leaves a trace past the end of its gradient.
    if (Array.isArray(out) && out.length > length) out.length = length;
    return made.kink.hit ? undefined : (value as number);
  }
}

/** True if an argument is `out`, overlaps it, or is nested so deep that it would take a search to tell. */
function sharesOrNests(out: Tree, arg: unknown): boolean {
  if (typeof arg !== 'object' || arg === null) return false;
  if (ArrayBuffer.isView(arg)) return overlap(out, arg);
  if (!Array.isArray(arg) || arg === out) return true;
  for (let k = 0; k < arg.length; k++) {
    const row: unknown = arg[k];
    if (typeof row !== 'object') continue;
    if (!ArrayBuffer.isView(row) && !(Array.isArray(row) && typeof row[0] === 'number')) return true;
    if (overlap(out, row)) return true;
  }
  return false;
}
