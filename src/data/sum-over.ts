/**
 * A loss summed over the rows of a table, with its derivatives, where the rows are: as one query of an SQL engine, or in
 * this process for rows that are already here. In: a function of parameters and one row. Out: an object that writes the
 * query, asks it, and puts the sums into the shape of the parameters.
 */
import { SecantError } from '../base/diagnostics.ts';
import { type AnyFunction, type Captured, kindInWords } from '../calculus/functions.ts';
import { checkAtKink, checkOptions } from '../calculus/options.ts';
import { leavesOf, mapLeaves } from '../calculus/trees.ts';
import type { AtKink } from '../calculus/types.ts';
import type { Dialect, DialectName } from '../compiler/emit/sql/dialect.ts';
import { dialects } from '../compiler/emit/sql/dialects/index.ts';
import { type FunctionIr, newValue, numberType } from '../compiler/ir/ir.ts';
import {
  type Binding,
  kinkQuery,
  type Query,
  type QueryOptions,
  type Source,
  sumQuery,
} from '../compiler/emit/sql/query.ts';
import { ask, type AnswerRow, type Connection, isConnection, type QueryValues } from './connection.ts';
import { derived, plain, type Summed, triangle } from './row-derivatives.ts';
import { KinkSettler, mostAtKinks, type RowAtKink } from './row-kinks.ts';
import { pathText, type RowProgram, rowProgram } from './row-program.ts';
import { keyText, type ReadColumn, RowLoop, type Sums } from './row-sums.ts';
import { type ArrowLike, type Columns, readRows } from './rows.ts';
import { tableName } from './table-name.ts';
import { tiesOf } from './ties.ts';
import { parseWhere } from './where.ts';

/** Options of `sumOver`: the table, and which of its rows. */
export interface SumOptions<Row = unknown> {
  /** The table, or a file that the engine reads: a name, or its parts: `['schema', 'clicks']`. */
  readonly table?: string | readonly string[];
  /** SQL that chooses rows, with `?` for values. */
  readonly where?: string;
  /** Values for the `?` of `where`, in their order. */
  readonly values?: readonly unknown[];
  /** A column, or several: one sum for each of their values. */
  readonly groupBy?: string | readonly string[];
  /** A column that says how often a row counts. */
  readonly weight?: string;
  /** The dialect of SQL; that of DuckDB if not given. */
  readonly dialect?: DialectName;
  /** True if the function gives a residual: the loss is its square, and there is a matrix of Gauss and Newton. */
  readonly leastSquares?: boolean;
  /** What the function captures, by name. */
  readonly scope?: Captured;
  /** A row as an example, where the function does not say by itself how long an array of the row is. */
  readonly sample?: Row;
  /** What to answer where a row stands on a kink of the loss; 'midpoint' if not given. */
  readonly atKink?: AtKink;
}

/** A sum over rows. */
export interface RowSum<P> {
  /** The sum of the losses. */
  readonly value: number;
  /** Its gradient, in the shape of the parameters. */
  readonly grad: P;
  /** Rows that are in the sum. */
  readonly rows: number;
  /** Rows left out: a column that the loss reads is NULL or NaN. */
  readonly missing: number;
  /** Rows of the sum whose loss is NaN at these parameters; if there are any, so is the value. */
  readonly outside: number;
  /** Rows that stand on a kink and were looked at one by one; there only if there are any. */
  readonly kinks?: number;
}

/** A sum with a matrix: a row and a column for each parameter, in their order. */
export interface RowSumWithMatrix<P> extends RowSum<P> {
  readonly matrix: number[][];
}

/** Sums by group. */
export type Grouped<S> = S & { readonly key: readonly unknown[] };

/** Where the rows are. */
export type RowSource<Row> = Connection | readonly Row[] | Columns | ArrowLike;

/** What a query computes. */
export interface SqlOptions<P> {
  /** What is summed; value and gradient if not given. */
  readonly of?: Summed;
  /** Parameters, where the function does not say by itself how many there are. */
  readonly parameters?: P;
}

/** Values of one call. */
export interface CallOptions<P = unknown> {
  /** Values for the `?` of `where`, instead of those given to `sumOver`. */
  readonly values?: readonly unknown[];
  /**
   * With `groupBy`: groups with parameters of their own, many small models in one query. Groups that are not named are left
   * out; the parameters of the call say what shape they have.
   */
  readonly models?: readonly Model<P>[];
}

/** A group, and its parameters. */
export interface Model<P> {
  /** As in the answer: the values of the columns of `groupBy`. */
  readonly key: readonly unknown[];
  readonly parameters: P;
}

/** A loss summed over rows, and its derivatives. */
export interface TotalLoss<P, Row, Result extends 'one' | 'groups' = 'one'> {
  /** The query, readable, with its parameters by name where the dialect has names. */
  sql(options?: SqlOptions<P>): string;
  /** The sum alone; `grad` is not there. */
  value(
    source: RowSource<Row>,
    parameters: P,
    options?: CallOptions<P>,
  ): Promise<Answer<Omit<RowSum<P>, 'grad'>, Result>>;
  /** Sum and gradient in one pass over the rows. */
  valueAndGrad(source: RowSource<Row>, parameters: P, options?: CallOptions<P>): Promise<Answer<RowSum<P>, Result>>;
  /** Sum, gradient and Hessian in one pass; for few parameters. */
  hessian(
    source: RowSource<Row>,
    parameters: P,
    options?: CallOptions<P>,
  ): Promise<Answer<RowSumWithMatrix<P>, Result>>;
  /** Sum, gradient and 2 Σ ∇r ∇rᵀ for `leastSquares`: the Hessian without second derivatives. */
  gaussNewton(
    source: RowSource<Row>,
    parameters: P,
    options?: CallOptions<P>,
  ): Promise<Answer<RowSumWithMatrix<P>, Result>>;
  /** True if there is a sum for each group. */
  readonly grouped: boolean;
  /** True if the loss is the square of a residual. */
  readonly leastSquares: boolean;
}

/** What a loss over a table is asked for, in one query. */
export type Answer<S, Result extends 'one' | 'groups'> = Result extends 'groups' ? Grouped<S>[] : S;

/** Parameters as their types are written: literal numbers are numbers. */
type Widened<T> = T extends number
  ? number
  : T extends readonly (infer E)[]
    ? E extends number
      ? number[]
      : T
    : { [K in keyof T]: T[K] extends number ? number : T[K] };

/**
 * A loss summed over the rows of a table.
 *
 * @param loss - a plain function of the parameters and one row; the row's fields are the columns of the table
 * @throws SecantError S003 and S004 for what is no readable function, S601 for a table or condition that cannot be written
 *
 * @example
 * ```ts
 * const loss = (p: { w: number; b: number }, row: { x: number; y: number }) => (p.w * row.x + p.b - row.y) ** 2
 * const total = sumOver(loss, { table: 'points' })
 * const rows = [{ x: 1, y: 2 }, { x: 2, y: 3 }]
 * await total.valueAndGrad(rows, { w: 1, b: 0 }) // → { value: 2, grad: { w: -6, b: -4 }, rows: 2, missing: 0, outside: 0 }
 * ```
 */
export function sumOver<P, Row>(
  loss: (parameters: P, row: Row) => number,
  options: SumOptions<NoInfer<Row>> & { readonly groupBy: string | readonly string[] },
): TotalLoss<Widened<P>, Row, 'groups'>;
export function sumOver<P, Row>(
  loss: (parameters: P, row: Row) => number,
  options?: SumOptions<NoInfer<Row>> & { readonly groupBy?: undefined },
): TotalLoss<Widened<P>, Row>;
export function sumOver<P, Row>(loss: (parameters: P, row: Row) => number, options: SumOptions<Row> = {}): unknown {
  checkOptions(options, optionNames, 'sumOver');
  return new Total(loss, options);
}

const optionNames = [
  'table', 'where', 'values', 'groupBy', 'weight', 'dialect', 'leastSquares', 'scope', 'sample', 'atKink',
]; // prettier-ignore

/** A derived program, and its query or its loop once there is one. */
interface Prepared {
  readonly program: RowProgram;
  readonly summed: Summed;
  readonly fn: FunctionIr;
  /** Says whether a row stands on a kink that has to be looked at; nothing where none can. */
  readonly ties: FunctionIr | undefined;
  readonly queries: Map<string, Query>;
  loop?: RowLoop;
  settler?: KinkSettler;
}

class Total implements TotalLoss<unknown, unknown, 'groups'> {
  readonly leastSquares: boolean;
  private readonly loss: AnyFunction;
  private readonly options: SumOptions;
  private readonly groups: readonly string[];
  readonly grouped: boolean;
  private readonly dialect: Dialect;
  private readonly atKink: AtKink;
  private readonly prepared = new Map<string, Prepared>();

  constructor(loss: AnyFunction, options: SumOptions) {
    this.loss = loss;
    this.options = options;
    this.leastSquares = options.leastSquares === true;
    const { groupBy, dialect = 'duckdb', where, weight, atKink = 'midpoint' } = options;
    checkAtKink(atKink);
    this.atKink = atKink;
    this.groups = groupBy === undefined ? [] : typeof groupBy === 'string' ? [groupBy] : groupBy;
    this.grouped = this.groups.length > 0;
    if (!Object.hasOwn(dialects, dialect)) {
      throw new SecantError('S203', `the dialect is \`${dialect}\``, {
        hint: `it can be ${Object.keys(dialects).join(', ')}`,
      });
    }
    this.dialect = dialects[dialect];
    for (const column of [...this.groups, weight ?? ''])
      if (typeof column !== 'string' || column.includes('\0')) tableName(column, []);
    if (where !== undefined) parseWhere(where);
  }

  sql({ of = 'gradient', parameters }: SqlOptions<unknown> = {}): string {
    return this.queryOf(this.prepare(of, parameters)).sql;
  }

  async value(source: RowSource<unknown>, parameters: unknown, options?: CallOptions): Promise<never> {
    return this.run('value', source, parameters, options);
  }

  async valueAndGrad(source: RowSource<unknown>, parameters: unknown, options?: CallOptions): Promise<never> {
    return this.run('gradient', source, parameters, options);
  }

  async hessian(source: RowSource<unknown>, parameters: unknown, options?: CallOptions): Promise<never> {
    return this.run('hessian', source, parameters, options);
  }

  async gaussNewton(source: RowSource<unknown>, parameters: unknown, options?: CallOptions): Promise<never> {
    return this.run('gaussNewton', source, parameters, options);
  }

  private async run(summed: Summed, source: unknown, parameters: unknown, options: CallOptions = {}): Promise<never> {
    checkOptions(options, ['values', 'models'], 'a sum');
    const points = options.models === undefined ? common(parameters) : this.pointsOf(options.models, parameters);
    const prepared = this.prepare(summed, parameters);
    const values = options.values ?? this.options.values ?? [];
    const all: Gathered[] = [];
    if (isConnection(source))
      for (const part of points.parts()) all.push(...(await this.asked(prepared, source, part, values)));
    else all.push(...this.here(prepared, source, points));
    this.settle(prepared, all, points);
    const shape = ({ sums }: Gathered): unknown => shaped(sums, summed, parameters, this.grouped);
    return (this.grouped ? all.map(shape) : shape(all[0]!)) as never;
  }

  private pointsOf(models: readonly Model<unknown>[], like: unknown): Points {
    if (!this.grouped) {
      throw new SecantError('S203', 'groups have models, and there are no groups', {
        hint: 'say what makes them: sumOver(loss, { groupBy })',
      });
    }
    const size = numbersOf(like).length;
    const known = models.map(({ key, parameters }) => {
      const numbers = numbersOf(parameters);
      if (numbers.length !== size) {
        throw new SecantError(
          'S201',
          `the model of ${keyText(key)} has ${numbers.length} parameters, and not ${size}`,
          {
            hint: 'give all groups parameters of the same shape',
          },
        );
      }
      if (key.length !== this.groups.length || key.some((part) => part === null || part === undefined)) {
        throw new SecantError('S201', `${keyText(key)} is no key of a group with parameters of its own`, {
          hint: `give a value for each of ${this.groups.join(', ')}, and leave rows without one out by { where }`,
        });
      }
      return { key, numbers };
    });
    return new Points(known);
  }

  /** The program that is summed, for parameters of this shape; captured values are those of now. */
  private prepare(summed: Summed, parameters: unknown): Prepared {
    if (summed === 'gaussNewton' && !this.leastSquares) {
      throw new SecantError('S203', 'the matrix of Gauss and Newton is that of a sum of squares', {
        hint: 'give the residual and { leastSquares: true }, or use hessian',
      });
    }
    const shape = parameters === undefined ? '' : JSON.stringify(mapLeaves(parameters, () => 0));
    const { scope, sample, weight } = this.options;
    const key = `${summed} ${shape}`;
    const known = this.prepared.get(key);
    // What is captured may have changed since.
    if (known !== undefined && scope === undefined) return known;
    const program = rowProgram(this.loss, { parameters, sample, scope });
    // The midpoint of each operation is that of the sides, but for second derivatives and for ties that hang together.
    const bends = this.atKink !== 'midpoint' || summed === 'hessian';
    const ties = summed === 'value' ? undefined : tiesOf(program.fn, program.parameters.length, bends);
    const fn = derived(program, summed, { leastSquares: this.leastSquares, weighted: weight !== undefined, ties });
    const prepared: Prepared = { program, summed, fn, ties, queries: new Map() };
    this.prepared.set(key, prepared);
    return prepared;
  }

  /** Adds what the rows that stand on a kink contribute to the slopes. */
  private settle(prepared: Prepared, all: readonly Gathered[], points: Points): void {
    for (const { sums, atKinks } of all) {
      if (sums.kinks === 0) continue;
      if (atKinks === undefined) {
        if (this.atKink === 'throw') {
          throw new SecantError('S301', `${sums.kinks} rows stand on a kink, and ${mostAtKinks} can be looked at`, {
            hint: 'start from parameters where fewer rows do',
          });
        }
        sums.totals.fill(NaN, 1);
        continue;
      }
      prepared.settler ??= new KinkSettler(prepared.program, prepared.summed, this.leastSquares, this.atKink);
      for (const { columns, times } of atKinks) {
        const own = prepared.program.columns.length;
        const weight = this.options.weight === undefined ? times : times * (columns[own] as number);
        const slopes = prepared.settler.settle(points.of(sums.key)!, columns.slice(0, own));
        slopes.forEach((slope, k) => (sums.totals[k + 1]! += weight * slope));
      }
    }
  }

  /** The rows that stand on a kink, by the keys of their groups; nothing where they are too many. */
  private async kinksIn(
    prepared: Prepared,
    connection: Connection,
    points: Points,
    values: readonly unknown[],
    careful: boolean,
  ): Promise<Map<string, RowAtKink[]> | undefined> {
    const { ties, program } = prepared;
    const weight = this.options.weight === undefined ? [] : [newValue(numberType, 'weight')];
    const fn = plain(ties!);
    const query = kinkQuery(
      { ...fn, parameters: [...fn.parameters, ...weight] },
      this.dialectFor(careful),
      { ...this.queryOptions(prepared, points.count), names: [] },
      mostAtKinks + 1,
    );
    const answer = await ask(connection, query.sql, this.bound(query.bindings, points, values));
    if (answer.length > mostAtKinks) return undefined;
    const sources = query.columns.sources.filter((name) => name !== undefined);
    const columns = readColumns(program, this.options.weight);
    const found = new Map<string, RowAtKink[]>();
    for (const row of answer) {
      const key = keyText(query.columns.groups.map((name) => keyPart(row[name])));
      const read = sources.map((name, k) => readBack(row[name], columns[k]!.type));
      const times = count(row, query.columns.times);
      const rows = found.get(key);
      if (rows === undefined) found.set(key, [{ columns: read, times }]);
      else rows.push({ columns: read, times });
    }
    return found;
  }

  private queryOf(prepared: Prepared, careful = false, models?: number): Query {
    const key = `${careful} ${models}`;
    let query = prepared.queries.get(key);
    if (query === undefined) {
      query = sumQuery(prepared.fn, this.dialectFor(careful), this.queryOptions(prepared, models));
      // A fit asks for fewer and fewer models.
      if (models !== undefined) prepared.queries.clear();
      prepared.queries.set(key, query);
    }
    return query;
  }

  private queryOptions({ program, summed, ties }: Prepared, models?: number): QueryOptions {
    const { table, where, weight } = this.options;
    if (table === undefined) {
      throw new SecantError('S601', 'no table was named', {
        hint: "say where the rows are: sumOver(loss, { table: 'clicks' })",
      });
    }
    return {
      table: tableName(table, this.dialect.files),
      where: where === undefined ? undefined : parseWhere(where),
      groupBy: this.groups,
      sources: [
        ...program.parameters.map(({ path }): Source => ({ kind: 'parameter', name: pathText(path, 'p') })),
        ...readColumns(program, weight).map(({ path, optional }): Source => ({ kind: 'column', path, optional })),
      ],
      names: outputNames(program, summed),
      ties: ties !== undefined,
      models,
    };
  }

  private dialectFor(careful: boolean): Dialect {
    const { dialect } = this;
    return careful && dialect.careful ? { ...dialect, operations: dialect.careful.operations } : dialect;
  }

  private async asked(
    prepared: Prepared,
    connection: Connection,
    points: Points,
    values: readonly unknown[],
  ): Promise<Gathered[]> {
    try {
      return await this.askedWith(prepared, connection, points, values, false);
    } catch (error) {
      if (this.dialect.careful?.isNeeded(error) !== true) throw error;
      return this.askedWith(prepared, connection, points, values, true);
    }
  }

  private async askedWith(
    prepared: Prepared,
    connection: Connection,
    points: Points,
    values: readonly unknown[],
    careful: boolean,
  ): Promise<Gathered[]> {
    const query = this.queryOf(prepared, careful, points.count);
    const answer = await ask(connection, query.sql, this.bound(query.bindings, points, values));
    const { columns } = query;
    const sums = answer.map((row): Sums => {
      const summed = count(row, columns.summed);
      const kinks = columns.kinks === undefined ? 0 : count(row, columns.kinks);
      return {
        key: columns.groups.map((name) => keyPart(row[name])),
        rows: count(row, columns.rows),
        summed,
        outside: count(row, columns.outside),
        kinks,
        // The sum of no rows is NULL.
        totals: columns.sums.map((name, k) => numberOr(row[name], summed === (k === 0 ? 0 : kinks) ? 0 : NaN)),
      };
    });
    if (sums.length === 0 && this.groups.length === 0) {
      throw new SecantError('S602', 'the database answered with no row', {
        hint: 'a sum is one row: look at the connection',
      });
    }
    if (sums.every(({ kinks }) => kinks === 0)) return sums.map((each) => ({ sums: each, atKinks: [] }));
    const found = await this.kinksIn(prepared, connection, points, values, careful);
    return sums.map((each) => ({ sums: each, atKinks: found && (found.get(keyText(each.key)) ?? []) }));
  }

  /** Values as the driver takes them. */
  private bound(bindings: readonly Binding[], points: Points, values: readonly unknown[]): QueryValues {
    const wanted = bindings.filter(({ from }) => from.kind === 'where').length;
    if (wanted !== values.length) {
      throw new SecantError('S601', `the condition has ${wanted} ?, and ${values.length} values were given`, {
        hint: "give one for each: { where: 'day >= ?', values: ['2026-01-01'] }",
      });
    }
    const bound = bindings.map(({ name, from }) => [
      name,
      from.kind === 'where' ? values[from.index] : points.at(from),
    ]);
    return this.dialect.binding === 'named'
      ? (Object.fromEntries(bound) as QueryValues)
      : bound.map(([, value]) => value);
  }

  private here(prepared: Prepared, source: unknown, points: Points): Gathered[] {
    if (this.options.where !== undefined) {
      throw new SecantError('S601', 'rows in the process cannot be chosen by SQL', {
        hint: 'filter them, and leave out { where }',
      });
    }
    const { program, fn, ties } = prepared;
    const columns = readColumns(program, this.options.weight);
    prepared.loop ??= new RowLoop(fn, program.parameters.length, columns, ties !== undefined);
    const found = new Map<Sums, Map<string, { readonly columns: readonly unknown[]; times: number }>>();
    let size = 0;
    const sums = prepared.loop.sum(
      readRows(source),
      (key) => points.of(key),
      this.groups,
      (group, values) => {
        if (size > mostAtKinks) return;
        let rows = found.get(group);
        if (rows === undefined) found.set(group, (rows = new Map()));
        const key = keyText(values);
        const row = rows.get(key);
        if (row !== undefined) row.times++;
        else {
          rows.set(key, { columns: values, times: 1 });
          size++;
        }
      },
    );
    return sums.map((each) => ({
      sums: each,
      atKinks: size > mostAtKinks ? undefined : [...(found.get(each)?.values() ?? [])],
    }));
  }
}

/** Groups with parameters of their own in one query: SQLite takes 500 parts of a UNION. */
const mostModels = 400;

/** The parameters: of all rows, or of each group. */
class Points {
  /** How many groups have their own; nothing where all have the same. */
  readonly count: number | undefined;
  private readonly models: readonly { readonly key: readonly unknown[]; readonly numbers: readonly number[] }[];
  private readonly byKey: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(models: Points['models'], same = false) {
    this.models = models;
    this.count = same ? undefined : models.length;
    this.byKey = same ? undefined : new Map(models.map(({ key, numbers }) => [keyText(key), numbers]));
  }

  of(key: readonly unknown[]): readonly number[] | undefined {
    return this.byKey === undefined ? this.models[0]!.numbers : this.byKey.get(keyText(key));
  }

  at(from: Binding['from']): unknown {
    if (from.kind === 'key') return this.models[from.model]!.key[from.index];
    return this.models[from.kind === 'own' ? from.model : 0]!.numbers[from.index];
  }

  /** As many at a time as a query takes. */
  *parts(): Iterable<Points> {
    if (this.byKey === undefined) yield this;
    else
      for (let k = 0; k < this.models.length; k += mostModels) yield new Points(this.models.slice(k, k + mostModels));
  }
}

function common(parameters: unknown): Points {
  return new Points([{ key: [], numbers: numbersOf(parameters) }], true);
}

/** @throws SecantError S202 for what are no parameters */
function numbersOf(parameters: unknown): number[] {
  const numbers = leavesOf(parameters);
  if (numbers.length > 0 && numbers.every(Number.isFinite)) return numbers;
  const what = numbers.length === 0 ? `the parameters are ${kindInWords(parameters)}` : 'a parameter is not finite';
  throw new SecantError('S202', what, { hint: 'pass numbers, arrays of numbers or objects of these' });
}

/** Sums, and the rows on kinks that are not in them; nothing where they are too many. */
interface Gathered {
  readonly sums: Sums;
  readonly atKinks: readonly RowAtKink[] | undefined;
}

/** A number, text or truth value as the loss reads it; engines answer truth values as 0 and 1 too. */
function readBack(value: unknown, type: ReadColumn['type']): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'number') return Number(value);
  return type === 'boolean' ? Boolean(value) : value;
}

function readColumns(program: RowProgram, weight: string | undefined): ReadColumn[] {
  const columns = program.columns.map((leaf): ReadColumn => {
    const { kind } = leaf.value.type;
    const type = kind === 'string' || kind === 'boolean' ? kind : 'number';
    return { path: leaf.path, type, optional: program.optional.has(leaf) };
  });
  return weight === undefined ? columns : [...columns, { path: [weight], type: 'number', optional: false }];
}

/** What the sums are called in the query. */
function outputNames(program: RowProgram, summed: Summed): string[] {
  const names = program.parameters.map(({ path }) => pathText(path, 'p'));
  if (summed === 'value') return ['loss'];
  const slopes = names.map((name) => `d ${name}`);
  const matrix = summed === 'gradient' ? [] : triangle(names.length).map(([i, j]) => `d ${names[i]!} d ${names[j]!}`);
  return ['loss', ...slopes, ...matrix];
}

function shaped(sum: Sums, summed: Summed, parameters: unknown, grouped: boolean): unknown {
  const [value, ...rest] = sum.totals as [number, ...number[]];
  const size = leavesOf(parameters).length;
  const counts = {
    rows: sum.summed,
    missing: sum.rows - sum.summed,
    outside: sum.outside,
    ...(sum.kinks > 0 && { kinks: sum.kinks }),
  };
  const key = grouped ? { key: sum.key } : {};
  if (summed === 'value') return { ...key, value, ...counts };
  const grad = mapLeaves(parameters, (_, k) => rest[k]!);
  if (summed === 'gradient') return { ...key, value, grad, ...counts };
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  triangle(size).forEach(([i, j], k) => {
    matrix[i]![j] = matrix[j]![i] = rest[size + k]!;
  });
  return { ...key, value, grad, matrix, ...counts };
}

/** Whole numbers of 64 bits that are numbers too become such: keys are in states, and states are kept as JSON. */
function keyPart(value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function count(row: AnswerRow, name: string): number {
  return numberOr(row[name], 0);
}

/** Drivers give numbers as numbers, big integers or text. */
function numberOr(value: unknown, otherwise: number): number {
  return value === null || value === undefined ? otherwise : Number(value);
}
