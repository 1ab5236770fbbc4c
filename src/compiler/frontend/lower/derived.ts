/**
 * Derivatives asked for inside a program: `derivative(g)(w)`, `grad(f)(w)`, `hessian(f)(w)`, `jvp(f, …)` and so on in
 * the text of a function that is itself differentiated. The inner function becomes a function of the IR with what it captures as further
 * parameters, and a `derive` instruction stands for its derivative until the pipeline expands it, innermost
 * first. Each derivative is a transform of its own program, so perturbations cannot be confused.
 */
import { internalError } from '../../../base/diagnostics.ts';
import { highestOrder } from '../../../base/program-size.ts';
import { type FunctionIr, isReference, newValue, numberType, type Value } from '../../ir/ir.ts';
import { emptyBlock } from '../../rules/builder.ts';
import { type Abstract, describeAbstract, type KnownFunction } from './abstract.ts';
import { callMapped, jacobianOf } from './derived-matrices.ts';
import { callJvp, callTaylor, callVjp, pushForward } from './derived-products.ts';
import { type Target, targetOf, zerosOf } from './derived-target.ts';
import type { Lowering } from './lowering.ts';
import type { Node } from '../syntax/function-text.ts';

/** What a program may ask for inside: a function that is derived from another, or a product at given arguments. */
const functionOperators = {
  derivative: callDerivative,
  grad: callGradient,
  valueAndGrad: callGradient,
  jacobian: callJacobian,
  hessian: callHessian,
  hvp: callHvp,
  vmap: (l: Lowering, fn: Derived, args: readonly Abstract[], node: Node) => callMapped(l, fn.of, args, node),
} as const;
const productOperators = { jvp: callJvp, vjp: callVjp, taylor: callTaylor } as const;

/** The options that each has inside a program. */
const optionsOf: Record<keyof typeof functionOperators, readonly string[]> = {
  derivative: ['order'],
  grad: ['wrt'],
  valueAndGrad: ['wrt'],
  jacobian: ['wrt'],
  hessian: ['wrt'],
  hvp: [],
  vmap: [],
};

type Derived = Extract<KnownFunction, { kind: 'derived' }>;

export function isDerivedOperator(name: string): boolean {
  return Object.hasOwn(functionOperators, name) || Object.hasOwn(productOperators, name);
}

function isFunctionOperator(name: string): name is keyof typeof functionOperators {
  return Object.hasOwn(functionOperators, name);
}

/** `derivative(g, { order })` in the text: a function that is the derivative. `jvp(f, …)`: the product itself. */
export function derive(l: Lowering, operator: string, args: readonly Abstract[], node: Node): Abstract {
  const [of, options] = args;
  if (of?.kind !== 'function')
    return l.fail(
      'S003',
      node,
      `\`${operator}\` needs a function, and gets ${of ? describeAbstract(of) : 'nothing'}`,
      'pass a function',
    );
  if (!isFunctionOperator(operator)) {
    if (!Object.hasOwn(productOperators, operator)) return internalError('an inner operator', operator);
    return productOperators[operator as keyof typeof productOperators](l, of.fn, args.slice(1), node);
  }
  const settings = settingsOf(l, operator, options, node);
  return { kind: 'function', fn: { kind: 'derived', operator, of: of.fn, ...settings } };
}

function settingsOf(
  l: Lowering,
  operator: keyof typeof functionOperators,
  options: Abstract | undefined,
  node: Node,
): { readonly order: number; readonly wrt: number } {
  const settings = { order: 1, wrt: 0 };
  if (options === undefined || options.kind === 'undefined') return settings;
  const accepted = optionsOf[operator];
  const example = accepted.includes('order') ? '{ order: 2 }' : '{ wrt: 1 }';
  const given = options.kind === 'value' ? l.literalFields.get(options.value) : undefined;
  if (given === undefined)
    return l.fail('S203', node, `the options of an inner \`${operator}\` must be written out`, `write ${example}`);
  for (const [name, value] of given) {
    if (!accepted.includes(name))
      return l.fail(
        'S203',
        node,
        `an inner \`${operator}\` has no option \`${name}\``,
        accepted.length > 0 ? `it has ${accepted.join(' and ')}` : 'call it without options',
      );
    const known = value.constant?.value;
    const least = name === 'order' ? 1 : 0;
    if (name === 'order' && typeof known === 'number' && known > highestOrder)
      return l.fail(
        'S203',
        node,
        `an inner derivative is of order ${highestOrder} at most`,
        'write the order as a literal',
      );
    if (typeof known !== 'number' || !Number.isInteger(known) || known < least)
      return l.fail(
        'S203',
        node,
        name === 'order'
          ? 'the order of an inner derivative must be a plain number from 1'
          : `\`wrt\` of an inner \`${operator}\` must be the index of one argument`,
        name === 'order' ? 'write the order as a literal' : `write it as a literal: ${example}`,
      );
    settings[name === 'order' ? 'order' : 'wrt'] = known;
  }
  return settings;
}

export function callDerived(l: Lowering, fn: Derived, args: readonly Abstract[], node: Node): Abstract {
  if (!isFunctionOperator(fn.operator)) return internalError('an inner operator', fn.operator);
  return functionOperators[fn.operator](l, fn, args, node);
}

function callJacobian(l: Lowering, { of, wrt }: Derived, args: readonly Abstract[], node: Node): Abstract {
  return jacobianOf(l, of, args, wrt, 'jacobian', node);
}

/** The Jacobian of the gradient. */
function callHessian(l: Lowering, { of, wrt }: Derived, args: readonly Abstract[], node: Node): Abstract {
  const gradient: KnownFunction = { kind: 'derived', operator: 'grad', of, order: 1, wrt };
  return jacobianOf(l, gradient, args, wrt, 'hessian', node);
}

/** The change of the gradient along the vector. */
function callHvp(l: Lowering, { of }: Derived, args: readonly Abstract[], node: Node): Abstract {
  const gradient: KnownFunction = { kind: 'derived', operator: 'grad', of, order: 1, wrt: 0 };
  return pushForward(l, gradient, args.slice(0, 1), args.slice(1, 2), node).tangent;
}

/** The target of a function with one number as its result. */
function scalarTarget(l: Lowering, of: KnownFunction, args: readonly Abstract[], node: Node): Target {
  const target = targetOf(l, of, args, node);
  const { yields } = target.fn.body;
  if (yields.length === 1 && l.types.find(yields[0]!.type).kind === 'number') return target;
  return l.fail(
    'S106',
    node,
    `\`${l.text(node)}\` differentiates a function that gives ${describeAbstract(target.result)}`,
    'let it return one number',
  );
}

function callDerivative(l: Lowering, fn: Derived, args: readonly Abstract[], node: Node): Abstract {
  const target = scalarTarget(l, fn.of, args, node);
  const active = target.fn.parameters.map((_, k) => k === target.parameterOf[0]);
  return forwardDerivative(l, target.fn, fn.order, active, target.primals, node);
}

function callGradient(l: Lowering, fn: Derived, args: readonly Abstract[], node: Node): Abstract {
  const target = scalarTarget(l, fn.of, args, node);
  const at = target.parameterOf[fn.wrt];
  const point = at === undefined ? undefined : target.primals[at];
  if (at === undefined || point === undefined)
    return fn.wrt === 0
      ? l.fail('S105', node, `\`${fn.operator}\` needs a point`, 'pass the point')
      : l.fail(
          'S105',
          node,
          `\`${fn.operator}\` differentiates argument ${fn.wrt + 1}, and gets ${args.length}`,
          'pass all the arguments of the function',
        );
  const active = target.fn.parameters.map((_, k) => k === at);
  return reverseDerivative(l, target, fn.operator, active, point);
}

function forwardDerivative(
  l: Lowering,
  target: FunctionIr,
  order: number,
  active: readonly boolean[],
  primals: readonly Value[],
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
  { fn: target, primals }: Target,
  operator: string,
  active: readonly boolean[],
  first: Value,
): Abstract {
  const one = l.builder.constant(1);
  const value = newValue(numberType);
  let gradient: Value;
  if (isReference(l.types.find(first.type))) {
    gradient = zerosOf(l, first);
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
