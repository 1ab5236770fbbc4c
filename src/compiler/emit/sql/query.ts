/**
 * The query that sums what a program of one row yields. In: the program, where its columns and parameters come from, the
 * table, a condition and groups. Out: one SELECT, with the order of its parameters and the meaning of its columns.
 * Guaranteed: one pass over the table; names in quotes, numbers of the caller as parameters; text that grows with the
 * program and no faster.
 *
 * The first step reads the table and says which rows are complete; the steps that follow compute one thing after the
 * other, what is used several times once; the last query adds up. Rows that are not complete count and are not summed.
 */
import { SecantError } from '../../../base/diagnostics.ts';
import type { FunctionIr, Value } from '../../ir/ir.ts';
import type { Dialect } from './dialect.ts';
import { Expressions } from './expressions.ts';
import { graphOf, type Node } from './graph.ts';

/** A number that the program takes. */
export type Source =
  | { readonly kind: 'parameter'; readonly name: string }
  /** A column, an element of an array or a field of a record in it. `optional`: the program asks itself whether it is there. */
  | { readonly kind: 'column'; readonly path: readonly (string | number)[]; readonly optional: boolean };

export interface QueryOptions {
  /** The parts of the table's name. */
  readonly table: readonly string[];
  /** SQL with `?` for values. */
  readonly where?: WhereClause | undefined;
  /** Columns whose values make groups. */
  readonly groupBy: readonly string[];
  /** One for each parameter of the function. */
  readonly sources: readonly Source[];
  /** Names for what the function yields; the first is the value. */
  readonly names: readonly string[];
}

/** A condition cut at its `?`. */
export interface WhereClause {
  readonly parts: readonly string[];
}

export interface Query {
  readonly sql: string;
  /** The parameters in the order of the text: a number of the program's by its position, or a value of the condition. */
  readonly bindings: readonly Binding[];
  /** Columns of the result. */
  readonly columns: {
    readonly groups: readonly string[];
    readonly rows: string;
    readonly summed: string;
    readonly outside: string;
    readonly sums: readonly string[];
  };
}

export interface Binding {
  readonly name: string;
  readonly from: { readonly kind: 'parameter' | 'where'; readonly index: number };
}

/** Writes the query. */
export function sumQuery(fn: FunctionIr, dialect: Dialect, options: QueryOptions): Query {
  return new QueryWriter(dialect, options).write(fn);
}

/** Operations of one select whose names are written out where they are used: engines give up at 500 000. */
const mostWrittenOut = 50_000;

class QueryWriter {
  private readonly dialect: Dialect;
  private readonly options: QueryOptions;
  private readonly taken = new Set<string>();
  private readonly bindings: Binding[] = [];
  private unnamed = 0;

  constructor(dialect: Dialect, options: QueryOptions) {
    this.dialect = dialect;
    this.options = options;
  }

  write(fn: FunctionIr): Query {
    const { dialect, options } = this;
    const quote = (name: string): string => dialect.quote(name);
    const groups = options.groupBy.map((column) => this.name(column));
    const complete = this.name('complete');
    const outputs = options.names.map((name) => this.name(`row ${name}`));
    const names = new Map<Value, string>();
    fn.parameters.forEach((parameter, k) => names.set(parameter, this.name(sourceName(options.sources[k]!))));
    const roots = graphOf(fn, (parameter) => names.get(parameter)!, dialect);
    const used = leavesOf(roots);

    const first = options.groupBy.map((column, k) => as(this.column([column]), quote(groups[k]!)));
    const required: string[] = [];
    fn.parameters.forEach((parameter, k) => {
      const name = names.get(parameter)!;
      const source = options.sources[k]!;
      const reads = source.kind === 'parameter' ? used.has(name) : true;
      if (!reads) return;
      first.push(as(this.source(source, k, parameter), quote(name)));
      if (source.kind === 'column' && !source.optional) required.push(this.isThere(quote(name), parameter));
    });

    const expressions = new Expressions(roots, dialect, (wanted) => this.name(wanted));
    const results = roots.map((root) => expressions.result(root));
    const steps: string[][] = [];
    const inStep = (step: number): string[] => (steps[step - 1] ??= []);
    inStep(1).push(as(required.length === 0 ? dialect.truth(true) : required.join(' AND '), quote(complete)));
    for (const column of expressions.columns) inStep(column.step).push(as(column.text, quote(column.name)));
    const last = Math.max(1, ...results.map(({ after }) => after)) + 1;
    const given = results.map(({ text }, k) => as(`CASE WHEN ${quote(complete)} THEN ${text} END`, quote(outputs[k]!)));
    const size = [...expressions.columns, ...results].reduce((sum, part) => sum + part.size, 0);
    const from = `FROM ${options.table.map(quote).join('.')}${this.where()}`;
    const shape = { groups, complete, outputs };
    if (this.dialect.aliases && size < mostWrittenOut)
      return this.assemble(shape, { all: [...first, ...steps.flat(), ...given], from });
    steps[last - 1] = [...[...groups, complete].map(quote), ...given];
    if (steps.length > dialect.depth) {
      throw new SecantError(
        'S304',
        `the query would have ${steps.length} steps, and ${dialect.title} takes ${dialect.depth}`,
        { hint: 'make the loss shorter, for example by shorter loops' },
      );
    }
    return this.assemble(shape, {
      selects: [select('', first, from), ...steps.map((list, k) => select(k === last - 1 ? '' : '*', list, ''))],
    });
  }

  private assemble(
    { groups, complete, outputs }: { groups: readonly string[]; complete: string; outputs: readonly string[] },
    body: { readonly selects: readonly string[] } | { readonly all: readonly string[]; readonly from: string },
  ): Query {
    const { dialect } = this;
    const quote = (name: string): string => dialect.quote(name);
    const [rows, summed, outside] = ['row_count', 'summed_count', 'outside_count'].map((name) => this.name(name)) as [
      string,
      string,
      string,
    ];
    const value = quote(outputs[0]!);
    const isOutside = dialect.isNaN ? dialect.isNaN(value) : `${quote(complete)} AND ${value} IS NULL`;
    const count = (condition: string): string => `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
    const has = dialect.isNaN ? `${value} IS NOT NULL` : quote(complete);
    const totals = this.options.names.map((name) => this.name(name));
    const sums = outputs.map((output, k) => {
      const column = quote(output);
      const sum = dialect.sum(column);
      // Where NaN is NULL, a sum must not pass over it.
      const whole = dialect.isNaN ? sum : `CASE WHEN count(${column}) = ${count(quote(complete))} THEN ${sum} END`;
      return as(whole, quote(totals[k]!));
    });
    const list = [
      ...groups.map(quote),
      as('count(*)', quote(rows)),
      as(count(has), quote(summed)),
      as(count(isOutside), quote(outside)),
      ...sums,
    ];
    const group = groups.length === 0 ? '' : `GROUP BY ${groups.map(quote).join(', ')}`;
    const sql =
      'all' in body
        ? [`WITH\n  ${body.all.join(',\n  ')}`, select('', list, body.from), group].filter(Boolean).join('\n')
        : dialect.named
          ? this.named(body.selects, list, group)
          : this.nested(body.selects, list, group);
    return { sql, bindings: this.bindings, columns: { groups, rows, summed, outside, sums: totals } };
  }

  /** One query after the other, each reading the one before. */
  private named(selects: readonly string[], list: readonly string[], group: string): string {
    const stepName = (k: number): string => `step_${k}`;
    const steps = selects.map((text, k) => {
      const from = k === 0 ? '' : `\n  FROM ${stepName(k - 1)}`;
      return `${stepName(k)} AS (\n  ${text.replaceAll('\n', '\n  ')}${from}${this.dialect.fence}\n)`;
    });
    const from = `FROM ${stepName(selects.length - 1)}`;
    return `WITH ${steps.join(', ')}\n${[select('', list, from), group].filter(Boolean).join('\n')}`;
  }

  /** One query inside the other, the first innermost; not indented, so that the text stays in proportion. */
  private nested(selects: readonly string[], list: readonly string[], group: string): string {
    const [first, ...rest] = selects;
    const open = rest
      .map((text) => `${text}\nFROM (\n`)
      .reverse()
      .join('');
    const close = rest.map((_, k) => `${this.dialect.fence}\n) AS step_${k}`).join('');
    const body = `${select('', list, 'FROM (')}\n${open}${first}${close}\n) AS step_${rest.length}`;
    return [body, group].filter(Boolean).join('\n');
  }

  /** A name that no other column has, whether or not the engine looks at the case of letters. */
  private name(wanted: string | undefined): string {
    const plain = wanted === undefined ? `t${++this.unnamed}` : identifier(wanted);
    const base = this.dialect.aliases ? `s_${plain}` : plain;
    let name = base;
    for (let k = 2; this.taken.has(name.toLowerCase()); k++) name = `${base}_${k}`;
    this.taken.add(name.toLowerCase());
    return name;
  }

  private source(source: Source, index: number, parameter: Value): string {
    if (source.kind === 'parameter') {
      const name = identifier(source.name);
      const binding = this.bind(this.freeBinding(name), { kind: 'parameter', index });
      return this.dialect.double(binding);
    }
    const column = this.column(source.path);
    return parameter.type.kind === 'number' || parameter.type.kind === 'unknown' ? this.dialect.double(column) : column;
  }

  private freeBinding(name: string): string {
    let free = name;
    for (let k = 2; this.bindings.some((binding) => binding.name === free); k++) free = `${name}_${k}`;
    return free;
  }

  private bind(name: string, from: Binding['from']): string {
    this.bindings.push({ name, from });
    return this.dialect.parameter(name, this.bindings.length);
  }

  private column(path: readonly (string | number)[]): string {
    const { dialect } = this;
    const [root, ...rest] = path;
    let text = dialect.quote(String(root));
    for (const part of rest) {
      const next =
        typeof part === 'number' ? dialect.element?.(text, part) : dialect.field?.(text, dialect.quote(part));
      if (next === undefined) {
        const what = typeof part === 'number' ? 'arrays' : 'records';
        throw new SecantError(
          'S101',
          `${dialect.title} has no ${what} in columns, and \`${String(root)}\` is read as one`,
          {
            hint: 'give each number a column of its own',
          },
        );
      }
      text = next;
    }
    return text;
  }

  private isThere(column: string, parameter: Value): string {
    const { isNaN } = this.dialect;
    const there = `${column} IS NOT NULL`;
    return isNaN === undefined || parameter.type.kind !== 'number' ? there : `${there} AND NOT ${isNaN(column)}`;
  }

  private where(): string {
    const parts = this.options.where?.parts;
    if (parts === undefined) return '';
    let text = parts[0]!;
    parts.slice(1).forEach((part, k) => {
      text += this.bind(this.freeBinding(`where_${k + 1}`), { kind: 'where', index: k }) + part;
    });
    return `\nWHERE (${text})`;
  }
}

function sourceName(source: Source): string {
  return source.kind === 'parameter' ? source.name : source.path.join('_');
}

/** Letters, digits and `_`, short enough for every engine. */
function identifier(wanted: string): string {
  const kept = wanted
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/_+$/, '')
    .slice(0, 40);
  return /^[A-Za-z]/.test(kept) ? kept : `c_${kept}`;
}

function as(text: string, name: string): string {
  return text === name ? text : `${text} AS ${name}`;
}

function select(all: string, list: readonly string[], from: string): string {
  const items = all === '' ? list : [all, ...list];
  return [`SELECT\n  ${items.join(',\n  ')}`, from].filter(Boolean).join('\n');
}

function leavesOf(roots: readonly Node[]): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'leaf') found.add(node.name);
    else if (node.kind === 'operation') node.args.forEach(visit);
  };
  roots.forEach(visit);
  return found;
}
