/** What is told where no road leads on. */
import { SecantError } from '../../base/diagnostics.ts';

/** What is left to do where no road leads on. */
export const wayOut = 'give the part a derivative with withDerivative, or use numericalDerivative for the whole';

export function mixedBytes(): never {
  throw new SecantError(
    'S103',
    'the bits of a number that depends on the input are read, and bits have no derivative',
    {
      hint: wayOut,
    },
  );
}
