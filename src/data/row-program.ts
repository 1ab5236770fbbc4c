/**
 * A loss of parameters and one row, as a program of numbers alone. In: the function, the parameters or nothing, and an
 * example of a row or nothing; what is not given is found from what the function reads. Out: the program, whose
 * parameters are the numbers of the parameters and then the columns that it reads, each with its place. Everything else
 * here (derivatives, queries, sums in the process) starts from it, so that all of them mean the same.
 */
import { SecantError } from '../base/diagnostics.ts';
import { type AnyFunction, type Captured, describeFunction } from '../calculus/functions.ts';
import { lowerDescribed } from '../calculus/lower-described.ts';
import type { ArgumentDescription } from '../compiler/ir/described.ts';
import { type Block, type FunctionIr, newValue, type Type, type Value } from '../compiler/ir/ir.ts';
import { OpenShape } from '../compiler/ir/open-shape.ts';
import { typeOfValue } from '../compiler/ir/type-of-value.ts';
import { walk } from '../compiler/ir/visit.ts';
import { Builder, emptyBlock } from '../compiler/rules/builder.ts';
import { ArrayCell, type Cell, isScalar, RecordCell } from '../compiler/transform/unfold/cells.ts';
import { unfold } from '../compiler/transform/unfold/unfold.ts';

/** A number of an argument, and the way to it: fields by name, elements by number. */
export interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: Value;
}

/** The program of one row. */
export interface RowProgram {
  /** Parameters: those of `parameters`, then those of `columns`. Yields the loss. */
  readonly fn: FunctionIr;
  readonly parameters: readonly Leaf[];
  readonly columns: readonly Leaf[];
  /** Columns that the function itself asks whether they are there: they may be missing. */
  readonly optional: ReadonlySet<Leaf>;
}

/** What is known beforehand. */
export interface RowShape {
  readonly parameters?: unknown;
  readonly sample?: unknown;
  readonly scope?: Captured | undefined;
}

/**
 * @throws SecantError S1xx with the place in the text, for what cannot be written out
 */
export function rowProgram(loss: AnyFunction, { parameters, sample, scope }: RowShape): RowProgram {
  const description = describeFunction(loss, scope, 'what sumOver was given');
  const name = loss.name === '' ? 'loss' : loss.name;
  const types = [shapeOf(parameters, 'the parameters'), shapeOf(sample, 'the row')];
  const lowered = lowerDescribed(description, types, name);
  const block = emptyBlock();
  const builder = new Builder(block);
  const found = [new Leaves(), new Leaves()] as const;
  const roots = ['p', 'row'].map((word, k) => {
    const parameter = lowered.fn.parameters[k];
    const given = [parameters, sample][k];
    return found[k]!.cell(types[k]!.type, [], parameter?.name ?? word, given);
  });
  const captured = lowered.captured.map(({ environment, path }) => constantCell(builder, environment.read?.(path)));
  const { yields, failed } = unfold(lowered.fn, [...roots, ...captured], builder, { keepRules: true });
  const [result] = yields;
  if (result === undefined || !isScalar(result) || !['number', 'unknown'].includes(result.type.kind)) {
    throw new SecantError('S106', `the loss returns ${lowered.gives}, and a sum needs a number for each row`, {
      hint: 'return a number',
    });
  }
  const value = builder.choose(
    failed,
    [{ type: result.type }],
    () => [builder.constant(NaN)],
    () => [result],
  )[0]!;
  const own = found[0].inOrder();
  // A row that is not looked at is no column, unless its sample shows it to be a number.
  const isNumber = typeof sample === 'number';
  const columns = found[1].inOrder().filter(({ path }) => isNumber || path.length > 0);
  block.yields = [value.constant?.value === undefined && value.constant ? builder.constant(NaN) : value];
  const whole = roots[1]!;
  if (!isNumber && isScalar(whole) && isRead(block, whole)) {
    throw new SecantError('S106', 'the loss takes the row itself for a number', {
      hint: 'read a column of it: row.x',
    });
  }
  const fn = { name, parameters: [...own, ...columns].map((leaf) => leaf.value), body: block };
  return { fn, parameters: own, columns, optional: askedFor(fn, columns) };
}

function isRead(block: Block, value: Value): boolean {
  let found = block.yields.includes(value);
  walk(block, (instruction) => {
    if ('args' in instruction && instruction.args.includes(value)) found = true;
    if (instruction.kind !== 'if') return;
    if ([instruction.condition, ...instruction.then.yields, ...instruction.otherwise.yields].includes(value))
      found = true;
  });
  return found;
}

function shapeOf(value: unknown, what: string): Extract<ArgumentDescription, { kind: 'value' }> {
  if (value !== undefined) return { kind: 'value', type: typeOfValue(value, what) };
  const shape = new OpenShape(what === 'the row' ? 'row' : 'p');
  return {
    kind: 'value',
    get type() {
      return shape.type;
    },
  };
}

/** The leaves of one argument, made as they are read. */
class Leaves {
  private readonly made = new Map<string, Leaf>();
  private readonly order: (readonly (string | number)[])[] = [];

  /** The cell of a type; `given` is the argument itself where there is one, and says how long arrays are. */
  cell(type: Type, path: readonly (string | number)[], name: string, given: unknown): Cell {
    if (type.kind === 'array') {
      const inner = (k: number): Cell =>
        this.cell(type.element, [...path, k], `${name}_${k}`, (given as ArrayLike<unknown> | undefined)?.[k]);
      if (given === undefined) return new ArrayCell([], type.storage, 0, false, { name, grow: inner });
      return new ArrayCell(
        Array.from(given as ArrayLike<unknown>, (_, k) => inner(k)),
        type.storage,
        0,
      );
    }
    if (type.kind === 'struct') {
      const inner = (field: string): Cell => {
        const known = type.fields.get(field);
        const at = type.tuple ? Number(field) : field;
        const part = (given as Record<string, unknown> | undefined)?.[field];
        return known === undefined ? newValue({ kind: 'unknown' }) : this.cell(known, [...path, at], field, part);
      };
      if (given === undefined) return new RecordCell(new Map(), 0, false, inner);
      return new RecordCell(new Map([...type.fields.keys()].map((field) => [field, inner(field)])), 0);
    }
    const key = JSON.stringify(path);
    let leaf = this.made.get(key);
    if (leaf === undefined) {
      this.order.push(path);
      this.made.set(key, (leaf = { path, value: newValue(type, name) }));
    }
    return leaf.value;
  }

  /** In the order in which they were read, the elements of an array one after the other. */
  inOrder(): Leaf[] {
    const rank = new Map<string, number>();
    const rankOf = (path: readonly (string | number)[]): number => {
      const key = JSON.stringify(path);
      if (!rank.has(key)) rank.set(key, rank.size);
      return rank.get(key)!;
    };
    // The rank of a record's field is that of its first mention.
    for (const path of this.order) for (let k = 1; k <= path.length; k++) rankOf(path.slice(0, k));
    return [...this.made.values()].sort((a, b) => {
      for (let k = 0; ; k++) {
        const [one, two] = [a.path[k], b.path[k]];
        if (one === undefined || two === undefined) return a.path.length - b.path.length;
        if (one === two) continue;
        if (typeof one === 'number' && typeof two === 'number') return one - two;
        return rankOf(a.path.slice(0, k + 1)) - rankOf(b.path.slice(0, k + 1));
      }
    });
  }
}

/** What is captured, as it is now. */
function constantCell(builder: Builder, value: unknown): Cell {
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return new ArrayCell(
      Array.from(value as ArrayLike<unknown>, (inner) => constantCell(builder, inner)),
      'list',
      0,
    );
  if (typeof value === 'object' && value !== null)
    return new RecordCell(
      new Map(Object.entries(value).map(([field, inner]) => [field, constantCell(builder, inner)])),
      0,
    );
  return builder.constant(value as number);
}

function askedFor(fn: FunctionIr, columns: readonly Leaf[]): ReadonlySet<Leaf> {
  const asked = new Set<Value>();
  walk(fn.body, (instruction) => {
    if (instruction.kind === 'apply' && ['is_null', 'is_undefined', 'is_nan'].includes(instruction.operation))
      asked.add(instruction.args[0]!);
  });
  return new Set(columns.filter(({ value }) => asked.has(value)));
}

/** A path as people write it: `w[0]`, `coefficients.slope`. */
export function pathText(path: readonly (string | number)[], root: string): string {
  let text = '';
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : text === '' ? part : `.${part}`;
  return text.startsWith('[') || text === '' ? `${root}${text}` : text;
}
