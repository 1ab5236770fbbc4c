/**
 * Calls of functions whose author gives their derivative (`withDerivative`). The function and its rule become
 * functions of the IR with the same parameters, and the call stays a call, so that the transforms find the rule. A
 * function that gives an array or an object is called once; each of its numbers then goes through a call of its own,
 * which gives the number back and has its part of the rule. A function whose text cannot be read is called as it is.
 */
import { SecantError } from '../../../base/diagnostics.ts';
import { constantValue, type FunctionIr, newValue, numberType, type Type, type Value } from '../../ir/ir.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { type Abstract, describeAbstract, type KnownFunction } from './abstract.ts';
import { captureArguments, lowerAsFunction } from './frames.ts';
import { Restart } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { loadElement, loadField } from './memory.ts';
import { callOutside } from './outside.ts';
import type { Frame } from './scope.ts';
import type { Node } from '../syntax/function-text.ts';

type Ruled = Extract<KnownFunction, { kind: 'ruled' }>;

/** A call of a function with a rule. */
interface RuledCall {
  readonly fn: Ruled;
  readonly args: readonly Abstract[];
  /** The arguments that are differentiated: all of them. */
  readonly own: readonly Value[];
  readonly node: Node;
}

/** Where a number stands in a result: a field, or an index that is known when the program runs. */
type Step = string | Value;

export function callRuled(l: Lowering, fn: Ruled, args: readonly Abstract[], node: Node): Abstract {
  const call: RuledCall = { fn, args, own: args.map((arg) => numbersOf(l, arg, fn.name, node)), node };
  const { own } = call;
  const value = valueOf(l, call);
  const [yielded] = value.fn.body.yields;
  const kind = yielded && l.types.find(yielded.type).kind;
  if (kind === 'array' || kind === 'struct') return callForParts(l, call, value, yielded!);
  if (kind !== 'number')
    return l.fail('S106', node, `\`${fn.name}\` has a derivative of its own, but gives no number`, 'return numbers');
  const rule = lowerAsFunction(l, fn.rule, args, `${fn.name}_rule`, node);
  setPartials(l, call, rule.frame, rule.result, []);
  // Both take the same parameters: the arguments, then what either captures.
  const shared = value.frame === undefined ? [rule.frame] : [value.frame, rule.frame];
  const captured = shared.flatMap((frame) => captureArguments(l, frame, l.frame));
  for (const frame of shared) {
    const others = shared.map((other) =>
      other.captures.flatMap((capture) =>
        other === frame
          ? capture.parameters
          : capture.parameters.map((parameter) => newValue(parameter.type, parameter.name)),
      ),
    );
    frame.fn.parameters.push(...others.flat());
    l.finished.add(frame);
  }
  const { outside } = value;
  const target: FunctionIr = {
    ...value.fn,
    ...(outside && { parameters: rule.frame.fn.parameters.map(({ type, name }) => newValue(type, name)) }),
    rule: { partials: rule.frame.fn, count: own.length, ...(outside && { outside }) },
  };
  return emitCall(l, target, [...own, ...captured], yielded!.type);
}

function emitCall(l: Lowering, target: FunctionIr, args: Value[], type: Type): Abstract {
  const result = newValue(type);
  l.builder.emit({ kind: 'call', target, args, results: [result], span: l.builder.span });
  return { kind: 'value', value: result };
}

/** The function that computes the value: read from its text, or called as it is. */
interface ValueFunction {
  readonly fn: FunctionIr;
  readonly frame?: Frame;
  readonly outside?: NonNullable<FunctionIr['rule']>['outside'];
}

function valueOf(l: Lowering, { fn, args, own, node }: RuledCall): ValueFunction {
  const { of, call } = fn;
  if (of !== undefined && !l.facts.unread.has(call)) {
    try {
      const { frame } = lowerAsFunction(l, of, args, fn.name, node);
      return { fn: frame.fn, frame };
    } catch (error) {
      if (!(error instanceof SecantError)) throw error;
      // It need not be read: its derivative is given, and its value it can tell itself.
      l.facts.unread.add(call);
      throw new Restart();
    }
  }
  const rule = lowerAsFunction(l, fn.rule, args, `${fn.name}_rule`, node);
  l.finished.add(rule.frame);
  const first = own.length === 1 ? rule.result : partOf(l, rule.frame, rule.result, 0);
  const depth = depthOf(l, first) - depthOf(l, { kind: 'value', value: own[0]! });
  return callOutside(l, fn.name, call, own, depth);
}

function partOf(l: Lowering, frame: Frame, whole: Abstract, k: number): Abstract {
  const outer = l.builder.block;
  l.builder.block = frame.fn.body;
  const part = selectStep(l, whole, String(k));
  l.builder.block = outer;
  return part ?? whole;
}

function depthOf(l: Lowering, whole: Abstract): number {
  let type = whole.kind === 'value' ? l.types.find(whole.value.type) : undefined;
  let depth = 0;
  for (; type?.kind === 'array'; depth++) type = l.types.find(l.types.elementOf(type));
  return depth;
}

// ── Results of several numbers ────────────────────────────────────────────────────────────────────────

/** Calls the function once, without a derivative, and hands on its numbers one by one. */
function callForParts(l: Lowering, call: RuledCall, value: ValueFunction, yielded: Value): Abstract {
  const captured = value.frame === undefined ? [] : captureArguments(l, value.frame, l.frame);
  if (value.frame !== undefined) {
    value.frame.fn.parameters.push(...value.frame.captures.flatMap(({ parameters }) => parameters));
    l.finished.add(value.frame);
  }
  const { outside } = value;
  const partials: FunctionIr = {
    name: `${call.fn.name}_rule`,
    parameters: value.fn.parameters.map(({ type, name }) => newValue(type, name)),
    body: emptyBlock(),
  };
  const target: FunctionIr = { ...value.fn, rule: { partials, count: 0, ...(outside && { outside }) } };
  return rebuild(l, call, emitCall(l, target, [...call.own, ...captured], yielded.type), []);
}

function rebuild(l: Lowering, call: RuledCall, whole: Abstract, path: readonly Step[]): Abstract {
  if (whole.kind !== 'value') return whole;
  const type = l.types.find(whole.value.type);
  if (type.kind === 'number') return callForNumber(l, call, whole.value, path);
  if (type.kind === 'struct') {
    const names = [...type.fields.keys()];
    const parts = names.map((name) => rebuild(l, call, loadField(l, whole, name), [...path, name]));
    const elements = parts.map((part) => l.valueOf(part) ?? l.builder.constant(undefined));
    const result = newValue(l.types.struct(names.map((name, k) => [name, elements[k]!.type]), type.tuple)); // prettier-ignore
    l.builder.emit({ kind: 'struct', result, names, elements, span: l.builder.span });
    return { kind: 'value', value: result };
  }
  if (type.kind !== 'array') return whole;
  const length = l.builder.length(whole.value);
  const result = newValue({ kind: 'array', element: l.types.elementOf(type), storage: type.storage });
  l.types.adopt(result.type);
  l.builder.emit({ kind: 'allocate', result, length, fill: undefined, span: l.builder.span });
  l.builder.count(length, [], (index) => {
    const part = rebuild(l, call, loadElement(l, whole.value, index), [...path, index]);
    const value = l.valueOf(part) ?? l.builder.constant(undefined);
    l.builder.emit({ kind: 'store', array: result, index, value, span: l.builder.span });
    return [];
  });
  return { kind: 'value', value: result };
}

/** One number of the result: what it is, with its part of the rule for a derivative. */
function callForNumber(l: Lowering, call: RuledCall, value: Value, path: readonly Step[]): Abstract {
  const { fn, args, own, node } = call;
  const rule = lowerAsFunction(l, fn.rule, args, `${fn.name}_rule`, node);
  const indices = path.filter((step) => typeof step !== 'string');
  const parameters = indices.map(() => newValue(numberType, 'k'));
  let next = 0;
  const inside = path.map((step) => (typeof step === 'string' ? step : parameters[next++]!));
  setPartials(l, call, rule.frame, rule.result, inside);
  const captured = captureArguments(l, rule.frame, l.frame);
  const number = newValue(numberType, 'y');
  rule.frame.fn.parameters.push(...rule.frame.captures.flatMap((capture) => capture.parameters), ...parameters, number);
  l.finished.add(rule.frame);
  const copies = rule.frame.fn.parameters.map(({ type, name }) => newValue(type, name));
  const target: FunctionIr = {
    name: `${fn.name}_part`,
    parameters: copies,
    body: { instructions: [], yields: [copies.at(-1)!] },
    rule: { partials: rule.frame.fn, count: own.length },
  };
  return emitCall(l, target, [...own, ...captured, ...indices, value], numberType);
}

// ── The rule ──────────────────────────────────────────────────────────────────────────────────────────

/** The value of an argument: a number, or an array of numbers. */
function numbersOf(l: Lowering, arg: Abstract, name: string, node: Node): Value {
  const value = arg.kind === 'value' ? arg.value : undefined;
  const type = value && l.types.find(value.type);
  if (value && (type?.kind === 'number' || (type?.kind === 'array' && l.types.elementOf(type).kind === 'number')))
    return value;
  return l.fail(
    'S105',
    node,
    `\`${name}\` has a derivative of its own and takes numbers and arrays of numbers, not ${describeAbstract(arg)}`,
    'pass numbers, or arrays of numbers',
  );
}

/** Makes the rule yield one partial derivative per argument, of the number that stands at `path` in the result. */
function setPartials(
  l: Lowering,
  { fn, own, node }: RuledCall,
  frame: Frame,
  result: Abstract,
  path: readonly Step[],
): void {
  const { name } = fn;
  const wrong = (): never =>
    l.fail(
      'S105',
      node,
      `the derivative given for \`${name}\` is ${describeAbstract(result)}, which does not fit its ${own.length === 1 ? 'argument' : 'arguments'}${path.length === 0 ? '' : ' and its result'}`,
      own.length === 1
        ? `give a partial derivative of the shape of the argument${path.length === 0 ? '' : ', for each number of the result in its place'}`
        : 'give an array with one partial derivative for each argument',
    );
  const outer = l.builder.block;
  l.builder.block = frame.fn.body;
  const parts = own.map((arg, k) => {
    let part: Abstract | undefined = result;
    if (own.length > 1) {
      requireLength(l, frame, part, own.length, `the derivative given for \`${name}\` has too few partial derivatives`, node); // prettier-ignore
      part = selectStep(l, part, String(k));
    }
    for (const step of path) {
      if (typeof step !== 'string' && part !== undefined)
        requireMore(l, part, step, `the derivative given for \`${name}\` has too few rows for its result`);
      part = part && selectStep(l, part, step);
    }
    const kind = l.types.find(arg.type).kind;
    if (part?.kind !== 'value' || l.types.find(part.value.type).kind !== kind) return wrong();
    if (kind === 'array') {
      const parameter = frame.fn.parameters[k]!;
      failIf(
        l,
        l.builder.apply('ne', l.builder.length(part.value), l.builder.length(parameter)),
        `the derivative given for \`${name}\` has another length than its argument`,
      );
    }
    return part.value;
  });
  l.builder.block = outer;
  frame.fn.body.yields = parts;
}

/** A part of a tree of numbers; undefined where there is none. */
function selectStep(l: Lowering, whole: Abstract, step: Step): Abstract | undefined {
  if (whole.kind !== 'value') return undefined;
  const type = l.types.find(whole.value.type);
  if (type.kind === 'array') {
    const index = typeof step === 'string' ? l.builder.constant(Number(step)) : step;
    return Number.isNaN(index.constant?.value) ? undefined : loadElement(l, whole.value, index);
  }
  if (type.kind === 'struct' && typeof step === 'string')
    return type.fields.has(step) ? loadField(l, whole, step) : undefined;
  return undefined;
}

/** Fails where an array has fewer elements: now where it is written out, when the program runs elsewhere. */
function requireLength(l: Lowering, frame: Frame, whole: Abstract, wanted: number, sentence: string, node: Node): void {
  if (whole.kind !== 'value' || l.types.find(whole.value.type).kind !== 'array') return;
  const made = frame.fn.body.instructions.find((each) => each.kind === 'list' && each.result === whole.value);
  if (made?.kind === 'list' && made.elements.length < wanted)
    l.fail('S105', node, `${sentence}: ${made.elements.length} of ${wanted}`, 'give one for each argument');
  failIf(l, l.builder.apply('lt', l.builder.length(whole.value), l.builder.constant(wanted)), sentence);
}

function requireMore(l: Lowering, whole: Abstract, index: Value, sentence: string): void {
  if (whole.kind !== 'value' || l.types.find(whole.value.type).kind !== 'array') return;
  failIf(l, l.builder.apply('le', l.builder.length(whole.value), index), sentence);
}

/** Throws in a run where a condition holds. */
export function failIf(l: Lowering, condition: Value, sentence: string): void {
  if (condition.constant?.value === false) return;
  const message = constantValue(sentence);
  l.builder.emit({
    kind: 'if',
    condition,
    then: { instructions: [{ kind: 'throw', message, span: l.builder.span }], yields: [] },
    otherwise: emptyBlock(),
    results: [],
    span: l.builder.span,
  });
}
