/**
 * Branches: two blocks lowered from one state, and the values that names have where they meet. A name that
 * both sides leave alone keeps its value; one that a side changed gets a new value, handed on by the block.
 */
import { type Block, newValue, type Type, type Value } from '../../ir/ir.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { type Abstract, describeAbstract, type KnownFunction, sameFunction, undefinedAbstract } from './abstract.ts';
import { Unknown } from './facts.ts';
import type { Journal, Lowering } from './lowering.ts';
import type { Binding } from './scope.ts';
import type { Node } from '../syntax/function-text.ts';
import { maybeNothing, placeAmong } from './tags.ts';

/** A branch that was lowered, before it meets the other one. */
interface Branch<R> {
  readonly block: Block;
  readonly changes: Map<Binding, Abstract>;
  readonly result: R;
  readonly remembered: readonly Binding[];
}

/** A branch that needs what is not known yet counts as one that does not come back; unless both do. */
export function unlessUnknown(l: Lowering, write: () => Abstract | 'throws'): Abstract | 'throws' {
  const { scope, activation } = l;
  const depth = activation?.loops.length ?? 0;
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    l.scope = scope;
    if (activation) activation.loops.length = depth;
    return 'throws';
  }
}

/** Lowers into a block of its own; gives the names it changed, and puts them back. */
export function branch<R>(l: Lowering, write: () => R, isLoop = false): Branch<R> {
  const journal: Journal = { before: new Map(), own: new Set(), remembered: new Set(), escapes: false, isLoop };
  l.journals.push(journal);
  const block = emptyBlock();
  let result: R | undefined;
  const { span } = l.builder;
  try {
    l.builder.inBlock(block, () => {
      result = write();
    });
  } finally {
    l.journals.pop();
    l.builder.span = span;
  }
  const changes = new Map<Binding, Abstract>();
  for (const [binding, before] of journal.before) {
    if (binding.current !== undefined) changes.set(binding, binding.current);
    binding.current = before;
  }
  return { block, changes, result: result as R, remembered: rememberedBy(l, journal) };
}

/** The names of a finished branch that a function may still read; they are the outer branch's to keep from here on. */
function rememberedBy(l: Lowering, journal: Journal): Binding[] {
  if (!journal.escapes && journal.remembered.size === 0) return [];
  const names = [...journal.own, ...journal.remembered].filter(({ current }) => {
    const held = current && l.valueOf(current);
    return held !== undefined && held.constant === undefined;
  });
  if (journal.isLoop) for (const binding of names) binding.over = 'step';
  else for (const binding of names) l.journals.at(-1)?.remembered.add(binding);
  return names;
}

/**
 * `if (condition) then else otherwise`. Names that either branch changed get a new value. The branches may
 * also give a value each (`?:`), which are merged like a name. A branch that throws hands on nothing.
 */
export function choose(
  l: Lowering,
  condition: Value,
  node: Node,
  then: () => Abstract | 'throws',
  otherwise: () => Abstract | 'throws',
): Abstract | 'throws' {
  if (condition.constant !== undefined) return condition.constant.value ? then() : otherwise();
  const noted = (write: () => Abstract | 'throws') => (): Abstract | 'throws' => {
    const result = unlessUnknown(l, write);
    if (result !== 'throws' && (result.kind === 'function' || result.kind === 'choice')) l.noteEscape(result);
    return result;
  };
  const first = branch(l, noted(then));
  const second = branch(l, noted(otherwise));
  if (first.result === 'throws' && second.result === 'throws') {
    const [key] = l.facts.inferring;
    if (key !== undefined) throw new Unknown(key);
    emitIf(l, condition, first.block, second.block, []);
    return 'throws';
  }
  const results: Value[] = [];
  const meet = (a: Abstract, b: Abstract, name: string | undefined): Abstract => {
    if (first.result === 'throws') return handOn(l, b, second.block, first.block, results, name);
    if (second.result === 'throws') return handOn(l, a, first.block, second.block, results, name);
    return merge(l, a, b, first.block, second.block, results, name, node);
  };
  const merged: [Binding, Abstract][] = [];
  for (const binding of new Set([...first.changes.keys(), ...second.changes.keys()])) {
    const before = binding.current ?? undefinedAbstract;
    const a = first.changes.get(binding) ?? before;
    const b = second.changes.get(binding) ?? before;
    merged.push([binding, meet(a, b, binding.name.startsWith('$') ? undefined : binding.name)]);
  }
  const result = meet(
    first.result === 'throws' ? undefinedAbstract : first.result,
    second.result === 'throws' ? undefinedAbstract : second.result,
    undefined,
  );
  // A function made in a branch may be called after it: what it remembers is handed on.
  for (const [side, other] of [
    [first, second],
    [second, first],
  ] as const) {
    for (const binding of side.remembered)
      binding.current = handOn(l, binding.current!, side.block, other.block, results, binding.name);
  }
  emitIf(l, condition, first.block, second.block, results);
  for (const [binding, value] of merged) l.set(binding, value, node);
  return result;
}

function emitIf(l: Lowering, condition: Value, then: Block, otherwise: Block, results: Value[]): void {
  l.builder.emit({ kind: 'if', condition, then, otherwise, results, span: l.builder.span });
}

/** Hands a value of one branch on when the other never gets there. */
function handOn(
  l: Lowering,
  value: Abstract,
  from: Block,
  other: Block,
  results: Value[],
  name: string | undefined,
): Abstract {
  const inner = l.valueOf(value);
  if (inner === undefined || inner.constant !== undefined) return value;
  const result = newValue(inner.type, inner.name ?? name);
  if (l.mayBeNothing(inner)) l.optional.add(result);
  from.yields.push(inner);
  other.yields.push(l.builder.constant(undefined));
  results.push(result);
  return value.kind === 'choice' ? { ...value, tag: result } : l.abstract(result);
}

function merge(
  l: Lowering,
  a: Abstract,
  b: Abstract,
  first: Block,
  second: Block,
  results: Value[],
  name: string | undefined,
  node: Node,
): Abstract {
  if (a === b) return a;
  if (a.kind === 'conflict') return a;
  if (b.kind === 'conflict') return b;
  if (a.kind === 'function' && b.kind === 'function' && sameFunction(a.fn, b.fn)) return a;
  if (a.kind === 'undefined' && b.kind === 'undefined') return a;
  if (a.kind === 'null' && b.kind === 'null') return a;
  if (a.kind === 'namespace' && b.kind === 'namespace' && a.name === b.name) return a;
  if ((a.kind === 'function' || a.kind === 'choice') && (b.kind === 'function' || b.kind === 'choice')) {
    return mergeFunctions(l, a, b, first, second, results, node);
  }
  const left = l.valueOf(a);
  const right = l.valueOf(b);
  const conflict: Abstract = { kind: 'conflict', first: describeAbstract(a), second: describeAbstract(b) };
  if (left === undefined || right === undefined || a.kind === 'choice' || b.kind === 'choice') return conflict;
  if (left === right) return a;
  if (left.constant && right.constant && Object.is(left.constant.value, right.constant.value)) return a;
  const type = l.types.unify(left.type, right.type);
  if (type === undefined) return conflict;
  const result = newValue(type, left.name ?? right.name ?? name);
  first.yields.push(conform(l, left, type, first));
  second.yields.push(conform(l, right, type, second));
  results.push(result);
  if (l.mayBeNothing(left) || l.mayBeNothing(right)) l.optional.add(result);
  return l.abstract(result);
}

/** A truth value that meets a number becomes one. */
export function conform(l: Lowering, value: Value, type: Type, block: Block): Value {
  if (type.kind !== 'number' || value.type.kind !== 'boolean') return value;
  let result = value;
  l.builder.inBlock(block, () => {
    result = l.builder.apply('number', value);
  });
  return result;
}

function mergeFunctions(
  l: Lowering,
  a: Abstract,
  b: Abstract,
  first: Block,
  second: Block,
  results: Value[],
  node: Node,
): Abstract {
  const choices: KnownFunction[] = [];
  const tagOf = (abstract: Abstract, block: Block): Value => {
    let tag = l.flatten(abstract, node);
    l.builder.inBlock(block, () => {
      tag = placeAmong(l, choices, tag, node);
    });
    return tag;
  };
  first.yields.push(tagOf(a, first));
  second.yields.push(tagOf(b, second));
  const tag = newValue({ kind: 'function', choices });
  results.push(tag);
  const optional = [a, b].some((side) => maybeNothing(l, side) !== undefined);
  return { kind: 'choice', tag, choices, optional };
}
