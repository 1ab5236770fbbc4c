/** Expressions: from a syntax node to what it evaluates to, one case for each kind of node. */
import type * as acorn from '../syntax/tree.ts';
import type { Abstract } from './abstract.ts';
import { assignment, update } from './assignments.ts';
import { call, chainThen, lowerNew } from './calls.ts';
import { closureOf, lowerYield } from './closures.ts';
import { classOf } from './construct.ts';
import { lookupGlobal } from './globals.ts';
import { arrayLiteral, literal, objectLiteral, template } from './literals.ts';
import type { Lowering } from './lowering.ts';
import { selfAround } from './members.ts';
import { binary, logical, unary } from './operators.ts';
import { withoutTypes } from '../syntax/function-text.ts';
import { choice, condition } from './values.ts';

/** Evaluates an expression. `name` is what a function expression would be called. */
export function evaluate(
  l: Lowering,
  expression: acorn.Expression | acorn.SpreadElement | acorn.PrivateIdentifier | acorn.Super,
  name?: string,
): Abstract {
  const node = withoutTypes(expression) as acorn.Expression;
  l.at(node);
  switch (node.type) {
    case 'Literal':
      return literal(l, node);
    case 'Identifier':
      return identifier(l, node);
    case 'ParenthesizedExpression':
      return evaluate(l, node.expression, name);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return closureOf(l, node, name);
    case 'BinaryExpression':
      return binary(l, node);
    case 'UnaryExpression':
      return unary(l, node);
    case 'LogicalExpression':
      return logical(l, node);
    case 'ConditionalExpression':
      return choice(
        l,
        condition(l, node.test),
        node,
        () => evaluate(l, node.consequent),
        () => evaluate(l, node.alternate),
      );
    case 'AssignmentExpression':
      return assignment(l, node);
    case 'UpdateExpression':
      return update(l, node);
    case 'MemberExpression':
      return chainThen(l, node, (value) => value);
    case 'ChainExpression':
      return chainThen(l, node.expression, (value) => value);
    case 'CallExpression':
      return call(l, node);
    case 'NewExpression':
      return lowerNew(l, node);
    case 'ArrayExpression':
      return arrayLiteral(l, node);
    case 'ObjectExpression':
      return objectLiteral(l, node);
    case 'SequenceExpression':
      for (const inner of node.expressions.slice(0, -1)) evaluate(l, inner);
      return evaluate(l, node.expressions.at(-1)!);
    case 'TemplateLiteral':
      return template(l, node);
    case 'ThisExpression':
      return selfAround(l, node);
    case 'AwaitExpression':
      return l.fail(
        'S101',
        node,
        '`await` is outside the accepted language',
        'wait for the data first, then differentiate',
      );
    case 'YieldExpression':
      return lowerYield(l, node);
    case 'ClassExpression':
      return { kind: 'function', fn: classOf(l, node, name) };
    case 'TaggedTemplateExpression':
      return l.fail('S101', node, 'a tagged template is outside the accepted language', 'use an ordinary call');
    case 'ImportExpression':
      return l.fail('S104', node, '`import()` reaches the outside world', 'pass what it gives in through `scope`');
    case 'MetaProperty':
      return l.fail(
        'S104',
        node,
        `\`${l.text(node)}\` reaches the outside world`,
        'pass what it gives in through `scope`',
      );
    default:
      return l.fail(
        'S101',
        node,
        `\`${l.text(node)}\` is outside the accepted language`,
        'write it with numbers, arrays, objects and functions',
      );
  }
}

function identifier(l: Lowering, node: acorn.Identifier): Abstract {
  const binding = l.scope.lookup(node.name);
  return binding ? l.read(binding, node) : lookupGlobal(l, node);
}
