/**
 * Names that come from outside the text: what `scope` holds, `Math`, `Number` and their constants, and the
 * names that must be refused because they act, read a clock, or are chance.
 */
import type * as acorn from '../syntax/tree.ts';
import { SecantError } from '../../../base/diagnostics.ts';
import type { CapturedDescription, Environment } from '../../ir/described.ts';
import { isTypedStorage } from '../../ir/ir.ts';
import { type Abstract, abstractOf, type Closure, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { isDerivedOperator } from './derived.ts';
import type { Lowering } from './lowering.ts';
import { natives } from './natives.ts';
import { isOutsideName } from '../syntax/outside-world.ts';
import { refuseCounter, refuseGlobal } from './refusals.ts';
import { Scope } from './scope.ts';
import { isClass, type Node, parseFunction } from '../syntax/function-text.ts';

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

/** A member of `Math`, `Number` and their kind. */
export function namespaceMember(l: Lowering, owner: string, name: string, node: Node): Abstract {
  if (owner === 'secant') return secantMember(l, name, node);
  if (owner === 'Math' && Object.hasOwn(mathConstants, name)) return l.number(mathConstants[name]!);
  if (owner === 'Number' && Object.hasOwn(numberConstants, name)) return l.number(numberConstants[name]!);
  const full = `${owner}.${name}`;
  if (name === 'prototype' && (owner === 'Array' || owner === 'Object')) return { kind: 'namespace', name: full };
  if (owner.endsWith('.prototype')) return { kind: 'function', fn: { kind: 'native', name: full } };
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
  if (name === 'eval' || name === 'Function' || isOutsideName(name)) return refuseGlobal(l, name, node);
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
  refuseCounter(l, name, node);
  if (name === 'parseInt')
    return l.fail(
      'S105',
      node,
      `\`${name}\` reads a number from text`,
      'convert the text first, and pass the number in',
    );
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
    case 'text':
      return abstractOf(l.builder.constant(description.text));
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
      return { kind: 'function', fn: functionFrom(l, description, path.at(-1)!, { environment, path }) };
  }
}

/** A function given from outside, read from its own text. */
export function functionFrom(
  l: Lowering,
  description: CapturedDescription,
  name: string,
  place?: Closure['place'],
): KnownFunction {
  switch (description.kind) {
    case 'native':
      return { kind: 'native', name: description.name };
    case 'derived':
      return {
        kind: 'derived',
        operator: description.operator,
        order: description.order,
        wrt: description.wrt ?? 0,
        of: functionFrom(l, description.of, name),
      };
    case 'ruled':
      return {
        kind: 'ruled',
        name: description.name,
        of: readableFrom(l, description.of, name),
        call: description.call,
        rule: functionFrom(l, description.rule, `the derivative of ${name}`),
      };
    case 'function':
      return closureFromText(l, description, name, place);
    case 'opaque':
      return l.fail('S003', { type: 'Program', start: 0, end: 0 }, `\`${name}\` is ${description.what}`, 'ask for it inside the function that is differentiated'); // prettier-ignore
    default:
      return l.fail('S003', { type: 'Program', start: 0, end: 0 }, `\`${name}\` is not a function`, 'pass a function');
  }
}

/** The function, unless its text is no function that can be read: then it is called as it is. */
function readableFrom(
  l: Lowering,
  description: CapturedDescription | undefined,
  name: string,
): KnownFunction | undefined {
  if (description === undefined) return undefined;
  try {
    return functionFrom(l, description, name);
  } catch (error) {
    if (error instanceof SecantError) return undefined;
    throw error;
  }
}

function closureFromText(
  l: Lowering,
  description: Extract<CapturedDescription, { kind: 'function' }>,
  name: string,
  place: Closure['place'],
): KnownFunction {
  const known = l.textClosures.get(description.source);
  if (known) return known;
  // Facts are about syntax nodes, so a text is read once and its tree kept from one start to the next.
  const key = `${description.source.name}\n${description.source.text}`;
  const parsed = l.facts.parsed.get(key) ?? parseFunction(description.source.text, description.source.name);
  l.facts.parsed.set(key, parsed);
  const scope = new Scope();
  const { source } = parsed;
  const { environment, prototype, parent } = description;
  const from = { scope, source, environment, name: parsed.fn.id?.name ?? name, place: place ?? description.held?.() };
  const fn: KnownFunction = isClass(parsed.fn)
    ? {
        kind: 'class',
        node: parsed.fn,
        shared: prototype ?? l.standIn(parsed.fn, scope),
        parent: parent && functionFrom(l, parent(), 'the class above'),
        statics: new Scope(),
        ...from,
      }
    : { kind: 'closure', node: parsed.fn, prototype, ...from };
  l.textClosures.set(description.source, fn);
  if (fn.kind === 'class') {
    scope.home = fn.shared;
    l.classes.set(fn.shared, fn);
  }
  // A declaration knows itself by its name; what stands before it in its text knows it too.
  if (parsed.fn.id) l.declare(scope, parsed.fn.id.name, parsed.fn, true, { kind: 'function', fn });
  l.runPrelude(parsed, scope, environment);
  return fn;
}
