/** `jvp`, `vjp` and `taylor` called inside a program. */
import type * as acorn from '../syntax/tree.ts';
import { highestOrder } from '../../../base/program-size.ts';
import type { StructType } from '../../ir/ir.ts';
import { carriesNumbers } from '../../rules/zeros.ts';
import { type Abstract, describeAbstract, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { forwardProduct, reverseProduct, targetOf } from './derived-target.ts';
import { parameterNames } from './frames.ts';
import type { Lowering } from './lowering.ts';
import { listOf, loadElement, loadField } from './memory.ts';
import { type Node, withoutTypes } from '../syntax/function-text.ts';

/** `jvp(f, [x, …], [ẋ, …])`: [y, ẏ]. */
export function callJvp(l: Lowering, fn: KnownFunction, args: readonly Abstract[], node: Node): Abstract {
  const primals = elementsOf(l, fn, args[0], node, 1, 'arguments');
  const tangents = elementsOf(l, fn, args[1], node, 2, 'tangents');
  if (primals.length !== tangents.length)
    return l.fail('S201', node, `\`jvp\` gets ${primals.length} arguments and ${tangents.length} tangents`, 'give one tangent for each argument'); // prettier-ignore
  const { value, tangent } = pushForward(l, fn, primals, tangents, node);
  return { kind: 'value', value: listOf(l, [value, tangent], node) };
}

/** The value at the arguments and its change along the tangents. */
export function pushForward(
  l: Lowering,
  fn: KnownFunction,
  primals: readonly Abstract[],
  tangents: readonly Abstract[],
  node: Node,
): { readonly value: Abstract; readonly tangent: Abstract } {
  const target = targetOf(l, fn, primals, node);
  const moving = new Map(
    target.parameterOf.flatMap((at, k) => {
      const primal = at === undefined ? undefined : target.primals[at];
      if (at === undefined || primal === undefined || !carriesNumbers(l.types.find(primal.type))) return [];
      const given = tangents[k];
      const tangent = given === undefined ? undefined : l.valueOf(given);
      if (tangent === undefined || l.types.find(tangent.type).kind !== l.types.find(primal.type).kind)
        return l.fail('S201', node, `tangent ${k + 1} is ${describeAbstract(given ?? undefinedAbstract)}, but argument ${k + 1} is ${describeAbstract(primals[k]!)}`, 'give tangents the shape of their arguments'); // prettier-ignore
      return [[at, tangent] as const];
    }),
  );
  const { value, tangent } = forwardProduct(l, target, moving, node);
  return { value: l.abstract(value), tangent: l.abstract(tangent) };
}

/** The elements of an array that is written out, or as many as the function has parameters. */
function elementsOf(
  l: Lowering,
  fn: KnownFunction,
  array: Abstract | undefined,
  node: Node,
  at: number,
  what: string,
): Abstract[] {
  const value = array?.kind === 'value' ? array.value : undefined;
  const type = value && l.types.find(value.type);
  if (array !== undefined && type?.kind === 'struct' && type.tuple)
    return [...l.types.find<StructType>(type).fields.keys()].map((field) => loadField(l, array, field));
  if (value === undefined || type?.kind !== 'array')
    return l.fail('S201', node, `\`jvp\` takes an array of ${what}, and gets ${describeAbstract(array ?? undefinedAbstract)}`, 'write jvp(f, [x], [v])'); // prettier-ignore
  const given = node.type === 'CallExpression' ? (node as acorn.CallExpression).arguments[at] : undefined;
  const literal = given === undefined ? undefined : withoutTypes(given);
  const count = literal?.type === 'ArrayExpression' && !literal.elements.some((each) => each?.type === 'SpreadElement') ? literal.elements.length : parameterNames(fn).length; // prettier-ignore
  return Array.from({ length: count }, (_, k) => loadElement(l, value, l.builder.constant(k)));
}

/** `vjp(f, x, …)`: [y, pullback]. */
export function callVjp(l: Lowering, fn: KnownFunction, args: readonly Abstract[], node: Node): Abstract {
  const primals = args.map((arg, k) => l.hidden(`primal${k}`, node, arg));
  const value = l.invoke({ kind: 'function', fn }, args, node);
  const pullback: Abstract = { kind: 'function', fn: { kind: 'pullback', of: fn, primals } };
  return { kind: 'value', value: listOf(l, [value, pullback], node) };
}

/** A pullback called with a cotangent: one cotangent for each argument. */
export function callPullback(
  l: Lowering,
  { of, primals }: Extract<KnownFunction, { kind: 'pullback' }>,
  args: readonly Abstract[],
  node: Node,
): Abstract {
  const held = primals.map((binding) => l.read(binding, node));
  const target = targetOf(l, of, held, node);
  const [given] = args;
  const cotangent = given === undefined ? undefined : l.valueOf(given);
  const [result] = target.fn.body.yields;
  if (cotangent === undefined || (result && l.types.find(cotangent.type).kind !== l.types.find(result.type).kind))
    return l.fail('S201', node, `the cotangent is ${describeAbstract(given ?? undefinedAbstract)}, but the result is ${describeAbstract(target.result)}`, 'give the cotangent the shape of the result'); // prettier-ignore
  const adjoints = reverseProduct(l, target, cotangent, node);
  return { kind: 'value', value: listOf(l, adjoints.map((each) => each === undefined ? undefinedAbstract : l.abstract(each)), node) }; // prettier-ignore
}

/** `taylor(g, w, order)`: coefficients 0 … order. */
export function callTaylor(l: Lowering, fn: KnownFunction, args: readonly Abstract[], node: Node): Abstract {
  const [at, upTo] = args;
  const order = upTo?.kind === 'value' ? upTo.value.constant?.value : undefined;
  if (typeof order !== 'number' || !Number.isInteger(order) || order < 0)
    return l.fail('S203', node, 'the order of an inner `taylor` must be a plain number from 0', 'write the order as a literal'); // prettier-ignore
  if (order > highestOrder)
    return l.fail(
      'S203',
      node,
      `an inner \`taylor\` is of order ${highestOrder} at most`,
      'write the order as a literal',
    );
  const point = at ?? undefinedAbstract;
  let factorial = 1;
  const coefficients = Array.from({ length: order + 1 }, (_, k): Abstract => {
    if (k === 0) return l.invoke({ kind: 'function', fn }, [point], node);
    factorial *= k;
    const derived: KnownFunction = { kind: 'derived', operator: 'derivative', of: fn, order: k, wrt: 0 };
    const value = l.valueOf(l.invoke({ kind: 'function', fn: derived }, [point], node))!;
    return l.abstract(l.builder.apply('div', value, l.builder.constant(factorial)));
  });
  return { kind: 'value', value: listOf(l, coefficients, node) };
}
