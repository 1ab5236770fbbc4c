/** Jacobians of programs that return several numbers: rows by reverse mode against columns by forward mode. */
import { copyOf } from '../../src/calculus/compile.ts';
import { leavesOf, mapLeaves, zerosOf } from '../../src/calculus/trees.ts';
import { forward } from '../../src/compiler/transform/forward/forward.ts';
import { interpret } from '../../src/compiler/interpret/interpret.ts';
import { reverse } from '../../src/compiler/transform/reverse/reverse.ts';
import type { Finding } from './check-program.ts';
import { lowered } from './check-second-order.ts';

/** Checks every entry of the Jacobian; several tangents run at a time. */
export function checkJacobian(source: string, point: readonly unknown[]): Finding {
  const fn = lowered(source, point);
  const every = fn.parameters.map(() => true);
  const value = interpret(fn, point.map(copyOf))[0];
  const inputs = leavesOf(point).length;
  const unit = (j: number): unknown[] => {
    let k = 0;
    return point.map((part) => mapLeaves(part, () => (k++ === j ? 1 : 0)));
  };
  const units = Array.from({ length: inputs }, (_, j) => unit(j));
  // Per parameter its tangents, one after the other.
  const seeds = point.flatMap((_, k) => units.map((seed) => seed[k]));
  const results = interpret(forward(fn, every, { width: inputs }), [...point.map(copyOf), ...seeds]);
  const columns = units.map((_, j) => leavesOf(results[1 + j]));
  // Beside a slope that overflowed, an output that is not asked for cannot be told from one that is.
  if (!columns.flat().every(Number.isFinite)) return { kind: 'right', derivative: 'not finite' };
  const bar = reverse(fn, every);
  for (let i = 0; i < leavesOf(value).length; i++) {
    const cotangent = mapLeaves(value, (_, k) => (k === i ? 1 : 0));
    const shadows = point.map((part) => (typeof part === 'number' ? undefined : zerosOf(part)));
    const given = shadows.filter((shadow) => shadow !== undefined);
    const found = interpret(bar, [...point.map(copyOf), cotangent, ...given]);
    let next = 1;
    const row = point.flatMap((_, k) => (shadows[k] === undefined ? [found[next++] as number] : leavesOf(shadows[k])));
    const size = row.reduce((sum, entry) => sum + Math.abs(entry), 1);
    for (const [j, entry] of row.entries()) {
      const other = columns[j]![i] ?? 0;
      if (size > 1e8) continue;
      if (!(Math.abs(entry - other) <= 1e-9 * size))
        return { kind: 'wrong', what: 'jacobian', details: `∂${i}/∂${j}: reverse ${entry}, forward ${other}` };
    }
  }
  return { kind: 'right', derivative: 'checked' };
}
