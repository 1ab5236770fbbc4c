/**
 * Which back end runs a program: JavaScript, or WebAssembly where it was asked for. The code of the second comes by
 * `import()` when it is first asked for; until it is there, and for programs that it cannot hold, JavaScript runs.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { emitWebAssembly, instantiate, WebAssemblyProgram } from '../compiler/emit/webassembly/index.ts';
import type { CompiledRunnable, Runnable } from './compile.ts';

/** The back ends. */
export type BackendWanted = 'javascript' | 'webassembly';

/** What ran the last call, and why not the other. */
export interface Backend {
  readonly name: BackendWanted;
  /** Why a program that was to run in WebAssembly runs in JavaScript. */
  readonly reason?: string;
}

/** @throws SecantError S203 for a back end that does not exist */
export function checkBackend(backend: BackendWanted | undefined): void {
  if (backend === undefined || backend === 'javascript' || backend === 'webassembly') return;
  throw new SecantError('S203', `backend is \`${String(backend)}\``, {
    hint: "it can be 'javascript' or 'webassembly'",
  });
}

interface Emitter {
  readonly emitWebAssembly: typeof emitWebAssembly;
  readonly instantiate: typeof instantiate;
}

let emitter: Emitter | undefined;
let loading: Promise<void> | undefined;

function load(): Promise<void> {
  loading ??= import('../compiler/emit/webassembly/index.ts').then((loaded) => {
    emitter = loaded;
  });
  return loading;
}

/** After so many runs that WebAssembly could not finish it is not asked again. */
const mostLeft = 3;

const javascript: Backend = { name: 'javascript' };

/** A program that runs in WebAssembly as far as it can. */
class Accelerated implements Runnable {
  readonly kink: Runnable['kink'];
  readonly steps: Runnable['steps'];
  readonly raw: Runnable['raw'];
  state: Backend = { name: 'javascript', reason: 'WebAssembly is still being loaded; `await` its `ready`' };
  private readonly made: CompiledRunnable;
  private program: WebAssemblyProgram | undefined;
  private text = '';
  private tried = false;
  private left = 0;

  private readonly overwrites: readonly boolean[];

  constructor(made: CompiledRunnable, overwrites: readonly boolean[]) {
    this.made = made;
    this.overwrites = overwrites;
    this.kink = made.kink;
    this.steps = made.steps;
    this.raw = (...args) => {
      const results = this.quick(args);
      if (results === undefined) return made.raw(...args);
      return made.single ? results[0] : results;
    };
  }

  run(args: readonly unknown[], calls?: number): unknown[] {
    return this.quick(args) ?? this.made.run(args, calls);
  }

  get code(): string {
    this.prepare();
    return this.program === undefined ? this.made.code : this.text;
  }

  private quick(args: readonly unknown[]): unknown[] | undefined {
    if (!this.tried) this.prepare();
    if (this.program === undefined) return undefined;
    const results = this.program.run(args);
    if (results !== undefined) return results;
    if (++this.left === mostLeft) this.stay(`it left WebAssembly ${mostLeft} times: a read past the end, a list that grew, or an error of its own`); // prettier-ignore
    return undefined;
  }

  private prepare(): void {
    if (this.tried || emitter === undefined) return;
    this.tried = true;
    if (this.steps !== undefined && this.steps.most !== Infinity) return this.stay('its steps are counted');
    const emitted = emitter.emitWebAssembly(this.made.fn);
    if (typeof emitted === 'string') return this.stay(emitted);
    try {
      this.program = emitter.instantiate(emitted, this.kink, this.overwrites);
      this.text = emitted.code;
      this.state = { name: 'webassembly' };
    } catch (error) {
      // A page's policy may forbid it, an engine may not know two lanes, or not compile so much at once.
      this.stay(`the engine does not compile it: ${(error as Error).message}`);
    }
  }

  private stay(reason: string): void {
    this.program = undefined;
    this.state = { name: 'javascript', reason };
  }
}

const accelerated = new WeakMap<CompiledRunnable, Accelerated>();

/** The back end that an operator was asked for. */
export class BackendChoice {
  /** Resolved when the back end is there; calls before run in JavaScript. */
  readonly ready: Promise<void>;
  private readonly wanted: BackendWanted | undefined;
  private last: Accelerated | undefined;
  private reason: string | undefined;

  constructor(wanted: BackendWanted | undefined) {
    checkBackend(wanted);
    this.wanted = wanted;
    this.ready = wanted === 'webassembly' ? load() : Promise.resolve();
  }

  /** What ran last. */
  get used(): Backend {
    if (this.wanted !== 'webassembly') return javascript;
    return this.last?.state ?? { name: 'javascript', reason: this.reason ?? 'nothing was called yet' };
  }

  /** True where calls may run in WebAssembly. */
  get isWebAssembly(): boolean {
    return this.wanted === 'webassembly';
  }

  /** The program on this back end; `overwrites` says which arrays it writes from end to end. */
  of(made: Runnable, overwrites: readonly boolean[] = []): Runnable {
    if (this.wanted !== 'webassembly') return made;
    if (!isCompiled(made)) {
      this.reason = 'it is traced';
      this.last = undefined;
      return made;
    }
    let own = accelerated.get(made);
    if (own === undefined) accelerated.set(made, (own = new Accelerated(made, overwrites)));
    this.last = own;
    return own;
  }

  /** Nothing of it could run in WebAssembly. */
  stay(reason: string): void {
    this.reason = reason;
    this.last = undefined;
  }
}

function isCompiled(made: Runnable): made is CompiledRunnable {
  return 'fn' in made;
}
