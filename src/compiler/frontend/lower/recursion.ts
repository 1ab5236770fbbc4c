/**
 * Recursive functions. Each gets a function of the IR for each combination of argument types; what it captures
 * follows as more parameters, and a captured name that it assigns lives in memory. What it returns is assumed
 * to be a number until a start shows otherwise.
 */
import { type Call, newValue, numberType, type Type, unknownType } from '../../ir/ir.ts';
import { isOpen } from '../../ir/open-shape.ts';
import { mergeTypes } from '../../ir/type-of-value.ts';
import { SecantError } from '../../../base/diagnostics.ts';
import { printType } from '../../ir/print.ts';
import { maybeNothing, whatMayBeMissing } from './tags.ts';
import { type Abstract, type Closure, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { runBody } from './closures.ts';
import { captureArguments, finishFrame, inFrame, parameterNames, parametersFor, passedValue } from './frames.ts';
import { Restart, Unknown } from './facts.ts';
import type { Lowering, Specialization } from './lowering.ts';
import { Frame } from './scope.ts';
import { mentionedBy, type Node } from '../syntax/function-text.ts';

const mostSpecializations = 100;

export function callSpecialized(
  l: Lowering,
  fn: Closure,
  args: readonly Abstract[],
  node: Node,
  self: Abstract | undefined,
): Abstract {
  const receiver = mentionedBy(fn.node).self && fn.node.type !== 'ArrowFunctionExpression' ? self : undefined;
  const given = receiver ? [...args, receiver] : args;
  let factKey = `${l.idOf(fn.node)}(${given.map((arg) => shapeText(l, arg)).join()})`;
  retireOutdated(l);
  const keyOf = (fact: string): string => `${l.numberOf(fn.scope)}/${fact}`;
  // Texts of types end at some depth, and what differs further down needs a function of its own.
  while (!takes(l, l.specializations.get(keyOf(factKey)), given)) factKey += '+';
  const key = keyOf(factKey);
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
      given,
      frame: new Frame(fn.name, l.frame),
      calls: [],
      result: l.facts.inferring.has(factKey)
        ? undefined
        : (copyType(l, l.facts.resultTypes.get(factKey)) ?? numberType),
    };
    l.specializations.set(key, specialization);
    lowerSpecialization(l, specialization, fn, args, node, factKey, receiver);
  }
  const values = given.flatMap((arg) => passedValue(l, arg) ?? []);
  if (specialization.result === undefined) throw new Unknown(factKey);
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
  return l.facts.emptyResults.has(factKey) ? whatMayBeMissing(l, result) : l.abstract(result);
}

/** True if a function, where there is one, was lowered for all that these arguments hold. */
function takes(l: Lowering, specialization: Specialization | undefined, args: readonly Abstract[]): boolean {
  return args.every((arg, k) => {
    const own = specialization?.given[k];
    if (arg.kind !== 'value' || own?.kind !== 'value') return true;
    const type = l.types.find(own.value.type);
    return isOpen(type) || mergeTypes(type, l.types.find(arg.value.type)) === type;
  });
}

/**
 * Functions that were built on a name that holds something else now are not called again, nor are those that call
 * them: what comes is lowered anew. Calls that stand keep them.
 */
function retireOutdated(l: Lowering): void {
  const outdated = [...l.specializations.values()].filter(
    ({ frame }) => l.finished.has(frame) && [...frame.builtOn].some(([{ current }, held]) => !isSame(current, held)),
  );
  for (const old of outdated) {
    l.specializations.delete(old.key);
    l.specializations.set(`${old.key} as it was before ${l.specializations.size}`, old);
    old.frame.builtOn.clear();
    for (const other of l.specializations.values())
      if (
        l.finished.has(other.frame) &&
        !outdated.includes(other) &&
        old.calls.some(({ frame }) => frame === other.frame)
      )
        outdated.push(other);
  }
}

function isSame(now: Abstract = undefinedAbstract, before: Abstract): boolean {
  if (now === before) return true;
  if (now.kind !== 'value' || before.kind !== 'value') return now.kind === before.kind && now.kind !== 'function';
  const [a, b] = [now.value.constant, before.value.constant];
  return now.value === before.value || (a !== undefined && b !== undefined && Object.is(a.value, b.value));
}

function lowerSpecialization(
  l: Lowering,
  specialization: Specialization,
  fn: Closure,
  args: readonly Abstract[],
  node: Node,
  factKey: string,
  receiver: Abstract | undefined,
): void {
  const { frame } = specialization;
  const value = attempt(l, fn, node, specialization.key, factKey, () =>
    inFrame(l, frame, () => {
      const parameters = parametersFor(l, frame, args, parameterNames(fn));
      // A later call may pass nothing where this one passes something.
      for (const parameter of frame.fn.parameters) l.optional.add(parameter);
      const own = receiver && parametersFor(l, frame, [receiver], ['self'])[0];
      const result = l.types.inRepeat(() => runBody(l, fn, parameters, own));
      finishFrame(l, frame, result, node);
      return result;
    }),
  );
  if (maybeNothing(l, value) !== undefined && !l.facts.emptyResults.has(factKey)) {
    l.facts.emptyResults.add(factKey);
    throw new Restart();
  }
  const found: Type = value.kind === 'undefined' ? unknownType : (l.shapeOf(value) ?? unknownType);
  const assumed = specialization.result;
  const type = l.types.find(found);
  const known = l.facts.resultTypes.get(factKey);
  if (assumed === undefined || (known === undefined && type.kind !== l.types.find(assumed).kind)) {
    l.facts.inferring.delete(factKey);
    l.facts.resultTypes.set(factKey, copyType(l, type)!);
    throw new Restart();
  }
  const result = l.types.unify(assumed, found);
  if (result === undefined) {
    return l.fail(
      'S106',
      node,
      `\`${fn.name}\` returns ${l.describe(assumed)} or ${l.describe(type)}`,
      'return one kind of value',
    );
  }
  specialization.result = result;
  for (const capture of frame.captures) frame.fn.parameters.push(...capture.parameters);
  l.finished.add(frame);
  completeCalls(l);
}

/** Runs the body of a recursive function; if the first guess at its result leads nowhere, the result is found first. */
function attempt<R>(l: Lowering, fn: Closure, node: Node, key: string, factKey: string, run: () => R): R {
  try {
    return run();
  } catch (error) {
    // Without a body it is not called again, nor is what was built meanwhile, which may call it.
    for (const each of l.specializations.keys())
      if (each === key || !l.specializations.has(key)) l.specializations.delete(each);
    if (error instanceof Unknown && error.key === factKey)
      return l.fail(
        'S303',
        node,
        `\`${fn.name}\` calls itself without an end`,
        'give it a branch that does not call it',
      );
    if (error instanceof SecantError && !l.facts.resultTypes.has(factKey) && !l.facts.inferring.has(factKey)) {
      l.facts.inferring.add(factKey);
      throw new Restart();
    }
    throw error;
  }
}

/** A type as a later start may use it: nothing in it belongs to the tables of this one. */
export function copyType(l: Lowering, type: Type | undefined, depth = 0): Type | undefined {
  if (type === undefined) return undefined;
  const found = l.types.find(type);
  // A shape that is still being found is one object, whoever looks at it.
  if (isOpen(found)) {
    l.types.adopt(found);
    return found;
  }
  if (depth > 16) return found;
  const again = (inner: Type): Type => copyType(l, inner, depth + 1)!;
  let copy = found;
  if (found.kind === 'array') copy = { ...found, element: again(found.element) };
  else if (found.kind === 'struct')
    copy = { ...found, fields: new Map([...found.fields].map(([name, inner]) => [name, again(inner)])) };
  l.types.adopt(copy);
  return copy;
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
    case 'value': {
      const text = arg.value.constant?.value;
      return typeof text === 'string' ? JSON.stringify(text) : printType(l.types.find(arg.value.type));
    }
    case 'captured':
      return `o${l.numberOf(arg.environment)}.${arg.path.join()}`;
    case 'function':
      return `f${functionText(l, arg.fn)}`;
    case 'choice':
      // A function that may be missing is looked at before each call.
      return `c${arg.optional === true ? '?' : ''}${arg.choices.map((choice) => functionText(l, choice)).join()}`;
    default:
      return arg.kind;
  }
}

function functionText(l: Lowering, fn: KnownFunction): string {
  switch (fn.kind) {
    case 'closure':
    case 'class':
      return `${l.idOf(fn.node)}@${l.numberOf(fn.scope)}`;
    case 'partial':
      return `${functionText(l, fn.of)}(${[fn.self ?? undefinedAbstract, ...fn.args].map((arg) => shapeText(l, arg)).join()})!${l.numberOf(fn)}`;
    case 'native':
      return fn.name;
    case 'ruled':
      return `${fn.name}:${functionText(l, fn.of ?? fn.rule)}`;
    case 'derived':
      return `${fn.operator}${fn.order},${fn.wrt}:${functionText(l, fn.of)}`;
    default:
      return `${l.numberOf(fn)}!`;
  }
}
