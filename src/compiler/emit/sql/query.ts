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
  /**
   * True if the function yields, last of all, whether the row stands on a kink: such rows are counted, and only their
   * value is summed.
   */
  readonly ties: boolean;
  /** How many groups have parameters of their own; if not given, the parameters are those of all rows. */
  readonly models?: number | undefined;
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
    /** How many rows stand on a kink, if the query asks for that. */
    readonly kinks: string | undefined;
  };
}

/** A query for the rows that stand on a kink, equal ones once. */
export interface KinkQuery {
  readonly sql: string;
  readonly bindings: readonly Binding[];
  readonly columns: {
    readonly groups: readonly string[];
    /** For each parameter of the function the column of the answer; nothing for those that are not columns of the table. */
    readonly sources: readonly (string | undefined)[];
    /** How often such a row is there. */
    readonly times: string;
  };
}

export interface Binding {
  readonly name: string;
  readonly from:
    | { readonly kind: 'parameter' | 'where'; readonly index: number }
    /** Of the group that is number `model`: a parameter, or a column of its key. */
    | { readonly kind: 'own' | 'key'; readonly model: number; readonly index: number };
}

/** Writes the query. */
export function sumQuery(fn: FunctionIr, dialect: Dialect, options: QueryOptions): Query {
  return new QueryWriter(dialect, options).write(fn);
}

/** Writes the query for rows on a kink, of a function that yields whether a row is one; `most` rows are enough. */
export function kinkQuery(fn: FunctionIr, dialect: Dialect, options: QueryOptions, most: number): KinkQuery {
  return new QueryWriter(dialect, options).writeKinks(fn, most);
}

/** What a query is made of before it is put together. */
interface Parts {
  readonly groups: readonly string[];
  readonly names: ReadonlyMap<Value, string>;
  readonly complete: string;
  readonly tied: string | undefined;
  readonly outputs: readonly string[];
  /** The columns of the first select, the steps that follow it, and what the last of them gives for each output. */
  readonly first: readonly string[];
  readonly steps: readonly (readonly string[])[];
  readonly given: readonly string[];
  readonly from: string;
  /** The condition. */
  readonly chosen: string | undefined;
  /** What the second select reads besides the first: the parameters of each group. */
  readonly join: string | undefined;
  /** True if one select does it all. */
  readonly all: boolean;
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
    const { dialect } = this;
    const quote = (name: string): string => dialect.quote(name);
    const parts = this.parts(fn);
    const { groups, complete, tied, outputs } = parts;
    const [rows, summed, outside] = ['row_count', 'summed_count', 'outside_count'].map((name) => this.name(name)) as [
      string,
      string,
      string,
    ];
    const kinks = tied === undefined ? undefined : this.name('kink_count');
    const value = quote(outputs[0]!);
    const isOutside = dialect.isNaN ? dialect.isNaN(value) : `${quote(complete)} AND ${value} IS NULL`;
    const count = (condition: string): string => `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
    const has = dialect.isNaN ? `${value} IS NOT NULL` : quote(complete);
    const totals = this.options.names.map((name) => this.name(name));
    const sums = outputs.map((output, k) => {
      const column = quote(output);
      const sum = dialect.sum(column);
      // Where NaN is NULL, a sum must not pass over it.
      const wanted = this.isSummed(parts, k);
      const whole = dialect.isNaN ? sum : `CASE WHEN count(${column}) = ${count(wanted)} THEN ${sum} END`;
      return as(whole, quote(totals[k]!));
    });
    const list = [
      ...groups.map(quote),
      as('count(*)', quote(rows)),
      as(count(has), quote(summed)),
      as(count(isOutside), quote(outside)),
      ...(kinks === undefined ? [] : [as(count(`${quote(complete)} AND ${quote(tied!)}`), quote(kinks))]),
      ...sums,
    ];
    const group = groups.length === 0 ? '' : `GROUP BY ${groups.map(quote).join(', ')}`;
    const last = [...groups, complete, ...(tied === undefined ? [] : [tied])];
    const sql = this.assemble(parts, last, list, ['', group]);
    return { sql, bindings: this.bindings, columns: { groups, rows, summed, outside, sums: totals, kinks } };
  }

  writeKinks(fn: FunctionIr, most: number): KinkQuery {
    const quote = (name: string): string => this.dialect.quote(name);
    const parts = this.parts(fn);
    const { groups, complete, tied, names } = parts;
    const times = this.name('row_count');
    const sources = fn.parameters.map((parameter, k) =>
      this.options.sources[k]!.kind === 'column' ? names.get(parameter)! : undefined,
    );
    const read = [...groups, ...new Set(sources.filter((name) => name !== undefined))];
    const sql = this.assemble(
      parts,
      [...read, complete, tied!],
      [...read.map(quote), as('count(*)', quote(times))],
      [
        `${quote(complete)} AND ${quote(tied!)}`,
        `${read.length === 0 ? '' : `GROUP BY ${read.map(quote).join(', ')}\n`}LIMIT ${most}`,
      ],
    );
    return { sql, bindings: this.bindings, columns: { groups, sources, times } };
  }

  /** What a row must be for its number `k` to be summed. */
  private isSummed({ complete, tied }: Pick<Parts, 'complete' | 'tied'>, k: number): string {
    const { dialect } = this;
    return tied === undefined || k === 0
      ? dialect.quote(complete)
      : `${dialect.quote(complete)} AND NOT ${dialect.quote(tied)}`;
  }

  private parts(fn: FunctionIr): Parts {
    const { dialect, options } = this;
    const quote = (name: string): string => dialect.quote(name);
    const groups = options.groupBy.map((column) => this.name(column));
    const complete = this.name('complete');
    const tied = options.ties ? this.name('at_kink') : undefined;
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
      if (!reads || (source.kind === 'parameter' && options.models !== undefined)) return;
      first.push(as(this.source(source, k, parameter), quote(name)));
      if (source.kind === 'column' && !source.optional) required.push(this.isThere(quote(name), parameter));
    });

    // Where values are bound in their order, that of the text: the condition comes after the columns.
    const chosen = this.where();
    const own = fn.parameters.flatMap((parameter, k) => {
      const name = names.get(parameter)!;
      return options.sources[k]!.kind === 'parameter' && used.has(name) ? [{ name, index: k }] : [];
    });
    const join = options.models === undefined ? undefined : this.models(options.models, groups, own);
    const expressions = new Expressions(roots, dialect, (wanted) => this.name(wanted));
    const results = roots.map((root) => expressions.result(root));
    const steps: string[][] = [];
    const inStep = (step: number): string[] => (steps[step - 1] ??= []);
    inStep(1).push(as(required.length === 0 ? dialect.truth(true) : required.join(' AND '), quote(complete)));
    for (const column of expressions.columns) inStep(column.step).push(as(column.text, quote(column.name)));
    let last = Math.max(1, ...results.map(({ after }) => after)) + 1;
    if (tied !== undefined) {
      const { text, after } = results.pop()!;
      // Where NaN is NULL, so is a comparison with it.
      const certain = `CASE WHEN ${text} THEN ${dialect.truth(true)} ELSE ${dialect.truth(false)} END`;
      inStep(after + 1).push(as(certain, quote(tied)));
      last = Math.max(last, after + 2);
    }
    for (let step = 1; step < last; step++) inStep(step);
    const size = [...expressions.columns, ...results].reduce((sum, part) => sum + part.size, 0);
    const given = results.map(({ text }, k) =>
      as(`CASE WHEN ${this.isSummed({ complete, tied }, k)} THEN ${text} END`, quote(outputs[k]!)),
    );
    const all = dialect.aliases && join === undefined && size < mostWrittenOut;
    if (!all && last > dialect.depth) {
      throw new SecantError('S304', `the query would have ${last} steps, and ${dialect.title} takes ${dialect.depth}`, {
        hint: 'make the loss shorter, for example by shorter loops',
      });
    }
    const from = `FROM ${options.table.map(quote).join('.')}`;
    return { groups, names, complete, tied, outputs, first, steps, given, from, chosen, join, all };
  }

  /** The text: `last` are columns that the last step hands on besides its outputs, `end` a condition and what follows. */
  private assemble(
    { first, steps, given, from, chosen, join, all }: Parts,
    last: readonly string[],
    list: readonly string[],
    [condition, end]: readonly [string, string],
  ): string {
    const { dialect } = this;
    if (all) {
      const conditions = [chosen === undefined ? '' : `(${chosen})`, condition].filter(Boolean).join(' AND ');
      const where = conditions === '' ? '' : `\nWHERE ${conditions}`;
      return [`WITH\n  ${[...first, ...steps.flat(), ...given].join(',\n  ')}`, select('', list, from + where), end]
        .filter(Boolean)
        .join('\n');
    }
    const selects = [
      select('', first, from + (chosen === undefined ? '' : `\nWHERE (${chosen})`)),
      ...(join === undefined ? [] : ['SELECT\n  *']),
      ...steps.map((columns) => select('*', columns, '')),
      select('', [...last.map((name) => dialect.quote(name)), ...given], ''),
    ];
    const tail = [condition === '' ? '' : `WHERE ${condition}`, end].filter(Boolean).join('\n');
    return dialect.named ? this.named(selects, list, tail, join) : this.nested(selects, list, tail);
  }

  /** One query after the other, each reading the one before. */
  private named(selects: readonly string[], list: readonly string[], end: string, join = ''): string {
    const stepName = (k: number): string => `step_${k}`;
    const steps = selects.map((text, k) => {
      const from = k === 0 ? '' : `\n  FROM ${stepName(k - 1)}${k === 1 ? join.replaceAll('\n', '\n  ') : ''}`;
      return `${stepName(k)} AS (\n  ${text.replaceAll('\n', '\n  ')}${from}${this.dialect.fence}\n)`;
    });
    const from = `FROM ${stepName(selects.length - 1)}`;
    return `WITH ${steps.join(', ')}\n${[select('', list, from), end].filter(Boolean).join('\n')}`;
  }

  /** One query inside the other, the first innermost; not indented, so that the text stays in proportion. */
  private nested(selects: readonly string[], list: readonly string[], end: string): string {
    const [first, ...rest] = selects;
    const open = rest
      .map((text) => `${text}\nFROM (\n`)
      .reverse()
      .join('');
    const close = rest.map((_, k) => `${this.dialect.fence}\n) AS step_${k}`).join('');
    const body = `${select('', list, 'FROM (')}\n${open}${first}${close}\n) AS step_${rest.length}`;
    return [body, end].filter(Boolean).join('\n');
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

  /** A table of parameters, one row for each group, beside the rows of that group. */
  private models(count: number, groups: readonly string[], own: readonly { name: string; index: number }[]): string {
    const { dialect } = this;
    if (!dialect.named) {
      throw new SecantError('S103', `${dialect.title} is not asked for groups with parameters of their own`, {
        hint: 'fit one group after the other, each with its condition in { where }',
      });
    }
    const keys = groups.map((_, k) => dialect.quote(this.name(`key_${k + 1}`)));
    // An empty part of the table comes first: it says of which types the keys are.
    const parts = [
      select(
        '',
        [
          ...groups.map((group, k) => as(dialect.quote(group), keys[k]!)),
          ...own.map(({ name }) => as(dialect.double('0'), dialect.quote(name))),
        ],
        `FROM step_0\nWHERE ${dialect.truth(false)}`,
      ),
    ];
    for (let model = 0; model < count; model++) {
      const values = [
        ...groups.map((_, index) => this.bind(`key_${model}_${index}`, { kind: 'key', model, index })),
        ...own.map(({ name, index }) => {
          const bound = this.bind(`${identifier(name)}_${model}_${index}`, { kind: 'own', model, index });
          return dialect.double(bound);
        }),
      ];
      parts.push(`SELECT ${values.join(', ')}`);
    }
    const same = groups.map((group, k) => `step_0.${dialect.quote(group)} = models.${keys[k]!}`);
    return `\nJOIN (\n${parts.join('\nUNION ALL\n')}\n) AS models ON ${same.join(' AND ')}`;
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

  private where(): string | undefined {
    const parts = this.options.where?.parts;
    if (parts === undefined) return undefined;
    let text = parts[0]!;
    parts.slice(1).forEach((part, k) => {
      text += this.bind(this.freeBinding(`where_${k + 1}`), { kind: 'where', index: k }) + part;
    });
    return text;
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
