/**
 * Which loops are written with a `for` header. JavaScript's header allows any test, so all it takes is a
 * parameter that moves by a constant, is looked at by the test, and whose step nothing else reads.
 */
import { inductionsOf, type Uses } from '../ir/analysis.ts';
import type { Apply, Loop } from '../ir/ir.ts';
import { freeValues } from '../ir/visit.ts';

export interface LoopHeader {
  /** The parameter that counts. */
  readonly index: number;
  /** Its step, written in the header instead of the body. */
  readonly update: Apply;
  /** `i++`, `i -= 2`, … */
  step(name: string): string;
}

/** The header of a loop that counts. */
export function loopHeader(loop: Loop, uses: Uses): LoopHeader | undefined {
  const tested = freeValues(loop.test);
  const found = inductionsOf(loop).find(
    ({ index, update }) => tested.has(loop.parameters[index]!) && uses.usesOf(update.result).length === 1,
  );
  if (found === undefined) return undefined;
  const { index, update, step } = found;
  return { index, update, step: (name) => stepText(name, step) };
}

function stepText(name: string, step: number): string {
  if (step === 1) return `${name}++`;
  if (step === -1) return `${name}--`;
  return step > 0 ? `${name} += ${step}` : `${name} -= ${-step}`;
}
