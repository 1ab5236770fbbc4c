/**
 * In place of the choice of a back end: no figure and no page of the book asks for WebAssembly. The program of the cells does, and
 * shares its parts with figures: it says here what makes its choices.
 */
import type { BackendChoice as Choice, BackendWanted } from '../../src/calculus/backend.ts';

const none = {
  ready: Promise.resolve(),
  used: { name: 'javascript' },
  isWebAssembly: false,
  of: <Made>(made: Made): Made => made,
  stay: (): void => undefined,
};

let choice: (wanted: BackendWanted | undefined) => object = () => none;

/** From now on choices are made by this. */
export function useBackends(make: (wanted: BackendWanted | undefined) => Choice): void {
  choice = make;
}

// A function that gives an object is as good as a class for `new`.
export const BackendChoice = function (wanted: BackendWanted | undefined): object {
  return choice(wanted);
} as unknown as new (wanted: BackendWanted | undefined) => object;
