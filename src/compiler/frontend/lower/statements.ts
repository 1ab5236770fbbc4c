/**
 * Statements. Each returns how it ends: `normal` (the next statement follows), `abrupt` (it never does), or
 * `maybe`, when a flag of the running call or loop tells. What follows an `if` whose one branch is abrupt is
 * lowered inside the other branch; what follows a `maybe` is guarded by the flags.
 */
import type * as acorn from '../syntax/tree.ts';
import { SecantError } from '../../../base/diagnostics.ts';
import { type Abstract, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import { declareFunctions } from './closures.ts';
import { alwaysThrows, endOf, leavesAround, leaving, openTarget } from './completions.ts';
import { classOf } from './construct.ts';
import { lowerLoop } from './loop-statements.ts';
import type { Completion, Lowering } from './lowering.ts';
import { bindPattern } from './patterns.ts';
import { isOutsideName } from '../syntax/outside-world.ts';
import { Scope } from './scope.ts';
import { lowerSwitch } from './switch-statements.ts';
import { type Node, withoutTypes } from '../syntax/function-text.ts';
import { condition } from './values.ts';

/** Lowers a list of statements in a scope of its own. */
function lowerBlock(l: Lowering, body: readonly Node[]): Completion {
  const outer = l.scope;
  l.scope = new Scope(outer);
  try {
    declareFunctions(l, body);
    return lowerList(l, body, 0);
  } finally {
    l.scope = outer;
  }
}

/** Lowers declarations into the scope that is open. */
export function lowerPrelude(l: Lowering, statements: readonly Node[]): void {
  const plain = statements.map((statement) => {
    const node = statement as acorn.Statement | acorn.ModuleDeclaration;
    return node.type === 'ExportNamedDeclaration' && node.declaration ? node.declaration : node;
  });
  for (const node of plain) {
    if (node.type === 'ImportDeclaration')
      l.fail('S104', node, '`import` reaches outside the text', 'pass what it gives in through `scope`');
  }
  declareFunctions(l, plain);
  lowerList(l, plain, 0);
}

export function lowerList(l: Lowering, body: readonly Node[], from = 0): Completion {
  for (let k = from; k < body.length; k++) {
    const statement = body[k] as acorn.Statement;
    l.at(statement);
    const { ends, restDone } =
      statement.type === 'IfStatement'
        ? lowerIf(l, statement, () => lowerList(l, body, k + 1))
        : { ends: lowerStatement(l, statement), restDone: false };
    if (restDone) return ends;
    if (ends === 'abrupt') return 'abrupt';
    if (ends === 'maybe' && k + 1 < body.length) {
      let rest = 'normal' as Completion;
      choose(
        l,
        l.builder.apply('not', leaving(l)),
        statement,
        () => {
          rest = lowerList(l, body, k + 1);
          return undefinedAbstract;
        },
        () => undefinedAbstract,
      );
      return rest === 'abrupt' ? 'abrupt' : 'maybe';
    }
    if (ends === 'maybe') return 'maybe';
  }
  return 'normal';
}

interface IfEnd {
  readonly ends: Completion;
  /** The statements after the `if` were lowered inside it. */
  readonly restDone: boolean;
}

function lowerIf(l: Lowering, node: acorn.IfStatement, rest: () => Completion): IfEnd {
  const test = condition(l, node.test);
  if (test.constant !== undefined) {
    const taken = test.constant.value ? node.consequent : node.alternate;
    return { ends: taken ? lowerStatement(l, taken) : 'normal', restDone: false };
  }
  const first = endOf(node.consequent);
  const second = node.alternate ? endOf(node.alternate) : 'normal';
  const restInFirst = second === 'abrupt' && first === 'normal';
  const restInSecond = first === 'abrupt' && second === 'normal';
  const ends: Completion[] = [];
  const run = (statement: acorn.Statement | null | undefined, withRest: boolean) => (): Abstract | 'throws' => {
    let end: Completion = statement ? lowerStatement(l, statement) : 'normal';
    if (withRest && end === 'normal') end = rest();
    ends.push(end);
    return statement && alwaysThrows(statement) ? 'throws' : undefinedAbstract;
  };
  const result = choose(l, test, node, run(node.consequent, restInFirst), run(node.alternate, restInSecond));
  if (result === 'throws') return { ends: 'abrupt', restDone: true };
  const end = ends.every((e) => e === 'abrupt') ? 'abrupt' : ends.every((e) => e === 'normal') ? 'normal' : 'maybe';
  if (!restInFirst && !restInSecond) {
    // A branch that throws never comes here, so what remains is the other one.
    const alive = [node.consequent, node.alternate].filter((s) => !(s && alwaysThrows(s)));
    const plain = alive.length === 1 && end === 'maybe' && ends.some((e) => e === 'normal') && !ends.includes('maybe');
    return { ends: plain ? 'normal' : end, restDone: false };
  }
  return { ends: end, restDone: true };
}

/** Lowers one statement. */
export function lowerStatement(l: Lowering, node: acorn.Statement): Completion {
  l.at(node);
  switch (node.type) {
    case 'BlockStatement':
      return lowerBlock(l, node.body);
    case 'EmptyStatement':
    case 'FunctionDeclaration':
      return 'normal';
    case 'ExpressionStatement':
      if (isReport(l, node.expression)) lowerReport(l, node.expression);
      else evaluateForEffect(l, node.expression);
      return 'normal';
    case 'VariableDeclaration':
      lowerDeclaration(l, node);
      return 'normal';
    case 'ReturnStatement': {
      const activation = l.activation!;
      const value = node.argument ? l.evaluate(node.argument) : undefinedAbstract;
      l.set(activation.result, value, node);
      l.set(activation.returned, l.boolean(true), node);
      return 'abrupt';
    }
    case 'IfStatement':
      return lowerIf(l, node, () => 'normal').ends;
    case 'ThrowStatement':
      lowerThrow(l, node);
      return 'abrupt';
    case 'BreakStatement':
    case 'ContinueStatement':
      return lowerJump(l, node);
    case 'LabeledStatement':
      return lowerLabelled(l, node, []);
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
      return lowerLoop(l, node, []);
    case 'SwitchStatement':
      return lowerSwitch(l, node, []);
    case 'TryStatement':
      return l.fail('S101', node, '`try` is outside the accepted language', 'test the condition before it fails');
    case 'ClassDeclaration':
      l.declare(l.scope, node.id.name, node, false, { kind: 'function', fn: classOf(l, node) });
      return 'normal';
    case 'DebuggerStatement':
      return 'normal';
    default:
      if (/^TS(TypeAlias|Interface|Declare)/.test((node as Node).type)) return 'normal';
      return l.fail(
        'S101',
        node,
        `\`${l.text(node)}\` is outside the accepted language`,
        'write it with expressions, loops, branches and functions',
      );
  }
}

/**
 * A call in a branch that tells somebody something (`console.warn(…)`) and gives the program nothing. Where the branch is
 * not taken it does not count; where it is, the derivative fails there, with today's error.
 */
function isReport(l: Lowering, expression: acorn.Expression): boolean {
  const node = withoutTypes(expression);
  if (node.type !== 'CallExpression' || !l.journals.some(({ isLoop }) => !isLoop)) return false;
  const root = rootOf(node.callee);
  if (root?.type !== 'Identifier' || l.scope.lookup(root.name) || l.environment.describe([root.name])) return false;
  return isOutsideName(root.name);
}

function rootOf(callee: acorn.Expression | acorn.Super): acorn.Expression | acorn.Super {
  return callee.type === 'MemberExpression' ? rootOf(callee.object) : callee;
}

function lowerReport(l: Lowering, node: acorn.Expression): void {
  try {
    l.evaluate(node);
  } catch (error) {
    if (!(error instanceof SecantError)) throw error;
    l.builder.emit({ kind: 'throw', message: l.builder.constant(error.sentence), span: l.builder.span });
  }
}

/** An expression whose value nobody takes: `test && act()`, `test ? act() : other()`, `a(), b()`. */
function evaluateForEffect(l: Lowering, expression: acorn.Expression): void {
  const node = withoutTypes(expression);
  const effect = (inner: acorn.Expression) => (): Abstract => {
    evaluateForEffect(l, inner);
    return undefinedAbstract;
  };
  const nothing = (): Abstract => undefinedAbstract;
  switch (node.type) {
    case 'ParenthesizedExpression':
      evaluateForEffect(l, node.expression);
      return;
    case 'SequenceExpression':
      for (const inner of node.expressions) evaluateForEffect(l, inner);
      return;
    case 'LogicalExpression': {
      if (node.operator === '??') break;
      const test = condition(l, node.left);
      if (node.operator === '&&') choose(l, test, node, effect(node.right), nothing);
      else choose(l, test, node, nothing, effect(node.right));
      return;
    }
    case 'ConditionalExpression':
      choose(l, condition(l, node.test), node, effect(node.consequent), effect(node.alternate));
      return;
    default:
  }
  l.evaluate(node);
}

function lowerDeclaration(l: Lowering, node: acorn.VariableDeclaration): void {
  // `declare const q: number` says that there is one outside: `q` is captured.
  if ('declare' in node && node.declare === true) return;
  for (const declarator of node.declarations) {
    l.at(declarator);
    if (node.kind === 'var' && !declarator.init) continue;
    const value = declarator.init ? l.evaluate(declarator.init, nameOf(declarator.id)) : undefinedAbstract;
    bindPattern(l, declarator.id, value, node.kind === 'var' ? 'var' : { constant: node.kind !== 'let' });
  }
}

function nameOf(pattern: acorn.Pattern): string | undefined {
  return pattern.type === 'Identifier' ? pattern.name : undefined;
}

function lowerThrow(l: Lowering, node: acorn.ThrowStatement): void {
  const argument = withoutTypes(node.argument);
  let message = l.builder.constant('the function threw');
  const isError =
    (argument.type === 'NewExpression' || argument.type === 'CallExpression') &&
    argument.callee.type === 'Identifier' &&
    argument.callee.name.endsWith('Error');
  const text = isError ? argument.arguments[0] : argument;
  if (text && text.type !== 'SpreadElement') {
    try {
      const value = l.valueOf(l.evaluate(text));
      if (value !== undefined) message = l.builder.apply('text', value);
    } catch (error) {
      // What is thrown is told to people only: whatever its words are made of, no number depends on it.
      if (!(error instanceof SecantError)) throw error;
    }
  }
  l.builder.emit({ kind: 'throw', message, span: l.builder.span });
}

function lowerJump(l: Lowering, node: acorn.BreakStatement | acorn.ContinueStatement): Completion {
  const isBreak = node.type === 'BreakStatement';
  const { loops } = l.activation!;
  const label = node.label?.name;
  for (let k = loops.length - 1; k >= 0; k--) {
    const target = loops[k]!;
    const matches =
      label !== undefined ? target.labels.includes(label) : isBreak ? target.breakable === 'plain' : target.continues;
    if (matches) {
      // Everything between here and the target is left too: its flags are read by `leaving`.
      l.set(isBreak ? target.broken : target.continued, l.boolean(true), node);
      return 'abrupt';
    }
  }
  return l.fail('S001', node, `\`${l.text(node)}\` has nothing to leave`, 'it stands outside any loop');
}

function lowerLabelled(l: Lowering, node: acorn.LabeledStatement, labels: readonly string[]): Completion {
  const all = [...labels, node.label.name];
  const { body } = node;
  switch (body.type) {
    case 'LabeledStatement':
      return lowerLabelled(l, body, all);
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
      return lowerLoop(l, body, all);
    case 'SwitchStatement':
      return lowerSwitch(l, body, all);
    default: {
      openTarget(l, node, all, 'labelled', false);
      const end = lowerStatement(l, body);
      l.activation!.loops.pop();
      return end === 'normal' ? 'normal' : leavesAround(node) ? 'maybe' : 'normal';
    }
  }
}
