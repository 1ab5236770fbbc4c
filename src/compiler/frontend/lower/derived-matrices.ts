/**
 * `jacobian` and `hessian` called inside a program, and `vmap`. A matrix is made column by column: one forward product
 * for each number of the argument, whatever shapes argument and result have.
 */
import { type ArrayType, isReference, newValue, type Type, type Value } from '../../ir/ir.ts';
import { carriesNumbers } from '../../rules/zeros.ts';
import { type Abstract, describeAbstract, type KnownFunction } from './abstract.ts';
import { forwardProduct, type Target, targetOf, valueGiven, zerosOf } from './derived-target.ts';
import { captureArguments, lowerAsFunction } from './frames.ts';
import type { Lowering } from './lowering.ts';
import { newArrayType } from './memory.ts';
import type { Node } from '../syntax/function-text.ts';

/** One step into an array or record. */
type Step = { readonly index: Value } | { readonly field: string };

/** One entry for each number of the result, each in the shape of argument `wrt`. */
export function jacobianOf(
  l: Lowering,
  fn: KnownFunction,
  args: readonly Abstract[],
  wrt: number,
  operator: string,
  node: Node,
): Abstract {
  const target = targetOf(l, fn, args, node);
  const at = target.parameterOf[wrt];
  const point = at === undefined ? undefined : target.primals[at];
  if (at === undefined || point === undefined || !carriesNumbers(l.types.find(point.type)))
    return l.fail(
      'S105',
      node,
      `\`${operator}\` differentiates argument ${wrt + 1}, which is ${args[wrt] ? describeAbstract(args[wrt]) : 'not there'}`,
      'pass a number, an array of numbers or an object of these',
    );
  const resultType = l.types.find(valueGiven(l, target, node).type);
  const along = (tangent: Value): Value => forwardProduct(l, target, new Map([[at, tangent]]), node).tangent;
  if (!isReference(l.types.find(point.type)) && !isReference(resultType))
    return l.abstract(along(l.builder.constant(1)));
  const matrix = isReference(resultType) ? emptyMatrix(l, target, resultType, point, node) : zerosOf(l, point);
  const writeColumn = (tangent: Value, column: readonly Step[]): void =>
    eachNumber(l, along(tangent), resultType, [], (entry, row) => write(l, matrix, [...row, ...column], entry));
  if (!isReference(l.types.find(point.type))) writeColumn(l.builder.constant(1), []);
  else {
    const direction = zerosOf(l, point);
    eachNumber(l, point, point.type, [], (_, column) => {
      write(l, direction, column, l.builder.constant(1));
      writeColumn(direction, column);
      write(l, direction, column, l.builder.constant(0));
    });
  }
  return l.abstract(matrix);
}

/** The result's shape with zeros in the shape of the point for each of its numbers. */
function emptyMatrix(l: Lowering, target: Target, type: Type, point: Value, node: Node): Value {
  const value = newValue(type);
  l.builder.emit({
    kind: 'call',
    target: target.fn,
    args: [...target.primals],
    results: [value],
    span: l.builder.span,
  });
  const entryType = (inner: Type): Type => {
    const found = l.types.find(inner);
    if (found.kind === 'array') return newArrayType(l, node, entryType(found.element));
    if (found.kind === 'struct')
      return l.types.struct([...found.fields].map(([name, field]) => [name, entryType(field)] as const), found.tuple); // prettier-ignore
    return found.kind === 'number' ? point.type : found;
  };
  const build = (from: Value, shape: Type, into: Type): Value => {
    const found = l.types.find(shape);
    if (found.kind === 'array') {
      const result = newValue(into);
      l.builder.emit({ kind: 'list', result, elements: [] });
      l.builder.count(l.builder.length(from), [], (index) => {
        const element = load(l, from, index, l.types.find(found.element));
        const inner = build(element, found.element, (l.types.find(into) as ArrayType).element);
        l.builder.emit({ kind: 'push', array: result, value: inner });
        return [];
      });
      return result;
    }
    if (found.kind !== 'struct') return found.kind === 'number' ? zerosOf(l, point) : from;
    const record = l.types.find(into);
    const names = [...found.fields.keys()];
    const elements = names.map((name) =>
      build(getField(l, from, name, l.types.find(found.fields.get(name)!)), found.fields.get(name)!, record.kind === 'struct' ? record.fields.get(name)! : point.type)); // prettier-ignore
    const result = newValue(into);
    l.builder.emit({ kind: 'struct', result, names, elements });
    return result;
  };
  return build(value, type, entryType(type));
}

/** Emits what is done with each number of a value, and the way to it. */
function eachNumber(
  l: Lowering,
  value: Value,
  type: Type,
  way: readonly Step[],
  visit: (value: Value, way: readonly Step[]) => void,
): void {
  const found = l.types.find(type);
  if (found.kind === 'number') return visit(value, way);
  if (found.kind === 'array') {
    l.builder.count(l.builder.length(value), [], (index) => {
      const element = l.types.find(found.element);
      if (carriesNumbers(element)) eachNumber(l, load(l, value, index, element), element, [...way, { index }], visit);
      return [];
    });
  } else if (found.kind === 'struct') {
    for (const [field, inner] of found.fields) {
      const type = l.types.find(inner);
      if (carriesNumbers(type)) eachNumber(l, getField(l, value, field, type), type, [...way, { field }], visit);
    }
  }
}

/** Stores a number at the end of a way. */
function write(l: Lowering, root: Value, way: readonly Step[], value: Value): void {
  let holder = root;
  way.forEach((step, k) => {
    const type = l.types.find(holder.type);
    const last = k === way.length - 1;
    if ('index' in step) {
      if (last) l.builder.emit({ kind: 'store', array: holder, index: step.index, value });
      else if (type.kind === 'array') holder = load(l, holder, step.index, l.types.find(type.element));
    } else if (last) l.builder.emit({ kind: 'set-field', object: holder, field: step.field, value });
    else if (type.kind === 'struct') holder = getField(l, holder, step.field, l.types.find(type.fields.get(step.field)!)); // prettier-ignore
  });
}

function load(l: Lowering, array: Value, index: Value, type: Type): Value {
  const result = newValue(type);
  l.builder.emit({ kind: 'load', result, array, index });
  return result;
}

function getField(l: Lowering, object: Value, field: string, type: Type): Value {
  const result = newValue(type);
  l.builder.emit({ kind: 'get-field', result, object, field });
  return result;
}

/** `vmap(fn)(points, …)`: fn at every element of arrays of one length. Numbers come in a Float64Array, the rest in a list. */
export function callMapped(l: Lowering, fn: KnownFunction, args: readonly Abstract[], node: Node): Abstract {
  const arrays = args.map((arg, k) => {
    const type = arg.kind === 'value' ? l.types.find(arg.value.type) : undefined;
    if (arg.kind !== 'value' || type?.kind !== 'array')
      return l.fail('S201', node, `argument ${k + 1} of a mapped function is ${describeAbstract(arg)}`, 'pass an array of points'); // prettier-ignore
    return { value: arg.value, element: l.types.elementOf(type) };
  });
  if (arrays.length === 0) return l.fail('S201', node, 'a mapped function is called without points', 'pass an array of points'); // prettier-ignore
  const samples = arrays.map(({ element }) => l.abstract(newValue(element)));
  const { frame, result } = lowerAsFunction(l, fn, samples, 'mapped', node);
  for (const capture of frame.captures) frame.fn.parameters.push(...capture.parameters);
  l.finished.add(frame);
  const captured = captureArguments(l, frame, l.frame);
  const [given] = frame.fn.body.yields;
  if (given === undefined)
    return l.fail('S106', node, `\`vmap\` maps a function that gives ${describeAbstract(result)}`, 'return a number');
  const isNumber = l.types.find(given.type).kind === 'number';
  const length = l.builder.length(arrays[0]!.value);
  const out = newValue(newArrayType(l, node, l.types.find(given.type), isNumber ? 'Float64Array' : 'list'));
  if (isNumber) l.builder.emit({ kind: 'allocate', result: out, length, fill: undefined, span: l.builder.span });
  else l.builder.emit({ kind: 'list', result: out, elements: [], span: l.builder.span });
  l.builder.count(length, [], (index) => {
    const value = newValue(given.type);
    const elements = arrays.map((array) => load(l, array.value, index, array.element));
    l.builder.emit({ kind: 'call', target: frame.fn, args: [...elements, ...captured], results: [value] });
    if (isNumber) l.builder.emit({ kind: 'store', array: out, index, value });
    else l.builder.emit({ kind: 'push', array: out, value });
    return [];
  });
  return { kind: 'value', value: out };
}
