/**
 * The computation graph of a function at a point: every operation that the function carries out there, what it makes of
 * what, and how values, tangents and adjoints run through it. The program is recorded while the interpreter runs it
 * (docs/decisions/0012-computation-graph.md), so a branch not taken is not there, a loop is there once for each time it
 * went round, and any function that Secant can differentiate has a graph. Local derivatives are those of the rule table;
 * tangents and adjoints follow from them by the chain rule (Griewank and Walther, chapter 3).
 */
import { placeOf, SecantError, textOf } from '../base/diagnostics.ts';
import { RecordedNumber, recordOperations } from '../compiler/interpret/record-operations.ts';
import { rules } from '../compiler/rules/index.ts';
import { CompiledProgram, guarded } from './compile.ts';
import { programsOf } from './programs.ts';
import { type AnyFunction, type Captured, kindInWords } from './functions.ts';
import { nameNumbers } from './graph-names.ts';
import {
  addPartials,
  constantTerm,
  isOnKink,
  labelOperation,
  namedTerm,
  writeOperation,
  writePartial,
  type WrittenTerm,
} from './graph-notation.ts';
import { checkOptions, checkSteps } from './options.ts';
import { refuseOperations } from './passes.ts';
import { countLeaves, describeShape, leavesOf, sameShape, type Tree } from './trees.ts';

/** Options of `computationGraph`. */
export interface ComputationGraphOptions {
  /** What the function captures, by name. */
  readonly scope?: Captured;
  /** The tangents of the inputs, of the point's shape; 1 for the first number and 0 for the others unless given. */
  readonly direction?: Tree;
  /** How many operations may be recorded; 1000 unless given. */
  readonly limit?: number;
  /** How many steps a call of the function may take; without it a function of the program has no limit. */
  readonly steps?: number;
}

/** One number of the computation. */
export interface GraphNode {
  /** Place in {@link ComputationGraph.nodes}. */
  readonly index: number;
  /** A number of the point, an operation, or a result that depends on no input. */
  readonly kind: 'input' | 'operation' | 'constant';
  /** w, w₁, a name of the program, or a letter. */
  readonly name: string;
  /** The operation as a label: `sin`, `×`, `+ 1`, `²`; empty for an input. */
  readonly label: string;
  /** What it is computed from, as people write it: `sin(w)`, `a b`, `w²`; a number for a constant, empty for an input. */
  readonly formula: string;
  readonly value: number;
  /** How it changes along the direction. */
  readonly tangent: number;
  /** How the result changes with it. */
  readonly adjoint: number;
  /** True where the operation stands on a corner, a jump or a vertical slope; its local derivative is then the middle, or infinite. */
  readonly kink: boolean;
  /** The piece of the function's text it comes from, with the place counted from 1, where that is known. */
  readonly source?: { readonly text: string; readonly line: number; readonly column: number };
}

/** An arrow from a number to one that is computed from it. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  /** The local derivative: how much the number at the head changes with the one at the tail, all else held. */
  readonly partial: number;
  /** The local derivative as people write it, in the names of the nodes: `cos(w)`, `b`, `1`. */
  readonly text: string;
  /** What the tail contributes to the tangent of the head. */
  readonly forward: number;
  /** What the head contributes to the adjoint of the tail. */
  readonly backward: number;
}

/** A computation at a point. */
export interface ComputationGraph {
  /** Inputs in the order of the point, then what was computed, each after all it was computed from. */
  readonly nodes: readonly GraphNode[];
  /** Grouped by head, in the order of the operation's arguments. */
  readonly edges: readonly GraphEdge[];
  /** Indices of the inputs, in the order of the point's numbers. */
  readonly inputs: readonly number[];
  /** Index of the result. */
  readonly result: number;
  readonly value: number;
  /** The slope along the direction. */
  readonly tangent: number;
  /** One partial derivative for each number of the point. */
  readonly gradient: readonly number[];
}

/**
 * The computation graph of a function at a point, with values, tangents and adjoints.
 *
 * At a kink the local derivatives are those of the rule table, usually the middle of both sides. `grad` looks at both
 * sides of the whole function there; the graph does not.
 *
 * @param f - a function of one argument, a number or numbers in any shape, that gives one number
 * @param at - the point
 * @throws SecantError S304 if it takes more operations than `limit`, S106 if the result is no number, S201 for a
 * direction of another shape, S1xx where f is outside the accepted language
 *
 * @example
 * ```ts
 * computationGraph((w: number) => Math.sin(w) * w ** 2, 2).nodes.map(({ name, formula }) => `${name} = ${formula}`) // → ['w = ', 'a = sin(w)', 'b = w²', 'y = a b']
 * ```
 */
export function computationGraph(f: AnyFunction, at: Tree, options: ComputationGraphOptions = {}): ComputationGraph {
  checkOptions(options, ['scope', 'direction', 'limit', 'steps'], 'computationGraph');
  const { scope, limit = 1000, steps } = options;
  checkSteps(steps, 'computationGraph');
  if (!Number.isInteger(limit) || limit < 1)
    throw new SecantError('S203', `the limit is ${String(limit)}`, { hint: 'give a whole number from 1' });
  const programs = programsOf(f, scope, 'what computationGraph was given', { steps });
  const program = programs.for([at]);
  if (countLeaves(at) === 0)
    throw new SecantError('S202', `the point is ${kindInWords(at)}, and holds no number`, {
      hint: 'pass a number, an array of numbers or an object of these',
    });
  if (countLeaves(at) > limit)
    throw new SecantError(
      'S304',
      `the point holds ${countLeaves(at)} numbers, and the graph may have ${limit} operations`,
      {
        hint: 'take fewer numbers, or a higher limit',
      },
    );
  const direction = directionOf(at, options.direction);
  programs.requireNumber(program);
  if (program instanceof CompiledProgram)
    refuseOperations(
      program.fn,
      program.fn.parameters.map((_, k) => k === 0),
    );
  const recording = guarded(programs.limited(() => recordOperations(program.closed(), [at], limit)));
  const result = recording.result instanceof RecordedNumber ? recording.result : undefined;
  const numbers = [...recording.inputs, ...computed(result)];
  const names = nameNumbers(
    numbers,
    result,
    (program instanceof CompiledProgram ? program.fn.parameters[0]?.name : undefined) ?? 'w',
  );
  const graph = new GraphBuilder(numbers, names, direction);
  return graph.finish(result, recording.result as number);
}

function directionOf(at: Tree, given: Tree): readonly number[] {
  if (given === undefined) return Array.from({ length: countLeaves(at) }, (_, k) => (k === 0 ? 1 : 0));
  if (!sameShape(at, given))
    throw new SecantError('S201', `the direction is ${describeShape(given)}, but the point is ${describeShape(at)}`, {
      hint: 'give the direction the shape of the point',
    });
  return leavesOf(given);
}

/** What the result was computed from, and itself, in order; inputs left out. */
function computed(result: RecordedNumber | undefined): RecordedNumber[] {
  const found = new Set<RecordedNumber>();
  const open = result === undefined ? [] : [result];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.origin.kind === 'input' || found.has(next)) continue;
    found.add(next);
    for (const arg of next.args) if (arg instanceof RecordedNumber) open.push(arg);
  }
  return [...found].sort((a, b) => a.position - b.position);
}

/** An edge before anything runs along it. */
interface LocalDerivative {
  readonly from: number;
  readonly to: number;
  readonly partial: WrittenTerm;
  /** True where a tangent or adjoint of 0 stays 0, though the partial may be infinite. */
  readonly singular: boolean;
}

class GraphBuilder {
  private readonly numbers: readonly RecordedNumber[];
  private readonly names: ReadonlyMap<RecordedNumber, string>;
  private readonly indices: ReadonlyMap<RecordedNumber, number>;
  private readonly direction: readonly number[];

  constructor(
    numbers: readonly RecordedNumber[],
    names: ReadonlyMap<RecordedNumber, string>,
    direction: readonly number[],
  ) {
    this.numbers = numbers;
    this.names = names;
    this.indices = new Map(numbers.map((number, index) => [number, index]));
    this.direction = direction;
  }

  finish(result: RecordedNumber | undefined, plainResult: number): ComputationGraph {
    const local = this.numbers.flatMap((number, to) => this.localDerivatives(number, to));
    const tangents = this.numbers.map((_, k) => this.direction[k] ?? 0);
    const adjoints = this.numbers.map((number) => (number === result ? 1 : 0));
    const forward = local.map(({ from, to, partial, singular }) => {
      const part = product(tangents[from]!, partial.value as number, singular);
      tangents[to]! += part;
      return part;
    });
    const backward = local.map(() => 0);
    for (let e = local.length - 1; e >= 0; e--) {
      const { from, to, partial, singular } = local[e]!;
      backward[e] = product(adjoints[to]!, partial.value as number, singular);
      adjoints[from]! += backward[e]!;
    }
    const edges = local.map(({ from, to, partial }, e): GraphEdge => {
      return {
        from,
        to,
        partial: partial.value as number,
        text: partial.text,
        forward: forward[e]!,
        backward: backward[e]!,
      };
    });
    const nodes = this.numbers.map((number, k) => this.node(number, k, tangents[k]!, adjoints[k]!));
    if (result === undefined) nodes.push(constantNode(nodes.length, plainResult, new Set(this.names.values())));
    const end = result === undefined ? nodes.length - 1 : this.indices.get(result)!;
    const inputs = nodes.flatMap(({ kind, index }) => (kind === 'input' ? [index] : []));
    return {
      nodes,
      edges,
      inputs,
      result: end,
      value: nodes[end]!.value,
      tangent: nodes[end]!.tangent,
      gradient: inputs.map((k) => adjoints[k]!),
    };
  }

  private term(arg: RecordedNumber | number): WrittenTerm {
    return arg instanceof RecordedNumber ? namedTerm(this.names.get(arg)!, arg.value) : constantTerm(arg);
  }

  /** One for each number that goes in; a number that goes in twice has one, with the sum of both. */
  private localDerivatives(number: RecordedNumber, to: number): LocalDerivative[] {
    const { origin, args } = number;
    if (origin.kind === 'input') return [];
    const terms = args.map((arg) => this.term(arg));
    const found = new Map<number, WrittenTerm>();
    args.forEach((arg, k) => {
      if (!(arg instanceof RecordedNumber)) return;
      const from = this.indices.get(arg)!;
      const partial =
        origin.kind === 'operation'
          ? writePartial(origin.operation, k, terms, this.term(number))
          : namedTerm(
              args.length === 1
                ? `${origin.name}′(${terms[0]!.text})`
                : `∂${this.names.get(number)!}/∂${terms[k]!.text}`,
              origin.partials[k] ?? 0,
            );
      const before = found.get(from);
      found.set(from, before === undefined ? partial : addPartials(before, partial));
    });
    const singular = origin.kind === 'operation' && rules[origin.operation].singular === true;
    return [...found].map(([from, partial]) => ({ from, to, partial, singular }));
  }

  private node(number: RecordedNumber, index: number, tangent: number, adjoint: number): GraphNode {
    const { origin, args, value } = number;
    const shared = { index, name: this.names.get(number)!, value, tangent, adjoint } as const;
    if (origin.kind === 'input') return { ...shared, kind: 'input', label: '', formula: '', kink: false };
    const terms = args.map((arg) => this.term(arg));
    if (origin.kind === 'given') {
      const formula = `${origin.name}(${terms.map(({ text }) => text).join(', ')})`;
      return { ...shared, kind: 'operation', label: origin.name, formula, kink: false };
    }
    const span = origin.from?.span;
    const source = span && { text: textOf(span), ...placeOf(span.source.text, span.start) };
    return {
      ...shared,
      kind: 'operation',
      label: labelOperation(origin.operation, terms),
      formula: writeOperation(origin.operation, terms).text,
      kink: isOnKink(
        origin.operation,
        args.map((arg) => (arg instanceof RecordedNumber ? arg.value : arg)),
      ),
      ...(source && { source }),
    };
  }
}

/** 0·∞ is 0 where the 0 means that nothing changes. */
function product(change: number, partial: number, singular: boolean): number {
  return singular && change === 0 ? 0 : change * partial;
}

/** A result that no input reaches. */
function constantNode(index: number, value: number, taken: ReadonlySet<string>): GraphNode {
  const name = taken.has('y') ? 'z' : 'y';
  const formula = constantTerm(value).text;
  return { index, kind: 'constant', name, label: formula, formula, value, tangent: 0, adjoint: 1, kink: false };
}
