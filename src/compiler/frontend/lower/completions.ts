/**
 * How statements end, read from their text: whether something after them can still run, whether a loop may
 * be left from inside, which names a piece of text assigns.
 */
import type * as acorn from '../syntax/tree.ts';
import type { Value } from '../../ir/ir.ts';
import type { LoopNode } from './loop-statements.ts';
import type { Completion, Lowering } from './lowering.ts';
import { boundNames } from './patterns.ts';
import type { Binding, LoopTarget } from './scope.ts';
import { isNode, type Node, visitNodes } from '../syntax/function-text.ts';

/** True where the running call has returned, or a `break` or `continue` is under way. */
export function leaving(l: Lowering): Value {
  const activation = l.activation!;
  let flag = l.valueOf(activation.returned.current!)!;
  for (const { broken, continued } of activation.loops) {
    flag = l.either(flag, l.valueOf(broken.current!)!);
    flag = l.either(flag, l.valueOf(continued.current!)!);
  }
  return flag;
}

/** How a statement ends, by its text alone. */
export function endOf(node: acorn.Statement): Completion {
  switch (node.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return 'abrupt';
    case 'BlockStatement': {
      let end: Completion = 'normal';
      for (const statement of node.body) {
        const next = endOf(statement);
        if (next === 'abrupt') return end === 'maybe' ? 'maybe' : 'abrupt';
        if (next === 'maybe') end = 'maybe';
      }
      return end;
    }
    case 'IfStatement': {
      const first = endOf(node.consequent);
      const second = node.alternate ? endOf(node.alternate) : 'normal';
      return first === second ? first : 'maybe';
    }
    case 'LabeledStatement':
    case 'SwitchStatement':
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
      return leavesAround(node) ? 'maybe' : 'normal';
    default:
      return 'normal';
  }
}

/** True if a loop or switch may leave something around it: by `return`, or by a jump to an outer label. */
export function leavesAround(node: Node): boolean {
  let leaves = false;
  const walk = (child: unknown, breakable: boolean, continuable: boolean, labels: readonly string[]): void => {
    if (Array.isArray(child)) child.forEach((item) => walk(item, breakable, continuable, labels));
    else if (isNode(child)) {
      const statement = child as acorn.Statement;
      switch (statement.type) {
        case 'ReturnStatement':
          leaves = true;
          return;
        case 'BreakStatement':
          if (statement.label ? !labels.includes(statement.label.name) : !breakable) leaves = true;
          return;
        case 'ContinueStatement':
          if (statement.label ? !labels.includes(statement.label.name) : !continuable) leaves = true;
          return;
        case 'FunctionDeclaration':
          return;
        default:
      }
      if (/Function/.test(child.type)) return;
      const isLoop = /^(For|While|DoWhile)/.test(child.type);
      const inner = statement.type === 'LabeledStatement' ? [...labels, statement.label.name] : labels;
      for (const value of Object.values(child)) {
        if (typeof value === 'object')
          walk(value, breakable || isLoop || child.type === 'SwitchStatement', continuable || isLoop, inner);
      }
    }
  };
  walk(node, false, false, []);
  return leaves;
}

export function alwaysThrows(node: acorn.Statement): boolean {
  if (node.type === 'ThrowStatement') return true;
  if (node.type === 'BlockStatement') {
    for (const statement of node.body) {
      if (alwaysThrows(statement)) return true;
      if (endOf(statement) !== 'normal') return false;
    }
  }
  return (
    node.type === 'IfStatement' && !!node.alternate && alwaysThrows(node.consequent) && alwaysThrows(node.alternate)
  );
}

/** A comparison of names, literals and lengths: cheap, and safe to evaluate once too often. */
export function isPlainTest(node: acorn.Expression): boolean {
  let plain = true;
  visitNodes(node, (inner) => {
    if (
      !/^(Identifier|Literal|BinaryExpression|UnaryExpression|MemberExpression|ParenthesizedExpression)$/.test(
        inner.type,
      )
    )
      plain = false;
  });
  return plain;
}

export function containsBreak(node: LoopNode): boolean {
  let found = false;
  const walk = (child: unknown, own: boolean): void => {
    if (Array.isArray(child)) child.forEach((item) => walk(item, own));
    else if (isNode(child)) {
      if (/Function/.test(child.type)) return;
      if (child.type === 'BreakStatement' && (own || (child as acorn.BreakStatement).label)) found = true;
      if (child.type === 'ContinueStatement' && (child as acorn.ContinueStatement).label) found = true;
      const nested = /^(For|While|DoWhile|Switch)/.test(child.type);
      for (const value of Object.values(child)) if (typeof value === 'object') walk(value, own && !nested);
    }
  };
  walk(node.body, true);
  return found;
}

/** Names of the surrounding scopes that a piece of text assigns. */
export function assignedIn(l: Lowering, node: Node): Binding[] {
  const names = new Set<string>();
  visitNodes(node, (inner) => {
    const child = inner as acorn.Expression | acorn.Statement;
    if (child.type === 'AssignmentExpression') for (const name of boundNames(child.left)) names.add(name);
    else if (child.type === 'UpdateExpression' && child.argument.type === 'Identifier') names.add(child.argument.name);
    else if (child.type === 'VariableDeclaration' && child.kind === 'var') {
      for (const { id } of child.declarations) for (const name of boundNames(id)) names.add(name);
    } else if (
      (child.type === 'ForOfStatement' || child.type === 'ForInStatement') &&
      child.left.type !== 'VariableDeclaration'
    ) {
      for (const name of boundNames(child.left)) names.add(name);
    }
  });
  return [...names].flatMap((name) => l.scope.lookup(name) ?? []);
}

export function openTarget(
  l: Lowering,
  node: Node,
  labels: readonly string[],
  breakable: 'plain' | 'labelled',
  continues: boolean,
): LoopTarget {
  const target: LoopTarget = {
    labels,
    breakable,
    continues,
    broken: l.hidden('broken', node, l.boolean(false)),
    continued: l.hidden('continued', node, l.boolean(false)),
  };
  l.activation!.loops.push(target);
  return target;
}
