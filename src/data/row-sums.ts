/**
 * The sum in the process. In: the program of one row, rows, parameters. Out: the sums, and how many rows there were. The
 * program runs in a compiled loop over batches of rows: complete rows are copied into columns of numbers, the others are
 * counted. Guaranteed: the same operations for each row as in a query. Sums are compensated: what an addition rounds off
 * is summed beside it (Knuth, The Art of Computer Programming 2, 4.2.2).
 */
import { type Runnable, runnable } from '../calculus/compile.ts';
import { finish, optimize } from '../calculus/passes.ts';
import { type ArrayType, type FunctionIr, newValue, numberType, type Value } from '../compiler/ir/ir.ts';
import { copyBlock } from '../compiler/ir/visit.ts';
import { Builder, emptyBlock } from '../compiler/rules/builder.ts';
import type { RowReader } from './rows.ts';

/** A column that the program reads, in the order of its parameters. */
export interface ReadColumn {
  readonly path: readonly (string | number)[];
  readonly type: 'number' | 'boolean' | 'string';
  readonly optional: boolean;
}

/** Sums of one group. */
export interface Sums {
  readonly key: readonly unknown[];
  rows: number;
  summed: number;
  outside: number;
  /** What the program yields, summed; but for the value without rows that stand on a kink. */
  readonly totals: number[];
  /** How many rows stand on a kink. */
  kinks: number;
}

const batch = 1024;

/** A program of one row as a loop over a batch. */
export class RowLoop {
  private readonly made: Runnable;
  private readonly columns: readonly ReadColumn[];
  private readonly outputs: number;
  private readonly ties: boolean;

  /** With `ties` the program yields, last of all, whether a row stands on a kink. */
  constructor(fn: FunctionIr, parameters: number, columns: readonly ReadColumn[], ties: boolean) {
    this.columns = columns;
    this.ties = ties;
    this.outputs = fn.body.yields.length - (ties ? 1 : 0);
    this.made = runnable(finish(optimize(loopOver(fn, parameters, columns, ties))), false);
  }

  /**
   * Sums over all rows, group by group, with the parameters of each; rows of a group without any are left out.
   * `atKink` is called with the columns of each row that stands on a kink.
   */
  sum(
    rows: RowReader,
    parameters: (key: readonly unknown[]) => readonly number[] | undefined,
    groupBy: readonly string[],
    atKink: (sums: Sums, columns: readonly unknown[]) => void,
  ): Sums[] {
    const readers = this.columns.map(({ path }) => rows.column(path));
    const keys = groupBy.map((column) => rows.column([column]));
    const groups = new Map<string, Batch | undefined>();
    const whole = keys.length === 0 ? this.newBatch([], parameters([])!) : undefined;
    const values: unknown[] = this.columns.map(() => undefined);
    for (let row = 0; row < rows.count; row++) {
      const group =
        whole ??
        this.groupOf(
          groups,
          keys.map((key) => key(row)),
          parameters,
        );
      if (group === undefined) continue;
      group.sums.rows++;
      let complete = true;
      for (let k = 0; k < readers.length; k++) {
        const value = asColumn(readers[k]!(row), this.columns[k]!);
        if (value === undefined) complete = false;
        values[k] = value;
      }
      if (!complete) continue;
      for (let k = 0; k < values.length; k++) group.buffers[k]![group.filled] = values[k];
      if (++group.filled === batch) this.flush(group, atKink);
    }
    const all = (whole === undefined ? [...groups.values()] : [whole]).filter((group) => group !== undefined);
    return all.map((group) => {
      this.flush(group, atKink);
      const { totals } = group.sums;
      for (let k = 0; k < this.outputs; k++) {
        const [sum, rest] = [group.state[2 * k]!, group.state[2 * k + 1]!];
        totals[k] = Number.isFinite(sum) ? sum + rest : sum;
      }
      group.sums.outside = group.state[2 * this.outputs]!;
      return group.sums;
    });
  }

  private groupOf(
    groups: Map<string, Batch | undefined>,
    key: readonly unknown[],
    parameters: (key: readonly unknown[]) => readonly number[] | undefined,
  ): Batch | undefined {
    const text = keyText(key);
    if (!groups.has(text)) {
      const own = parameters(key);
      groups.set(text, own && this.newBatch(key, own));
    }
    return groups.get(text);
  }

  private newBatch(key: readonly unknown[], parameters: readonly number[]): Batch {
    return {
      parameters,
      buffers: this.columns.map((column) => (isPlain(column) ? new Float64Array(batch) : new Array<unknown>(batch))),
      filled: 0,
      state: new Float64Array(2 * this.outputs + 1),
      tied: this.ties ? new Float64Array(batch) : undefined,
      sums: { key, rows: 0, summed: 0, outside: 0, kinks: 0, totals: new Array<number>(this.outputs).fill(0) },
    };
  }

  private flush(group: Batch, atKink: (sums: Sums, columns: readonly unknown[]) => void): void {
    const { parameters, filled, buffers, state, tied, sums } = group;
    if (filled === 0) return;
    this.made.run([filled, ...parameters, ...buffers, state, ...(tied === undefined ? [] : [tied])]);
    sums.summed += filled;
    group.filled = 0;
    if (tied === undefined) return;
    for (let row = 0; row < filled; row++) {
      if (tied[row] === 0) continue;
      sums.kinks++;
      atKink(
        sums,
        buffers.map((column) => column[row]),
      );
    }
  }
}

/** Text that tells values apart as groups do. */
export function keyText(key: readonly unknown[]): string {
  return JSON.stringify(key, (_, part: unknown) =>
    typeof part === 'bigint' || (typeof part === 'number' && !Number.isFinite(part)) ? `${part}n` : part,
  );
}

interface Batch {
  readonly parameters: readonly number[];
  readonly buffers: { [row: number]: unknown }[];
  filled: number;
  /** For each output its sum and what was rounded off; then how many rows had no value. */
  readonly state: Float64Array;
  /** Which rows of the batch stand on a kink, if that is asked. */
  readonly tied: Float64Array | undefined;
  readonly sums: Sums;
}

function isPlain({ type, optional }: ReadColumn): boolean {
  return type === 'number' && !optional;
}

/** A value as the column holds it; undefined where the row has none. */
function asColumn(value: unknown, column: ReadColumn): unknown {
  if (value === null || value === undefined) return column.optional ? null : undefined;
  if (column.type !== 'number') return value;
  const number = typeof value === 'number' ? value : Number(value);
  return Number.isNaN(number) && !column.optional ? undefined : number;
}

/** for (k …) { [value, …] = fn(parameters, columns[k]); state += [value, …] } */
function loopOver(fn: FunctionIr, parameterCount: number, columns: readonly ReadColumn[], ties: boolean): FunctionIr {
  const count = newValue(numberType, 'count');
  const own = fn.parameters.slice(0, parameterCount);
  const arrays = columns.map((column, k) => {
    const name = fn.parameters[parameterCount + k]?.name;
    const element = { kind: column.type } as const;
    const type: ArrayType = { kind: 'array', element, storage: isPlain(column) ? 'Float64Array' : 'list' };
    return newValue(type, name === undefined ? undefined : `${name}_column`);
  });
  const numbers: ArrayType = { kind: 'array', element: numberType, storage: 'Float64Array' };
  const state = newValue(numbers, 'state');
  const tied = newValue(numbers, 'tied');
  const body = emptyBlock();
  const builder = new Builder(body);
  builder.count(
    count,
    [],
    (index) => {
      const map = new Map<Value, Value>();
      arrays.forEach((array, k) => map.set(fn.parameters[parameterCount + k]!, builder.load(array, index)));
      const inside = copyBlock(fn.body, map);
      builder.block.instructions.push(...inside.instructions);
      const outputs = ties ? inside.yields.slice(0, -1) : inside.yields;
      const isTied = ties ? inside.yields.at(-1)! : builder.constant(false);
      if (ties) builder.emit({ kind: 'store', array: tied, index, value: builder.apply('number', isTied) });
      outputs.forEach((value, k) => {
        const added = k === 0 ? value : builder.apply('select', isTied, builder.constant(0), value);
        accumulate(builder, state, 2 * k, added);
      });
      const at = builder.constant(2 * outputs.length);
      const isNaN = builder.apply('is_nan', inside.yields[0]!);
      builder.emit({ kind: 'accumulate', array: state, index: at, value: builder.apply('number', isNaN) });
      return [];
    },
    'k',
  );
  return { name: `${fn.name}_sum`, parameters: [count, ...own, ...arrays, state, ...(ties ? [tied] : [])], body };
}

/** s = sum + value; the rest is (sum − (s − b)) + (value − b) with b = s − sum. */
function accumulate(builder: Builder, state: Value, at: number, value: Value): void {
  const [sumAt, restAt] = [builder.constant(at), builder.constant(at + 1)];
  const sum = builder.load(state, sumAt);
  const next = builder.apply('add', sum, value);
  const taken = builder.apply('sub', next, sum);
  const lostOfSum = builder.apply('sub', sum, builder.apply('sub', next, taken));
  const rest = builder.apply('add', lostOfSum, builder.apply('sub', value, taken));
  builder.emit({ kind: 'store', array: state, index: sumAt, value: next });
  builder.emit({ kind: 'accumulate', array: state, index: restAt, value: rest });
}
