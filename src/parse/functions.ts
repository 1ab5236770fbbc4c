/**
 * Functions: closures, calls of them (inlined), and recursion. An ordinary call is lowered in place, with the
 * parameters bound to the arguments. A function that is reached again while it is being inlined is recursive:
 * it gets a function of the IR of its own, one for each combination of argument types, whose captured names
 * come in as further parameters.
 */
import type * as acorn from 'acorn';
import { SecantError } from '../base/diagnostics.ts';
import { type Call, type Type, type Value, newValue, numberType } from '../ir/ir.ts';
import { printType } from '../ir/print.ts';
import { type Abstract, describeAbstract, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { callMethod } from './array-methods.ts';
import { callDerived } from './derived.ts';
import { evaluate } from './expressions.ts';
import { callNative } from './globals.ts';
import { type Lowering, Restart, type Specialization } from './lowering.ts';
import { listOf } from './memory.ts';
import { bindPattern, boundNames } from './patterns.ts';
import { Frame, Scope } from './scope.ts';
import { lowerBlock } from './statements.ts';
import { type FunctionNode, isNode, type Node, withoutTypes } from './syntax.ts';

type Closure = Extract<KnownFunction, { kind: 'closure' }>;

/** How deep calls may be inlined into each other before it is taken for a recursion that never repeats itself. */
const deepestInlining = 200;
const mostSpecializations = 100;

export function closureOf(l: Lowering, node: FunctionNode, name?: string): Abstract {
  return {
    kind: 'function',
    fn: {
      kind: 'closure',
      node,
      scope: l.scope,
      source: l.source,
      environment: l.environment,
      name: node.id?.name ?? name ?? 'anonymous',
    },
  };
}

/** Function declarations exist from the beginning of their block. */
export function declareFunctions(l: Lowering, body: readonly Node[]): void {
  for (const statement of body) {
    const node = statement as acorn.Statement;
    if (node.type === 'FunctionDeclaration' && node.id)
      l.declare(l.scope, node.id.name, node, false, closureOf(l, node as FunctionNode));
  }
}

/** Calls a function whose body or meaning is known. */
export function invoke(l: Lowering, fn: KnownFunction, args: readonly Abstract[], node: Node): Abstract {
  switch (fn.kind) {
    case 'native':
      return callNative(l, fn.name, args, node);
    case 'bound':
      return callMethod(l, fn.receiver, fn.method, args, node);
    case 'derived':
      return callDerived(l, fn, args, node);
    case 'closure':
      return invokeClosure(l, fn, args, node);
  }
}

function invokeClosure(l: Lowering, fn: Closure, args: readonly Abstract[], node: Node): Abstract {
  refuseUnusual(l, fn);
  if (l.facts.recursive.has(fn.node)) return callSpecialized(l, fn, args, node);
  if (l.inlining.includes(fn.node)) {
    l.facts.recursive.add(fn.node);
    throw new Restart();
  }
  if (l.inlining.length > deepestInlining)
    l.fail('S303', node, 'calls are nested without an end', 'give the recursion an end');
  l.inlining.push(fn.node);
  try {
    return runBody(l, fn, args);
  } finally {
    l.inlining.pop();
  }
}

function refuseUnusual(l: Lowering, fn: Closure): void {
  const { node } = fn;
  const before = l.source;
  l.source = fn.source;
  const place = { ...node, end: Math.min(node.end, node.body.start) } as Node;
  if (node.async)
    l.fail(
      'S101',
      place,
      'an async function has no derivative',
      'wait for the data first, then differentiate a plain function',
    );
  if (node.generator)
    l.fail('S101', place, 'a generator function is outside the accepted language', 'collect the values in an array');
  l.source = before;
}

/** Binds the parameters and lowers the body, here and now. */
function runBody(l: Lowering, fn: Closure, args: readonly Abstract[]): Abstract {
  const before = {
    scope: l.scope,
    source: l.source,
    environment: l.environment,
    activation: l.activation,
    span: l.builder.span,
  };
  l.scope = new Scope(fn.scope);
  l.source = fn.source;
  l.environment = fn.environment;
  const activation = {
    returned: l.hidden('returned', fn.node, l.boolean(false)),
    result: l.hidden('result', fn.node, undefinedAbstract),
    node: fn.node,
    loops: [],
  };
  l.activation = activation;
  try {
    if (fn.node.type === 'FunctionExpression' && fn.node.id)
      l.declare(l.scope, fn.node.id.name, fn.node, true, { kind: 'function', fn });
    bindParameters(l, fn.node, args);
    const { body } = fn.node;
    if (body.type !== 'BlockStatement') return evaluate(l, body);
    hoistVariables(l, fn.node);
    lowerBlock(l, body.body);
    const result = activation.result.current!;
    if (result.kind === 'conflict') {
      return l.fail('S106', fn.node, `the function returns ${describeAbstract(result)}`, 'return one kind of value');
    }
    return result;
  } finally {
    l.scope = before.scope;
    l.source = before.source;
    l.environment = before.environment;
    l.activation = before.activation;
    l.builder.span = before.span;
  }
}

function bindParameters(l: Lowering, node: FunctionNode, args: readonly Abstract[]): void {
  for (const [k, parameter] of node.params.entries()) {
    const pattern = withoutTypes(parameter) as acorn.Pattern;
    if (pattern.type === 'Identifier' && pattern.name === 'this') continue;
    if (pattern.type === 'RestElement') {
      bindPattern(
        l,
        pattern.argument,
        { kind: 'value', value: listOf(l, args.slice(k), pattern) },
        { constant: false },
      );
    } else bindPattern(l, pattern, args[k] ?? undefinedAbstract, { constant: false });
  }
}

/** `var` names exist from the beginning of their function. */
function hoistVariables(l: Lowering, fn: FunctionNode): void {
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (isNode(node)) {
      if (/Function/.test(node.type)) return;
      const statement = node as acorn.Statement;
      if (statement.type === 'VariableDeclaration' && statement.kind === 'var') {
        for (const { id } of statement.declarations) {
          for (const name of boundNames(id))
            if (!l.scope.own(name)) l.declare(l.scope, name, id, false, undefinedAbstract);
        }
      }
      for (const child of Object.values(node)) if (typeof child === 'object') visit(child);
    }
  };
  visit(fn.body);
}

// ── Functions of their own ──────────────────────────────────────────────────────────────────────────────

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
    const value = invoke(l, fn, parameters, node);
    finishFrame(l, frame, value, node);
    return value;
  });
  return { frame, result, own: frame.fn.parameters.length };
}

function finishFrame(l: Lowering, frame: Frame, value: Abstract, node: Node): void {
  frame.fn.body.yields = value.kind === 'undefined' ? [] : [l.flatten(value, node)];
}

/** The names a function gives its parameters, where they are plain names. */
export function parameterNames(fn: KnownFunction): (string | undefined)[] {
  if (fn.kind === 'derived') return parameterNames(fn.of);
  if (fn.kind !== 'closure') return [];
  return fn.node.params.map((parameter) => {
    const pattern = withoutTypes(parameter) as acorn.Pattern;
    const plain = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
    return plain.type === 'Identifier' ? plain.name : undefined;
  });
}

function parametersFor(
  l: Lowering,
  frame: Frame,
  args: readonly Abstract[],
  names: readonly (string | undefined)[],
): Abstract[] {
  return args.map((arg, k) => {
    const value = l.valueOf(arg);
    if (value === undefined || arg.kind === 'undefined' || arg.kind === 'null') return arg;
    const parameter = newValue(value.type, names[k] ?? value.name);
    frame.fn.parameters.push(parameter);
    if (l.mayBeNothing(value)) l.optional.add(parameter);
    return arg.kind === 'choice' ? { ...arg, tag: parameter } : l.abstract(parameter);
  });
}

/** Lowers into the body of another function of the IR. */
function inFrame<R>(l: Lowering, frame: Frame, write: () => R): R {
  const before = { frame: l.frame, activation: l.activation, inlining: l.inlining.splice(0) };
  l.frame = frame;
  try {
    const { block, result } = l.branch(write);
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

function callSpecialized(l: Lowering, fn: Closure, args: readonly Abstract[], node: Node): Abstract {
  const shape = args.map((arg) => shapeText(l, arg)).join(',');
  const factKey = `${l.idOf(fn.node)}(${shape})`;
  const key = `${l.numberOf(fn.scope)}/${factKey}`;
  let specialization = l.specializations.get(key);
  if (specialization === undefined) {
    if (l.specializations.size >= mostSpecializations) {
      l.fail(
        'S303',
        node,
        `\`${fn.name}\` calls itself with ever new kinds of arguments`,
        'pass the same kinds of arguments at each level',
      );
    }
    specialization = {
      key,
      frame: new Frame(fn.name, l.frame),
      calls: [],
      result: l.facts.resultTypes.get(factKey) ?? numberType,
    };
    l.specializations.set(key, specialization);
    lowerSpecialization(l, specialization, fn, args, node, factKey);
  }
  const values = args.flatMap((arg) => {
    const value = l.valueOf(arg);
    return value === undefined || arg.kind === 'undefined' || arg.kind === 'null' ? [] : [value];
  });
  const { frame } = specialization;
  const call: Call = {
    kind: 'call',
    target: frame.fn,
    args: [...values, ...captureArguments(l, frame, l.frame)],
    results: [],
    span: l.builder.span,
  };
  specialization.calls.push({ call, frame: l.frame, own: values.length });
  l.builder.emit(call);
  completeCalls(l);
  const type = specialization.result;
  if (type === undefined || type.kind === 'unknown') return undefinedAbstract;
  const result = newValue(type);
  call.results.push(result);
  return l.abstract(result);
}

function lowerSpecialization(
  l: Lowering,
  specialization: Specialization,
  fn: Closure,
  args: readonly Abstract[],
  node: Node,
  factKey: string,
): void {
  const { frame } = specialization;
  const value = inFrame(l, frame, () => {
    const parameters = parametersFor(l, frame, args, parameterNames(fn));
    const result = runBody(l, fn, parameters);
    finishFrame(l, frame, result, node);
    return result;
  });
  const found: Type = value.kind === 'undefined' ? { kind: 'unknown' } : (l.shapeOf(value) ?? { kind: 'unknown' });
  const assumed = specialization.result!;
  const type = l.types.find(found);
  if (type.kind !== l.types.find(assumed).kind) {
    const known = l.facts.resultTypes.get(factKey);
    if (known && known.kind !== 'unknown' && type.kind !== 'unknown') {
      l.fail(
        'S106',
        node,
        `\`${fn.name}\` returns ${l.describe(known)} or ${l.describe(type)}`,
        'return one kind of value',
      );
    }
    l.facts.resultTypes.set(factKey, type);
    throw new Restart();
  }
  specialization.result = l.types.unify(assumed, found) ?? found;
  for (const capture of frame.captures) frame.fn.parameters.push(...capture.parameters);
  l.finished.add(frame);
  completeCalls(l);
}

/** Hands every recursive call the names its function was found to capture. */
function completeCalls(l: Lowering): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const { frame: callee, calls } of l.specializations.values()) {
      for (const { call, frame: caller, own } of calls) {
        const given = call.args.length - own;
        if (given >= callee.captures.length) continue;
        for (const { binding } of callee.captures.slice(given)) {
          // A name of the caller's own that may have changed since the call: keep it in memory.
          if (binding.frame === caller && !binding.constant && !binding.boxed) {
            l.facts.boxed.add(binding.declaration);
            throw new Restart();
          }
        }
        const before = caller.captures.length;
        call.args.push(...captureArguments(l, callee, caller, given));
        if (l.finished.has(caller))
          for (const capture of caller.captures.slice(before)) caller.fn.parameters.push(...capture.parameters);
        changed = true;
      }
    }
  }
}

function shapeText(l: Lowering, arg: Abstract): string {
  switch (arg.kind) {
    case 'value':
      return printType(l.types.find(arg.value.type));
    case 'function':
      return `f${functionText(l, arg.fn)}`;
    case 'choice':
      return `c${arg.choices.map((choice) => functionText(l, choice)).join('|')}`;
    default:
      return arg.kind;
  }
}

function functionText(l: Lowering, fn: KnownFunction): string {
  switch (fn.kind) {
    case 'closure':
      return `${l.idOf(fn.node)}@${l.numberOf(fn.scope)}`;
    case 'native':
      return fn.name;
    case 'bound':
      return `${fn.method}!${l.numberOf(fn)}`;
    case 'derived':
      return `${fn.operator}${fn.order}:${functionText(l, fn.of)}`;
  }
}

/** Calls a function value with elements of an iteration: (element, index, array). */
export function invokeAny(l: Lowering, callee: Abstract, args: readonly Abstract[], node: Node): Abstract {
  if (callee.kind === 'function') return invoke(l, callee.fn, args, node);
  if (callee.kind === 'choice') return invokeChoice(l, callee, args, node, 0);
  return l.fail('S105', node, `\`${l.text(node)}\` is ${describeAbstract(callee)}, not a function`, 'call a function');
}

function invokeChoice(
  l: Lowering,
  callee: Extract<Abstract, { kind: 'choice' }>,
  args: readonly Abstract[],
  node: Node,
  from: number,
): Abstract {
  const fn = callee.choices[from]!;
  if (from === callee.choices.length - 1) return invoke(l, fn, args, node);
  const isThis = l.builder.apply('eq', callee.tag, l.builder.constant(from));
  const result = l.choose(
    isThis,
    node,
    () => invoke(l, fn, args, node),
    () => invokeChoice(l, callee, args, node, from + 1),
  );
  if (result === 'throws') return undefinedAbstract;
  if (result.kind === 'conflict')
    return l.fail(
      'S105',
      node,
      `\`${l.text(node)}\` gives ${describeAbstract(result)}`,
      'let all the functions give one kind of value',
    );
  return result;
}
