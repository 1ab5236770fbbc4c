/**
 * Functions of the IR under construction. Ordinary calls are inlined and need none; a recursive function and
 * the target of an inner derivative get a frame each, and the names they capture become further parameters.
 */
import { SecantError } from '../../../base/diagnostics.ts';
import { newValue, type Value } from '../../ir/ir.ts';
import type { Abstract, KnownFunction } from './abstract.ts';
import { branch } from './branches.ts';
import type { Lowering } from './lowering.ts';
import { Frame } from './scope.ts';
import { type Node, withoutTypes } from '../syntax/function-text.ts';

/** A function of the IR that calls `fn` with parameters like the given arguments; what it captures follows as more parameters. */
export function lowerAsFunction(
  l: Lowering,
  fn: KnownFunction,
  args: readonly Abstract[],
  name: string,
  node: Node,
): { frame: Frame; result: Abstract; own: number } {
  const frame = new Frame(name, l.frame);
  const result = inFrame(l, frame, () => {
    const parameters = parametersFor(l, frame, args, parameterNames(fn));
    const value = l.invoke({ kind: 'function', fn }, parameters, node);
    finishFrame(l, frame, value, node);
    return value;
  });
  return { frame, result, own: frame.fn.parameters.length };
}

export function finishFrame(l: Lowering, frame: Frame, value: Abstract, node: Node): void {
  frame.fn.body.yields = value.kind === 'undefined' ? [] : [l.flatten(value, node)];
}

/** The names a function gives its parameters, where they are plain names. */
export function parameterNames(fn: KnownFunction): (string | undefined)[] {
  if (fn.kind === 'derived') return parameterNames(fn.of);
  if (fn.kind === 'ruled') return parameterNames(fn.of ?? fn.rule);
  if (fn.kind !== 'closure') return [];
  return fn.node.params.map((parameter) => {
    const pattern = withoutTypes(parameter);
    const plain = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
    return plain.type === 'Identifier' ? plain.name : undefined;
  });
}

/** The value that is handed to a function of the IR for an argument; none for what its text alone tells. */
export function passedValue(l: Lowering, arg: Abstract): Value | undefined {
  if (arg.kind === 'undefined' || arg.kind === 'null') return undefined;
  const value = l.valueOf(arg);
  return typeof value?.constant?.value === 'string' ? undefined : value;
}

export function parametersFor(
  l: Lowering,
  frame: Frame,
  args: readonly Abstract[],
  names: readonly (string | undefined)[],
): Abstract[] {
  return args.map((arg, k) => {
    const value = passedValue(l, arg);
    if (value === undefined) return arg;
    const parameter = newValue(value.type, names[k] ?? value.name);
    frame.fn.parameters.push(parameter);
    if (l.mayBeNothing(value)) l.optional.add(parameter);
    return arg.kind === 'choice' ? { ...arg, tag: parameter } : l.abstract(parameter);
  });
}

/** Lowers into the body of another function of the IR. */
export function inFrame<R>(l: Lowering, frame: Frame, write: () => R): R {
  const before = { frame: l.frame, activation: l.activation, inlining: l.inlining.splice(0) };
  l.frame = frame;
  try {
    const { block, result } = branch(l, write);
    frame.fn.body.instructions.push(...block.instructions);
    return result;
  } finally {
    l.frame = before.frame;
    l.activation = before.activation;
    l.inlining.splice(0, Infinity, ...before.inlining);
  }
}

/** The values of captured names, as they stand in the frame that calls. */
export function captureArguments(l: Lowering, callee: Frame, caller: Frame, from = 0): Value[] {
  return callee.captures.slice(from).map(({ binding }) => {
    const held = l.capture(binding, caller);
    const value = l.valueOf(held);
    if (value === undefined) throw new SecantError('S901', `\`${binding.name}\` cannot be passed on`);
    return value;
  });
}
