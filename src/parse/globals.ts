/**
 * Names that come from outside the text: `Math` and its functions, `Number`, `Array`, what `scope` holds, and
 * the names that must be refused because they act, read a clock, or are chance. One table of natives.
 */
import type * as acorn from 'acorn';
import { type Value, newValue, stringType } from '../ir/ir.ts';
import { bitOperations, kinkedOperations, type OperationName, smoothOperations } from '../ir/operations.ts';
import {
  type Abstract,
  abstractOf,
  type CapturedDescription,
  describeAbstract,
  type Environment,
  type KnownFunction,
  undefinedAbstract,
} from './abstract.ts';
import { arrayFrom, isTypedStorage, newArray, typedFrom } from './arrays.ts';
import { derive, isDerivedOperator } from './derived.ts';
import { numberOf, strictlyEqual, truth } from './expressions.ts';
import { countedLoop, elementsOf } from './iteration.ts';
import type { Lowering } from './lowering.ts';
import { copySlice, getMember, listOf, loadElement, setMember } from './memory.ts';
import { Scope } from './scope.ts';
import { type Node, parseFunction } from './syntax.ts';

type Native = (l: Lowering, args: readonly Abstract[], node: Node) => Abstract;

const value = (inner: Value): Abstract => abstractOf(inner);

function argument(l: Lowering, args: readonly Abstract[], k: number, node: Node): Value {
  return numberOf(l, args[k] ?? undefinedAbstract, (node as acorn.CallExpression).arguments?.[k] ?? node);
}

/** A row of the rule table called as a function of `Math`. */
function operation(name: OperationName, count: number): Native {
  return (l, args, node) => {
    const values = Array.from({ length: count }, (_, k) => argument(l, args, k, node));
    return value(l.builder.apply(name, ...values));
  };
}

/** `Math.max` and its kind: any number of arguments, folded from the left. */
function folded(name: 'max' | 'min' | 'hypot2', empty: number): Native {
  return (l, args, node) => {
    if (args.length === 0) return l.number(empty);
    const values = args.map((_, k) => argument(l, args, k, node));
    if (values.length === 1)
      return value(name === 'hypot2' ? l.builder.apply('abs', values[0]!) : l.builder.apply('number', values[0]!));
    return value(values.reduce((a, b) => l.builder.apply(name, a, b)));
  };
}

/** The same over an array: `Math.max(...array)`. */
function foldedOver(name: 'max' | 'min' | 'hypot2' | 'add', empty: number): Native {
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

const plainMath = Object.fromEntries(
  Object.entries({ ...smoothOperations, ...kinkedOperations, ...bitOperations })
    .filter(([name]) => name in Math || name === 'f16round')
    .map(([name, count]) => [`Math.${name}`, operation(name as OperationName, count)]),
);

const natives: Record<string, Native> = {
  ...plainMath,
  'Math.max': folded('max', -Infinity),
  'Math.min': folded('min', Infinity),
  'Math.hypot': folded('hypot2', 0),
  'Math.max...': foldedOver('max', -Infinity),
  'Math.min...': foldedOver('min', Infinity),
  'Math.hypot...': foldedOver('hypot2', 0),
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
        fieldsOf(l, x, node).map((field) => value(l.builder.constant(field))),
        node,
      ),
    ),
  'Object.values': (l, [x], node) =>
    value(
      listOf(
        l,
        fieldsOf(l, x, node).map((field) => getMember(l, x!, field, node)),
        node,
      ),
    ),
  'Object.entries': (l, [x], node) => {
    const pairs = fieldsOf(l, x, node).map((field): Abstract => {
      const inner = l.flatten(getMember(l, x!, field, node), node);
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
  'Object.freeze': (_l, [x]) => x ?? undefinedAbstract,
  'Object.assign': (l, [target, ...sources], node) => {
    for (const source of sources)
      for (const field of fieldsOf(l, source, node))
        setMember(l, target!, field, getMember(l, source, field, node), node);
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

function fieldsOf(l: Lowering, x: Abstract | undefined, node: Node): string[] {
  const type = x?.kind === 'value' ? l.types.find(x.value.type) : undefined;
  if (type?.kind === 'struct') return [...type.fields.keys()];
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
  if (native !== undefined) return native(l, args, node);
  const [, owner] = /^(\w+)\.(\w+)/.exec(name) ?? [];
  if (owner && isTypedStorage(owner)) {
    if (name.endsWith('.of')) return typedFrom(l, owner, { kind: 'value', value: listOf(l, args, node) }, node);
    return typedFrom(l, owner, args[0] ?? undefinedAbstract, node, args[1]);
  }
  return refuseGlobal(l, name, node);
}

const mathConstants: Record<string, number> = {
  PI: Math.PI,
  E: Math.E,
  LN2: Math.LN2,
  LN10: Math.LN10,
  LOG2E: Math.LOG2E,
  LOG10E: Math.LOG10E,
  SQRT2: Math.SQRT2,
  SQRT1_2: Math.SQRT1_2,
};
const numberConstants: Record<string, number> = {
  EPSILON: Number.EPSILON,
  MAX_VALUE: Number.MAX_VALUE,
  MIN_VALUE: Number.MIN_VALUE,
  MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
  MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
  POSITIVE_INFINITY: Infinity,
  NEGATIVE_INFINITY: -Infinity,
  NaN: NaN,
};
const namespaces = new Set([
  'Math',
  'Object',
  'Reflect',
  'JSON',
  'console',
  'performance',
  'Date',
  'crypto',
  'process',
  'globalThis',
  'window',
  'document',
  'localStorage',
  'navigator',
  'Symbol',
  'Promise',
  'Intl',
]);
const outsideWorld = new Set([
  'console',
  'performance',
  'Date',
  'crypto',
  'process',
  'globalThis',
  'window',
  'document',
  'localStorage',
  'sessionStorage',
  'navigator',
  'fetch',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'requestAnimationFrame',
  'alert',
  'prompt',
  'require',
  'XMLHttpRequest',
  'WebSocket',
  'Worker',
  'self',
  'location',
  'history',
  'Promise',
  'Reflect',
  'Symbol',
]);

/** A member of `Math`, `Number` and their kind. */
export function namespaceMember(l: Lowering, owner: string, name: string, node: Node): Abstract {
  if (owner === 'secant') return secantMember(l, name, node);
  if (owner === 'Math' && Object.hasOwn(mathConstants, name)) return l.number(mathConstants[name]!);
  if (owner === 'Number' && Object.hasOwn(numberConstants, name)) return l.number(numberConstants[name]!);
  const full = `${owner}.${name}`;
  if (isTypedStorage(owner) && (name === 'from' || name === 'of'))
    return { kind: 'function', fn: { kind: 'native', name: full } };
  if (Object.hasOwn(natives, full)) return { kind: 'function', fn: { kind: 'native', name: full } };
  if (owner === 'Math')
    return l.fail(
      'S101',
      node,
      `\`Math\` has no \`${name}\` that Secant knows`,
      'see the table of functions in the documentation',
    );
  return refuseGlobal(l, full, node);
}

function refuseGlobal(l: Lowering, name: string, node: Node): never {
  const head = name.split('.')[0]!;
  if (head === 'eval' || head === 'Function')
    return l.fail('S104', node, `\`${head}\` runs text that cannot be looked into`, 'write the function out');
  if (outsideWorld.has(head))
    return l.fail(
      'S104',
      node,
      `\`${name}\` reaches outside the function`,
      'keep input, output and clocks out of the differentiated part',
    );
  return l.fail(
    'S101',
    node,
    `\`${name}\` is outside the accepted language`,
    'use numbers, arrays, objects and `Math`',
  );
}

/** A free name: from `scope`, or one of JavaScript's own. */
export function lookupGlobal(l: Lowering, node: acorn.Identifier): Abstract {
  const { name } = node;
  if (l.environment.describe([name]) !== undefined) return capturedMember(l, l.environment, [name], node);
  switch (name) {
    case 'undefined':
      return undefinedAbstract;
    case 'NaN':
      return l.number(NaN);
    case 'Infinity':
      return l.number(Infinity);
    default:
  }
  if (name === 'Number' || name === 'Array' || name === 'Object' || isTypedStorage(name))
    return { kind: 'function', fn: { kind: 'native', name } };
  if (namespaces.has(name)) return { kind: 'namespace', name };
  if (Object.hasOwn(natives, name)) return { kind: 'function', fn: { kind: 'native', name } };
  if (isDerivedOperator(name)) return { kind: 'function', fn: { kind: 'native', name: `secant.${name}` } };
  if (name === 'eval' || name === 'Function' || outsideWorld.has(name)) return refuseGlobal(l, name, node);
  if (name === 'arguments')
    return l.fail(
      'S101',
      node,
      '`arguments` is outside the accepted language',
      'use rest parameters: `(...values) => …`',
    );
  if (name === 'BigInt') return l.fail('S105', node, 'a BigInt has no derivative', 'use numbers');
  if (/^__vite_ssr_import_\d+__$|^import_secant|^secant(_\d+|_\w+)?$/.test(name))
    return { kind: 'namespace', name: 'secant' };
  const near = nearest(name, l.environment.names);
  return l.fail(
    'S102',
    node,
    `\`${name}\` is captured from outside the function, and its value cannot be seen`,
    `pass it in: { scope: { ${name} } }, or build with secant/plugin${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
  );
}

/** A member of the secant module itself, as bundlers write imports: `import_secant.derivative`. */
function secantMember(l: Lowering, name: string, node: Node): Abstract {
  if (isDerivedOperator(name)) return { kind: 'function', fn: { kind: 'native', name: `secant.${name}` } };
  if (name === 'stopGradient') return { kind: 'function', fn: { kind: 'native', name } };
  return l.fail(
    'S102',
    node,
    `\`${name}\` is captured from outside the function, and its value cannot be seen`,
    `pass it in: { scope: { ${name} } }, or build with secant/plugin`,
  );
}

function nearest(name: string, names: readonly string[]): string | undefined {
  return names.find(
    (other) =>
      other.toLowerCase() === name.toLowerCase() ||
      (name.length > 3 && (other.startsWith(name) || name.startsWith(other))),
  );
}

/** A value or function given in `scope`, by its path. */
export function capturedMember(l: Lowering, environment: Environment, path: readonly string[], node: Node): Abstract {
  const description = environment.describe(path);
  if (description === undefined) return undefinedAbstract;
  return fromDescription(l, description, environment, path, node);
}

function fromDescription(
  l: Lowering,
  description: CapturedDescription,
  environment: Environment,
  path: readonly string[],
  node: Node,
): Abstract {
  switch (description.kind) {
    case 'value':
      return l.capturedInput(environment, path, description.type);
    case 'object':
      return { kind: 'captured', path, environment };
    case 'opaque':
      return l.fail(
        'S105',
        node,
        `\`${path.join('.')}\` in \`scope\` is ${description.what}`,
        'give numbers, arrays, objects of these, or functions',
      );
    default:
      return { kind: 'function', fn: functionFrom(l, description, path.at(-1)!) };
  }
}

/** A function given from outside, read from its own text. */
export function functionFrom(l: Lowering, description: CapturedDescription, name: string): KnownFunction {
  switch (description.kind) {
    case 'native':
      return { kind: 'native', name: description.name };
    case 'derived':
      return {
        kind: 'derived',
        operator: description.operator,
        order: description.order,
        of: functionFrom(l, description.of, name),
      };
    case 'function':
      return closureFromText(l, description, name);
    default:
      return l.fail('S003', { type: 'Program', start: 0, end: 0 }, `\`${name}\` is not a function`, 'pass a function');
  }
}

function closureFromText(
  l: Lowering,
  description: Extract<CapturedDescription, { kind: 'function' }>,
  name: string,
): KnownFunction {
  const known = l.textClosures.get(description.source);
  if (known) return known;
  // Facts are about syntax nodes, so a text is read once and its tree kept from one start to the next.
  const key = `${description.source.name}\n${description.source.text}`;
  const parsed = l.facts.parsed.get(key) ?? parseFunction(description.source.text, description.source.name);
  l.facts.parsed.set(key, parsed);
  const scope = new Scope();
  const closure: KnownFunction = {
    kind: 'closure',
    node: parsed.fn,
    scope,
    source: parsed.source,
    environment: description.environment,
    name: parsed.fn.id?.name ?? name,
  };
  l.textClosures.set(description.source, closure);
  l.runPrelude(parsed, scope, description.environment);
  return closure;
}
