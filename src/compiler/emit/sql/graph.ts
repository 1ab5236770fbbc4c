/**
 * A straight-line program as a graph of expressions. In: a function of numbers with pure operations and branches, and how
 * a dialect spells operations. Out: one node for each different expression, so that what is computed twice is there once.
 * Operations that the dialect writes with others are replaced here. A branch becomes a choice between its two results,
 * both computed: every expression has a value for every number, so the side that is not taken does no harm.
 */
import { SecantError, type Span, internalError } from '../../../base/diagnostics.ts';
import type { Block, Constant, FunctionIr, Value } from '../../ir/ir.ts';
import { type OperationName, operations } from '../../ir/operations.ts';
import { evaluate, type Terms } from '../../rules/index.ts';
import type { Dialect } from './dialect.ts';

/** A column that the program reads: of the row, or a parameter. */
export interface LeafNode {
  readonly kind: 'leaf';
  readonly id: number;
  /** The name of the column, not yet quoted. */
  readonly name: string;
  readonly type: 'number' | 'boolean' | 'string';
}
export interface ConstantNode {
  readonly kind: 'constant';
  readonly id: number;
  readonly value: Constant;
  readonly type: 'number' | 'boolean' | 'string';
}
export interface OperationNode {
  readonly kind: 'operation';
  readonly id: number;
  readonly operation: OperationName;
  readonly args: readonly Node[];
  readonly type: 'number' | 'boolean' | 'string';
  /** The source's name for it. */
  readonly name: string | undefined;
  /** True if it cannot be NaN: columns and parameters are not, and not all operations make one. */
  readonly isNumber: boolean;
}
export type Node = LeafNode | ConstantNode | OperationNode;

/** The graph of what a function yields. `leaf` names a parameter's column. */
export function graphOf(fn: FunctionIr, leaf: (parameter: Value) => string, dialect: Dialect): Node[] {
  return new Graph(dialect).function(fn, leaf);
}

const nothing = 'nothing';

class Graph implements Terms<Node> {
  private readonly dialect: Dialect;
  private readonly made = new Map<string, Node>();
  private readonly nodes = new Map<Value, Node>();
  private count = 0;
  private span: Span | undefined;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  function(fn: FunctionIr, leaf: (parameter: Value) => string): Node[] {
    for (const parameter of fn.parameters) {
      const { kind } = parameter.type;
      const type = kind === 'boolean' || kind === 'string' ? kind : 'number';
      this.nodes.set(parameter, { kind: 'leaf', id: this.count++, name: leaf(parameter), type });
    }
    this.block(fn.body);
    return fn.body.yields.map((value) => this.read(value));
  }

  constant(value: Constant): Node {
    const type = typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'string' : 'number';
    // Where a number was expected and nothing is there, JavaScript computes with NaN.
    const isNothing = value === undefined || value === null;
    const meant = isNothing ? NaN : value;
    const key = isNothing ? nothing : `${type} ${Object.is(meant, -0) ? '-0' : String(meant)}`;
    return this.once(key, (id) => ({ kind: 'constant', id, value: meant, type }));
  }

  apply(operation: OperationName, ...args: Node[]): Node {
    return this.operation(operation, args, undefined);
  }

  isZero(node: Node): boolean {
    return node.kind === 'constant' && node.value === 0;
  }

  /** Two sides of a choice in one type: nothing beside a truth value is false, beside text it is empty. */
  private alike([a, b]: readonly [Node, Node]): readonly [Node, Node] {
    if (a.type === b.type) return [a, b];
    const isNothing = (node: Node): boolean => node === this.made.get(nothing);
    const like = (other: Node): Node => this.constant(other.type === 'boolean' ? false : '');
    if (isNothing(a)) return [like(b), b];
    if (isNothing(b)) return [a, like(a)];
    return [this.operation('number', [a], undefined), this.operation('number', [b], undefined)];
  }

  private once(key: string, make: (id: number) => Node): Node {
    let node = this.made.get(key);
    if (node === undefined) this.made.set(key, (node = make(this.count++)));
    return node;
  }

  private read(value: Value): Node {
    if (value.constant !== undefined) return this.constant(value.constant.value);
    return this.nodes.get(value) ?? internalError('a value read before its definition', value.name ?? value.id);
  }

  private block(block: Block): void {
    for (const instruction of block.instructions) {
      if ('span' in instruction && instruction.span !== undefined) this.span = instruction.span;
      if (instruction.kind === 'apply') {
        const { operation, args, result } = instruction;
        this.nodes.set(
          result,
          this.operation(
            operation,
            args.map((arg) => this.read(arg)),
            result.name,
          ),
        );
      } else if (instruction.kind === 'if') {
        const condition = this.read(instruction.condition);
        this.block(instruction.then);
        this.block(instruction.otherwise);
        instruction.results.forEach((result, k) => {
          const sides = [this.read(instruction.then.yields[k]!), this.read(instruction.otherwise.yields[k]!)];
          this.nodes.set(result, this.operation('select', [condition, ...sides], result.name));
        });
      } else if (instruction.kind !== 'kink') internalError('a query of', instruction.kind);
    }
  }

  private operation(operation: OperationName, args: readonly Node[], name: string | undefined): Node {
    if (operation === 'stop' || operation === 'number') {
      const [only] = args as [Node];
      if (only.type === 'number') return only;
      return this.operation('select', [only, this.constant(1), this.constant(0)], name);
    }
    if (operation === 'select') {
      const [condition, ...sides] = args as [Node, Node, Node];
      const [a, b] = this.alike(sides);
      if (a === b) return a;
      if (a !== sides[0] || b !== sides[1]) return this.operation('select', [condition, a, b], name);
      if (condition.kind === 'constant') return condition.value === true ? a : b;
      // A truth value that is chosen is that of the condition, or its opposite.
      if (a.kind === 'constant' && b.kind === 'constant' && a.value === true && b.value === false) return condition;
    }
    const constants = args.flatMap((arg) => (arg.kind === 'constant' && arg.type !== 'string' ? [arg.value] : []));
    if (constants.length === args.length) {
      return this.constant(evaluate(operation, constants) as Constant);
    }
    const spelling = this.dialect.operations[operation];
    if (spelling.kind === 'form') return spelling.form(this, args);
    if (spelling.kind === 'refused') {
      throw new SecantError('S103', `${this.dialect.title} has no \`${operation}\``, {
        span: this.span,
        hint: spelling.hint,
      });
    }
    if (operation === 'is_nan' && isNumber(args[0]!) && !isColumn(args[0]!)) return this.constant(false);
    const { result, total } = operations[operation];
    const type = result === 'boolean' ? 'boolean' : operation === 'select' ? typeOfChoice(args) : 'number';
    return this.once(`${operation} ${args.map(({ id }) => id).join()}`, (id) => ({
      kind: 'operation',
      id,
      operation,
      args,
      type,
      name,
      isNumber: operation === 'select' ? args.slice(1).every(isNumber) : total === true && args.every(isNumber),
    }));
  }
}

function typeOfChoice([, a, b]: readonly Node[]): Node['type'] {
  return a!.type === b!.type ? a!.type : 'number';
}

/** A column may be NaN where the program itself asks for that. */
function isColumn(node: Node): boolean {
  return node.kind === 'leaf';
}

/** True if the node cannot be NaN. */
export function isNumber(node: Node): boolean {
  if (node.type !== 'number' || node.kind === 'leaf') return true;
  return node.kind === 'constant' ? !Number.isNaN(node.value) : node.isNumber;
}
