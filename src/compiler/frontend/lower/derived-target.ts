/**
 * The function that an inner operator differentiates, as a function of the IR with what it captures as further
 * parameters, and the products with its Jacobian that `derive` instructions stand for: forward (the change of the
 * result along tangents) and reverse (the cotangents of the arguments).
 */
import { type FunctionIr, isReference, newValue, type Value } from '../../ir/ir.ts';
import { carriesNumbers, zerosLike } from '../../rules/zeros.ts';
import { type Abstract, describeAbstract, type KnownFunction } from './abstract.ts';
import { captureArguments, lowerAsFunction, passedValue } from './frames.ts';
import type { Lowering } from './lowering.ts';
import type { Node } from '../syntax/function-text.ts';

export interface Target {
  readonly fn: FunctionIr;
  /** What it is called with: the arguments that are values, then what it captures. */
  readonly primals: readonly Value[];
  /** For each argument of the call which parameter it is; undefined for functions and for what is absent. */
  readonly parameterOf: readonly (number | undefined)[];
  /** What it gives. */
  readonly result: Abstract;
}

/** Lowers a function that is to be differentiated at the given arguments. */
export function targetOf(l: Lowering, fn: KnownFunction, args: readonly Abstract[], node: Node): Target {
  const { frame, result } = lowerAsFunction(l, fn, args, 'inner', node);
  for (const capture of frame.captures) frame.fn.parameters.push(...capture.parameters);
  l.finished.add(frame);
  const primals: Value[] = [];
  const parameterOf = args.map((arg) => {
    const value = passedValue(l, arg);
    return value === undefined ? undefined : primals.push(value) - 1;
  });
  primals.push(...captureArguments(l, frame, l.frame));
  return { fn: frame.fn, primals, parameterOf, result };
}

/** The one value a target gives, which holds numbers. */
export function valueGiven(l: Lowering, target: Target, node: Node): Value {
  const [value] = target.fn.body.yields;
  if (value !== undefined && carriesNumbers(l.types.find(value.type))) return value;
  return l.fail(
    'S106',
    node,
    `\`${l.text(node)}\` differentiates a function that gives ${describeAbstract(target.result)}`,
    'return a number, or an array of numbers',
  );
}

/** The value of a target and its change along tangents, one for each of the parameters that move. */
export function forwardProduct(
  l: Lowering,
  target: Target,
  tangents: ReadonlyMap<number, Value>,
  node: Node,
): { readonly value: Value; readonly tangent: Value } {
  const { type } = valueGiven(l, target, node);
  const value = newValue(type);
  const tangent = newValue(type);
  const active = target.fn.parameters.map((_, k) => tangents.has(k));
  const moving = [...tangents.keys()].sort((a, b) => a - b).map((k) => tangents.get(k)!);
  l.builder.emit({
    kind: 'derive',
    mode: 'forward',
    target: target.fn,
    active,
    args: [...target.primals, ...moving],
    results: [value, tangent],
    span: l.builder.span,
  });
  return { value, tangent };
}

/** The cotangents of the arguments that hold numbers, from one of the result; undefined for the others. */
export function reverseProduct(
  l: Lowering,
  target: Target,
  cotangent: Value,
  node: Node,
): readonly (Value | undefined)[] {
  const { type } = valueGiven(l, target, node);
  const own = new Set(target.parameterOf);
  const holdsNumbers = (value: Value): boolean => carriesNumbers(l.types.find(value.type));
  const active = target.fn.parameters.map((parameter, k) => own.has(k) && holdsNumbers(parameter));
  const adjoints = new Map<number, Value>();
  const shadows: Value[] = [];
  const results = [newValue(type)];
  target.primals.forEach((primal, k) => {
    if (active[k] !== true) return;
    if (isReference(l.types.find(primal.type))) {
      const shadow = zerosOf(l, primal);
      shadows.push(shadow);
      adjoints.set(k, shadow);
    } else {
      const adjoint = newValue(primal.type);
      results.push(adjoint);
      adjoints.set(k, adjoint);
    }
  });
  l.builder.emit({
    kind: 'derive',
    mode: 'reverse',
    target: target.fn,
    active,
    args: [...target.primals, cotangent, ...shadows],
    results,
    span: l.builder.span,
  });
  return target.parameterOf.map((k) => (k === undefined ? undefined : adjoints.get(k)));
}

/** Zeros in the shape of a value of the program. */
export function zerosOf(l: Lowering, value: Value): Value {
  const zeros = zerosLike(
    l.builder,
    value,
    (type) => l.types.find(type),
    (type) => type,
  );
  l.types.adopt(zeros.type);
  return zeros;
}
