/**
 * Derivatives asked for inside a program: `derivative(g)(w)` and `grad(f)(w)` in the text of a function that
 * is itself differentiated. The inner function becomes a function of the IR with what it captures as further
 * parameters, and a `derive` instruction stands for its derivative until the pipeline expands it, innermost
 * first. Each derivative is a transform of its own program, so perturbations cannot be confused.
 */
import { highestOrder } from '../../../base/program-size.ts';
import { type FunctionIr, isReference, newValue, numberType, type Value } from '../../ir/ir.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { zerosLike } from '../../rules/zeros.ts';
import { type Abstract, describeAbstract, type KnownFunction } from './abstract.ts';
import { captureArguments, lowerAsFunction, passedValue } from './frames.ts';
import type { Lowering } from './lowering.ts';
import type { Node } from './syntax.ts';

/** The operators a program may use inside, and what each gives. */
const operators: Record<string, 'forward' | 'reverse'> = {
  derivative: 'forward',
  grad: 'reverse',
  valueAndGrad: 'reverse',
};

export function isDerivedOperator(name: string): boolean {
  return Object.hasOwn(operators, name);
}

/** `derivative(g, { order })` in the text: a function that is the derivative. */
export function derive(l: Lowering, operator: string, args: readonly Abstract[], node: Node): Abstract {
  const [of, options] = args;
  if (of?.kind !== 'function')
    return l.fail(
      'S003',
      node,
      `\`${operator}\` needs a function, and gets ${of ? describeAbstract(of) : 'nothing'}`,
      'pass a function',
    );
  let order = 1;
  if (options !== undefined && options.kind !== 'undefined') {
    const given = options.kind === 'value' ? l.literalFields.get(options.value) : undefined;
    if (given === undefined)
      return l.fail('S203', node, `the options of an inner \`${operator}\` must be written out`, 'write { order: 2 }');
    for (const [name, value] of given) {
      if (name !== 'order' || operator !== 'derivative')
        return l.fail(
          'S203',
          node,
          `an inner \`${operator}\` has no option \`${name}\``,
          operator === 'derivative' ? 'it has order' : 'it differentiates the first argument',
        );
      const known = value.constant?.value;
      if (typeof known !== 'number' || !Number.isInteger(known) || known < 1 || known > highestOrder)
        return l.fail(
          'S203',
          node,
          typeof known === 'number' && known > highestOrder
            ? `an inner derivative is of order ${highestOrder} at most`
            : 'the order of an inner derivative must be a plain number from 1',
          'write the order as a literal',
        );
      order = known;
    }
  }
  const fn: KnownFunction = { kind: 'derived', operator, of: of.fn, order };
  return { kind: 'function', fn };
}

export function callDerived(
  l: Lowering,
  fn: Extract<KnownFunction, { kind: 'derived' }>,
  args: readonly Abstract[],
  node: Node,
): Abstract {
  const inner = lowerAsFunction(l, fn.of, args, 'inner', node);
  const { frame, own } = inner;
  for (const capture of frame.captures) frame.fn.parameters.push(...capture.parameters);
  l.finished.add(frame);
  const primals: Value[] = args.flatMap((arg) => passedValue(l, arg) ?? []);
  primals.push(...captureArguments(l, frame, l.frame));
  if (frame.fn.body.yields.length !== 1 || frame.fn.body.yields[0]!.type.kind !== 'number') {
    return l.fail(
      'S106',
      node,
      `\`${l.text(node)}\` differentiates a function that gives ${describeAbstract(inner.result)}`,
      'let it return one number',
    );
  }
  const active = frame.fn.parameters.map((_, k) => k === 0 && own > 0);
  if (operators[fn.operator] === 'forward') return forwardDerivative(l, frame.fn, fn.order, active, primals, node);
  return reverseDerivative(l, frame.fn, fn.operator, active, primals, node);
}

function forwardDerivative(
  l: Lowering,
  target: FunctionIr,
  order: number,
  active: readonly boolean[],
  primals: Value[],
  node: Node,
): Abstract {
  if (primals[0]?.type.kind !== 'number')
    return l.fail('S105', node, '`derivative` is of a function of one number', 'use grad for functions of arrays');
  let fn = target;
  for (let k = 1; k < order; k++) fn = derivativeFunction(fn, active);
  const results = [newValue(numberType), newValue(numberType)];
  l.builder.emit({
    kind: 'derive',
    mode: 'forward',
    target: fn,
    active,
    args: [...primals, l.builder.constant(1)],
    results,
    span: l.builder.span,
  });
  return { kind: 'value', value: results[1]! };
}

/** The function that gives the derivative of `target` in its first parameter. */
function derivativeFunction(target: FunctionIr, active: readonly boolean[]): FunctionIr {
  const parameters = target.parameters.map((parameter) => newValue(parameter.type, parameter.name));
  const body = emptyBlock();
  const results = [newValue(numberType), newValue(numberType)];
  const one: Value = { ...newValue(numberType), constant: { value: 1 } };
  body.instructions.push({ kind: 'derive', mode: 'forward', target, active, args: [...parameters, one], results });
  body.yields = [results[1]!];
  return { name: `${target.name}_dot`, parameters, body };
}

function reverseDerivative(
  l: Lowering,
  target: FunctionIr,
  operator: string,
  active: readonly boolean[],
  primals: Value[],
  node: Node,
): Abstract {
  const [first] = primals;
  if (first === undefined) return l.fail('S105', node, `\`${operator}\` needs a point`, 'pass the point');
  const one = l.builder.constant(1);
  const value = newValue(numberType);
  let gradient: Value;
  if (isReference(l.types.find(first.type))) {
    gradient = zerosLike(l.builder, first, (type) => l.types.find(type));
    l.types.adopt(gradient.type);
    l.builder.emit({
      kind: 'derive',
      mode: 'reverse',
      target,
      active,
      args: [...primals, one, gradient],
      results: [value],
      span: l.builder.span,
    });
  } else {
    gradient = newValue(numberType);
    l.builder.emit({
      kind: 'derive',
      mode: 'reverse',
      target,
      active,
      args: [...primals, one],
      results: [value, gradient],
      span: l.builder.span,
    });
  }
  if (operator === 'grad') return { kind: 'value', value: gradient };
  const type = l.types.struct(
    [
      ['value', numberType],
      ['grad', gradient.type],
    ],
    false,
  );
  const result = newValue(type);
  l.builder.emit({
    kind: 'struct',
    result,
    names: ['value', 'grad'],
    elements: [value, gradient],
    span: l.builder.span,
  });
  return { kind: 'value', value: result };
}
