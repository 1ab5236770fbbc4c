/**
 * JavaScript's own functions, one row each: what `Math.max`, `Number.isFinite`, `Array.from` and the others
 * mean in the IR, and which of them are refused because they act, read a clock, or are chance.
 */
import type * as acorn from '../syntax/tree.ts';
import { isTypedStorage, newValue, stringType, type Value } from '../../ir/ir.ts';
import { operationNames, type OperationName, operationOfMath, operations } from '../../ir/operations.ts';
import { type Abstract, abstractOf, describeAbstract, undefinedAbstract } from './abstract.ts';
import { arrayFrom, newArray, typedFrom } from './arrays.ts';
import { derive } from './derived.ts';
import { fieldsOf, hasField } from './fields.ts';
import { countedLoop, elementsOf } from './iteration.ts';
import type { Lowering } from './lowering.ts';
import { copySlice, listOf, loadElement, loadField, setMember } from './memory.ts';
import { refuseGlobal } from './refusals.ts';
import type { Node } from '../syntax/function-text.ts';
import { numberOf, strictlyEqual, truth } from './values.ts';

type Native = (l: Lowering, args: readonly Abstract[], node: Node) => Abstract;

const value = (inner: Value): Abstract => abstractOf(inner);

function argument(l: Lowering, args: readonly Abstract[], k: number, node: Node): Value {
  return numberOf(l, args[k] ?? undefinedAbstract, (node as acorn.CallExpression).arguments?.[k] ?? node);
}

/** An operation called as a function of `Math`: with as many arguments as it takes, or any number folded from the left. */
function ofMath(name: OperationName): Native {
  const { arity, fold } = operations[name];
  return (l, args, node) => {
    if (fold === undefined) {
      const values = Array.from({ length: arity }, (_, k) => argument(l, args, k, node));
      return value(l.builder.apply(name, ...values));
    }
    const [first, ...rest] = args.map((_, k) => argument(l, args, k, node));
    if (first === undefined) return l.number(fold.none);
    if (rest.length === 0) return value(l.builder.apply(fold.one, first));
    return value(rest.reduce((a, b) => l.builder.apply(name, a, b), first));
  };
}

/** The same over an array: `Math.max(...array)`. */
function foldedOver(name: OperationName, empty: number): Native {
  return (l, [list], node) => {
    const array = elementsOf(l, list ?? undefinedAbstract, node);
    const accumulator = l.hidden('accumulator', node, l.number(empty));
    countedLoop(
      l,
      node,
      l.builder.length(array),
      (index) => {
        const element = numberOf(l, loadElement(l, array, index), node);
        l.set(accumulator, value(l.builder.apply(name, l.valueOf(accumulator.current!)!, element)), node);
      },
      [accumulator],
    );
    return accumulator.current!;
  };
}

function outside(what: string, hint: string): Native {
  return (l, _args, node) => l.fail('S104', node, what, hint);
}

const functionsOfMath = Object.fromEntries(
  operationNames.flatMap((name) => {
    const { math, fold } = operations[name];
    if (math === undefined) return [];
    const called: [string, Native] = [`Math.${math}`, ofMath(name)];
    return fold === undefined ? [called] : [called, [`Math.${math}...`, foldedOver(name, fold.none)]];
  }),
);

export const natives: Record<string, Native> = {
  ...functionsOfMath,
  'Math.sumPrecise': foldedOver('add', 0),
  'Math.random': outside(
    '`Math.random` is chance, and chance has no derivative',
    'pass the random number in as an argument',
  ),
  'Date.now': outside('`Date.now` reads the clock', 'pass the time in as an argument'),
  'performance.now': outside('`performance.now` reads the clock', 'pass the time in as an argument'),
  'Number.isNaN': (l, [x], node) => typedTest(l, 'is_nan', x, node),
  'Number.isFinite': (l, [x], node) => typedTest(l, 'is_finite', x, node),
  'Number.isInteger': (l, [x], node) => typedTest(l, 'is_integer', x, node),
  'Number.isSafeInteger': (l, [x], node) => typedTest(l, 'is_integer', x, node),
  isNaN: (l, args, node) => value(l.builder.apply('is_nan', argument(l, args, 0, node))),
  isFinite: (l, args, node) => value(l.builder.apply('is_finite', argument(l, args, 0, node))),
  Number: (l, args, node) =>
    args.length === 0 ? l.number(0) : value(l.builder.apply('number', argument(l, args, 0, node))),
  parseFloat: (l, args, node) => value(l.builder.apply('number', argument(l, args, 0, node))),
  'Number.parseFloat': (l, args, node) => value(l.builder.apply('number', argument(l, args, 0, node))),
  Boolean: (l, [x], node) => value(truth(l, x ?? undefinedAbstract, node)),
  String: (l, [x], node) => value(l.builder.apply('text', l.flatten(x ?? undefinedAbstract, node))),
  Array: newArray,
  'Array.isArray': (l, [x]) => {
    const type = x?.kind === 'value' ? l.types.find(x.value.type) : undefined;
    return l.boolean((type?.kind === 'array' && type.storage === 'list') || (type?.kind === 'struct' && type.tuple));
  },
  'Array.from': arrayFrom,
  'Array.of': (l, args, node) => value(listOf(l, args, node)),
  'Object.keys': (l, [x], node) =>
    value(
      listOf(
        l,
        listedFields(l, x, node).map((field) => value(l.builder.constant(field))),
        node,
      ),
    ),
  'Object.values': (l, [x], node) =>
    value(
      listOf(
        l,
        listedFields(l, x, node).map((field) => loadField(l, x!, field)),
        node,
      ),
    ),
  'Object.entries': (l, [x], node) => {
    const pairs = listedFields(l, x, node).map((field): Abstract => {
      const inner = l.flatten(loadField(l, x!, field), node);
      const result = newValue(
        l.types.struct(
          [
            ['0', stringType],
            ['1', inner.type],
          ],
          true,
        ),
      );
      l.builder.emit({
        kind: 'struct',
        result,
        names: ['0', '1'],
        elements: [l.builder.constant(field), inner],
        span: l.builder.span,
      });
      return { kind: 'value', value: result };
    });
    return value(listOf(l, pairs, node));
  },
  'Object.hasOwn': (l, [x, key], node) => value(hasField(l, x ?? undefinedAbstract, key, node)),
  'Object.freeze': (_l, [x]) => x ?? undefinedAbstract,
  'Object.assign': (l, [target, ...sources], node) => {
    for (const source of sources)
      for (const field of listedFields(l, source, node))
        setMember(l, target!, field, loadField(l, source, field), node);
    return target ?? undefinedAbstract;
  },
  'Object.is': (l, [a, b], node) => strictlyEqual(l, a ?? undefinedAbstract, b ?? undefinedAbstract, node),
  structuredClone: (l, [x], node) => {
    if (x?.kind !== 'value') return x ?? undefinedAbstract;
    const type = l.types.find(x.value.type);
    if (type.kind !== 'array' || l.types.elementOf(type).kind !== 'number')
      return l.fail('S101', node, '`structuredClone` is known for arrays of numbers only', 'copy with slice or a loop');
    return value(copySlice(l, x.value, l.builder.constant(0), l.builder.length(x.value), node));
  },
  // esbuild wraps functions to keep their names.
  __name: (_l, [fn]) => fn ?? undefinedAbstract,
  stopGradient: (l, args, node) => value(l.builder.apply('stop', argument(l, args, 0, node))),
};

function typedTest(l: Lowering, name: OperationName, x: Abstract | undefined, node: Node): Abstract {
  if (x?.kind !== 'value') return l.boolean(false);
  const { kind } = l.types.find(x.value.type);
  return kind === 'number' || kind === 'unknown'
    ? value(l.builder.apply(name, numberOf(l, x, node)))
    : l.boolean(false);
}

function listedFields(l: Lowering, x: Abstract | undefined, node: Node): string[] {
  const type = x?.kind === 'value' ? l.types.find(x.value.type) : undefined;
  if (type?.kind === 'struct' && type.closed)
    return l.fail(
      'S105',
      node,
      `\`${l.text(node)}\` lists an object that holds ${[...type.closed.values()][0]!} as well`,
      'name the fields',
    );
  if (x?.kind === 'value' && type?.kind === 'struct') return fieldsOf(l, x, node);
  return l.fail(
    'S105',
    node,
    `\`${l.text(node)}\` needs an object with known fields, and gets ${describeAbstract(x ?? undefinedAbstract)}`,
    'use an object literal',
  );
}

/** Calls a native function by its name in the table. */
export function callNative(l: Lowering, name: string, args: readonly Abstract[], node: Node): Abstract {
  if (name.startsWith('secant.')) return derive(l, name.slice('secant.'.length), args, node);
  const native = natives[name];
  if (native === undefined && name.endsWith('...')) {
    const plain = name.slice(0, -3);
    const list = args[0]!;
    if (plain === 'Array.of' || plain === 'Array') return list;
    const spread = plain.startsWith('Math.') ? operationOfMath(plain.slice('Math.'.length)) : undefined;
    if (list.kind === 'value' && spread !== undefined) {
      const length = operations[spread].arity;
      const elements = Array.from({ length }, (_, k) => loadElement(l, list.value, l.builder.constant(k)));
      return callNative(l, plain, elements, node);
    }
  }
  if (native !== undefined) return native(l, args, node);
  const [, owner] = /^(\w+)\.(\w+)/.exec(name) ?? [];
  if (owner && isTypedStorage(owner)) {
    if (name.endsWith('.of')) return typedFrom(l, owner, { kind: 'value', value: listOf(l, args, node) }, node);
    return typedFrom(l, owner, args[0] ?? undefinedAbstract, node, args[1]);
  }
  return refuseGlobal(l, name, node);
}
