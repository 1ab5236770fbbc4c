/** In place of the choice of a back end: no page of the book asks for WebAssembly. Its cells have a program of their own. */
export class BackendChoice {
  readonly ready = Promise.resolve();
  readonly used = { name: 'javascript' } as const;
  readonly isWebAssembly = false;

  of<Made>(made: Made): Made {
    return made;
  }

  stay(): void {
    // Nothing runs elsewhere.
  }
}
