/**
 * Functions of the text: making closures, and running a body in place with the parameters bound to the
 * arguments. Function declarations and `var` names exist from the beginning of their block or function.
 */
import type * as acorn from '../syntax/tree.ts';
import { type Abstract, type Closure, closureFrom, describeAbstract, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import type { Lowering } from './lowering.ts';
import { assignMember } from './members.ts';
import { elementsOf } from './iteration.ts';
import { appendAll, listOf, newList, pushTo, tupleOf } from './memory.ts';
import { bindPattern, boundNames } from './patterns.ts';
import { type Activation, Scope } from './scope.ts';
import {
  type FunctionNode,
  isNode,
  mentionedBy,
  type Node,
  visitNodes,
  withoutTypes,
} from '../syntax/function-text.ts';

export function closureOf(l: Lowering, node: FunctionNode, name?: string): Abstract {
  return { kind: 'function', fn: closureFrom(l, node, name) };
}

/** Function declarations exist from the beginning of their block. */
export function declareFunctions(l: Lowering, body: readonly Node[]): void {
  for (const statement of body) {
    const node = statement as acorn.Statement;
    if (node.type === 'FunctionDeclaration' && node.id)
      l.declare(l.scope, node.id.name, node, false, closureOf(l, node));
  }
}

/** The name, which no text can have, of the list that a generator fills. */
const yieldedName = 'yield ';

/** `yield value`, `yield* values`. */
export function lowerYield(l: Lowering, node: acorn.YieldExpression): Abstract {
  const binding = l.scope.lookup(yieldedName);
  const list = binding && l.valueOf(l.read(binding, node));
  if (list === undefined) return l.fail('S101', node, '`yield` stands outside a generator', 'return the value');
  const value = node.argument ? l.evaluate(node.argument) : undefinedAbstract;
  l.at(node);
  if (!node.delegate) pushTo(l, list, value, node);
  else appendAll(l, list, { kind: 'value', value: elementsOf(l, value, node) }, node);
  return undefinedAbstract;
}

/** Binds the parameters and lowers the body, here and now. */
export function runBody(l: Lowering, fn: Closure, args: readonly Abstract[], self?: Abstract): Abstract {
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
    bindSelf(l, fn.node, args, self);
    bindParameters(l, fn.node, args);
    const { body } = fn.node;
    if (body.type !== 'BlockStatement') return l.evaluate(body);
    hoistVariables(l, fn.node);
    const yielded = fn.node.generator ? newList(l, body) : undefined;
    if (yielded) l.declare(l.scope, yieldedName, fn.node, true, { kind: 'value', value: yielded });
    l.lowerStatement(body);
    // What is yielded is collected; a `return` of a generator gives nothing to who runs through it.
    if (yielded) return { kind: 'value', value: yielded };
    const result = activation.result.current!;
    if (result.kind === 'conflict') {
      return l.fail('S106', fn.node, `the function returns ${describeAbstract(result)}`, 'return one kind of value');
    }
    const isWhole = l.inlining.length === 1 && l.frame.parent === undefined;
    return isWhole ? returnedNumber(l, result, activation, fn.node) : result;
  } finally {
    l.scope = before.scope;
    l.source = before.source;
    l.environment = before.environment;
    l.activation = before.activation;
    l.builder.span = before.span;
  }
}

/** `this` and `arguments`, where the function says them; arrows have those around them. */
function bindSelf(l: Lowering, node: FunctionNode, args: readonly Abstract[], self: Abstract | undefined): void {
  if (node.type === 'ArrowFunctionExpression') return;
  const mentions = mentionedBy(node);
  if (mentions.self) l.declare(l.scope, 'this', node, true, self ?? undefinedAbstract);
  if (mentions.args) {
    refuseAliasedArguments(l, node);
    l.declare(l.scope, 'arguments', node, false, { kind: 'value', value: tupleOf(l, args, node) });
  }
}

/** In old functions `arguments` and the parameters are the same places; where that could show, it is refused. */
function refuseAliasedArguments(l: Lowering, fn: FunctionNode): void {
  if (!fn.params.every(({ type }) => type === 'Identifier')) return;
  const names = new Set(fn.params.flatMap((parameter) => boundNames(parameter)));
  let assigned: Node | undefined;
  let element: Node | undefined;
  const visit = (node: Node, parent: Node | undefined): void => {
    const inner = node as acorn.Expression | acorn.Statement;
    if (inner.type === 'AssignmentExpression' && boundNames(inner.left).some((name) => names.has(name)))
      assigned ??= node;
    if (inner.type === 'UpdateExpression' && inner.argument.type === 'Identifier' && names.has(inner.argument.name))
      assigned ??= node;
    if (inner.type === 'Identifier' && inner.name === 'arguments') {
      const member = parent as acorn.MemberExpression | undefined;
      const isLength =
        member?.type === 'MemberExpression' &&
        member.object === inner &&
        !member.computed &&
        member.property.type === 'Identifier' &&
        member.property.name === 'length';
      if (!isLength) element ??= node;
    }
    for (const child of Object.values(node))
      for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) visit(one, node);
  };
  visit(fn.body, undefined);
  if (assigned === undefined || element === undefined) return;
  l.fail(
    'S101',
    assigned,
    `\`${l.text(assigned)}\` may change \`arguments\` too, which is read in this function`,
    'use rest parameters: `(...values) => …`',
  );
}

/** The whole program's number: a path that returns nothing has no derivative, and must not pass for one that does. */
function returnedNumber(l: Lowering, result: Abstract, { returned }: Activation, node: Node): Abstract {
  const flag = l.valueOf(returned.current!)!;
  if (flag.constant !== undefined || result.kind !== 'value' || !l.mayBeNothing(result.value)) return result;
  if (l.types.find(result.value.type).kind !== 'number') return result;
  const checked = choose(
    l,
    flag,
    node,
    () => result,
    () => {
      const message = l.builder.constant('it ended without returning a number');
      l.builder.emit({ kind: 'throw', message, span: l.builder.span });
      return 'throws';
    },
  );
  return checked === 'throws' ? result : checked;
}

function bindParameters(l: Lowering, node: FunctionNode, args: readonly Abstract[]): void {
  for (const [k, parameter] of node.params.entries()) {
    const pattern = withoutTypes(parameter);
    if (pattern.type === 'Identifier' && pattern.name === 'this') continue;
    if (pattern.type === ('TSParameterProperty' as string)) {
      bindProperty(l, pattern, args[k] ?? undefinedAbstract);
      continue;
    }
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

/** `constructor(public x: number)`: a parameter and a field. */
function bindProperty(l: Lowering, node: Node, value: Abstract): void {
  const { parameter } = node as unknown as { readonly parameter: acorn.Pattern };
  bindPattern(l, parameter, value, { constant: false });
  const self = l.scope.lookup('this');
  for (const name of boundNames(parameter))
    if (self) assignMember(l, l.read(self, node), name, l.read(l.scope.lookup(name)!, node), node);
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

/** A loop that ends only when nobody asks for more: what a generator gives is collected before it is used. */
function endlessLoop(body: Node): Node | undefined {
  let found: Node | undefined;
  visitNodes(body, (node) => {
    if (/Function/.test(node.type)) return false;
    const { type, test } = node as acorn.ForStatement;
    if (!/^(For|While|DoWhile)Statement$/.test(type)) return true;
    if (!test || (test.type === 'Literal' && Boolean(test.value))) found ??= { ...node, end: node.start + 5 };
    return true;
  });
  return found;
}

export function refuseUnusual(l: Lowering, fn: Closure): void {
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
  const endless = node.generator ? endlessLoop(node.body) : undefined;
  if (endless)
    l.fail(
      'S101',
      endless,
      'a generator that never ends is outside the accepted language',
      'give its loop a test, or collect the values in an array',
    );
  l.source = before;
}
