/**
 * Methods of arrays, one row each: what `map`, `reduce`, `slice` and the others mean in loops, reads and
 * writes.
 */
import { type ArrayMethodName, isArrayMethod } from '../syntax/array-methods.ts';
import type * as acorn from '../syntax/tree.ts';
import { type ArrayType, type Block, newValue, numberType, type Value } from '../../ir/ir.ts';
import { blocksOf, operandsOf } from '../../ir/visit.ts';
import { type Abstract, describeAbstract, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import { invokeSpread } from './calls.ts';
import { hasField } from './fields.ts';
import { countedLoop, elementsOf } from './iteration.ts';
import { loop } from './loops.ts';
import type { Lowering } from './lowering.ts';
import {
  appendAll,
  copySlice,
  asElement,
  loadElement,
  loadField,
  newArrayType,
  newList,
  pushTo,
  setIndex,
  tupleOf,
} from './memory.ts';
import { whatMayBeMissing } from './tags.ts';
import { sameOrNaN, search } from './search.ts';
import type { Node } from '../syntax/function-text.ts';
import { callText, isTextMethod, knownText } from './texts.ts';
import { choice, numberOf, strictlyEqual, truth } from './values.ts';

interface Receiver {
  readonly value: Value;
  readonly abstract: Abstract;
  readonly type: ArrayType;
}

type Method = (l: Lowering, array: Receiver, args: readonly Abstract[], node: Node) => Abstract;

/** Calls `receiver.method(...args)`. */
export function callMethod(
  l: Lowering,
  receiver: Abstract,
  method: string,
  args: readonly Abstract[],
  node: Node,
): Abstract {
  if (receiver.kind === 'function' || receiver.kind === 'choice') {
    const [self] = args;
    if (method === 'call') return l.invoke(receiver, args.slice(1), node, self);
    if (method === 'bind' && receiver.kind === 'function')
      return { kind: 'function', fn: { kind: 'partial', of: receiver.fn, self, args: args.slice(1) } };
    if (method === 'apply') {
      const list = args[1] ?? undefinedAbstract;
      if (list.kind === 'undefined' || list.kind === 'null') return l.invoke(receiver, [], node, self);
      const type = list.kind === 'value' ? l.types.find(list.value.type) : undefined;
      if (list.kind === 'value' && type?.kind === 'struct' && type.tuple)
        return l.invoke(
          receiver,
          [...type.fields.keys()].map((field) => loadField(l, list, field)),
          node,
          self,
        );
      if (list.kind === 'value' && type?.kind === 'array') return invokeSpread(l, receiver, [], list.value, node, self);
    }
    return l.fail(
      'S101',
      node,
      `\`${method}\` of a function is outside the accepted language`,
      'call the function directly',
    );
  }
  if (receiver.kind === 'captured' && method === 'hasOwnProperty') return value(hasField(l, receiver, args[0], node));
  const text = knownText(receiver);
  if (text !== undefined && isTextMethod(method)) {
    const known = callText(l, text, method, args, node);
    if (known !== undefined) return known;
    return l.fail(
      'S105',
      node,
      `\`${l.text(node)}\` works on a text with what is known only when the program runs`,
      'keep text out of the differentiated part',
    );
  }
  if (receiver.kind !== 'value')
    return l.fail('S105', node, `\`${method}\` of ${describeAbstract(receiver)}`, 'use an array');
  if (method === 'valueOf') return receiver;
  const type = l.types.find(receiver.value.type);
  const row = isArrayMethod(method) ? methods[method] : spreadMethods[method];
  if (method === 'hasOwnProperty' && type.kind === 'struct') return value(hasField(l, receiver, args[0], node));
  if (type.kind !== 'array' || row === undefined) {
    return l.fail(
      'S101',
      node,
      `\`${method}\` is outside the accepted language`,
      'use a loop or one of map, reduce, filter',
    );
  }
  return row(l, { value: receiver.value, abstract: receiver, type }, args, node);
}

const zero = (l: Lowering): Value => l.builder.constant(0);

const value = (inner: Value): Abstract => ({ kind: 'value', value: inner });

/** Runs over the array with (element, index, array). */
function each(
  l: Lowering,
  array: Receiver,
  fn: Abstract | undefined,
  node: Node,
  use: (result: Abstract, element: Abstract, index: Value) => void,
): void {
  const callee = requireFunction(l, fn, node);
  countedLoop(l, node, l.builder.length(array.value), (index) => {
    const element = loadElement(l, array.value, index);
    use(l.invoke(callee, [element, value(index), array.abstract], node), element, index);
  });
}

function requireFunction(l: Lowering, fn: Abstract | undefined, node: Node): Abstract {
  return fn?.kind === 'function' || fn?.kind === 'choice'
    ? fn
    : l.fail('S105', node, `\`${l.text(node)}\` needs a function`, 'pass an arrow such as `(x) => x * x`');
}

function searchWith(
  l: Lowering,
  array: Receiver,
  fn: Abstract | undefined,
  node: Node,
  fromEnd: boolean,
  expected: boolean,
): Value {
  const callee = requireFunction(l, fn, node);
  return search(l, array.value, node, fromEnd, (element, index) => {
    const passed = truth(l, l.invoke(callee, [element, value(index), array.abstract], node), node);
    return expected ? passed : l.builder.apply('not', passed);
  });
}

/** Looks for an element that is `wanted`, from `from` on. */
function searchElement(
  l: Lowering,
  array: Receiver,
  wanted: Abstract = undefinedAbstract,
  from: Abstract | undefined,
  node: Node,
  fromEnd: boolean,
  also: (same: Value, element: Abstract) => Value = (same) => same,
): Value {
  const start = from && bound(l, from, l.builder.length(array.value), zero(l), node);
  return search(l, array.value, node, fromEnd, (element, index) => {
    const same = also(l.valueOf(strictlyEqual(l, element, wanted, node))!, element);
    return start === undefined ? same : l.both(l.builder.apply('ge', index, start), same);
  });
}

function elementOrUndefined(l: Lowering, array: Receiver, index: Value, node: Node): Abstract {
  return choice(
    l,
    l.builder.apply('ge', index, zero(l)),
    node,
    () => loadElement(l, array.value, index),
    () => undefinedAbstract,
  );
}

/** A start or end argument: negative counts from the end, and all is kept within the array. */
function bound(l: Lowering, argument: Abstract | undefined, length: Value, missing: Value, node: Node): Value {
  if (argument === undefined || argument.kind === 'undefined') return missing;
  const { builder } = l;
  const given = builder.apply('trunc', numberOf(l, argument, node));
  const known = given.constant?.value;
  if (known === 0) return builder.constant(0);
  const fromEnd = builder.apply('max', builder.apply('add', length, given), zero(l));
  const within = builder.apply('min', given, length);
  return builder.apply('select', builder.apply('lt', given, zero(l)), fromEnd, within);
}

function reduce(l: Lowering, array: Receiver, args: readonly Abstract[], node: Node, fromEnd: boolean): Abstract {
  const { builder } = l;
  const callee = requireFunction(l, args[0], node);
  const length = builder.length(array.value);
  const last = builder.apply('sub', length, builder.constant(1));
  const hasInitial = args.length > 1;
  const initial = hasInitial ? args[1]! : loadElement(l, array.value, fromEnd ? last : zero(l));
  const accumulator = l.hidden('accumulator', node, initial);
  const count = hasInitial ? length : last;
  countedLoop(
    l,
    node,
    count,
    (step) => {
      const shifted = hasInitial ? step : builder.apply('add', step, builder.constant(1));
      const index = fromEnd ? builder.apply('sub', last, shifted) : shifted;
      const next = l.invoke(
        callee,
        [accumulator.current!, loadElement(l, array.value, index), value(index), array.abstract],
        node,
      );
      l.set(accumulator, next, node);
    },
    [accumulator],
  );
  return accumulator.current!;
}

/** The node that stands for an inner loop of a method, so that what is learnt of it is not mixed with the outer one. */
function innerNode(node: Node): Node {
  const { arguments: args, callee } = node as acorn.CallExpression;
  return args?.[0] ?? callee ?? node;
}

const deeperNodes = new WeakMap<Node, Node>();

/** The node that stands for the next round of a method that calls itself. */
function deeperNode(node: Node): Node {
  let deeper = deeperNodes.get(node);
  if (deeper === undefined) deeperNodes.set(node, (deeper = { ...node }));
  return deeper;
}

function knownNumber(abstract: Abstract): number | undefined {
  const known = abstract.kind === 'value' ? abstract.value.constant?.value : undefined;
  return typeof known === 'number' ? known : undefined;
}

/** Sorts in place by insertion, which is stable as JavaScript's sort is. */
function sortInPlace(l: Lowering, array: Receiver, compare: Abstract | undefined, node: Node): void {
  const { builder } = l;
  const inner = innerNode(node);
  const byNumber = compare === undefined || compare.kind === 'undefined';
  if (byNumber && array.type.storage === 'list')
    l.fail('S105', node, '`sort` without a comparison orders numbers by their text', 'write sort((a, b) => a - b)');
  const before = (x: Abstract, other: Abstract): Value => {
    if (byNumber) return builder.apply('lt', numberOf(l, x, node), numberOf(l, other, node));
    const order = numberOf(l, l.invoke(requireFunction(l, compare, node), [x, other], node), inner);
    return builder.apply('lt', order, zero(l));
  };
  countedLoop(l, node, builder.length(array.value), (index) => {
    const x = loadElement(l, array.value, index);
    const place = l.hidden('place', inner, value(index));
    const moving = l.hidden('moving', inner, l.boolean(true));
    const at = (): Value => l.valueOf(place.current!)!;
    loop(
      l,
      inner,
      [place, moving],
      () => l.both(l.valueOf(moving.current!)!, builder.apply('gt', at(), zero(l))),
      () => {
        const lower = builder.apply('sub', at(), builder.constant(1));
        const other = loadElement(l, array.value, lower);
        choose(
          l,
          before(x, other),
          inner,
          () => {
            setIndex(l, array.abstract, value(at()), other, node);
            l.set(place, value(lower), inner);
            return undefinedAbstract;
          },
          () => {
            l.set(moving, l.boolean(false), inner);
            return undefinedAbstract;
          },
        );
      },
    );
    setIndex(l, array.abstract, value(at()), x, node);
  });
}

function receiverOf(l: Lowering, array: Value): Receiver {
  return { value: array, abstract: value(array), type: l.types.find(array.type) as ArrayType };
}

/** `new Array(n).fill(0)`: an array that nobody has seen is filled where it is made. True if it was. */
function fillNew({ instructions }: Block, array: Value, filler: Value): boolean {
  if (typeof filler.constant?.value !== 'number') return false;
  const at = instructions.findLastIndex((instruction) => 'result' in instruction && instruction.result === array);
  const made = instructions[at];
  if (made?.kind !== 'allocate' || made.fill !== undefined) return false;
  if (array.type.kind !== 'array' || array.type.storage !== 'list') return false;
  const seen = instructions
    .slice(at + 1)
    .some((each) => each.kind !== 'length' && (operandsOf(each).includes(array) || blocksOf(each).length > 0));
  if (!seen) instructions[at] = { ...made, fill: filler };
  return !seen;
}

/** Methods that are called with a list alone, spread: `push(...list)`. */
const spreadMethods: Readonly<Record<string, Method>> = {
  'push...'(l, array, [list], node) {
    appendAll(l, array.value, list!, node);
    return value(l.builder.length(array.value));
  },
  'concat...'(l, array, [lists], node) {
    const result = newList(l, node, l.types.elementOf(array.type));
    appendAll(l, result, array.abstract, node);
    const all = elementsOf(l, lists ?? undefinedAbstract, node);
    countedLoop(l, node, l.builder.length(all), (index) => {
      const part = loadElement(l, all, index);
      const type = part.kind === 'value' ? l.types.find(part.value.type) : undefined;
      if (type?.kind === 'array' || (type?.kind === 'struct' && type.tuple)) appendAll(l, result, part, node);
      else pushTo(l, result, part, node);
    });
    return value(result);
  },
};

/** The meaning of every method. */
const methods: Readonly<Record<ArrayMethodName, Method>> = {
  push(l, array, args, node) {
    for (const argument of args) pushTo(l, array.value, argument, node);
    return value(l.builder.length(array.value));
  },
  pop(l, array) {
    const element = l.types.elementOf(array.type);
    const result = newValue(element.kind === 'unknown' ? numberType : element);
    l.builder.emit({ kind: 'pop', result, array: array.value });
    return whatMayBeMissing(l, result);
  },
  shift(l, array, _args, node) {
    const first = loadElement(l, array.value, zero(l));
    const { builder } = l;
    const last = builder.apply('sub', builder.length(array.value), builder.constant(1));
    builder.count(last, [], (index) => {
      const next = loadElement(l, array.value, builder.apply('add', index, builder.constant(1)));
      setIndex(l, array.abstract, value(index), next, node);
      return [];
    });
    builder.emit({
      kind: 'set-length',
      array: array.value,
      length: builder.apply('max', last, zero(l)),
      span: builder.span,
    });
    return first;
  },
  unshift(l, array, args, node) {
    const { builder } = l;
    for (const argument of [...args].reverse()) {
      const length = builder.length(array.value);
      pushTo(l, array.value, argument, node);
      builder.count(length, [], (step) => {
        const index = builder.apply('sub', length, step);
        setIndex(
          l,
          array.abstract,
          value(index),
          loadElement(l, array.value, builder.apply('sub', index, builder.constant(1))),
          node,
        );
        return [];
      });
      setIndex(l, array.abstract, l.number(0), argument, node);
    }
    return value(builder.length(array.value));
  },
  at(l, array, [index], node) {
    const { builder } = l;
    const given = builder.apply('trunc', numberOf(l, index ?? l.number(0), node));
    const fromEnd = builder.apply('add', builder.length(array.value), given);
    return loadElement(l, array.value, builder.apply('select', builder.apply('lt', given, zero(l)), fromEnd, given));
  },
  fill(l, array, [filler, start, end], node) {
    const { builder } = l;
    const length = builder.length(array.value);
    const from = bound(l, start, length, zero(l), node);
    const to = bound(l, end, length, length, node);
    const flat = asElement(l, array.value, l.flatten(filler ?? undefinedAbstract, node), node);
    if (start === undefined && end === undefined && fillNew(builder.block, array.value, flat)) return array.abstract;
    builder.count(builder.apply('sub', to, from), [], (index) => {
      builder.emit({
        kind: 'store',
        array: array.value,
        index: builder.apply('add', from, index),
        value: flat,
        span: builder.span,
      });
      return [];
    });
    return array.abstract;
  },
  slice(l, array, [start, end], node) {
    const length = l.builder.length(array.value);
    return value(
      copySlice(l, array.value, bound(l, start, length, zero(l), node), bound(l, end, length, length, node), node),
    );
  },
  concat(l, array, args, node) {
    const result = newList(l, node, l.types.elementOf(array.type));
    appendAll(l, result, array.abstract, node);
    for (const argument of args) {
      const kind = argument.kind === 'value' ? l.types.find(argument.value.type).kind : argument.kind;
      if (
        kind === 'array' ||
        (argument.kind === 'value' && argument.value.type.kind === 'struct' && argument.value.type.tuple)
      )
        appendAll(l, result, argument, node);
      else pushTo(l, result, argument, node);
    }
    return value(result);
  },
  reverse(l, array, _args, node) {
    const { builder } = l;
    const length = builder.length(array.value);
    builder.count(builder.apply('floor', builder.apply('div', length, builder.constant(2))), [], (index) => {
      const mirror = builder.apply('sub', builder.apply('sub', length, builder.constant(1)), index);
      const first = loadElement(l, array.value, index);
      const second = loadElement(l, array.value, mirror);
      setIndex(l, array.abstract, value(index), second, node);
      setIndex(l, array.abstract, value(mirror), first, node);
      return [];
    });
    return array.abstract;
  },
  toReversed(l, array, _args, node) {
    const copy = copySlice(l, array.value, zero(l), l.builder.length(array.value), node);
    return methods.reverse(l, receiverOf(l, copy), [], node);
  },
  map(l, array, [fn], node) {
    if (array.type.storage === 'list') {
      const result = newList(l, node);
      each(l, array, fn, node, (element) => pushTo(l, result, element, node));
      return value(result);
    }
    const result = newValue(newArrayType(l, node, numberType, array.type.storage));
    l.builder.emit({
      kind: 'allocate',
      result,
      length: l.builder.length(array.value),
      fill: undefined,
      span: l.builder.span,
    });
    each(l, array, fn, node, (element, _, index) => setIndex(l, value(result), value(index), element, node));
    return value(result);
  },
  flatMap(l, array, [fn], node) {
    const result = newList(l, node);
    each(l, array, fn, node, (element) => {
      if (
        element.kind === 'value' &&
        (element.value.type.kind === 'array' || (element.value.type.kind === 'struct' && element.value.type.tuple))
      )
        appendAll(l, result, element, node);
      else pushTo(l, result, element, node);
    });
    return value(result);
  },
  flat(l, array, [depth], node) {
    const levels = depth === undefined || depth.kind === 'undefined' ? 1 : knownNumber(depth);
    if (levels === undefined) return l.fail('S101', node, 'the depth of `flat` must be known', 'write it as a number');
    const result = newList(l, node);
    if (levels < 1 || l.types.elementOf(array.type).kind !== 'array') {
      appendAll(l, result, array.abstract, node);
      return value(result);
    }
    countedLoop(l, node, l.builder.length(array.value), (index) =>
      appendAll(l, result, loadElement(l, array.value, index), node),
    );
    return levels > 1
      ? methods.flat(l, receiverOf(l, result), [l.number(levels - 1)], deeperNode(node))
      : value(result);
  },
  toSpliced(l, array, args, node) {
    const copy = receiverOf(l, copySlice(l, array.value, zero(l), l.builder.length(array.value), node));
    methods.splice(l, copy, args, deeperNode(node));
    return copy.abstract;
  },
  copyWithin(l, array, [target, start, end], node) {
    const { builder } = l;
    const length = builder.length(array.value);
    const to = bound(l, target, length, zero(l), node);
    const part = copySlice(
      l,
      array.value,
      bound(l, start, length, zero(l), node),
      bound(l, end, length, length, node),
      node,
    );
    const room = builder.apply('max', builder.apply('sub', length, to), zero(l));
    builder.count(builder.apply('min', builder.length(part), room), [], (index) => {
      setIndex(l, array.abstract, value(builder.apply('add', to, index)), loadElement(l, part, index), node);
      return [];
    });
    return array.abstract;
  },
  filter(l, array, [fn], node) {
    const result = newList(l, node, l.types.elementOf(array.type));
    each(l, array, fn, node, (passed, element) => {
      choose(
        l,
        truth(l, passed, node),
        node,
        () => {
          pushTo(l, result, element, node);
          return undefinedAbstract;
        },
        () => undefinedAbstract,
      );
    });
    return value(result);
  },
  forEach(l, array, [fn], node) {
    each(l, array, fn, node, () => {});
    return undefinedAbstract;
  },
  reduce: (l, array, args, node) => reduce(l, array, args, node, false),
  reduceRight: (l, array, args, node) => reduce(l, array, args, node, true),
  every: (l, array, [fn], node) => value(l.builder.apply('lt', searchWith(l, array, fn, node, false, false), zero(l))),
  some: (l, array, [fn], node) => value(l.builder.apply('ge', searchWith(l, array, fn, node, false, true), zero(l))),
  find: (l, array, [fn], node) => elementOrUndefined(l, array, searchWith(l, array, fn, node, false, true), node),
  findLast: (l, array, [fn], node) => elementOrUndefined(l, array, searchWith(l, array, fn, node, true, true), node),
  findIndex: (l, array, [fn], node) => value(searchWith(l, array, fn, node, false, true)),
  findLastIndex: (l, array, [fn], node) => value(searchWith(l, array, fn, node, true, true)),
  indexOf: (l, array, [wanted, from], node) => value(searchElement(l, array, wanted, from, node, false)),
  lastIndexOf: (l, array, [wanted], node) => value(searchElement(l, array, wanted, undefined, node, true)),
  includes(l, array, [wanted, from], node) {
    const found = searchElement(l, array, wanted, from, node, false, sameOrNaN(l, wanted));
    return value(l.builder.apply('ge', found, zero(l)));
  },
  keys(l, array, _args, node) {
    const result = newList(l, node, numberType);
    countedLoop(l, node, l.builder.length(array.value), (index) => pushTo(l, result, value(index), node));
    return value(result);
  },
  values: (_l, array) => array.abstract,
  entries(l, array, _args, node) {
    const result = newList(l, node);
    countedLoop(l, node, l.builder.length(array.value), (index) => {
      pushTo(l, result, value(tupleOf(l, [value(index), loadElement(l, array.value, index)], node)), node);
    });
    return value(result);
  },
  subarray: (l, _array, _args, node) =>
    l.fail('S101', node, '`subarray` is outside the accepted language', 'use slice, which copies'),
  sort(l, array, [compare], node) {
    sortInPlace(l, array, compare, node);
    return array.abstract;
  },
  toSorted(l, array, [compare], node) {
    const copy = receiverOf(l, copySlice(l, array.value, zero(l), l.builder.length(array.value), node));
    sortInPlace(l, copy, compare, node);
    return copy.abstract;
  },
  splice(l, array, [start, count, ...added], node) {
    const { builder } = l;
    if (array.type.storage !== 'list') return l.fail('S101', node, 'typed arrays have no `splice`', 'use slice');
    const length = builder.length(array.value);
    const from = bound(l, start, length, start === undefined ? length : zero(l), node);
    const left = builder.apply('sub', length, from);
    const wanted = count === undefined ? left : builder.apply('trunc', numberOf(l, count, node));
    const removed = builder.apply('max', builder.apply('min', wanted, left), zero(l));
    const to = builder.apply('add', from, removed);
    const out = copySlice(l, array.value, from, to, node);
    const tail = copySlice(l, array.value, to, length, node);
    builder.emit({ kind: 'set-length', array: array.value, length: from, span: builder.span });
    for (const element of added) pushTo(l, array.value, element, node);
    appendAll(l, array.value, value(tail), node);
    return value(out);
  },
  join(l, array, [separator], node) {
    const { builder } = l;
    const between =
      separator === undefined || separator.kind === 'undefined' ? builder.constant(',') : l.valueOf(separator)!;
    const joined = l.hidden('joined', node, value(builder.constant('')));
    countedLoop(
      l,
      node,
      builder.length(array.value),
      (index) => {
        const element = l.flatten(loadElement(l, array.value, index), node);
        const first = builder.apply('eq', index, zero(l));
        const gap = builder.apply('select', first, builder.constant(''), between);
        const soFar = builder.apply('concat', l.valueOf(joined.current!)!, gap);
        l.set(joined, value(builder.apply('concat', soFar, builder.apply('text', element))), node);
      },
      [joined],
    );
    return joined.current!;
  },
  set(l, array, [from, offset], node) {
    const source = elementsOf(l, from ?? undefinedAbstract, node);
    const shift = offset ? numberOf(l, offset, node) : zero(l);
    l.builder.count(l.builder.length(source), [], (index) => {
      setIndex(l, array.abstract, value(l.builder.apply('add', index, shift)), loadElement(l, source, index), node);
      return [];
    });
    return undefinedAbstract;
  },
  with(l, array, [index, element], node) {
    const copy = copySlice(l, array.value, zero(l), l.builder.length(array.value), node);
    setIndex(l, value(copy), index ?? l.number(0), element ?? undefinedAbstract, node);
    return value(copy);
  },
};
