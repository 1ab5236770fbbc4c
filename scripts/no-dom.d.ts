/**
 * For tsconfig.pure.json: everything below `view` is compiled without the DOM and without Node. The types of a
 * figure may name the element it will be mounted in, and that is all there is to an element down there.
 */
interface HTMLElement {
  readonly pureCodeKnowsNoElements: never;
}

/** What breaks off the making of a file; whoever makes it may ask, and nothing else. */
interface AbortSignal {
  throwIfAborted(): void;
}

/** What engines have of WebAssembly wherever they run, as far as the second back end uses it. */
declare namespace WebAssembly {
  interface Module {
    readonly pureCodeKnowsNoModules: never;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;
  const Instance: new (module: Module, imports: object) => Instance;
  const RuntimeError: ErrorConstructor;
}
