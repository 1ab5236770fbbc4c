/**
 * In place of the choice of a back end: no figure and no page of the book asks for WebAssembly. The program of the cells does, and
 * shares its parts with figures: it says here what makes its choices.
 */
const none = {
  ready: Promise.resolve(),
  used: { name: 'javascript' },
  isWebAssembly: false,
  of: <Made>(made: Made): Made => made,
  stay: (): void => undefined,
};

let choice: (wanted: string | undefined) => object = () => none;

/** From now on choices are made by this. */
export function useBackends(make: (wanted: string | undefined) => object): void {
  choice = make;
}

// A function that gives an object is as good as a class for `new`.
export const BackendChoice = function (wanted: string | undefined): object {
  return choice(wanted);
} as unknown as new (wanted: string | undefined) => object;
