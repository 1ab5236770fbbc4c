/**
 * Nodes as SQL. In: a graph and a dialect. Out: the text of each node that becomes a column, with the step in which it can
 * be computed, and the text of the results. What is used more than once becomes a column, and so does what would make a
 * line too long; everything else stands where it is used. So the text grows with the graph, and no faster.
 */
import type { Dialect } from './dialect.ts';
import { precedences } from './functions.ts';
import { isNumber, type Node, type OperationNode } from './graph.ts';

/** A column of an inner query. */
export interface Column {
  readonly name: string;
  readonly text: string;
  /** The step that computes it, from 1; it may read columns of earlier steps. Step 0 reads the table. */
  readonly step: number;
  /** How many operations it is when every column is written out that it reads. */
  readonly size: number;
}

interface Written {
  readonly text: string;
  readonly precedence: number;
  /** The last step whose columns are read. */
  readonly after: number;
  /** True for a CASE, which can go on where another one has its ELSE. */
  readonly isCase?: boolean;
}

type Sized = Written & { readonly size: number };

const longest = 200;
const { atom, or, and, not, compare, add, unary } = precedences;

export class Expressions {
  readonly columns: Column[] = [];
  private readonly dialect: Dialect;
  private readonly newName: (wanted: string | undefined) => string;
  private readonly uses = new Map<Node, number>();
  private readonly written = new Map<Node, Sized>();

  constructor(roots: readonly Node[], dialect: Dialect, newName: (wanted: string | undefined) => string) {
    this.dialect = dialect;
    this.newName = newName;
    const seen = new Set<Node>();
    const count = (node: Node, times: number): void => {
      this.uses.set(node, (this.uses.get(node) ?? 0) + times);
      if (seen.has(node) || node.kind !== 'operation') return;
      seen.add(node);
      node.args.forEach((arg, k) => count(arg, this.timesUsed(node, k)));
    };
    for (const root of roots) count(root, 1);
  }

  /** The text of a result, and the step after which it can be computed. */
  result(node: Node): { readonly text: string; readonly after: number; readonly size: number } {
    return this.node(node);
  }

  /** How often the text of a node has its `k`th argument in it. */
  private timesUsed(node: OperationNode, k: number): number {
    const spelling = this.dialect.operations[node.operation];
    if (spelling.kind === 'text') {
      const times = spelling.text.split(`$${k}`).length - 1;
      // Greatest and least are guarded by a question to both.
      return isExtreme(node) && this.asksForNaN(node.args) ? times + 1 : times;
    }
    if (spelling.kind !== 'built in' || node.operation === 'select' || node.operation === 'not') return 1;
    return this.dialect.ordersNaN || node.operation === 'truthy' ? (isNumber(node.args[k]!) ? 1 : 2) : 1;
  }

  private asksForNaN(args: readonly Node[]): boolean {
    return this.dialect.isNaN !== undefined && !args.every(isNumber);
  }

  private node(node: Node): Sized {
    let made = this.written.get(node);
    if (made !== undefined) return made;
    if (node.kind === 'leaf') made = { text: this.dialect.quote(node.name), precedence: atom, after: 0, size: 1 };
    else if (node.kind === 'constant') made = { ...this.constant(node.value), size: 1 };
    else {
      const size = node.args.reduce((sum, arg, k) => sum + this.timesUsed(node, k) * this.node(arg).size, 4);
      made = { ...this.operation(node), size };
      const shared = (this.uses.get(node) ?? 0) > 1 && !isTrivial(node);
      if (shared || made.text.length > longest) made = this.column(node, made);
    }
    this.written.set(node, made);
    return made;
  }

  private column(node: OperationNode, { text, after, size }: Sized): Sized {
    const name = this.newName(node.name);
    this.columns.push({ name, text, step: after + 1, size });
    return { text: this.dialect.quote(name), precedence: atom, after: after + 1, size };
  }

  private constant(value: unknown): Written {
    const { dialect } = this;
    if (typeof value === 'boolean') return { text: dialect.truth(value), precedence: atom, after: 0 };
    if (typeof value === 'string') return { text: dialect.string(value), precedence: atom, after: 0 };
    const number = value as number;
    return { text: dialect.number(number), precedence: number < 0 || Object.is(number, -0) ? unary : atom, after: 0 };
  }

  private operation(node: OperationNode): Written {
    const { operation } = node;
    const args = node.args.map((arg) => this.node(arg));
    const after = Math.max(0, ...args.map((arg) => arg.after));
    const spelling = this.dialect.operations[operation];
    if (spelling.kind === 'operator') {
      const { text, precedence } = spelling;
      if (args.length === 1) return { text: text + within(args[0]!, precedence + 1), precedence, after };
      const [left, right] = args as [Sized, Sized];
      return { text: `${within(left, precedence)} ${text} ${within(right, precedence + 1)}`, precedence, after };
    }
    if (spelling.kind === 'text') {
      const plain = this.fill(spelling.text, args);
      const doubtful = isExtreme(node) ? node.args.flatMap((arg, k) => (isNumber(arg) ? [] : [args[k]!])) : [];
      const { isNaN } = this.dialect;
      const isCase = plain.startsWith('CASE ');
      if (isNaN === undefined || doubtful.length === 0) return { text: plain, precedence: atom, after, isCase };
      const questions = doubtful.map((arg) => isNaN(within(arg, atom))).join(' OR ');
      return {
        text: `CASE WHEN ${questions} THEN ${this.dialect.number(NaN)} ELSE ${plain} END`,
        precedence: atom,
        after,
      };
    }
    return { ...this.builtIn(node, args), after };
  }

  private fill(template: string, args: readonly Written[]): string {
    const filled = template.replace(/\{([^}]+)\}/g, (_, number: string) => this.dialect.number(Number(number)));
    // `name($0)` and `name($0, $1)` need no parentheses around their arguments.
    return filled.replace(
      /(\(|, )?\$(\d)(?=(\)|, )?)/g,
      (_, before: string | undefined, k: string, behind?: string) => {
        const arg = args[Number(k)]!;
        return (before ?? '') + within(arg, before !== undefined && behind !== undefined ? 0 : atom);
      },
    );
  }

  private builtIn(node: OperationNode, args: readonly Written[]): Omit<Written, 'after'> {
    const [a, b] = args as [Written, Written];
    switch (node.operation) {
      case 'select':
        return this.choice(node, args);
      case 'not':
        return { text: `NOT ${within(this.certain(a), compare)}`, precedence: not };
      case 'truthy': {
        if (node.args[0]!.type === 'boolean') return a;
        const nonZero = `${within(a, add)} <> ${this.dialect.number(0)}`;
        return this.guarded(nonZero, 'AND NOT', [node.args[0]!], [a]);
      }
      case 'is_nan':
        return this.dialect.isNaN
          ? { text: this.dialect.isNaN(within(a, atom)), precedence: compare }
          : { text: `${within(a, add)} IS NULL`, precedence: compare };
      case 'is_null':
      case 'is_undefined':
        return { text: `${within(a, add)} IS NULL`, precedence: compare };
      default:
        return this.comparison(node, a, b);
    }
  }

  private choice(node: OperationNode, [condition, a, b]: readonly Written[]): Omit<Written, 'after'> {
    const [, yes, no] = node.args;
    if (node.type === 'boolean' && yes!.kind === 'constant' && no!.kind === 'constant')
      return { text: `NOT ${within(this.certain(condition!), compare)}`, precedence: not };
    if (node.type === 'boolean' && yes!.kind === 'constant' && yes!.value === true)
      return { text: `${within(condition!, or)} OR ${within(b!, or)}`, precedence: or };
    if (node.type === 'boolean' && no!.kind === 'constant' && no!.value === false)
      return { text: `${within(condition!, and)} AND ${within(a!, and)}`, precedence: and };
    if (node.type === 'boolean' && yes!.kind === 'constant') {
      return { text: `NOT ${within(this.certain(condition!), compare)} AND ${within(b!, and)}`, precedence: and };
    }
    if (node.type === 'boolean' && no!.kind === 'constant') {
      return { text: `NOT ${within(this.certain(condition!), compare)} OR ${within(a!, or)}`, precedence: or };
    }
    // Not every parser takes AND and OR for a result.
    const otherwise = b!.isCase ? b!.text.slice('CASE '.length) : `ELSE ${within(b!, compare)} END`;
    const text = `CASE WHEN ${condition!.text} THEN ${within(a!, compare)} ${otherwise}`;
    return { text, precedence: atom, isCase: true };
  }

  /** A truth value that is never NULL, where NULL stands for NaN. */
  private certain(condition: Written): Written {
    if (this.dialect.isNaN !== undefined) return condition;
    return { ...condition, text: `COALESCE(${condition.text}, ${this.dialect.truth(false)})`, precedence: atom };
  }

  /** In JavaScript every comparison with NaN is false but `!==`. */
  private comparison(node: OperationNode, a: Written, b: Written): Omit<Written, 'after'> {
    const sign = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '=', ne: '<>' }[node.operation as 'lt'];
    const plain = `${within(a, add)} ${sign} ${within(b, add)}`;
    const [one, two] = node.args as [Node, Node];
    // Where NaN is above all numbers, only the larger side can make the comparison true by being NaN.
    switch (node.operation) {
      case 'lt':
      case 'le':
        return this.guarded(plain, 'AND NOT', [two], [b]);
      case 'gt':
      case 'ge':
        return this.guarded(plain, 'AND NOT', [one], [a]);
      default:
        if (isNumber(one) || isNumber(two)) return { text: plain, precedence: compare };
        return this.guarded(plain, node.operation === 'ne' ? 'OR' : 'AND NOT', [one], [a]);
    }
  }

  private guarded(plain: string, how: 'AND NOT' | 'OR', nodes: readonly Node[], args: readonly Written[]) {
    const { isNaN, ordersNaN } = this.dialect;
    const isTruthy = plain.includes(' <> ') && how === 'AND NOT';
    if (isNaN === undefined || isNumber(nodes[0]!) || !(ordersNaN || isTruthy))
      return { text: plain, precedence: compare };
    return { text: `(${plain} ${how} ${isNaN(within(args[0]!, atom))})`, precedence: atom };
  }
}

function isExtreme({ operation }: OperationNode): boolean {
  return operation === 'max' || operation === 'min';
}

/** What costs nothing to write again. */
function isTrivial(node: OperationNode): boolean {
  return (node.operation === 'neg' || node.operation === 'not') && node.args[0]!.kind === 'leaf';
}

function within(written: Written, precedence: number): string {
  return written.precedence < precedence ? `(${written.text})` : written.text;
}
