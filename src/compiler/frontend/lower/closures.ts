/**
 * Functions of the text: making closures, and running a body in place with the parameters bound to the
 * arguments. Function declarations and `var` names exist from the beginning of their block or function.
 */
import type * as acorn from 'acorn';
import { type Abstract, describeAbstract, type KnownFunction, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import type { Lowering } from './lowering.ts';
import { listOf } from './memory.ts';
import { bindPattern, boundNames } from './patterns.ts';
import { type Activation, Scope } from './scope.ts';
import { type FunctionNode, isNode, type Node, withoutTypes } from './syntax.ts';

export type Closure = Extract<KnownFunction, { kind: 'closure' }>;

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
      l.declare(l.scope, node.id.name, node, false, closureOf(l, node));
  }
}

/** Binds the parameters and lowers the body, here and now. */
export function runBody(l: Lowering, fn: Closure, args: readonly Abstract[]): Abstract {
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
    if (body.type !== 'BlockStatement') return l.evaluate(body);
    hoistVariables(l, fn.node);
    l.lowerStatement(body);
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
  if (node.generator)
    l.fail('S101', place, 'a generator function is outside the accepted language', 'collect the values in an array');
  l.source = before;
}
