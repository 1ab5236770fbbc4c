/** What is told of code that cannot be traced. */
import { SecantError } from '../../base/diagnostics.ts';

/** What its author can do. */
export const untraceableHint =
  'give the part a derivative with withDerivative, or use numericalDerivative for the whole';

export function mixedBytes(): never {
  throw new SecantError(
    'S103',
    'the bits of a number that depends on the input are read, and bits have no derivative',
    {
      hint: untraceableHint,
    },
  );
}
