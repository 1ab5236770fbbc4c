/**
 * Calls of functions whose author gives their derivative (`withDerivative`). The function and its rule become
 * functions of the IR with the same parameters, and the call stays a call, so that the transforms find the rule.
 */
import { type FunctionIr, newValue, type Value } from '../../ir/ir.ts';
import { type Abstract, describeAbstract, type KnownFunction } from './abstract.ts';
import { captureArguments, lowerAsFunction } from './frames.ts';
import type { Lowering } from './lowering.ts';
import { loadElement, loadField } from './memory.ts';
import type { Frame } from './scope.ts';
import type { Node } from './syntax.ts';

export function callRuled(
  l: Lowering,
  fn: Extract<KnownFunction, { kind: 'ruled' }>,
  args: readonly Abstract[],
  node: Node,
): Abstract {
  const own = args.map((arg) => numbersOf(l, arg, fn.name, node));
  const value = lowerAsFunction(l, fn.of, args, fn.name, node).frame;
  if (value.fn.body.yields[0]?.type.kind !== 'number') {
    return l.fail('S106', node, `\`${fn.name}\` has a derivative of its own, but gives no number`, 'return one number');
  }
  const rule = lowerAsFunction(l, fn.rule, args, `${fn.name}_rule`, node);
  splitPartials(l, rule.frame, rule.result, own, fn.name, node);
  // Both take the same parameters: the arguments, then what either captures.
  const shared = [value, rule.frame];
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
  const target: FunctionIr = { ...value.fn, rule: { partials: rule.frame.fn, count: own.length } };
  const result = newValue(value.fn.body.yields[0].type);
  l.builder.emit({ kind: 'call', target, args: [...own, ...captured], results: [result], span: l.builder.span });
  return { kind: 'value', value: result };
}

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

/** Makes the rule yield one partial derivative per argument. */
function splitPartials(
  l: Lowering,
  frame: Frame,
  result: Abstract,
  own: readonly Value[],
  name: string,
  node: Node,
): void {
  const shape = own.map((value) => l.types.find(value.type).kind);
  const found = result.kind === 'value' ? l.types.find(result.value.type) : undefined;
  const wrong = (): never =>
    l.fail(
      'S105',
      node,
      `the derivative given for \`${name}\` is ${describeAbstract(result)}, which does not fit its ${own.length === 1 ? 'argument' : 'arguments'}`,
      own.length === 1
        ? 'give a partial derivative of the shape of the argument'
        : 'give an array with one partial derivative for each argument',
    );
  if (result.kind !== 'value' || found === undefined) return wrong();
  if (own.length === 1) {
    if (found.kind !== shape[0]) wrong();
    return;
  }
  const outer = l.builder.block;
  l.builder.block = frame.fn.body;
  const parts = own.map((_, k): Abstract => {
    if (found.kind === 'struct' && found.tuple && found.fields.has(String(k))) return loadField(l, result, String(k));
    if (found.kind === 'array') return loadElement(l, result.value, l.builder.constant(k));
    return wrong();
  });
  l.builder.block = outer;
  frame.fn.body.yields = parts.map((part, k) => {
    if (part.kind !== 'value' || l.types.find(part.value.type).kind !== shape[k]) return wrong();
    return part.value;
  });
}
