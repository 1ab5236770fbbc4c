/** What a random program has in reach at one place: its names, and what each of them stands for. */

/** A name of the program, with what the author must know to use it without leaving an array's bounds. */
export interface Name {
  readonly name: string;
  readonly kind: 'number' | 'counter' | 'list' | 'rows' | 'record' | 'records' | 'stack' | 'function' | 'on-list';
  /** Numbers: can be assigned. Lists: can be given another list. */
  readonly assignable: boolean;
  /** Lists and rows: their length, which never changes. Counters: a bound on their value. Functions: parameters. */
  readonly length: number;
  /** Lists: made with `new Float64Array`, so that some methods give another kind of array. */
  readonly typed?: boolean;
  /** Functions: the first argument says how deep they call themselves. */
  readonly recursive?: boolean;
}

/** Names in reach, innermost last. */
export class Scope {
  private readonly names: Name[];

  constructor(names: readonly Name[] = []) {
    this.names = [...names];
  }

  /** A scope inside this one: what is declared in it is not seen here. */
  inner(more: readonly Name[] = []): Scope {
    return new Scope([...this.names, ...more]);
  }

  add(name: Name): Name {
    this.names.push(name);
    return name;
  }

  /** The scope without the names of some kinds. */
  without(...kinds: readonly Name['kind'][]): Scope {
    return new Scope(this.names.filter((name) => !kinds.includes(name.kind)));
  }

  /** All names of a kind, newest first, so that the first choice is the nearest one. */
  all(kind: Name['kind'], fits: (name: Name) => boolean = () => true): Name[] {
    return this.names.filter((name) => name.kind === kind && fits(name)).reverse();
  }
}
