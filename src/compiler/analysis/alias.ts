/**
 * Which arrays and records may be the same object. One pass over a function and all it reaches puts every
 * reference into a class by union–find: two values that may name the same object are in one class, and
 * objects of different classes never meet. Flow and context are ignored, so the cost is almost linear.
 * In: a root function. Out: for each reference its class, with what is stored in it, where it is made, read
 * and written, and whether the world outside can see it. Guaranteed: the answer errs only towards "may be
 * the same". The root's parameters count as distinct objects; who passes one array twice must copy it.
 * Source: Steensgaard, Points-to analysis in almost linear time, POPL 1996.
 */
import { internalError, unreachable } from '../../base/diagnostics.ts';
import type {
  Accumulate,
  AccumulateField,
  Allocate,
  Block,
  Call,
  Derive,
  FunctionIr,
  GetField,
  Instruction,
  Length,
  List,
  Load,
  Pop,
  Push,
  SetField,
  SetLength,
  Store,
  Struct,
  Value,
} from '../ir/ir.ts';
import { isReference } from '../ir/ir.ts';
import { blocksOf, reachable } from '../ir/visit.ts';

/** Instructions that make an array or a record. */
export type Allocation = Allocate | List | Struct;
/** Instructions that change an array or a record (a `derive` may do so inside). */
export type Write = Store | Accumulate | Push | Pop | SetLength | SetField | AccumulateField | Derive;
/** Instructions that look into an array or a record (a `derive` may do so inside). */
export type Read = Load | Pop | Length | GetField | Derive;

/** A set of objects that may be mistaken for each other. */
export interface AliasClass {
  /** Distinct for every class of one analysis. */
  readonly id: number;
  /** Class of the references stored as elements, if there are any. */
  readonly element: AliasClass | undefined;
  /** Classes of the references stored in fields; fields holding numbers have no entry. */
  readonly fields: ReadonlyMap<string, AliasClass>;
  readonly allocations: readonly Allocation[];
  readonly writes: readonly Write[];
  readonly reads: readonly Read[];
  /** True if an object of the class may come from a parameter of the root, directly or out of one. */
  readonly isParameter: boolean;
  /** True if an object of the class may be reached from what the root yields or throws. */
  readonly escapes: boolean;
}

/** The classes of a root function and of all functions it reaches. */
export interface AliasClasses {
  /** The function whose parameters come from outside. */
  readonly root: FunctionIr;
  /** The class of an array or record; every such value of the analysed functions has one. */
  classOf(value: Value): AliasClass;
  /** All classes. */
  readonly classes: readonly AliasClass[];
}

class Node implements AliasClass {
  parent: Node | undefined;
  elementNode: Node | undefined;
  fieldNodes = new Map<string, Node>();
  /** True where elements and fields are taken to be the class itself: what happens inside is not known. */
  collapsed = false;
  readonly allocations: Allocation[] = [];
  readonly writes: Write[] = [];
  readonly reads: Read[] = [];
  isParameter = false;
  escapes = false;

  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  get element(): Node | undefined {
    return this.elementNode && find(this.elementNode);
  }
  get fields(): ReadonlyMap<string, Node> {
    return this.fieldNodes;
  }
}

function find(node: Node): Node {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  for (let step = node; step !== root;) {
    const next = step.parent!;
    step.parent = root;
    step = next;
  }
  return root;
}

/** True for values that may hold a reference at run time. */
function mayRefer(value: Value): boolean {
  return value.constant === undefined && (isReference(value.type) || value.type.kind === 'unknown');
}

class Analysis implements AliasClasses {
  private readonly nodes = new Map<Value, Node>();
  private readonly all: Node[] = [];
  private readonly derives: Derive[] = [];
  readonly root: FunctionIr;
  classes: readonly AliasClass[] = [];

  constructor(root: FunctionIr) {
    this.root = root;
    const functions = reachable(root);
    for (const fn of functions) {
      for (const parameter of fn.parameters) if (mayRefer(parameter)) this.nodeOf(parameter);
      this.visitBlock(fn.body);
    }
    for (const node of this.all) {
      if (node.parent !== undefined) continue;
      for (const [field, inner] of node.fieldNodes) node.fieldNodes.set(field, find(inner));
    }
    this.spread(root.parameters, (node) => {
      if (node.isParameter) return false;
      return (node.isParameter = true);
    });
    const visible = [...root.body.yields, ...this.thrown];
    this.spread(visible, (node) => {
      if (node.escapes) return false;
      return (node.escapes = true);
    });
    for (const derive of this.derives) this.markDerive(derive);
    this.classes = this.all.filter((node) => node.parent === undefined);
  }

  private readonly thrown: Value[] = [];

  classOf(value: Value): Node {
    const node = this.nodes.get(value);
    return node === undefined ? internalError('no alias class for a value', value.name ?? value.id) : find(node);
  }

  /** Calls `mark` on the classes of the values and on all that is reachable from them, until it says false. */
  private spread(values: readonly Value[], mark: (node: Node) => boolean): void {
    const pending = values.filter(mayRefer).map((value) => find(this.nodeOf(value)));
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (!mark(node)) continue;
      if (node.element !== undefined) pending.push(node.element);
      for (const inner of node.fieldNodes.values()) pending.push(find(inner));
    }
  }

  private newNode(): Node {
    const node = new Node(this.all.length);
    this.all.push(node);
    return node;
  }

  private nodeOf(value: Value): Node {
    const known = this.nodes.get(value);
    if (known !== undefined) return find(known);
    const node = this.newNode();
    this.nodes.set(value, node);
    return node;
  }

  private unite(first: Node, second: Node): void {
    const pending: [Node, Node][] = [[first, second]];
    for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
      const kept = find(pair[0]);
      const gone = find(pair[1]);
      if (kept === gone) continue;
      gone.parent = kept;
      kept.allocations.push(...gone.allocations);
      kept.writes.push(...gone.writes);
      kept.reads.push(...gone.reads);
      if (gone.elementNode !== undefined) {
        if (kept.elementNode === undefined) kept.elementNode = gone.elementNode;
        else pending.push([kept.elementNode, gone.elementNode]);
      }
      for (const [field, inner] of gone.fieldNodes) {
        const known = kept.fieldNodes.get(field);
        if (known === undefined) kept.fieldNodes.set(field, inner);
        else pending.push([known, inner]);
      }
      kept.collapsed ||= gone.collapsed;
      if (kept.collapsed) {
        if (kept.elementNode !== undefined) pending.push([kept, kept.elementNode]);
        for (const inner of kept.fieldNodes.values()) pending.push([kept, inner]);
      }
    }
  }

  private same(first: Value, second: Value): void {
    if (mayRefer(first) && mayRefer(second)) this.unite(this.nodeOf(first), this.nodeOf(second));
  }

  private samePairs(first: readonly Value[], second: readonly Value[]): void {
    for (let k = 0; k < first.length && k < second.length; k++) this.same(first[k]!, second[k]!);
  }

  private elementOf(array: Value): Node {
    const node = this.nodeOf(array);
    if (node.elementNode === undefined) node.elementNode = node.collapsed ? node : this.newNode();
    return find(node.elementNode);
  }

  private fieldOf(object: Value, field: string): Node {
    const node = this.nodeOf(object);
    let inner = node.fieldNodes.get(field);
    if (inner === undefined) {
      inner = node.collapsed ? node : this.newNode();
      node.fieldNodes.set(field, inner);
    }
    return find(inner);
  }

  private putElement(array: Value, value: Value): void {
    if (mayRefer(value)) this.unite(this.elementOf(array), this.nodeOf(value));
  }

  private putField(object: Value, field: string, value: Value): void {
    if (mayRefer(value)) this.unite(this.fieldOf(object, field), this.nodeOf(value));
  }

  private visitBlock(block: Block): void {
    for (const instruction of block.instructions) this.visit(instruction);
    for (const value of block.yields) if (mayRefer(value)) this.nodeOf(value);
  }

  private visit(instruction: Instruction): void {
    for (const inner of blocksOf(instruction)) this.visitBlock(inner);
    switch (instruction.kind) {
      case 'apply':
        // A choice between references, or the identity on one.
        if (mayRefer(instruction.result)) for (const arg of instruction.args) this.same(instruction.result, arg);
        return;
      case 'if':
        for (const result of instruction.results) if (mayRefer(result)) this.nodeOf(result);
        this.samePairs(instruction.results, instruction.then.yields);
        this.samePairs(instruction.results, instruction.otherwise.yields);
        return;
      case 'loop':
        for (const result of instruction.results) if (mayRefer(result)) this.nodeOf(result);
        this.samePairs(instruction.parameters, instruction.initial);
        this.samePairs(instruction.parameters, instruction.body.yields);
        this.samePairs(instruction.parameters, instruction.results);
        return;
      case 'allocate':
        this.nodeOf(instruction.result).allocations.push(instruction);
        if (instruction.fill !== undefined) this.putElement(instruction.result, instruction.fill);
        return;
      case 'list':
        this.nodeOf(instruction.result).allocations.push(instruction);
        for (const element of instruction.elements) this.putElement(instruction.result, element);
        return;
      case 'struct':
        this.nodeOf(instruction.result).allocations.push(instruction);
        instruction.names.forEach((field, k) => this.putField(instruction.result, field, instruction.elements[k]!));
        return;
      case 'load':
        this.nodeOf(instruction.array).reads.push(instruction);
        this.putElement(instruction.array, instruction.result);
        return;
      case 'pop': {
        const node = this.nodeOf(instruction.array);
        node.reads.push(instruction);
        node.writes.push(instruction);
        this.putElement(instruction.array, instruction.result);
        return;
      }
      case 'store':
      case 'accumulate':
      case 'push':
        this.nodeOf(instruction.array).writes.push(instruction);
        this.putElement(instruction.array, instruction.value);
        return;
      case 'length':
        this.nodeOf(instruction.array).reads.push(instruction);
        return;
      case 'set-length':
        this.nodeOf(instruction.array).writes.push(instruction);
        return;
      case 'get-field':
        this.nodeOf(instruction.object).reads.push(instruction);
        this.putField(instruction.object, instruction.field, instruction.result);
        return;
      case 'set-field':
      case 'accumulate-field':
        this.nodeOf(instruction.object).writes.push(instruction);
        this.putField(instruction.object, instruction.field, instruction.value);
        return;
      case 'call':
        this.visitCall(instruction);
        return;
      case 'derive':
        this.visitDerive(instruction);
        return;
      case 'throw':
        if (mayRefer(instruction.message)) this.thrown.push(instruction.message);
        return;
      case 'kink':
        return;
      default:
        return unreachable('aliases of', instruction);
    }
  }

  private visitCall({ target, args, results }: Call): void {
    for (const value of [...args, ...results]) if (mayRefer(value)) this.nodeOf(value);
    this.samePairs(target.parameters, args);
    this.samePairs(target.body.yields, results);
  }

  /** Primals meet the target's parameters and results; tangents, shadows and their kin all share one class. */
  private visitDerive(derive: Derive): void {
    const { target, args, results } = derive;
    this.derives.push(derive);
    this.samePairs(target.parameters, args);
    this.samePairs(target.body.yields, results);
    const mixed = this.newNode();
    mixed.collapsed = true;
    const others = [...args.slice(target.parameters.length), ...results.slice(target.body.yields.length)];
    for (const value of others) if (mayRefer(value)) this.unite(mixed, this.nodeOf(value));
  }

  private markDerive(derive: Derive): void {
    const seen = new Set<Node>();
    this.spread([...derive.args, ...derive.results], (node) => {
      if (seen.has(node)) return false;
      seen.add(node);
      node.reads.push(derive);
      node.writes.push(derive);
      return true;
    });
  }
}

/**
 * Finds which references of a function, and of all functions it reaches, may name the same object.
 *
 * @param root the function whose parameters come from outside and whose yields go there
 */
/** True if arrays of a class grow and shrink, other than by stores past their end. */
export function changesLength({ writes }: AliasClass): boolean {
  return writes.some(({ kind }) => kind === 'push' || kind === 'pop' || kind === 'set-length');
}

export function aliasClasses(root: FunctionIr): AliasClasses {
  return new Analysis(root);
}
