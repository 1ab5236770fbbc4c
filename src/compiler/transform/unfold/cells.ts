/**
 * What a variable holds while a program is written out: a number (a value of the IR, perhaps an immediate), or an array
 * or record of such, which exist only here. A journal remembers what memory held before a branch, so that the other
 * branch can start from the same.
 */
import type { Storage, Value } from '../../ir/ir.ts';
import type { Builder } from '../../rules/builder.ts';

export type Cell = Value | ArrayCell | RecordCell;

export function isScalar(cell: Cell): cell is Value {
  return !(cell instanceof ArrayCell || cell instanceof RecordCell);
}

/** `undefined`. */
export function nothing(builder: Builder): Value {
  return builder.constant(undefined);
}

/** An array. */
export class ArrayCell {
  items: Cell[];
  readonly storage: Storage;
  /** In how many branches it was made. */
  readonly depth: number;
  /** True if it stands for one of two arrays: writes to it would have to reach both. */
  readonly joined: boolean;
  /** Makes the elements of an argument whose length is not known, as they are read. */
  readonly grow: ((index: number) => Cell) | undefined;
  readonly name: string | undefined;

  constructor(
    items: Cell[],
    storage: Storage,
    depth: number,
    joined = false,
    open?: { readonly name: string; readonly grow: (index: number) => Cell },
  ) {
    this.items = items;
    this.storage = storage;
    this.depth = depth;
    this.joined = joined;
    this.grow = open?.grow;
    this.name = open?.name;
  }
}

/** A record, or a tuple by its fields '0', '1', …. */
export class RecordCell {
  fields: Map<string, Cell>;
  readonly depth: number;
  readonly joined: boolean;
  /** Makes the fields of an argument as they are read. */
  private readonly grow: ((field: string) => Cell) | undefined;

  constructor(fields: Map<string, Cell>, depth: number, joined = false, grow?: (field: string) => Cell) {
    this.fields = fields;
    this.depth = depth;
    this.joined = joined;
    this.grow = grow;
  }

  get(field: string): Cell | undefined {
    const known = this.fields.get(field);
    if (known !== undefined || this.grow === undefined) return known;
    const made = this.grow(field);
    this.fields.set(field, made);
    return made;
  }
}

/** The writes of one side of a branch. */
export class Journal {
  private readonly before = new Map<ArrayCell | RecordCell, readonly Cell[]>();
  private readonly contents = new Map<ArrayCell | RecordCell, readonly Cell[]>();

  /** Remembers what the memory holds, before the first write to it. */
  note(memory: ArrayCell | RecordCell): void {
    if (!this.before.has(memory)) this.before.set(memory, contentsOf(memory));
  }

  /** Puts everything back as it was, and remembers how it had become. */
  putBack(): void {
    for (const [memory, before] of this.before) {
      this.contents.set(memory, contentsOf(memory));
      if (memory instanceof ArrayCell) memory.items.splice(0, Infinity, ...before);
      else [...memory.fields.keys()].forEach((field, k) => before[k] && memory.fields.set(field, before[k]));
    }
  }

  written(): Iterable<ArrayCell | RecordCell> {
    return this.before.keys();
  }

  /** What the memory held at the end of this side. */
  after(memory: ArrayCell | RecordCell): readonly Cell[] {
    return this.contents.get(memory) ?? contentsOf(memory);
  }
}

function contentsOf(memory: ArrayCell | RecordCell): readonly Cell[] {
  return memory instanceof ArrayCell ? [...memory.items] : [...memory.fields.values()];
}
